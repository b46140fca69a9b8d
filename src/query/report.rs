//! Reports: what is owed and how late, by month, by partner; each row one group, one currency and one direction, never mixed.
//!
//! What counts, and with which amount, is the rule of [`crate::domain::counting`].

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::as_text;
use crate::domain::{CompanyId, Currency, CurrencyTotals, Direction, Message};

/// A kind of report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReportKind {
    /// Outstanding amounts by days late.
    Aging,
    /// By month of issue.
    Months,
    /// By month of fulfilment.
    Fulfilled,
    /// By VAT rate; made of whole invoices, because rows have no rates.
    Vat,
    /// By partner, largest debt first.
    Partners,
    /// Expected payments by week, with running totals.
    Cash,
    /// By the provider's status.
    Statuses,
    /// By company.
    Companies,
    /// By day of issue.
    Days,
    /// By month of payment: settled documents.
    Paid,
    /// By days between due date and payment: settled claims.
    Delay,
}

/// A request for a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRequest {
    /// Which report.
    pub kind: ReportKind,
    /// Query that narrows the invoices.
    pub query: String,
    /// Companies; empty for all.
    pub companies: Vec<CompanyId>,
    /// At most so many rows of each currency and direction, the first ones; 0 for all.
    pub limit: usize,
    /// The day that decides what is overdue.
    #[serde(with = "as_text")]
    pub today: Date,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Which report.
    pub kind: ReportKind,
    /// The day that decided what is overdue.
    #[serde(with = "as_text")]
    pub today: Date,
    /// Number of invoices in it.
    pub invoices: u64,
    /// Number of rows beyond the limit.
    pub more: usize,
    /// Its rows, in order.
    pub rows: Vec<ReportRow>,
}

/// A group in one currency and direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRow {
    /// The group.
    pub group: Group,
    /// The currency.
    pub currency: Currency,
    /// Direction of its documents.
    pub direction: Direction,
    /// The company; only in [`ReportKind::Companies`].
    pub company: Option<CompanyId>,
    /// Buyer's tax number as on its newest invoice; only in [`ReportKind::Partners`].
    pub tax_number: Option<String>,
    /// Buyer's identifier at the provider as on its newest invoice; only in [`ReportKind::Partners`].
    pub partner_id: Option<String>,
    /// Its invoices; in [`ReportKind::Aging`] and [`ReportKind::Cash`] only what is outstanding of them.
    pub total: CurrencyTotals,
    /// Outstanding, without credit.
    pub outstanding: CurrencyTotals,
    /// Overdue part of it.
    pub overdue: CurrencyTotals,
    /// Owed to buyers: open negative amounts. It reduces neither of them.
    pub credit: CurrencyTotals,
    /// Days since the due date of the oldest overdue one.
    pub oldest_overdue_days: Option<i32>,
    /// In [`ReportKind::Cash`]: all that is expected until then.
    #[serde(with = "as_text")]
    pub running: Option<Decimal>,
    /// By month and by age; only in [`ReportKind::Partners`] and [`ReportKind::Companies`].
    pub breakdown: Option<Box<Breakdown>>,
}

impl ReportRow {
    /// What was issued in the months of its breakdown; zero without one.
    #[must_use]
    pub fn issued(&self) -> Decimal {
        let months = self.breakdown.iter().flat_map(|parts| &parts.months);
        months.fold(Decimal::ZERO, |sum, month| sum.saturating_add(month.amount))
    }
}

/// Months of a [`Breakdown`].
pub const MONTHS: usize = 12;
/// Ages of a [`Breakdown`].
pub const AGES: usize = 6;

/// A row taken apart: what was issued month by month, and what is outstanding by age.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Breakdown {
    /// Gross issued in each of the last twelve months, the current month last.
    pub months: [Sum; MONTHS],
    /// Outstanding: as the groups of [`Breakdown::ages`].
    pub ages: [Sum; AGES],
}

/// A sum of amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sum {
    /// The sum.
    #[serde(with = "as_text")]
    pub amount: Decimal,
    /// The sum would have overflowed and lacks something.
    pub overflow: bool,
}

impl Sum {
    /// Adds an amount.
    pub fn add(&mut self, amount: Decimal) {
        match self.amount.checked_add(amount) {
            Some(sum) => self.amount = sum,
            None => self.overflow = true,
        }
    }
}

