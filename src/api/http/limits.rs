//! Rate limits and timeouts.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

use super::problem::Problem;
use crate::domain::{Message, TokenId};
use crate::service::Patience;

/// Largest body that is read.
pub(super) const BODY: usize = 64 << 10;
/// Begin of the path of every webhook.
pub(super) const HOOKS: &str = "/hooks/";
/// Largest body of a webhook: one has hundreds of events.
pub(super) const HOOK_BODY: usize = 512 << 10;
/// How long a body may take to arrive.
pub(super) const BODY_TIME: Duration = Duration::from_secs(10);
/// How long the head of a request may take to arrive; a connection that is idle for so long is closed.
pub(super) const HEAD_TIME: Duration = Duration::from_secs(15);
/// How long a connection may take to show a token that is good.
pub(super) const PROOF_TIME: Duration = Duration::from_secs(5);
/// Connections that have not shown one yet; where more come, the one that waits longest is closed.
pub(super) const UNPROVEN: usize = 128;
/// How long each of them may stay however many more come: time for a request that is on its way.
pub(super) const MOMENT: Duration = Duration::from_millis(500);
/// Largest head of a request.
pub(super) const HEAD: usize = 16 << 10;
/// Connections at a time that have shown a token.
pub(super) const CONNECTIONS: usize = 64;
/// Requests of one token: so many a second, and so many at once.
const PER_SECOND: NonZeroU32 = NonZeroU32::new(50).unwrap();
const AT_ONCE: NonZeroU32 = NonZeroU32::new(100).unwrap();

/// Timeout of a call: what asks an accounting service may take as long as that one does.
pub(super) const fn patience(patience: Patience) -> Duration {
    match patience {
        Patience::Sync => Duration::from_hours(1),
        Patience::Provider => Duration::from_secs(150),
        Patience::Local => Duration::from_secs(30),
    }
}

/// How many requests each token has left.
#[derive(Default)]
pub(super) struct Limits(Mutex<BTreeMap<TokenId, Arc<DefaultDirectRateLimiter>>>);

impl Limits {
    /// Takes one request from what a token has left.
    pub(super) fn take(&self, token: TokenId) -> Result<(), Problem> {
        let limiter = {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let quota = Quota::per_second(PER_SECOND).allow_burst(AT_ONCE);
            Arc::clone(all.entry(token).or_insert_with(|| Arc::new(RateLimiter::direct(quota))))
        };
        limiter.check().map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
            let status = axum::http::StatusCode::TOO_MANY_REQUESTS;
            Problem { retry_after: Some(seconds), ..Problem::new(status, Message::new("api-too-many")) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_asks_too_often_waits_and_others_do_not() {
        let limits = Limits::default();
        let asked = (0..1000).take_while(|_| limits.take(TokenId(1)).is_ok()).count();
        assert!((100..1000).contains(&asked), "{asked}");
        let refused = (0..100).find_map(|_| limits.take(TokenId(1)).err()).expect("refused");
        assert_eq!((refused.status.as_u16(), refused.retry_after), (429, Some(1)));
        assert!(limits.take(TokenId(2)).is_ok());
    }
}
