//! An empty database as the target of a copy.
//!
//! For: [`crate::store::copy`]. Uses: one transaction for all of it, with the directory and the head of the house locked. Never: a commit
//! before the whole copy was read back: a process that dies leaves the database empty.

use std::collections::BTreeMap;
use std::time::Instant;

use super::check::examine;
use super::copy_from::{PATIENT, Reader};
use super::fail::{Again, Fail};
use super::head::{self, HOUSE};
use super::own::{by_company, insert_versions, queue_number};
use super::records::{self, Put};
use super::session::{self, Scope, Tx, WHOLE, column};
use super::write::{insert_errors, put_state, scan, status_number};
use super::{PostgresStore, directory, narrow};
use crate::domain::{CompanyId, OutboxItem, Record};
use crate::store::copy::{Feed, Ran, Small, Sums, Target, Told, sums};
use crate::store::journal::frame::{self, Chain};
use crate::store::own_index::OwnIndex;
use crate::store::record::{Changes, Entry, encode};
use crate::store::registry::State;
use crate::store::{ScanStep, StoreError};

/// Entries that are written together.
const ENTRIES: usize = 512;

/// The same, by their bytes.
const BYTES: usize = 4 << 20;

/// Items and identifiers that are written together.
const GROUP: usize = 500;

/// Whether anything was ever kept in these tables.
const USED: &str = "SELECT EXISTS (SELECT 1 FROM journal) OR EXISTS (SELECT 1 FROM listed) OR EXISTS (SELECT 1 FROM record) \
                    OR EXISTS (SELECT 1 FROM own) OR EXISTS (SELECT 1 FROM sheet) OR EXISTS (SELECT 1 FROM secret) \
                    OR EXISTS (SELECT 1 FROM directory WHERE next_company > 1 OR next_login > 1)";

/// A database that is being filled.
pub(in crate::store) struct Filling<'t, 'p> {
    tx: &'t mut Tx<'p>,
    /// End of each company's journal.
    ends: BTreeMap<CompanyId, (u64, Chain)>,
    /// Entries that are not written yet: company, number, time, frame.
    frames: Vec<(i64, i64, i64, Vec<u8>)>,
    bytes: usize,
    /// The time of the last entry, in microseconds: each has one of its own, so that their order is known.
    at: i64,
    next_run: u64,
}

impl PostgresStore {
    /// Fails with [`StoreError::Filled`] unless nothing was ever kept here.
    pub(in crate::store) fn refuse_filled(&self) -> Result<(), StoreError> {
        session::read(&self.pool, &Scope::All, |tx| refuse_filled(tx, self.place()))
    }

    /// Runs a copy into this database: wholly, or not at all.
    pub(in crate::store) fn filled<T>(
        &self,
        fill: impl FnOnce(&mut Filling<'_, '_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mark = directory::mark();
        let begin = || {
            let mut tx = Tx::begin(&self.pool, "READ COMMITTED", &Scope::All, Instant::now() + WHOLE)?;
            tx.batch(PATIENT)?;
            directory::lock(&mut tx)?;
            head::lock_one(&mut tx, HOUSE)?;
            refuse_filled(&mut tx, self.place())?;
            directory::is_made(&mut tx, mark)?;
            let at = tx.clock()?;
            Ok::<_, Fail>((tx, at))
        };
        let (mut tx, at) = begin().map_err(|fail| fail.error)?;
        let mut filling = Filling { tx: &mut tx, ends: BTreeMap::new(), frames: Vec::new(), bytes: 0, at, next_run: 1 };
        let done = fill(&mut filling)?;
        match tx.commit() {
            Ok(()) => Ok(done),
            // Its answer was lost: the copy is there, or nothing of it is.
            Err(fail) if fail.again == Again::Lost && self.was_made(mark)? => Ok(done),
            Err(fail) => Err(fail.error),
        }
    }

    fn was_made(&self, mark: i64) -> Result<bool, StoreError> {
        session::write(&self.pool, &Scope::All, |tx| {
            // Waits for the end of whatever the lost connection still does.
            directory::lock(tx)?;
            let row = tx.row("SELECT 1 FROM listed_change WHERE company = 0 AND mark = $1", &[&mark])?;
            Ok((row.is_some(), None))
        })
    }
}

fn refuse_filled(tx: &mut Tx<'_>, place: &str) -> Result<(), Fail> {
    let used = tx.row(USED, &[])?.map(|row| column::<bool>(&row, 0)).transpose()?;
    if used == Some(false) { Ok(()) } else { Err(StoreError::Filled { place: place.to_owned() }.into()) }
}

impl Filling<'_, '_> {
    /// Appends an entry to the journal of one company.
    fn append(&mut self, company: CompanyId, entry: &Entry) -> Result<u64, Fail> {
        let (last, before) = self.ends.entry(company).or_default();
        let sequence = last.saturating_add(1);
        let (bytes, chain) = frame::build(sequence, *before, &encode(entry)?)?;
        (*last, *before) = (sequence, chain);
        self.at = self.at.saturating_add(1);
        self.bytes = self.bytes.saturating_add(bytes.len());
        self.frames.push((i64::from(company.0), narrow(sequence), self.at, bytes));
        if self.frames.len() >= ENTRIES || self.bytes >= BYTES {
            self.flush()?;
        }
        Ok(sequence)
    }

