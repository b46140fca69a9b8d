//! Upkeep of the store in the background: records that syncs wrote again are folded into packs.
//!
//! For: the process that has the store. A step is short and bounded; between two of them the task rests at least as long as the step took, so
//! that readers and writers have the disk. It does nothing while a sync runs. What a process leaves undone the next one does.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::local::Local;
use super::task::{Keeper, blocking, lock};
use crate::store::Store;
use crate::sync::Event;

/// Delay after the start, so that a command that only asks a question does no upkeep.
const LATER: Duration = Duration::from_secs(2);

/// Shortest rest between two steps.
const REST: Duration = Duration::from_millis(5);

/// Time for upkeep at the end of a process that synced.
const AT_END: Duration = Duration::from_millis(500);

impl Local {
    /// Does upkeep from now on, whenever no sync runs.
    pub(crate) fn keep_up(self: &Arc<Self>) {
        if self.borrowed.is_some() {
            return;
        }
        let stop = CancellationToken::new();
        let (local, mut events, token) = (Arc::downgrade(self), self.events.subscribe(), stop.clone());
        let task = tokio::spawn(async move {
            let mut synced = false;
            let mut wait = Some(LATER);
            loop {
                let rest = async {
                    match wait {
                        Some(wait) => tokio::time::sleep(wait).await,
                        None => std::future::pending().await,
                    }
                };
                let ended = async {
                    while !matches!(events.recv().await, Ok(Event::Ended(_)) | Err(RecvError::Lagged(_) | RecvError::Closed)) {}
                };
                tokio::select! {
                    () = token.cancelled() => return synced,
                    () = ended => synced = true,
                    () = rest => {}
                }
                let Some(local) = local.upgrade() else { return synced };
                wait = local.fold().await;
            }
        });
        *lock(&self.upkeep) = Some(Keeper { stop, task });
    }

    /// Does a step. Returns how long to rest before the next one; `None` if there is nothing to do, or after a failure.
    async fn fold(self: &Arc<Self>) -> Option<Duration> {
        if self.engine.is_syncing() {
            // The end of the sync wakes the task.
            return None;
        }
        let (store, began) = (self.store.clone(), Instant::now());
        match blocking(move || Ok(store.upkeep_step()?)).await {
            Ok(true) => Some(began.elapsed().max(REST)),
            Ok(false) => None,
            Err(error) => {
                tracing::warn!(%error, "upkeep of the store failed; the next sync's end tries again");
                None
            }
        }
    }

    /// Stops upkeep. A process that synced does a little of it first, unless `hurry`: cron's processes never live long.
    pub(crate) async fn stop_upkeep(self: &Arc<Self>, hurry: bool) {
        let Some(Keeper { stop, task }) = lock(&self.upkeep).take() else { return };
        stop.cancel();
        let synced = task.await.unwrap_or(false);
        let deadline = Instant::now() + AT_END;
        while synced && !hurry && Instant::now() < deadline && self.fold().await.is_some() {}
    }
}
