//! Calendars of own books: which they are, which event an entry has there, and what a person decided about events.
//!
//! For: the service, the API clients of `calendar/`, stored forms. Uses: identities, instants. Never: HTTP, iCalendar, a store.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::time::Span;
use super::{RemoteId, as_text};

/// A calendar that is connected to a company with own books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// A UUID of version 7.
    pub id: RemoteId,
    /// Its name here; unique in the company.
    pub name: String,
    /// How it is reached.
    pub way: CalendarWay,
    /// The person with that calendar: entries of this person are written, and events become its entries.
    pub person: RemoteId,
    /// The project of proposed entries, where they name none.
    pub project: Option<RemoteId>,
    /// Entries of earlier days are not written, events of earlier days not proposed.
    #[serde(with = "as_text")]
    pub from: Date,
}

/// How a calendar is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CalendarWay {
    /// `CalDAV`, both ways.
    Dav {
        /// Address of the collection.
        url: String,
        /// Name at the server; empty where it asks for none.
        user: String,
        /// Whether entries are written there.
        writes: bool,
    },
    /// A private iCalendar address, which is sealed: read only.
    Address {
        /// Its host, for lists.
        host: String,
    },
}

/// What the books and a calendar have in common about an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventFacts {
    /// When.
    pub when: EventTime,
    /// What the event is called: the note of the entry, its task, or its project.
    pub title: String,
}

/// When an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EventTime {
    /// From an instant to another one.
    Clock {
        /// Start.
        #[serde(with = "as_text")]
        start: Timestamp,
        /// End.
        #[serde(with = "as_text")]
        end: Timestamp,
    },
    /// A whole day: the entry knows the day and its seconds alone.
    Day {
        /// The day.
        #[serde(with = "as_text")]
        date: Date,
    },
}

/// The event of an entry in a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventLink {
    /// The calendar.
    pub calendar: RemoteId,
    /// The entry.
    pub entry: RemoteId,
    /// Path of the event at the server.
    pub href: String,
    /// Version of the event that `base` is of.
    pub etag: String,
    /// What both sides had after the last sync.
    pub base: EventFacts,
    /// Why a person must decide; `None` if both sides agree.
    pub conflict: Option<EventConflict>,
}

/// Why a person must decide about an entry and its event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventConflict {
    /// Both were changed differently.
    BothChanged,
    /// The event was changed, and the entry is approved, billed or on a closed day.
    Locked,
    /// The event was deleted, and the entry was changed or is locked.
    DeletedThere,
    /// The entry was deleted, and the event was changed.
    DeletedHere,
    /// Many events vanished at once.
    ManyDeleted,
    /// The event became a series, or cannot be understood.
    NotOneEvent,
}

/// A decision about an event that was proposed as an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventDecision {
    /// Key of the proposal.
    pub id: RemoteId,
    /// The calendar.
    pub calendar: RemoteId,
    /// What the event said; another text is proposed again.
    pub raw: String,
}

/// The side that counts in a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Keep {
    /// Our entry.
    Books,
    /// The event.
    Calendar,
}

impl EventConflict {
    /// The word of JSON and locale files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BothChanged => "both_changed",
            Self::Locked => "locked",
            Self::DeletedThere => "deleted_there",
            Self::DeletedHere => "deleted_here",
            Self::ManyDeleted => "many_deleted",
            Self::NotOneEvent => "not_one_event",
        }
    }
}

impl CalendarWay {
    /// The word of JSON and locale files.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Dav { .. } => "caldav",
            Self::Address { .. } => "ical",
        }
    }

    /// Whether entries are written there.
    #[must_use]
    pub const fn writes(&self) -> bool {
        matches!(self, Self::Dav { writes: true, .. })
    }
}

impl EventTime {
    /// When an entry is, in whole seconds: a calendar knows no parts of them.
    #[must_use]
    pub fn of(span: &Span) -> Self {
        let whole = |at: Timestamp| Timestamp::from_second(at.as_second()).unwrap_or(at);
        match span {
            Span::Clock { start, end, .. } => Self::Clock { start: whole(*start), end: whole(*end) },
            Span::Day { date, .. } => Self::Day { date: *date },
        }
    }

    /// The span of an entry that is moved here; the zone stays. An event of a whole day keeps the seconds of the entry.
    #[must_use]
    pub fn span(&self, before: &Span) -> Span {
        let zone = before.zone_name().to_owned();
        match self {
            Self::Clock { start, end } => Span::Clock { start: *start, end: *end, zone },
            Self::Day { date } => Span::Day { date: *date, seconds: before.seconds(), zone },
        }
    }
}

impl EventLink {
    /// Identifier of the link of an entry in a calendar.
    #[must_use]
    pub fn key(calendar: &RemoteId, entry: &RemoteId) -> RemoteId {
        RemoteId::new(format!("{calendar}:{entry}"))
    }
}
