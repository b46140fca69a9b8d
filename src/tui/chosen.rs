//! The invoices that an export or a download is about.

use jiff::civil::Date;

use crate::domain::{CompanyId, RecordKey};
use crate::query::{Request, Sort};

/// The chosen invoices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// These.
    These(Vec<RecordKey>),
    /// All that a search finds, with exceptions.
    Found {
        /// The query.
        query: String,
        companies: Vec<CompanyId>,
        sort: Sort,
        today: Date,
        /// The exceptions.
        but: Vec<RecordKey>,
    },
}

impl Chosen {
    /// The question for a page of what is found; `None` where the invoices are named.
    pub(crate) fn page(&self, offset: usize, limit: usize) -> Option<Request> {
        match self {
            Self::These(_) => None,
            Self::Found { query, companies, sort, today, .. } => Some(Request {
                query: query.clone(),
                companies: companies.clone(),
                sort: *sort,
                offset,
                limit,
                around: None,
                today: *today,
            }),
        }
    }

    /// True if an invoice that was found belongs to it.
    pub(crate) fn has(&self, key: &RecordKey) -> bool {
        match self {
            // Both are in the order of the marks.
            Self::These(keys) => keys.binary_search(key).is_ok(),
            Self::Found { but, .. } => but.binary_search(key).is_err(),
        }
    }
}
