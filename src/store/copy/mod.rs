//! A copy of a whole store: everything of one, in order, into an empty other one, whatever holds them.
//!
//! For: `faktura store copy`. Uses: domain, the stored forms, entries of the journal. Never: files, trees, SQL; a store says how it is read
//! ([`Source`]) and how it is filled ([`Target`]).
//!
//! The journal goes first and gets new numbers: one chain in files, one for each company in a database. What was changed by an entry then
//! names its new number. Everything else is copied as it is kept, record by record; what is derived (counts, indexes, terms) the target
//! makes itself. Both sides are summed ([`Sums`]): what was read, and what is read back from the target before it counts.

mod sums;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::own_index::OwnIndex;
use super::record::{Dated, Entry};
use super::registry::State;
use super::{StoreError, SyncState};
use crate::domain::{CompanyId, Kind, Record, RemoteId, RunError, RunId, SyncRun};

pub(in crate::store) use sums::{Part, Sums};

/// What belongs to no company.
pub(in crate::store) const HOUSE: CompanyId = CompanyId(0);

/// Histories and runs that are written together.
const GROUP: usize = 1000;

/// A receiver of parts, one by one.
pub(in crate::store) type Each<'e, T> = &'e mut dyn FnMut(T) -> Result<(), StoreError>;

