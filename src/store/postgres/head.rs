//! Heads of companies: what every writer of a company locks, and the end of its journal. Leases are part of it, so that a commit proves its
//! fence by the row that it locks anyway.
//!
//! For: writes. Uses: [`super::transaction`]. Never: a head that is read without its lock.

use std::collections::BTreeSet;

use super::fail::Fail;
use super::transaction::{Scope, Tx, column};
use super::{narrow, wide};
use crate::domain::lease::TERM;
use crate::domain::{CompanyId, Fence, Holder};
use crate::store::journal::frame::{self, Chain};
use crate::store::record::{Entry, decode, encode};
use crate::store::{CompanyCount, StoreError};

/// The house: what belongs to no company.
pub(super) const HOUSE: CompanyId = CompanyId(0);

/// The head of a company, locked.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub(super) company: CompanyId,
    pub(super) sequence: u64,
    chain: Chain,
    pub(super) counts: CompanyCount,
    pub(super) next_run: u64,
    pub(super) fence: Fence,
    pub(super) holder: Option<Holder>,
    expires: i64,
    /// What the transaction has added to the journal.
    frames: Vec<(u64, Vec<u8>)>,
}

/// What proves that a transaction was committed: an entry of the journal and the chain after it.
#[derive(Debug, Clone)]
pub(super) struct Proof {
    company: CompanyId,
    sequence: u64,
    chain: Chain,
}

const COLUMNS: &str = "SELECT company, sequence, chain, counts, next_run, fence, holder, expires FROM head \
                       WHERE company = ANY ($1) ORDER BY company FOR UPDATE";

/// Locks the heads of companies, in their order. All writers do, so that none waits for one that waits for it.
pub(super) fn lock(tx: &mut Tx<'_>, companies: &BTreeSet<CompanyId>) -> Result<Vec<Head>, Fail> {
    let numbers: Vec<i64> = companies.iter().map(|company| i64::from(company.0)).collect();
    let mut rows = tx.rows(COLUMNS, &[&numbers])?;
    if rows.len() < numbers.len() {
        tx.run("INSERT INTO head (company) SELECT unnest($1::bigint[]) ORDER BY 1 ON CONFLICT DO NOTHING", &[&numbers])?;
        rows = tx.rows(COLUMNS, &[&numbers])?;
    }
    rows.iter()
        .map(|row| {
            let company = CompanyId(u32::try_from(column::<i64>(row, 0)?).unwrap_or_default());
            let damaged = || StoreError::Damaged { place: format!("head/{company}") };
            let counts: Option<Vec<u8>> = column(row, 3)?;
            Ok(Head {
                company,
                sequence: wide(column(row, 1)?),
                chain: column::<Vec<u8>>(row, 2)?.try_into().map_err(|_| damaged())?,
                counts: counts.map(|bytes| decode(&bytes).map_err(|_| damaged())).transpose()?.unwrap_or_default(),
                next_run: wide(column(row, 4)?),
                fence: Fence(wide(column(row, 5)?)),
                holder: column::<Option<String>>(row, 6)?.map(|holder| Holder(holder.into())),
                expires: column(row, 7)?,
                frames: Vec::new(),
            })
        })
        .collect()
}

/// Locks the head of one company.
pub(super) fn lock_one(tx: &mut Tx<'_>, company: CompanyId) -> Result<Head, Fail> {
    Ok(lock(tx, &[company].into())?.pop().ok_or_else(|| missing(company))?)
}

/// The error of a head that is not there after it was made.
pub(super) fn missing(company: CompanyId) -> StoreError {
    StoreError::Database { detail: format!("no head of company {company}") }
}

/// Whether the entry that proves a commit is in the journal, once no other writer is under way.
pub(super) fn is_there(tx: &mut Tx<'_>, proof: &Proof) -> Result<bool, Fail> {
    tx.rescope(&Scope::one(proof.company))?;
    lock_one(tx, proof.company)?;
    let (company, sequence) = (i64::from(proof.company.0), narrow(proof.sequence));
    let row = tx.row("SELECT frame FROM journal WHERE company = $1 AND sequence = $2", &[&company, &sequence])?;
    let Some(row) = row else { return Ok(false) };
    let bytes: Vec<u8> = column(&row, 0)?;
    Ok(frame::parse(&bytes, 0).is_some_and(|frame| frame.chain == proof.chain))
}

