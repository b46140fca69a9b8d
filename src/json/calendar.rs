//! Calendars, what their syncs did, and events that could become entries.

use serde::Serialize;

use super::value::{Day, Instant, Shown};
use crate::domain::calendar::{CalendarWay, EventFacts, EventTime};
use crate::locale::{Lang, Locale};
use crate::service::books::{CalendarSynced, CalendarView, ConflictView, Decided, Proposal, ProposalView};

/// `faktura calendar list --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Calendars))]
pub struct CalendarsJson {
    /// Calendars, by company and name.
    pub calendars: Vec<CalendarJson>,
}

/// A calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Calendar))]
#[expect(missing_docs, reason = "the names are the promise; CalendarView explains them")]
pub struct CalendarJson {
    pub id: String,
    pub name: String,
    pub company_id: u32,
    pub company: String,
    /// `caldav` or `ical`.
    pub kind: &'static str,
    /// Address of a `CalDAV` collection, host of a private address.
    pub address: String,
    pub user: String,
    pub writes: bool,
    pub person: String,
    pub project: Option<String>,
    #[cfg_attr(feature = "api", schema(value_type = String, format = Date))]
    pub from: Day,
    pub secret_set: bool,
    #[cfg_attr(feature = "api", schema(value_type = Option<String>, format = DateTime))]
    pub synced: Option<Instant>,
    pub error: Option<String>,
    pub linked: usize,
    pub events: usize,
    pub conflicts: Vec<EventConflictJson>,
}

/// An entry and an event that contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = EventConflict))]
#[expect(missing_docs, reason = "the names are the promise; ConflictView explains them")]
pub struct EventConflictJson {
    pub entry: String,
    /// The zone in which the entry was recorded.
    pub zone: String,
    /// `both_changed`, `locked`, `deleted_there`, `deleted_here`, `many_deleted` or `not_one_event`.
    pub conflict: &'static str,
    pub books: Option<EventFactsJson>,
    pub calendar: Option<EventFactsJson>,
}

/// Time and title of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = EventFacts))]
#[expect(missing_docs, reason = "the names are the promise; EventFacts explains them")]
pub struct EventFactsJson {
    #[cfg_attr(feature = "api", schema(value_type = Option<String>, format = DateTime))]
    pub start: Option<Instant>,
    #[cfg_attr(feature = "api", schema(value_type = Option<String>, format = DateTime))]
    pub end: Option<Instant>,
    /// Of an event of whole days.
    #[cfg_attr(feature = "api", schema(value_type = Option<String>, format = Date))]
    pub date: Option<Day>,
    pub title: String,
}

/// `faktura calendar sync --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CalendarSyncsJson {
    /// A calendar each.
    pub calendars: Vec<CalendarSyncJson>,
}

/// What a sync of a calendar did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = CalendarSync))]
#[expect(missing_docs, reason = "the names are the promise; CalendarSynced explains them")]
pub struct CalendarSyncJson {
    pub calendar: String,
    /// `completed` or `failed`.
    pub status: &'static str,
    pub events_created: u64,
    pub events_updated: u64,
    pub events_deleted: u64,
    pub entries_edited: u64,
    pub entries_deleted: u64,
    pub conflicts: usize,
    pub proposals: usize,
    pub error: Option<String>,
}

/// `faktura calendar propose --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = EventProposals))]
pub struct EventProposalsJson {
    /// By time.
    pub proposals: Vec<EventProposalJson>,
    /// Events that are not understood.
    pub refused: Vec<EventRefusedJson>,
}

/// An event that could become an entry, or that differs from its entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = EventProposal))]
#[expect(missing_docs, reason = "the names are the promise; Proposal explains them")]
pub struct EventProposalJson {
    pub proposal: String,
    pub calendar: String,
    /// `new`, `changed` or `cancelled`.
    pub change: &'static str,
    pub entry: Option<String>,
    #[cfg_attr(feature = "api", schema(value_type = Option<String>, format = DateTime))]
    pub start: Option<Instant>,
    #[cfg_attr(feature = "api", schema(value_type = Option<String>, format = DateTime))]
    pub end: Option<Instant>,
    #[cfg_attr(feature = "api", schema(value_type = String, format = Date))]
    pub date: Day,
    pub zone: String,
    pub seconds: i64,
    pub title: String,
    pub tags: Vec<String>,
}

/// An event that is not understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = EventRefused))]
#[expect(missing_docs, reason = "the names are the promise")]
pub struct EventRefusedJson {
    pub calendar: String,
    pub error: String,
}

