//! When syncs are due by themselves: cron expressions in a time zone. Pure; what time it is comes in.
//!
//! For: the scheduler of `faktura serve`, the configuration, and `faktura schedule print`. Uses: croner for the expressions, jiff
//! for zones. Never: a clock, a timer.
//!
//! # When clocks change
//!
//! A time of the clock (`30 2 * * *`, also in lists and steps: `0,30 2,4 * * *`) comes once on each of its days. Where the clocks
//! skip it, it moves to the first instant after; several that meet there are one. Where it is there twice, the first counts.
//! An expression for every hour (`*/15 * * * *`) is an interval: it goes on through both passes of a repeated hour, and what the
//! clocks skip is not made up for, since the next is at most an hour away. Debian's cron has the same rule.

mod change;
mod fields;

use std::time::Duration;

use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};

pub use change::{Gap, gaps, shift};
pub use fields::{Allowed, Fields};

use crate::domain::Message;

/// A time of the day that exists in every zone on every day from 2020 to 2040; a test holds it.
pub const NIGHTLY: &str = "15 4 * * *";
/// Leap days come with each weekday within so many days, also where a century has no leap year.
const DAYS: i32 = 40 * 366;
/// Limit of changes of a clock that are examined.
const CHANGES: usize = 1000;
/// Years ahead in which days without a configured time are looked for.
const AHEAD_YEARS: i16 = 10;

/// Settings of the schedule; every text in it is valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleSettings {
    /// Cron expressions of five fields; a sync of all enabled companies is due whenever one of them is.
    pub times: Vec<String>,
    /// The IANA zone they are meant in; `None` for the system's.
    pub zone: Option<String>,
    /// Each sync begins up to so much later, at random, so that many machines do not call at once.
    pub jitter: Duration,
    /// Whether a sync that was missed while no host ran is caught up, once.
    pub catch_up: bool,
}

impl Default for ScheduleSettings {
    fn default() -> Self {
        Self { times: vec![NIGHTLY.to_owned()], zone: None, jitter: Duration::ZERO, catch_up: true }
    }
}

/// When syncs are due.
#[derive(Debug, Clone)]
pub struct Schedule {
    times: Vec<Cron>,
    zone: TimeZone,
}

/// A time that a day lacks, because the clocks skip it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The time that is configured, on the day that lacks it.
    pub time: DateTime,
    /// When the sync comes instead.
    pub instead: Zoned,
}

/// Problem of a configured time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Not a cron expression of five fields.
    Syntax,
    /// A field of the five that is none, counted from 0.
    Field(usize),
    /// No day of the calendar matches it.
    Never,
}

/// Reads a cron expression: minute, hour, day of the month, month, day of the week.
pub fn check(text: &str) -> Result<(), Fault> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    if fields.len() != 5 {
        return Err(Fault::Syntax);
    }
    let Some(cron) = expression(text) else {
        // Each field by itself, beside four that allow everything.
        let alone = |(place, field): &(usize, &&str)| {
            expression(&["* ".repeat(*place), (**field).into(), " *".repeat(4 - place)].concat())
        };
        let bad = fields.iter().enumerate().find(|one| alone(one).is_none()).map(|(place, _)| place);
        return Err(bad.map_or(Fault::Syntax, Fault::Field));
    };
    if comes_due(&cron) { Ok(()) } else { Err(Fault::Never) }
}

fn expression(text: &str) -> Option<Cron> {
    CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build().parse(text).ok()
}

/// Whether any day matches. A search by instants would go through every year there is before it gives up.
fn comes_due(cron: &Cron) -> bool {
    let days = Date::constant(2026, 1, 1).series(1.day()).zip(0..DAYS);
    let matches = |day: Date| {
        let month = u32::try_from(day.month()).unwrap_or_default();
        let of_month = u32::try_from(day.day()).unwrap_or_default();
        let weekday = match day.weekday() {
            jiff::civil::Weekday::Sunday => croner::Weekday::Sunday,
            jiff::civil::Weekday::Monday => croner::Weekday::Monday,
            jiff::civil::Weekday::Tuesday => croner::Weekday::Tuesday,
            jiff::civil::Weekday::Wednesday => croner::Weekday::Wednesday,
            jiff::civil::Weekday::Thursday => croner::Weekday::Thursday,
            jiff::civil::Weekday::Friday => croner::Weekday::Friday,
            jiff::civil::Weekday::Saturday => croner::Weekday::Saturday,
        };
        let pattern = &cron.pattern;
        pattern.month_match(month).unwrap_or(false)
            && pattern.day_match(day.year().into(), month, of_month, weekday).unwrap_or(false)
    };
    days.into_iter().any(|(day, _)| matches(day))
}

