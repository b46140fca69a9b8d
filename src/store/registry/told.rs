//! What the journal tells of companies where their list does not.
//!
//! For: the list of companies, which is rebuilt from it and is missing where a store has companies. Uses: the journal, stored forms of own
//! books. Never: the database.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::domain::ledger::Profile;
use crate::domain::{CompanyId, OwnKind, OwnRecord, Record};
use crate::store::StoreError;
use crate::store::journal::read::content;
use crate::store::record::{Entry, OwnEntry, decode};

/// Kinds of records that only a company with own books has.
const OF_BOOKS: [OwnKind; 8] = [
    OwnKind::Profile,
    OwnKind::Client,
    OwnKind::Project,
    OwnKind::Entry,
    OwnKind::Draft,
    OwnKind::Issued,
    OwnKind::Series,
    OwnKind::Receipt,
];

/// Companies as a journal tells them.
#[derive(Debug, Default)]
pub(in crate::store) struct Told {
    /// Newest names of the companies that were synced.
    pub(in crate::store) names: BTreeMap<CompanyId, String>,
    /// Companies with own books, with their newest profile.
    pub(in crate::store) books: BTreeMap<CompanyId, Option<Profile>>,
    /// All that were ever there.
    pub(in crate::store) known: BTreeSet<CompanyId>,
    /// Removed companies.
    pub(in crate::store) removed: BTreeSet<CompanyId>,
}

impl Told {
    /// Reads the journal of a store.
    pub(in crate::store) fn read(store: &Path) -> Result<Self, StoreError> {
        let mut told = Self::default();
        for (_, entry) in content(store, 0)?.entries {
            match entry {
                Entry::RunStarted(run) => {
                    told.known.insert(run.company);
                    told.names.insert(run.company, run.company_name);
                }
                Entry::RunsEnded(runs) => told.known.extend(runs.iter().map(|run| run.company)),
                Entry::Commit(commit) => drop(told.known.insert(commit.run.company)),
                Entry::Own(own) => told.own(&own),
                Entry::CompanyRemoved(company) => drop(told.removed.insert(company)),
                Entry::Audit(_) | Entry::RolledBack(_) | Entry::Lost => {}
            }
        }
        // What belongs to no company has the number 0.
        told.known.remove(&CompanyId(0));
        Ok(told)
    }

    /// Whether there are companies.
    pub(super) fn has_companies(&self) -> bool {
        self.known.iter().any(|company| !self.removed.contains(company))
    }

    fn own(&mut self, entry: &OwnEntry) {
        self.known.extend(entry.items.iter().map(|event| event.key().company));
        for OwnRecord { key, bytes, .. } in &entry.records {
            self.known.insert(key.company);
            if key.company.0 > 0 && OF_BOOKS.contains(&key.kind) {
                let profile = self.books.entry(key.company).or_default();
                if key.kind == OwnKind::Profile {
                    *profile = decode(bytes).ok().or(profile.take());
                }
            }
        }
        for company in entry.documents.iter().map(Record::company) {
            self.known.insert(company);
            self.books.entry(company).or_default();
        }
    }
}
