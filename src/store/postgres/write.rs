//! Commits, runs and removals.
//!
//! For: syncs. Uses: heads, records. Never: a write without the lock on its company's head.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::fail::Fail;
use super::head::{self, HOUSE};
use super::records::{self, Put};
use super::session::{Scope, Tx, column, read, write};
use super::{PostgresStore, narrow, wide};
use crate::domain::{AuditEntry, CompanyId, Lease, RunError, RunId, RunStatus, SyncMode, SyncRun};
use crate::store::record::{Entry, ScanIds, decode, encode};
use crate::store::sled::write::entry;
use crate::store::{Commit, CompanyCount, ScanStep, StoreError, SyncState, rules};

/// Tables with the rows of a company, without its journal and its head.
const TABLES: [&str; 9] = [
    "DELETE FROM record WHERE company = $1",
    "DELETE FROM change WHERE company = $1",
    "DELETE FROM run WHERE company = $1",
    "DELETE FROM run_error WHERE company = $1",
    "DELETE FROM feed WHERE company = $1",
    "DELETE FROM scan WHERE company = $1",
    "DELETE FROM own WHERE company = $1",
    "DELETE FROM own_past WHERE company = $1",
    "DELETE FROM item WHERE company = $1",
];

/// Number of a run's status in its column; 0 is the one that the index of running runs is of.
pub(super) const fn status_number(status: RunStatus) -> i16 {
    match status {
        RunStatus::Running => 0,
        RunStatus::Completed => 1,
        RunStatus::Partial => 2,
        RunStatus::Failed => 3,
        RunStatus::Cancelled => 4,
        RunStatus::Interrupted => 5,
        RunStatus::Deferred => 6,
    }
}

impl PostgresStore {
    pub(super) fn begin(&self, run: &SyncRun, lease: &Lease) -> Result<RunId, StoreError> {
        rules::lease(run, lease)?;
        let companies: BTreeSet<CompanyId> = [HOUSE, run.company].into();
        write(&self.pool, &Scope::Of(companies.clone()), |tx| {
            let mut heads = head::lock(tx, &companies)?.into_iter();
            // The house is first: numbers of runs are its, so that no two companies give the same one.
            let Some(mut house) = heads.next() else { return Err(head::missing(HOUSE).into()) };
            let mut own = heads.next();
            own.as_ref().unwrap_or(&house).check(lease.fence)?;
            let id = RunId(house.next_run);
            house.next_run = id.0.saturating_add(1);
            let run = SyncRun { id, ..run.clone() };
            house.tell(&Entry::RunStarted(run.clone()))?;
            let head = own.as_mut().unwrap_or(&mut house);
            head.counts.runs = head.counts.runs.saturating_add(1);
            let sql = "INSERT INTO run (company, id, status, fence, body) VALUES ($1, $2, $3, $4, $5)";
            let (company, fence, body) = (i64::from(run.company.0), narrow(lease.fence.0), encode(&run)?);
            tx.run(sql, &[&company, &narrow(id.0), &status_number(run.status), &fence, &body])?;
            if let Some(own) = own {
                own.keep(tx)?;
            }
            let proof = house.keep(tx)?;
            Ok((id, proof))
        })
    }

