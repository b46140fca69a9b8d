//! The audit log: entries of the house's journal, under its chain of hashes.
//!
//! For: `faktura audit`. Uses: journals. Never: a line that the chain does not vouch for.

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

/// The journal of a company as it was read: entries, and places where it is not what was written.
#[derive(Debug, Default)]
pub(super) struct Journal {
    pub(super) entries: Vec<(u64, Entry)>,
    pub(super) faults: Vec<String>,
}

/// Reads the journal of a company with all checks: each frame whole, in its place, chained to the one before, and the end as its head says.
pub(super) fn journal(tx: &mut Tx<'_>, company: CompanyId) -> Result<Journal, Fail> {
    let number = i64::from(company.0);
    let head = tx.row("SELECT sequence, chain FROM head WHERE company = $1", &[&number])?;
    let (end, last): (i64, Vec<u8>) = match &head {
        Some(row) => (column(row, 0)?, column(row, 1)?),
        None => (0, Vec::new()),
    };
    let mut journal = Journal::default();
    let mut chain: Chain = [0; 32];
    let mut before = 0;
    for row in tx.rows("SELECT sequence, frame FROM journal WHERE company = $1 ORDER BY sequence", &[&number])? {
        let (sequence, bytes): (i64, &[u8]) = (column(&row, 0)?, column(&row, 1)?);
        let sequence = wide(sequence);
        let place = || format!("journal/{company}/{sequence}");
        let whole = frame::parse(bytes, 0).filter(|frame| frame.sequence == sequence);
        let payload = whole.as_ref().and_then(|frame| bytes.get(frame.payload.clone()));
        let (Some(frame), Some(payload)) = (&whole, payload) else {
            journal.faults.push(place());
            continue;
        };
        if sequence != before + 1 || frame::link(chain, sequence, payload) != frame.chain {
            journal.faults.push(place());
        }
        (before, chain) = (sequence, frame.chain);
        match decode(payload) {
            Ok(entry) => journal.entries.push((sequence, entry)),
            Err(_) => journal.faults.push(place()),
        }
    }
    if before != wide(end) || end > 0 && chain.as_slice() != last.as_slice() {
        journal.faults.push(format!("journal/{company} ({end})"));
    }
    Ok(journal)
}

impl PostgresStore {
    /// The log, with every check of its journal.
    pub(super) fn read_audit(&self) -> Result<AuditLog, StoreError> {
        let Journal { entries, faults } = read(&self.pool, &Scope::one(HOUSE), |tx| journal(tx, HOUSE))?;
        let entries: Vec<AuditEntry> = entries.iter().filter_map(|(sequence, entry)| line(*sequence, entry)).collect();
        // A copy of a store that lost entries says so, as that did.
        let lost = entries.iter().filter(|entry| entry.action.starts_with(LOSS));
        let faults = faults.into_iter().chain(lost.map(|entry| format!("{} {}: {}", entry.at, entry.action, entry.subject)));
        Ok(AuditLog { faults: faults.collect(), entries })
    }
}
