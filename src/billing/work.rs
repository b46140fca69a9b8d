//! Time that is to be billed, and how its lines are made.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Refusal;
use crate::domain::ledger::{Group, Level, Project, Rate, RoundingLevel, Vat};
use crate::domain::time::TimeEntry;
use crate::domain::{Currency, Message, RemoteId};

/// Decimals of a quantity that has no end.
pub(super) const QUANTITY: u32 = 10;

/// What other drafts have of each month of a retainer, by the level of the rate and the first day of the month: a rate that follows another
/// one within a month charges it no second time.
pub type Charged = BTreeMap<(Level, Date), Taken>;

/// A month of a retainer that is due although no time was worked in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Level of the rate.
    pub level: Level,
    /// First day of the month.
    pub month: Date,
    /// Name of what the rate is for, which is printed.
    pub name: String,
}

/// What other drafts have of a month of a retainer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// Seconds of the time that it includes.
    pub seconds: i64,
    /// Whether one of them charges the month: others have only more time of it.
    pub fee: bool,
    /// Where the time of an entry that is included ends: seconds from its begin.
    pub ends: BTreeMap<RemoteId, i64>,
}

/// First day of a month.
#[must_use]
pub fn month_of(date: Date) -> Date {
    date.first_of_month()
}

/// Time that is to be billed.
#[derive(Debug, Clone, Copy)]
pub struct Work<'w> {
    /// The entry.
    pub entry: &'w TimeEntry,
    /// The part of it, in seconds from its start.
    pub part: (i64, i64),
    /// Its project.
    pub project: &'w Project,
    /// Name of the person.
    pub person: &'w str,
}

/// How lines are made.
#[derive(Debug, Clone, Copy)]
pub struct Compose<'c> {
    /// Every rate of the company.
    pub rates: &'c [Rate],
    /// The company's zone.
    pub zone: &'c TimeZone,
    /// Currency of the draft.
    pub currency: &'c Currency,
    /// Grouping.
    pub group: Group,
    /// Where steps are applied.
    pub level: RoundingLevel,
    /// VAT of the lines.
    pub vat: &'c Vat,
    /// What other drafts have of months of retainers.
    pub charged: &'c Charged,
    /// Months of retainers that are due although no time was worked.
    pub due: &'c [Due],
}

pub(super) fn too_large() -> Refusal {
    Message::new("billing-sum-too-large")
}
