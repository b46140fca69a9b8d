//! What a store must do, in domain types.
//!
//! For: keeping what was synced, durably. Uses: domain; sled, bincode and files below this folder only. Never: HTTP,
//! async (callers use blocking threads), the clock (times come in), other modules.
//!
//! Invariants: a commit is durable when the call returns; it is applied wholly or not at all; what no provider can give
//! twice is in the journal before it is in the database.
//!
//! # How large it may get
//!
//! Measured by `cargo bench --bench million` at 5,000, 100,000 and 1,000,000 invoices: the cost of a commit and of a key stays, opening
//! and whatever looks at every row grow with the store. What that means, and what would change:
//!
//! - *One million* (this code): the database reads its page table when it opens; so a record is one small locator in it, and the bodies
//!   lie in files of packs beside it (`cargo bench --bench figures` prints the bytes of an invoice). The index over all rows is columns
//!   in memory, about 140 bytes an invoice, kept in a file of the same form that commits append segments to: the next process reads it while the database opens, and what
//!   changed since it learns from the journal ([`Store::changed_since`]). What only needs figures (`status`, the first tab) is answered
//!   from another small file ([`crate::service`] keeps both). Closing reads what was written, not all.
//! - *Ten million*: reading the kept index takes seconds and more than a gigabyte. It becomes segments on disk, one for each company and
//!   year, written with the commit that changes them, mapped and not read; orders by date and number are kept in them, so that the newest
//!   rows need one segment. The database becomes one for each company: opening one costs what that company costs, and a sync opens one. sled's
//!   page table is what asks for that; the trait above is all that the rest of the house knows of it.
//! - *A hundred million*: one machine's disk still holds it (about 150 GB), its memory does not hold even the segments' heads of all. Years
//!   that are closed become files of columns that nothing writes any more (what changes in them lives in a segment over them), totals are
//!   kept per month and company, and searching text asks an inverted index instead of every row.
//! - *Several machines*: another folder beside `sled/` that speaks a database's protocol. What makes that possible holds today: commits are
//!   whole, carry their run and state, and are applied again without harm; the journal is what is shared first, as it can be replayed
//!   anywhere; one sync a company at a time becomes a lease with an end instead of a lock; readers ask for a state by its number
//!   and say which one they saw.

pub mod alerts;
pub mod bank;
pub mod calendars;
#[cfg(test)]
mod conformance;
mod copy;
mod copying;
pub mod deliveries;
mod error;
mod file;
pub mod inspect;
mod journal;
mod leases;
mod ledger;
#[cfg(test)]
pub(crate) mod memory;
mod outbox;
mod own;
mod own_index;
#[cfg(feature = "postgres")]
pub mod postgres;
pub mod pushes;
#[cfg(feature = "postgres")]
mod quotas;
mod record;
pub mod registry;
mod rules;
pub mod sled;
mod terms;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use copying::{CopiedCompany, CopyFrom, CopyReport, CopyTo, copy_store, refuse_filled};
pub use error::StoreError;
pub use leases::Leases;
pub use ledger::{Held, OwnForm, held, held_some, history, holding, series_of};
pub use outbox::{Claim, Claimed, Outbox};
pub use own::{ItemWrite, OwnBatch, OwnData, OwnWrite};
pub use record::{Content, Kept};
pub use registry::{Registry, Tokens};
pub use sled::{Restored, audit_lines, backup, backup_lines, borrow, check, check_with, compact, restore, takes_writes};
pub use terms::{Hit, TermRange};

use crate::domain::{
    AuditEntry, AuditLog, CompanyId, Doubt, Entity, Fence, FieldChange, Invoice, InvoiceRow, Kind, Lease, LineItem, Message,
    Record, RecordKey, RemoteId, RunError, RunId, RunStatus, Stored, StoredInvoice, SyncMode, SyncRun,
};

/// A store of invoices, runs and history. All calls block; one writer at a time, readers beside it.
pub trait Store: Leases + OwnData + Outbox {
    /// Records a run that starts under its company's lease, durably, and gives it its number. `run.id` is ignored. Fails with
    /// [`StoreError::LeaseLost`] if the lease is not the current one.
    fn begin_run(&self, run: &SyncRun, lease: &Lease) -> Result<RunId, StoreError>;
    /// Applies one commit: wholly or not at all, durable when this returns. Fails with [`StoreError::LeaseLost`] if its fence is not that
    /// of the company's current lease.
    fn commit(&self, commit: &Commit) -> Result<(), StoreError>;
    /// Marks the runs that say RUNNING without a valid lease as INTERRUPTED, ended at `at`, and returns them. A run that
    /// is alive in this process or in another one is left alone.
    fn interrupt_expired(&self, at: Timestamp) -> Result<Vec<SyncRun>, StoreError>;

