//! What is asked about calendars, and what is answered.

use jiff::Timestamp;
use jiff::civil::Date;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::{Calendar, EventConflict, EventFacts};
use crate::domain::time::Span;
use crate::domain::{CompanyId, Message, RemoteId, as_text};
use crate::service::secret;

/// A calendar to connect.
#[derive(Debug, Serialize, Deserialize)]
pub struct NewCalendar {
    /// Its name here.
    pub name: String,
    /// Address of the collection; `None` for a private iCalendar address, which is the secret.
    pub url: Option<String>,
    /// Name at the server; empty where it asks for none.
    pub user: String,
    /// The password, or the private address.
    #[serde(with = "secret")]
    pub secret: Option<SecretString>,
    /// The person with that calendar; the caller's where none is given.
    pub person: Option<String>,
    /// The project of its events.
    pub project: Option<String>,
    /// First day that counts; thirty days ago where none is given.
    #[serde(with = "as_text")]
    pub from: Option<Date>,
    /// Whether entries are written there.
    pub writes: bool,
    /// Whether it is asked for first.
    pub test: bool,
}

/// A calendar with its state.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CalendarView {
    /// The company.
    pub company: CompanyId,
    /// Its name.
    pub company_name: String,
    /// The calendar.
    pub calendar: Calendar,
    /// The person's name.
    pub person: String,
    /// The project's name.
    pub project: Option<String>,
    /// Whether there is a password or a private address.
    pub has_secret: bool,
    /// When it was last synced successfully.
    #[serde(with = "as_text")]
    pub synced: Option<Timestamp>,
    /// Why the last sync failed.
    pub error: Option<Message>,
    /// Entries with an event.
    pub linked: usize,
    /// Events there.
    pub events: usize,
    /// What a person must decide.
    pub conflicts: Vec<ConflictView>,
}

/// An entry and an event that contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictView {
    /// The entry.
    pub entry: RemoteId,
    /// The zone in which it was recorded, for people; that of the company where nothing is left of it.
    pub zone: String,
    /// Why.
    pub conflict: EventConflict,
    /// What the books say; `None` if the entry was deleted.
    pub ours: Option<EventFacts>,
    /// What the event says; `None` if it was deleted or is no single event.
    pub theirs: Option<EventFacts>,
}

/// What a sync did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CalendarSynced {
    /// The calendar's name.
    pub calendar: String,
    /// Events that were made.
    pub created: u64,
    /// Events that were changed.
    pub updated: u64,
    /// Events that were deleted.
    pub deleted: u64,
    /// Entries that were changed as their events were.
    pub edited: u64,
    /// Entries that were deleted as their events were.
    pub removed: u64,
    /// What a person must decide.
    pub conflicts: usize,
    /// Events that wait to be confirmed as entries.
    pub proposals: usize,
    /// Why it failed.
    pub error: Option<Message>,
}

/// Which proposals.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ProposalAsk {
    /// The calendar; all where none is given.
    pub calendar: Option<String>,
    /// First day.
    #[serde(with = "as_text")]
    pub from: Option<Date>,
    /// Last day; today where none is given.
    #[serde(with = "as_text")]
    pub until: Option<Date>,
}

/// An event that could become an entry, or that differs from its entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Its key.
    pub id: RemoteId,
    /// The calendar.
    pub calendar: RemoteId,
    /// Its name.
    pub calendar_name: String,
    /// What the event is to the books.
    pub change: ProposalChange,
    /// What identifies the event in the calendar.
    pub source: String,
    /// When; of a cancelled event, when its entry is.
    pub span: Span,
    /// Its day as the books count days.
    #[serde(with = "as_text")]
    pub date: Date,
    /// Title.
    pub title: String,
    /// Categories.
    pub tags: Vec<String>,
    /// What the event says, for comparing.
    pub raw: String,
}

/// What an event is to the books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProposalChange {
    /// There is no entry of it.
    New,
    /// Its entry says something else.
    Changed(RemoteId),
    /// It was cancelled or is gone, and its entry is there.
    Cancelled(RemoteId),
}

impl ProposalChange {
    /// The word of JSON and locale files.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed(_) => "changed",
            Self::Cancelled(_) => "cancelled",
        }
    }

    /// The entry of the event.
    #[must_use]
    pub const fn entry(&self) -> Option<&RemoteId> {
        match self {
            Self::New => None,
            Self::Changed(entry) | Self::Cancelled(entry) => Some(entry),
        }
    }
}

/// Proposals, and events that could not be understood.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ProposalView {
    /// By time.
    pub proposals: Vec<Proposal>,
    /// Events that were not understood: the calendar's name and why.
    pub refused: Vec<(String, Message)>,
}

/// A decision of a person about proposals.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Decision {
    /// Keys of the proposals, or their beginnings.
    pub ids: Vec<String>,
    /// Whether they become entries; otherwise they are not proposed again.
    pub accept: bool,
    /// Their project; the calendar's where none is given.
    pub project: Option<String>,
}

/// What became of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// Entries that were made.
    pub created: u64,
    /// Entries that were changed.
    pub changed: u64,
    /// Entries that were deleted.
    pub deleted: u64,
    /// Proposals that were dismissed.
    pub dismissed: u64,
    /// Seconds of the entries that were made.
    pub seconds: i64,
}
