//! The store with the in-memory index beside it: what is committed is found at once.
//!
//! The index is built on the first question, so that a sync from cron never pays for it.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::gathered::Gathered;
use super::index_file::{IndexFile, Reading};
use super::kept_rows::Lists;
use super::paid_days::PaidDays;
use super::settled::Settlements;
use super::summary_cache::{Summaries, SummaryCache};
use super::task::lock;

use crate::domain::{
    AuditEntry, AuditLog, CompanyId, Doubt, FieldChange, InvoiceRow, Kind, Lease, LineItem, Record, RecordKey, RemoteId,
    RunError, RunId, SyncRun,
};
use crate::query::Index;
use crate::store::{Commit, CompanyCount, Damage, Head, RunFilter, Store, StoreError, SyncState};

/// Rows that are handed over at a time while the index is built.
const BATCH: usize = 1024;
/// Batches that wait to be taken in.
const BATCHES: usize = 8;

/// The index file is rewritten only if at least one row in so many changed.
const WORTH: usize = 50;

/// A segment of the index file is written when the gathered rows have so many bytes.
const SEGMENT: usize = 16 << 20;

/// A store and the index over it.
#[derive(Debug)]
pub(crate) struct IndexedStore {
    store: Arc<dyn Store>,
    pub(super) index: RwLock<Option<Index>>,
    /// Decides what day a change falls on.
    pub(super) zone: TimeZone,
    /// Figures of the companies, without the index.
    figures: SummaryCache,
    /// File of the index for the next process.
    pub(super) kept: IndexFile,
    /// The index file, if it is being read.
    pub(super) reading: Mutex<Option<Reading>>,
    /// Number of rows that differ from the index file.
    pub(super) changed: AtomicUsize,
    /// Rows of commits for the next process, while the index itself is not built.
    pub(super) gathered: Mutex<Gathered>,
    /// Held while invoices are written and taken into the index, and while figures are kept: both tell of one state.
    pub(super) writing: Mutex<()>,
    /// Payments and contacts.
    lists: Lists,
    /// The version of the store that the index is of, where other processes write too.
    pub(super) seen: Mutex<Option<String>>,
    /// Whether they do: then files of this machine tell of what this process has seen, and not of the store's version.
    shared: bool,
    /// What bank entries pay.
    pub(super) settled: Settlements,
    /// When documents were paid, where their service does not tell it.
    pub(super) paid_days: PaidDays,
    /// How often damage of a company was met that was not known.
    damage_met: AtomicUsize,
}

impl IndexedStore {
    /// Takes a store; the index is not built yet.
    pub(crate) fn new(
        store: Arc<dyn Store>,
        zone: TimeZone,
        figures: SummaryCache,
        kept: IndexFile,
        reading: Option<Reading>,
    ) -> Self {
        let (changed, reading, gathered) = (AtomicUsize::new(0), Mutex::new(reading), Mutex::default());
        Self {
            store,
            index: RwLock::new(None),
            zone,
            figures,
            kept,
            reading,
            changed,
            gathered,
            writing: Mutex::new(()),
            lists: Lists::default(),
            settled: Settlements::default(),
            paid_days: PaidDays::default(),
            seen: Mutex::default(),
            shared: false,
            damage_met: AtomicUsize::new(0),
        }
    }

    /// The same store, to which other processes write too.
    pub(crate) fn shared(self) -> Self {
        *lock(&self.gathered) = Gathered::Never;
        // What is read from here on is at least as new.
        *lock(&self.seen) = self.store.version().ok().flatten();
        Self { shared: true, ..self }
    }

    /// How often damage of a company was met that was not known: an answer begun before may lack something.
    pub(super) fn damage_met(&self) -> usize {
        self.damage_met.load(Ordering::SeqCst)
    }

    /// Forgets the figures of companies.
    pub(super) fn forget_figures(&self) {
        self.figures.forget();
    }

    /// Whether there is an index.
    pub(super) fn is_built(&self) -> bool {
        self.read().is_some()
    }

    /// The rows of payments and contacts that are kept.
    pub(super) const fn lists(&self) -> &Lists {
        &self.lists
    }

    /// Forgets what the next process cannot learn from gathered rows: it finds out from the journal.
    pub(super) fn stop_gathering(&self) {
        self.figures.forget();
        if self.read().is_none() {
            *lock(&self.gathered) = Gathered::Never;
        }
    }