    /// A run.
    fn run(&self, id: RunId) -> Result<Option<SyncRun>, StoreError>;
    /// Runs, newest first.
    fn runs(&self, filter: &RunFilter) -> Result<Vec<SyncRun>, StoreError>;
    /// The last runs of these companies, in the same order.
    fn last_runs(&self, companies: &[CompanyId]) -> Result<Vec<LastRuns>, StoreError> {
        let newest = |company: CompanyId, statuses: &[RunStatus]| {
            let filter = RunFilter { companies: vec![company], statuses: statuses.to_vec(), limit: Some(1) };
            Ok(self.runs(&filter)?.into_iter().next())
        };
        let one = |company: &CompanyId| {
            let last = newest(*company, &[])?;
            let ended = match &last {
                Some(run) if run.status == RunStatus::Running => newest(*company, &LastRuns::ENDED)?,
                other => other.clone(),
            };
            Ok(LastRuns { last, ended, success: newest(*company, &LastRuns::SUCCESS)? })
        };
        companies.iter().map(one).collect()
    }
    /// The errors of a run, in the order in which they came.
    fn run_errors(&self, id: RunId) -> Result<Vec<RunError>, StoreError>;
    /// State of the sync of a company's feed; the default if it was never synced.
    fn sync_state(&self, company: CompanyId, feed: &str) -> Result<SyncState, StoreError>;
    /// States of the syncs of feeds, as [`Self::sync_state`], in the same order.
    fn sync_states(&self, feeds: &[(CompanyId, &str)]) -> Result<Vec<SyncState>, StoreError> {
        feeds.iter().map(|(company, feed)| self.sync_state(*company, feed)).collect()
    }
    /// Identifiers that the scan of a feed in progress has already seen, in no order; see [`Commit::scan`].
    fn scan_ids(&self, company: CompanyId, feed: &str) -> Result<Vec<RemoteId>, StoreError>;

    /// The records of a kind of these identifiers, in the same order; `None` for unknown ones.
    fn records(&self, company: CompanyId, kind: Kind, ids: &[RemoteId]) -> Result<Vec<Option<Record>>, StoreError>;
    /// What can be told of the records of these identifiers without reading them, in the same order; `None` for unknown ones.
    fn heads(&self, company: CompanyId, kind: Kind, ids: &[RemoteId]) -> Result<Vec<Option<Head>>, StoreError>;
    /// Visits the records of a kind, in no order, of one company or of all, until told to stop. A record that does not decode is
    /// skipped and named.
    fn visit(
        &self,
        company: Option<CompanyId>,
        kind: Kind,
        visit: &mut dyn FnMut(Record) -> ControlFlow<()>,
    ) -> Result<Vec<Damage>, StoreError>;
    /// Line items of the documents of these identifiers, as [`Self::records`].
    fn items(&self, company: CompanyId, ids: &[RemoteId]) -> Result<Vec<Option<Vec<LineItem>>>, StoreError> {
        let found = self.records(company, Kind::Document, ids)?;
        Ok(found.into_iter().map(|found| found.and_then(Invoice::stored).map(|stored| stored.entity.items)).collect())
    }
    /// Keys of the documents with this number (exact, ASCII case ignored), in one company or in all.
    fn by_number(&self, company: Option<CompanyId>, number: &str) -> Result<Vec<RecordKey>, StoreError>;
    /// Visits the rows of documents, in no order, of one company or of all, until told to stop. A record that does not decode is skipped
    /// and named.
    fn rows(
        &self,
        company: Option<CompanyId>,
        visit: &mut dyn FnMut(InvoiceRow) -> ControlFlow<()>,
    ) -> Result<Vec<Damage>, StoreError>;
    /// Identifiers of the company's records of a kind that have not vanished.
    fn live_ids(&self, company: CompanyId, kind: Kind) -> Result<Vec<RemoteId>, StoreError>;
    /// The changes of a record, oldest first.
    fn history(&self, key: &RecordKey) -> Result<Vec<FieldChange>, StoreError>;
    /// Names the state that the store is in: another one after every commit, run and removal, and under other rules for rows.
    /// `None` of a store that cannot tell.
    fn version(&self) -> Result<Option<String>, StoreError> {
        Ok(None)
    }
    /// The records that were written since the store was in a state, each once; `None` where that cannot be told, or where so much
    /// happened that looking at every row is no more work.
    fn changed_since(&self, _version: &str) -> Result<Option<Vec<RecordKey>>, StoreError> {
        Ok(None)
    }
    /// Whether no company has a record.
    fn is_empty(&self) -> Result<bool, StoreError>;
    /// Number of records and history entries of a company.
    fn count(&self, company: CompanyId) -> Result<CompanyCount, StoreError>;
    /// Appends a line to the audit log, durably. Its `sequence` is ignored.
    fn audit(&self, entry: &AuditEntry) -> Result<(), StoreError>;
    /// The whole audit log with the runs that began, verified as it is read.
    fn audit_log(&self) -> Result<AuditLog, StoreError>;
    /// Removes everything of a company: records, history, indexes, runs, state; also from the journal's replay.
    fn remove_company(&self, company: CompanyId) -> Result<(), StoreError>;
    /// Does a bounded step of upkeep: folds records that were written again into packs. Returns whether there is more to do.
    fn upkeep_step(&self) -> Result<bool, StoreError> {
        Ok(false)
    }
    /// Companies with lost or damaged data, until a full sync of each has ended, or of own books a repair from the journal.
    fn doubted(&self) -> Vec<Doubt> {
        Vec::new()
    }
    /// Doubts the company of a damaged record, durably.
    fn doubt(&self, _damage: &Damage) -> Result<(), StoreError> {
        Ok(())
    }
    /// Makes the next run of a company a full one.
    fn require_full_sync(&self, _company: CompanyId) -> Result<(), StoreError> {
        Ok(())
    }
}

