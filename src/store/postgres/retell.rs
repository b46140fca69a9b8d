//! Mending a journal: what the tables have and it lost is told again at its end, and what it lost is a line of the audit log.
//!
//! For: `check --repair`. Uses: heads, journals, the tables. Never: a row of a journal that is changed or deleted.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::again::histories;
use super::audit::{BETWEEN, Journal, journal, known_faults};
use super::check::readable_own;
use super::fail::Fail;
use super::head::{self, HOUSE};
use super::records::{AT_A_TIME, page};
use super::session::{Scope, Tx, column, write_all};
use super::told::Told;
use super::{PostgresStore, wide};
use crate::domain::{CompanyId, Kind, Record, RunError, RunId, RunStatus, SyncRun};
use crate::store::StoreError;
use crate::store::own_index::told_documents;
use crate::store::record::{Changed, CommitEntry, Entry, OwnEntry, decode, decode_record};
use crate::store::sled::conserved::documents_again;
use crate::store::sled::own::told_by;
use crate::store::sled::trail;

/// Records, items or runs that one entry tells again.
const GROUP: usize = 200;

/// Places that one line of the audit log names.
const PLACES: usize = 40;

impl PostgresStore {
    /// Tells the journal of a company what the tables have and it does not tell. Faults of it that no repair knows of are put on record.
    pub(super) fn retell(&self, company: CompanyId) -> Result<(), StoreError> {
        let companies: BTreeSet<CompanyId> = [HOUSE, company].into();
        let is_own = self.own_books()?.contains(&company);
        write_all(&self.pool, &Scope::Of(companies.clone()), |tx| {
            let Some(mut head) = head::lock(tx, &companies)?.pop() else { return Err(head::missing(company).into()) };
            let house = journal(tx, HOUSE)?.entries;
            let Journal { entries, faults } = journal(tx, company)?;
            let known = known_faults(&house);
            let damaged = faults.iter().any(|fault| !known.contains(&fault.name()));
            let mut again = own(tx, company, &entries, is_own)?;
            if damaged {
                again.extend(synced(tx, company, &Told::of(company, &entries, &house))?);
            }
            if !damaged && again.is_empty() {
                return Ok(((), None));
            }
            if damaged {
                // Its chain goes on from the end that the head knows, also where the last rows are lost.
                head.tell(&Entry::Lost)?;
            }
            for entry in &again {
                head.tell(entry)?;
            }
            let proof = head.keep(tx)?;
            let left: Vec<String> = journal(tx, company)?.faults.iter().map(super::audit::Fault::name).collect();
            let left: Vec<&String> = left.iter().filter(|name| !known.contains(*name)).collect();
            if left.is_empty() {
                return Ok(((), proof));
            }
            let mut house = head::lock_one(tx, HOUSE)?;
            let now = Timestamp::from_microsecond(tx.clock()?).unwrap_or(Timestamp::UNIX_EPOCH);
            for some in left.chunks(PLACES) {
                let places: Vec<&str> = some.iter().map(|name| name.as_str()).collect();
                house.tell(&Entry::Audit(trail::loss("damaged", now, places.join(BETWEEN))))?;
            }
            let proof = house.keep(tx)?;
            Ok(((), proof))
        })
    }
}

/// Entries that tell of runs, histories and vanished records what the tables of a company have and its journal does not.
fn synced(tx: &mut Tx<'_>, company: CompanyId, told: &Told) -> Result<Vec<Entry>, Fail> {
    let mut runs: BTreeMap<RunId, SyncRun> = BTreeMap::new();
    for row in tx.rows("SELECT body FROM run WHERE company = $1", &[&i64::from(company.0)])? {
        if let Ok(run) = decode::<SyncRun>(column(&row, 0)?) {
            runs.insert(run.id, run);
        }
    }
    let lost = |run: &&SyncRun| run.status != RunStatus::Running && told.runs.get(&run.id) != Some(*run);
    let ended: Vec<SyncRun> = runs.values().filter(lost).cloned().collect();
    let mut again: Vec<Entry> = ended.chunks(GROUP).map(|some| Entry::RunsEnded(some.to_vec())).collect();
    let mut commits: BTreeMap<(u64, RunId), CommitEntry> = BTreeMap::new();
    histories_again(tx, company, told, &runs, &mut commits)?;
    errors_again(tx, company, told, &runs, &mut commits)?;
    again.extend(commits.into_values().map(|commit| Entry::Commit(Box::new(commit))));
    Ok(again)
}

