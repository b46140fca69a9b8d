//! `check --repair`: a new database from the journal and from every record of the old one that can be read.
//!
//! The old database, the old journal where it was damaged, and damaged small files stay in `damaged/`. The next sync of the
//! companies named walks their accounts from the beginning: what was lost is fetched again, what is there costs no write.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::super::batch::Name;
use super::super::database::{Database, FOLDER};
use super::super::lock::Lock;
use super::super::packs::files::PackFiles;
use super::super::transaction::Transaction;
use super::super::{DAMAGED, conserved, format, key, manifest, own, read, records, recover, swap, trail};
use super::CACHE;
use super::files::FileFindings;
use crate::domain::{CompanyId, Kind, Record, RecordKey, RunError, SyncRun};
use crate::store::journal::Journal;
use crate::store::journal::read::{content, effective};
use crate::store::own_index::{OwnIndex, told_documents};
use crate::store::record::{Changed, Changes, CommitEntry, Dated, Entry, OwnEntry, decode, decode_record};
use crate::store::registry::{KindOf, Told};
use crate::store::{StoreError, file, journal, registry};

/// Invoices in one transaction, and in one entry of a new journal.
const GROUP: usize = 200;

/// Records read from the old database.
#[derive(Default)]
struct Salvage {
    records: BTreeMap<RecordKey, Record>,
    /// Records known from their files alone: they may be older than what the database had.
    scraped: BTreeSet<RecordKey>,
    runs: BTreeMap<(CompanyId, u64), SyncRun>,
    errors: BTreeMap<(CompanyId, u64), Vec<RunError>>,
    changes: BTreeMap<RecordKey, Vec<Dated>>,
    own: OwnIndex,
}

/// Mends what needs no database: the stamp and the list of companies are written anew, other small files are set aside.
pub(super) fn small(store: &Path, files: &mut FileFindings, kind_of: KindOf<'_>) -> Result<(), StoreError> {
    let aside = store.join(DAMAGED);
    let missing = files.companies.is_none();
    let list = missing.then(|| store.join(registry::COMPANIES));
    if files.files.is_empty() && !files.stamp && list.is_none() {
        return Ok(());
    }
    file::create_folder(&aside)?;
    for path in files.files.drain(..).chain(list).filter(|path| path.exists()) {
        file::rename(&path, &file::free_name(&aside, file::name(&path)))?;
    }
    if files.stamp {
        // Verifies that the database is ours before the format file says so.
        if !files.database && store.join(FOLDER).is_dir() {
            manifest::remove(store)?;
            Database::open(&store.join(FOLDER), CACHE)?.close()?;
        }
        format::Format { number: format::CURRENT, written_by: env!("CARGO_PKG_VERSION").to_owned() }.write(store)?;
        files.stamp = false;
    }
    if missing {
        let mut told = Told::read(store)?;
        if store.join(FOLDER).is_dir() {
            // Where the journal lost what it told, files of records still have the numbers of their companies.
            told.known.extend(PackFiles::open(&store.join(FOLDER))?.list()?.into_iter().map(|file| file.company));
        }
        registry::rebuild(store, &told, kind_of, &aside)?;
        let companies = registry::load(store)?.companies;
        files.companies = Some(companies.iter().map(|company| company.id).collect());
    }
    Ok(())
}

/// Rebuilds the store. Returns the companies that need a full sync.
pub(super) fn repair(store: &Path, files: &FileFindings) -> Result<Vec<CompanyId>, StoreError> {
    let _lock = Lock::take(store)?;
    let aside = store.join(DAMAGED);
    file::create_folder(&aside)?;
    for path in &files.files {
        if path.exists() {
            file::rename(path, &file::free_name(&aside, file::name(path)))?;
        }
    }
    format::Format { number: format::CURRENT, written_by: env!("CARGO_PKG_VERSION").to_owned() }.write(store)?;
    swap::finish(store)?;
    manifest::remove(store)?;
    let kept = |company: CompanyId| files.companies.as_ref().is_none_or(|companies| companies.contains(&company));
    let mut salvage = salvage(store, &aside, &kept)?;
    salvage.leave_to_journal(store, files.journal)?;
    if files.journal {
        rewrite_journal(store, &aside, &mut salvage)?;
    }
    let resync = rebuild(store, &salvage, &kept)?;
    swap::install(store, Some(&file::free_name(&aside, FOLDER)))?;
    Ok(resync)
}

