//! Dates and periods as people type them, and the days that they mean on a given day.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;

use super::ast::{Step, Unit, When};

impl When {
    /// The day or period that a text means, upper or lower case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase().replace('_', "-");
        match text.as_str() {
            "today" => return Some(Self::Today),
            "yesterday" => return Some(Self::Yesterday),
            "tomorrow" => return Some(Self::Tomorrow),
            _ => {}
        }
        if let Some((step, rest)) = text.split_once('-')
            && let Some(step) = Step::parse(step)
        {
            return match Unit::name(rest) {
                Some(unit) => Some(Self::Calendar(step, unit)),
                None => match (step, counted(rest)?) {
                    (Step::Last, (count, unit)) => Some(Self::Last(count, unit)),
                    (Step::Next, (count, unit)) => Some(Self::Next(count, unit)),
                    (Step::This, _) => None,
                },
            };
        }
        if let Some((count, unit)) = counted(&text) {
            return Some(Self::Last(count, unit));
        }
        numbers(&text.replace(['.', '/'], "-"))
    }

    /// First and last day of it, seen from `today`. Beyond the calendar's ends it is cut.
    #[must_use]
    pub fn period(self, today: Date) -> (Date, Date) {
        match self {
            Self::Day(day) => (day, day),
            Self::Month(year, month) => months(year, month, 1),
            Self::Quarter(year, quarter) => months(year, quarter.saturating_sub(1).saturating_mul(3).saturating_add(1), 3),
            Self::Year(year) => months(year, 1, 12),
            Self::Today => (today, today),
            Self::Yesterday => {
                let day = today.saturating_sub(1.day());
                (day, day)
            }
            Self::Tomorrow => {
                let day = today.saturating_add(1.day());
                (day, day)
            }
            Self::Calendar(step, unit) => calendar(step, unit, today),
            Self::Last(count, unit) => (today.saturating_sub(unit.span(count)).saturating_add(1.day()), today),
            Self::Next(count, unit) => (today, today.saturating_add(unit.span(count)).saturating_sub(1.day())),
        }
    }
}

/// `30d`, `2w`, `6m`, `1y`, also with the unit written out.
fn counted(text: &str) -> Option<(u16, Unit)> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (count, unit) = text.split_at_checked(end)?;
    let count = count.parse().ok().filter(|count| (1..=9999).contains(count))?;
    let unit = match unit.trim_start_matches('-') {
        "d" | "day" | "days" => Unit::Day,
        "w" | "week" | "weeks" => Unit::Week,
        "m" | "month" | "months" => Unit::Month,
        "q" | "quarter" | "quarters" => Unit::Quarter,
        "y" | "year" | "years" => Unit::Year,
        _ => return None,
    };
    Some((count, unit))
}

/// `2025`, `2025-03`, `2025-q3`, `2025-03-15`.
fn numbers(text: &str) -> Option<When> {
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()?;
    let Some(second) = parts.next() else { return Some(When::Year(year)) };
    let (month, quarter) = match second.strip_prefix('q') {
        Some(quarter) => (None, small(quarter).filter(|quarter| (1..=4).contains(quarter))),
        None => (small(second).filter(|month| (1..=12).contains(month)), None),
    };
    match (month, quarter, parts.next(), parts.next()) {
        (Some(month), _, None, _) => Some(When::Month(year, month)),
        (_, Some(quarter), None, _) => Some(When::Quarter(year, quarter)),
        (Some(month), _, Some(day), None) => Date::new(year, month, small(day)?).ok().map(When::Day),
        _ => None,
    }
}

fn small(text: &str) -> Option<i8> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// So many months from the first of one on.
fn months(year: i16, month: i8, count: i32) -> (Date, Date) {
    let first = Date::new(year, month.clamp(1, 12), 1).unwrap_or(Date::MAX);
    (first, first.saturating_add((count - 1).months()).last_of_month())
}

fn calendar(step: Step, unit: Unit, today: Date) -> (Date, Date) {
    let base = match step {
        Step::This => today,
        Step::Last => match unit {
            Unit::Day | Unit::Week => today.saturating_sub(unit.span(1)),
            _ => today.first_of_month().saturating_sub(unit.span(1)),
        },
        Step::Next => match unit {
            Unit::Day | Unit::Week => today.saturating_add(unit.span(1)),
            _ => today.first_of_month().saturating_add(unit.span(1)),
        },
    };
    match unit {
        Unit::Day => (base, base),
        Unit::Week => {
            let monday = base.saturating_sub(i64::from(base.weekday().to_monday_zero_offset()).days());
            (monday, monday.saturating_add(6.days()))
        }
        Unit::Month => months(base.year(), base.month(), 1),
        Unit::Quarter => months(base.year(), (base.month() - 1) / 3 * 3 + 1, 3),
        Unit::Year => months(base.year(), 1, 12),
    }
}

