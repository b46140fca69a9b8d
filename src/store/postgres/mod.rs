//! The store on PostgreSQL, or on what speaks its protocol: any number of processes on one database, on any number of machines.
//!
//! For: `[store] url`. Uses: domain, [`super::record`], the frames of [`super::journal`], tokio-postgres. Never: sequences, advisory locks,
//! triggers or LISTEN, which databases that spread over machines lack; a queue or a consensus of its own.
//!
//! The tables are in `schema/`; the company is the first column of every key. Bodies are the stored forms that sled has too; beside
//! them are the columns that statements ask for.
//!
//! - One writer at a time for each company: a writer locks the company's row in `head` ([`mod@head`]), which has the end of its journal, its
//!   counts and its lease. So every commit checks its fence by the row that it locks, and writers of different companies do not meet.
//!   A batch over several companies locks their rows in order. Numbers of runs come from the row of company 0.
//! - The journal is a table of the same frames as in its files, a chain for each company; runs that begin and lines of the audit log are
//!   in that of company 0. No policy lets a row of it be changed or deleted.
//! - Row security: a transaction names its companies, and sees no others, whatever its statements ask for ([`transaction::Scope`]).
//! - Leases and claims end by the database's clock. A worker that is cut off or frozen within a transaction loses it after seconds
//!   (`idle_in_transaction_session_timeout`), so that its lock holds up the others for seconds only.
//! - A commit with a lost answer is looked for before it is tried again ([`session`]).

mod address;
mod again;
mod audit;
mod check;
mod conserved;
mod copy_from;
mod copy_into;
mod directory;
mod fail;
mod head;
mod leases;
mod look;
mod outbox;
mod own;
mod pool;
mod quotas;
mod records;
mod retell;
mod runs;
mod schema;
mod secrets;
mod session;
mod state;
#[cfg(test)]
pub(in crate::store) mod tests;
mod tls;
mod told;
mod transaction;
mod wait;
mod write;

use std::ops::ControlFlow;
use std::time::Duration;

use jiff::Timestamp;
use secrecy::SecretString;

use super::record::{decode_record, line_items};
use super::{Commit, CompanyCount, Damage, Head, LastRuns, RunFilter, Store, StoreError, SyncState};
use crate::domain::{
    AuditEntry, AuditLog, CompanyId, Doubt, FieldChange, InvoiceRow, Kind, Lease, LineItem, Record, RecordKey, RemoteId,
    RunError, RunId, SyncRun,
};
use address::Address;
pub use look::look;
use pool::Pool;

/// Whether row security does not hold for the role.
const PASSES: &str = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user";

/// How a store speaks to its database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostgresOptions {
    /// Limit of connections.
    pub connections: usize,
    /// Longest time for one statement.
    pub statement: Duration,
    /// Longest wait for a lock.
    pub lock: Duration,
    /// Longest pause within a transaction: then the database ends it. Shorter than a lease and than the wait for a lock.
    pub idle: Duration,
}

impl Default for PostgresOptions {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connections: 8, statement: seconds(30), lock: seconds(20), idle: seconds(10) }
    }
}

/// The clock that leases and claims are measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clock {
    /// The database's: one for all workers.
    Database,
    /// That of each caller, so that tests can let time pass.
    #[cfg_attr(not(test), expect(dead_code, reason = "of tests only"))]
    Caller,
}

/// A store on a database. Any number of processes may have it open.
#[derive(Debug)]
pub struct PostgresStore {
    pool: Pool,
    clock: Clock,
}

/// An address as people are told: host, database and schema, without user and password.
///
/// # Errors
/// It cannot be read.
pub fn shown(url: &SecretString) -> Result<String, StoreError> {
    Ok(Address::parse(url)?.shown())
}

impl PostgresStore {
    /// Connects to a database, and makes or migrates its tables.
    ///
    /// # Errors
    /// The address cannot be read, the database is not reached or refuses, or a newer version wrote it.
    pub fn open(url: &SecretString, options: &PostgresOptions) -> Result<Self, StoreError> {
        let store = Self { pool: Pool::new(Address::parse(url)?, options)?, clock: Clock::Database };
        schema::prepare(&store.pool)?;
        Ok(store)
    }

    /// Whether row security does not hold for the role of the address: a superuser's, or one with `BYPASSRLS`. `false` where that
    /// cannot be told.
    #[must_use]
    pub fn passes_walls(&self) -> bool {
        let told = session::read(&self.pool, &session::Scope::All, |tx| {
            tx.row(PASSES, &[])?.map(|row| session::column::<bool>(&row, 0)).transpose()
        });
        told.ok().flatten().unwrap_or_default()
    }

    /// Host and database, without user and password.
    #[must_use]
    pub fn place(&self) -> &str {
        self.pool.place()
    }