/// One atomic commit. Empty parts cost nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// The run as it stands after this commit; its errors are appended from `errors`.
    pub run: SyncRun,
    /// Number of the lease's grant under which the run writes.
    pub fence: Fence,
    /// Records to write, with what changed on each. An unchanged record is not among them.
    pub upserts: Vec<Upsert>,
    /// Errors to add to the run.
    pub errors: Vec<RunError>,
    /// The feed that `state` and `scan` are of.
    pub feed: Box<str>,
    /// State of the feed's sync after this commit; `None` leaves it as it is.
    pub state: Option<SyncState>,
    /// Change to the identifiers seen by the full scan in progress.
    pub scan: ScanStep,
    /// The same of other feeds.
    pub others: Vec<FeedStep>,
}

/// Change to the state of one feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedStep {
    /// The feed.
    pub feed: Box<str>,
    /// State of its sync after the commit; `None` leaves it as it is.
    pub state: Option<SyncState>,
    /// Change to the identifiers seen by its full scan in progress.
    pub scan: ScanStep,
}

impl Commit {
    /// The changes to the states of feeds, with something to write or not.
    pub(crate) fn feeds(&self) -> impl Iterator<Item = (&str, Option<&SyncState>, &ScanStep)> {
        let others = self.others.iter().map(|step| (&*step.feed, step.state.as_ref(), &step.scan));
        std::iter::once((&*self.feed, self.state.as_ref(), &self.scan)).chain(others)
    }
}

/// What can be told of a record without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Hash of what the provider told last ([`Content::hash`]); `None` if the record is to be compared field by field, or written anew.
    pub content: Option<u64>,
    /// Whether it has vanished.
    pub vanished: bool,
    /// Whether its balance is known.
    pub has_balance: bool,
    /// Whether its balance is to be asked for: it is paid in part, and the amount left is unknown.
    pub wants_balance: bool,
}

/// A record to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upsert {
    /// The record.
    pub record: Record,
    /// Changes to append to its history.
    pub changes: Vec<FieldChange>,
}

/// Change to the set of identifiers seen by a full scan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ScanStep {
    /// No change.
    #[default]
    Keep,
    /// Adds the identifiers of a page.
    Add(Vec<RemoteId>),
    /// Forgets them all: the scan is complete or starts anew.
    Clear,
    /// Forgets them all, then adds these: the first page of a new scan.
    Restart(Vec<RemoteId>),
}

/// State of the sync of a company's feed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SyncState {
    /// The service's clock when the last successful run began: the next incremental run starts here, less its overlap.
    pub cursor: Option<Timestamp>,
    /// When a complete scan of the account last succeeded.
    pub last_full_scan: Option<Timestamp>,
    /// Before when the service must not be called.
    pub deferred_until: Option<Timestamp>,
    /// A scan that was begun and not completed.
    pub scan: Option<ScanState>,
    /// The service's zone, where it told.
    pub zone: Option<String>,
    /// Documents paid in part for which the payments are not fetched yet; `None` if unknown.
    pub payments_due: Option<Vec<RemoteId>>,
}

