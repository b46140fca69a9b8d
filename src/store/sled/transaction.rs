//! Preparing a transaction: what a commit means for each tree, with the counts that follow from it.

use std::collections::BTreeMap;

use super::batch::{Batch, Name, PART};
use super::database::Database;
use super::packing::{Packed, Packing, number_hash};
use super::packs::locator::Facts;
use super::{key, read};
use crate::domain::{Change, CompanyId, FieldChange, Kind, Record, RemoteId, RunError, RunId, RunStatus, SyncRun, balance};
use crate::store::record::{Changes, CommitEntry, Created, Dated, Entry, ScanIds, decode, encode, encode_hashed};
use crate::store::{CompanyCount, ScanStep, StoreError, SyncState};

/// A transaction in preparation. Nothing is written before it is applied.
pub(in crate::store) struct Transaction<'a> {
    db: &'a Database,
    batch: Batch,
    packing: Packing,
    /// Companies, and whether anything is written of the history of their records.
    told: BTreeMap<CompanyId, bool>,
    counts: BTreeMap<CompanyId, CompanyCount>,
    /// The next page of the scan of a feed, by the feed's key.
    scan_pages: BTreeMap<Vec<u8>, u32>,
}

impl<'a> Transaction<'a> {
    /// An empty transaction.
    pub(in crate::store) fn new(db: &'a Database) -> Self {
        Self {
            db,
            batch: Batch::default(),
            packing: Packing::default(),
            told: BTreeMap::new(),
            counts: BTreeMap::new(),
            scan_pages: BTreeMap::new(),
        }
    }

    /// The database as it is without this transaction.
    pub(super) const fn database(&self) -> &'a Database {
        self.db
    }

    /// The writes so far.
    pub(super) const fn batch(&mut self) -> &mut Batch {
        &mut self.batch
    }

    /// The finished batch.
    pub(in crate::store) fn finish(mut self) -> Result<Batch, StoreError> {
        for (company, count) in &self.counts {
            self.batch.put(Name::Counts, &key::company(*company)[..], encode(count)?);
        }
        self.packing.finish(self.db, &mut self.batch)?;
        Ok(self.batch)
    }

    fn count(&mut self, company: CompanyId) -> Result<&mut CompanyCount, StoreError> {
        if let std::collections::btree_map::Entry::Vacant(slot) = self.counts.entry(company) {
            let stored = self.db.get(Name::Counts, key::company(company))?;
            slot.insert(stored.and_then(|bytes| decode(&bytes).ok()).unwrap_or_default());
        }
        Ok(self.counts.entry(company).or_default())
    }

    /// Writes a record. Returns whether it is new here and nothing written says when it was first seen: then the record itself tells, and
    /// it counts as a change.
    pub(in crate::store) fn put_record(&mut self, record: &Record) -> Result<bool, StoreError> {
        let (company, kind, id) = (record.company(), record.kind(), record.id());
        if id.as_str().len() > key::LONGEST_ID {
            return Err(StoreError::TooLarge { what: format!("ID {}…", id.as_str().chars().take(40).collect::<String>()) });
        }
        let key = key::record(company, kind, id);
        let packed = packed(record)?;
        let vanished = packed.facts.vanished;
        let before = self.db.locator(&key)?;
        let known = match self.packing.get(&key) {
            Some(put) => Some(put.facts.vanished),
            None => before.map(|locator| locator.facts.vanished),
        };
        // What was lost counts already, with its first change.
        let lost = before.is_some_and(|locator| locator.facts.lost);
        let implied = (known.is_none() || lost) && !self.tells_first(company, &key)?;
        self.packing.put(self.db, key, packed, before.as_ref())?;
        let count = self.count(company)?;
        count.changes += u64::from(implied && known.is_none());
        let kind = count.kinds.entry(kind).or_default();
        kind.records += u64::from(known.is_none());
        kind.vanished = kind.vanished.saturating_sub(u64::from(known == Some(true))) + u64::from(vanished);
        Ok(implied)
    }

    /// Whether what is written of the history of a record says when it was first seen. Most companies that are new here have no history.
    fn tells_first(&mut self, company: CompanyId, key: &[u8]) -> Result<bool, StoreError> {
        let told = match self.told.get(&company) {
            Some(told) => *told,
            None => self.db.scan(Name::Changes, &key::company(company)).next().transpose()?.is_some(),
        };
        self.told.insert(company, told);
        if told { read::tells_first(self.db, key) } else { Ok(false) }
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
        (kind, id): (Kind, &RemoteId),
        sequence: u64,
        changes: Vec<Dated>,
    ) -> Result<(), StoreError> {
        if changes.is_empty() {
            return Ok(());
        }
        self.count(company)?.changes += u64::try_from(changes.len()).unwrap_or_default();
        let prefix = key::changes(&key::record(company, kind, id), sequence);
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
            for entry in self.db.scan(Name::Scans, &feed) {
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

    /// Whether the record of this key is here, and not lost.
    pub(in crate::store) fn has(&self, key: &[u8]) -> Result<bool, StoreError> {
        Ok(self.packing.has(key) || self.db.locator(key)?.is_some_and(|locator| !locator.facts.lost))
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
            Entry::Own(own) => self.own_entry(own),
            Entry::CompanyRemoved(company) => self.forget_due(*company),
            Entry::Audit(_) | Entry::RolledBack(_) | Entry::Lost => Ok(()),
        }
    }

    fn commit_entry(&mut self, sequence: u64, commit: &CommitEntry) -> Result<(), StoreError> {
        let company = commit.run.company;
        self.put_run(&commit.run)?;
        self.put_errors(&commit.run, sequence, &commit.errors)?;
        for (created, change) in commit.first_seen() {
            self.put_changes(company, (created.kind, &created.id), sequence, vec![change])?;
        }
        for changed in &commit.changed {
            self.put_changes(company, (changed.kind, &changed.id), sequence, changed.changes.clone())?;
        }
        Ok(())
    }
}

