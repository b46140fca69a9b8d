//! A store in memory, for tests: of the conformance suite and of what stands above the store.
//!
//! Stricter than the real one: it refuses commits that the real one would accept although they contradict themselves (a run that
//! ends twice, an error count that does not fit), so that a bug of the engine fails a test. Nothing is durable. [`Faults`] make
//! writes fail.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use super::{Commit, CompanyCount, Damage, RunFilter, ScanStep, Store, StoreError, SyncState, rules};
use crate::domain::{
    AuditEntry, AuditLog, CompanyId, FieldChange, Invoice, InvoiceRow, RecordKey, RemoteId, RunError, RunId, RunStatus,
    StoredInvoice, SyncRun,
};

/// Invoices of the largest commit.
const LARGEST: usize = 250;

/// The store.
#[derive(Debug, Default)]
pub(crate) struct MemoryStore(Mutex<Data>);

#[derive(Debug, Default)]
pub(crate) struct Data {
    last_run: u64,
    pub(crate) runs: Vec<SyncRun>,
    pub(crate) errors: HashMap<RunId, Vec<RunError>>,
    pub(crate) states: HashMap<CompanyId, SyncState>,
    pub(crate) scans: HashMap<CompanyId, BTreeSet<RemoteId>>,
    pub(crate) invoices: BTreeMap<RecordKey, StoredInvoice>,
    pub(crate) history: BTreeMap<RecordKey, Vec<FieldChange>>,
    audit: Vec<AuditEntry>,
    /// Commits and begun runs.
    pub(crate) writes: u64,
    /// Invoices in each commit.
    pub(crate) sizes: Vec<usize>,
    pub(crate) faults: Faults,
}

/// Failures on demand.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// The disk is full after this many writes.
    pub(crate) dies_after: Option<u64>,
    /// After this many writes the disk has room for the end of a run, but not for invoices.
    pub(crate) tight_after: Option<u64>,
    /// Invoices that are too large to store.
    pub(crate) too_large: HashSet<RemoteId>,
    /// A commit panics.
    pub(crate) panics: bool,
}

impl MemoryStore {
    pub(crate) fn data(&self) -> MutexGuard<'_, Data> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// State of a company's sync.
    pub(crate) fn state(&self, company: CompanyId) -> SyncState {
        self.data().states.get(&company).cloned().unwrap_or_default()
    }

    /// Invoices that have not vanished, by identifier.
    pub(crate) fn live(&self, company: CompanyId) -> Vec<Invoice> {
        let live = self.invoices_of(Some(company)).into_iter().filter(|stored| stored.vanished.is_none());
        live.map(|stored| stored.entity).collect()
    }

    /// Identifiers of vanished invoices.
    pub(crate) fn vanished(&self, company: CompanyId) -> Vec<RemoteId> {
        let gone = self.invoices_of(Some(company)).into_iter().filter(|stored| stored.vanished.is_some());
        gone.map(|stored| stored.entity.id).collect()
    }

    fn invoices_of(&self, company: Option<CompanyId>) -> Vec<StoredInvoice> {
        let data = self.data();
        data.invoices.values().filter(|stored| company.is_none_or(|company| stored.company == company)).cloned().collect()
    }
}

fn need(condition: bool, rule: &'static str) -> Result<(), StoreError> {
    if condition { Ok(()) } else { Err(StoreError::Invalid { rule }) }
}

impl Data {
    /// Counts a write, or fails as a full disk does.
    fn write(&mut self) -> Result<(), StoreError> {
        if self.faults.dies_after.is_some_and(|last| self.writes >= last) {
            return Err(StoreError::DiskFull { path: PathBuf::from("/store") });
        }
        self.writes += 1;
        Ok(())
    }

    /// Fails a commit as its faults say.
    fn fail(&self, commit: &Commit) -> Result<(), StoreError> {
        let Faults { tight_after, too_large, panics, .. } = &self.faults;
        assert!(!panics, "told to panic");
        if !commit.upserts.is_empty() && tight_after.is_some_and(|last| self.writes >= last) {
            return Err(StoreError::DiskFull { path: PathBuf::from("/store") });
        }
        match commit.upserts.iter().find(|upsert| too_large.contains(&upsert.stored.entity.id)) {
            Some(upsert) => Err(StoreError::TooLarge { what: upsert.stored.entity.number.clone() }),
            None => Ok(()),
        }
    }

