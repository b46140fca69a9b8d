//! Following what other processes commit to a store that they share.
//!
//! For: a store on a database. Uses: the store's version, which is another one after every commit. Never: a message between processes: the
//! database is the only one.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Result;
use super::local::Local;
use super::task::{Keeper, blocking, lock, surviving};
use crate::domain::CompanyId;
use crate::error::Error;
use crate::sync::Event;

/// Pause between two looks: what others commit is seen within a second.
const LOOK: Duration = Duration::from_millis(400);

/// Pause after the database could not be asked.
const AFTER_FAILURE: Duration = Duration::from_secs(3);

/// How often a change is decided at most while other processes change what it depends on.
pub(super) const ROUNDS: usize = 8;

/// Whether another process changed meanwhile what a change was decided by: nothing was written.
pub(super) fn is_stale(error: &Error) -> bool {
    error.message.id == "store-stale"
}

impl Local {
    /// Whether other processes write to the store beside this one.
    pub(crate) const fn is_shared(&self) -> bool {
        self.options.config.store.is_shared()
    }

    /// Decides a change of own records and writes it; again where another process changed meanwhile what it was decided by. To be called
    /// with the right to change them. Blocks.
    pub(super) fn decide<T>(&self, company: CompanyId, mut change: impl FnMut() -> Result<T>) -> Result<T> {
        if !self.is_shared() {
            return change();
        }
        for _ in 1..ROUNDS {
            // What was read before may be older than what the change is compared with.
            self.shelves.forget(company);
            match change() {
                Err(error) if is_stale(&error) => {}
                done => return done,
            }
        }
        self.shelves.forget(company);
        change()
    }

    /// Follows from now on what other processes commit.
    pub(crate) fn keep_following(self: &Arc<Self>) {
        if !self.is_shared() {
            return;
        }
        let stop = CancellationToken::new();
        let (local, token) = (Arc::downgrade(self), stop.clone());
        let task = tokio::spawn(async move {
            while let Some(local) = local.upgrade() {
                let wait = match surviving("following", local.follow_once()).await {
                    Ok(changed) => {
                        if changed {
                            // No subscriber is no failure.
                            let _ = local.events.send(Event::Missed);
                        }
                        LOOK
                    }
                    Err(error) => {
                        tracing::warn!(%error, "what other processes commit is not seen for now");
                        AFTER_FAILURE
                    }
                };
                drop(local);
                tokio::select! {
                    () = token.cancelled() => return,
                    () = tokio::time::sleep(wait) => {}
                }
            }
        });
        *lock(&self.following) = Some(Keeper { stop, task });
    }

    /// Stops following.
    pub(crate) async fn stop_following(&self) {
        let Some(Keeper { stop, task }) = lock(&self.following).take() else { return };
        stop.cancel();
        let _ = task.await;
    }

    async fn follow_once(self: &Arc<Self>) -> Result<bool> {
        let local = self.clone();
        blocking(move || local.follow()).await
    }

    /// Takes in what other processes committed. Returns whether anything was. Blocks.
    pub(crate) fn follow(&self) -> Result<bool> {
        if !self.is_shared() {
            return Ok(false);
        }
        let companies = self.registry.refresh()?;
        let records = self.store.follow();
        // Also where it is not known what came: what was read may be old.
        if !matches!(records, Ok(false)) {
            self.shelves.forget_all();
        }
        let news = companies || records?;
        *lock(&self.seen) = Some(self.options.clock.now());
        Ok(news)
    }
}