/// Entries that tell of own data what the tables have and the journal does not.
fn own(tx: &mut Tx<'_>, company: CompanyId, entries: &[(u64, Entry)], is_own: bool) -> Result<Vec<Entry>, Fail> {
    let untold = readable_own(tx, company)?.untold(&told_by(entries));
    let documents = if is_own { documents(tx, company, entries)? } else { Vec::new() };
    let mut again = Vec::new();
    if let Some(OwnEntry { at, author, records, items, .. }) = untold {
        let entry = |records, items| OwnEntry { at, author: author.clone(), records, items, documents: Vec::new() };
        again.extend(records.chunks(GROUP).map(|some| entry(some.to_vec(), Vec::new())));
        again.extend(items.chunks(GROUP).map(|some| entry(Vec::new(), some.to_vec())));
    }
    again.extend(documents.chunks(GROUP).filter_map(documents_again));
    Ok(again.into_iter().map(|entry| Entry::Own(Box::new(entry))).collect())
}

/// Documents, payments and contacts of own books that the journal does not tell, or tells otherwise.
fn documents(tx: &mut Tx<'_>, company: CompanyId, entries: &[(u64, Entry)]) -> Result<Vec<Record>, Fail> {
    let (told, mut untold) = (told_documents(entries.to_vec()), Vec::new());
    for kind in Kind::ALL {
        let mut after: Option<Vec<u8>> = None;
        loop {
            let rows = page(tx, company, *kind, after.as_deref())?;
            let records = rows.iter().filter_map(|(_, body)| decode_record(*kind, body).ok());
            untold.extend(records.filter(|record| told.get(&record.key()) != Some(record)));
            after = rows.last().map(|(id, _)| id.clone());
            if i64::try_from(rows.len()).unwrap_or(i64::MAX) < AT_A_TIME {
                break;
            }
        }
    }
    Ok(untold)
}

/// The commit of this entry and run that is told again; `None` of a run that is lost.
fn commit<'c>(
    commits: &'c mut BTreeMap<(u64, RunId), CommitEntry>,
    (sequence, id): (u64, RunId),
    runs: &BTreeMap<RunId, SyncRun>,
) -> Option<&'c mut CommitEntry> {
    let run = runs.get(&id)?.clone();
    Some(commits.entry((sequence, id)).or_insert_with(|| CommitEntry {
        run,
        created_at: None,
        created: Vec::new(),
        changed: Vec::new(),
        vanished: Vec::new(),
        errors: Vec::new(),
    }))
}

fn histories_again(
    tx: &mut Tx<'_>,
    company: CompanyId,
    told: &Told,
    runs: &BTreeMap<RunId, SyncRun>,
    commits: &mut BTreeMap<(u64, RunId), CommitEntry>,
) -> Result<(), Fail> {
    const SQL: &str = "SELECT body FROM record WHERE company = $1 AND kind = $2 AND id = $3 AND vanished";
    for ((kind, id), entries) in histories(tx, company)? {
        let known = told.changes.get(&(kind, id.clone()));
        for (sequence, mut changes) in entries {
            changes.retain(|change| !known.is_some_and(|all| all.values().flatten().any(|known| known == change)));
            let Some(commit) = changes.first().and_then(|first| commit(commits, (sequence, first.run), runs)) else { continue };
            let row = tx.row(SQL, &[&i64::from(company.0), &super::records::kind_number(kind), &id.as_str().as_bytes()])?;
            let body: Option<&[u8]> = row.as_ref().map(|row| column(row, 0)).transpose()?;
            commit.vanished.extend(body.and_then(|body| decode_record(kind, body).ok()));
            commit.changed.push(Changed { kind, id: id.clone(), changes });
        }
    }
    Ok(())
}

fn errors_again(
    tx: &mut Tx<'_>,
    company: CompanyId,
    told: &Told,
    runs: &BTreeMap<RunId, SyncRun>,
    commits: &mut BTreeMap<(u64, RunId), CommitEntry>,
) -> Result<(), Fail> {
    let mut known: BTreeMap<RunId, Vec<&RunError>> = BTreeMap::new();
    for ((run, _), errors) in &told.errors {
        known.entry(*run).or_default().extend(errors);
    }
    let sql = "SELECT run, sequence, body FROM run_error WHERE company = $1 ORDER BY run, sequence, place";
    for row in tx.rows(sql, &[&i64::from(company.0)])? {
        let (run, sequence): (i64, i64) = (column(&row, 0)?, column(&row, 1)?);
        let Ok(error) = decode::<RunError>(column(&row, 2)?) else { continue };
        let run = RunId(wide(run));
        let told = known.entry(run).or_default();
        if let Some(at) = told.iter().position(|known| **known == error) {
            told.swap_remove(at);
        } else if let Some(commit) = commit(commits, (wide(sequence), run), runs) {
            commit.errors.push(error);
        }
    }
    Ok(())
}
