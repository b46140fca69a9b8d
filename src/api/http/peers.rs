//! Connections over TCP, and which of them have shown a token.
//!
//! For: half-open requests of any account on this machine must not block others. A connection has a few seconds to show a valid
//! token; the number of connections without one is bounded, and the oldest of them is closed first. Uses: tokio. Never: tokens.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OnceCell, OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;

use super::limits;

/// All connections of a listener.
#[derive(Debug, Clone)]
pub(super) struct Peers {
    unproven: Arc<Mutex<VecDeque<CancellationToken>>>,
    room: Arc<Semaphore>,
}

/// What is known of one connection.
#[derive(Debug, Clone)]
pub(super) struct Proof {
    peers: Peers,
    close: CancellationToken,
    place: Arc<OnceCell<Option<OwnedSemaphorePermit>>>,
    /// Whether a token was shown that cannot be looked up, since the connection was last given more time.
    unsure: Arc<AtomicBool>,
    /// Tokens that are looked up now.
    asking: Arc<AtomicUsize>,
}

/// The look-up of a token that was shown.
pub(super) struct Asking(Arc<AtomicUsize>);

impl Drop for Asking {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Default for Peers {
    fn default() -> Self {
        Self { unproven: Arc::default(), room: Arc::new(Semaphore::new(limits::CONNECTIONS)) }
    }
}

impl Peers {
    /// Takes a connection that has shown nothing yet.
    pub(super) fn enter(&self) -> Proof {
        let close = CancellationToken::new();
        let mut unproven = self.unproven.lock().unwrap_or_else(PoisonError::into_inner);
        unproven.push_back(close.clone());
        if unproven.len() > limits::UNPROVEN
            && let Some(oldest) = unproven.pop_front()
        {
            oldest.cancel();
        }
        Proof { peers: self.clone(), close, place: Arc::default(), unsure: Arc::default(), asking: Arc::default() }
    }

    fn forget(&self, close: &CancellationToken) {
        let mut unproven = self.unproven.lock().unwrap_or_else(PoisonError::into_inner);
        // Cancelling marks it: tokens cannot be compared.
        close.cancel();
        unproven.retain(|other| !other.is_cancelled());
    }
}

impl Proof {
    /// A valid token was shown. Waits for a free place among the connections with a token.
    pub(super) async fn shown(&self) {
        self.place
            .get_or_init(|| async {
                let permit = Arc::clone(&self.peers.room).acquire_owned().await.ok();
                self.peers.forget(&self.close);
                permit
            })
            .await;
    }

    /// A token was shown and is looked up: until that is done the connection is not closed for want of one.
    pub(super) fn asking(&self) -> Asking {
        self.asking.fetch_add(1, Ordering::SeqCst);
        Asking(Arc::clone(&self.asking))
    }

    /// A token could not be looked up: there is time to say so.
    pub(super) fn unsure(&self) {
        self.unsure.store(true, Ordering::SeqCst);
    }

    /// Waits until the connection is to be closed for want of a token. Newer connections close the oldest also while it waits.
    pub(super) async fn closed(&self) {
        while tokio::time::timeout(limits::PROOF_TIME, self.close.cancelled()).await.is_err() {
            let unsure = self.unsure.swap(false, Ordering::SeqCst);
            if !unsure && self.asking.load(Ordering::SeqCst) == 0 {
                break;
            }
        }
        if self.place.get().is_some() {
            std::future::pending::<()>().await;
        }
    }

    /// The connection is gone.
    pub(super) fn leave(&self) {
        self.peers.forget(&self.close);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(peers: &Peers) -> usize {
        peers.unproven.lock().expect("no test panics with it").len()
    }

    #[tokio::test(start_paused = true)]
    async fn the_one_that_shows_nothing_longest_goes_first() {
        let peers = Peers::default();
        let first = peers.enter();
        let token = peers.enter();
        token.shown().await;
        let others: Vec<Proof> = (0..limits::UNPROVEN).map(|_| peers.enter()).collect();
        first.closed().await;
        assert_eq!(waiting(&peers), limits::UNPROVEN);
        assert!(others.iter().all(|other| !other.close.is_cancelled()));
        let stays = tokio::time::timeout(limits::PROOF_TIME * 10, token.closed()).await;
        assert!(stays.is_err(), "it has shown a token");
        others[0].closed().await;
        others.iter().for_each(Proof::leave);
        assert_eq!(waiting(&peers), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_that_is_looked_up_is_waited_for() {
        let peers = Peers::default();
        let proof = peers.enter();
        let asking = proof.asking();
        let waits = tokio::time::timeout(limits::PROOF_TIME * 5, proof.closed()).await;
        assert!(waits.is_err(), "its answer is on the way");
        proof.unsure();
        drop(asking);
        let begun = tokio::time::Instant::now();
        proof.closed().await;
        assert_eq!(begun.elapsed(), limits::PROOF_TIME * 2, "there was time for the answer");
    }
}
