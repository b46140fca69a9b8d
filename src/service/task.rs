//! Work off the runtime, tasks with an owner, and locks.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::{Result, ServiceError};

/// Locks what no panic can leave half changed.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs blocking work off the runtime, with the tracing span kept.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let span = tracing::Span::current();
    tokio::task::spawn_blocking(move || span.in_scope(work)).await.map_err(|_| ServiceError::TaskDied)?
}

/// A background task and what stops it.
pub(super) struct Keeper<T> {
    pub(super) stop: CancellationToken,
    pub(super) task: JoinHandle<T>,
}
