//! Reading. Readers share the database; a transaction keeps them out, so they see a commit wholly or not at all.
//!
//! Records are read in [`super::records`].

use std::collections::BTreeSet;

use ::sled::IVec;

use super::batch::Name;
use super::database::{Database, place};
use super::{SledStore, closed, key, records};
use crate::domain::{CompanyId, FieldChange, RecordKey, RemoteId, RunError, RunId, SyncRun};
use crate::store::record::{Changes, Codec, Dated, ScanIds, decode};
use crate::store::{CompanyCount, RunFilter, StoreError, SyncState};

impl SledStore {
    /// Reads while no transaction is under way.
    pub(super) fn read<T>(&self, read: impl FnOnce(&Database) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let result = read(self.database().as_ref().ok_or_else(closed)?);
        if let Err(StoreError::Corrupt { place }) = &result {
            self.distrust(place);
        }
        result
    }
}

/// Whether what is written of the history of the invoice of this key says when it was first seen.
pub(super) fn tells_first(db: &Database, key: &[u8]) -> Result<bool, StoreError> {
    let first = db.scan_parts(Name::Changes, key).next().transpose()?;
    let changes = first.and_then(|(_, bytes)| decode::<Changes>(&bytes).ok());
    Ok(changes.is_some_and(|Changes(changes)| changes.first().is_some_and(Dated::is_first_seen)))
}

/// The changes of an invoice, oldest first.
pub(super) fn history(db: &Database, key: &RecordKey) -> Result<Vec<FieldChange>, StoreError> {
    if db.is_removed(key.company) {
        return Ok(Vec::new());
    }
    let mut history: Vec<Dated> = Vec::new();
    let head = key::record(key.company, key.kind, &key.id);
    for group in db.scan_parts(Name::Changes, &head) {
        let (_, bytes) = group?;
        let place = || place(Name::Changes, &format!("{}/{}", key.company, key.id));
        let Changes(changes) = decode(&bytes).map_err(|_| StoreError::Damaged { place: place() })?;
        history.extend(changes);
    }
    if !history.iter().any(Dated::is_first_seen)
        && let Some(record) = records::record(db, &head)?.ok().flatten()
    {
        let first = Dated::first_of(&record, &history);
        history.insert(0, first);
    }
    Ok(history.into_iter().map(|change| change.of(key.clone())).collect())
}

/// A run by its number.
pub(super) fn run(db: &Database, id: RunId) -> Result<Option<SyncRun>, StoreError> {
    let Some((company, _)) = db.get(Name::RunIndex, id.0.to_be_bytes())?.as_deref().and_then(indexed) else {
        return Ok(None);
    };
    if db.is_removed(company) {
        return Ok(None);
    }
    one(db, Name::Runs, &key::run(company, id), || id.to_string())
}

/// Runs, newest first.
pub(super) fn runs(db: &Database, filter: &RunFilter, wanted: &dyn Fn(&SyncRun) -> bool) -> Result<Vec<SyncRun>, StoreError> {
    let limit = filter.limit.unwrap_or(usize::MAX);
    // Runs of one company lie together; runs of many companies are found by the index over all.
    let (tree, prefix) = match filter.companies.as_slice() {
        [company] => (Name::Runs, key::company(*company).to_vec()),
        _ => (Name::RunIndex, Vec::new()),
    };
    let mut runs = Vec::new();
    let mut keys = db.tree(tree).scan_prefix(&prefix).keys();
    let mut last = None;
    while runs.len() < limit
        && let Some(key) = keys.next_back()
    {
        let key = key.map_err(|_| StoreError::Damaged { place: place(tree, "") })?;
        let Some(id) = key.strip_prefix(&prefix[..]).and_then(key::tail_u64).map(RunId) else { continue };
        // A run may be kept in parts.
        if last.replace(id) == Some(id) {
            continue;
        }
        let of = || Ok(db.get(Name::RunIndex, id.0.to_be_bytes())?.as_deref().and_then(indexed).map(|(company, _)| company));
        if filter.companies.is_empty() || of()?.is_some_and(|company| filter.companies.contains(&company)) {
            runs.extend(run(db, id)?.filter(|run| wanted(run)));
        }
    }
    Ok(runs)
}

