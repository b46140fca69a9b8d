//! The documents that are planned: of a query, or of a file.
//!
//! For: plans. Never: a part of what was asked for: what is too much is refused as a whole, or its rest would never be planned.

use super::super::local::Local;
use super::super::push_error::PushError;
use super::super::{Result, finding};
use crate::domain::{CompanyId, Invoice, RemoteId};
use crate::query::{Request, Sort};
use crate::store::StoreExt;

/// Most documents of a plan.
const MOST: usize = 10_000;

/// The documents of a file, unless they are too many.
pub(super) fn few<D>(documents: Vec<D>) -> Result<Vec<D>> {
    if documents.len() > MOST {
        return Err(PushError::TooMany { found: documents.len(), most: MOST }.into());
    }
    Ok(documents)
}

impl Local {
    /// The documents of a company that match a query.
    pub(super) fn found(&self, from: CompanyId, query: String) -> Result<Vec<Invoice>> {
        let today = self.options.clock.now().to_zoned(self.options.zone.clone()).date();
        let request =
            Request { query, companies: vec![from], sort: Sort::default(), offset: 0, limit: MOST, around: None, today };
        let found = finding::find(self, &request)?;
        if found.total > MOST {
            return Err(PushError::TooMany { found: found.total, most: MOST }.into());
        }
        // Oldest first: numbers follow each other at the other side too.
        let mut ids: Vec<RemoteId> = found.rows.into_iter().filter(|row| !row.vanished).map(|row| row.id).collect();
        ids.reverse();
        self.documents(from, &ids)
    }

    pub(super) fn documents(&self, from: CompanyId, ids: &[RemoteId]) -> Result<Vec<Invoice>> {
        let found = self.store.invoices(from, ids)?;
        Ok(found.into_iter().flatten().filter(|stored| stored.vanished.is_none()).map(|stored| stored.entity).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_too_long_is_refused_as_a_whole() {
        assert_eq!(few(vec![(); MOST]).expect("few").len(), MOST);
        let error = few(vec![(); MOST + 1]).expect_err("too many");
        assert_eq!(error.message.id, "push-too-many");
    }
}
