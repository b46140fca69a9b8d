//! The tree of a query's conditions. Relative dates stay relative until the day is known.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::fold::fold;

/// Longest query in bytes.
pub const MAX_LENGTH: usize = 4096;
/// Deepest nesting of parentheses and negations.
pub const MAX_DEPTH: usize = 32;

/// A query that parsed, about records with the columns `F`. An empty one lets every record through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query<F> {
    /// The condition, if any.
    pub root: Option<Expr<F>>,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr<F> {
    /// All of at least two conditions, none of which is an `And`.
    And(Vec<Self>),
    /// Any of at least two conditions, none of which is an `Or`.
    Or(Vec<Self>),
    /// Negation.
    Not(Box<Self>),
    /// A term.
    Term(Term<F>),
}

/// A term and its position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term<F> {
    /// The place of its value in the text.
    pub at: Span,
    /// The test.
    pub test: Test<F>,
}

/// A range of bytes of a query. Two places are always equal: they do not change what a query means.
#[derive(Debug, Clone, Copy, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

impl PartialEq for Span {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Span {}

/// The test of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test<F> {
    /// A free word or quoted phrase: number, partner, tax number, comment or a line item contains it.
    Word(String),
    /// A text contains this, or is this.
    Text {
        /// Which text.
        key: F,
        /// The whole text instead of a part of it.
        whole: bool,
        /// The text to find, as typed.
        text: String,
    },
    /// A word is one of these, written as [`word`] writes them.
    Choice {
        /// Which word.
        key: F,
        /// The words, at least one.
        words: Vec<String>,
    },
    /// An amount lies within limits, whatever its currency.
    Amount {
        /// Which amount.
        key: F,
        /// The limits.
        limits: Limits<Decimal>,
    },
    /// A whole number lies within limits.
    Count {
        /// Which number.
        key: F,
        /// The limits.
        limits: Limits<i64>,
    },
    /// A date lies within limits.
    Date {
        /// Which date.
        key: F,
        /// The limits.
        limits: Limits<When>,
    },
    /// A date is missing.
    NoDate {
        /// Which date.
        key: F,
    },
    /// What happened at a point in time was done by the run of this number.
    Run {
        /// Which point in time.
        key: F,
        /// Number of the run.
        run: u64,
    },
}

/// Limits of an amount or a date. Of a period, `Below` means before it begins and `Above` after it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limits<T> {
    /// Equal.
    Is(T),
    /// Smaller.
    Below(T),
    /// Smaller or this one.
    AtMost(T),
    /// Larger.
    Above(T),
    /// Larger or this one.
    AtLeast(T),
    /// From one to the other, both included; at least one is given.
    Between(Option<T>, Option<T>),
}

/// A day or a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A day.
    Day(Date),
    /// A month.
    Month(i16, i8),
    /// A quarter, 1 to 4.
    Quarter(i16, i8),
    /// A week from Monday on, as ISO 8601 counts them.
    Week(i16, i8),
    /// A year.
    Year(i16),
    /// Today.
    Today,
    /// The day before.
    Yesterday,
    /// The day after.
    Tomorrow,
    /// This, the last or the next calendar unit.
    Calendar(Step, Unit),
    /// A number of units that end today, as in `last-30d`.
    Last(u16, Unit),
    /// A number of units that begin today, as in `next-2w`.
    Next(u16, Unit),
    /// The day so many units from today, as in `+30d` and `-3m`.
    Away(i16, Unit),
}

/// Which one of a calendar unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The one of today.
    This,
    /// The one before.
    Last,
    /// The one after.
    Next,
}

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Day; only counted, as in `7d`.
    Day,
    /// Week from Monday to Sunday.
    Week,
    /// Month.
    Month,
    /// Quarter.
    Quarter,
    /// Year.
    Year,
}

/// A word of a choice as it is compared: folded, `_` for blanks and dashes.
#[must_use]
pub fn word(text: &str) -> String {
    fold(text).replace([' ', '-'], "_")
}

impl<F> Expr<F> {
    /// All of these: nested conjunctions are opened, a single condition stays itself, none is `None`.
    #[must_use]
    pub fn all(parts: Vec<Self>) -> Option<Self> {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Self::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() > 1 { Some(Self::And(flat)) } else { flat.pop() }
    }

    /// Any of these, as [`Self::all`].
    #[must_use]
    pub fn any(parts: Vec<Self>) -> Option<Self> {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Self::Or(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() > 1 { Some(Self::Or(flat)) } else { flat.pop() }
    }
}
