//! Preparing a transaction: what a commit means for each tree, with the counts that follow from it.

use std::collections::BTreeMap;

use super::batch::{Batch, Name, PART};
use super::database::Database;
use super::{key, pack, read};
use crate::domain::{Change, CompanyId, InvoiceRow, Kind, Record, RemoteId, RunError, RunId, RunStatus, StoredInvoice, SyncRun};
use crate::store::record::{Changes, CommitEntry, Created, Dated, Entry, ScanIds, decode, encode};
use crate::store::{CompanyCount, ScanStep, StoreError, SyncState};

/// A transaction in preparation. Nothing is written before it is applied.
pub(in crate::store) struct Transaction<'a> {
    db: &'a Database,
    batch: Batch,
    counts: BTreeMap<CompanyId, CompanyCount>,
    /// The next page of the scan of a feed, by the feed's key.
    scan_pages: BTreeMap<Vec<u8>, u32>,
}

/// Facts of an invoice before this transaction.
pub(in crate::store) struct Known {
    number: String,
    vanished: bool,
}

impl<'a> Transaction<'a> {
    /// An empty transaction.
    pub(in crate::store) fn new(db: &'a Database) -> Self {
        Self { db, batch: Batch::default(), counts: BTreeMap::new(), scan_pages: BTreeMap::new() }
    }

    /// The finished batch.
    pub(in crate::store) fn finish(mut self) -> Result<Batch, StoreError> {
        for (company, count) in &self.counts {
            self.batch.put(Name::Counts, &key::company(*company)[..], encode(count)?);
        }
        Ok(self.batch)
    }

    fn count(&mut self, company: CompanyId) -> Result<&mut CompanyCount, StoreError> {
        if let std::collections::btree_map::Entry::Vacant(slot) = self.counts.entry(company) {
            let stored = self.db.get(Name::Counts, key::company(company))?;
            slot.insert(stored.and_then(|bytes| decode(&bytes).ok()).unwrap_or_default());
        }
        Ok(self.counts.entry(company).or_default())
    }

    /// Writes a record.
    pub(in crate::store) fn put_record(&mut self, record: &Record) -> Result<bool, StoreError> {
        match record {
            Record::Document(stored) => self.put_invoice(stored),
        }
    }

    /// Writes an invoice with its row and its place in the index of numbers. Returns whether it is new here and nothing written says when
    /// it was first seen: then the invoice itself tells, and it counts as a change.
    pub(in crate::store) fn put_invoice(&mut self, stored: &StoredInvoice) -> Result<bool, StoreError> {
        let (company, id) = (stored.company, &stored.entity.id);
        if id.as_str().len() > key::LONGEST_ID {
            return Err(StoreError::TooLarge { what: format!("ID {}…", id.as_str().chars().take(40).collect::<String>()) });
        }
        let key = key::invoice(company, id);
        let known = known(self.db, &key)?;
        let parts = if known.is_some() { self.db.part_count(Name::Invoices, &key)? } else { 0 };
        let what = || StoreError::TooLarge { what: format!("{} ({id})", stored.entity.number) };
        let bytes = encode(stored).map_err(|_| what())?;
        let bytes = match self.db.dictionary(company)? {
            Some(dictionary) => pack::pack(bytes, &dictionary.0),
            None => bytes,
        };
        self.batch.put_parts(Name::Invoices, &key, &bytes, parts).map_err(|_| what())?;
        if let Some(known) = &known
            && known.number != stored.entity.number
            && let Some(old) = key::number_of(company, &known.number, id)
        {
            self.batch.remove(Name::Numbers, old);
        }
        if known.as_ref().is_none_or(|known| known.number != stored.entity.number)
            && let Some(new) = key::number_of(company, &stored.entity.number, id)
        {
            self.batch.put(Name::Numbers, new, &[]);
        }
        let implied = known.is_none() && !read::tells_first(self.db, &key)?;
        self.batch.put(Name::Rows, key, row_bytes(stored)?);
        let was_vanished = known.as_ref().is_some_and(|known| known.vanished);
        let count = self.count(company)?;
        count.changes += u64::from(implied);
        let kind = count.kinds.entry(Kind::Document).or_default();
        kind.records += u64::from(known.is_none());
        kind.vanished = kind.vanished.saturating_sub(u64::from(was_vanished)) + u64::from(stored.vanished.is_some());
        Ok(implied)
    }