    /// Takes rows into the index, where there is one.
    pub(super) fn take_rows(&self, rows: Vec<InvoiceRow>) {
        let changed = |count: usize| Some(count.saturating_add(rows.len()));
        // Whatever is done to it, a counter cannot fail to be counted up.
        let _ = self.changed.fetch_update(Ordering::SeqCst, Ordering::SeqCst, changed);
        self.update(|index| index.upsert(rows));
    }

    /// The store without the index.
    pub(crate) fn inner(&self) -> &dyn Store {
        &*self.store
    }

    /// Every company in figures of a day. What was kept is told without a look at the invoices.
    pub(crate) fn summaries(&self, day: Date) -> Result<Summaries, StoreError> {
        if let Some(known) = self.figures.of(day) {
            return Ok(known);
        }
        let summaries = self.ask(|index| index.summaries(day))?;
        // During a write the sums are returned but not cached.
        let Ok(_quiet) = self.writing.try_lock() else { return Ok(summaries) };
        // Not `ask`: making an index ready waits for the lock that is held here.
        let Some(summaries) = self.answer(|index| index.summaries(day)) else { return Ok(summaries) };
        self.figures.are(day, &summaries);
        if self.shared {
            return Ok(summaries);
        }
        if let Ok(Some(state)) = self.store.version() {
            self.figures.keep(&state);
        }
        Ok(summaries)
    }

    /// Saves the figures and the index for the next process. The index file is rewritten only if reading it and the changes since would
    /// take longer than writing it.
    pub(crate) fn keep(&self) {
        let _quiet = lock(&self.writing);
        let state = if self.shared { lock(&self.seen).clone() } else { self.store.version().ok().flatten() };
        let Some(state) = state else { return };
        if !self.shared {
            self.figures.keep(&state);
        }
        if let Some(index) = self.read().as_ref() {
            if self.changed.load(Ordering::SeqCst) > index.len() / WORTH {
                self.kept.write(&state, index);
            }
        } else {
            self.write_segment();
        }
    }

    /// Decides before the first commit whether its rows are gathered: where the index file covers everything until here.
    fn begin_gathering(&self) -> Result<Gathered, StoreError> {
        let Some(version) = self.store.version()? else { return Ok(Gathered::Never) };
        let rows = || Box::new(Index::new([], self.zone.clone()));
        let (covered, segments) = if let Some(covered) = self.kept.covered() {
            covered
        } else {
            if !self.store.is_empty()? {
                return Ok(Gathered::Never);
            }
            self.kept.write(&version, &rows());
            (version.clone(), 0)
        };
        let whole = covered == version || self.store.changed_since(&covered)?.is_some_and(|changed| changed.is_empty());
        Ok(if whole { Gathered::Rows { covered, segments, rows: rows() } } else { Gathered::Never })
    }

    /// Takes in the rows of a commit, where they are gathered.
    pub(super) fn gather(&self, taken: Vec<InvoiceRow>) {
        if let Some(rows) = lock(&self.gathered).rows() {
            rows.upsert(taken);
        }
    }

    /// Writes what was gathered once it is much.
    pub(super) fn spill(&self) {
        let full = lock(&self.gathered).rows().is_some_and(|rows| rows.size() > SEGMENT);
        if full {
            self.write_segment();
        }
    }

    /// Writes what was gathered beside the index file.
    fn write_segment(&self) {
        let mut gathered = lock(&self.gathered);
        let Gathered::Rows { covered, segments, rows } = &mut *gathered else { return };
        if rows.is_empty() {
            return;
        }
        let version = self.store.version().ok().flatten();
        let number = *segments + 1;
        let next = version.filter(|version| self.kept.append(number, covered, version, rows));
        *gathered = match next {
            Some(covered) => Gathered::Rows { covered, segments: number, rows: Box::new(Index::new([], self.zone.clone())) },
            None => Gathered::Never,
        };
    }

    /// Asks the index, which is built first where it is not yet.
    pub(crate) fn ask<T>(&self, question: impl Fn(&Index) -> T) -> Result<T, StoreError> {
        // What the file lacks is found out by a question at the latest; then the index is of the rows and needs no file.
        for _ in 0..2 {
            if let Some(answer) = self.answer(&question) {
                return Ok(answer);
            }
            self.make_ready()?;
        }
        // The index is only taken away where a doubted company is read again or a change met damage: rare, and never twice in a row.
        self.answer(&question).ok_or_else(|| StoreError::Database { detail: "the index is gone".to_owned() })
    }

