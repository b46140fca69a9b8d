//! Making the database and the journal agree when a store is opened.

use std::collections::BTreeSet;

use super::batch::Batch;
use super::database::Database;
use super::transaction::Transaction;
use super::{read, records};
use crate::domain::{CompanyId, Record, RecordKey};
use crate::store::journal::Journal;
use crate::store::journal::read::{content, effective};
use crate::store::record::{CommitEntry, Entry, Position};
use crate::store::{ScanStep, StoreError, SyncState};

/// Result of a recovery.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct Recovered {
    /// Entries of the journal that the database had lost and has again.
    pub(in crate::store) replayed: u64,
    /// Companies with invoices to fetch again.
    pub(in crate::store) resync: Vec<CompanyId>,
    /// Whether the journal had lost entries that the database has.
    pub(in crate::store) journal_lost: bool,
    /// Whether nothing is missing in what was read of the journal.
    pub(in crate::store) whole: bool,
    /// Whether entries are missing that the database had not taken in: neither of the two has them.
    pub(in crate::store) gone: bool,
}

/// Makes the database and the journal agree. See [`super`] for the cases.
pub(in crate::store) fn reconcile(
    store: &std::path::Path,
    db: &mut Database,
    journal: &mut Journal,
) -> Result<Recovered, StoreError> {
    let (known, end) = (db.position().sequence, journal.end().sequence);
    let mut recovered = Recovered { journal_lost: end < known, ..Recovered::default() };
    journal.skip_to(known);
    if end <= known {
        return Ok(recovered);
    }
    let content = content(store, known)?;
    let next = content.entries.first().map(|(sequence, _)| *sequence) == Some(known.saturating_add(1));
    recovered.whole = next && content.faults.is_empty() && content.lost.is_empty();
    // A gap before that is of a loss that the database lived through.
    recovered.gone = !next || !content.lost.is_empty();
    let entries = content.entries;
    let last = entries.last().map(|(sequence, _)| *sequence);
    let open = effective(entries);
    match open.as_slice() {
        // The commit that was under way when the process died: never acknowledged.
        [(sequence, entry)] if Some(*sequence) == last && !matches!(entry, Entry::CompanyRemoved(_)) => {
            let position = Position { sequence: journal.append(&Entry::RolledBack(*sequence))?, ..db.position().clone() };
            db.apply(Batch::default(), position)?;
        }
        open => {
            let resync = replay(db, open)?;
            recovered.replayed = u64::try_from(open.len()).unwrap_or_default();
            recovered.resync = resync.into_iter().collect();
            let position = Position { sequence: end, ..db.position().clone() };
            db.apply(Batch::default(), position)?;
        }
    }
    db.sync()?;
    Ok(recovered)
}

/// Puts entries of the journal into the database, and returns the companies of which invoices are missing now.
pub(in crate::store) fn replay(db: &mut Database, entries: &[(u64, Entry)]) -> Result<BTreeSet<CompanyId>, StoreError> {
    let mut resync = BTreeSet::new();
    for (sequence, entry) in entries {
        let mut position = db.position().clone();
        position.sequence = (*sequence).max(position.sequence);
        position.commit += 1;
        let runs = match entry {
            Entry::RunStarted(run) => std::slice::from_ref(run),
            Entry::RunsEnded(runs) => runs.as_slice(),
            Entry::Commit(commit) => std::slice::from_ref(&commit.run),
            _ => &[],
        };
        position.next_run = runs.iter().map(|run| run.id.0.saturating_add(1)).fold(position.next_run, u64::max);
        let mut transaction = Transaction::new(db);
        transaction.entry(*sequence, entry)?;
        match entry {
            Entry::Commit(commit) => {
                let company = commit.run.company;
                put_vanished(db, &mut transaction, commit)?;
                if !(commit.created.is_empty() && commit.changed.is_empty()) && resync.insert(company) {
                    forget_cursor(db, &mut transaction, company)?;
                    position.relearn.retain(|other| *other != company);
                    position.relearn.push(company);
                }
            }
            Entry::CompanyRemoved(company) => {
                resync.remove(company);
                position.removing.push(*company);
            }
            _ => {}
        }
        let batch = transaction.finish()?;
        db.apply(batch, position)?;
    }
    Ok(resync)
}

/// The last state of what vanished; what came back has not vanished any more.
fn put_vanished(db: &Database, transaction: &mut Transaction<'_>, commit: &CommitEntry) -> Result<(), StoreError> {
    for record in &commit.vanished {
        transaction.put_record(record)?;
    }
    let gone: BTreeSet<RecordKey> = commit.vanished.iter().map(Record::key).collect();
    for key in commit.keys().filter(|key| !gone.contains(key)) {
        if let Ok(Some(mut record)) = records::record(db, &super::key::record(key.company, key.kind, &key.id))?
            && record.vanished().is_some()
        {
            record.come_back();
            transaction.put_record(&record)?;
        }
    }
    Ok(())
}

/// Makes the next run of a company begin from the beginning.
pub(in crate::store) fn forget_cursor(
    db: &Database,
    transaction: &mut Transaction<'_>,
    company: CompanyId,
) -> Result<(), StoreError> {
    for feed in read::feeds(db, company)? {
        forget(transaction, company, &feed, &read::sync_state(db, company, &feed).unwrap_or_default())?;
    }
    Ok(())
}

/// Like [`forget_cursor`], for a feed with the state already read.
pub(in crate::store) fn forget(
    transaction: &mut Transaction<'_>,
    company: CompanyId,
    feed: &str,
    state: &SyncState,
) -> Result<(), StoreError> {
    transaction.put_state(company, feed, &SyncState { cursor: None, last_full_scan: None, scan: None, ..state.clone() })?;
    transaction.scan(company, feed, &ScanStep::Clear)
}