    /// Records that the first change of the invoice just put is written as an entry, so that it is not counted twice.
    pub(in crate::store) fn tell_first(&mut self, company: CompanyId) -> Result<(), StoreError> {
        let count = self.count(company)?;
        count.changes = count.changes.saturating_sub(1);
        Ok(())
    }

    /// Appends to the history of an invoice what the entry of this number says.
    pub(in crate::store) fn put_changes(
        &mut self,
        company: CompanyId,
        id: &RemoteId,
        sequence: u64,
        changes: Vec<Dated>,
    ) -> Result<(), StoreError> {
        if changes.is_empty() {
            return Ok(());
        }
        self.count(company)?.changes += u64::try_from(changes.len()).unwrap_or_default();
        let prefix = key::changes(&key::invoice(company, id), sequence);
        let bytes = encode(&Changes(changes))?;
        self.batch.put_parts(Name::Changes, &prefix, &bytes, 0)
    }

    /// Writes a run as it stands.
    pub(in crate::store) fn put_run(&mut self, run: &SyncRun) -> Result<(), StoreError> {
        let key = key::run(run.company, run.id);
        let parts = self.db.part_count(Name::Runs, &key)?;
        if parts == 0 {
            self.count(run.company)?.runs += 1;
        }
        let running = u8::from(run.status == RunStatus::Running);
        let index = [&run.company.0.to_be_bytes()[..], &[running]].concat();
        self.batch.put(Name::RunIndex, &run.id.0.to_be_bytes()[..], index);
        self.batch.put_parts(Name::Runs, &key, &encode(run)?, parts)
    }

    /// Appends errors to a run.
    pub(in crate::store) fn put_errors(&mut self, run: &SyncRun, sequence: u64, errors: &[RunError]) -> Result<(), StoreError> {
        let prefix = key::run(run.company, run.id);
        for (index, error) in (0u32..).zip(errors) {
            self.batch.put_parts(Name::Errors, &key::error(&prefix, sequence, index), &encode(error)?, 0)?;
        }
        Ok(())
    }

    /// Writes the state of a feed's sync.
    pub(in crate::store) fn put_state(&mut self, company: CompanyId, feed: &str, state: &SyncState) -> Result<(), StoreError> {
        let key = key::feed(company, feed);
        let parts = self.db.part_count(Name::States, &key)?;
        self.batch.put_parts(Name::States, &key, &encode(state)?, parts)
    }

    /// Applies a commit's change to the full scan of a feed in progress.
    pub(in crate::store) fn scan(&mut self, company: CompanyId, feed: &str, step: &ScanStep) -> Result<(), StoreError> {
        let feed = key::feed(company, feed);
        if matches!(step, ScanStep::Clear | ScanStep::Restart(_)) {
            for entry in read::scan_pages(self.db, &feed) {
                self.batch.remove(Name::Scans, entry?.0);
            }
            self.scan_pages.insert(feed.clone(), 0);
        }
        let (ScanStep::Add(ids) | ScanStep::Restart(ids)) = step else { return Ok(()) };
        let mut page = match self.scan_pages.get(&feed) {
            Some(page) => *page,
            None => next_page(self.db, &feed)?,
        };
        // Identifiers per value, such that the longest ones still fit into a part.
        let longest = ids.iter().map(|id| id.as_str().len()).max().unwrap_or_default() + 8;
        for ids in ids.chunks((PART / longest).max(1)) {
            self.batch.put(Name::Scans, key::scan(&feed, page), encode(&ScanIds(ids.to_vec()))?);
            page = page.saturating_add(1);
        }
        self.scan_pages.insert(feed, page);
        Ok(())
    }

    /// Whether the invoice of this key is here.
    pub(in crate::store) fn has_row(&self, key: &[u8]) -> Result<bool, StoreError> {
        Ok(self.db.get(Name::Rows, key)?.is_some())
    }

    /// The first change of the invoice of this key.
    pub(in crate::store) fn first_change(&self, key: &[u8]) -> Result<Option<Dated>, StoreError> {
        let first = self.db.scan_parts(Name::Changes, key).next().transpose()?;
        let changes = first.and_then(|(_, bytes)| decode::<Changes>(&bytes).ok());
        Ok(changes.and_then(|Changes(changes)| changes.into_iter().next()))
    }

