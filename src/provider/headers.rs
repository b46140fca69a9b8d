//! What the headers of an answer say; nonsense counts as absent.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

use crate::provider::{Quota, RetryAfter};

/// Requests of a minute where a service tells only the remaining ones.
const A_MINUTE: u32 = 60;

/// Longer than this ahead, or in a window, is nonsense.
const YEAR: u64 = 366 * 24 * 60 * 60;
const DAY: i64 = 24 * 60 * 60;

/// Whole numbers from here on are points in time, below they are seconds from now.
const EPOCHS: i64 = 1_000_000_000;

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// An HTTP date.
fn http_date(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::parse(text).ok().map(|zoned| zoned.timestamp())
}

/// When the service says it answered.
pub(super) fn date(headers: &HeaderMap) -> Option<Timestamp> {
    http_date(text(headers, DATE.as_str())?)
}

/// When to come back: seconds, or a date that is neither past nor a year ahead.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<RetryAfter> {
    let text = text(headers, RETRY_AFTER.as_str())?;
    if let Ok(seconds) = text.parse::<u64>() {
        return (seconds <= YEAR).then(|| RetryAfter::In(Duration::from_secs(seconds)));
    }
    let at = http_date(text)?;
    let sensible =
        date(headers).is_none_or(|now| u64::try_from(at.as_second() - now.as_second()).is_ok_and(|ahead| ahead <= YEAR));
    sensible.then_some(RetryAfter::At(at))
}

/// How many requests are left.
pub(super) fn quota(headers: &HeaderMap) -> Quota {
    let count = |name| text(headers, name)?.parse::<u32>().ok();
    // Some name the limit instead of the number: of the organisation, and of the app over all of them.
    let of_minute = [count("x-minlimit-remaining"), count("x-appminlimit-remaining")].into_iter().flatten().min();
    Quota {
        limit: count("x-ratelimit-limit").filter(|limit| *limit > 0).or(of_minute.map(|left| left.max(A_MINUTE))),
        remaining: count("x-ratelimit-remaining").or(of_minute),
        reset: reset(headers),
    }
}

/// Until the window ends: the specification says a point in time, seen in the service's own clock; seconds are taken too.
fn reset(headers: &HeaderMap) -> Option<Duration> {
    let value: i64 = text(headers, "x-ratelimit-reset")?.parse().ok()?;
    let seconds = if value >= EPOCHS {
        let ahead = value - date(headers)?.as_second();
        // The window may just have ended.
        if (-60..0).contains(&ahead) { 0 } else { ahead }
    } else {
        value
    };
    (0..=DAY).contains(&seconds).then(|| Duration::from_secs(seconds.unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    const NOW: &str = "Mon, 27 Oct 2025 09:00:00 GMT";

    #[test]
    fn retry_after_in_seconds_or_as_a_date() {
        let after = |value| retry_after(&headers(&[("date", NOW), ("retry-after", value)]));
        assert_eq!(after("7"), Some(RetryAfter::In(Duration::from_secs(7))));
        assert_eq!(after(" 0 "), Some(RetryAfter::In(Duration::ZERO)));
        let at = "2025-10-27T09:05:00Z".parse().unwrap();
        assert_eq!(after("Mon, 27 Oct 2025 09:05:00 GMT"), Some(RetryAfter::At(at)));
        let nonsense = ["-5", "soon", "", "1.5", "99999999999", "99999999999999999999999", "1e3"];
        let dates = ["Mon, 27 Oct 2025 08:00:00 GMT", "Fri, 27 Oct 2045 08:00:00 GMT", "2025-10-27"];
        for value in nonsense.into_iter().chain(dates) {
            assert_eq!(after(value), None, "{value}");
        }
        assert_eq!(retry_after(&headers(&[])), None);
    }

    #[test]
    fn the_quota_in_the_clock_of_the_service() {
        let now = http_date(NOW).unwrap().as_second();
        let reset = |value: &str| quota(&headers(&[("date", NOW), ("x-ratelimit-reset", value)])).reset;
        assert_eq!(reset(&(now + 42).to_string()), Some(Duration::from_secs(42)));
        assert_eq!(reset(&(now - 3).to_string()), Some(Duration::ZERO));
        assert_eq!(reset("42"), Some(Duration::from_secs(42)));
        let (past, ms) = ((now - 7200).to_string(), (now * 1000).to_string());
        for nonsense in ["-1", "100000", past.as_str(), ms.as_str(), "x", "", "4.2"] {
            assert_eq!(reset(nonsense), None, "{nonsense}");
        }
        let undated = headers(&[("x-ratelimit-reset", &(now + 42).to_string()), ("x-ratelimit-remaining", "-1")]);
        assert_eq!(quota(&undated), Quota::default(), "a point in time means nothing without the service's clock");
        let full = headers(&[("x-ratelimit-limit", "60"), ("x-ratelimit-remaining", "59")]);
        assert_eq!(quota(&full), Quota { limit: Some(60), remaining: Some(59), reset: None });
        assert_eq!(quota(&headers(&[("x-ratelimit-limit", "0")])).limit, None);
    }
}
