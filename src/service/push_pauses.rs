//! When an item of the outbox is taken up again after an attempt without success.
//!
//! For: the worker of writes. Uses: the clock, what became of earlier attempts in this process. Never: the store, a request.
//!
//! Pauses double. After about two minutes of failures, or four where attempts take long, a pause is long enough for a person to be told
//! ([`super::stalled`]): no command waits for a service for ever.

use std::time::Duration;

use jiff::Timestamp;

use super::local::Local;
use crate::clock::signed;
use crate::error::{Describe, ErrorKind};
use crate::provider::{ProviderError, Retry, RetryAfter};
use crate::remote::RemoteError;

/// The first pause.
const FIRST: Duration = Duration::from_millis(500);
impl Local {
    /// When an item is taken up again that was surely not carried out.
    pub(super) fn after(&self, failures: u32, error: &RemoteError) -> Timestamp {
        match error {
            RemoteError::Deferred(until) => *until,
            RemoteError::Cancelled => self.options.clock.now(),
            // A login or a permission: a person must act first, and approves once more or waits.
            RemoteError::Failed(error) if error.retry() == Retry::Never || error.kind() == ErrorKind::Credentials => {
                self.later(u32::MAX, Duration::from_mins(15))
            }
            RemoteError::Failed(_) => self.later(failures, Duration::from_mins(10)),
        }
    }

    /// The time before which the service asks not to be called.
    pub(super) fn asked_for(&self, error: &ProviderError) -> Option<Timestamp> {
        match error.retry() {
            Retry::After(RetryAfter::At(until)) => Some(until),
            Retry::After(RetryAfter::In(pause)) => self.options.clock.now().checked_add(signed(pause)).ok(),
            _ => None,
        }
    }

    /// The end of a pause that doubles with each failure.
    pub(super) fn later(&self, failures: u32, most: Duration) -> Timestamp {
        self.options.clock.now().saturating_add(signed(pause(failures, most))).unwrap_or(Timestamp::MAX)
    }
}

fn pause(failures: u32, most: Duration) -> Duration {
    FIRST.saturating_mul(2u32.saturating_pow(failures.min(12))).min(most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::push_state::MANY;
    use crate::service::stalled::LONG;

    #[test]
    fn failures_put_an_item_off_for_long_within_minutes() {
        let most = Duration::from_mins(10);
        let told = (1..20).find(|failures| signed(pause(*failures, most)) > LONG).expect("told");
        let before: Duration = (1..told).map(|failures| pause(failures, most)).sum();
        assert!(before < Duration::from_mins(3), "{before:?}");
        assert_eq!((told, pause(u32::MAX, most)), (MANY, most));
    }
}