    /// Applies an entry of the journal, without the invoices themselves.
    pub(in crate::store) fn entry(&mut self, sequence: u64, entry: &Entry) -> Result<(), StoreError> {
        match entry {
            Entry::RunStarted(run) => self.put_run(run),
            Entry::RunsEnded(runs) => runs.iter().try_for_each(|run| self.put_run(run)),
            Entry::Commit(commit) => self.commit_entry(sequence, commit),
            Entry::Audit(_) | Entry::CompanyRemoved(_) | Entry::RolledBack(_) | Entry::Lost => Ok(()),
        }
    }

    fn commit_entry(&mut self, sequence: u64, commit: &CommitEntry) -> Result<(), StoreError> {
        let company = commit.run.company;
        self.put_run(&commit.run)?;
        self.put_errors(&commit.run, sequence, &commit.errors)?;
        for (created, change) in commit.first_seen() {
            self.put_changes(company, &created.id, sequence, vec![change])?;
        }
        for changed in &commit.changed {
            self.put_changes(company, &changed.id, sequence, changed.changes.clone())?;
        }
        Ok(())
    }
}

/// The row of an invoice as it is kept: nothing when it is so large that it is made from the invoice each time.
pub(in crate::store) fn row_bytes(stored: &StoredInvoice) -> Result<Vec<u8>, StoreError> {
    let bytes = encode(&stored.row())?;
    Ok(if bytes.len() > PART { Vec::new() } else { bytes })
}

/// Facts of the invoice of this key; `None` if it is unknown.
fn known(db: &Database, key: &[u8]) -> Result<Option<Known>, StoreError> {
    let Some(bytes) = db.get(Name::Rows, key)? else { return Ok(None) };
    if let Ok(row) = decode::<InvoiceRow>(&bytes) {
        return Ok(Some(Known { number: row.number.into(), vanished: row.vanished }));
    }
    // Too large, or damaged: then the invoice says it, or nothing does.
    let stored = db.invoice(key)?.and_then(|bytes| decode::<StoredInvoice>(&bytes).ok());
    Ok(Some(stored.map_or(Known { number: String::new(), vanished: false }, |stored| Known {
        number: stored.entity.number,
        vanished: stored.vanished.is_some(),
    })))
}

/// The next page number of the scan of a feed.
fn next_page(db: &Database, feed: &[u8]) -> Result<u32, StoreError> {
    let Some((last, _)) = read::scan_pages(db, feed).last().transpose()? else { return Ok(0) };
    let page = last.strip_prefix(feed).and_then(|rest| rest.first_chunk::<4>().copied());
    Ok(page.map_or(0, u32::from_be_bytes).saturating_add(1))
}

impl CommitEntry {
    /// The first changes of the new invoices.
    pub(in crate::store) fn first_seen(&self) -> impl Iterator<Item = (&Created, Dated)> {
        self.created.iter().filter_map(|created| {
            let (at, run): (_, RunId) = self.created_at?;
            let change = Change { field: FIRST_SEEN.to_owned(), old: None, new: created.title.clone() };
            Some((created, Dated { at, run, change }))
        })
    }
}

impl Dated {
    /// Whether it says that the invoice was first seen.
    pub(in crate::store) fn is_first_seen(&self) -> bool {
        self.change.field == FIRST_SEEN
    }

    /// The first change of an invoice, as the invoice and what changed since tell it. It is what every new invoice has in common, and
    /// is written only where it says something else.
    pub(in crate::store) fn first_of(record: &Record, later: &[Self]) -> Self {
        let renamed = later.iter().find(|dated| dated.change.field == NUMBER).map(|dated| dated.change.old.clone());
        let number = renamed.unwrap_or_else(|| Some(record.title().to_owned()));
        let new = number.filter(|number| !number.is_empty());
        let change = Change { field: FIRST_SEEN.to_owned(), old: None, new };
        let (at, run) = record.first();
        Self { at, run, change }
    }
}

/// The field of the number.
const NUMBER: &str = "number";

/// The field of the first change of every invoice.
pub(in crate::store) const FIRST_SEEN: &str = "first_seen";
