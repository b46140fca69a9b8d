//! Sync runs: what happened when a company was synced.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::as_text;
use super::{CompanyId, Failure, Kind, Message, RemoteId, RunId};

/// A sync of one company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncRun {
    /// Its number in this store.
    pub id: RunId,
    /// Company.
    pub company: CompanyId,
    /// The company's name at that time.
    pub company_name: String,
    /// Trigger.
    pub trigger: Trigger,
    /// User that started it.
    pub actor: Actor,
    /// Mode.
    pub mode: SyncMode,
    /// Status.
    pub status: RunStatus,
    /// When it started.
    #[serde(with = "as_text")]
    pub started: Timestamp,
    /// When it ended; `None` while it runs.
    #[serde(with = "as_text")]
    pub ended: Option<Timestamp>,
    /// Counts so far.
    pub counts: Counts,
    /// Number of errors; the errors are stored separately.
    pub error_count: u64,
    /// Why it did not complete, where it did not.
    pub failure: Option<Failure>,
    /// Before when the service must not be called again, of a deferred run.
    #[serde(with = "as_text")]
    pub deferred_until: Option<Timestamp>,
}

impl SyncRun {
    /// Records that were refused, and one more where the run itself failed.
    #[must_use]
    pub fn errors(&self) -> u64 {
        self.error_count.saturating_add(u64::from(self.failure.is_some()))
    }
}

/// Trigger of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Trigger {
    /// `faktura sync`.
    Command,
    /// `faktura --headless`, as cron does.
    Headless,
    /// A key in the TUI.
    Screen,
    /// The built-in scheduler.
    Schedule,
    /// A program over HTTP.
    Api,
}

/// The Unix user that started a run.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Actor(pub String);

/// Mode of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SyncMode {
    /// Everything; the first run, or on demand.
    Full,
    /// Changes since the last success.
    Incremental,
    /// Everything, and what vanished is flagged.
    Reconcile,
}

/// Status of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RunStatus {
    /// At work.
    Running,
    /// Done, nothing refused.
    Completed,
    /// Done, but some invoices were refused by us.
    Partial,
    /// Ended by an error.
    Failed,
    /// Ended by a person.
    Cancelled,
    /// The process died.
    Interrupted,
    /// The service asked to wait longer than we do.
    Deferred,
}

/// Counts of a run, in the terms of the command line's JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Documents.
    pub documents: Tally,
    /// Payments.
    pub payments: Tally,
    /// Contacts.
    pub contacts: Tally,
    /// Line items of created and updated documents.
    pub items: u64,
    /// Requests sent, retries included.
    pub api_calls: u64,
}

/// Counts of the records of one kind in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Records that the provider returned, each identifier once.
    pub processed: u64,
    /// New here.
    pub created: u64,
    /// At least one field differs.
    pub updated: u64,
    /// Unchanged.
    pub unchanged: u64,
    /// Refused by us; each has an error.
    pub skipped: u64,
    /// Kept and flagged because a full scan no longer found them.
    pub vanished: u64,
}

impl Counts {
    /// Counts of one kind.
    pub const fn of(&mut self, kind: Kind) -> &mut Tally {
        match kind {
            Kind::Document => &mut self.documents,
            Kind::Payment => &mut self.payments,
            Kind::Contact => &mut self.contacts,
        }
    }

    /// Counts of every kind.
    #[must_use]
    pub const fn each(&self) -> [Tally; 3] {
        [self.documents, self.payments, self.contacts]
    }
}

/// An error of a run: of one invoice, or of the run as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunError {
    /// Kind of the refused record; `None` of an error of the run as a whole.
    pub kind: Option<Kind>,
    /// The provider's identifier of the refused record, where it could be read.
    pub invoice_id: Option<RemoteId>,
    /// Its number, where it could be read.
    pub invoice_number: Option<String>,
    /// Message.
    pub message: Message,
}

impl RunStatus {
    /// Every status, in the order of the enumeration.
    pub const ALL: [Self; 7] =
        [Self::Running, Self::Completed, Self::Partial, Self::Failed, Self::Cancelled, Self::Interrupted, Self::Deferred];

    /// The word of the command line's JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Completed => "completed",
            Self::Partial => "partial",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Interrupted => "interrupted",
            Self::Deferred => "deferred",
        }
    }
}

impl SyncMode {
    /// The word of the command line's JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Incremental => "incremental",
            Self::Reconcile => "reconcile",
        }
    }

    /// Whether the run scans the whole account.
    #[must_use]
    pub const fn scans_all(self) -> bool {
        matches!(self, Self::Full | Self::Reconcile)
    }
}

impl Trigger {
    /// The word of the command line's JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Headless => "headless",
            Self::Screen => "screen",
            Self::Schedule => "schedule",
            Self::Api => "api",
        }
    }
}
