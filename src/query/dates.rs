//! Dates and periods as people type them, and the days that they mean on a given day.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::ast::{Step, Unit, When};
use super::{fold, words};

impl When {
    /// The day or period that a text means in either language, upper or lower case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let folded = fold(text).replace('_', "-");
        let joined = folded.replace(' ', "-");
        let text = words::date(&joined).unwrap_or(&joined);
        match text {
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
        if let Some((count, unit)) = counted(text) {
            return Some(Self::Last(count, unit));
        }
        if let Some(rest) = text.strip_prefix(['+', '-'])
            && let Some((count, unit)) = counted(rest)
        {
            let count = i16::try_from(count).ok()?;
            return Some(Self::Away(if text.starts_with('-') { -count } else { count }, unit));
        }
        written(&folded).or_else(|| match turned(&folded).as_slice() {
            &[day] => Some(Self::Day(day)),
            _ => None,
        })
    }

    /// First and last day of it, seen from `today`. Beyond the calendar's ends it is cut.
    #[must_use]
    pub fn period(self, today: Date) -> (Date, Date) {
        match self {
            Self::Day(day) => (day, day),
            Self::Month(year, month) => months(year, month, 1),
            Self::Quarter(year, quarter) => months(year, quarter.saturating_sub(1).saturating_mul(3).saturating_add(1), 3),
            Self::Week(year, week) => {
                let monday = monday(year, week).unwrap_or(Date::MAX);
                (monday, monday.saturating_add(6.days()))
            }
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
            Self::Away(count, unit) => {
                let span = unit.span(count.unsigned_abs());
                let day = if count < 0 { today.saturating_sub(span) } else { today.saturating_add(span) };
                (day, day)
            }
        }
    }
}

/// `30d`, `2w`, `6m`, `1y`, also with the unit written out.
fn counted(text: &str) -> Option<(u16, Unit)> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (count, unit) = text.split_at_checked(end)?;
    let count = count.parse().ok().filter(|count| (1..=9999).contains(count))?;
    let unit = match unit.trim_start_matches('-') {
        "d" | "day" | "days" | "nap" | "n" => Unit::Day,
        "w" | "week" | "weeks" | "het" | "h" => Unit::Week,
        "m" | "month" | "months" | "honap" | "ho" => Unit::Month,
        "q" | "quarter" | "quarters" | "negyedev" => Unit::Quarter,
        "y" | "year" | "years" | "ev" | "e" => Unit::Year,
        _ => return None,
    };
    Some((count, unit))
}

/// Separators of the parts of a date.
const fn separates(c: char) -> bool {
    matches!(c, '-' | '.' | '/' | ' ')
}