/// `faktura calendar accept|dismiss --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = EventsDecided))]
#[expect(missing_docs, reason = "the names are the promise; Decided explains them")]
pub struct EventsDecidedJson {
    pub created: u64,
    pub changed: u64,
    pub deleted: u64,
    pub dismissed: u64,
    pub seconds: i64,
}

/// `faktura calendar test --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CalendarTestJson {
    /// Its name at the server.
    pub name: Option<String>,
    /// Whether it may be written to, where the server says.
    pub writable: Option<bool>,
}

fn facts(facts: &EventFacts) -> EventFactsJson {
    let (start, end, date) = match facts.when {
        EventTime::Clock { start, end } => (Some(Shown(start)), Some(Shown(end)), None),
        EventTime::Day { date } => (None, None, Some(Shown(date))),
    };
    EventFactsJson { start, end, date, title: facts.title.clone() }
}

fn english() -> &'static Locale {
    Lang::En.locale()
}

impl EventConflictJson {
    /// What scripts see of a conflict.
    #[must_use]
    pub fn new(view: &ConflictView) -> Self {
        Self {
            entry: view.entry.to_string(),
            zone: view.zone.clone(),
            conflict: view.conflict.as_str(),
            books: view.ours.as_ref().map(facts),
            calendar: view.theirs.as_ref().map(facts),
        }
    }
}

impl CalendarJson {
    /// What scripts see of a calendar.
    #[must_use]
    pub fn new(view: &CalendarView) -> Self {
        let calendar = &view.calendar;
        let (address, user) = match &calendar.way {
            CalendarWay::Dav { url, user, .. } => (url, user.clone()),
            CalendarWay::Address { host } => (host, String::new()),
        };
        Self {
            id: calendar.id.to_string(),
            name: calendar.name.clone(),
            company_id: view.company.0,
            company: view.company_name.clone(),
            kind: calendar.way.as_str(),
            address: address.clone(),
            user,
            writes: calendar.way.writes(),
            person: view.person.clone(),
            project: view.project.clone(),
            from: Shown(calendar.from),
            secret_set: view.has_secret,
            synced: view.synced.map(Shown),
            error: view.error.as_ref().map(|error| english().text(error)),
            linked: view.linked,
            events: view.events,
            conflicts: view.conflicts.iter().map(EventConflictJson::new).collect(),
        }
    }
}

impl CalendarsJson {
    /// What scripts see of calendars.
    #[must_use]
    pub fn new(views: &[CalendarView]) -> Self {
        Self { calendars: views.iter().map(CalendarJson::new).collect() }
    }
}

impl From<&CalendarSynced> for CalendarSyncJson {
    fn from(done: &CalendarSynced) -> Self {
        Self {
            calendar: done.calendar.clone(),
            status: if done.error.is_some() { "failed" } else { "completed" },
            events_created: done.created,
            events_updated: done.updated,
            events_deleted: done.deleted,
            entries_edited: done.edited,
            entries_deleted: done.removed,
            conflicts: done.conflicts,
            proposals: done.proposals,
            error: done.error.as_ref().map(|error| english().text(error)),
        }
    }
}

impl EventProposalsJson {
    /// What scripts see of proposals.
    #[must_use]
    pub fn new(view: &ProposalView) -> Self {
        let refused = |(calendar, error): &(String, crate::domain::Message)| EventRefusedJson {
            calendar: calendar.clone(),
            error: english().text(error),
        };
        Self { proposals: view.proposals.iter().map(Into::into).collect(), refused: view.refused.iter().map(refused).collect() }
    }
}

impl From<&Proposal> for EventProposalJson {
    fn from(proposal: &Proposal) -> Self {
        let clock = proposal.span.clock();
        Self {
            proposal: proposal.id.to_string(),
            calendar: proposal.calendar_name.clone(),
            change: proposal.change.as_str(),
            entry: proposal.change.entry().map(ToString::to_string),
            start: clock.map(|(start, _)| Shown(start)),
            end: clock.map(|(_, end)| Shown(end)),
            date: Shown(proposal.date),
            zone: proposal.span.zone_name().to_owned(),
            seconds: proposal.span.seconds(),
            title: proposal.title.clone(),
            tags: proposal.tags.clone(),
        }
    }
}

impl From<&Decided> for EventsDecidedJson {
    fn from(done: &Decided) -> Self {
        let Decided { created, changed, deleted, dismissed, seconds } = *done;
        Self { created, changed, deleted, dismissed, seconds }
    }
}