    fn flush(&mut self) -> Result<(), Fail> {
        let frames = std::mem::take(&mut self.frames);
        self.bytes = 0;
        if frames.is_empty() {
            return Ok(());
        }
        let companies: Vec<i64> = frames.iter().map(|frame| frame.0).collect();
        let sequences: Vec<i64> = frames.iter().map(|frame| frame.1).collect();
        let times: Vec<i64> = frames.iter().map(|frame| frame.2).collect();
        let bytes: Vec<&[u8]> = frames.iter().map(|frame| frame.3.as_slice()).collect();
        let sql = "INSERT INTO journal (company, sequence, at, frame) SELECT k.company, k.sequence, \
                   timestamptz 'epoch' + k.at * interval '1 microsecond', k.frame FROM \
                   unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bytea[]) AS k (company, sequence, at, frame)";
        self.tx.run(sql, &[&companies, &sequences, &times, &bytes]).map(drop)
    }

    fn items(&mut self, company: CompanyId, items: &[OutboxItem]) -> Result<(), Fail> {
        let sql = "INSERT INTO item (company, queue, id, waiting, due, body) SELECT $1::bigint, * FROM \
                   unnest($2::integer[], $3::bytea[], $4::boolean[], $5::bigint[], $6::bytea[])";
        for some in items.chunks(GROUP) {
            let queues: Vec<i32> = some.iter().map(|item| queue_number(item.key.queue)).collect();
            let ids: Vec<&[u8]> = some.iter().map(|item| item.key.id.as_str().as_bytes()).collect();
            let waiting: Vec<bool> = some.iter().map(OutboxItem::is_open).collect();
            let due: Vec<Option<i64>> = some.iter().map(|item| item.due.map(jiff::Timestamp::as_microsecond)).collect();
            let bodies = some.iter().map(encode).collect::<Result<Vec<_>, _>>()?;
            self.tx.run(sql, &[&i64::from(company.0), &queues, &ids, &waiting, &due, &bodies])?;
        }
        Ok(())
    }

    /// Writes the heads, checks every company, and takes its counts from that.
    fn finish(&mut self) -> Result<(), Fail> {
        self.flush()?;
        self.ends.entry(HOUSE).or_default();
        for (company, (sequence, chain)) in std::mem::take(&mut self.ends) {
            let (number, sequence) = (i64::from(company.0), narrow(sequence));
            let next_run = narrow(if company == HOUSE { self.next_run } else { 1 });
            let sql = "INSERT INTO head (company, sequence, chain, commits, next_run) VALUES ($1, $2, $3, $2, $4) ON CONFLICT (company) \
                       DO UPDATE SET sequence = excluded.sequence, chain = excluded.chain, commits = excluded.commits, \
                       next_run = excluded.next_run";
            self.tx.run(sql, &[&number, &sequence, &chain.as_slice(), &next_run])?;
            let found = examine(self.tx, company)?;
            // The counts of a head are written after it was examined.
            let place = format!("head/{company}");
            if let Some(damage) = found.damage.iter().find(|damage| damage.place != place) {
                return Err(StoreError::Differs { place: damage.place.clone() }.into());
            }
            if let Some(fault) = found.faults.first() {
                return Err(StoreError::Differs { place: fault.place.clone() }.into());
            }
            self.tx.run("UPDATE head SET counts = $2 WHERE company = $1", &[&number, &encode(&found.counts)?])?;
        }
        Ok(())
    }
}

impl Target for Filling<'_, '_> {
    fn entry(&mut self, entry: Entry) -> Result<u64, StoreError> {
        let mut number = 0;
        for (company, entry) in parts(entry) {
            number = self.append(company, &entry).map_err(|fail| fail.error)?;
        }
        Ok(number)
    }

    fn changes(&mut self, company: CompanyId, changes: Vec<Told>) -> Result<(), StoreError> {
        let kinds: Vec<i16> = changes.iter().map(|told| records::kind_number(told.kind)).collect();
        let sequences: Vec<i64> = changes.iter().map(|told| narrow(told.sequence)).collect();
        let (mut ids, mut bodies) = (Vec::new(), Vec::new());
        for told in changes {
            ids.push(told.id.as_str().as_bytes().to_vec());
            bodies.push(encode(&Changes(told.changes))?);
        }
        let sql = "INSERT INTO change (company, kind, id, sequence, body) SELECT $1::bigint, * FROM \
                   unnest($2::smallint[], $3::bytea[], $4::bigint[], $5::bytea[])";
        if ids.is_empty() {
            return Ok(());
        }
        let done = self.tx.run(sql, &[&i64::from(company.0), &kinds, &ids, &sequences, &bodies]);
        done.map(drop).map_err(|fail| fail.error)
    }

