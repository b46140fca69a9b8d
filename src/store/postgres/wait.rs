//! Waiting for a future on the thread of the caller, with a deadline.
//!
//! For: [`super::pool`]. Uses: nothing. Never: a runtime; the connection's own task runs elsewhere and wakes the thread, so that any thread
//! may wait, one of a runtime too.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Instant;

struct Waiter(Thread);

impl Wake for Waiter {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// What the future becomes; `None` if the deadline comes first.
pub(super) fn until<F: Future>(deadline: Instant, future: F) -> Option<F::Output> {
    let waker = Waker::from(Arc::new(Waiter(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return Some(output);
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return None;
        }
        thread::park_timeout(left);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_comes_is_returned_and_what_does_not_ends_at_the_deadline() {
        let (sender, receiver) = futures::channel::oneshot::channel();
        let sending = thread::spawn(move || sender.send(7).expect("it waits"));
        assert_eq!(until(Instant::now() + Duration::from_secs(60), receiver), Some(Ok(7)));
        sending.join().expect("sent");
        assert_eq!(until(Instant::now(), std::future::pending::<()>()), None);
    }
}
