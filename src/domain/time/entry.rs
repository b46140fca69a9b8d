//! A time entry, and the timer that becomes one.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::as_text;
use crate::domain::{Actor, Currency, RemoteId};

/// Time that one person worked. Rounding never changes it: what is billed stands on the line of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeEntry {
    /// A UUID of version 7.
    pub id: RemoteId,
    /// The person that worked.
    pub person: RemoteId,
    /// The project; `None` for time that is not assigned yet.
    pub project: Option<RemoteId>,
    /// Task; empty if it has none.
    pub task: String,
    /// Note; it may stand on an invoice.
    pub note: String,
    /// Tags.
    pub tags: Vec<String>,
    /// When, and how long.
    pub span: Span,
    /// Whether it is meant for an invoice.
    pub billable: bool,
    /// A price of its own, stronger than every rule.
    pub price: Option<Price>,
    /// Its approval; `None` while it is pending.
    pub approval: Option<Approval>,
    /// Parts that drafts and invoices have taken, and parts that were written off. They never overlap.
    pub claims: Vec<Claim>,
    /// Origin of an imported entry.
    pub source: Option<Source>,
}

/// When a time entry was, and how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Span {
    /// From an instant to another one.
    Clock {
        /// Start.
        #[serde(with = "as_text")]
        start: Timestamp,
        /// End; never before the start.
        #[serde(with = "as_text")]
        end: Timestamp,
        /// IANA name of the zone in which it was recorded.
        zone: String,
    },
    /// A number of seconds on a day: the source knows no more.
    Day {
        /// The day.
        #[serde(with = "as_text")]
        date: Date,
        /// Seconds; never negative.
        seconds: i64,
        /// IANA name of the zone in which it was recorded.
        zone: String,
    },
}

/// A price for an hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// Amount for an hour.
    #[serde(with = "as_text")]
    pub amount: Decimal,
    /// Its currency.
    pub currency: Currency,
}

/// The approval of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// When.
    #[serde(with = "as_text")]
    pub at: Timestamp,
    /// The user that approved it.
    pub by: Actor,
}

/// Part of an entry that was taken, in seconds from its start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// First second.
    pub from: i64,
    /// The second after the last one.
    pub until: i64,
    /// What took it.
    pub by: ClaimBy,
}

/// What took a part of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClaimBy {
    /// A draft, also after it was issued.
    Draft(RemoteId),
    /// A decision not to bill it, with its reason.
    WrittenOff(String),
}

/// Origin of an imported entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Source {
    /// Name of the format or service, such as `toggl`.
    pub name: String,
    /// What identifies the entry there.
    pub id: String,
    /// The text that it was read from.
    pub raw: String,
}

/// How far an entry is on its way to an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntryState {
    /// Recorded.
    Pending,
    /// Approved; some of it may be on drafts or invoices.
    Approved,
    /// Every second is on drafts or invoices, or written off.
    Billed,
}

/// A running timer; a person has one at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timer {
    /// The person.
    pub person: RemoteId,
    /// Start.
    #[serde(with = "as_text")]
    pub start: Timestamp,
    /// IANA name of the zone.
    pub zone: String,
    /// The project.
    pub project: Option<RemoteId>,
    /// Task.
    pub task: String,
    /// Note.
    pub note: String,
    /// Tags.
    pub tags: Vec<String>,
}

impl EntryState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Approved, Self::Billed];

    /// The word of the JSON and of queries.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Billed => "billed",
        }
    }
}

impl Span {
    /// Its length in seconds.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        match self {
            Self::Clock { start, end, .. } => end.duration_since(*start).as_secs(),
            Self::Day { seconds, .. } => *seconds,
        }
    }

    /// Name of its zone.
    #[must_use]
    pub fn zone_name(&self) -> &str {
        match self {
            Self::Clock { zone, .. } | Self::Day { zone, .. } => zone,
        }
    }

    /// Its zone; UTC if this machine does not know it any more.
    #[must_use]
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(self.zone_name()).unwrap_or(TimeZone::UTC)
    }

    /// Start and end, where they are known.
    #[must_use]
    pub const fn clock(&self) -> Option<(Timestamp, Timestamp)> {
        match self {
            Self::Clock { start, end, .. } => Some((*start, *end)),
            Self::Day { .. } => None,
        }
    }

    /// Start and end as clocks of its zone show them, and how many days from a day they are: 22:00–01:00+1.
    #[must_use]
    pub fn shown(&self, day: Date) -> Option<String> {
        let (start, end) = self.clock()?;
        let clock = |at: Timestamp| {
            let at = at.to_zoned(self.zone());
            let more = match at.date().duration_since(day).as_hours() / 24 {
                0 => String::new(),
                days if days < 0 => format!("\u{2212}{}", -days),
                days => format!("+{days}"),
            };
            format!("{}{more}", at.strftime("%H:%M"))
        };
        Some(format!("{}–{}", clock(start), clock(end)))
    }

    /// The day on which it started, in its own zone.
    #[must_use]
    pub fn date(&self) -> Date {
        match self {
            Self::Clock { start, .. } => start.to_zoned(self.zone()).date(),
            Self::Day { date, .. } => *date,
        }
    }

    /// The day on which it started as a zone counts days; a day without a clock is the same in every zone.
    #[must_use]
    pub fn date_in(&self, zone: &TimeZone) -> Date {
        match self {
            Self::Clock { start, .. } => start.to_zoned(zone.clone()).date(),
            Self::Day { date, .. } => *date,
        }
    }

    /// The instant from which its seconds count: its start, or the first moment of its day in a zone.
    #[must_use]
    pub fn origin(&self, zone: &TimeZone) -> Timestamp {
        match self {
            Self::Clock { start, .. } => *start,
            Self::Day { date, .. } => date.to_zoned(zone.clone()).map_or(Timestamp::MIN, |at| at.timestamp()),
        }
    }
}