/// The first time of the clock after `civil` (or at it) that an expression matches.
fn following(cron: &Cron, civil: DateTime, inclusive: bool) -> Option<DateTime> {
    let civil = civil.to_zoned(TimeZone::UTC).ok()?;
    Some(cron.find_next_occurrence(&civil, inclusive).ok()?.datetime())
}

/// Whether an expression is for every hour: an interval rather than times of the clock.
fn is_interval(cron: &Cron) -> bool {
    cron.pattern.hours.values().len() == 24
}

impl Schedule {
    /// The schedule of these settings; `system` is the zone where they name none. An expression that is none counts as absent.
    #[must_use]
    pub fn new(settings: &ScheduleSettings, system: &TimeZone) -> Self {
        let named = settings.zone.as_deref().and_then(|name| TimeZone::get(name).ok());
        let times = settings.times.iter().filter_map(|text| expression(text)).filter(comes_due).collect();
        Self { times, zone: named.unwrap_or_else(|| system.clone()) }
    }

    /// The zone that the times are meant in.
    #[must_use]
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The first time after `after` that a sync is due; `None` when none ever is.
    #[must_use]
    pub fn next(&self, after: Timestamp) -> Option<Zoned> {
        let next = |cron| if is_interval(cron) { self.interval(cron, after) } else { self.of_clock(cron, after) };
        Some(self.times.iter().filter_map(next).min()?.to_zoned(self.zone.clone()))
    }

    /// The next of the times of the clock: they are matched as the clock shows them, and then put where they are.
    fn of_clock(&self, cron: &Cron, after: Timestamp) -> Option<Timestamp> {
        let mut civil = self.zone.to_datetime(after);
        loop {
            civil = following(cron, civil, false)?;
            let at = change::instant(&self.zone, civil)?;
            if at > after {
                return Some(at);
            }
        }
    }

    /// The next of an interval: what matches between two changes of the clock, change by change.
    fn interval(&self, cron: &Cron, after: Timestamp) -> Option<Timestamp> {
        let (mut from, mut inclusive) = (after, false);
        for _ in 0..CHANGES {
            let offset = self.zone.to_offset(from);
            let at = offset.to_timestamp(following(cron, offset.to_datetime(from), inclusive)?).ok()?;
            match self.zone.following(from).next().map(|change| change.timestamp()) {
                Some(change) if change <= at => (from, inclusive) = (change, true),
                _ => return Some(at),
            }
        }
        None
    }

    /// The times of the clock that days from `from` on lack, ten years ahead.
    #[must_use]
    pub fn missing(&self, from: Timestamp) -> Vec<Missing> {
        let zoned = from.to_zoned(self.zone.clone());
        let until = zoned.checked_add(AHEAD_YEARS.years()).map_or(Timestamp::MAX, |until| until.timestamp());
        let clock: Vec<&Cron> = self.times.iter().filter(|cron| !is_interval(cron)).collect();
        let of_gap = |gap: Gap| {
            let first = |cron: &&Cron| following(cron, gap.start, true).filter(|time| *time < gap.end);
            let time = clock.iter().filter_map(first).min()?;
            Some(Missing { time, instead: gap.at.to_zoned(self.zone.clone()) })
        };
        gaps(&self.zone, from, until).into_iter().filter_map(of_gap).collect()
    }

    /// Note on a time that some days lack, with the next of them; `None` if every day has every time.
    #[must_use]
    pub fn remark(&self, from: Timestamp) -> Option<Message> {
        let missing = self.missing(from).into_iter().next()?;
        let zone = self.zone.iana_name().unwrap_or("local").to_owned();
        let text = |format: &str| missing.time.strftime(format).to_string();
        let instead = missing.instead.strftime("%H:%M").to_string();
        let message = Message::new("schedule-missing").with("time", text("%H:%M")).with("day", text("%Y-%m-%d"));
        Some(message.with("zone", zone).with("instead", instead))
    }
}

#[cfg(test)]
mod tests;
