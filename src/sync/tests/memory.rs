//! A store in memory that takes nothing that a real one should not be given.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard};

use jiff::Timestamp;

use crate::domain::{
    CompanyId, FieldChange, Invoice, InvoiceKey, InvoiceRow, RemoteId, RunError, RunId, RunStatus, StoredInvoice, SyncRun,
};
use crate::store::{Commit, CompanyCount, Damage, RunFilter, Store, StoreError, SyncState, Upsert, WalkStep};

#[derive(Debug, Default)]
pub(super) struct MemoryStore(Mutex<Data>);

#[derive(Debug, Default)]
pub(super) struct Data {
    pub(super) invoices: BTreeMap<InvoiceKey, StoredInvoice>,
    pub(super) history: HashMap<InvoiceKey, Vec<FieldChange>>,
    pub(super) runs: Vec<SyncRun>,
    pub(super) errors: HashMap<RunId, Vec<RunError>>,
    pub(super) states: HashMap<CompanyId, SyncState>,
    pub(super) walks: HashMap<CompanyId, BTreeSet<RemoteId>>,
    /// Commits and begun runs.
    pub(super) writes: u64,
    /// Invoices in each commit.
    pub(super) sizes: Vec<usize>,
    /// After so many writes the disk is full, or the process dead.
    pub(super) dies_after: Option<u64>,
    /// After so many writes the disk has room for little: for the end of a run, not for invoices.
    pub(super) tight_after: Option<u64>,
    /// Invoices that are too large to keep.
    pub(super) too_large: HashSet<RemoteId>,
    /// Panics when a commit comes.
    pub(super) panics: bool,
}

impl MemoryStore {
    pub(super) fn data(&self) -> MutexGuard<'_, Data> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub(super) fn state(&self, company: CompanyId) -> SyncState {
        self.data().states.get(&company).cloned().unwrap_or_default()
    }

    /// The invoices that have not vanished, by identifier.
    pub(super) fn live(&self, company: CompanyId) -> Vec<Invoice> {
        let data = self.data();
        let mine = data.invoices.values().filter(|stored| stored.company == company && stored.vanished.is_none());
        mine.map(|stored| stored.invoice.clone()).collect()
    }

    pub(super) fn vanished(&self, company: CompanyId) -> Vec<RemoteId> {
        let data = self.data();
        let gone = data.invoices.values().filter(|stored| stored.company == company && stored.vanished.is_some());
        gone.map(|stored| stored.invoice.id.clone()).collect()
    }
}

impl Data {
    fn write(&mut self) -> Result<(), StoreError> {
        if self.dies_after.is_some_and(|last| self.writes >= last) {
            return Err(StoreError::DiskFull { path: PathBuf::from("/store") });
        }
        self.writes += 1;
        Ok(())
    }

    fn check(&self, commit: &Commit) {
        let run = &commit.run;
        let known = self.runs.iter().find(|known| known.id == run.id).expect("a run that was begun");
        assert_eq!(known.company, run.company);
        assert_eq!(known.status, RunStatus::Running, "nothing is written after the end of a run");
        assert_eq!(run.ended.is_none(), run.status == RunStatus::Running);
        let errors = self.errors.get(&run.id).map_or(0, Vec::len) + commit.errors.len();
        assert_eq!(run.error_count, errors as u64, "the errors are counted");
        let c = run.counts;
        assert_eq!(c.processed, c.created + c.updated + c.unchanged + c.skipped, "every invoice counts once");
        assert!(c.api_calls >= known.counts.api_calls);
        let mut keys = HashSet::new();
        for Upsert { stored, changes } in &commit.upserts {
            assert_eq!(stored.company, run.company, "only its own invoices");
            assert!(keys.insert(stored.key()), "an invoice is in a commit once");
            assert!(!changes.is_empty(), "what did not change is not written");
            assert!(changes.iter().all(|change| change.key == stored.key() && change.run == run.id));
            assert_eq!(stored.changed_run, run.id);
        }
        assert!(commit.upserts.len() <= 250);
        let notes = matches!(commit.walk, WalkStep::Add(_) | WalkStep::Restart(_));
        assert!(!notes || commit.state.as_ref().is_some_and(|state| state.walk.is_some()), "a walk has a place");
        if commit.walk == WalkStep::Clear {
            assert!(commit.state.as_ref().is_some_and(|state| state.walk.is_none()));
        }
    }
}

impl Store for MemoryStore {
    fn begin_run(&self, run: &SyncRun) -> Result<RunId, StoreError> {
        let mut data = self.data();
        data.write()?;
        let id = RunId(data.runs.len() as u64 + 1);
        data.runs.push(SyncRun { id, ..run.clone() });
        Ok(id)
    }

