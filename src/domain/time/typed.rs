//! Durations, ranges and local times as people type them.
//!
//! For: commands, forms, files. Uses: messages of the locale files. Never: the clock. What can mean two things is refused.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};
use rust_decimal::Decimal;

use crate::domain::Message;

/// What a typed amount of time means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// So many seconds.
    Seconds(i64),
    /// From a time of day to another one; on the next day if that is earlier or equal.
    Range(Time, Time),
}

/// Longest duration that can be typed: a week.
const LONGEST: i64 = 7 * 86_400;

impl Typed {
    /// Reads `2h30`, `1.5`, `1,5h`, `2:30`, `90m`, `9-11:30`, `9am-5pm`, `2ó30p`.
    ///
    /// # Errors
    /// The text is neither a duration nor a range.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let lower = text.trim().to_lowercase().replace('–', "-");
        let wrong = || Message::new("time-not-a-duration").with("text", text.trim());
        if let Some((from, until)) = lower.split_once('-').filter(|(from, _)| !from.trim().is_empty()) {
            let (from, until) = (time_of_day(from).ok_or_else(wrong)?, time_of_day(until).ok_or_else(wrong)?);
            return Ok(Self::Range(from, until));
        }
        let seconds = duration(&lower).ok_or_else(wrong)?;
        if seconds <= 0 || seconds > LONGEST {
            return Err(Message::new("time-duration-out-of-range").with("text", text.trim()));
        }
        Ok(Self::Seconds(seconds))
    }
}

/// Seconds of a duration in lower case.
fn duration(text: &str) -> Option<i64> {
    if let Some((hours, rest)) = text.split_once(':') {
        let (minutes, seconds) = rest.split_once(':').unwrap_or((rest, "0"));
        let (hours, minutes, seconds) = (whole(hours)?, whole(minutes)?, whole(seconds)?);
        return (minutes < 60 && seconds < 60).then(|| hours.checked_mul(3600)?.checked_add(minutes * 60 + seconds))?;
    }
    let mut total = Decimal::ZERO;
    let (mut number, mut smallest, mut units) = (String::new(), i64::MAX, 0);
    let mut rest = text.chars().filter(|c| !c.is_whitespace()).peekable();
    while let Some(c) = rest.next() {
        match c {
            '0'..='9' => number.push(c),
            '.' | ',' => number.push('.'),
            _ => {
                let mut unit = c.to_string();
                while let Some(more) = rest.next_if(|c| c.is_alphabetic()) {
                    unit.push(more);
                }
                let scale = seconds_of(&unit).filter(|scale| *scale < smallest)?;
                total = total.checked_add(decimal(&number)?.checked_mul(Decimal::from(scale))?)?;
                (smallest, units) = (scale, units + 1);
                number.clear();
            }
        }
    }
    if !number.is_empty() {
        // `2h30` has minutes behind the hours; a bare number is hours.
        let scale = match (units, smallest) {
            (0, _) => 3600,
            (_, 3600) => 60,
            (_, 60) => 1,
            _ => return None,
        };
        total = total.checked_add(decimal(&number)?.checked_mul(Decimal::from(scale))?)?;
    }
    // An hour is 3600 seconds: fractions of a second are no time that a person types.
    let whole = total.round_dp(0);
    let near = (total - whole).abs() <= Decimal::new(5, 1);
    near.then(|| i64::try_from(whole).ok()).flatten()
}

fn seconds_of(unit: &str) -> Option<i64> {
    Some(match unit {
        "h" | "hr" | "hrs" | "hour" | "hours" | "ó" | "óra" => 3600,
        "m" | "min" | "mins" | "minute" | "minutes" | "p" | "perc" => 60,
        "s" | "sec" | "second" | "seconds" | "mp" => 1,
        // Days too: how many hours they have differs.
        _ => return None,
    })
}

fn decimal(text: &str) -> Option<Decimal> {
    text.starts_with(|c: char| c.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn whole(text: &str) -> Option<i64> {
    let text = text.trim();
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// A time of day: `9`, `9:30`, `09:30:15`, `9am`, `12:15 pm`, `24:00`.
fn time_of_day(text: &str) -> Option<Time> {
    let text = text.trim();
    let (digits, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(digits), _) => (digits.trim_end(), Some(0)),
        (_, Some(digits)) => (digits.trim_end(), Some(12)),
        _ => (text, None),
    };
    let mut parts = digits.split(':');
    let hour = whole(parts.next()?)?;
    let (minute, second) = (parts.next().map_or(Some(0), whole)?, parts.next().map_or(Some(0), whole)?);
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None if hour == 24 && minute == 0 && second == 0 => 0,
        None => hour,
    };
    let part = |value: i64| i8::try_from(value).ok();
    parts.next().is_none().then(|| Time::new(part(hour)?, part(minute)?, part(second)?, 0).ok())?
}

/// The instant of a local time.
///
/// # Errors
/// The clocks of the zone show it twice or never on that day.
pub fn instant(local: DateTime, zone: &TimeZone) -> Result<Timestamp, Message> {
    let about = |id| {
        let name = zone.iana_name().unwrap_or("UTC").to_owned();
        Message::new(id).with("time", local.strftime("%Y-%m-%d %H:%M").to_string()).with("zone", name)
    };
    match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(local).map_err(|_| about("time-unreachable")),
        AmbiguousOffset::Gap { .. } => Err(about("time-never")),
        AmbiguousOffset::Fold { .. } => Err(about("time-twice")),
    }
}

