//! Work off the runtime, tasks with an owner, and locks.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures::FutureExt;
use tokio::sync::oneshot;
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
    let (tell, told) = oneshot::channel();
    // Boxed as a `dyn`: the machinery of a task is compiled once, not for each of hundreds of works.
    let work: Box<dyn FnOnce() + Send> = Box::new(move || {
        // A caller that is gone needs no answer.
        let _ = tell.send(span.in_scope(work));
    });
    tokio::task::spawn_blocking(work);
    told.await.map_err(|_| ServiceError::TaskDied)?
}

/// Work of a task that goes on whatever happens in it: a panic is an error of this one step, and in the log. What the work shares with
/// others is behind [`lock`], or in the store and committed as a whole.
///
/// # Errors
/// As `work`, or [`ServiceError::TaskDied`].
pub(super) async fn surviving<T>(what: &'static str, work: impl Future<Output = Result<T>>) -> Result<T> {
    AssertUnwindSafe(work).catch_unwind().await.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        tracing::error!(what, panic = text.unwrap_or_default(), "a step of a task ended unexpectedly; the task goes on");
        Err(ServiceError::TaskDied.into())
    })
}

/// A background task and what stops it.
pub(super) struct Keeper<T> {
    pub(super) stop: CancellationToken,
    pub(super) task: JoinHandle<T>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[tokio::test]
    async fn a_panic_is_the_error_of_a_step_and_the_next_one_runs() {
        let largest = rust_decimal::Decimal::MAX;
        let died = surviving("a test", async { Ok(largest + largest) }).await.expect_err("it overflows");
        assert_eq!((died.kind, died.message.id.as_ref()), (ErrorKind::Unexpected, "service-task-died"));
        assert_eq!(surviving("a test", async { Ok(1) }).await, Ok(1));
    }
}
