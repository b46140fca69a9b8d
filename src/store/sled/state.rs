//! The states of a store by name, and what was written between one of them and now: the journal tells.

use std::collections::BTreeSet;

use super::database::Database;
use super::{ROW_RULES, SledStore, key, read};
use crate::domain::{Record, RecordKey};
use crate::store::StoreError;
use crate::store::journal::frame::Chain;
use crate::store::journal::read::{content, effective, files_after};
use crate::store::record::Entry;

/// If more files of the journal would have to be read, every row is read instead.
const FILES: usize = 4;

/// The same if more than one invoice in so many was written since.
const MANY: u64 = 8;

/// Bytes of the chain that a name has.
const LINK: usize = 8;

impl SledStore {
    /// The state that it is in: commits, entries of the journal with the chain over them, rules for rows.
    pub(super) fn state_now(&self) -> Result<String, StoreError> {
        let writer = self.writer();
        let end = writer.journal.end();
        self.read(|db| {
            let at = db.position();
            Ok(name(at.commit, at.sequence, &end.chain, ROW_RULES))
        })
    }

    /// The invoices that were written since it was in a state.
    pub(super) fn touched(&self, since: &str) -> Result<Option<Vec<RecordKey>>, StoreError> {
        // Holding the writer stops appends meanwhile.
        let writer = self.writer();
        let at = self.read(|db| Ok(db.position().clone()))?;
        let parts: Vec<&str> = since.split('-').collect();
        let [commit, sequence, _, _] = *parts.as_slice() else { return Ok(None) };
        let (Ok(commit), Ok(sequence)) = (commit.parse::<u64>(), sequence.parse::<u64>()) else { return Ok(None) };
        let near = commit <= at.commit && sequence <= at.sequence && files_after(&self.path, sequence)? <= FILES;
        // While companies are learnt anew the journal does not tell which of their invoices are here.
        if !near || !at.relearn.is_empty() || !at.removing.is_empty() {
            return Ok(None);
        }
        let content = content(&self.path, sequence)?;
        drop(writer);
        let past = content.before.unwrap_or_default();
        let whole =
            content.faults.is_empty() && content.lost.is_empty() && content.end.is_some_and(|end| end.sequence >= at.sequence);
        // Entries rolled back or lost since then appear in no list of writes.
        let turned = |entry: &Entry| match entry {
            Entry::RolledBack(back) => *back <= sequence,
            entry => *entry == Entry::Lost,
        };
        if !whole || content.entries.iter().any(|(_, entry)| turned(entry)) || name(commit, sequence, &past, ROW_RULES) != since {
            return Ok(None);
        }
        let mut touched = BTreeSet::new();
        for (_, entry) in effective(content.entries) {
            match entry {
                Entry::CompanyRemoved(_) => return Ok(None),
                Entry::Commit(commit) => {
                    touched.extend(commit.keys());
                }
                Entry::Own(own) => {
                    touched.extend(own.documents.iter().map(Record::key));
                    touched.extend(own.settled_documents());
                }
                _ => {}
            }
        }
        let count = |company| {
            self.read(|db| read::count(db, company)).map(|count| count.kinds.values().map(|kind| kind.records).sum::<u64>())
        };
        let all: u64 = self.read(Database::companies)?.into_iter().map(count).sum::<Result<_, _>>()?;
        if u64::try_from(touched.len()).unwrap_or(u64::MAX).saturating_mul(MANY) > all {
            return Ok(None);
        }
        Ok(Some(touched.into_iter().collect()))
    }
}

fn name(commit: u64, sequence: u64, chain: &Chain, rules: u32) -> String {
    format!("{commit}-{sequence}-{}-{rules}", key::show(chain.get(..LINK).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CompanyId, RemoteId};
    use crate::store::record::samples::{commit, created, document, run};
    use crate::store::sled::OpenOptions;
    use crate::store::{Store, Upsert};

    #[test]
    fn what_was_written_since_a_state_is_told_and_nothing_of_another_past() {
        let dir = tempfile::tempdir().expect("a folder");
        let store = SledStore::open(dir.path(), &OpenOptions::default()).expect("opens").store;
        let mut begun = run(1);
        begun.id = crate::store::record::samples::begin(&store, &begun).expect("begun");
        let page = |from: u32| (from..from + 50).map(|n| created(1, &format!("{n}"), begun.id.0)).collect::<Vec<Upsert>>();
        store.commit(&commit(&begun, page(0))).expect("committed");
        let empty = store.version().expect("told").expect("a state");
        assert_eq!(store.changed_since(&empty), Ok(Some(Vec::new())));
        store.commit(&commit(&begun, page(50))).expect("committed");
        store.commit(&commit(&begun, page(100))).expect("committed");
        let state = store.version().expect("told").expect("a state");
        // An invoice without recorded changes was written too; a vanished one is in the entry itself.
        let silent = Upsert { changes: Vec::new(), ..created(1, "7", begun.id.0) };
        let mut gone = created(1, "9", begun.id.0);
        document(&mut gone).vanished = Some(begun.started);
        store.commit(&commit(&begun, vec![silent, gone])).expect("committed");
        store.commit(&commit(&begun, vec![created(1, "500", begun.id.0)])).expect("committed");
        let key = |id: &str| RecordKey::document(CompanyId(1), RemoteId::new(id));
        assert_eq!(store.changed_since(&state), Ok(Some(vec![key("500"), key("7"), key("9")])));
        assert_eq!(store.changed_since(&empty), Ok(None), "most of all were written since");
        let another = state.replace(|c: char| c.is_ascii_hexdigit(), "1");
        for foreign in ["", "x", "1-2-3", another.as_str(), "1-1-0000000000000000-2", "99999-99999-0000000000000000-2"] {
            assert_eq!(store.changed_since(foreign), Ok(None), "{foreign}");
        }
        // A database that is lost and made anew from the journal has none of the old names, though it is as far.
        let last = store.version().expect("told").expect("a state");
        store.close().expect("closes");
        for path in crate::store::file::walk(&dir.path().join("sled")).expect("listed") {
            std::fs::write(path, b"not a database").expect("written");
        }
        let store = SledStore::open(dir.path(), &OpenOptions::default()).expect("opens").store;
        assert_ne!(store.version().expect("told").as_ref(), Some(&last));
        for earlier in [&state, &last] {
            assert_eq!(store.changed_since(earlier), Ok(None));
        }
    }

    #[test]
    fn of_a_company_that_went_nothing_is_told() {
        let dir = tempfile::tempdir().expect("a folder");
        let store = SledStore::open(dir.path(), &OpenOptions::default()).expect("opens").store;
        for company in [1, 2] {
            let mut begun = run(company);
            begun.id = crate::store::record::samples::begin(&store, &begun).expect("begun");
            let upserts = (0..50).map(|n| created(company, &format!("{n}"), begun.id.0)).collect();
            store.commit(&commit(&begun, upserts)).expect("committed");
        }
        let state = store.version().expect("told").expect("a state");
        store.remove_company(CompanyId(1)).expect("removed");
        assert_eq!(store.changed_since(&state), Ok(None));
    }
}