    pub(super) fn apply(&self, commit: &Commit) -> Result<(), StoreError> {
        rules::check(commit)?;
        let puts = commit.upserts.iter().map(Put::of_upsert).collect::<Result<Vec<_>, _>>()?;
        let entry = entry(commit);
        let created_at = match &entry {
            Some(Entry::Commit(commit)) => commit.created_at,
            _ => None,
        };
        let (company, id) = (commit.run.company, commit.run.id);
        let run_body = encode(&commit.run)?;
        write(&self.pool, &Scope::one(company), |tx| {
            let mut head = head::lock_one(tx, company)?;
            head.check(commit.fence)?;
            if entry.is_none() && commit.feeds().all(|(_, state, step)| state.is_none() && *step == ScanStep::Keep) {
                // The progress of a page on which nothing changed: what a crash takes of it is told by the next page.
                tx.batch("SET LOCAL synchronous_commit TO off")?;
            }
            let sql = "UPDATE run SET status = $3, body = $4 WHERE company = $1 AND id = $2";
            let status = status_number(commit.run.status);
            if tx.run(sql, &[&i64::from(company.0), &narrow(id.0), &status, &run_body])? == 0 {
                return Err(StoreError::Invalid { rule: "a run that was begun" }.into());
            }
            let sequence = entry.as_ref().map(|entry| head.tell(entry)).transpose()?.unwrap_or(head.sequence);
            insert_errors(tx, &commit.run, sequence, &commit.errors)?;
            for (feed, state, step) in commit.feeds() {
                scan(tx, company, feed, step)?;
                if let Some(state) = state {
                    put_state(tx, company, feed, state)?;
                }
            }
            records::put(tx, &mut head, sequence, &puts, created_at)?;
            // A whole run that began after the damage was known has brought everything back.
            let whole = commit.run.mode != SyncMode::Incremental;
            if whole && matches!(commit.run.status, RunStatus::Completed | RunStatus::Partial) {
                let sql = "UPDATE head SET doubt = NULL WHERE company = $1 AND doubt IS NOT NULL AND doubt_run <= $2";
                tx.run(sql, &[&i64::from(company.0), &narrow(id.0)])?;
            }
            let proof = head.keep(tx)?;
            Ok(((), proof))
        })
    }

    /// Ends the runs without a valid lease, and takes it from its holder.
    pub(super) fn interrupt(&self, at: Timestamp) -> Result<Vec<SyncRun>, StoreError> {
        let running = read(&self.pool, &Scope::All, |tx| {
            let rows = tx.rows("SELECT DISTINCT company FROM run WHERE status = 0 ORDER BY company", &[])?;
            rows.iter().map(|row| column::<i64>(row, 0)).collect::<Result<Vec<_>, _>>()
        })?;
        let mut ended = Vec::new();
        for company in running.into_iter().filter_map(|company| u32::try_from(company).ok().map(CompanyId)) {
            ended.extend(write(&self.pool, &Scope::one(company), |tx| self.interrupt_one(tx, company, at))?);
        }
        ended.sort_by_key(|run| run.id);
        Ok(ended)
    }

    fn interrupt_one(
        &self,
        tx: &mut Tx<'_>,
        company: CompanyId,
        at: Timestamp,
    ) -> Result<(Vec<SyncRun>, Option<head::Proof>), Fail> {
        let number = i64::from(company.0);
        let mut head = head::lock_one(tx, company)?;
        let clock = self.clock(tx, at)?;
        let alive = head.holder.is_some() && clock < head.expires(clock);
        let rows = tx.rows("SELECT id, fence, body FROM run WHERE company = $1 AND status = 0 ORDER BY id", &[&number])?;
        let mut ended = Vec::new();
        for row in rows {
            let (id, fence, body): (i64, i64, Vec<u8>) = (column(&row, 0)?, column(&row, 1)?, column(&row, 2)?);
            let mine = wide(fence) == head.fence.0;
            if alive && mine {
                continue;
            }
            if mine {
                tx.run("UPDATE head SET holder = NULL WHERE company = $1", &[&number])?;
            }
            let run: SyncRun = decode(&body).map_err(|_| StoreError::Damaged { place: format!("run/{id}") })?;
            let run = SyncRun { status: RunStatus::Interrupted, ended: Some(at), ..run };
            let sql = "UPDATE run SET status = $3, body = $4 WHERE company = $1 AND id = $2";
            tx.run(sql, &[&number, &id, &status_number(run.status), &encode(&run)?])?;
            ended.push(run);
        }
        if ended.is_empty() {
            return Ok((ended, None));
        }
        head.tell(&Entry::RunsEnded(ended.clone()))?;
        let proof = head.keep(tx)?;
        Ok((ended, proof))
    }

    pub(super) fn note(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        write(&self.pool, &Scope::one(HOUSE), |tx| {
            let mut house = head::lock_one(tx, HOUSE)?;
            house.tell(&Entry::Audit(entry.clone()))?;
            let proof = house.keep(tx)?;
            Ok(((), proof))
        })
    }

