//! A store in memory, for tests of what stands above the store.
//!
//! Stricter than the real one: what the real one would let pass although it makes no sense (a run that ends twice, an
//! invoice that was first seen in the future of its run, a number of errors that does not fit) is refused here, so that a
//! mistake of the engine fails a test. Nothing is durable.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use super::{Commit, CompanyCount, Damage, RunFilter, Store, StoreError, SyncState, WalkStep, rules};
use crate::domain::{
    AuditEntry, AuditLog, CompanyId, FieldChange, InvoiceKey, InvoiceRow, RemoteId, RunError, RunId, RunStatus, StoredInvoice,
    SyncRun,
};

/// The store.
#[derive(Debug, Default)]
pub struct MemoryStore {
    data: Mutex<Data>,
}

#[derive(Debug, Default, Clone)]
struct Data {
    last_run: u64,
    runs: BTreeMap<RunId, SyncRun>,
    errors: BTreeMap<RunId, Vec<RunError>>,
    states: BTreeMap<CompanyId, SyncState>,
    walks: BTreeMap<CompanyId, BTreeSet<RemoteId>>,
    invoices: BTreeMap<InvoiceKey, StoredInvoice>,
    history: BTreeMap<InvoiceKey, Vec<FieldChange>>,
    commits: u64,
    audit: Vec<AuditEntry>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of commits that wrote something, for tests of "an unchanged page costs no write".
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.data().commits
    }

    fn data(&self) -> MutexGuard<'_, Data> {
        self.data.lock().unwrap_or_else(PoisonError::into_inner)
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
    /// Refuses what makes no sense.
    fn check(&self, commit: &Commit) -> Result<(), StoreError> {
        rules::check(commit)?;
        let run = &commit.run;
        let before = self.runs.get(&run.id).ok_or(StoreError::Invalid { rule: "a run that was begun" })?;
        need(before.company == run.company, "a run that was begun")?;
        need(before.status == RunStatus::Running, "a run ends once")?;
        need((run.status == RunStatus::Running) == run.ended.is_none(), "a run that ended has an end, and no other has")?;
        need(
            run.started == before.started && run.trigger == before.trigger && run.actor == before.actor,
            "a run stays the same run",
        )?;
        need(run.counts.processed >= before.counts.processed, "counts grow")?;
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

    fn is_nothing(&self, commit: &Commit) -> bool {
        let company = commit.run.company;
        commit.upserts.is_empty()
            && commit.errors.is_empty()
            && commit.walk == WalkStep::Keep
            && commit.run.status == RunStatus::Running
            && commit.state.as_ref().is_none_or(|state| self.states.get(&company) == Some(state))
    }

    fn apply(&mut self, commit: Commit) {
        let Commit { run, upserts, errors, state, walk } = commit;
        self.errors.entry(run.id).or_default().extend(errors);
        if let Some(state) = state {
            self.states.insert(run.company, state);
        }
        let seen = self.walks.entry(run.company).or_default();
        match walk {
            WalkStep::Keep => {}
            WalkStep::Add(ids) => seen.extend(ids),
            WalkStep::Clear => seen.clear(),
            WalkStep::Restart(ids) => *seen = ids.into_iter().collect(),
        }
        for upsert in upserts {
            let key = upsert.stored.key();
            self.history.entry(key.clone()).or_default().extend(upsert.changes);
            self.invoices.insert(key, upsert.stored);
        }
        self.runs.insert(run.id, run);
    }
}

impl Store for MemoryStore {
    fn begin_run(&self, run: &SyncRun) -> Result<RunId, StoreError> {
        let mut data = self.data();
        need(run.status == RunStatus::Running && run.ended.is_none(), "a run begins running")?;
        need(run.error_count == 0, "a run begins without errors")?;
        data.last_run += 1;
        data.commits += 1;
        let id = RunId(data.last_run);
        data.runs.insert(id, SyncRun { id, ..run.clone() });
        Ok(id)
    }

    fn commit(&self, commit: &Commit) -> Result<(), StoreError> {
        let mut data = self.data();
        data.check(commit)?;
        data.commits += u64::from(!data.is_nothing(commit));
        data.apply(commit.clone());
        Ok(())
    }

    fn interrupt_running(&self, at: Timestamp) -> Result<Vec<SyncRun>, StoreError> {
        let mut data = self.data();
        let running = data.runs.values_mut().filter(|run| run.status == RunStatus::Running);
        let end = |run: &mut SyncRun| {
            run.status = RunStatus::Interrupted;
            run.ended = Some(at);
            run.clone()
        };
        Ok(running.map(end).collect())
    }