/// A scan of the whole account that is not complete yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanState {
    /// The mode that began it.
    pub mode: SyncMode,
    /// Pages 1 to this one are committed.
    pub pages_done: u32,
    /// Mark after which the next page begins, of a walk by identifiers.
    pub after: Option<Box<str>>,
    /// The service's clock when it began: the cursor once it is complete.
    pub began: Timestamp,
    /// The total that the provider claimed.
    pub total: Option<u64>,
}

/// Which runs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RunFilter {
    /// Companies; empty for all.
    pub companies: Vec<CompanyId>,
    /// In these states; empty for all.
    pub statuses: Vec<RunStatus>,
    /// At most so many; `None` for all.
    pub limit: Option<usize>,
}

/// The last runs of a company.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LastRuns {
    /// The last one.
    pub last: Option<SyncRun>,
    /// The last one that is over.
    pub ended: Option<SyncRun>,
    /// The last one that completed or completed partially.
    pub success: Option<SyncRun>,
}

impl LastRuns {
    /// Every state of a run that is over.
    const ENDED: [RunStatus; 6] = [
        RunStatus::Completed,
        RunStatus::Partial,
        RunStatus::Failed,
        RunStatus::Cancelled,
        RunStatus::Interrupted,
        RunStatus::Deferred,
    ];

    /// The states of a success.
    const SUCCESS: [RunStatus; 2] = [RunStatus::Completed, RunStatus::Partial];
}

/// Number of records of a company.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyCount {
    /// Records by kind; a kind without records may be missing.
    pub kinds: BTreeMap<Kind, KindCount>,
    /// History entries.
    pub changes: u64,
    /// Runs.
    pub runs: u64,
}

/// Number of records of a kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindCount {
    /// Records, vanished ones included.
    pub records: u64,
    /// Of these, vanished.
    pub vanished: u64,
}

impl CompanyCount {
    /// Number of records of a kind.
    #[must_use]
    pub fn of(&self, kind: Kind) -> KindCount {
        self.kinds.get(&kind).copied().unwrap_or_default()
    }
}

impl KindCount {
    /// Records that have not vanished.
    #[must_use]
    pub const fn live(self) -> u64 {
        self.records.saturating_sub(self.vanished)
    }
}

/// Entities of one kind over a store's records.
pub trait StoreExt: Store {
    /// The entities of these identifiers, in the same order; `None` for unknown ones.
    fn get<E: Entity>(&self, company: CompanyId, ids: &[RemoteId]) -> Result<Vec<Option<Stored<E>>>, StoreError> {
        let found = self.records(company, E::KIND, ids)?;
        Ok(found.into_iter().map(|record| record.and_then(E::stored)).collect())
    }

    /// The documents of these identifiers, in the same order; `None` for unknown ones.
    fn invoices(&self, company: CompanyId, ids: &[RemoteId]) -> Result<Vec<Option<StoredInvoice>>, StoreError> {
        self.get(company, ids)
    }
}

impl<S: Store + ?Sized> StoreExt for S {}

/// Something that `check` or a reader found wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// A file with an offset, or a tree with a key.
    pub place: String,
    /// Kind of damage.
    pub kind: DamageKind,
    /// The company of the record, if known.
    pub company: Option<CompanyId>,
}

/// Kinds of damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DamageKind {
    /// Bytes differ from what was written.
    Checksum,
    /// A record does not decode.
    Undecodable,
    /// A record refers to something that is not there, or belongs to a company that is not.
    Orphan,
    /// An index lacks an entry, or has one too many.
    Index,
    /// The journal and the database disagree.
    Journal,
    /// Something that was there is gone.
    Missing,
    /// Data that was lost or set aside before, until a full sync of its company.
    Lost,
    /// A file that cannot be used for what it is there for.
    Unusable,
    /// A sealed secret that the identity does not open.
    Closed,
}

impl Damage {
    /// Whether it is of a sealed secret or of the identity, which no repair makes anew.
    #[must_use]
    pub fn is_of_secret(&self) -> bool {
        matches!(self.kind, DamageKind::Unusable | DamageKind::Closed) || self.place.strip_suffix(".age").is_some()
    }
}

/// The result of a check.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckReport {
    /// Records looked at.
    pub records: u64,
    /// Damage found.
    pub damage: Vec<Damage>,
    /// Number of repairs.
    pub repaired: u64,
    /// Companies that need a full sync to be whole again.
    pub resync: Vec<CompanyId>,
    /// Own books that still lack what neither the database nor the journal has; a backup may have it.
    pub books: Vec<CompanyId>,
    /// What a person has to do beside.
    pub hints: Vec<Message>,
}

/// Sizes before and after a compaction or a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sizes {
    /// The file or folder.
    pub path: PathBuf,
    /// Bytes before.
    pub before: u64,
    /// Bytes after.
    pub after: u64,
}
