//! What commands on time have in common: periods that are asked for, and hours as they are printed.
//!
//! For: `time`, `timer`, `draft`, `project`. Uses: arguments. Never: a store.

use jiff::ToSpan;
use jiff::civil::Date;

use super::args::time::PeriodArgs;
use super::books::{day, maybe_day};
use super::context::App;
use super::error::Result;
use crate::service::books::TimeAsk;

/// Characters of an identifier's end that tables show.
const TAIL: usize = 8;

/// Seconds as hours and minutes, with seconds where there are some.
pub(super) fn hours(seconds: i64) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if rest == 0 { format!("{hours}:{minutes:02}") } else { format!("{hours}:{minutes:02}:{rest:02}") }
}

/// The end of an identifier, by which commands find it.
pub(super) fn tail(id: &str) -> String {
    let skip = id.chars().count().saturating_sub(TAIL);
    id.chars().skip(skip).collect()
}

/// The question for the entries of a period.
pub(super) fn ask(app: &App, period: &PeriodArgs, limit: Option<usize>) -> Result<TimeAsk> {
    let (mut from, mut until) = (maybe_day(app, period.from.as_ref())?, maybe_day(app, period.until.as_ref())?);
    if let Some(week) = &period.week {
        let (first, last) = week_of(day(app, week)?);
        (from, until) = (Some(first), Some(last));
    }
    Ok(TimeAsk { query: period.query.join(" "), from, until, ids: period.entries.clone(), state: None, limit })
}

/// Monday and Sunday of the week of a day.
fn week_of(date: Date) -> (Date, Date) {
    let first = date.saturating_sub(i64::from(date.weekday().to_monday_zero_offset()).days());
    (first, first.saturating_add(6.days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_weeks() {
        assert_eq!([0, 59, 3600, 12_600, 90_061].map(hours), ["0:00", "0:00:59", "1:00", "3:30", "25:01:01"]);
        let (first, last) = week_of(jiff::civil::date(2026, 10, 25));
        assert_eq!((first.to_string().as_str(), last.to_string().as_str()), ("2026-10-19", "2026-10-25"));
    }
}