/// A store that is read whole. It does not change meanwhile.
pub(in crate::store) trait Source {
    /// Companies, logins, tokens and sealed secrets.
    fn small(&mut self) -> Result<Small, StoreError>;
    /// Entries of the journal with their numbers, in an order in which they may have been written. Fails where the journal is damaged.
    fn journal(&mut self, each: Each<'_, (u64, Entry)>) -> Result<(), StoreError>;
    /// The histories of a company's records as they are written, by kind, identifier and entry.
    fn changes(&mut self, company: CompanyId, each: Each<'_, Told>) -> Result<(), StoreError>;
    /// The runs of a company, by number.
    fn runs(&mut self, company: CompanyId) -> Result<Vec<SyncRun>, StoreError>;
    /// The errors of a company's runs with the number of the entry that tells each, in their order.
    fn errors(&mut self, company: CompanyId) -> Result<BTreeMap<RunId, Vec<(u64, RunError)>>, StoreError>;
    /// The states of a company's feeds.
    fn feeds(&mut self, company: CompanyId) -> Result<BTreeMap<String, Feed>, StoreError>;
    /// Own records of a company with all versions, and its items of the outbox.
    fn own(&mut self, company: CompanyId) -> Result<OwnIndex, StoreError>;
    /// The records of a company and kind, by identifier, some at a time.
    fn records(&mut self, company: CompanyId, kind: Kind, each: Each<'_, Vec<Record>>) -> Result<(), StoreError>;
}

/// A store that is filled. Nothing of it is there for others before all of it is.
pub(in crate::store) trait Target {
    /// Appends an entry to the journal. Returns its number in the journal of its company.
    fn entry(&mut self, entry: Entry) -> Result<u64, StoreError>;
    /// Writes histories; before the records that they are of.
    fn changes(&mut self, company: CompanyId, changes: Vec<Told>) -> Result<(), StoreError>;
    /// Writes runs with their errors.
    fn runs(&mut self, company: CompanyId, runs: Vec<Ran>) -> Result<(), StoreError>;
    /// Writes the state of a feed.
    fn feed(&mut self, company: CompanyId, name: &str, feed: &Feed) -> Result<(), StoreError>;
    /// Writes own records and items.
    fn own(&mut self, company: CompanyId, own: OwnIndex) -> Result<(), StoreError>;
    /// Writes records.
    fn records(&mut self, company: CompanyId, records: &[Record]) -> Result<(), StoreError>;
    /// Writes companies, logins, tokens and secrets.
    fn small(&mut self, small: &Small) -> Result<(), StoreError>;
    /// Ends the writing, checks the store as `check` does, and reads all of it back.
    fn read_back(&mut self, tell: &dyn Fn(u64)) -> Result<Sums, StoreError>;
}

/// What is small: companies and logins, small documents, secrets.
#[derive(Debug, Clone)]
pub(in crate::store) struct Small {
    /// Companies and logins.
    pub(in crate::store) state: State,
    /// The number of the next run.
    pub(in crate::store) next_run: u64,
    /// Small documents by name.
    pub(in crate::store) sheets: Vec<(&'static str, Vec<u8>)>,
    /// Sealed secrets, by name.
    pub(in crate::store) secrets: Vec<Sealed>,
}

/// A sealed secret.
#[derive(Debug, Clone)]
pub(in crate::store) struct Sealed {
    /// Name.
    pub(in crate::store) name: String,
    /// Sealed bytes.
    pub(in crate::store) blob: Vec<u8>,
    /// When it was set.
    pub(in crate::store) set: Option<Timestamp>,
}

/// What one entry of the journal changed in a record.
#[derive(Debug, Clone)]
pub(in crate::store) struct Told {
    /// Kind.
    pub(in crate::store) kind: Kind,
    /// Identifier.
    pub(in crate::store) id: RemoteId,
    /// Number of the entry.
    pub(in crate::store) sequence: u64,
    /// Changes.
    pub(in crate::store) changes: Vec<Dated>,
}

/// A run with its errors by the number of the entry that tells them.
#[derive(Debug, Clone)]
pub(in crate::store) struct Ran {
    /// The run.
    pub(in crate::store) run: SyncRun,
    /// Errors.
    pub(in crate::store) errors: Vec<(u64, Vec<RunError>)>,
}

/// State of a feed.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct Feed {
    /// State of its sync, if it has one.
    pub(in crate::store) state: Option<SyncState>,
    /// What its scan in progress has seen.
    pub(in crate::store) seen: BTreeSet<RemoteId>,
}

/// Copies a store into an empty one, and compares what was read with what is there afterwards. `tell` hears of records, once as they are
/// copied (`false`) and once as they are compared (`true`).
///
/// # Errors
/// The source is damaged, the target cannot be written, or what it has differs. The caller then drops the target.
pub(in crate::store) fn copy(
    source: &mut dyn Source,
    target: &mut dyn Target,
    tell: &dyn Fn(bool, u64),
) -> Result<Sums, StoreError> {
    let read = walk(source, target, &|records| tell(false, records))?;
    let written = target.read_back(&|records| tell(true, records))?;
    read.compare(&written)?;
    Ok(read)
}

/// Reads a whole store and sums it.
pub(in crate::store) fn sums(source: &mut dyn Source, tell: &dyn Fn(u64)) -> Result<Sums, StoreError> {
    walk(source, &mut Nowhere, tell)
}

fn walk(source: &mut dyn Source, target: &mut dyn Target, tell: &dyn Fn(u64)) -> Result<Sums, StoreError> {
    let mut sums = Sums::default();
    let small = source.small()?;
    sums.small(&small)?;
    let numbers = journal(source, target, &mut sums)?;
    let mut done = 0;
    let companies: Vec<CompanyId> = small.state.companies.iter().map(|company| company.id).collect();
    for company in std::iter::once(HOUSE).chain(companies) {
        histories(source, target, &numbers, company, &mut sums)?;
        runs(source, target, &numbers, company, &mut sums)?;
        for (name, feed) in source.feeds(company)? {
            sums.feed(company, &name, &feed)?;
            target.feed(company, &name, &feed)?;
        }
        let own = source.own(company)?;
        sums.own(company, &own)?;
        target.own(company, own)?;
        for kind in Kind::ALL.iter().copied() {
            source.records(company, kind, &mut |records| {
                sums.records(company, kind, &records)?;
                target.records(company, &records)?;
                done += u64::try_from(records.len()).unwrap_or_default();
                tell(done);
                Ok(())
            })?;
        }
    }
    target.small(&small)?;
    Ok(sums)
}

/// The new numbers of commits by company and old number.
#[derive(Debug, Default)]
struct Numbers(BTreeMap<(CompanyId, u64), u64>);

impl Numbers {
    /// The new number of an entry; of one that a repair could not bring back, that of the commit before it.
    fn of(&self, company: CompanyId, sequence: u64) -> u64 {
        let last = self.0.range(..=(company, sequence)).next_back();
        last.filter(|((of, _), _)| *of == company).map_or(0, |(_, number)| *number)
    }
}

fn journal(source: &mut dyn Source, target: &mut dyn Target, sums: &mut Sums) -> Result<Numbers, StoreError> {
    let mut numbers = Numbers::default();
    let mut removed = Vec::new();
    source.journal(&mut |(sequence, entry)| {
        sums.entry(&entry)?;
        match entry {
            // These are about the numbers and files of the one store.
            Entry::Lost | Entry::RolledBack(_) => {}
            // Nothing follows of such a company. It comes last, so that no order of several chains lets it come back.
            Entry::CompanyRemoved(_) => removed.push(entry),
            Entry::Commit(commit) => {
                let company = commit.run.company;
                numbers.0.insert((company, sequence), target.entry(Entry::Commit(commit))?);
            }
            entry => {
                target.entry(entry)?;
            }
        }
        Ok(())
    })?;
    for entry in removed {
        target.entry(entry)?;
    }
    Ok(numbers)
}

fn histories(
    source: &mut dyn Source,
    target: &mut dyn Target,
    numbers: &Numbers,
    company: CompanyId,
    sums: &mut Sums,
) -> Result<(), StoreError> {
    let mut group: Vec<Told> = Vec::new();
    source.changes(company, &mut |told| {
        sums.changes(company, &told)?;
        let sequence = numbers.of(company, told.sequence);
        match group.last_mut() {
            Some(last) if (last.kind, &last.id, last.sequence) == (told.kind, &told.id, sequence) => {
                last.changes.extend(told.changes);
            }
            _ => {
                if group.len() >= GROUP {
                    target.changes(company, std::mem::take(&mut group))?;
                }
                group.push(Told { sequence, ..told });
            }
        }
        Ok(())
    })?;
    target.changes(company, group)
}

fn runs(
    source: &mut dyn Source,
    target: &mut dyn Target,
    numbers: &Numbers,
    company: CompanyId,
    sums: &mut Sums,
) -> Result<(), StoreError> {
    let mut errors = source.errors(company)?;
    let mut group = Vec::new();
    for run in source.runs(company)? {
        let mut told: Vec<(u64, Vec<RunError>)> = Vec::new();
        for (sequence, error) in errors.remove(&run.id).unwrap_or_default() {
            let sequence = numbers.of(company, sequence);
            match told.last_mut() {
                Some((last, errors)) if *last == sequence => errors.push(error),
                _ => told.push((sequence, vec![error])),
            }
        }
        let ran = Ran { run, errors: told };
        sums.run(company, &ran)?;
        group.push(ran);
        if group.len() >= GROUP {
            target.runs(company, std::mem::take(&mut group))?;
        }
    }
    target.runs(company, group)
}

/// A target that keeps nothing.
struct Nowhere;

impl Target for Nowhere {
    fn entry(&mut self, _: Entry) -> Result<u64, StoreError> {
        Ok(0)
    }

    fn changes(&mut self, _: CompanyId, _: Vec<Told>) -> Result<(), StoreError> {
        Ok(())
    }

    fn runs(&mut self, _: CompanyId, _: Vec<Ran>) -> Result<(), StoreError> {
        Ok(())
    }

    fn feed(&mut self, _: CompanyId, _: &str, _: &Feed) -> Result<(), StoreError> {
        Ok(())
    }

    fn own(&mut self, _: CompanyId, _: OwnIndex) -> Result<(), StoreError> {
        Ok(())
    }

    fn records(&mut self, _: CompanyId, _: &[Record]) -> Result<(), StoreError> {
        Ok(())
    }

    fn small(&mut self, _: &Small) -> Result<(), StoreError> {
        Ok(())
    }

    fn read_back(&mut self, _: &dyn Fn(u64)) -> Result<Sums, StoreError> {
        Ok(Sums::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_entry_changed_names_its_new_number_or_that_of_the_commit_before() {
        let mut numbers = Numbers::default();
        for (company, old, new) in [(1, 4, 1), (2, 5, 1), (1, 9, 2)] {
            numbers.0.insert((CompanyId(company), old), new);
        }
        let of = |company, old| numbers.of(CompanyId(company), old);
        assert_eq!((of(1, 4), of(1, 9), of(2, 5)), (1, 2, 1));
        assert_eq!((of(1, 8), of(1, 99), of(2, 6)), (1, 2, 1));
        assert_eq!((of(1, 3), of(2, 4), of(3, 9)), (0, 0, 0), "none before it");
    }
}
