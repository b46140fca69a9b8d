//! What is asked of reports of own books, and what is answered.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::{Currency, as_text};

/// A report to make.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BookReportAsk {
    /// Which.
    pub kind: BookReportKind,
    /// Grouping; that of the report where it is left out.
    pub by: Option<By>,
    /// Query over entries.
    pub query: String,
    /// First day.
    #[serde(with = "as_text")]
    pub from: Option<Date>,
    /// Last day.
    #[serde(with = "as_text")]
    pub until: Option<Date>,
}

/// A report.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BookReport {
    /// Which.
    pub kind: BookReportKind,
    /// Grouping.
    pub by: By,
    /// First day.
    #[serde(with = "as_text")]
    pub from: Option<Date>,
    /// Last day.
    #[serde(with = "as_text")]
    pub until: Option<Date>,
    /// Rows.
    pub rows: Vec<BookRow>,
}

/// A row. What a report does not tell is `None` or 0.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct BookRow {
    /// Group.
    pub group: String,
    /// Currency of the amounts.
    pub currency: Option<Currency>,
    /// Seconds that were worked.
    pub seconds: i64,
    /// Of them, meant for an invoice.
    pub billable_seconds: i64,
    /// Of them, approved.
    pub approved_seconds: i64,
    /// Of them, on drafts and invoices.
    pub billed_seconds: i64,
    /// Of them, written off.
    pub written_off_seconds: i64,
    /// Approved and neither.
    pub unbilled_seconds: i64,
    /// Seconds that no rate prices.
    pub unpriced_seconds: i64,
    /// Seconds of people without a cost.
    pub uncosted_seconds: i64,
    /// Net that was billed, is unbilled, or was used.
    #[serde(with = "as_text")]
    pub amount: Option<Decimal>,
    /// What the time cost.
    #[serde(with = "as_text")]
    pub cost: Option<Decimal>,
    /// What an hour brought.
    #[serde(with = "as_text")]
    pub rate: Option<Decimal>,
    /// Budget: seconds, or an amount where there is a currency.
    #[serde(with = "as_text")]
    pub budget: Option<Decimal>,
    /// What is left of it.
    #[serde(with = "as_text")]
    pub left: Option<Decimal>,
    /// Percent of it that is used.
    #[serde(with = "as_text")]
    pub used: Option<Decimal>,
    /// Seconds of a week, as in the last weeks.
    pub weekly_seconds: Option<i64>,
    /// The oldest day of unbilled time; the day on which a budget ends if the work goes on so.
    #[serde(with = "as_text")]
    pub date: Option<Date>,
    /// Net of time that is unbilled now.
    #[serde(with = "as_text")]
    pub unbilled_amount: Option<Decimal>,
    /// Net of open drafts.
    #[serde(with = "as_text")]
    pub drafted_amount: Option<Decimal>,
    /// Net of recurring invoices.
    #[serde(with = "as_text")]
    pub recurring_amount: Option<Decimal>,
    /// Net of retainers.
    #[serde(with = "as_text")]
    pub retainer_amount: Option<Decimal>,
    /// Gross of documents that are open and due.
    #[serde(with = "as_text")]
    pub due_amount: Option<Decimal>,
}

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$doc])* $variant,)+
        }

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

words! {
    /// A report of own books.
    BookReportKind {
        /// Time.
        Time = "time",
        /// Billed, cost, what an hour brought.
        Profit = "profit",
        /// Budgets of projects and when they end.
        Budget = "budget",
        /// Approved time that nothing has billed.
        Unbilled = "unbilled",
        /// What the next months bring.
        Forecast = "forecast",
    }
}

words! {
    /// Grouping of a report of own books.
    By {
        /// By client.
        Client = "client",
        /// By project.
        Project = "project",
        /// By person.
        Person = "person",
        /// By tag: an entry with several counts in each.
        Tag = "tag",
        /// By week of the year.
        Week = "week",
        /// By month.
        Month = "month",
    }
}

impl BookReportKind {
    /// What its rows can be grouped by.
    #[must_use]
    pub const fn groupings(self) -> &'static [By] {
        match self {
            Self::Time => By::ALL,
            // The money of an entry with several tags would count in each.
            Self::Profit => &[By::Client, By::Project, By::Person, By::Week, By::Month],
            Self::Budget => &[By::Project],
            Self::Unbilled => &[By::Client, By::Project],
            Self::Forecast => &[By::Month],
        }
    }

    /// What its rows are grouped by unless another grouping is asked for.
    #[must_use]
    pub const fn grouping(self) -> By {
        match self {
            Self::Time | Self::Budget => By::Project,
            Self::Profit | Self::Unbilled => By::Client,
            Self::Forecast => By::Month,
        }
    }

    /// Whether it is of how things are now, so that neither a period nor a query narrows it.
    #[must_use]
    pub const fn is_of_now(self) -> bool {
        matches!(self, Self::Budget | Self::Unbilled | Self::Forecast)
    }
}

/// Label of what belongs to no group.
const NONE: &str = "–";

/// Rows by group and currency.
pub(super) type Rows = BTreeMap<(String, Option<Currency>), BookRow>;

/// The row of a group and a currency; a new one where there was none.
pub(super) fn row<'r>(rows: &'r mut Rows, group: &str, currency: Option<&Currency>) -> &'r mut BookRow {
    let group = if group.is_empty() { NONE } else { group };
    let key = (group.to_owned(), currency.cloned());
    rows.entry(key).or_insert_with(|| BookRow { group: group.to_owned(), currency: currency.cloned(), ..BookRow::default() })
}
