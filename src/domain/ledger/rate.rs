//! Rates: prices of time, with their level and validity. A rate is superseded, never edited.

use jiff::civil::{Date, Weekday};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::as_text;
use crate::domain::{Currency, RemoteId};

/// A rule that prices time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// A UUID of version 7.
    pub id: RemoteId,
    /// What it applies to.
    pub level: Level,
    /// Amount for a unit.
    #[serde(with = "as_text")]
    pub amount: Decimal,
    /// Currency.
    pub currency: Currency,
    /// The unit.
    pub per: Per,
    /// First day.
    #[serde(with = "as_text")]
    pub from: Date,
    /// The day after the last one; `None` while it is open.
    #[serde(with = "as_text")]
    pub until: Option<Date>,
    /// Steps of billed time.
    pub increment: Option<Increment>,
    /// Additions by weekday or hour; every one that applies is added.
    pub surcharges: Vec<Surcharge>,
    /// Most that an invoice bills by it; the rest is written off.
    #[serde(with = "as_text")]
    pub cap: Option<Decimal>,
}

/// What a rate applies to, the weakest first: a stronger one wins.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// Every entry of the company.
    Company,
    /// Entries of a client's projects.
    Client(RemoteId),
    /// Entries of a project.
    Project(RemoteId),
    /// Entries of a person on a project.
    PersonProject(RemoteId, RemoteId),
}

/// Unit of a rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Per {
    /// An hour.
    Hour,
    /// A day of so many seconds.
    Day(i64),
    /// The whole of an invoice's period, however long the time is.
    Fixed,
    /// A period with included time.
    Retainer(Retainer),
}

/// Time that a retainer includes, and the price of more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retainer {
    /// Included seconds of a calendar month.
    pub included: i64,
    /// Amount for each hour above.
    #[serde(with = "as_text")]
    pub overage: Decimal,
}

/// Steps of billed time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Increment {
    /// Seconds of a step.
    pub step: i64,
    /// Whether a step that is begun counts whole; else the nearest, half up.
    pub up: bool,
    /// Fewest seconds.
    pub least: i64,
}

/// An addition in percent by weekday or hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surcharge {
    /// Weekdays as bits, Monday the lowest.
    pub weekdays: u8,
    /// First second of the day.
    pub from: i32,
    /// The second of the day after the last one; up to 86,400.
    pub until: i32,
    /// Percent that are added.
    #[serde(with = "as_text")]
    pub percent: Decimal,
}

impl Level {
    /// The word of the JSON.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Client(_) => "client",
            Self::Project(_) => "project",
            Self::PersonProject(..) => "person_project",
        }
    }
}

impl Per {
    /// The word of the command line and the JSON.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day(_) => "day",
            Self::Fixed => "fixed",
            Self::Retainer(_) => "retainer",
        }
    }
}

impl Rate {
    /// Whether it is in force on a day.
    #[must_use]
    pub fn covers(&self, date: Date) -> bool {
        self.from <= date && self.until.is_none_or(|until| date < until)
    }
}

impl Increment {
    /// Billed seconds of raw ones.
    #[must_use]
    pub fn apply(&self, seconds: i64) -> i64 {
        if seconds <= 0 {
            return 0;
        }
        let step = self.step.max(1);
        let whole = if self.up { (seconds + step - 1) / step } else { (seconds + step / 2) / step };
        (whole * step).max(self.least)
    }
}

impl Surcharge {
    /// Whether it applies at a second of a weekday.
    #[must_use]
    pub fn applies(&self, weekday: Weekday, second: i32) -> bool {
        let bit = 1u8 << weekday.to_monday_zero_offset().clamp(0, 6);
        self.weekdays & bit != 0 && (self.from..self.until).contains(&second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_count_up_or_to_the_nearest() {
        let up = Increment { step: 900, up: true, least: 0 };
        assert_eq!([0, 1, 900, 901].map(|seconds| up.apply(seconds)), [0, 900, 900, 1800]);
        let near = Increment { step: 360, up: false, least: 1800 };
        assert_eq!([179, 1979, 1980].map(|seconds| near.apply(seconds)), [1800, 1800, 2160]);
    }
}