    /// The address as people are told: host, database and schema, without user and password.
    #[must_use]
    pub fn shown(&self) -> String {
        self.pool.address().shown()
    }
}

/// A number as a column has it.
fn narrow(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number of a column.
fn wide(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

/// The bits of a hash as a column has them.
const fn bits(hash: u64) -> i64 {
    i64::from_ne_bytes(hash.to_ne_bytes())
}

/// An identifier of a column as text.
fn text(id: &[u8]) -> String {
    String::from_utf8_lossy(id).into_owned()
}

impl Store for PostgresStore {
    fn begin_run(&self, run: &SyncRun, lease: &Lease) -> Result<RunId, StoreError> {
        self.begin(run, lease)
    }

    fn commit(&self, commit: &Commit) -> Result<(), StoreError> {
        self.apply(commit)
    }

    fn interrupt_expired(&self, at: Timestamp) -> Result<Vec<SyncRun>, StoreError> {
        self.interrupt(at)
    }

    fn run(&self, id: RunId) -> Result<Option<SyncRun>, StoreError> {
        self.one_run(id)
    }

    fn runs(&self, filter: &RunFilter) -> Result<Vec<SyncRun>, StoreError> {
        self.some_runs(filter)
    }

    fn last_runs(&self, companies: &[CompanyId]) -> Result<Vec<LastRuns>, StoreError> {
        self.last_runs_of(companies)
    }

    fn run_errors(&self, id: RunId) -> Result<Vec<RunError>, StoreError> {
        self.errors_of(id)
    }

    fn sync_state(&self, company: CompanyId, feed: &str) -> Result<SyncState, StoreError> {
        self.state_of(company, feed)
    }

    fn sync_states(&self, feeds: &[(CompanyId, &str)]) -> Result<Vec<SyncState>, StoreError> {
        self.states_of(feeds)
    }

    fn scan_ids(&self, company: CompanyId, feed: &str) -> Result<Vec<RemoteId>, StoreError> {
        self.seen(company, feed)
    }

    fn records(&self, company: CompanyId, kind: Kind, ids: &[RemoteId]) -> Result<Vec<Option<Record>>, StoreError> {
        self.bodies(company, kind, ids, |bytes| decode_record(kind, bytes))
    }

    fn heads(&self, company: CompanyId, kind: Kind, ids: &[RemoteId]) -> Result<Vec<Option<Head>>, StoreError> {
        self.facts(company, kind, ids)
    }

    fn visit(
        &self,
        company: Option<CompanyId>,
        kind: Kind,
        visit: &mut dyn FnMut(Record) -> ControlFlow<()>,
    ) -> Result<Vec<Damage>, StoreError> {
        self.visit_records(company, kind, visit)
    }

    fn items(&self, company: CompanyId, ids: &[RemoteId]) -> Result<Vec<Option<Vec<LineItem>>>, StoreError> {
        self.bodies(company, Kind::Document, ids, line_items)
    }

    fn by_number(&self, company: Option<CompanyId>, number: &str) -> Result<Vec<RecordKey>, StoreError> {
        self.numbered(company, number)
    }

    fn rows(
        &self,
        company: Option<CompanyId>,
        visit: &mut dyn FnMut(InvoiceRow) -> ControlFlow<()>,
    ) -> Result<Vec<Damage>, StoreError> {
        self.visit_records(company, Kind::Document, &mut |record| {
            record.document().map_or(ControlFlow::Continue(()), |stored| visit(stored.row()))
        })
    }

    fn live_ids(&self, company: CompanyId, kind: Kind) -> Result<Vec<RemoteId>, StoreError> {
        self.live(company, kind)
    }

    fn history(&self, key: &RecordKey) -> Result<Vec<FieldChange>, StoreError> {
        self.changes_of(key)
    }

    fn version(&self) -> Result<Option<String>, StoreError> {
        self.state_now().map(Some)
    }

    fn changed_since(&self, version: &str) -> Result<Option<Vec<RecordKey>>, StoreError> {
        self.touched(version)
    }

    fn is_empty(&self) -> Result<bool, StoreError> {
        self.holds_nothing()
    }

    fn count(&self, company: CompanyId) -> Result<CompanyCount, StoreError> {
        self.counts(company)
    }

    fn audit(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        self.note(entry)
    }

    fn audit_log(&self) -> Result<AuditLog, StoreError> {
        self.read_audit()
    }

    fn remove_company(&self, company: CompanyId) -> Result<(), StoreError> {
        self.remove(company)
    }

    fn doubted(&self) -> Vec<Doubt> {
        self.doubts()
    }

    fn doubt(&self, damage: &Damage) -> Result<(), StoreError> {
        self.distrust(damage)
    }

    fn require_full_sync(&self, company: CompanyId) -> Result<(), StoreError> {
        self.begin_anew(company)
    }
}
