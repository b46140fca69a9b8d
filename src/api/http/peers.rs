//! Connections over TCP, and which of them have shown a token.
//!
//! For: half-open requests of any account on this machine must not block others. A connection has a few seconds to show a valid
//! token; the number of connections without one is bounded, and the oldest of them is closed first. Each has a moment before that,
//! so that webhooks that come together are all answered: further ones wait in the system's queue. Uses: tokio. Never: tokens.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Notify, OnceCell, OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::limits;

/// All connections of a listener.
#[derive(Debug, Clone)]
pub(super) struct Peers {
    unproven: Arc<Mutex<VecDeque<Unproven>>>,
    /// One of them is gone.
    left: Arc<Notify>,
    room: Arc<Semaphore>,
}

/// A connection that has not shown a token yet.
#[derive(Debug)]
struct Unproven {
    close: CancellationToken,
    since: Instant,
    asking: Arc<AtomicUsize>,
}

impl Unproven {
    /// When it may be closed for a newer one: what is being answered has longer.
    fn may_go(&self) -> Instant {
        let asking = self.asking.load(Ordering::SeqCst) > 0;
        self.since + if asking { limits::PROOF_TIME } else { limits::MOMENT }
    }
}

/// What is known of one connection.
#[derive(Debug, Clone)]
pub(super) struct Proof {
    peers: Peers,
    close: CancellationToken,
    place: Arc<OnceCell<Option<OwnedSemaphorePermit>>>,
    /// Whether a token was shown that cannot be looked up, since the connection was last given more time.
    unsure: Arc<AtomicBool>,
    /// Tokens that are looked up and webhooks that are answered now.
    asking: Arc<AtomicUsize>,
}

/// The look-up of a token that was shown, or the answer to a webhook.
pub(super) struct Asking(Arc<AtomicUsize>);

impl Drop for Asking {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Default for Peers {
    fn default() -> Self {
        Self { unproven: Arc::default(), left: Arc::default(), room: Arc::new(Semaphore::new(limits::CONNECTIONS)) }
    }
}

impl Peers {
    /// Takes a connection that has shown nothing yet. Where there are too many, the oldest is closed once it had its moment; until then
    /// the new one waits, and all behind it.
    pub(super) async fn enter(&self) -> Proof {
        loop {
            // Made before the look, so that one that leaves right after it is noticed.
            let left = self.left.notified();
            let until = match self.admit() {
                Ok(proof) => return proof,
                Err(until) => until,
            };
            let _ = tokio::time::timeout_at(until, left).await;
        }
    }

    /// The same at once, or the time from which one of the others may be closed.
    fn admit(&self) -> Result<Proof, Instant> {
        let mut unproven = self.unproven.lock().unwrap_or_else(PoisonError::into_inner);
        if unproven.len() >= limits::UNPROVEN
            && let Some((at, first)) = unproven.iter().map(Unproven::may_go).enumerate().min_by_key(|(_, from)| *from)
        {
            if Instant::now() < first {
                return Err(first);
            }
            if let Some(oldest) = unproven.remove(at) {
                oldest.close.cancel();
            }
        }
        let (close, asking) = (CancellationToken::new(), Arc::default());
        unproven.push_back(Unproven { close: close.clone(), since: Instant::now(), asking: Arc::clone(&asking) });
        Ok(Proof { peers: self.clone(), close, place: Arc::default(), unsure: Arc::default(), asking })
    }

    fn forget(&self, close: &CancellationToken) {
        let mut unproven = self.unproven.lock().unwrap_or_else(PoisonError::into_inner);
        // Cancelling marks it: tokens cannot be compared.
        close.cancel();
        unproven.retain(|other| !other.close.is_cancelled());
        self.left.notify_one();
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

    /// A token was shown and is looked up, or a webhook is answered: until that is done the connection is not closed for want of a token.
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
    use std::time::Duration;

    use super::*;

    fn waiting(peers: &Peers) -> usize {
        peers.unproven.lock().expect("no test panics with it").len()
    }

    #[tokio::test(start_paused = true)]
    async fn the_one_that_shows_nothing_longest_goes_first() {
        let peers = Peers::default();
        let first = peers.enter().await;
        let token = peers.enter().await;
        token.shown().await;
        let begun = Instant::now();
        let mut others = Vec::new();
        for _ in 0..limits::UNPROVEN {
            others.push(peers.enter().await);
        }
        first.closed().await;
        assert_eq!(begun.elapsed(), limits::MOMENT, "it had its moment");
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
        let proof = peers.enter().await;
        let asking = proof.asking();
        let waits = tokio::time::timeout(limits::PROOF_TIME * 5, proof.closed()).await;
        assert!(waits.is_err(), "its answer is on the way");
        proof.unsure();
        drop(asking);
        let begun = tokio::time::Instant::now();
        proof.closed().await;
        assert_eq!(begun.elapsed(), limits::PROOF_TIME * 2, "there was time for the answer");
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_answered_now_is_not_closed_for_a_newer_one() {
        let peers = Peers::default();
        let mut all = Vec::new();
        for _ in 0..limits::UNPROVEN {
            all.push(peers.enter().await);
        }
        let answered = all[0].asking();
        tokio::time::sleep(limits::MOMENT).await;
        let newer = peers.enter().await;
        assert!(!all[0].close.is_cancelled() && all[1].close.is_cancelled());
        drop(answered);
        let begun = Instant::now();
        let newest = peers.enter().await;
        assert!(all[0].close.is_cancelled(), "it had its answer");
        assert_eq!(begun.elapsed(), Duration::ZERO);
        // One that leaves makes room at once.
        all.drain(2..).for_each(|one| one.leave());
        drop((newer, newest));
        peers.enter().await;
        assert_eq!(begun.elapsed(), Duration::ZERO);
    }
}