    /// An answer of the index, where there is one that can be trusted.
    fn answer<T>(&self, question: impl Fn(&Index) -> T) -> Option<T> {
        let slot = self.read();
        let index = slot.as_ref().filter(|index| !index.is_damaged())?;
        let answer = question(index);
        (!index.is_damaged()).then_some(answer)
    }

    /// Takes up or builds the index where there is none, and builds it where the file of the one that is there is damaged.
    fn make_ready(&self) -> Result<(), StoreError> {
        let _writing = lock(&self.writing);
        let mut slot = self.index.write().unwrap_or_else(PoisonError::into_inner);
        if slot.as_ref().is_some_and(Index::is_damaged) {
            // Out of memory before the other one comes.
            *slot = None;
            *slot = Some(self.build()?);
        } else if slot.is_none() {
            // From here on commits go into the index itself.
            self.write_segment();
            let gathered = std::mem::replace(&mut *lock(&self.gathered), Gathered::Never);
            if matches!(gathered, Gathered::Rows { .. }) {
                // What was read at the start lacks what was committed since.
                lock(&self.reading).take();
            }
            *slot = Some(match self.take_up()? {
                Some(index) => index,
                None => self.build()?,
            });
        }
        Ok(())
    }

    /// Builds the index of every row: one thread reads them, another one takes them in, and few are on their way between.
    fn build(&self) -> Result<Index, StoreError> {
        let (sender, rows) = sync_channel::<Vec<InvoiceRow>>(BATCHES);
        let (mut index, damage) = std::thread::scope(|scope| {
            let reader = scope.spawn(move || {
                let mut batch = Vec::with_capacity(BATCH);
                let damage = self.store.rows(None, &mut |row| {
                    batch.push(row);
                    // The receiver reads to the end: a send fails only after it panicked.
                    if batch.len() == BATCH && sender.send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH))).is_err() {
                        return ControlFlow::Break(());
                    }
                    ControlFlow::Continue(())
                });
                let _ = sender.send(batch);
                damage
            });
            let mut failed = None;
            let rows = rows.into_iter().flatten().map_while(|row| match self.settled.over_row(self.inner(), row) {
                Ok(row) => Some(row),
                Err(error) => {
                    failed = Some(error);
                    None
                }
            });
            let index = Index::new(rows, self.zone.clone());
            if let Some(error) = failed {
                return (index, Err(error));
            }
            let gone = || StoreError::Database { detail: "the reader is gone".to_owned() };
            (index, reader.join().unwrap_or_else(|_| Err(gone())))
        });
        self.date_index(&mut index, None)?;
        for damage in damage? {
            tracing::warn!(place = %damage.place, "a record does not decode and is left out; run `faktura check`");
            self.doubt(&damage)?;
        }
        self.changed.store(usize::MAX, Ordering::SeqCst);
        Ok(index)
    }

    /// Decides before a write whether its rows are gathered; whether the index takes them.
    pub(super) fn begin_write(&self) -> bool {
        self.figures.forget();
        let built = self.read().is_some();
        if !built && matches!(&*lock(&self.gathered), Gathered::Undecided) {
            // The index file is a cache: what is wrong with it, or beside it, is no reason to refuse a commit.
            let begun = self.begin_gathering().unwrap_or_else(|error| {
                tracing::debug!(%error, "rows of commits are not gathered");
                Gathered::Never
            });
            *lock(&self.gathered) = begun;
        }
        built
    }

    fn read(&self) -> RwLockReadGuard<'_, Option<Index>> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn update(&self, change: impl FnOnce(&mut Index)) {
        let mut slot = self.index.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = slot.as_mut() {
            change(index);
        }
        // Until the next question asks for one: a writer does not wait for it.
        slot.take_if(|index| index.is_damaged());
    }
}

impl Store for IndexedStore {
    fn begin_run(&self, run: &SyncRun, lease: &Lease) -> Result<RunId, StoreError> {
        let doubted = self.store.doubted().iter().any(|doubt| doubt.company == run.company);
        let id = self.store.begin_run(run, lease)?;
        if doubted {
            // Rows read from a damaged database are not valid.
            let _writing = lock(&self.writing);
            self.lists.forget();
            self.figures.forget();
            self.paid_days.forget_all();
            self.kept.remove();
            lock(&self.reading).take();
            *lock(&self.gathered) = Gathered::Undecided;
            *self.index.write().unwrap_or_else(PoisonError::into_inner) = None;
        }
        Ok(id)
    }