/// A record as it is packed.
pub(in crate::store) fn packed(record: &Record) -> Result<Packed, StoreError> {
    let (company, kind, id) = (record.company(), record.kind(), record.id().clone());
    let what = |error| match error {
        StoreError::TooLarge { .. } => StoreError::TooLarge { what: format!("{} ({id})", record.title()) },
        error => error,
    };
    let vanished = record.vanished().is_some();
    let (bytes, facts) = match record {
        Record::Document(stored) => {
            let (settled, open) = (stored.entity.balance.is_some(), balance::is_missing(stored));
            let (bytes, hash) = encode_hashed(stored).map_err(what)?;
            (bytes, Facts { hash, vanished, lost: false, settled, open })
        }
        Record::Payment(stored) => encode_hashed(stored).map(|(bytes, hash)| (bytes, plain(hash, vanished))).map_err(what)?,
        Record::Contact(stored) => encode_hashed(stored).map(|(bytes, hash)| (bytes, plain(hash, vanished))).map_err(what)?,
    };
    let number = number_hash(record.title());
    Ok(Packed { company, kind: kind as u8, id, bytes, facts, number })
}

/// Facts of a record without a balance.
const fn plain(hash: u64, vanished: bool) -> Facts {
    Facts { hash, vanished, lost: false, settled: false, open: false }
}

/// The next page number of the scan of a feed.
fn next_page(db: &Database, feed: &[u8]) -> Result<u32, StoreError> {
    let Some(last) = db.last_key(Name::Scans, feed)? else { return Ok(0) };
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

    /// Whether a change is [`Self::first_of`] a record of which nothing else is told.
    pub(in crate::store) fn is_first_of(record: &Record, change: &FieldChange) -> bool {
        let Change { field, old, new } = &change.change;
        let title = Some(record.title()).filter(|title| !title.is_empty());
        field == FIRST_SEEN && old.is_none() && new.as_deref() == title && record.first() == (change.at, change.run)
    }

    /// The first change of an invoice, as the invoice and what changed since tell it. It is what every new invoice has in common, and
    /// is written only where it says something else.
    pub(in crate::store) fn first_of(record: &Record, later: &[Self]) -> Self {
        let renamed =
            later.iter().find(|dated| dated.change.field == record.kind().title_field()).map(|dated| dated.change.old.clone());
        let number = renamed.unwrap_or_else(|| Some(record.title().to_owned()));
        let new = number.filter(|number| !number.is_empty());
        let change = Change { field: FIRST_SEEN.to_owned(), old: None, new };
        let (at, run) = record.first();
        Self { at, run, change }
    }
}

/// The field of the first change of every invoice.
pub(in crate::store) const FIRST_SEEN: &str = "first_seen";