impl TimeEntry {
    /// Its length in seconds.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.span.seconds()
    }

    /// Seconds that drafts and invoices have.
    #[must_use]
    pub fn claimed(&self) -> i64 {
        self.sum(|by| matches!(by, ClaimBy::Draft(_)))
    }

    /// Seconds that were written off.
    #[must_use]
    pub fn written_off(&self) -> i64 {
        self.sum(|by| matches!(by, ClaimBy::WrittenOff(_)))
    }

    /// Seconds that are neither on a draft or an invoice nor written off.
    #[must_use]
    pub fn free(&self) -> i64 {
        self.seconds() - self.claimed() - self.written_off()
    }

    fn sum(&self, of: impl Fn(&ClaimBy) -> bool) -> i64 {
        self.claims.iter().filter(|claim| of(&claim.by)).map(|claim| claim.until - claim.from).sum::<i64>()
    }

    /// The parts that nothing has taken, in order.
    #[must_use]
    pub fn free_parts(&self) -> Vec<(i64, i64)> {
        let mut taken: Vec<(i64, i64)> = self.claims.iter().map(|claim| (claim.from, claim.until)).collect();
        taken.sort_unstable();
        let (mut parts, mut at) = (Vec::new(), 0);
        for (from, until) in taken.into_iter().chain([(self.seconds(), self.seconds())]) {
            if from > at {
                parts.push((at, from));
            }
            at = at.max(until);
        }
        parts
    }

    /// How far it is.
    #[must_use]
    pub fn state(&self) -> EntryState {
        match self.approval {
            None => EntryState::Pending,
            Some(_) if !self.claims.is_empty() && self.free() == 0 => EntryState::Billed,
            Some(_) => EntryState::Approved,
        }
    }

    /// Whether its claims lie within it and do not overlap.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let mut taken: Vec<(i64, i64)> = self.claims.iter().map(|claim| (claim.from, claim.until)).collect();
        taken.sort_unstable();
        let inside = taken.iter().all(|(from, until)| 0 <= *from && from < until && *until <= self.seconds());
        inside && taken.iter().zip(taken.iter().skip(1)).all(|(one, next)| one.1 <= next.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(start: &str, end: &str) -> TimeEntry {
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        TimeEntry {
            id: RemoteId::new("1"),
            person: RemoteId::new("p"),
            project: None,
            task: String::new(),
            note: String::new(),
            tags: Vec::new(),
            span: Span::Clock { start: at(start), end: at(end), zone: "Europe/Budapest".to_owned() },
            billable: true,
            price: None,
            approval: None,
            claims: Vec::new(),
            source: None,
        }
    }

    #[test]
    fn seconds_are_taken_once() {
        let mut entry = entry("2026-10-24T23:30:00Z", "2026-10-25T03:00:00Z");
        assert_eq!((entry.seconds(), entry.span.date().to_string().as_str()), (12_600, "2026-10-25"));
        let draft = || ClaimBy::Draft(RemoteId::new("d"));
        entry.claims = vec![Claim { from: 3_600, until: 7_200, by: draft() }];
        assert_eq!(entry.free_parts(), [(0, 3_600), (7_200, 12_600)]);
        entry.claims.push(Claim { from: 0, until: 3_600, by: ClaimBy::WrittenOff("a test".to_owned()) });
        assert_eq!((entry.claimed(), entry.written_off(), entry.free()), (3_600, 3_600, 5_400));
        assert!(entry.is_sound());
        entry.claims.push(Claim { from: 3_599, until: 4_000, by: draft() });
        assert!(!entry.is_sound());
    }
}