impl Step {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "this" => Some(Self::This),
            "last" => Some(Self::Last),
            "next" => Some(Self::Next),
            _ => None,
        }
    }
}

impl Unit {
    fn name(text: &str) -> Option<Self> {
        match text {
            "week" => Some(Self::Week),
            "month" => Some(Self::Month),
            "quarter" => Some(Self::Quarter),
            "year" => Some(Self::Year),
            _ => None,
        }
    }

    fn span(self, count: u16) -> jiff::Span {
        let count = i64::from(count.min(9999));
        match self {
            Self::Day => count.days(),
            Self::Week => count.weeks(),
            Self::Month => count.months(),
            Self::Quarter => (count * 3).months(),
            Self::Year => count.years(),
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = |unit: &Unit| match unit {
            Unit::Day => ("day", 'd'),
            Unit::Week => ("week", 'w'),
            Unit::Month => ("month", 'm'),
            Unit::Quarter => ("quarter", 'q'),
            Unit::Year => ("year", 'y'),
        };
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Quarter(year, quarter) => write!(f, "{year:04}-q{quarter}"),
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Today => f.write_str("today"),
            Self::Yesterday => f.write_str("yesterday"),
            Self::Tomorrow => f.write_str("tomorrow"),
            Self::Calendar(step, of) => {
                let step = match step {
                    Step::This => "this",
                    Step::Last => "last",
                    Step::Next => "next",
                };
                write!(f, "{step}-{}", unit(of).0)
            }
            Self::Last(count, of) => write!(f, "last-{count}{}", unit(of).1),
            Self::Next(count, of) => write!(f, "next-{count}{}", unit(of).1),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn periods_as_people_type_them() {
        // A Saturday in the second quarter; a month that is longer than the one before.
        let today = date(2025, 5, 31);
        for (text, from, to) in [
            ("today", "2025-05-31", "2025-05-31"),
            ("Yesterday", "2025-05-30", "2025-05-30"),
            ("tomorrow", "2025-06-01", "2025-06-01"),
            ("this-week", "2025-05-26", "2025-06-01"),
            ("last-week", "2025-05-19", "2025-05-25"),
            ("next-week", "2025-06-02", "2025-06-08"),
            ("this-month", "2025-05-01", "2025-05-31"),
            ("last_month", "2025-04-01", "2025-04-30"),
            ("next-month", "2025-06-01", "2025-06-30"),
            ("this-quarter", "2025-04-01", "2025-06-30"),
            ("last-quarter", "2025-01-01", "2025-03-31"),
            ("next-quarter", "2025-07-01", "2025-09-30"),
            ("last-year", "2024-01-01", "2024-12-31"),
            ("7d", "2025-05-25", "2025-05-31"),
            ("last-30d", "2025-05-02", "2025-05-31"),
            ("last-1m", "2025-05-01", "2025-05-31"),
            ("next-14d", "2025-05-31", "2025-06-13"),
            ("2025", "2025-01-01", "2025-12-31"),
            ("2025-2", "2025-02-01", "2025-02-28"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2025-Q3", "2025-07-01", "2025-09-30"),
            ("2025.03.15", "2025-03-15", "2025-03-15"),
            ("2025-3-5", "2025-03-05", "2025-03-05"),
        ] {
            let (first, last) = When::parse(text).unwrap_or_else(|| panic!("{text}")).period(today);
            assert_eq!((first.to_string().as_str(), last.to_string().as_str()), (from, to), "{text}");
        }
        for text in
            ["", "x", "25", "2025-13", "2025-00", "2025-02-30", "2025-q5", "2025-q3-1", "last-", "this-7d", "0d", "2025-1-1-1"]
        {
            assert_eq!(When::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_ends_of_the_calendar_do_not_panic() {
        for today in [Date::MIN, Date::MAX, date(0, 1, 1)] {
            for text in
                ["9999y", "next-9999y", "last-year", "next-quarter", "9999-q4", "0000", "next-week", "last-week", "9999-12-31"]
            {
                let (from, to) = When::parse(text).unwrap().period(today);
                assert!(from <= to || from == Date::MAX || today == Date::MIN, "{text}");
            }
        }
    }
}
