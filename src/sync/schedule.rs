//! When syncs are due by themselves: cron expressions in a time zone. Pure; what time it is comes in.
//!
//! For: the scheduler of `faktura serve`, and `faktura schedule print`. Uses: croner. Never: a clock, a timer.

use std::time::Duration;

use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// What the configuration says of the schedule; every text in it was read once and found right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleSettings {
    /// Cron expressions of five fields; a sync of all enabled companies is due whenever one of them is.
    pub times: Vec<String>,
    /// The IANA zone they are meant in; `None` for the system's.
    pub zone: Option<String>,
    /// Each sync begins up to so much later, at random, so that many machines do not call at once.
    pub jitter: Duration,
    /// Whether a sync that was due while nobody was there is made up for, once.
    pub catch_up: bool,
}

impl Default for ScheduleSettings {
    fn default() -> Self {
        Self { times: vec!["0 2 * * *".to_owned()], zone: None, jitter: Duration::ZERO, catch_up: true }
    }
}

/// When syncs are due.
#[derive(Debug, Clone)]
pub struct Schedule {
    times: Vec<Cron>,
    zone: TimeZone,
}

/// Whether this is a cron expression: minute, hour, day of the month, month, day of the week.
#[must_use]
pub fn is_expression(text: &str) -> bool {
    text.split_whitespace().count() == 5 && expression(text).is_some()
}

fn expression(text: &str) -> Option<Cron> {
    CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build().parse(text).ok()
}

impl Schedule {
    /// The schedule of these settings; `system` is the zone where they name none. An expression that is none counts as absent.
    #[must_use]
    pub fn new(settings: &ScheduleSettings, system: &TimeZone) -> Self {
        let named = settings.zone.as_deref().and_then(|name| TimeZone::get(name).ok());
        let times = settings.times.iter().filter_map(|text| expression(text)).collect();
        Self { times, zone: named.unwrap_or_else(|| system.clone()) }
    }

    /// The first time after `after` that a sync is due; `None` when none ever is.
    #[must_use]
    pub fn next(&self, after: Timestamp) -> Option<Zoned> {
        let after = after.to_zoned(self.zone.clone());
        self.times.iter().filter_map(|cron| cron.find_next_occurrence(&after, false).ok()).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule(times: &[&str], zone: &str) -> Schedule {
        let times = times.iter().map(|text| (*text).to_owned()).collect();
        let settings = ScheduleSettings { times, zone: Some(zone.to_owned()), ..ScheduleSettings::default() };
        Schedule::new(&settings, &TimeZone::UTC)
    }

    fn next(schedule: &Schedule, after: &str) -> String {
        schedule.next(after.parse().unwrap()).map_or_else(|| "never".to_owned(), |at| at.timestamp().to_string())
    }

    #[test]
    fn the_nearest_of_several_times_in_its_zone() {
        let nightly = schedule(&["0 2 * * *", "30 12 * * 1-5"], "Europe/Budapest");
        // A Saturday in winter: two at night is one in UTC.
        assert_eq!(next(&nightly, "2026-11-21T00:30:00Z"), "2026-11-21T01:00:00Z");
        assert_eq!(next(&nightly, "2026-11-21T01:00:00Z"), "2026-11-22T01:00:00Z", "strictly after");
        assert_eq!(next(&nightly, "2026-11-23T02:00:00Z"), "2026-11-23T11:30:00Z", "a Monday");
        assert_eq!(next(&schedule(&[], "UTC"), "2026-11-21T00:30:00Z"), "never");
        assert_eq!(next(&schedule(&["0 0 30 2 *"], "UTC"), "2026-11-21T00:30:00Z"), "never");
    }

    #[test]
    fn a_night_that_is_shorter_or_longer_has_one_sync() {
        let nightly = schedule(&["30 2 * * *"], "Europe/Budapest");
        let mut at: Timestamp = "2027-03-27T12:00:00Z".parse().unwrap();
        let mut days = Vec::new();
        for _ in 0..3 {
            at = nightly.next(at).unwrap().timestamp();
            days.push(at.to_zoned(TimeZone::get("Europe/Budapest").unwrap()).date().to_string());
        }
        assert_eq!(days, ["2027-03-28", "2027-03-29", "2027-03-30"], "half past two did not exist on the first");
        let mut at: Timestamp = "2026-10-24T12:00:00Z".parse().unwrap();
        let mut days = Vec::new();
        for _ in 0..2 {
            at = nightly.next(at).unwrap().timestamp();
            days.push(at.to_zoned(TimeZone::get("Europe/Budapest").unwrap()).date().to_string());
        }
        assert_eq!(days, ["2026-10-25", "2026-10-26"], "half past two was there twice on the first");
    }

    #[test]
    fn only_five_fields_are_an_expression() {
        for text in ["0 2 * * *", "*/15 6-18 * * MON-FRI", "0 0 L * *"] {
            assert!(is_expression(text), "{text}");
        }
        for text in ["", "0 2 * *", "0 0 2 * * *", "61 2 * * *", "@daily", "two at night", "0 2 * * * 2026"] {
            assert!(!is_expression(text), "{text}");
        }
    }
}