/// Reads what can be read of the database; a copy of it, because opening may drop what is damaged.
fn salvage(store: &Path, aside: &Path, kept: &dyn Fn(CompanyId) -> bool) -> Result<Salvage, StoreError> {
    let copy = aside.join("reading");
    file::remove_folder(&copy)?;
    file::copy_folder(&store.join(FOLDER), &copy)?;
    let mut found = Salvage::default();
    // If sled cannot open it, the journal and the provider give the data.
    if let Ok(db) = Database::open(&copy, CACHE) {
        let read = found.read(&db, kept);
        if let Err(error) = &read {
            tracing::warn!(%error, "the old database could be read in part only");
        }
        db.close()?;
    }
    found.scrape(&copy, kept)?;
    file::remove_folder(&copy)?;
    Ok(found)
}

impl Salvage {
    /// Takes from the files of packs what the database no longer tells of; of a record that is there more than once, the last one.
    fn scrape(&mut self, folder: &Path, kept: &dyn Fn(CompanyId) -> bool) -> Result<(), StoreError> {
        let mut found = BTreeMap::new();
        let packs = PackFiles::open(folder)?;
        for file in packs.list()?.into_iter().filter(|file| kept(file.company)) {
            let length = u32::try_from(packs.length(file)).unwrap_or(u32::MAX);
            for pack in packs.packs(file, 0, length)? {
                let (_, Ok(pack)) = pack? else { continue };
                let Some(kind) = Kind::from_number(pack.head().kind) else { continue };
                for record in pack.entries().filter_map(|(_, bytes)| decode_record(kind, bytes).ok()) {
                    let key = record.key();
                    if key.company == file.company && !self.records.contains_key(&key) {
                        found.insert(key, record);
                    }
                }
            }
        }
        self.scraped.extend(found.keys().cloned());
        self.records.extend(found);
        Ok(())
    }

    /// Forgets documents of own books that the journal tells: it has the last version of each. A damaged one may lack what the database had
    /// last.
    fn leave_to_journal(&mut self, store: &Path, damaged: bool) -> Result<(), StoreError> {
        let told = told_documents(content(store, 0)?.entries);
        let scraped = std::mem::take(&mut self.scraped);
        self.records.retain(|key, _| !told.contains_key(key) || damaged && !scraped.contains(key));
        Ok(())
    }

    fn read(&mut self, db: &Database, kept: &dyn Fn(CompanyId) -> bool) -> Result<(), StoreError> {
        for entry in db.scan(Name::Records, &[]) {
            let (key, _) = entry?;
            if key::split_record(&key).is_none_or(|(of, _)| !kept(of.company)) {
                continue;
            }
            if let Ok(Some(record)) = records::record(db, &key)? {
                self.records.insert(record.key(), record);
            }
        }
        for entry in db.scan_parts(Name::Runs, &[]) {
            if let Ok(run) = decode::<SyncRun>(&entry?.1)
                && kept(run.company)
            {
                self.errors.insert((run.company, run.id.0), read::run_errors(db, run.id).unwrap_or_default());
                self.runs.insert((run.company, run.id.0), run);
            }
        }
        for entry in db.scan_parts(Name::Changes, &[]) {
            let (key, bytes) = entry?;
            let Some((of, _)) = key::split_record(&key).filter(|(of, _)| kept(of.company)) else { continue };
            if let Ok(Changes(changes)) = decode(&bytes) {
                self.changes.entry(of).or_default().extend(changes);
            }
        }
        self.own = own::index(db)?;
        self.own.records.retain(|key, _| key.company.0 == 0 || kept(key.company));
        self.own.items.retain(|key, _| key.company.0 == 0 || kept(key.company));
        for (key, record) in &self.records {
            let changes = self.changes.entry(key.clone()).or_default();
            if !changes.iter().any(Dated::is_first_seen) {
                let first = Dated::first_of(record, changes);
                changes.insert(0, first);
            }
        }
        Ok(())
    }
}