    /// Refuses a commit that contradicts itself or the store.
    fn check(&self, commit: &Commit) -> Result<(), StoreError> {
        rules::check(commit)?;
        let run = &commit.run;
        let before =
            self.runs.iter().find(|known| known.id == run.id).ok_or(StoreError::Invalid { rule: "a run that was begun" })?;
        need(before.company == run.company, "a run that was begun")?;
        need(before.status == RunStatus::Running, "a run ends once")?;
        need((run.status == RunStatus::Running) == run.ended.is_none(), "a run that ended has an end, and no other has")?;
        need(
            run.started == before.started && run.trigger == before.trigger && run.actor == before.actor,
            "a run stays the same run",
        )?;
        let counts = run.counts;
        need(counts.processed >= before.counts.processed && counts.api_calls >= before.counts.api_calls, "counts grow")?;
        let sum = counts.created + counts.updated + counts.unchanged + counts.skipped;
        need(counts.processed == sum, "an invoice counts once")?;
        need(commit.upserts.len() <= LARGEST, "a commit is bounded")?;
        let scanning = commit.state.as_ref().map(|state| state.scan.is_some());
        let fits = match commit.scan {
            ScanStep::Keep => true,
            ScanStep::Add(_) | ScanStep::Restart(_) => scanning == Some(true),
            ScanStep::Clear => scanning == Some(false),
        };
        need(fits, "the identifiers of a full scan go with its position")?;
        let errors = self.errors.get(&run.id).map_or(0, Vec::len).saturating_add(commit.errors.len());
        need(usize::try_from(run.error_count) == Ok(errors), "a run counts its errors")?;
        commit.upserts.iter().try_for_each(|upsert| {
            let stored = &upsert.stored;
            let known = self.invoices.get(&stored.key());
            need(!upsert.changes.is_empty(), "what is written has changed")?;
            need(upsert.changes.iter().all(|change| change.run == run.id), "changes are those of the run")?;
            need(known.is_none_or(|known| known.first_seen == stored.first_seen), "an invoice is first seen once")?;
            need(known.is_none_or(|known| known.first_run == stored.first_run), "an invoice is first seen once")?;
            need(known.is_some() || stored.vanished.is_none(), "only what is here can vanish")?;
            let first = upsert.changes.iter().any(|change| change.change.field == "first_seen");
            need(first != known.is_some(), "the first change of an invoice says that it was first seen")?;
            need(stored.changed_run == run.id, "an invoice was changed by the run that writes it")
        })
    }

    fn apply(&mut self, commit: Commit) {
        let Commit { run, upserts, errors, state, scan } = commit;
        self.errors.entry(run.id).or_default().extend(errors);
        if let Some(state) = state {
            self.states.insert(run.company, state);
        }
        let seen = self.scans.entry(run.company).or_default();
        match scan {
            ScanStep::Keep => {}
            ScanStep::Add(ids) => seen.extend(ids),
            ScanStep::Clear => seen.clear(),
            ScanStep::Restart(ids) => *seen = ids.into_iter().collect(),
        }
        for upsert in upserts {
            let key = upsert.stored.key();
            self.history.entry(key.clone()).or_default().extend(upsert.changes);
            self.invoices.insert(key, upsert.stored);
        }
        if let Some(place) = self.runs.iter_mut().find(|known| known.id == run.id) {
            *place = run;
        }
    }
}

impl Store for MemoryStore {
    fn begin_run(&self, run: &SyncRun) -> Result<RunId, StoreError> {
        let mut data = self.data();
        need(run.status == RunStatus::Running && run.ended.is_none(), "a run begins running")?;
        need(run.error_count == 0, "a run begins without errors")?;
        data.write()?;
        data.last_run += 1;
        let id = RunId(data.last_run);
        data.runs.push(SyncRun { id, ..run.clone() });
        Ok(id)
    }

    fn commit(&self, commit: &Commit) -> Result<(), StoreError> {
        let mut data = self.data();
        data.fail(commit)?;
        data.check(commit)?;
        data.write()?;
        data.sizes.push(commit.upserts.len());
        data.apply(commit.clone());
        Ok(())
    }

    fn interrupt_running(&self, at: Timestamp) -> Result<Vec<SyncRun>, StoreError> {
        let mut data = self.data();
        let running = data.runs.iter_mut().filter(|run| run.status == RunStatus::Running);
        let end = |run: &mut SyncRun| {
            run.status = RunStatus::Interrupted;
            run.ended = Some(at);
            run.clone()
        };
        Ok(running.map(end).collect())
    }

    fn run(&self, id: RunId) -> Result<Option<SyncRun>, StoreError> {
        Ok(self.data().runs.iter().find(|run| run.id == id).cloned())
    }

    fn runs(&self, filter: &RunFilter) -> Result<Vec<SyncRun>, StoreError> {
        let data = self.data();
        let wanted = |run: &&SyncRun| {
            (filter.companies.is_empty() || filter.companies.contains(&run.company))
                && (filter.statuses.is_empty() || filter.statuses.contains(&run.status))
        };
        Ok(data.runs.iter().rev().filter(wanted).take(filter.limit.unwrap_or(usize::MAX)).cloned().collect())
    }

    fn run_errors(&self, id: RunId) -> Result<Vec<RunError>, StoreError> {
        Ok(self.data().errors.get(&id).cloned().unwrap_or_default())
    }

    fn sync_state(&self, company: CompanyId) -> Result<SyncState, StoreError> {
        Ok(self.state(company))
    }