    fn runs(&mut self, company: CompanyId, runs: Vec<Ran>) -> Result<(), StoreError> {
        if runs.is_empty() {
            return Ok(());
        }
        self.ends.entry(company).or_default();
        let ids: Vec<i64> = runs.iter().map(|ran| narrow(ran.run.id.0)).collect();
        let statuses: Vec<i16> = runs.iter().map(|ran| status_number(ran.run.status)).collect();
        let bodies = runs.iter().map(|ran| encode(&ran.run)).collect::<Result<Vec<_>, _>>()?;
        // No lease is copied: a run that was under way is one of a dead process here.
        let sql = "INSERT INTO run (company, id, status, fence, body) SELECT $1::bigint, k.id, k.status, 0, k.body FROM \
                   unnest($2::bigint[], $3::smallint[], $4::bytea[]) AS k (id, status, body)";
        let mut write = || {
            self.tx.run(sql, &[&i64::from(company.0), &ids, &statuses, &bodies])?;
            for Ran { run, errors } in &runs {
                for (sequence, errors) in errors {
                    insert_errors(self.tx, run, *sequence, errors)?;
                }
            }
            Ok(())
        };
        write().map_err(|fail: Fail| fail.error)
    }

    fn feed(&mut self, company: CompanyId, name: &str, feed: &Feed) -> Result<(), StoreError> {
        self.ends.entry(company).or_default();
        let mut write = || {
            if let Some(state) = &feed.state {
                put_state(self.tx, company, name, state)?;
            }
            let seen: Vec<_> = feed.seen.iter().cloned().collect();
            seen.chunks(GROUP).try_for_each(|some| scan(self.tx, company, name, &ScanStep::Add(some.to_vec())))
        };
        write().map_err(|fail: Fail| fail.error)
    }

    fn own(&mut self, company: CompanyId, own: OwnIndex) -> Result<(), StoreError> {
        let (mut current, mut past) = (Vec::new(), Vec::new());
        for (_, mut versions) in own.records {
            current.extend(versions.pop_last().map(|(_, record)| record));
            past.extend(versions.into_values());
        }
        let items: Vec<OutboxItem> = own.items.into_values().collect();
        if !(current.is_empty() && items.is_empty()) {
            self.ends.entry(company).or_default();
        }
        let mut write = || {
            insert_versions(self.tx, company, true, &current)?;
            insert_versions(self.tx, company, false, &past)?;
            self.items(company, &items)
        };
        write().map_err(|fail| fail.error)
    }

    fn records(&mut self, company: CompanyId, records: &[Record]) -> Result<(), StoreError> {
        self.ends.entry(company).or_default();
        let puts = records.iter().map(|record| Put::new(record, &[])).collect::<Result<Vec<_>, _>>()?;
        records::insert(self.tx, company, &puts).map_err(|fail| fail.error)
    }

    fn small(&mut self, small: &Small) -> Result<(), StoreError> {
        self.next_run = small.next_run;
        let mut write = || {
            directory::replace(self.tx, &State::default(), &small.state)?;
            for (name, body) in &small.sheets {
                let sql = "INSERT INTO sheet (company, name, body) VALUES (0, $1, $2)";
                self.tx.run(sql, &[name, body])?;
            }
            for secret in &small.secrets {
                let sql = "INSERT INTO secret (company, name, at, body) VALUES (0, $1, \
                           coalesce(timestamptz 'epoch' + $2::bigint * interval '1 microsecond', clock_timestamp()), $3)";
                let set = secret.set.map(jiff::Timestamp::as_microsecond);
                self.tx.run(sql, &[&secret.name, &set, &secret.blob])?;
            }
            Ok(())
        };
        write().map_err(|fail: Fail| fail.error)
    }

    fn read_back(&mut self, tell: &dyn Fn(u64)) -> Result<Sums, StoreError> {
        self.finish().map_err(|fail| fail.error)?;
        sums(&mut Reader(self.tx), tell)
    }
}

/// An entry as the journals of companies have it: what belongs to none is in that of the house.
fn parts(entry: Entry) -> Vec<(CompanyId, Entry)> {
    match entry {
        Entry::Commit(commit) => vec![(commit.run.company, Entry::Commit(commit))],
        Entry::CompanyRemoved(company) => vec![(company, entry)],
        Entry::RunsEnded(runs) => {
            let mut each: BTreeMap<CompanyId, Vec<_>> = BTreeMap::new();
            for run in runs {
                each.entry(run.company).or_default().push(run);
            }
            each.into_iter().map(|(company, runs)| (company, Entry::RunsEnded(runs))).collect()
        }
        Entry::Own(own) => by_company(*own).into_iter().map(|(of, own)| (of, Entry::Own(Box::new(own)))).collect(),
        entry => vec![(HOUSE, entry)],
    }
}