/// Start and end of a range on a day.
///
/// # Errors
/// As [`instant`].
pub fn range(date: Date, from: Time, until: Time, zone: &TimeZone) -> Result<(Timestamp, Timestamp), Message> {
    let end = if until <= from { date.checked_add(1.day()).unwrap_or(date) } else { date };
    Ok((instant(date.to_datetime(from), zone)?, instant(end.to_datetime(until), zone)?))
}

/// A point in time: `2026-10-25T01:30` in the zone, `2026-10-25T02:30+01:00`, `09:30` on a day.
///
/// # Errors
/// It is no time, or [`instant`] refuses it.
pub fn moment(text: &str, today: Date, zone: &TimeZone) -> Result<Timestamp, Message> {
    let text = text.trim();
    // With an offset, or `Z`.
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    if let Some(time) = time_of_day(&text.to_lowercase()) {
        return instant(today.to_datetime(time), zone);
    }
    let spaced = text.replacen(' ', "T", 1);
    let local = spaced.parse::<DateTime>().map_err(|_| Message::new("time-not-a-time").with("text", text))?;
    instant(local, zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Option<i64> {
        match Typed::parse(text).ok()? {
            Typed::Seconds(seconds) => Some(seconds),
            Typed::Range(..) => None,
        }
    }

    #[test]
    fn durations_as_people_type_them() {
        for (text, expected) in [
            ("2h30", 9_000),
            ("2h30m", 9_000),
            ("2 h 30 min", 9_000),
            ("1.5", 5_400),
            ("1,5", 5_400),
            ("1.5h", 5_400),
            ("2:30", 9_000),
            ("0:00:45", 45),
            ("90m", 5_400),
            ("90 perc", 5_400),
            ("2ó30p", 9_000),
            ("1h30m15s", 5_415),
            ("0.25", 900),
            ("8", 28_800),
        ] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
        for wrong in ["", "x", "2h30x", "1..5", "-2h", "2:75", "30m2h", "1.5.2", "0", "999999999999h", "3d", "2h 3h", "١h"] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn ranges_as_people_type_them() {
        let time = |hour, minute| Time::new(hour, minute, 0, 0).expect("a time");
        for (text, from, until) in [
            ("9-11:30", time(9, 0), time(11, 30)),
            ("9:15 – 17", time(9, 15), time(17, 0)),
            ("9am-5pm", time(9, 0), time(17, 0)),
            ("22-2", time(22, 0), time(2, 0)),
            ("12am-12pm", time(0, 0), time(12, 0)),
            ("20:00-24:00", time(20, 0), time(0, 0)),
        ] {
            assert_eq!(Typed::parse(text), Ok(Typed::Range(from, until)), "{text}");
        }
        for wrong in ["9-", "9-25", "13pm-14pm", "9:60-10", "9-10-11"] {
            assert!(Typed::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_evening_of_the_change_to_winter_time_is_three_and_a_half_hours() {
        let zone = TimeZone::get("Europe/Budapest").expect("a zone");
        let today = jiff::civil::date(2026, 10, 25);
        let at = |text: &str| moment(text, today, &zone);
        let (start, end) = (at("2026-10-25T01:30").expect("once"), at("2026-10-25 04:00").expect("once"));
        assert_eq!(end.duration_since(start).as_secs(), 12_600);
        assert_eq!(at("2026-10-25T02:30").expect_err("twice").id, "time-twice");
        assert_eq!(at("2026-03-29T02:30").expect_err("never").id, "time-never");
        let second = at("2026-10-25T02:30+01:00").expect("an offset says which");
        assert_eq!(second.to_string(), "2026-10-25T01:30:00Z");
        let (from, until) = (Time::new(22, 0, 0, 0).expect("a time"), Time::new(3, 0, 0, 0).expect("a time"));
        let (start, end) = range(jiff::civil::date(2026, 3, 28), from, until, &zone).expect("a night");
        assert_eq!(end.duration_since(start).as_secs(), 4 * 3600, "the clocks change at two");
    }
}