/// A whole journal from what is left of the damaged one and from the database, which has the same twice.
fn rewrite_journal(store: &Path, aside: &Path, salvage: &mut Salvage) -> Result<(), StoreError> {
    let entries = content(store, 0)?.entries;
    let own_told = own::told_by(&entries);
    let documents = told_documents(entries.clone());
    let entries = effective(entries);
    // Only the journal knows the first day of an unreadable invoice.
    for (_, entry) in &entries {
        let Entry::Commit(commit) = entry else { continue };
        for (created, first) in commit.first_seen() {
            let key = RecordKey::new(commit.run.company, created.kind, created.id.clone());
            let changes = salvage.changes.entry(key).or_default();
            if !changes.iter().any(Dated::is_first_seen) {
                changes.insert(0, first);
            }
        }
    }
    let told: BTreeSet<(CompanyId, u64)> = entries
        .iter()
        .filter_map(|(_, entry)| match entry {
            Entry::Commit(commit) => Some((commit.run.company, commit.run.id.0)),
            _ => None,
        })
        .collect();
    let old: PathBuf = store.join(journal::FOLDER);
    file::rename(&old, &file::free_name(aside, journal::FOLDER))?;
    let (mut fresh, _) = Journal::open(store, 0, aside)?;
    let mut removed = Vec::new();
    for (_, entry) in entries {
        if let Entry::CompanyRemoved(company) = entry {
            removed.push(company);
        }
        // Entries that the database has are written below, once.
        if let Entry::Commit(commit) = &entry
            && salvage.runs.contains_key(&(commit.run.company, commit.run.id.0))
        {
            continue;
        }
        fresh.append(&entry)?;
    }
    let books = conserved::own_books(store);
    let untold =
        salvage.records.iter().filter(|(key, record)| books.contains(&key.company) && documents.get(*key) != Some(*record));
    let documents: Vec<Record> = untold.map(|(_, record)| record.clone()).collect();
    if let Some(lost) = salvage.own.without(&own_told).or_else(|| conserved::documents_again(&documents)) {
        fresh.append(&Entry::Own(Box::new(OwnEntry { documents, ..lost })))?;
    }
    for (id, run) in &salvage.runs {
        let errors = salvage.errors.get(id).cloned().unwrap_or_default();
        let changes = salvage.changes.iter().filter(|(key, _)| key.company == id.0);
        let of_run = changes.filter_map(|(key, all)| {
            let changes: Vec<Dated> = all.iter().filter(|dated| dated.run.0 == id.1).cloned().collect();
            (!changes.is_empty()).then(|| Changed { kind: key.kind, id: key.id.clone(), changes })
        });
        let changed: Vec<_> = of_run.collect();
        let gone = salvage.records.values().filter(|record| record.company() == id.0 && record.vanished().is_some());
        let vanished = gone.filter(|record| record.changed_run().0 == id.1).cloned().collect();
        let mut commit =
            CommitEntry { run: run.clone(), created_at: None, created: Vec::new(), changed: Vec::new(), vanished, errors };
        let mut groups = changed.chunks(GROUP);
        commit.changed = groups.next().unwrap_or_default().to_vec();
        fresh.append(&Entry::Commit(Box::new(commit)))?;
        for group in groups {
            let more = CommitEntry {
                run: run.clone(),
                created_at: None,
                created: Vec::new(),
                changed: group.to_vec(),
                vanished: Vec::new(),
                errors: Vec::new(),
            };
            fresh.append(&Entry::Commit(Box::new(more)))?;
        }
    }
    tracing::info!(known = told.len(), removed = removed.len(), "the journal was written anew");
    // It has the chain and the numbers of the old journal: beside the new one it would tell of a loss at every opening.
    file::remove(&store.join(trail::FILE))
}

/// Builds the new database where [`swap::install`] takes it from.
fn rebuild(store: &Path, salvage: &Salvage, kept: &dyn Fn(CompanyId) -> bool) -> Result<Vec<CompanyId>, StoreError> {
    let mut db = Database::open(&swap::building(store)?, CACHE)?;
    let content = content(store, 0)?;
    let end = content.end.map_or(0, |end| end.sequence);
    let mut resync = recover::replay(&mut db, &effective(content.entries))?;
    resync.extend(salvage.records.keys().map(|key| key.company));
    // No service has own books: the journal, and what was read above, is all.
    let books = conserved::own_books(store);
    resync.retain(|company| kept(*company) && !books.contains(company));
    let records: Vec<&Record> = salvage.records.values().collect();
    for group in records.chunks(GROUP) {
        let mut transaction = Transaction::new(&db);
        for record in group {
            transaction.put_record(record)?;
        }
        let batch = transaction.finish()?;
        db.apply(batch, db.position().clone())?;
    }
    let mut position = db.position().clone();
    position.sequence = position.sequence.max(end);
    // Whatever was lost is fetched again; what is here keeps its history.
    position.relearn = resync.iter().copied().collect();
    db.apply(super::super::batch::Batch::default(), position)?;
    db.sync()?;
    db.close()?;
    Ok(resync.into_iter().collect())
}
