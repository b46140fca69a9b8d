//! Dates and times of day as programs write them. Which part is the day is told, proved by the file, or asked for.
//!
//! For: tables. Uses: calendar types. Never: a form of file.

use std::borrow::Cow;

use jiff::civil::{Date, Time};

use super::number::whole;
use crate::domain::Message;

/// The order of the parts of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateOrder {
    /// Day, month, year.
    Dmy,
    /// Month, day, year.
    Mdy,
    /// Year, month, day.
    Ymd,
}

impl DateOrder {
    /// Every order.
    pub const ALL: [Self; 3] = [Self::Dmy, Self::Mdy, Self::Ymd];

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dmy => "dmy",
            Self::Mdy => "mdy",
            Self::Ymd => "ymd",
        }
    }
}

/// A date with its parts, and perhaps not yet told which part is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parts {
    /// The year comes first.
    Sure(Date),
    /// First part, second part, year.
    Open(i8, i8, i16),
    /// The same with points between: the day comes first wherever dates are written so, unless it is told or proved otherwise.
    Dotted(i8, i8, i16),
}

/// Reads `2026-10-25`, `2026/10/25`, `2026. 10. 25.`, `25/10/2026`, `10/25/2026`, `25.10.2026`.
pub(super) fn parts(text: &str) -> Option<Parts> {
    let text = text.trim().trim_end_matches('.');
    let mark = text.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let mut parts = text.split(mark).map(str::trim);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let small = |text: &str| if text.len() <= 2 { i8::try_from(whole(text)?).ok() } else { None };
    let year = |text: &str| if text.len() == 4 { i16::try_from(whole(text)?).ok() } else { None };
    if let Some(year) = year(first) {
        return Date::new(year, small(second)?, small(third)?).ok().map(Parts::Sure);
    }
    let (first, second, year) = (small(first)?, small(second)?, year(third)?);
    let is_date = Date::new(year, second, first).is_ok() || Date::new(year, first, second).is_ok();
    let parts = if mark == '.' { Parts::Dotted } else { Parts::Open };
    is_date.then(|| parts(first, second, year))
}

/// The order that a set of dates proves: `None` if they need none.
///
/// # Errors
/// The index of the first date that could be either, when no date of the set tells, or of the first one that contradicts the ones before.
pub(super) fn order(dates: &[Parts]) -> Result<Option<DateOrder>, (usize, Message)> {
    let (mut proved, mut open) = (None, None);
    for (at, date) in dates.iter().enumerate() {
        let (Parts::Open(first, second, _) | Parts::Dotted(first, second, _)) = date else { continue };
        let says = match (*first > 12, *second > 12) {
            (true, _) => DateOrder::Dmy,
            (_, true) => DateOrder::Mdy,
            _ => {
                // The fifth of May is the same both ways.
                if first != second && matches!(date, Parts::Open(..)) {
                    open = open.or(Some(at));
                }
                continue;
            }
        };
        if proved.is_some_and(|proved| proved != says) {
            return Err((at, Message::new("time-file-dates-contradict")));
        }
        proved = Some(says);
    }
    match (proved, open) {
        (None, Some(at)) => Err((at, Message::new("time-file-date-ambiguous"))),
        (proved, _) => Ok(proved),
    }
}

impl Parts {
    /// The date; `None` if there is no such day in this order.
    pub(super) fn date(self, order: Option<DateOrder>) -> Option<Date> {
        match (self, order) {
            (Self::Sure(date), _) => Some(date),
            (Self::Open(month, day, year) | Self::Dotted(month, day, year), Some(DateOrder::Mdy)) => {
                Date::new(year, month, day).ok()
            }
            (Self::Dotted(day, month, year), _) => Date::new(year, month, day).ok(),
            // The fifth of May needs no order.
            (Self::Open(day, month, year), order) if order == Some(DateOrder::Dmy) || order.is_none() && day == month => {
                Date::new(year, month, day).ok()
            }
            (Self::Open(..), _) => None,
        }
    }
}

