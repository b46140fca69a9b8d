//! Rows that tables lost and the journal tells: runs with their errors, histories, vanished records, own records, items of the outbox.
//!
//! For: `check --repair`. Uses: heads, journals, records. Never: a record that its service gives again; a row that can be read.

use std::collections::{BTreeMap, BTreeSet};

use super::audit::{Journal, journal, known_faults};
use super::check::{examine, readable_own};
use super::fail::Fail;
use super::head::{self, HOUSE, Head};
use super::own::{insert_versions, own_kind, put_items};
use super::records::{self, Put, kind_number};
use super::session::{Scope, Tx, column, write_all};
use super::told::{Of, Told};
use super::write::status_number;
use super::{PostgresStore, narrow, text, wide};
use crate::domain::{CompanyId, Kind, OwnKey, Record, RemoteId, RunError, RunId, SyncRun};
use crate::store::StoreError;
use crate::store::own_index::OwnIndex;
use crate::store::record::{Changes, Dated, Entry, OwnEntry, decode, encode};
use crate::store::sled::own::told_by;

/// Records that are written together.
const GROUP: usize = 200;

impl PostgresStore {
    /// Writes what the journal of a company tells and its tables lack. Returns whether its head was lost.
    pub(super) fn rows_again(&self, company: CompanyId) -> Result<bool, StoreError> {
        let companies: BTreeSet<CompanyId> = [HOUSE, company].into();
        let scope = Scope::Of(companies.clone());
        write_all(&self.pool, &scope, |tx| {
            let Some(mut head) = head::lock(tx, &companies)?.pop() else { return Err(head::missing(company).into()) };
            let was_lost = head.resume(tx)?;
            let house = journal(tx, HOUSE)?.entries;
            let Journal { entries, faults } = journal(tx, company)?;
            let known = known_faults(&house);
            let whole = faults.iter().all(|fault| known.contains(&fault.name()));
            let told = Told::of(company, &entries, &house);
            let mut written = runs(tx, company, &told)? + errors(tx, company, &told)? + changes(tx, company, &told)?;
            written += vanished(tx, &mut head, told.vanished)? + own(tx, company, &told_by(&entries), whole)?;
            if company == HOUSE {
                head.next_run = head.next_run.max(next_run(tx, &house)?);
                tx.rescope(&scope)?;
            }
            if written > 0 {
                // Other processes read every row again.
                head.tell(&Entry::Lost)?;
                head.counts = examine(tx, company)?.counts;
            }
            let proof = head.keep(tx)?;
            Ok((was_lost, proof))
        })
    }
}

/// The number of the next run, as the journal and the runs of all companies tell it.
fn next_run(tx: &mut Tx<'_>, house: &[(u64, Entry)]) -> Result<u64, Fail> {
    tx.rescope(&Scope::All)?;
    let row = tx.row("SELECT coalesce(max(id), 0) FROM run", &[])?;
    let there: i64 = row.map(|row| column(&row, 0)).transpose()?.unwrap_or_default();
    let told = house.iter().filter_map(|(_, entry)| match entry {
        Entry::RunStarted(run) => Some(run.id.0),
        _ => None,
    });
    Ok(told.fold(wide(there), u64::max).saturating_add(1))
}

fn runs(tx: &mut Tx<'_>, company: CompanyId, told: &Told) -> Result<usize, Fail> {
    const SQL: &str = "INSERT INTO run (company, id, status, fence, body) VALUES ($1, $2, $3, 0, $4) \
                       ON CONFLICT (company, id) DO UPDATE SET status = excluded.status, body = excluded.body";
    let number = i64::from(company.0);
    let (mut there, mut wrong) = (BTreeSet::new(), Vec::new());
    for row in tx.rows("SELECT id, status, body FROM run WHERE company = $1", &[&number])? {
        let status: i16 = column(&row, 1)?;
        let Ok(run) = decode::<SyncRun>(column(&row, 2)?) else { continue };
        there.insert(RunId(wide(column(&row, 0)?)));
        if status_number(run.status) != status {
            wrong.push(run);
        }
    }
    let lacking: Vec<&SyncRun> = told.runs.values().filter(|run| !there.contains(&run.id)).chain(&wrong).collect();
    for run in &lacking {
        tx.run(SQL, &[&number, &narrow(run.id.0), &status_number(run.status), &encode(*run)?])?;
    }
    Ok(lacking.len())
}

fn errors(tx: &mut Tx<'_>, company: CompanyId, told: &Told) -> Result<usize, Fail> {
    const SQL: &str = "INSERT INTO run_error (company, run, sequence, place, body) VALUES ($1, $2, $3, $4, $5) \
                       ON CONFLICT (company, run, sequence, place) DO UPDATE SET body = excluded.body";
    let (number, mut written) = (i64::from(company.0), 0);
    let mut there: BTreeMap<RunId, Vec<RunError>> = BTreeMap::new();
    for row in tx.rows("SELECT run, body FROM run_error WHERE company = $1", &[&number])? {
        if let Ok(error) = decode(column(&row, 1)?) {
            there.entry(RunId(wide(column(&row, 0)?))).or_default().push(error);
        }
    }
    for ((run, sequence), errors) in &told.errors {
        let known = there.entry(*run).or_default();
        for (place, error) in (0_i64..).zip(errors) {
            if let Some(at) = known.iter().position(|known| known == error) {
                known.swap_remove(at);
                continue;
            }
            tx.run(SQL, &[&number, &narrow(run.0), &narrow(*sequence), &place, &encode(error)?])?;
            written += 1;
        }
    }
    Ok(written)
}

