//! The states of a store by name, and what was written between one of them and now: the journal tells.

use std::collections::BTreeSet;

use super::{SledStore, key, read};
use crate::domain::{CompanyId, InvoiceKey};
use crate::store::StoreError;
use crate::store::journal::frame::Chain;
use crate::store::journal::read::{content, effective, files_after};
use crate::store::record::Entry;

/// With more files of the journal to be read, every row is looked at instead.
const FILES: usize = 4;

/// With more than one invoice in so many written since, too.
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
            Ok(name(at.commit, at.sequence, &end.chain, at.row_rules))
        })
    }

    /// The invoices that were written since it was in a state.
    pub(super) fn touched(&self, since: &str) -> Result<Option<Vec<InvoiceKey>>, StoreError> {
        // Nothing is appended meanwhile.
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
        if !content.faults.is_empty() || !content.lost.is_empty() || name(commit, sequence, &past, at.row_rules) != since {
            return Ok(None);
        }
        let mut touched = BTreeSet::new();
        for (_, entry) in effective(content.entries) {
            match entry {
                Entry::CompanyRemoved(_) => return Ok(None),
                Entry::Commit(commit) => {
                    let created = commit.created.iter().map(|created| &created.id);
                    let changed = commit.changed.iter().map(|(id, _)| id);
                    let vanished = commit.vanished.iter().map(|stored| &stored.invoice.id);
                    let ids = created.chain(changed).chain(vanished).cloned();
                    touched.extend(ids.map(|id| (commit.run.company.0, id)));
                }
                _ => {}
            }
        }
        let count = |company| self.read(|db| read::count(db, company)).map(|count| count.invoices);
        let all: u64 = self.read(read::companies)?.into_iter().map(count).sum::<Result<_, _>>()?;
        if u64::try_from(touched.len()).unwrap_or(u64::MAX).saturating_mul(MANY) > all {
            return Ok(None);
        }
        Ok(Some(touched.into_iter().map(|(company, id)| InvoiceKey::new(CompanyId(company), id)).collect()))
    }
}

fn name(commit: u64, sequence: u64, chain: &Chain, rules: u32) -> String {
    format!("{commit}-{sequence}-{}-{rules}", key::show(chain.get(..LINK).unwrap_or_default()))
}