impl Head {
    /// Adds an entry to the journal. Returns its number.
    pub(super) fn tell(&mut self, entry: &Entry) -> Result<u64, StoreError> {
        let sequence = self.sequence.saturating_add(1);
        let (bytes, chain) = frame::build(sequence, self.chain, &encode(entry)?)?;
        self.frames.push((sequence, bytes));
        (self.sequence, self.chain) = (sequence, chain);
        Ok(sequence)
    }

    /// Goes on after the last entry of its journal, where the head was lost or is older than that. Returns whether it was.
    pub(super) fn resume(&mut self, tx: &mut Tx<'_>) -> Result<bool, Fail> {
        let company = i64::from(self.company.0);
        let sql = "SELECT sequence, frame FROM journal WHERE company = $1 ORDER BY sequence DESC LIMIT 1";
        let Some(row) = tx.row(sql, &[&company])? else { return Ok(false) };
        let (last, bytes): (i64, &[u8]) = (column(&row, 0)?, column(&row, 1)?);
        if wide(last) <= self.sequence {
            return Ok(false);
        }
        self.sequence = wide(last);
        self.chain = frame::parse(bytes, 0).map_or([0; 32], |frame| frame.chain);
        // A worker with an older lease must not be taken for the holder of a new one.
        let sql = "UPDATE head SET sequence = $2, chain = $3, holder = NULL, fence = greatest(fence, \
                   (SELECT coalesce(max(fence), 0) + 1 FROM run WHERE company = $1)) WHERE company = $1";
        tx.run(sql, &[&company, &last, &self.chain.as_slice()])?;
        Ok(true)
    }

    /// Writes the head as it stands, with the entries that were added.
    pub(super) fn keep(self, tx: &mut Tx<'_>) -> Result<Option<Proof>, Fail> {
        let company = i64::from(self.company.0);
        let (numbers, frames): (Vec<i64>, Vec<Vec<u8>>) =
            self.frames.into_iter().map(|(sequence, bytes)| (narrow(sequence), bytes)).unzip();
        let (sequence, chain, counts) = (narrow(self.sequence), self.chain.as_slice(), encode(&self.counts)?);
        let next_run = narrow(self.next_run);
        let proof = Proof { company: self.company, sequence: self.sequence, chain: self.chain };
        if numbers.is_empty() {
            let sql = "UPDATE head SET commits = commits + 1, counts = $2, next_run = $3 WHERE company = $1";
            tx.run(sql, &[&company, &counts, &next_run])?;
            return Ok(None);
        }
        tx.run_all(&[
            (
                "INSERT INTO journal (company, sequence, frame) SELECT $1::bigint, * FROM unnest($2::bigint[], $3::bytea[])",
                vec![&company, &numbers, &frames],
            ),
            (
                "UPDATE head SET commits = commits + 1, sequence = $2, chain = $3, counts = $4, next_run = $5 WHERE company = $1",
                vec![&company, &sequence, &chain, &counts, &next_run],
            ),
        ])?;
        Ok(Some(proof))
    }

    /// Refuses a writer with another lease than the current one. An expired lease is current until another holder takes it.
    pub(super) fn check(&self, fence: Fence) -> Result<(), StoreError> {
        let current = self.holder.is_some() && self.fence == fence;
        if current { Ok(()) } else { Err(StoreError::LeaseLost { company: self.company }) }
    }

    /// End of the lease under a clock that may have been set back: never later than a term from now.
    pub(super) fn expires(&self, clock: i64) -> i64 {
        self.expires.min(a_term_after(clock))
    }
}

/// A term from now, in microseconds.
pub(super) fn a_term_after(clock: i64) -> i64 {
    clock.saturating_add(i64::try_from(TERM.as_micros()).unwrap_or(i64::MAX))
}