/// Numbers of the runs that say they are running.
pub(super) fn running(db: &Database) -> Result<Vec<RunId>, StoreError> {
    let mut found = Vec::new();
    for entry in db.scan(Name::RunIndex, &[]) {
        let (key, value) = entry?;
        let running = indexed(&value).is_some_and(|(company, running)| running && !db.is_removed(company));
        found.extend(key::tail_u64(&key).filter(|_| running).map(RunId));
    }
    Ok(found)
}

/// The errors of a run.
pub(super) fn run_errors(db: &Database, id: RunId) -> Result<Vec<RunError>, StoreError> {
    let Some((company, _)) = db.get(Name::RunIndex, id.0.to_be_bytes())?.as_deref().and_then(indexed) else {
        return Ok(Vec::new());
    };
    if db.is_removed(company) {
        return Ok(Vec::new());
    }
    let read = |entry: Result<(IVec, Vec<u8>), StoreError>| {
        decode(&entry?.1).map_err(|_| StoreError::Damaged { place: place(Name::Errors, &id.to_string()) })
    };
    db.scan_parts(Name::Errors, &key::run(company, id)).map(read).collect()
}

/// State of a company's sync.
pub(super) fn sync_state(db: &Database, company: CompanyId, feed: &str) -> Result<SyncState, StoreError> {
    if db.is_removed(company) {
        return Ok(SyncState::default());
    }
    Ok(one(db, Name::States, &key::feed(company, feed), || company.to_string())?.unwrap_or_default())
}

/// The feeds of a company that have a state.
pub(super) fn feeds(db: &Database, company: CompanyId) -> Result<Vec<String>, StoreError> {
    let mut feeds = Vec::new();
    for entry in db.scan_parts(Name::States, &key::company(company)) {
        feeds.extend(key::split_feed(&entry?.0).map(|(_, feed)| feed));
    }
    Ok(feeds)
}

/// Number of records of a company.
pub(super) fn count(db: &Database, company: CompanyId) -> Result<CompanyCount, StoreError> {
    if db.is_removed(company) {
        return Ok(CompanyCount::default());
    }
    let stored = db.get(Name::Counts, key::company(company))?;
    let damaged = |_| StoreError::Damaged { place: place(Name::Counts, &company.to_string()) };
    Ok(stored.map(|bytes| decode(&bytes).map_err(damaged)).transpose()?.unwrap_or_default())
}

/// Identifiers that the scan in progress has seen.
pub(super) fn scan_ids(db: &Database, company: CompanyId, feed: &str) -> Result<Vec<RemoteId>, StoreError> {
    let mut seen = BTreeSet::new();
    if !db.is_removed(company) {
        for entry in db.scan(Name::Scans, &key::feed(company, feed)) {
            let damaged = |_| StoreError::Damaged { place: place(Name::Scans, &company.to_string()) };
            let ScanIds(ids) = decode(&entry?.1).map_err(damaged)?;
            seen.extend(ids);
        }
    }
    Ok(seen.into_iter().collect())
}

/// Decodes an entry of the index of runs: the company, and whether the run is running.
pub(super) fn indexed(value: &[u8]) -> Option<(CompanyId, bool)> {
    key::split_company(value).map(|(company, rest)| (company, rest == [1]))
}

fn one<T: Codec>(db: &Database, name: Name, key: &[u8], text: impl Fn() -> String) -> Result<Option<T>, StoreError> {
    let decode = |bytes: Vec<u8>| decode(&bytes).map_err(|_| StoreError::Damaged { place: place(name, &text()) });
    db.parts(name, key)?.map(decode).transpose()
}
