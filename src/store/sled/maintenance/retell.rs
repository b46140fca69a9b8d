//! Mending the journal where the database is whole: every entry that can be read stays what it is, under its number. What the database
//! has of a lost one is told again in its place; one of which nothing is known is marked as lost.

use std::collections::btree_map::Entry as Place;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::super::batch::Name;
use super::super::database::{Database, FOLDER};
use super::super::lock::Lock;
use super::super::{DAMAGED, conserved, key, manifest, own, read, records, trail};
use super::CACHE;
use crate::domain::{RunId, SyncRun};
use crate::store::journal::Journal;
use crate::store::journal::read::content;
use crate::store::record::{Changed, Changes, CommitEntry, Entry, OwnEntry, decode};
use crate::store::{RunFilter, StoreError, file, journal};

/// Folder of the new journal until it replaces the old one.
const BUILDING: &str = "journal.building";

/// Writes the journal anew; the old one stays in `damaged/`.
pub(super) fn journal(store: &Path) -> Result<(), StoreError> {
    let _lock = Lock::take(store)?;
    manifest::remove(store)?;
    let (aside, building) = (store.join(DAMAGED), store.join(BUILDING));
    file::create_folder(&aside)?;
    file::remove_folder(&building)?;
    file::create_folder(&building)?;
    let told = content(store, 0)?.entries;
    let last = told.last().map_or(0, |(sequence, _)| *sequence);
    let own_told = own::told_by(&told);
    let entries = told.clone();
    let told: BTreeMap<u64, Entry> = told.into_iter().collect();
    let db = Database::open(&store.join(FOLDER), CACHE)?;
    let end = last.max(db.position().sequence);
    let again = again(&db, &told, end);
    let own_here = own::index(&db);
    let documents = own::untold_documents(store, &db, entries);
    db.close()?;
    let mut again = again?;
    // Own data is in the database as a whole: what the journal lost of it is told in one entry.
    let free = (1..=end).find(|sequence| !told.contains_key(sequence) && !again.contains_key(sequence));
    let documents = documents?;
    let untold = own_here?.untold(&own_told).or_else(|| conserved::documents_again(&documents));
    if let (Some(untold), Some(free)) = (untold, free) {
        again.insert(free, Entry::Own(Box::new(OwnEntry { documents, ..untold })));
    }
    let (mut fresh, _) = Journal::open(&building, 0, &aside)?;
    for sequence in 1..=end {
        fresh.append(told.get(&sequence).or_else(|| again.get(&sequence)).unwrap_or(&Entry::Lost))?;
    }
    drop(fresh);
    let place = store.join(journal::FOLDER);
    file::create_folder(&place)?;
    file::take_place(&building.join(journal::FOLDER), &place, &file::free_name(&aside, journal::FOLDER))?;
    file::sync_folder(store)?;
    file::remove_folder(&building)?;
    // It has the chain of the old journal.
    file::remove(&store.join(trail::FILE))
}

/// Entries that the journal lost and the database can give, by number.
fn again(db: &Database, told: &BTreeMap<u64, Entry>, end: u64) -> Result<BTreeMap<u64, Entry>, StoreError> {
    let mut commits: BTreeMap<u64, CommitEntry> = BTreeMap::new();
    for entry in db.scan_parts(Name::Changes, &[]) {
        let (key, bytes) = entry?;
        let Some((invoice, rest)) = key::split_record(&key) else { continue };
        let Some(sequence) = key::tail_u64(rest).filter(|sequence| !told.contains_key(sequence)) else { continue };
        let Ok(Changes(changes)) = decode(&bytes) else { continue };
        let Some(run) = changes.first().map(|change| change.run) else { continue };
        let commit = match commits.entry(sequence) {
            Place::Occupied(known) => known.into_mut(),
            Place::Vacant(place) => {
                let Ok(Some(run)) = read::run(db, run) else { continue };
                place.insert(empty(run))
            }
        };
        if let Ok(Some(record)) = records::record(db, key::head(&key, rest))?
            && record.vanished().is_some()
        {
            commit.vanished.push(record);
        }
        commit.changed.push(Changed { kind: invoice.kind, id: invoice.id, changes });
    }
    let mut known: BTreeSet<RunId> = commits.values().map(|commit| commit.run.id).collect();
    for entry in told.values() {
        match entry {
            Entry::RunStarted(run) => known.extend([run.id]),
            Entry::Commit(commit) => known.extend([commit.run.id]),
            Entry::RunsEnded(runs) => known.extend(runs.iter().map(|run| run.id)),
            _ => {}
        }
    }
    let runs = read::runs(db, &RunFilter::default(), &|_| true)?;
    let lost: Vec<SyncRun> = runs.into_iter().filter(|run| !known.contains(&run.id)).collect();
    let mut again: BTreeMap<u64, Entry> =
        commits.into_iter().map(|(sequence, commit)| (sequence, Entry::Commit(Box::new(commit)))).collect();
    let free = (1..=end).find(|sequence| !told.contains_key(sequence) && !again.contains_key(sequence));
    if let Some(free) = free
        && !lost.is_empty()
    {
        again.insert(free, Entry::RunsEnded(lost));
    }
    Ok(again)
}

const fn empty(run: SyncRun) -> CommitEntry {
    CommitEntry { run, created_at: None, created: Vec::new(), changed: Vec::new(), vanished: Vec::new(), errors: Vec::new() }
}