/// `2025`, `2025-03`, `2025-q3`, `2025-03-15`, as people write them: `2025.03.15.`, `2025. március 15.`, `2025. III. negyedév`.
fn written(folded: &str) -> Option<When> {
    let bare = folded.trim_end_matches('.');
    if let Some(digits) = bare.get(..8).filter(|digits| digits.len() == bare.len() && digits.bytes().all(|b| b.is_ascii_digit()))
    {
        let (year, rest) = digits.split_at_checked(4)?;
        let (month, day) = rest.split_at_checked(2)?;
        return Date::new(year.parse().ok()?, small(month)?, small(day)?).ok().map(When::Day);
    }
    let mut parts = Vec::new();
    // A separator is one, with a blank after it: `2025--3` is none.
    for part in bare.split(separates) {
        if part.is_empty() && !(bare.contains(". ") || bare.contains(".-")) {
            return None;
        }
        parts.extend(Some(part).filter(|part| !part.is_empty()));
    }
    let (year, glued) = parts.first()?.split_at_checked(4)?;
    let year: i16 = Some(year).filter(|year| year.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()?;
    let rest = parts.get(1..).unwrap_or(&[]);
    if !glued.is_empty() {
        return rest.is_empty().then(|| part_of(year, glued)).flatten();
    }
    let month = |text: &str| small(text).or_else(|| words::month(text)).filter(|month| (1..=12).contains(month));
    match rest {
        [] => Some(When::Year(year)),
        [one] => part_of(year, one).or_else(|| month(one).map(|month| When::Month(year, month))),
        [number, "het" | "week"] => week(year, number),
        [number, "negyedev" | "n.ev" | "nev" | "quarter"] => {
            roman(number).or_else(|| small(number)).filter(|q| (1..=4).contains(q)).map(|q| When::Quarter(year, q))
        }
        [one, day] => Date::new(year, month(one)?, small(day)?).ok().map(When::Day),
        _ => None,
    }
}

/// A quarter or a week of a year: `q3`, `w47`.
fn part_of(year: i16, text: &str) -> Option<When> {
    let by_week = || text.strip_prefix('w').and_then(|number| week(year, number));
    quarter(text).map(|quarter| When::Quarter(year, quarter)).or_else(by_week)
}

fn week(year: i16, number: &str) -> Option<When> {
    let number = small(number)?;
    monday(year, number).map(|_| When::Week(year, number))
}

/// The first day of a week.
fn monday(year: i16, week: i8) -> Option<Date> {
    ISOWeekDate::new(year, week, Weekday::Monday).ok().map(ISOWeekDate::date)
}

/// `q3`, `3q`.
fn quarter(text: &str) -> Option<i8> {
    let number = text.strip_prefix('q').or_else(|| text.strip_suffix('q'))?;
    small(number).filter(|quarter| (1..=4).contains(quarter))
}

fn roman(text: &str) -> Option<i8> {
    ["i", "ii", "iii", "iv"].iter().position(|roman| *roman == text).and_then(|at| i8::try_from(at + 1).ok())
}

/// Whether a word may be the next part of a date that blanks interrupt: `2025.` and `11.`, `november`, `III.`.
pub(super) fn goes_on(so_far: &str, next: &str) -> bool {
    let last = so_far.rsplit("..").next().unwrap_or(so_far).trim_start_matches(['.', '–']);
    let last = last.rsplit('–').next().unwrap_or(last).trim_start();
    let folded = fold(last);
    let parts: Vec<&str> = folded.split([' ', '.']).filter(|part| !part.is_empty()).collect();
    let next = fold(next.split("..").next().unwrap_or(next).split('–').next().unwrap_or(next));
    let next = next.trim_end_matches('.');
    let number = |text: &str| small(text).is_some() && (1..=2).contains(&text.len());
    let year = parts.first().is_some_and(|year| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()));
    let dotted = folded.ends_with('.');
    match parts.as_slice() {
        [_] if year && dotted => number(next) || words::month(next).is_some() || roman(next).is_some() || quarter(next).is_some(),
        [_, month] if year && small(month).is_some() => dotted && (number(next) || matches!(next, "negyedev" | "het")),
        [_, month] if year && words::month(month).is_some() => number(next),
        [_, one] if year && roman(one).is_some() => next == "negyedev",
        _ => false,
    }
}

/// Whether a word begins a date that no free word looks like.
pub(super) fn begins(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) && When::parse(word).is_some()
}

/// A range as [`super::parse()`] splits it, of what people write: blanks around `..`, `–` between two dates, a dot that ends
/// the first date.
pub(super) fn range(text: &str) -> String {
    let mut text = text.trim().replace(" ..", "..").replace(".. ", "..").replace(" – ", "–");
    if !text.contains("..")
        && let Some((from, to)) = text.split_once('–').or_else(|| text.split_once(".-").filter(|(_, to)| to.len() > 4))
        && When::parse(from).is_some()
        && When::parse(to).is_some()
    {
        return format!("{}..{to}", from.trim_end_matches('.'));
    }
    // `2025.11.01...2025.11.05.`: the first date has a dot of its own.
    if let Some((from, to)) = text.split_once("...") {
        text = format!("{from}..{}", to.trim_start_matches('.'));
    }
    text
}

/// The dates that a text may mean that has its year at the end, such as `05/11/2026`.
pub(super) fn ambiguous(text: &str) -> Vec<String> {
    turned(&fold(text)).iter().map(Date::to_string).collect()
}

/// The dates that a folded text with the year at its end may mean: one where only one of its numbers can be a month, as in `31.12.2026`.
fn turned(folded: &str) -> Vec<Date> {
    let parts: Vec<&str> = folded.split(separates).filter(|part| !part.is_empty()).collect();
    let [one, other, year] = parts.as_slice() else { return Vec::new() };
    let (Some(one), Some(other), true) = (small(one), small(other), year.len() == 4) else { return Vec::new() };
    let Ok(year) = year.parse() else { return Vec::new() };
    let mut found: Vec<Date> = [(other, one), (one, other)].into_iter().filter_map(|(m, d)| Date::new(year, m, d).ok()).collect();
    found.dedup();
    found
}