    fn run(&self, id: RunId) -> Result<Option<SyncRun>, StoreError> {
        Ok(self.data().runs.get(&id).cloned())
    }

    fn runs(&self, filter: &RunFilter) -> Result<Vec<SyncRun>, StoreError> {
        let data = self.data();
        let wanted = |run: &&SyncRun| {
            (filter.companies.is_empty() || filter.companies.contains(&run.company))
                && (filter.statuses.is_empty() || filter.statuses.contains(&run.status))
        };
        Ok(data.runs.values().rev().filter(wanted).take(filter.limit.unwrap_or(usize::MAX)).cloned().collect())
    }

    fn run_errors(&self, id: RunId) -> Result<Vec<RunError>, StoreError> {
        Ok(self.data().errors.get(&id).cloned().unwrap_or_default())
    }

    fn sync_state(&self, company: CompanyId) -> Result<SyncState, StoreError> {
        Ok(self.data().states.get(&company).cloned().unwrap_or_default())
    }

    fn walk_seen(&self, company: CompanyId) -> Result<Vec<RemoteId>, StoreError> {
        Ok(self.data().walks.get(&company).into_iter().flatten().cloned().collect())
    }

    fn invoices(&self, company: CompanyId, ids: &[RemoteId]) -> Result<Vec<Option<StoredInvoice>>, StoreError> {
        let data = self.data();
        Ok(ids.iter().map(|id| data.invoices.get(&InvoiceKey::new(company, id.clone())).cloned()).collect())
    }

    fn by_number(&self, company: Option<CompanyId>, number: &str) -> Result<Vec<InvoiceKey>, StoreError> {
        let found = self.invoices_of(company).into_iter().filter(|stored| !stored.invoice.number.is_empty());
        Ok(found.filter(|stored| stored.invoice.number.eq_ignore_ascii_case(number)).map(|stored| stored.key()).collect())
    }

    fn rows(
        &self,
        company: Option<CompanyId>,
        visit: &mut dyn FnMut(InvoiceRow) -> ControlFlow<()>,
    ) -> Result<Vec<Damage>, StoreError> {
        let _ = self.invoices_of(company).iter().map(StoredInvoice::row).try_for_each(visit);
        Ok(Vec::new())
    }

    fn scan(
        &self,
        company: Option<CompanyId>,
        visit: &mut dyn FnMut(StoredInvoice) -> ControlFlow<()>,
    ) -> Result<Vec<Damage>, StoreError> {
        let _ = self.invoices_of(company).into_iter().try_for_each(visit);
        Ok(Vec::new())
    }

    fn live_ids(&self, company: CompanyId) -> Result<Vec<RemoteId>, StoreError> {
        let live = self.invoices_of(Some(company)).into_iter().filter(|stored| stored.vanished.is_none());
        Ok(live.map(|stored| stored.invoice.id).collect())
    }

    fn history(&self, key: &InvoiceKey) -> Result<Vec<FieldChange>, StoreError> {
        Ok(self.data().history.get(key).cloned().unwrap_or_default())
    }

    fn count(&self, company: CompanyId) -> Result<CompanyCount, StoreError> {
        let data = self.data();
        let wide = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let invoices = data.invoices.values().filter(|stored| stored.company == company);
        let vanished = invoices.clone().filter(|stored| stored.vanished.is_some());
        let changes = data.history.iter().filter(|(key, _)| key.company == company).map(|(_, changes)| changes.len());
        let runs = data.runs.values().filter(|run| run.company == company);
        Ok(CompanyCount {
            invoices: wide(invoices.count()),
            vanished: wide(vanished.count()),
            changes: wide(changes.sum()),
            runs: wide(runs.count()),
        })
    }

    fn audit(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut data = self.data();
        data.commits += 1;
        let sequence = data.commits;
        data.audit.push(AuditEntry { sequence, ..entry.clone() });
        Ok(())
    }

    fn audit_log(&self) -> Result<AuditLog, StoreError> {
        Ok(AuditLog { entries: self.data().audit.clone(), faults: Vec::new() })
    }

    fn remove_company(&self, company: CompanyId) -> Result<(), StoreError> {
        let mut data = self.data();
        let runs: BTreeSet<RunId> = data.runs.values().filter(|run| run.company == company).map(|run| run.id).collect();
        data.runs.retain(|id, _| !runs.contains(id));
        data.errors.retain(|id, _| !runs.contains(id));
        data.states.remove(&company);
        data.walks.remove(&company);
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
        let store = MemoryStore::new();
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
    fn what_makes_no_sense_is_refused() {
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
