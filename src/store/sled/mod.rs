//! The store on sled 0.34.7, with the care that it needs.
//!
//! For: the real store. Uses: domain, [`super::record`], [`super::journal`], sled. Never: the clock, async.
//!
//! Layout of the folder: `LOCK`, `FORMAT`, `companies.json`, `keys/`, `journal/`, `sled/` with `sled/packs/`, `SUMS`, `damaged/`; beside it
//! `NAME.upkeep`.
//!
//! Bodies of records lie in files of packs ([`packs`]), because sled writes a page of sixteen values anew for every few that come; sled
//! keeps a small locator of each record, history, runs and states. [`upkeep`] folds changed records into packs in the background.
//!
//! Durability, in the order in which it happens in a commit ([`mod@write`]):
//! 1. everything is prepared in memory, and refused when the disk has no room for it;
//! 2. what no provider can give twice is appended to the journal and synced;
//! 3. records are appended to the file of packs of their company, which is synced; what no locator leads to counts for nothing;
//! 4. one transaction over all trees, with readers kept out, so that a commit is never half visible;
//! 5. sled's flush, then `sync_data` on our own handle of `sled/db`;
//! 6. only then the call returns.
//!
//! When 2 or 3 fail, nothing was done. When 4 or 5 fail, the database is opened anew from disk: either the transaction is there
//! wholly, then the commit is done, or it is not, then the journal's entry is taken back, and the store is as before.
//! A crash between 2 and 5 leaves one entry of the journal that the database does not have: it was never acknowledged, and
//! opening marks it as rolled back. More than one such entry means that the database lost something: then runs and
//! history come back from the journal, and the companies concerned are synced from the beginning ([`recover`]).
//!
//! A clean close writes `SUMS` ([`manifest`]): checksums of every block of sled's files, by which `check` finds a flipped
//! byte before sled drops what it does not like. Opening removes it.

pub(in crate::store) mod audit;
mod batch;
pub(in crate::store) mod conserved;
mod database;
mod distrust;
pub(in crate::store) mod format;
pub(in crate::store) mod key;
mod leases;
pub(in crate::store) mod lock;
pub(in crate::store) mod maintenance;
pub(in crate::store) mod manifest;
pub(in crate::store) mod migrate;
mod open;
mod outbox;
pub(in crate::store) mod own;
pub(in crate::store) mod packing;
mod packs;
mod purge;
mod read;
mod records;
pub(in crate::store) mod recover;
mod state;
pub(in crate::store) mod swap;
#[cfg(test)]
mod tests;
pub(in crate::store) mod trail;
pub(in crate::store) mod transaction;
mod upkeep;
pub(in crate::store) mod write;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use jiff::Timestamp;

use super::journal::Journal;
use super::registry::doubts::Doubts;
use super::{Commit, CompanyCount, Damage, Head, RunFilter, Store, StoreError, SyncState};
use crate::domain::{
    AuditEntry, AuditLog, CompanyId, Doubt, FieldChange, InvoiceRow, Kind, Lease, LineItem, Record, RecordKey, RemoteId,
    RunError, RunId, SyncRun,
};
use database::Database;
use lock::Lock;

pub use lock::{MaintenanceLock, OpenGuard, is_free};
pub use maintenance::{Restored, backup, backup_lines, borrow, check, check_with, compact, restore};
pub use open::{OpenOptions, Opened, takes_writes};
pub use trail::lines as audit_lines;

/// Folder for what was set aside.
pub(in crate::store) const DAMAGED: &str = "damaged";

/// Below this much free space a store is not opened.
pub(in crate::store) const FLOOR: u64 = 8 * 1024 * 1024;

/// The revision of the rules by which rows are made of records. To be raised with every change of [`crate::domain::StoredInvoice::row`] or
/// of the warnings: the state of the store then has another name, and what was kept of rows is made anew.
pub(in crate::store) const ROW_RULES: u32 = 4;

/// The store on disk. One process at a time; closed cleanly when it is dropped.
#[derive(Debug)]
pub struct SledStore {
    path: PathBuf,
    /// `None` when a failure could not be mended.
    db: RwLock<Option<Database>>,
    writer: Mutex<Writer>,
    /// Progress of runs that was not worth a write: pages on which nothing changed.
    pending: Mutex<BTreeMap<RunId, SyncRun>>,
    /// Companies with lost or damaged data.
    doubts: Mutex<Doubts>,
    /// Held shared by visits of all records: no file of packs is removed meanwhile.
    visits: RwLock<()>,
    /// Leases and claims of this process.
    live: Mutex<leases::Live>,
}

/// State of the writer, behind one lock.
#[derive(Debug)]
struct Writer {
    journal: Journal,
    cache_bytes: u64,
    /// Blocks of the database's file before it was opened.
    sums: Option<manifest::Before>,
    /// Lines of the audit log.
    lines: u64,
    upkeep: upkeep::Upkeep,
    /// Dropped last.
    _lock: Lock,
}

impl SledStore {
    /// Opens the store in this folder, or begins one. See [`Opened`] for what the caller is to tell.
    pub fn open(path: &Path, options: &OpenOptions) -> Result<Opened, StoreError> {
        Self::open_with(path, options, || {})
    }