impl Breakdown {
    /// The groups of the ages, in order: not due, 1 to 30 days late and so on, without due date.
    #[must_use]
    pub const fn ages() -> [Group; AGES] {
        [Group::NotDue, Group::late(1), Group::late(31), Group::late(61), Group::late(91), Group::NoDate]
    }

    /// The months of a report of a day, the oldest first.
    #[must_use]
    pub fn months(today: Date) -> [Group; MONTHS] {
        let last = i32::from(today.year()) * 12 + i32::from(today.month()) - 1;
        let mut offset = i32::try_from(MONTHS).unwrap_or(0);
        [(); MONTHS].map(|()| {
            offset -= 1;
            let month = last - offset;
            let number = |value: i32| i16::try_from(value).unwrap_or(0);
            Group::Month(number(month.div_euclid(12)), i8::try_from(month.rem_euclid(12) + 1).unwrap_or(1))
        })
    }

    /// True if a sum lacks something.
    #[must_use]
    pub fn overflows(&self) -> bool {
        self.months.iter().chain(&self.ages).any(|sum| sum.overflow)
    }
}

/// Key of a row; in the order of rows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Group {
    /// Overdue, in a forecast of cash.
    Overdue,
    /// Due today or later.
    NotDue,
    /// Days late: from, to.
    Late(i32, Option<i32>),
    /// A month of a year.
    Month(i16, i8),
    /// A week of a year, as ISO 8601 counts them.
    Week(i16, i8),
    /// A day: year, month, day.
    Day(i16, i8, i8),
    /// Days from the due date to the payment, negative if it came early: from, to.
    Delay(Option<i32>, Option<i32>),
    /// A status, a partner, a company.
    Name(String),
    /// Without the date.
    NoDate,
}

/// Keeps the first rows of each currency and direction; 0 keeps all. Returns the number of dropped rows.
pub(crate) fn cut(rows: &mut Vec<ReportRow>, limit: usize) -> usize {
    let all = rows.len();
    if limit > 0 {
        let mut kept: HashMap<(Currency, Direction), usize> = HashMap::new();
        rows.retain(|row| {
            let count = kept.entry((row.currency.clone(), row.direction)).or_default();
            *count += 1;
            *count <= limit
        });
    }
    all - rows.len()
}

impl ReportKind {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::Aging,
        Self::Months,
        Self::Partners,
        Self::Cash,
        Self::Statuses,
        Self::Companies,
        Self::Fulfilled,
        Self::Vat,
        Self::Paid,
        Self::Days,
        Self::Delay,
    ];

    /// The word of the command line and JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Aging => "aging",
            Self::Months => "months",
            Self::Fulfilled => "fulfilled",
            Self::Vat => "vat",
            Self::Partners => "partners",
            Self::Cash => "cash",
            Self::Statuses => "statuses",
            Self::Companies => "companies",
            Self::Days => "days",
            Self::Paid => "paid",
            Self::Delay => "delay",
        }
    }

    /// The same report by another date, `issued`, `fulfilled` or `paid`; `None` if its date cannot be chosen.
    #[must_use]
    pub fn by(self, date: &str) -> Option<Self> {
        match (self, date) {
            (Self::Months | Self::Fulfilled | Self::Paid, "issued") => Some(Self::Months),
            (Self::Months | Self::Fulfilled | Self::Paid, "fulfilled") => Some(Self::Fulfilled),
            (Self::Months | Self::Fulfilled | Self::Paid, "paid") => Some(Self::Paid),
            _ => None,
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether it tells only of what is outstanding.
    #[must_use]
    pub const fn is_of_outstanding(self) -> bool {
        matches!(self, Self::Aging | Self::Cash)
    }

    /// Whether it tells only of what was settled: a payment date is known and nothing is outstanding.
    #[must_use]
    pub const fn is_of_settled(self) -> bool {
        matches!(self, Self::Paid | Self::Delay)
    }

    /// Whether its rows have a [`Breakdown`].
    #[must_use]
    pub const fn has_breakdown(self) -> bool {
        matches!(self, Self::Partners | Self::Companies)
    }
}

impl Group {
    /// The group of an aging report for so many days late.
    #[must_use]
    pub const fn late(days: i32) -> Self {
        match days {
            ..=0 => Self::NotDue,
            1..=30 => Self::Late(1, Some(30)),
            31..=60 => Self::Late(31, Some(60)),
            61..=90 => Self::Late(61, Some(90)),
            _ => Self::Late(91, None),
        }
    }

    /// The group of a payment so many days after the due date.
    #[must_use]
    pub const fn delay(days: i32) -> Self {
        match days {
            ..=-31 => Self::Delay(None, Some(-31)),
            -30..=-8 => Self::Delay(Some(-30), Some(-8)),
            -7..=-1 => Self::Delay(Some(-7), Some(-1)),
            0 => Self::Delay(Some(0), Some(0)),
            1..=7 => Self::Delay(Some(1), Some(7)),
            8..=14 => Self::Delay(Some(8), Some(14)),
            15..=30 => Self::Delay(Some(15), Some(30)),
            31..=60 => Self::Delay(Some(31), Some(60)),
            61..=90 => Self::Delay(Some(61), Some(90)),
            _ => Self::Delay(Some(91), None),
        }
    }

    /// Every group of payment delays, the earliest first.
    #[must_use]
    pub fn delays() -> [Self; 10] {
        [-31, -8, -1, 0, 1, 8, 15, 31, 61, 91].map(Self::delay)
    }

    /// The order in which rows come: names by the collation.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Name(a), Self::Name(b)) => super::collate::compare(a, b),
            _ => self.cmp(other),
        }
    }

    /// The week of a day.
    #[must_use]
    pub fn week(day: Date) -> Self {
        let week = day.iso_week_date();
        Self::Week(week.year(), week.week())
    }
}

