//! Invoices that recur, and names of time files that stand for projects.

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Group, RoundingLevel, Vat};
use crate::domain::RemoteId;
use crate::domain::as_text;

/// An invoice that is drafted again and again. Each draft is made in one commit with the day of the next one: it is made once, however many days
/// were missed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recurring {
    /// A UUID of version 7.
    pub id: RemoteId,
    /// Title, for lists.
    pub title: String,
    /// The client.
    pub client: RemoteId,
    /// Only time of this project.
    pub project: Option<RemoteId>,
    /// Months from one to the next; at least one.
    pub months: u16,
    /// The day of the next one. It bills the time of the months before it.
    #[serde(with = "as_text")]
    pub next: Date,
    /// The day of its month on which each is due; 31 is the last one, and shorter months have theirs.
    pub day: i8,
    /// The last day on which one may be due.
    #[serde(with = "as_text")]
    pub until: Option<Date>,
    /// Whether it bills time and retainers.
    pub time: bool,
    /// Grouping of time.
    pub group: Group,
    /// Where steps are applied.
    pub level: RoundingLevel,
    /// Lines that each one has.
    pub lines: Vec<RecurringLine>,
    /// VAT; that of the client or the company where it is left out.
    pub vat: Option<Vat>,
    /// Note that is printed.
    pub note: String,
    /// Whether it makes none for now.
    pub paused: bool,
    /// How many were due so far.
    pub made: u64,
}

/// A line that each invoice has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecurringLine {
    /// Text.
    pub text: String,
    /// Quantity.
    #[serde(with = "as_text")]
    pub quantity: Decimal,
    /// Net price of one.
    #[serde(with = "as_text")]
    pub unit_price: Decimal,
    /// VAT; that of the invoice where it is left out.
    pub vat: Option<Vat>,
}

/// A name in files of time that stands for a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeMap {
    /// The name, folded.
    pub name: String,
    /// Whether it is a tag; else the name of a project.
    pub tag: bool,
    /// The project.
    pub project: RemoteId,
}

/// What a call with a key of the caller's made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BooksCall {
    /// The key.
    pub id: String,
    /// The caller: keys of others are others.
    pub author: String,
    /// Hash of what was asked.
    pub request: String,
    /// Records that it wrote, by number of their kind.
    pub made: Vec<(u64, RemoteId)>,
}

impl BooksCall {
    /// What it is kept by.
    #[must_use]
    pub fn key(&self) -> RemoteId {
        RemoteId::new(format!("{}:{}", self.id, self.author))
    }
}

impl Recurring {
    /// Whether one is due on a day.
    #[must_use]
    pub fn is_due(&self, today: Date) -> bool {
        !self.paused && self.next <= today && self.until.is_none_or(|until| self.next <= until)
    }

    /// First and last day of what the next one bills: from the day on which the one before it is due, so that periods follow each other.
    #[must_use]
    pub fn period(&self) -> (Date, Date) {
        (self.away(-i64::from(self.months.max(1))), self.next.saturating_sub(1.day()))
    }

    /// The day of the one after the next: the same day of its month, or the last one where the month has no such day.
    #[must_use]
    pub fn after(&self) -> Date {
        self.away(i64::from(self.months.max(1)))
    }

    /// The day that is due so many months from the next one.
    fn away(&self, months: i64) -> Date {
        let month = self.next.first_of_month().saturating_add(months.months());
        let day = i64::from(self.day.clamp(1, month.days_in_month())) - 1;
        month.saturating_add(day.days())
    }

    /// The day of the month that recurs from a first day: the last day of a month stays the last day.
    #[must_use]
    pub fn day_of(first: Date) -> i8 {
        if first.day() == first.days_in_month() { 31 } else { first.day() }
    }
}

impl TimeMap {
    /// What it is kept by.
    #[must_use]
    pub fn key(&self) -> RemoteId {
        RemoteId::new(format!("{}:{}", if self.tag { "tag" } else { "project" }, self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_end_of_a_month_stays_the_end() {
        let mut one = Recurring {
            id: RemoteId::new("r"),
            title: String::new(),
            client: RemoteId::new("c"),
            project: None,
            months: 1,
            next: date(2026, 1, 31),
            day: 31,
            until: Some(date(2026, 3, 31)),
            time: true,
            group: Group::Project,
            level: RoundingLevel::Line,
            lines: Vec::new(),
            vat: None,
            note: String::new(),
            paused: false,
            made: 0,
        };
        let (mut days, mut periods) = (Vec::new(), Vec::new());
        while one.is_due(date(2026, 12, 31)) {
            days.push(one.next.to_string());
            periods.push(one.period());
            one.next = one.after();
        }
        assert_eq!(days, ["2026-01-31", "2026-02-28", "2026-03-31"]);
        // Each day is billed once: a period begins on the day after the one before it.
        assert_eq!(periods[0], (date(2025, 12, 31), date(2026, 1, 30)));
        assert!(periods.windows(2).all(|pair| pair[0].1.tomorrow().ok() == Some(pair[1].0)), "{periods:?}");
        (one.next, one.day) = (date(2026, 11, 1), 1);
        assert_eq!(one.period(), (date(2026, 10, 1), date(2026, 10, 31)));
    }
}
