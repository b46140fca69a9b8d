//! The audit log: entries of the house's journal, under its chain of hashes.
//!
//! For: `faktura audit`. Uses: journals. Never: a line that the chain does not vouch for.

use std::collections::BTreeSet;

use super::fail::Fail;
use super::head::HOUSE;
use super::session::{Scope, Tx, column, read};
use super::{PostgresStore, wide};
use crate::domain::{AuditEntry, AuditLog, CompanyId};
use crate::store::StoreError;
use crate::store::journal::frame::{self, Chain};
use crate::store::record::{Entry, decode};
use crate::store::sled::audit::line;
use crate::store::sled::trail::LOSS;

/// Between the places that a line of a loss names.
pub(super) const BETWEEN: &str = ", ";

/// A place where a journal is not what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// The place: company and number of the entry.
    pub(super) place: String,
    /// Checksum of what is there: other bytes at the same place are another fault.
    mark: u32,
}

impl Fault {
    /// Its name in the line of the audit log that tells of it.
    pub(super) fn name(&self) -> String {
        format!("{} [{:08x}]", self.place, self.mark)
    }
}

/// The journal of a company as it was read: entries, and places where it is not what was written.
#[derive(Debug, Default)]
pub(super) struct Journal {
    pub(super) entries: Vec<(u64, Entry)>,
    pub(super) faults: Vec<Fault>,
}

/// How far the journal of a company was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) sequence: u64,
    pub(super) chain: Chain,
}

impl Read {
    /// Takes in the next row. Returns its entry if it can be read, and a fault if it is not what was written after the row before.
    pub(super) fn next(&mut self, company: CompanyId, sequence: u64, bytes: &[u8]) -> (Option<Entry>, Option<Fault>) {
        let fault = || Some(Fault { place: format!("journal/{company}/{sequence}"), mark: crc32fast::hash(bytes) });
        let frame = frame::parse(bytes, 0).filter(|frame| frame.sequence == sequence);
        let payload = frame.as_ref().and_then(|frame| bytes.get(frame.payload.clone()));
        let (Some(frame), Some(payload)) = (frame, payload) else { return (None, fault()) };
        let follows = sequence == self.sequence + 1 && frame::link(self.chain, sequence, payload) == frame.chain;
        *self = Self { sequence, chain: frame.chain };
        let entry = decode(payload).ok();
        let fault = if follows && entry.is_some() { None } else { fault() };
        (entry, fault)
    }
}

/// Reads the journal of a company with all checks: each frame whole, in its place, chained to the one before, and the end as its head says.
pub(super) fn journal(tx: &mut Tx<'_>, company: CompanyId) -> Result<Journal, Fail> {
    let number = i64::from(company.0);
    let head = tx.row("SELECT sequence, chain FROM head WHERE company = $1", &[&number])?;
    let (end, last): (i64, Vec<u8>) = match &head {
        Some(row) => (column(row, 0)?, column(row, 1)?),
        None => (0, Vec::new()),
    };
    let (mut journal, mut read) = (Journal::default(), Read::default());
    for row in tx.rows("SELECT sequence, frame FROM journal WHERE company = $1 ORDER BY sequence", &[&number])? {
        let sequence = wide(column(&row, 0)?);
        let (entry, fault) = read.next(company, sequence, column(&row, 1)?);
        journal.entries.extend(entry.map(|entry| (sequence, entry)));
        journal.faults.extend(fault);
    }
    if read.sequence != wide(end) || end > 0 && read.chain.as_slice() != last.as_slice() {
        journal.faults.push(Fault { place: format!("journal/{company} ({end})"), mark: crc32fast::hash(&last) });
    }
    Ok(journal)
}

/// Names of the faults that a repair lived through: what could be told again is told, the rest is lost for good.
pub(super) fn known_faults(house: &[(u64, Entry)]) -> BTreeSet<String> {
    let lines = house.iter().filter_map(|(_, entry)| match entry {
        Entry::Audit(line) if line.action.starts_with(LOSS) => Some(line.subject.as_str()),
        _ => None,
    });
    lines.flat_map(|subject| subject.split(BETWEEN)).map(str::to_owned).collect()
}

impl PostgresStore {
    /// The log, with every check of its journal.
    pub(super) fn read_audit(&self) -> Result<AuditLog, StoreError> {
        let Journal { entries, faults } = read(&self.pool, &Scope::one(HOUSE), |tx| journal(tx, HOUSE))?;
        let known = known_faults(&entries);
        let entries: Vec<AuditEntry> = entries.iter().filter_map(|(sequence, entry)| line(*sequence, entry)).collect();
        // A copy of a store that lost entries says so, as that did.
        let lost = entries.iter().filter(|entry| entry.action.starts_with(LOSS));
        let faults = faults.into_iter().filter(|fault| !known.contains(&fault.name())).map(|fault| fault.place);
        let faults = faults.chain(lost.map(|entry| format!("{} {}: {}", entry.at, entry.action, entry.subject)));
        Ok(AuditLog { faults: faults.collect(), entries })
    }
}