    fn commit(&self, commit: &Commit) -> Result<(), StoreError> {
        let mut data = self.data();
        assert!(!data.panics, "told to panic");
        if !commit.upserts.is_empty() && data.tight_after.is_some_and(|last| data.writes >= last) {
            return Err(StoreError::DiskFull { path: PathBuf::from("/store") });
        }
        if let Some(upsert) = commit.upserts.iter().find(|upsert| data.too_large.contains(&upsert.stored.invoice.id)) {
            return Err(StoreError::TooLarge { what: upsert.stored.invoice.number.clone() });
        }
        data.check(commit);
        data.write()?;
        data.sizes.push(commit.upserts.len());
        let company = commit.run.company;
        for Upsert { stored, changes } in &commit.upserts {
            data.invoices.insert(stored.key(), stored.clone());
            data.history.entry(stored.key()).or_default().extend(changes.iter().cloned());
        }
        let place = data.runs.iter_mut().find(|run| run.id == commit.run.id).expect("begun");
        *place = commit.run.clone();
        data.errors.entry(commit.run.id).or_default().extend(commit.errors.iter().cloned());
        if let Some(state) = &commit.state {
            data.states.insert(company, state.clone());
        }
        let seen = data.walks.entry(company).or_default();
        match &commit.walk {
            WalkStep::Keep => {}
            WalkStep::Add(ids) => seen.extend(ids.iter().cloned()),
            WalkStep::Clear => seen.clear(),
            WalkStep::Restart(ids) => *seen = ids.iter().cloned().collect(),
        }
        Ok(())
    }

    fn interrupt_running(&self, at: Timestamp) -> Result<Vec<SyncRun>, StoreError> {
        let mut data = self.data();
        let running = data.runs.iter_mut().filter(|run| run.status == RunStatus::Running);
        Ok(running
            .map(|run| {
                run.status = RunStatus::Interrupted;
                run.ended = Some(at);
                run.clone()
            })
            .collect())
    }

    fn run(&self, id: RunId) -> Result<Option<SyncRun>, StoreError> {
        Ok(self.data().runs.iter().find(|run| run.id == id).cloned())
    }

    fn runs(&self, _: &RunFilter) -> Result<Vec<SyncRun>, StoreError> {
        Ok(self.data().runs.iter().rev().cloned().collect())
    }

    fn run_errors(&self, id: RunId) -> Result<Vec<RunError>, StoreError> {
        Ok(self.data().errors.get(&id).cloned().unwrap_or_default())
    }

    fn sync_state(&self, company: CompanyId) -> Result<SyncState, StoreError> {
        Ok(self.state(company))
    }

    fn walk_seen(&self, company: CompanyId) -> Result<Vec<RemoteId>, StoreError> {
        Ok(self.data().walks.get(&company).into_iter().flatten().cloned().collect())
    }

    fn invoices(&self, company: CompanyId, ids: &[RemoteId]) -> Result<Vec<Option<StoredInvoice>>, StoreError> {
        let data = self.data();
        Ok(ids.iter().map(|id| data.invoices.get(&InvoiceKey::new(company, id.clone())).cloned()).collect())
    }

    fn by_number(&self, _: Option<CompanyId>, _: &str) -> Result<Vec<InvoiceKey>, StoreError> {
        Ok(Vec::new())
    }

    fn rows(&self, _: Option<CompanyId>, _: &mut dyn FnMut(InvoiceRow) -> ControlFlow<()>) -> Result<Vec<Damage>, StoreError> {
        Ok(Vec::new())
    }

    fn scan(&self, _: Option<CompanyId>, _: &mut dyn FnMut(StoredInvoice) -> ControlFlow<()>) -> Result<Vec<Damage>, StoreError> {
        Ok(Vec::new())
    }

    fn live_ids(&self, company: CompanyId) -> Result<Vec<RemoteId>, StoreError> {
        Ok(self.live(company).into_iter().map(|invoice| invoice.id).collect())
    }

    fn history(&self, key: &InvoiceKey) -> Result<Vec<FieldChange>, StoreError> {
        Ok(self.data().history.get(key).cloned().unwrap_or_default())
    }

    fn count(&self, company: CompanyId) -> Result<CompanyCount, StoreError> {
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let (live, vanished) = (count(self.live(company).len()), count(self.vanished(company).len()));
        Ok(CompanyCount { invoices: live + vanished, vanished, ..CompanyCount::default() })
    }

    fn audit(&self, _: &crate::domain::AuditEntry) -> Result<(), StoreError> {
        Ok(())
    }

    fn audit_log(&self) -> Result<crate::domain::AuditLog, StoreError> {
        Ok(crate::domain::AuditLog::default())
    }

    fn remove_company(&self, _: CompanyId) -> Result<(), StoreError> {
        Ok(())
    }
}