    fn commit(&self, commit: &Commit) -> Result<(), StoreError> {
        let records: Vec<&Record> = commit.upserts.iter().map(|upsert| &upsert.record).collect();
        self.write(&records, || self.store.commit(commit))
    }

    fn interrupt_expired(&self, at: Timestamp) -> Result<Vec<SyncRun>, StoreError> {
        self.store.interrupt_expired(at)
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

    fn sync_state(&self, company: CompanyId, feed: &str) -> Result<SyncState, StoreError> {
        self.store.sync_state(company, feed)
    }

    fn scan_ids(&self, company: CompanyId, feed: &str) -> Result<Vec<RemoteId>, StoreError> {
        self.store.scan_ids(company, feed)
    }

    fn heads(&self, company: CompanyId, kind: Kind, ids: &[RemoteId]) -> Result<Vec<Option<Head>>, StoreError> {
        self.store.heads(company, kind, ids)
    }

    fn records(&self, company: CompanyId, kind: Kind, ids: &[RemoteId]) -> Result<Vec<Option<Record>>, StoreError> {
        self.store.records(company, kind, ids)
    }

    fn visit(
        &self,
        company: Option<CompanyId>,
        kind: Kind,
        visit: &mut dyn FnMut(Record) -> ControlFlow<()>,
    ) -> Result<Vec<Damage>, StoreError> {
        self.store.visit(company, kind, visit)
    }

    fn items(&self, company: CompanyId, ids: &[RemoteId]) -> Result<Vec<Option<Vec<LineItem>>>, StoreError> {
        self.store.items(company, ids)
    }

    fn by_number(&self, company: Option<CompanyId>, number: &str) -> Result<Vec<RecordKey>, StoreError> {
        self.store.by_number(company, number)
    }

    fn rows(
        &self,
        company: Option<CompanyId>,
        visit: &mut dyn FnMut(InvoiceRow) -> ControlFlow<()>,
    ) -> Result<Vec<Damage>, StoreError> {
        self.store.rows(company, visit)
    }

    fn live_ids(&self, company: CompanyId, kind: Kind) -> Result<Vec<RemoteId>, StoreError> {
        self.store.live_ids(company, kind)
    }

    fn history(&self, key: &RecordKey) -> Result<Vec<FieldChange>, StoreError> {
        self.store.history(key)
    }

    fn is_empty(&self) -> Result<bool, StoreError> {
        self.store.is_empty()
    }

    fn count(&self, company: CompanyId) -> Result<CompanyCount, StoreError> {
        self.store.count(company)
    }

    fn version(&self) -> Result<Option<String>, StoreError> {
        self.store.version()
    }

    fn changed_since(&self, version: &str) -> Result<Option<Vec<RecordKey>>, StoreError> {
        self.store.changed_since(version)
    }

    fn audit(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        self.store.audit(entry)
    }

    fn audit_log(&self) -> Result<AuditLog, StoreError> {
        self.store.audit_log()
    }

    fn upkeep_step(&self) -> Result<bool, StoreError> {
        self.store.upkeep_step()
    }

    fn doubted(&self) -> Vec<Doubt> {
        self.store.doubted()
    }

    fn doubt(&self, damage: &Damage) -> Result<(), StoreError> {
        let known = self.store.doubted();
        self.store.doubt(damage)?;
        if self.store.doubted() != known {
            self.damage_met.fetch_add(1, Ordering::SeqCst);
        }
        Ok(())
    }

    fn require_full_sync(&self, company: CompanyId) -> Result<(), StoreError> {
        self.store.require_full_sync(company)
    }

    fn remove_company(&self, company: CompanyId) -> Result<(), StoreError> {
        let _writing = lock(&self.writing);
        self.lists.forget();
        self.figures.forget();
        // Remove the files too.
        self.figures.remove();
        self.kept.remove();
        *lock(&self.gathered) = Gathered::Never;
        self.changed.store(usize::MAX, Ordering::SeqCst);
        self.store.remove_company(company)?;
        self.settled.forget(company);
        self.paid_days.forget(company);
        self.update(|index| index.remove_company(company));
        Ok(())
    }
}
