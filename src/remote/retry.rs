//! Whether and when a failed request is sent again.
//!
//! For: exponential pauses with full jitter, and what the service itself asks for. Uses: what an error says of itself.
//! Never: a clock, a sleep, its own randomness: time and generator come in.

use std::time::Duration;

use fastrand::Rng;
use jiff::Timestamp;

use super::{LONGEST_DEFERRAL, Settings};
use crate::clock::signed;
use crate::provider::{ProviderError, Retry, RetryAfter};

/// A little more than asked for, so that many do not come back in the same instant.
const SPREAD: Duration = Duration::from_millis(100);

/// What to do after a failed request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Send it again after this pause.
    Again(Duration),
    /// The service asked for this pause: no request is sent meanwhile.
    Hold(Duration),
    /// The service asks for longer than we wait: the session ends, and nothing calls before this time.
    Defer(Timestamp),
    /// Repeating does not help, or did not often enough.
    GiveUp,
}

/// Decides after the `failed`-th attempt (from 1).
pub(super) fn decide(settings: &Settings, error: &ProviderError, failed: u32, now: Timestamp, rng: &mut Rng) -> Verdict {
    let (asked, retries) = match error.retry() {
        Retry::Never => return Verdict::GiveUp,
        Retry::Backoff => (None, settings.retries),
        Retry::Once => (None, settings.retries.min(1)),
        Retry::After(after) => (asked_pause(after, now), settings.retries),
    };
    match asked {
        Some(pause) if pause > settings.retry_after_limit => match now.checked_add(signed(pause)) {
            Ok(until) => Verdict::Defer(until),
            Err(_) => Verdict::GiveUp,
        },
        _ if failed > retries => Verdict::GiveUp,
        Some(pause) => Verdict::Hold(pause + SPREAD.mul_f64(rng.f64())),
        None => Verdict::Again(backoff(settings, failed, rng)),
    }
}

/// The pause that the service asks for; `None` for none and for nonsense.
pub(super) fn asked_pause(after: RetryAfter, now: Timestamp) -> Option<Duration> {
    let pause = match after {
        RetryAfter::In(pause) => pause,
        RetryAfter::At(at) => Duration::try_from(at.duration_since(now)).ok()?,
    };
    (!pause.is_zero() && pause <= LONGEST_DEFERRAL).then_some(pause)
}

/// A random part of a pause that doubles with each failure, up to the cap.
fn backoff(settings: &Settings, failed: u32, rng: &mut Rng) -> Duration {
    let factor = 2u32.saturating_pow(failed.saturating_sub(1));
    let longest = settings.backoff.saturating_mul(factor).min(settings.backoff_cap);
    longest.mul_f64(rng.f64())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::{BodyFault, Quota};

    fn now() -> Timestamp {
        "2026-10-27T12:00:00Z".parse().expect("a time")
    }

    fn after(error: &ProviderError, failed: u32) -> Verdict {
        decide(&Settings::default(), error, failed, now(), &mut Rng::with_seed(7))
    }

    fn too_many(after: Option<RetryAfter>) -> ProviderError {
        ProviderError::TooMany { after, quota: Quota::default() }
    }

    fn seconds(count: u64) -> RetryAfter {
        RetryAfter::In(Duration::from_secs(count))
    }

    #[test]
    fn what_never_helps_is_not_repeated() {
        for error in [
            ProviderError::Refused { status: 401, key_page: "" },
            ProviderError::Subscription,
            ProviderError::NotFound,
            ProviderError::Rejected { status: 422, detail: String::new() },
            ProviderError::KeyFormat,
            ProviderError::Redirected { status: 302, to: String::new() },
            ProviderError::Body { reason: BodyFault::TooLarge },
        ] {
            assert_eq!(after(&error, 1), Verdict::GiveUp, "{error:?}");
        }
    }

    #[test]
    fn a_slow_answer_is_asked_for_once_more() {
        let slow = ProviderError::TooSlow { bytes: 30, seconds: 30 };
        assert!(matches!(after(&slow, 1), Verdict::Again(_)));
        assert_eq!(after(&slow, 2), Verdict::GiveUp);
    }

    #[test]
    fn pauses_grow_are_jittered_and_capped_and_end() {
        let settings = Settings::default();
        let mut rng = Rng::with_seed(1);
        let body = ProviderError::Body { reason: BodyFault::Html };
        let mut longest = [Duration::ZERO; 6];
        for _ in 0..500 {
            for (failed, longest) in (1..).zip(longest.iter_mut()).take(5) {
                let Verdict::Again(pause) = decide(&settings, &body, failed, now(), &mut rng) else { panic!("gave up") };
                assert!(pause <= settings.backoff * 2u32.pow(failed - 1));
                *longest = pause.max(*longest);
            }
        }
        // Full jitter reaches over the whole range, and thus over that of the pause before.
        assert!(longest.windows(2).take(4).all(|pair| pair[1] > pair[0] + pair[0] / 2), "{longest:?}");
        assert_eq!(after(&body, 6), Verdict::GiveUp);
        let long = Settings { retries: u32::MAX, ..settings };
        let Verdict::Again(pause) = decide(&long, &body, 4_000_000, now(), &mut rng) else { panic!("gave up") };
        assert!(pause <= long.backoff_cap);
    }

    #[test]
    fn the_services_own_pause_is_kept() {
        let in_a_minute = Some(RetryAfter::At(now() + SPREAD.saturating_mul(600)));
        for asked in [Some(seconds(60)), in_a_minute] {
            let Verdict::Hold(pause) = after(&too_many(asked), 1) else { panic!("{asked:?}") };
            assert!(pause >= Duration::from_mins(1) && pause <= Duration::from_mins(1) + SPREAD);
            let error = ProviderError::Server { status: 503, after: asked };
            assert!(matches!(after(&error, 5), Verdict::Hold(_)));
            assert_eq!(after(&error, 6), Verdict::GiveUp);
        }
    }

    #[test]
    fn a_pause_beyond_the_limit_ends_the_run_and_names_the_time() {
        assert!(matches!(after(&too_many(Some(seconds(120))), 1), Verdict::Hold(_)));
        let until = now() + Duration::from_secs(121);
        for failed in [1, 6, 60] {
            assert_eq!(after(&too_many(Some(seconds(121))), failed), Verdict::Defer(until));
        }
        let error = ProviderError::Server { status: 503, after: Some(RetryAfter::At(until)) };
        assert_eq!(after(&error, 1), Verdict::Defer(until));
    }

    #[test]
    fn nonsense_counts_as_absent() {
        let past = Some(RetryAfter::At(now() - Duration::from_secs(5)));
        for asked in [None, Some(seconds(0)), Some(seconds(u64::MAX)), past, Some(RetryAfter::At(Timestamp::MAX))] {
            assert!(matches!(after(&too_many(asked), 1), Verdict::Again(_)), "{asked:?}");
            assert_eq!(after(&too_many(asked), 6), Verdict::GiveUp);
        }
    }
}