/// The histories of a company's records as they are kept, by record and entry.
pub(super) fn histories(tx: &mut Tx<'_>, company: CompanyId) -> Result<BTreeMap<Of, BTreeMap<u64, Vec<Dated>>>, Fail> {
    let mut histories: BTreeMap<Of, BTreeMap<u64, Vec<Dated>>> = BTreeMap::new();
    for row in tx.rows("SELECT kind, id, sequence, body FROM change WHERE company = $1", &[&i64::from(company.0)])? {
        let (kind, id): (i16, &[u8]) = (column(&row, 0)?, column(&row, 1)?);
        let Some(kind) = u8::try_from(kind).ok().and_then(Kind::from_number) else { continue };
        if let Ok(Changes(changes)) = decode(column(&row, 3)?) {
            histories.entry((kind, RemoteId::new(text(id)))).or_default().insert(wide(column(&row, 2)?), changes);
        }
    }
    Ok(histories)
}

fn changes(tx: &mut Tx<'_>, company: CompanyId, told: &Told) -> Result<usize, Fail> {
    const SQL: &str = "INSERT INTO change (company, kind, id, sequence, body) VALUES ($1, $2, $3, $4, $5) \
                       ON CONFLICT (company, kind, id, sequence) DO UPDATE SET body = excluded.body";
    let (there, mut written) = (histories(tx, company)?, 0);
    for ((kind, id), entries) in &told.changes {
        let known = there.get(&(*kind, id.clone()));
        for (sequence, changes) in entries {
            let has = |change: &&Dated| known.is_some_and(|all| all.values().flatten().any(|known| known == *change));
            let lacking: Vec<Dated> = changes.iter().filter(|change| !has(change)).cloned().collect();
            if lacking.is_empty() {
                continue;
            }
            let mut all = known.and_then(|all| all.get(sequence)).cloned().unwrap_or_default();
            all.extend(lacking);
            let (kind, id) = (kind_number(*kind), id.as_str().as_bytes());
            tx.run(SQL, &[&i64::from(company.0), &kind, &id, &narrow(*sequence), &encode(&Changes(all))?])?;
            written += 1;
        }
    }
    Ok(written)
}

/// Records that vanished: no service gives them again.
fn vanished(tx: &mut Tx<'_>, head: &mut Head, told: BTreeMap<Of, Option<Record>>) -> Result<usize, Fail> {
    const SQL: &str = "SELECT kind, id FROM record r JOIN unnest($2::smallint[], $3::bytea[]) AS k (kind, id) USING (kind, id) \
                       WHERE r.company = $1";
    let (gone, mut written): (Vec<Record>, usize) = (told.into_values().flatten().collect(), 0);
    for some in gone.chunks(GROUP) {
        let kinds: Vec<i16> = some.iter().map(|record| kind_number(record.kind())).collect();
        let ids: Vec<&[u8]> = some.iter().map(|record| record.id().as_str().as_bytes()).collect();
        let mut there: BTreeSet<(i16, Vec<u8>)> = BTreeSet::new();
        for row in tx.rows(SQL, &[&i64::from(head.company.0), &kinds, &ids])? {
            there.insert((column(&row, 0)?, column(&row, 1)?));
        }
        let is_there = |record: &&Record| there.contains(&(kind_number(record.kind()), record.id().as_str().as_bytes().to_vec()));
        let lacking = some.iter().filter(|record| !is_there(record));
        let puts = lacking.map(|record| Put::new(record, &[])).collect::<Result<Vec<_>, _>>()?;
        let sequence = head.sequence;
        records::put(tx, head, sequence, &puts, None)?;
        written += puts.len();
    }
    Ok(written)
}

/// Own records and items. Where the journal lost entries that no repair knows of, it may tell of an item as open that was done since: then
/// the table is right, unless it has no item at all.
fn own(tx: &mut Tx<'_>, company: CompanyId, told: &OwnIndex, whole: bool) -> Result<usize, Fail> {
    let here = readable_own(tx, company)?;
    let Some(OwnEntry { records, mut items, .. }) = told.without(&here) else { return Ok(0) };
    if !whole && !here.items.is_empty() {
        items.clear();
    }
    let keys: Vec<&OwnKey> = records.iter().map(|record| &record.key).collect::<BTreeSet<_>>().into_iter().collect();
    for some in keys.chunks(GROUP) {
        let (mut current, mut past) = (Vec::new(), Vec::new());
        for key in some {
            let mut versions = told.records.get(*key).cloned().unwrap_or_default();
            versions.extend(here.records.get(*key).cloned().unwrap_or_default());
            current.extend(versions.pop_last().map(|(_, record)| record));
            past.extend(versions.into_values());
        }
        let kinds: Vec<i32> = some.iter().map(|key| own_kind(key.kind)).collect();
        let ids: Vec<&[u8]> = some.iter().map(|key| key.id.as_str().as_bytes()).collect();
        for sql in [
            "DELETE FROM own o USING unnest($2::integer[], $3::bytea[]) AS k (kind, id) \
             WHERE o.company = $1 AND o.kind = k.kind AND o.id = k.id",
            "DELETE FROM own_past o USING unnest($2::integer[], $3::bytea[]) AS k (kind, id) \
             WHERE o.company = $1 AND o.kind = k.kind AND o.id = k.id",
        ] {
            tx.run(sql, &[&i64::from(company.0), &kinds, &ids])?;
        }
        insert_versions(tx, company, true, &current)?;
        insert_versions(tx, company, false, &past)?;
    }
    put_items(tx, &items, &BTreeMap::new())?;
    Ok(records.len() + items.len())
}
