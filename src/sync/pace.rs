//! When requests of kinds that are read side by side may go.
//!
//! For: the lanes of a run. The first kind goes as fast as answers come; what goes beside it keeps to the number of requests that a service
//! takes in a second. Never: requests, or another clock than that of the runtime.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

/// Requests in a second beside which none of another kind goes: `QuickBooks` takes ten of a company.
const A_SECOND: usize = 10;
const SECOND: Duration = Duration::from_secs(1);

/// Requests of kinds that are read side by side.
#[derive(Debug, Default)]
pub(super) struct Pace {
    state: Mutex<Begun>,
    /// Notified when the first kind is read.
    over: Notify,
}

#[derive(Debug, Default)]
struct Begun {
    /// The requests of the last second.
    at: VecDeque<Instant>,
    /// Whether the first kind is read: nothing goes beside it any more.
    is_over: bool,
}

/// The place of a kind that is read side by side with others.
#[derive(Debug, Clone)]
pub(super) struct Lane {
    pace: Arc<Pace>,
    is_first: bool,
}

impl Lane {
    /// The place of the first kind, or of one beside it.
    pub(super) fn new(pace: &Arc<Pace>, is_first: bool) -> Self {
        Self { pace: Arc::clone(pace), is_first }
    }

    /// Waits until a request may go.
    pub(super) async fn turn(&self) {
        loop {
            let over = self.pace.over.notified();
            tokio::pin!(over);
            // From here on no notification is missed.
            over.as_mut().enable();
            let Some(at) = self.pace.free_at(self.is_first) else { return };
            tokio::select! {
                () = sleep_until(at) => {}
                () = over => {}
            }
        }
    }
}

impl Pace {
    /// Notes a request that goes now; else the time at which it is looked again.
    fn free_at(&self, is_first: bool) -> Option<Instant> {
        let (mut begun, now) = (self.state.lock().unwrap_or_else(PoisonError::into_inner), Instant::now());
        while begun.at.front().is_some_and(|at| now.duration_since(*at) >= SECOND) {
            begun.at.pop_front();
        }
        let full = !is_first && !begun.is_over && begun.at.len() >= A_SECOND;
        let next = begun.at.front().filter(|_| full).map(|oldest| *oldest + SECOND);
        if next.is_none() {
            begun.at.push_back(now);
        }
        next
    }

    /// Ends the pace: the first kind is read.
    pub(super) fn end(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).is_over = true;
        self.over.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_goes_beside_keeps_to_ten_in_a_second_and_the_first_never_waits() {
        let pace = Arc::new(Pace::default());
        let (first, beside) =
            (Lane { pace: Arc::clone(&pace), is_first: true }, Lane { pace: Arc::clone(&pace), is_first: false });
        let began = Instant::now();
        for _ in 0..7 {
            first.turn().await;
        }
        for _ in 0..3 {
            beside.turn().await;
        }
        assert_eq!(began.elapsed(), Duration::ZERO);
        beside.turn().await;
        assert_eq!(began.elapsed(), SECOND, "the eleventh");
        for _ in 0..30 {
            first.turn().await;
        }
        assert_eq!(began.elapsed(), SECOND);
        let waits = tokio::spawn(async move { beside.turn().await });
        tokio::task::yield_now().await;
        pace.end();
        waits.await.expect("it goes");
        assert_eq!(began.elapsed(), SECOND, "nothing goes before it any more");
    }
}