impl Group {
    /// The text of the row's key in a report; `None` if the key is shown as it is.
    #[must_use]
    pub fn words(&self, kind: ReportKind) -> Option<Message> {
        Some(match self {
            Self::Overdue => Message::new("report-overdue"),
            Self::NotDue => Message::new("report-not-due"),
            Self::Late(from, Some(to)) => Message::new("report-late").with("from", from.to_string()).with("to", to.to_string()),
            Self::Late(from, None) => Message::new("report-later").with("than", (from - 1).to_string()),
            Self::NoDate => Message::new("report-no-date"),
            Self::Name(name) if name.is_empty() && kind == ReportKind::Vat => Message::new("report-no-rate"),
            Self::Name(name) if name.is_empty() => Message::new("report-nobody"),
            Self::Delay(None, to) => Message::new("report-earlier").with("than", (-1 - to.unwrap_or(0)).to_string()),
            Self::Delay(Some(0), _) => Message::new("report-on-day"),
            Self::Delay(Some(from), None) => Message::new("report-paid-later").with("than", (from - 1).to_string()),
            Self::Delay(Some(from), Some(to)) if *to < 0 => {
                Message::new("report-early").with("from", (-to).to_string()).with("to", (-from).to_string())
            }
            Self::Delay(Some(from), Some(to)) => {
                Message::new("report-paid-late").with("from", from.to_string()).with("to", to.to_string())
            }
            Self::Month(..) | Self::Week(..) | Self::Day(..) | Self::Name(_) => return None,
        })
    }
}

/// The word of JSON: `not_due`, `1-30`, `over_90`, `early_8-30`, `on_day`, `2026-10`, `2026-W47`, `2026-11-21`, `overdue`, `no_date`, or
/// the name.
impl fmt::Display for Group {
    #[expect(clippy::match_same_arms, reason = "ages and delays are days of different things")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overdue => f.write_str("overdue"),
            Self::NotDue => f.write_str("not_due"),
            Self::Late(from, Some(to)) => write!(f, "{from}-{to}"),
            Self::Late(from, None) => write!(f, "over_{}", from - 1),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Week(year, week) => write!(f, "{year:04}-W{week:02}"),
            Self::Day(year, month, day) => write!(f, "{year:04}-{month:02}-{day:02}"),
            Self::Delay(None, to) => write!(f, "early_over_{}", -1 - to.unwrap_or(0)),
            Self::Delay(Some(0), _) => f.write_str("on_day"),
            Self::Delay(Some(from), None) => write!(f, "over_{}", from - 1),
            Self::Delay(Some(from), Some(to)) if *to < 0 => write!(f, "early_{}-{}", -to, -from),
            Self::Delay(Some(from), Some(to)) => write!(f, "{from}-{to}"),
            Self::Name(name) => f.write_str(name),
            Self::NoDate => f.write_str("no_date"),
        }
    }
}