    fn scan_ids(&self, company: CompanyId) -> Result<Vec<RemoteId>, StoreError> {
        Ok(self.data().scans.get(&company).into_iter().flatten().cloned().collect())
    }

    fn invoices(&self, company: CompanyId, ids: &[RemoteId]) -> Result<Vec<Option<StoredInvoice>>, StoreError> {
        let data = self.data();
        Ok(ids.iter().map(|id| data.invoices.get(&RecordKey::document(company, id.clone())).cloned()).collect())
    }

    fn by_number(&self, company: Option<CompanyId>, number: &str) -> Result<Vec<RecordKey>, StoreError> {
        let found = self.invoices_of(company).into_iter().filter(|stored| !stored.entity.number.is_empty());
        Ok(found.filter(|stored| stored.entity.number.eq_ignore_ascii_case(number)).map(|stored| stored.key()).collect())
    }

    fn rows(
        &self,
        company: Option<CompanyId>,
        visit: &mut dyn FnMut(InvoiceRow) -> ControlFlow<()>,
    ) -> Result<Vec<Damage>, StoreError> {
        let _ = self.invoices_of(company).iter().map(StoredInvoice::row).try_for_each(visit);
        Ok(Vec::new())
    }

    fn live_ids(&self, company: CompanyId) -> Result<Vec<RemoteId>, StoreError> {
        Ok(self.live(company).into_iter().map(|invoice| invoice.id).collect())
    }

    fn history(&self, key: &RecordKey) -> Result<Vec<FieldChange>, StoreError> {
        Ok(self.data().history.get(key).cloned().unwrap_or_default())
    }

    fn count(&self, company: CompanyId) -> Result<CompanyCount, StoreError> {
        let data = self.data();
        let wide = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let invoices = data.invoices.values().filter(|stored| stored.company == company);
        let vanished = invoices.clone().filter(|stored| stored.vanished.is_some());
        let changes = data.history.iter().filter(|(key, _)| key.company == company).map(|(_, changes)| changes.len());
        let runs = data.runs.iter().filter(|run| run.company == company);
        Ok(CompanyCount {
            invoices: wide(invoices.count()),
            vanished: wide(vanished.count()),
            changes: wide(changes.sum()),
            runs: wide(runs.count()),
        })
    }

    fn audit(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut data = self.data();
        let sequence = u64::try_from(data.audit.len()).unwrap_or(u64::MAX).saturating_add(1);
        data.audit.push(AuditEntry { sequence, ..entry.clone() });
        Ok(())
    }

    fn audit_log(&self) -> Result<AuditLog, StoreError> {
        Ok(AuditLog { entries: self.data().audit.clone(), faults: Vec::new() })
    }

    fn remove_company(&self, company: CompanyId) -> Result<(), StoreError> {
        let mut data = self.data();
        let runs: BTreeSet<RunId> = data.runs.iter().filter(|run| run.company == company).map(|run| run.id).collect();
        data.runs.retain(|run| !runs.contains(&run.id));
        data.errors.retain(|id, _| !runs.contains(id));
        data.states.remove(&company);
        data.scans.remove(&company);
        data.invoices.retain(|key, _| key.company != company);
        data.history.retain(|key, _| key.company != company);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::record::samples;

    fn refused(change: impl FnOnce(&mut Commit, &MemoryStore)) -> &'static str {
        let store = MemoryStore::default();
        let mut run = samples::run(1);
        run.id = store.begin_run(&run).expect("begun");
        let mut commit = samples::commit(&run, vec![samples::created(1, "a", run.id.0)]);
        change(&mut commit, &store);
        let before = format!("{store:?}");
        let Err(StoreError::Invalid { rule }) = store.commit(&commit) else { panic!("it let {commit:?} pass") };
        assert_eq!(format!("{store:?}"), before, "nothing was written");
        rule
    }

    #[test]
    fn contradictions_are_refused() {
        refused(|commit, _| commit.run.id = RunId(9));
        refused(|commit, _| commit.upserts[0].stored.company = CompanyId(2));
        refused(|commit, _| commit.upserts[0].changes[0].key.id = RemoteId::new("b"));
        refused(|commit, _| commit.upserts[0].changes[0].run = RunId(7));
        refused(|commit, _| commit.upserts[0].changes.clear());
        refused(|commit, _| commit.upserts.push(commit.upserts[0].clone()));
        refused(|commit, _| commit.run.error_count = 1);
        refused(|commit, _| commit.run.status = RunStatus::Completed);
        refused(|commit, _| commit.run.ended = Some(samples::at(1)));
        refused(|commit, _| commit.upserts[0].stored.vanished = Some(samples::at(1)));
        refused(|commit, store| store.commit(commit).expect("once, but it is first seen twice"));
        let twice = refused(|commit, store| {
            commit.upserts.clear();
            (commit.run.status, commit.run.ended) = (RunStatus::Completed, Some(samples::at(2)));
            store.commit(commit).expect("ends");
        });
        assert_eq!(twice, "a run ends once");
    }
}
