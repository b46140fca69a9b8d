//! The store with the in-memory index beside it: what is committed is found at once.
//!
//! The index is built on the first question, so that a sync from cron never pays for it.

use std::ops::ControlFlow;
use std::sync::mpsc::sync_channel;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::domain::{
    AuditEntry, AuditLog, CompanyId, FieldChange, InvoiceKey, InvoiceRow, RemoteId, RunError, RunId, StoredInvoice, SyncRun,
};
use crate::query::Index;
use crate::store::{Commit, CompanyCount, Damage, RunFilter, Store, StoreError, SyncState};

/// Rows that are handed over at a time while the index is built.
const BATCH: usize = 1024;
/// Batches that wait to be taken in.
const BATCHES: usize = 8;

/// A store and the index over it.
#[derive(Debug)]
pub(crate) struct Indexed<S> {
    store: S,
    index: RwLock<Option<Index>>,
    /// Decides what day a change falls on.
    zone: TimeZone,
}

impl<S: Store> Indexed<S> {
    /// Takes a store; the index is not built yet.
    pub(crate) const fn new(store: S, zone: TimeZone) -> Self {
        Self { store, index: RwLock::new(None), zone }
    }

    /// Asks the index, which is built first where it is not yet.
    pub(crate) fn ask<T>(&self, question: impl FnOnce(&Index) -> T) -> Result<T, StoreError> {
        if let Some(index) = self.read().as_ref() {
            return Ok(question(index));
        }
        let mut slot = self.index.write().unwrap_or_else(PoisonError::into_inner);
        if slot.is_none() {
            let (index, damage) = self.build();
            for damage in damage? {
                tracing::warn!(place = %damage.place, "a record does not decode and is left out; run `faktura check`");
            }
            *slot = Some(index);
        }
        drop(slot);
        let guard = self.read();
        match guard.as_ref() {
            Some(index) => Ok(question(index)),
            // Nobody takes an index away again.
            None => Err(StoreError::Database { detail: "the index is gone".to_owned() }),
        }
    }

    /// Builds the index of every row: one thread reads them, another one takes them in, and few are on their way between.
    fn build(&self) -> (Index, Result<Vec<Damage>, StoreError>) {
        let (sender, rows) = sync_channel::<Vec<InvoiceRow>>(BATCHES);
        std::thread::scope(|scope| {
            let reader = scope.spawn(move || {
                let mut batch = Vec::with_capacity(BATCH);
                let damage = self.store.rows(None, &mut |row| {
                    batch.push(row);
                    // Whoever takes them in does so until there are no more.
                    if batch.len() == BATCH && sender.send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH))).is_err() {
                        return ControlFlow::Break(());
                    }
                    ControlFlow::Continue(())
                });
                let _ = sender.send(batch);
                damage
            });
            let index = Index::new(rows.into_iter().flatten(), self.zone.clone());
            let gone = || StoreError::Database { detail: "the reader is gone".to_owned() };
            (index, reader.join().unwrap_or_else(|_| Err(gone())))
        })
    }

    fn read(&self) -> RwLockReadGuard<'_, Option<Index>> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn update(&self, change: impl FnOnce(&mut Index)) {
        if let Some(index) = self.index.write().unwrap_or_else(PoisonError::into_inner).as_mut() {
            change(index);
        }
    }
}

impl<S: Store> Store for Indexed<S> {
    fn begin_run(&self, run: &SyncRun) -> Result<RunId, StoreError> {
        self.store.begin_run(run)
    }

    fn commit(&self, commit: &Commit) -> Result<(), StoreError> {
        self.store.commit(commit)?;
        if !commit.upserts.is_empty() {
            self.update(|index| index.upsert(commit.upserts.iter().map(|upsert| upsert.stored.row())));
        }
        Ok(())
    }

    fn interrupt_running(&self, at: Timestamp) -> Result<Vec<SyncRun>, StoreError> {
        self.store.interrupt_running(at)
    }

    fn run(&self, id: RunId) -> Result<Option<SyncRun>, StoreError> {
        self.store.run(id)
    }

    fn runs(&self, filter: &RunFilter) -> Result<Vec<SyncRun>, StoreError> {
        self.store.runs(filter)
    }

    fn run_errors(&self, id: RunId) -> Result<Vec<RunError>, StoreError> {
        self.store.run_errors(id)
    }

    fn sync_state(&self, company: CompanyId) -> Result<SyncState, StoreError> {
        self.store.sync_state(company)
    }

    fn walk_seen(&self, company: CompanyId) -> Result<Vec<RemoteId>, StoreError> {
        self.store.walk_seen(company)
    }

    fn invoices(&self, company: CompanyId, ids: &[RemoteId]) -> Result<Vec<Option<StoredInvoice>>, StoreError> {
        self.store.invoices(company, ids)
    }

    fn by_number(&self, company: Option<CompanyId>, number: &str) -> Result<Vec<InvoiceKey>, StoreError> {
        self.store.by_number(company, number)
    }

    fn rows(
        &self,
        company: Option<CompanyId>,
        visit: &mut dyn FnMut(InvoiceRow) -> ControlFlow<()>,
    ) -> Result<Vec<Damage>, StoreError> {
        self.store.rows(company, visit)
    }

    fn scan(
        &self,
        company: Option<CompanyId>,
        visit: &mut dyn FnMut(StoredInvoice) -> ControlFlow<()>,
    ) -> Result<Vec<Damage>, StoreError> {
        self.store.scan(company, visit)
    }

    fn live_ids(&self, company: CompanyId) -> Result<Vec<RemoteId>, StoreError> {
        self.store.live_ids(company)
    }

    fn history(&self, key: &InvoiceKey) -> Result<Vec<FieldChange>, StoreError> {
        self.store.history(key)
    }

    fn count(&self, company: CompanyId) -> Result<CompanyCount, StoreError> {
        self.store.count(company)
    }

    fn audit(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        self.store.audit(entry)
    }

    fn audit_log(&self) -> Result<AuditLog, StoreError> {
        self.store.audit_log()
    }

    fn remove_company(&self, company: CompanyId) -> Result<(), StoreError> {
        self.store.remove_company(company)?;
        self.update(|index| index.remove_company(company));
        Ok(())
    }
}
