//! The tree of a query's conditions. Relative dates stay relative until the day is known.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::fold;

/// Longest query in bytes.
pub const MAX_LENGTH: usize = 4096;
/// Deepest nesting of parentheses and negations.
pub const MAX_DEPTH: usize = 32;

/// A query that parsed. An empty one lets every invoice through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// The condition, if any.
    pub root: Option<Expr>,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// All of at least two conditions, none of which is an `And`.
    And(Vec<Self>),
    /// Any of at least two conditions, none of which is an `Or`.
    Or(Vec<Self>),
    /// Negation.
    Not(Box<Self>),
    /// A term.
    Term(Term),
}

/// A term and its position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The place of its value in the text.
    pub at: Span,
    /// The test.
    pub test: Test,
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
pub enum Test {
    /// A free word or quoted phrase: number, partner, tax number, comment or a line item contains it.
    Word(String),
    /// A text contains this, or is this.
    Text {
        /// Which text.
        key: Key,
        /// The whole text instead of a part of it.
        whole: bool,
        /// The text to find, as typed.
        text: String,
    },
    /// A word is one of these, written as [`word`] writes them.
    Choice {
        /// Which word.
        key: Key,
        /// The words, at least one.
        words: Vec<String>,
    },
    /// An amount lies within limits, whatever its currency.
    Amount {
        /// Which amount.
        key: Key,
        /// The limits.
        limits: Limits<Decimal>,
    },
    /// The number of days overdue lies within limits.
    Days(Limits<i64>),
    /// A date lies within limits.
    Date {
        /// Which date.
        key: Key,
        /// The limits.
        limits: Limits<When>,
    },
    /// The run of this number changed the invoice last.
    Run(u64),
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

/// A field of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it; KEYS has their words")]
pub enum Key {
    Number,
    Partner,
    Tax,
    Comment,
    Id,
    Company,
    Status,
    Type,
    Method,
    Currency,
    Nav,
    Has,
    Gross,
    Net,
    Vat,
    Balance,
    Issued,
    Fulfilled,
    Due,
    Paid,
    Changed,
    Days,
    Item,
    Tag,
    Direction,
    Provider,
}

/// Kind of a field's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// One word of a list, or several with commas between.
    Choice,
    /// Amount.
    Amount,
    /// Whole number.
    Count,
    /// Date or period.
    Date,
}

/// Every key with the kind of its value, its words (the printed one first, then the aliases: the names of the JSON), and an
/// example.
pub const KEYS: [(Key, Kind, &[&str], &str); 26] = [
    (Key::Status, Kind::Choice, &["status", "payment_status"], "status:overdue"),
    (Key::Type, Kind::Choice, &["type"], "type:invoice"),
    (Key::Partner, Kind::Text, &["partner", "partner_name", "buyer"], "partner:\"petz aladár\""),
    (Key::Tax, Kind::Text, &["tax", "tax_number", "partner_tax_number"], "tax:32560682"),
    (Key::Number, Kind::Text, &["number", "invoice_number"], "number:2025-244"),
    (Key::Company, Kind::Text, &["company", "company_id"], "company:medka"),
    (Key::Currency, Kind::Choice, &["currency"], "currency:eur"),
    (Key::Gross, Kind::Amount, &["gross", "gross_total"], "gross>=100000"),
    (Key::Net, Kind::Amount, &["net"], "net:1000..2000"),
    (Key::Vat, Kind::Amount, &["vat"], "vat>0"),
    (Key::Balance, Kind::Amount, &["balance", "open"], "balance>0"),
    (Key::Issued, Kind::Date, &["issued", "invoice_date"], "issued:2025-01..2025-03"),
    (Key::Fulfilled, Kind::Date, &["fulfilled", "fulfillment_date"], "fulfilled:2025-q1"),
    (Key::Due, Kind::Date, &["due", "due_date"], "due<today"),
    (Key::Paid, Kind::Date, &["paid", "paid_date"], "paid:last-month"),
    (Key::Changed, Kind::Date, &["changed"], "changed:today"),
    (Key::Method, Kind::Choice, &["method", "payment_method"], "method:wire_transfer"),
    (Key::Nav, Kind::Choice, &["nav", "nav_status"], "nav:done"),
    (Key::Has, Kind::Choice, &["has"], "has:warning"),
    (Key::Item, Kind::Text, &["item", "item_name"], "item:hosting"),
    (Key::Tag, Kind::Text, &["tag", "tags"], "tag:urgent"),
    (Key::Comment, Kind::Text, &["comment"], "comment:\"second reminder\""),
    (Key::Id, Kind::Text, &["id", "invoice_id"], "id:1234"),
    (Key::Days, Kind::Count, &["days", "days_overdue"], "days>30"),
    (Key::Direction, Kind::Choice, &["direction"], "direction:issued"),
    (Key::Provider, Kind::Choice, &["provider"], "provider:billingo"),
];

impl Key {
    fn entry(self) -> Option<&'static (Self, Kind, &'static [&'static str], &'static str)> {
        KEYS.iter().find(|(key, ..)| *key == self)
    }

    /// The word that is printed for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.entry().and_then(|(_, _, words, _)| words.first()).copied().unwrap_or("")
    }

    /// An example of a term.
    #[must_use]
    pub fn example(self) -> &'static str {
        self.entry().map_or("", |(.., example)| *example)
    }

    /// Kind of its value.
    #[must_use]
    pub fn kind(self) -> Kind {
        self.entry().map_or(Kind::Text, |(_, kind, ..)| *kind)
    }
}

/// A word of a choice as it is compared: folded, `_` for blanks and dashes.
#[must_use]
pub fn word(text: &str) -> String {
    fold(text).replace([' ', '-'], "_")
}

impl Expr {
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