    /// Like [`Self::open`]; `on_locked` runs right after the lock is taken, before the first read.
    pub fn open_with(path: &Path, options: &OpenOptions, on_locked: impl FnOnce()) -> Result<Opened, StoreError> {
        open::open(path, options, migrate::STEPS, on_locked)
    }

    /// Folder of the store.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Closes the store cleanly. Dropping does the same, without telling what failed.
    pub fn close(self) -> Result<(), StoreError> {
        self.shut()
    }

    fn shut(&self) -> Result<(), StoreError> {
        let Some(db) = self.database_mut().take() else { return Ok(()) };
        let writer = self.writer();
        db.close()?;
        trail::Trail::of(writer.journal.end(), writer.lines).keep(&self.path)?;
        let trusted = !self.doubts().set_aside;
        manifest::write(&self.path, writer.journal.end(), writer.sums.as_ref(), trusted)
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pending(&self) -> MutexGuard<'_, BTreeMap<RunId, SyncRun>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn live(&self) -> MutexGuard<'_, leases::Live> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn doubts(&self) -> MutexGuard<'_, Doubts> {
        self.doubts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn database(&self) -> RwLockReadGuard<'_, Option<Database>> {
        self.db.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn database_mut(&self) -> RwLockWriteGuard<'_, Option<Database>> {
        self.db.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for SledStore {
    fn drop(&mut self) {
        if let Err(error) = self.shut() {
            tracing::warn!(%error, "the store was not closed cleanly");
        }
    }
}

/// The error of a store that was closed by a failure.
fn closed() -> StoreError {
    StoreError::Database { detail: "closed after a failure".to_owned() }
}

impl Store for SledStore {
    fn begin_run(&self, run: &SyncRun, lease: &Lease) -> Result<RunId, StoreError> {
        self.begin(run, lease)
    }

    fn commit(&self, commit: &Commit) -> Result<(), StoreError> {
        self.apply(commit)
    }

    fn interrupt_expired(&self, at: Timestamp) -> Result<Vec<SyncRun>, StoreError> {
        self.interrupt(at)
    }

    fn audit(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        self.note(entry)
    }

    fn audit_log(&self) -> Result<AuditLog, StoreError> {
        self.read_audit()
    }

    fn run(&self, id: RunId) -> Result<Option<SyncRun>, StoreError> {
        self.run_now(id)
    }

    fn runs(&self, filter: &RunFilter) -> Result<Vec<SyncRun>, StoreError> {
        let wanted = |run: &SyncRun| filter.statuses.is_empty() || filter.statuses.contains(&run.status);
        let mut runs = self.read(|db| read::runs(db, filter, &wanted))?;
        let pending = self.pending();
        for run in &mut runs {
            if let Some(now) = pending.get(&run.id) {
                now.clone_into(run);
            }
        }
        Ok(runs)
    }

    fn run_errors(&self, id: RunId) -> Result<Vec<RunError>, StoreError> {
        self.read(|db| read::run_errors(db, id))
    }

    fn sync_state(&self, company: CompanyId, feed: &str) -> Result<SyncState, StoreError> {
        self.read(|db| read::sync_state(db, company, feed))
    }

    fn scan_ids(&self, company: CompanyId, feed: &str) -> Result<Vec<RemoteId>, StoreError> {
        self.read(|db| read::scan_ids(db, company, feed))
    }

    fn records(&self, company: CompanyId, kind: Kind, ids: &[RemoteId]) -> Result<Vec<Option<Record>>, StoreError> {
        self.read(|db| records::records(db, company, kind, ids))
    }

    fn heads(&self, company: CompanyId, kind: Kind, ids: &[RemoteId]) -> Result<Vec<Option<Head>>, StoreError> {
        self.read(|db| records::heads(db, company, kind, ids))
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
        self.read(|db| records::items(db, company, ids))
    }

    fn by_number(&self, company: Option<CompanyId>, number: &str) -> Result<Vec<RecordKey>, StoreError> {
        self.read(|db| records::by_number(db, company, number))
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
        self.read(|db| records::live_ids(db, company, kind))
    }

    fn history(&self, key: &RecordKey) -> Result<Vec<FieldChange>, StoreError> {
        self.read(|db| read::history(db, key))
    }

    fn version(&self) -> Result<Option<String>, StoreError> {
        self.state_now().map(Some)
    }

    fn changed_since(&self, version: &str) -> Result<Option<Vec<RecordKey>>, StoreError> {
        self.touched(version)
    }

    fn is_empty(&self) -> Result<bool, StoreError> {
        self.read(|db| {
            for company in db.companies()? {
                if read::count(db, company)?.kinds.values().any(|kind| kind.records > 0) {
                    return Ok(false);
                }
            }
            Ok(true)
        })
    }

    fn count(&self, company: CompanyId) -> Result<CompanyCount, StoreError> {
        self.read(|db| read::count(db, company))
    }

    fn remove_company(&self, company: CompanyId) -> Result<(), StoreError> {
        self.remove(company)
    }

    fn upkeep_step(&self) -> Result<bool, StoreError> {
        self.fold_step()
    }

    fn doubted(&self) -> Vec<Doubt> {
        self.doubts().all()
    }

    fn doubt(&self, damage: &Damage) -> Result<(), StoreError> {
        self.doubt_record(damage)
    }

    fn require_full_sync(&self, company: CompanyId) -> Result<(), StoreError> {
        self.begin_anew(company)
    }
}
