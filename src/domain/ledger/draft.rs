//! Drafts of invoices, with what each line was made from.

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::{Fx, Vat};
use crate::domain::as_text;
use crate::domain::{Currency, RemoteId};

/// A draft of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// A UUID of version 7.
    pub id: RemoteId,
    /// The client.
    pub client: RemoteId,
    /// Currency.
    pub currency: Currency,
    /// First day of the period, if it has one.
    #[serde(with = "as_text")]
    pub from: Option<Date>,
    /// Last day of the period.
    #[serde(with = "as_text")]
    pub until: Option<Date>,
    /// Grouping of time into lines.
    pub group: Group,
    /// Lines in the order of the document.
    pub lines: Vec<DraftLine>,
    /// Exchange rate to the currency in which the VAT is due.
    pub fx: Option<Fx>,
    /// Note that is printed.
    pub note: String,
    /// State.
    pub state: DraftState,
    /// Whether it becomes an advance invoice.
    pub advance: bool,
}

/// State of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DraftState {
    /// It can be changed.
    Open,
    /// It became this document.
    Issued(RemoteId),
    /// It was given up; its time is free again.
    Discarded,
}

/// A line of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftLine {
    /// Text.
    pub text: String,
    /// What it was made from.
    pub source: LineSource,
    /// Quantity.
    #[serde(with = "as_text")]
    pub quantity: Decimal,
    /// Unit of the quantity.
    pub unit: Unit,
    /// Net price of a unit.
    #[serde(with = "as_text")]
    pub unit_price: Decimal,
    /// Net, rounded once.
    #[serde(with = "as_text")]
    pub net: Decimal,
    /// VAT.
    pub vat: Vat,
    /// The project that it is for.
    pub project: Option<RemoteId>,
}

/// What a line was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineSource {
    /// Time.
    Time {
        /// Parts of entries.
        parts: Vec<Part>,
        /// Seconds as recorded.
        raw: i64,
        /// Seconds that are billed.
        billed: i64,
        /// The steps that made them different, and where.
        rounded: Option<Rounded>,
    },
    /// A month of a retainer, with the time that it includes.
    Retainer {
        /// The rate.
        rate: RemoteId,
        /// First day of the month.
        #[serde(with = "as_text")]
        month: Date,
        /// Parts of entries.
        parts: Vec<Part>,
        /// Their seconds.
        raw: i64,
    },
    /// An expense of this day.
    Expense(#[serde(with = "as_text")] Option<Date>),
    /// Written by a person.
    Free,
    /// A discount of so many percent on lines of the same VAT.
    Discount(#[serde(with = "as_text")] Decimal),
    /// An advance invoice that is deducted.
    Advance(RemoteId),
    /// What the cap of a rate takes off its lines.
    Cap {
        /// The rate.
        rate: RemoteId,
        /// The most that its lines come to.
        #[serde(with = "as_text")]
        cap: Decimal,
    },
}

/// Part of an entry with the rule that prices it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The entry.
    pub entry: RemoteId,
    /// First second, from the entry's start.
    pub from: i64,
    /// The second after the last one.
    pub until: i64,
    /// The rate; `None` where the entry has a price of its own.
    pub rate: Option<RemoteId>,
    /// Amount for an hour with every surcharge; for a unit of the rate where that is no hour.
    #[serde(with = "as_text")]
    pub amount: Decimal,
    /// Percent that surcharges add.
    #[serde(with = "as_text")]
    pub surcharge: Decimal,
}

/// Steps that made billed seconds of raw ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rounded {
    /// Seconds of a step.
    pub step: i64,
    /// Where they were applied.
    pub level: RoundingLevel,
}

/// Where steps are applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RoundingLevel {
    /// To each entry.
    Entry,
    /// To the time of each day on a line.
    Day,
    /// To the sum of a line.
    Line,
}

/// Grouping of time into lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Group {
    /// A line an entry.
    Entry,
    /// A line a day.
    Day,
    /// A line a task.
    Task,
    /// A line a person.
    Person,
    /// A line a project.
    Project,
    /// A line a week.
    Week,
}

/// Unit of a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Months.
    Month,
    /// Pieces.
    Piece,
}

macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal,)+ }) => {
        impl $name {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word of the command line and the JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// The one of a word.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == word)
            }
        }
    };
}

words! { RoundingLevel { Entry = "entry", Day = "day", Line = "line", } }
words! { Group { Entry = "entry", Day = "day", Task = "task", Person = "person", Project = "project", Week = "week", } }
words! { Unit { Hour = "hour", Day = "day", Month = "month", Piece = "piece", } }

impl Unit {
    /// The end of the text that names so many of it.
    #[must_use]
    pub fn counted(self, quantity: Decimal) -> &'static str {
        if self == Self::Piece && quantity == Decimal::ONE { "one-piece" } else { self.as_str() }
    }
}