    pub(super) fn remove(&self, company: CompanyId) -> Result<(), StoreError> {
        write(&self.pool, &Scope::one(company), |tx| {
            let mut head = head::lock_one(tx, company)?;
            tx.batch("SET LOCAL statement_timeout = 0")?;
            for sql in TABLES {
                tx.run(sql, &[&i64::from(company.0)])?;
            }
            head.counts = CompanyCount::default();
            head.tell(&Entry::CompanyRemoved(company))?;
            let proof = head.keep(tx)?;
            tx.run("UPDATE head SET holder = NULL, doubt = NULL WHERE company = $1", &[&i64::from(company.0)])?;
            Ok(((), proof))
        })
    }

    /// Makes the next run of a company a full one; a scan that was begun goes on.
    pub(super) fn begin_anew(&self, company: CompanyId) -> Result<(), StoreError> {
        write(&self.pool, &Scope::one(company), |tx| {
            let head = head::lock_one(tx, company)?;
            forget_cursors(tx, company)?;
            let proof = head.keep(tx)?;
            Ok(((), proof))
        })
    }
}

/// Takes from the feeds of a company what lets a run be short.
pub(super) fn forget_cursors(tx: &mut Tx<'_>, company: CompanyId) -> Result<(), Fail> {
    for row in tx.rows("SELECT feed, body FROM feed WHERE company = $1", &[&i64::from(company.0)])? {
        let (feed, body): (String, Vec<u8>) = (column(&row, 0)?, column(&row, 1)?);
        let state: SyncState = decode(&body).unwrap_or_default();
        if state.cursor.is_some() || state.last_full_scan.is_some() {
            put_state(tx, company, &feed, &SyncState { cursor: None, last_full_scan: None, scan: None, ..state })?;
            scan(tx, company, &feed, &ScanStep::Clear)?;
        }
    }
    Ok(())
}

/// Writes the errors of a run that one entry tells.
pub(super) fn insert_errors(tx: &mut Tx<'_>, run: &SyncRun, sequence: u64, errors: &[RunError]) -> Result<(), Fail> {
    if errors.is_empty() {
        return Ok(());
    }
    let bodies = errors.iter().map(encode).collect::<Result<Vec<_>, _>>()?;
    let places: Vec<i64> = (0..).take(bodies.len()).collect();
    let sql = "INSERT INTO run_error (company, run, sequence, place, body) \
               SELECT $1::bigint, $2::bigint, $3::bigint, * FROM unnest($4::bigint[], $5::bytea[])";
    tx.run(sql, &[&i64::from(run.company.0), &narrow(run.id.0), &narrow(sequence), &places, &bodies])?;
    Ok(())
}

pub(super) fn put_state(tx: &mut Tx<'_>, company: CompanyId, feed: &str, state: &SyncState) -> Result<(), Fail> {
    let sql = "INSERT INTO feed (company, feed, body) VALUES ($1, $2, $3) ON CONFLICT (company, feed) DO UPDATE SET body = excluded.body";
    tx.run(sql, &[&i64::from(company.0), &feed, &encode(state)?])?;
    Ok(())
}

/// Applies a commit's change to the scan of a feed in progress. A page that is added twice counts once.
pub(super) fn scan(tx: &mut Tx<'_>, company: CompanyId, feed: &str, step: &ScanStep) -> Result<(), Fail> {
    let company = i64::from(company.0);
    if matches!(step, ScanStep::Clear | ScanStep::Restart(_)) {
        tx.run("DELETE FROM scan WHERE company = $1 AND feed = $2", &[&company, &feed])?;
    }
    if let ScanStep::Add(ids) | ScanStep::Restart(ids) = step {
        let sql = "INSERT INTO scan (company, feed, page, body) SELECT $1, $2, coalesce(max(page) + 1, 0), $3 FROM scan \
                   WHERE company = $1 AND feed = $2";
        tx.run(sql, &[&company, &feed, &encode(&ScanIds(ids.clone()))?])?;
    }
    Ok(())
}
