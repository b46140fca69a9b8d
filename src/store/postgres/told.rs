//! What the journal of a company tells of runs, histories and vanished records, folded in memory.
//!
//! For: repairs of tables and of journals. Uses: entries, records. Never: a statement.

use std::collections::BTreeMap;

use crate::domain::{CompanyId, Kind, Record, RemoteId, RunError, RunId, SyncRun};
use crate::store::journal::read::effective;
use crate::store::record::{Dated, Entry};

/// A record of the company by kind and identifier.
pub(super) type Of = (Kind, RemoteId);

/// What the journal of a company tells beside own data.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Runs as they are told last.
    pub(super) runs: BTreeMap<RunId, SyncRun>,
    /// Errors of runs, by the number of the entry that tells them.
    pub(super) errors: BTreeMap<(RunId, u64), Vec<RunError>>,
    /// Changes of records, by the number of the entry.
    pub(super) changes: BTreeMap<Of, BTreeMap<u64, Vec<Dated>>>,
    /// Records that vanished, as they were then; none for a record that was told of again since.
    pub(super) vanished: BTreeMap<Of, Option<Record>>,
}

impl Told {
    /// Folds the entries of the company; `house` has those of no company, which tell of runs that began.
    pub(super) fn of(company: CompanyId, entries: &[(u64, Entry)], house: &[(u64, Entry)]) -> Self {
        let mut told = Self::default();
        // Nothing of a company that was removed is told of, and no number is given twice.
        if entries.iter().any(|(_, entry)| *entry == Entry::CompanyRemoved(company)) {
            return told;
        }
        for (_, entry) in house {
            if let Entry::RunStarted(run) = entry
                && run.company == company
            {
                told.runs.insert(run.id, run.clone());
            }
        }
        for (sequence, entry) in effective(entries.to_vec()) {
            match entry {
                Entry::RunsEnded(runs) => told.runs.extend(runs.into_iter().map(|run| (run.id, run))),
                Entry::Commit(commit) => {
                    let id = commit.run.id;
                    for created in commit.created {
                        told.vanished.insert((created.kind, created.id), None);
                    }
                    for changed in commit.changed {
                        let of = (changed.kind, changed.id);
                        told.vanished.insert(of.clone(), None);
                        told.changes.entry(of).or_default().entry(sequence).or_default().extend(changed.changes);
                    }
                    for record in commit.vanished {
                        told.vanished.insert((record.kind(), record.id().clone()), Some(record));
                    }
                    if !commit.errors.is_empty() {
                        told.errors.insert((id, sequence), commit.errors);
                    }
                    told.runs.insert(id, commit.run);
                }
                _ => {}
            }
        }
        told
    }
}