impl DraftState {
    /// The word of the JSON.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Issued(_) => "issued",
            Self::Discarded => "discarded",
        }
    }
}

impl Draft {
    /// The net of each line less its share of the discounts of its VAT; a discount itself has nothing left. Shares are in the currency's
    /// smallest unit and add up to the discount: those of a project are next to each other, so that each project is off by less than
    /// one unit. `None` if no decimal can hold a step of it.
    #[must_use]
    pub fn discounted_nets(&self) -> Option<Vec<Decimal>> {
        let mut nets: Vec<Decimal> = self.lines.iter().map(|line| line.net).collect();
        let scale = self.currency.decimals();
        for (at, discount) in self.lines.iter().enumerate() {
            if !matches!(discount.source, LineSource::Discount(_)) {
                continue;
            }
            let is_sold = |line: &DraftLine| {
                line.vat == discount.vat && !matches!(line.source, LineSource::Discount(_) | LineSource::Advance(_))
            };
            let mut sold: Vec<(usize, &DraftLine)> = self.lines.iter().enumerate().filter(|(_, line)| is_sold(line)).collect();
            sold.sort_by_key(|(_, line)| line.project.as_ref());
            let total = sold.iter().try_fold(Decimal::ZERO, |sum, (_, line)| sum.checked_add(line.net))?;
            // Of lines that come to nothing no share can be told: it stays a line of its own.
            if total.is_zero() {
                continue;
            }
            let (mut before, mut given) = (Decimal::ZERO, Decimal::ZERO);
            for (place, line) in sold {
                before = before.checked_add(line.net)?;
                let until = discount.net.checked_mul(before)?.checked_div(total)?;
                let until = until.round_dp_with_strategy(scale, RoundingStrategy::MidpointAwayFromZero);
                let net = nets.get_mut(place)?;
                *net = net.checked_add(until.checked_sub(given)?)?;
                given = until;
            }
            *nets.get_mut(at)? = discount.net.checked_sub(given)?;
        }
        Some(nets)
    }
}

impl DraftLine {
    /// The parts of entries on it.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        match &self.source {
            LineSource::Time { parts, .. } | LineSource::Retainer { parts, .. } => parts,
            LineSource::Expense(_)
            | LineSource::Free
            | LineSource::Discount(_)
            | LineSource::Advance(_)
            | LineSource::Cap { .. } => &[],
        }
    }

    /// Billed seconds, of a line of time.
    #[must_use]
    pub const fn billed(&self) -> Option<i64> {
        match &self.source {
            LineSource::Time { billed, .. } => Some(*billed),
            LineSource::Retainer { raw, .. } => Some(*raw),
            LineSource::Expense(_)
            | LineSource::Free
            | LineSource::Discount(_)
            | LineSource::Advance(_)
            | LineSource::Cap { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dec(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    fn line(project: Option<&str>, net: &str, vat: &str, source: LineSource) -> DraftLine {
        DraftLine {
            text: String::new(),
            source,
            quantity: Decimal::ONE,
            unit: Unit::Piece,
            unit_price: dec(net),
            net: dec(net),
            vat: Vat::parse(vat).expect("a VAT"),
            project: project.map(RemoteId::new),
        }
    }

    fn nets(lines: Vec<DraftLine>) -> Vec<String> {
        let draft = Draft {
            id: RemoteId::new("d"),
            client: RemoteId::new("c"),
            currency: Currency::new("EUR"),
            from: None,
            until: None,
            group: Group::Project,
            lines,
            fx: None,
            note: String::new(),
            state: DraftState::Open,
            advance: false,
        };
        let nets = draft.discounted_nets().expect("they fit");
        nets.iter().map(|net| net.normalize().to_string()).collect()
    }

    #[test]
    fn a_discount_is_shared_to_the_last_cent_by_the_lines_of_its_vat() {
        let off = |percent: &str, net: &str, vat| line(None, net, vat, LineSource::Discount(dec(percent)));
        let found = nets(vec![
            line(Some("a"), "33.33", "27", LineSource::Free),
            line(Some("b"), "33.33", "27", LineSource::Free),
            line(Some("a"), "33.33", "27", LineSource::Free),
            line(Some("b"), "10", "5", LineSource::Free),
            line(None, "-50", "27", LineSource::Advance(RemoteId::new("x"))),
            off("10", "-10.00", "27"),
        ]);
        // 66.66 and 33.33 less 6.67 and 3.33; other VAT and the advance keep theirs.
        assert_eq!(found, ["30", "30", "29.99", "10", "-50", "0"]);
        let nothing = nets(vec![
            line(Some("a"), "10", "27", LineSource::Free),
            line(None, "-10", "27", LineSource::Free),
            off("5", "-1", "27"),
        ]);
        assert_eq!(nothing, ["10", "-10", "-1"]);
    }
}
