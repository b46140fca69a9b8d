//! A store in memory, for tests: of the conformance suite and of what stands above the store.
//!
//! Stricter than the real one: it refuses commits that the real one would accept although they contradict themselves (a run that
//! ends twice, an error count that does not fit), so that a bug of the engine fails a test. Nothing is durable. [`Faults`] make
//! writes fail.

mod directory;
mod own;

pub(crate) use directory::MemoryDirectory;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use super::leases::{LeaseTable, LoginLeases};
use super::own_index::OwnIndex;
use super::{
    Commit, CompanyCount, Content, Damage, FeedStep, Head, KindCount, RunFilter, ScanStep, Store, StoreError, SyncState, rules,
};
use crate::domain::{
    AuditEntry, AuditLog, CompanyId, Doubt, Extent, Fence, FieldChange, Invoice, InvoiceRow, ItemKey, Kind, Lease, Record,
    RecordKey, RemoteId, RunError, RunId, RunStatus, StoredInvoice, SyncRun, Tally, balance,
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
    pub(crate) states: HashMap<(CompanyId, Box<str>), SyncState>,
    pub(crate) scans: HashMap<(CompanyId, Box<str>), BTreeSet<RemoteId>>,
    pub(crate) records: BTreeMap<RecordKey, Record>,
    pub(crate) history: BTreeMap<RecordKey, Vec<FieldChange>>,
    audit: Vec<AuditEntry>,
    own: OwnIndex,
    leases: LeaseTable,
    logins: LoginLeases,
    claims: BTreeSet<ItemKey>,
    /// Fences under which runs began.
    fences: HashMap<RunId, Fence>,
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
    /// Documents that are not there any more although their heads tell of them, as after damage; their companies are doubted.
    pub(crate) damaged: BTreeMap<RecordKey, Head>,
    /// A commit panics.
    pub(crate) panics: bool,
}

impl MemoryStore {
    pub(crate) fn data(&self) -> MutexGuard<'_, Data> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// State of the sync of a company's documents.
    pub(crate) fn state(&self, company: CompanyId) -> SyncState {
        self.sync_state(company, "documents").expect("in memory")
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
        let documents = data.records.values().filter_map(Record::document);
        documents.filter(|stored| company.is_none_or(|company| stored.company == company)).cloned().collect()
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
        match commit.upserts.iter().find(|upsert| too_large.contains(upsert.record.id())) {
            Some(upsert) => Err(StoreError::TooLarge { what: upsert.record.title().to_owned() }),
            None => Ok(()),
        }
    }

    /// Refuses a commit that contradicts itself or the store.
    fn check(&self, commit: &Commit) -> Result<(), StoreError> {
        rules::check(commit)?;
        self.leases.check(commit.run.company, commit.fence)?;
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
        need(
            counts.documents.processed >= before.counts.documents.processed && counts.api_calls >= before.counts.api_calls,
            "counts grow",
        )?;
        let once = |tally: Tally| tally.processed == tally.created + tally.updated + tally.unchanged + tally.skipped;
        need(counts.each().into_iter().all(once), "a record counts once")?;
        need(commit.upserts.len() <= LARGEST, "a commit is bounded")?;
        for (_, state, scan) in commit.feeds() {
            let scanning = state.map(|state| state.scan.is_some());
            let fits = match scan {
                ScanStep::Keep => true,
                ScanStep::Add(_) | ScanStep::Restart(_) => scanning == Some(true),
                ScanStep::Clear => scanning == Some(false),
            };
            need(fits, "the identifiers of a full scan go with its position")?;
        }
        let errors = self.errors.get(&run.id).map_or(0, Vec::len).saturating_add(commit.errors.len());
        need(usize::try_from(run.error_count) == Ok(errors), "a run counts its errors")?;
        commit.upserts.iter().try_for_each(|upsert| {
            let record = &upsert.record;
            let known = self.records.get(&record.key());
            need(!upsert.changes.is_empty(), "what is written has changed")?;
            need(upsert.changes.iter().all(|change| change.run == run.id), "changes are those of the run")?;
            need(known.is_none_or(|known| known.first() == record.first()), "a record is first seen once")?;
            need(known.is_some() || record.vanished().is_none(), "only what is here can vanish")?;
            let first = upsert.changes.iter().any(|change| change.change.field == "first_seen");
            need(first != known.is_some(), "the first change of a record says that it was first seen")?;
            need(record.changed_run() == run.id, "a record was changed by the run that writes it")
        })
    }