fn small(text: &str) -> Option<i8> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// First and last day of `count` months from this one on.
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
            "last" | "elmult" | "utolso" => Some(Self::Last),
            "next" | "kovetkezo" => Some(Self::Next),
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
            Self::Week(year, week) => write!(f, "{year:04}-w{week:02}"),
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
            Self::Away(count, of) => write!(f, "{count:+}{}", unit(of).1),
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
            ("2025.03.15.", "2025-03-15", "2025-03-15"),
            ("2025. 03. 15.", "2025-03-15", "2025-03-15"),
            ("2025.\u{A0}3.\u{202F}15.", "2025-03-15", "2025-03-15"),
            ("2025. március 15.", "2025-03-15", "2025-03-15"),
            ("2025. MÁRC. 5.", "2025-03-05", "2025-03-05"),
            ("2025. november", "2025-11-01", "2025-11-30"),
            ("2025-nov", "2025-11-01", "2025-11-30"),
            ("2025.11.", "2025-11-01", "2025-11-30"),
            ("2025.", "2025-01-01", "2025-12-31"),
            ("20250315", "2025-03-15", "2025-03-15"),
            ("2025/03/15", "2025-03-15", "2025-03-15"),
            ("2025q3", "2025-07-01", "2025-09-30"),
            ("2025-W21", "2025-05-19", "2025-05-25"),
            ("2025w1", "2024-12-30", "2025-01-05"),
            ("2025. 21. hét", "2025-05-19", "2025-05-25"),
            ("2025.Q3", "2025-07-01", "2025-09-30"),
            ("2025. III. negyedév", "2025-07-01", "2025-09-30"),
            ("2025. 3. negyedév", "2025-07-01", "2025-09-30"),
            ("ma", "2025-05-31", "2025-05-31"),
            ("MÚLT-HÓNAP", "2025-04-01", "2025-04-30"),
            ("mult_honap", "2025-04-01", "2025-04-30"),
            ("múlt hónap", "2025-04-01", "2025-04-30"),
            ("e-negyedév", "2025-04-01", "2025-06-30"),
            ("tavaly", "2024-01-01", "2024-12-31"),
            ("jövőre", "2026-01-01", "2026-12-31"),
            ("30nap", "2025-05-02", "2025-05-31"),
            ("elmúlt-2hét", "2025-05-18", "2025-05-31"),
            ("következő-14nap", "2025-05-31", "2025-06-13"),
            ("+30d", "2025-06-30", "2025-06-30"),
            ("-30d", "2025-05-01", "2025-05-01"),
            ("+2w", "2025-06-14", "2025-06-14"),
            ("-3m", "2025-02-28", "2025-02-28"),
            ("+1y", "2026-05-31", "2026-05-31"),
            ("-1 hónap", "2025-04-30", "2025-04-30"),
        ] {
            let (first, last) = When::parse(text).unwrap_or_else(|| panic!("{text}")).period(today);
            assert_eq!((first.to_string().as_str(), last.to_string().as_str()), (from, to), "{text}");
        }
        for text in [
            "",
            "x",
            "25",
            "2025-13",
            "2025-00",
            "2025-02-30",
            "2025-q5",
            "2025-q3-1",
            "last-",
            "this-7d",
            "0d",
            "2025-1-1-1",
            ".",
            "+",
            "-",
            "+0d",
            "+d",
            "2025--3",
            "2025..3",
            "20251315",
            "2025. III.",
            "26.11.05.",
            "05/11/2026",
            "2025. x",
            "2025x",
            "2025-w53",
            "2025-w0",
        ] {
            assert_eq!(When::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_year_at_the_end_is_read_where_it_means_one_day_and_refused_with_what_it_may_mean_otherwise() {
        assert_eq!(ambiguous("05/11/2026"), ["2026-11-05", "2026-05-11"]);
        let days = [
            ("31.12.2026", "2026-12-31"),
            ("12/31/2026", "2026-12-31"),
            ("25-11-2026", "2026-11-25"),
            ("5.5.2026.", "2026-05-05"),
        ];
        for (text, day) in days {
            assert_eq!(When::parse(text), day.parse().ok().map(When::Day), "{text}");
        }
        for text in ["05/11/2026", "1.2.2026", "31.02.2026", "31.11.2026", "13.13.2026", "31.12.26"] {
            assert_eq!(When::parse(text), None, "{text}");
        }
        for text in ["", "2026-11-05", "45/45/2026", "a/b/2026", "1/2/26"] {
            assert_eq!(ambiguous(text), Vec::<String>::new(), "{text}");
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