/// Reads a time of day: `14:00`, `9:05:10`, `2:15 PM`, `1 pm`, `10.30`; `24:00` is the end of a day and comes back as `None` inside.
#[expect(clippy::option_option, reason = "no time, or the end of a day")]
pub(super) fn time(text: &str) -> Option<Option<Time>> {
    let text = text.trim();
    let text = if text.chars().any(char::is_uppercase) { Cow::Owned(text.to_lowercase()) } else { Cow::Borrowed(text) };
    let (clock, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(rest), _) => (rest.trim_end(), Some(0)),
        (_, Some(rest)) => (rest.trim_end(), Some(12)),
        _ => (text.as_ref(), None),
    };
    let mut parts = clock.split([':', '.']).map(whole);
    let hour = parts.next()??;
    // The minutes are left out beside “am” and “pm” alone.
    let (minute, second) = (parts.next().or(half.map(|_| Some(0)))??, parts.next().unwrap_or(Some(0))?);
    if parts.next().is_some() {
        return None;
    }
    let hour = match half {
        None => hour,
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
    };
    if (hour, minute, second) == (24, 0, 0) {
        return Some(None);
    }
    let small = |number: i64| i8::try_from(number).ok();
    Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok().map(Some)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time as at};

    use super::*;

    #[test]
    fn the_order_is_proved_told_or_asked_for() {
        let of = |texts: &[&str]| order(&texts.iter().map(|text| parts(text).expect("a date")).collect::<Vec<_>>());
        assert_eq!(of(&["2026-03-04", "03.04.2026"]), Ok(None), "with points the day comes first");
        assert_eq!(parts("03.04.2026").and_then(|parts| parts.date(None)), Some(date(2026, 4, 3)));
        // A told or proved order goes before that.
        assert_eq!(parts("03.04.2026").and_then(|parts| parts.date(Some(DateOrder::Mdy))), Some(date(2026, 3, 4)));
        assert_eq!(of(&["03.04.2026", "10.25.2026"]), Ok(Some(DateOrder::Mdy)));
        assert_eq!(of(&["25.10.2026", "10.25.2026"]).expect_err("wrong").0, 1);
        assert_eq!(of(&["03/04/2024", "29/04/2025"]), Ok(Some(DateOrder::Dmy)));
        assert_eq!(of(&["03/04/2024", "04/29/2025"]), Ok(Some(DateOrder::Mdy)));
        assert_eq!(of(&["05/05/2024"]), Ok(None));
        assert_eq!(of(&["05/05/2024", "03/04/2024"]).expect_err("asked").0, 1);
        assert_eq!(of(&["13/04/2024", "04/13/2024"]).expect_err("wrong").0, 1);
        assert_eq!(parts("03/04/2024").and_then(|parts| parts.date(Some(DateOrder::Mdy))), Some(date(2024, 3, 4)));
        assert_eq!(parts("2026. 10. 25."), Some(Parts::Sure(date(2026, 10, 25))));
        assert!(["31/31/2024", "2026-13-01", "2026-10", "1-2-3", ""].iter().all(|text| parts(text).is_none()));
    }

    #[test]
    fn times_of_day_have_two_notations() {
        for (text, expected) in [
            ("14:00", at(14, 0, 0, 0)),
            ("9:05:10", at(9, 5, 10, 0)),
            ("2:15 PM", at(14, 15, 0, 0)),
            ("12:15am", at(0, 15, 0, 0)),
            ("12:00 pm", at(12, 0, 0, 0)),
            ("10:23:52 AM", at(10, 23, 52, 0)),
        ] {
            assert_eq!(time(text), Some(Some(expected)), "{text}");
        }
        assert_eq!(time("24:00"), Some(None));
        assert!(["13:00 pm", "25:00", "9", "", "9:60"].iter().all(|text| time(text).is_none()));
    }
}