    fn apply(&mut self, commit: Commit) {
        let Commit { run, upserts, errors, feed, state, scan, others, .. } = commit;
        self.errors.entry(run.id).or_default().extend(errors);
        for FeedStep { feed, state, scan } in std::iter::once(FeedStep { feed, state, scan }).chain(others) {
            let feed = (run.company, feed);
            if let Some(state) = state {
                self.states.insert(feed.clone(), state);
            }
            let seen = self.scans.entry(feed).or_default();
            match scan {
                ScanStep::Keep => {}
                ScanStep::Add(ids) => seen.extend(ids),
                ScanStep::Clear => seen.clear(),
                ScanStep::Restart(ids) => *seen = ids.into_iter().collect(),
            }
        }
        for upsert in upserts {
            let key = upsert.record.key();
            self.history.entry(key.clone()).or_default().extend(upsert.changes);
            self.records.insert(key, upsert.record);
        }
        if let Some(place) = self.runs.iter_mut().find(|known| known.id == run.id) {
            *place = run;
        }
    }
}

impl Store for MemoryStore {
    fn begin_run(&self, run: &SyncRun, lease: &Lease) -> Result<RunId, StoreError> {
        rules::lease(run, lease)?;
        let mut data = self.data();
        data.leases.check(run.company, lease.fence)?;
        need(run.status == RunStatus::Running && run.ended.is_none(), "a run begins running")?;
        need(run.error_count == 0, "a run begins without errors")?;
        data.write()?;
        data.last_run += 1;
        let id = RunId(data.last_run);
        data.runs.push(SyncRun { id, ..run.clone() });
        data.fences.insert(id, lease.fence);
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

    fn interrupt_expired(&self, at: Timestamp) -> Result<Vec<SyncRun>, StoreError> {
        let mut data = self.data();
        let Data { runs, leases, fences, .. } = &mut *data;
        let running = runs.iter_mut().filter(|run| run.status == RunStatus::Running);
        let running = running.filter(|run| !leases.is_alive(run.company, fences.get(&run.id).copied(), at));
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

    fn sync_state(&self, company: CompanyId, feed: &str) -> Result<SyncState, StoreError> {
        Ok(self.data().states.get(&(company, feed.into())).cloned().unwrap_or_default())
    }

    fn scan_ids(&self, company: CompanyId, feed: &str) -> Result<Vec<RemoteId>, StoreError> {
        Ok(self.data().scans.get(&(company, feed.into())).into_iter().flatten().cloned().collect())
    }

    fn heads(&self, company: CompanyId, kind: Kind, ids: &[RemoteId]) -> Result<Vec<Option<Head>>, StoreError> {
        let head = |record: Record| {
            let content = match &record {
                Record::Document(stored) => Content::of(&stored.entity),
                Record::Payment(stored) => Content::of(&stored.entity),
                Record::Contact(stored) => Content::of(&stored.entity),
            };
            let document = record.document();
            Ok(Head {
                content: Some(content?.hash()),
                vanished: record.vanished().is_some(),
                has_balance: document.is_some_and(|stored| stored.entity.balance.is_some()),
                wants_balance: document.is_some_and(balance::is_missing),
            })
        };
        let heads = self.records(company, kind, ids)?.into_iter().map(|record| record.map(head).transpose());
        let damaged = |id: &RemoteId| self.data().faults.damaged.get(&RecordKey::new(company, kind, id.clone())).copied();
        ids.iter().zip(heads).map(|(id, head)| Ok(head?.or_else(|| damaged(id)))).collect()
    }

    fn doubted(&self) -> Vec<Doubt> {
        let doubt = |key: &RecordKey| Doubt { company: key.company, extent: Extent::Records, place: key.id.to_string() };
        self.data().faults.damaged.keys().map(doubt).collect()
    }

    fn records(&self, company: CompanyId, kind: Kind, ids: &[RemoteId]) -> Result<Vec<Option<Record>>, StoreError> {
        let data = self.data();
        Ok(ids.iter().map(|id| data.records.get(&RecordKey::new(company, kind, id.clone())).cloned()).collect())
    }

    fn visit(
        &self,
        company: Option<CompanyId>,
        kind: Kind,
        visit: &mut dyn FnMut(Record) -> ControlFlow<()>,
    ) -> Result<Vec<Damage>, StoreError> {
        let of = |record: &&Record| record.kind() == kind && company.is_none_or(|company| record.company() == company);
        let found: Vec<Record> = self.data().records.values().filter(of).cloned().collect();
        let _ = found.into_iter().try_for_each(visit);
        Ok(Vec::new())
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

    fn live_ids(&self, company: CompanyId, kind: Kind) -> Result<Vec<RemoteId>, StoreError> {
        let data = self.data();
        let live =
            data.records.iter().filter(|(key, record)| key.company == company && key.kind == kind && record.vanished().is_none());
        Ok(live.map(|(key, _)| key.id.clone()).collect())
    }

    fn history(&self, key: &RecordKey) -> Result<Vec<FieldChange>, StoreError> {
        Ok(self.data().history.get(key).cloned().unwrap_or_default())
    }

    fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(self.data().records.is_empty())
    }

    fn count(&self, company: CompanyId) -> Result<CompanyCount, StoreError> {
        let data = self.data();
        let wide = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let mut kinds: BTreeMap<Kind, KindCount> = BTreeMap::new();
        for record in data.records.values().filter(|record| record.company() == company) {
            let count = kinds.entry(record.kind()).or_default();
            count.records += 1;
            count.vanished += u64::from(record.vanished().is_some());
        }
        let changes = data.history.iter().filter(|(key, _)| key.company == company).map(|(_, changes)| changes.len());
        let runs = data.runs.iter().filter(|run| run.company == company);
        Ok(CompanyCount { kinds, changes: wide(changes.sum::<usize>()), runs: wide(runs.count()) })
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
        data.states.retain(|(of, _), _| *of != company);
        data.scans.retain(|(of, _), _| *of != company);
        data.records.retain(|key, _| key.company != company);
        data.history.retain(|key, _| key.company != company);
        data.own.remove(company);
        data.leases.forget(company);
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
        run.id = samples::begin(&store, &run).expect("begun");
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
        refused(|commit, _| samples::document(&mut commit.upserts[0]).company = CompanyId(2));
        refused(|commit, _| commit.upserts[0].changes[0].key.id = RemoteId::new("b"));
        refused(|commit, _| commit.upserts[0].changes[0].run = RunId(7));
        refused(|commit, _| commit.upserts[0].changes.clear());
        refused(|commit, _| commit.upserts.push(commit.upserts[0].clone()));
        refused(|commit, _| commit.run.error_count = 1);
        refused(|commit, _| commit.run.status = RunStatus::Completed);
        refused(|commit, _| commit.run.ended = Some(samples::at(1)));
        refused(|commit, _| samples::document(&mut commit.upserts[0]).vanished = Some(samples::at(1)));
        refused(|commit, store| store.commit(commit).expect("once, but it is first seen twice"));
        let twice = refused(|commit, store| {
            commit.upserts.clear();
            (commit.run.status, commit.run.ended) = (RunStatus::Completed, Some(samples::at(2)));
            store.commit(commit).expect("ends");
        });
        assert_eq!(twice, "a run ends once");
    }
}
