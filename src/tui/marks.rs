//! Marked invoices: some by name, or all that are found but some.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::domain::{CompanyId, InvoiceKey, InvoiceRow, Totals};
use crate::query::{Request, Sort};

/// The marks.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    /// All that are found are marked, but those in `rows`.
    all: bool,
    rows: BTreeMap<InvoiceKey, InvoiceRow>,
    /// Where a range begins.
    pub(crate) anchor: Option<usize>,
}

/// The invoices that something is done with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// These.
    These(Vec<InvoiceKey>),
    /// All that this finds, but some.
    Found {
        /// The question; its window counts for nothing.
        query: String,
        companies: Vec<CompanyId>,
        sort: Sort,
        today: Date,
        /// Which not.
        but: Vec<InvoiceKey>,
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

    /// Whether an invoice that was found belongs to it.
    pub(crate) fn has(&self, key: &InvoiceKey) -> bool {
        match self {
            // Both are in the order of the marks.
            Self::These(keys) => keys.binary_search(key).is_ok(),
            Self::Found { but, .. } => but.binary_search(key).is_err(),
        }
    }
}

impl Marks {
    /// Whether nothing is marked.
    pub(crate) fn is_empty(&self) -> bool {
        !self.all && self.rows.is_empty()
    }

    /// How many are marked of so many that are found.
    pub(crate) fn count(&self, found: usize) -> usize {
        if self.all { found.saturating_sub(self.rows.len()) } else { self.rows.len() }
    }

    /// Whether an invoice is.
    pub(crate) fn has(&self, key: &InvoiceKey) -> bool {
        self.rows.contains_key(key) != self.all
    }

    /// Marks an invoice, or takes its mark away.
    pub(crate) fn toggle(&mut self, row: &InvoiceRow) {
        let key = row.key();
        if self.rows.remove(&key).is_none() {
            self.rows.insert(key, row.clone());
        }
    }

    /// Marks invoices.
    pub(crate) fn add<'a>(&mut self, rows: impl Iterator<Item = &'a InvoiceRow>) {
        for row in rows {
            if self.all {
                self.rows.remove(&row.key());
            } else {
                self.rows.insert(row.key(), row.clone());
            }
        }
    }

    /// Marks all that are found.
    pub(crate) fn add_all(&mut self) {
        *self = Self { all: true, ..Self::default() };
    }

    /// Takes every mark away.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Another question was asked: "all that are found" are others now, so that mark goes. Says whether it did.
    pub(crate) fn asked_anew(&mut self) -> bool {
        let gone = self.all;
        if gone {
            self.clear();
        }
        gone
    }

    /// The totals of what is marked, of what is found in all.
    pub(crate) fn totals(&self, found: &Totals) -> Totals {
        let mut sums = Totals::new();
        // As what is found is summed: by the rule of turnover; where nothing of it counts, all of it.
        let aside = if self.all { found.values().any(|sum| sum.uncounted) } else { !self.rows.values().any(InvoiceRow::counts) };
        for row in self.rows.values().filter(|row| row.counts() != aside) {
            let sum = sums.entry(row.currency.clone()).or_default();
            sum.add(row.net, row.vat, row.gross, row.open_amount());
            sum.uncounted = aside;
        }
        if !self.all {
            return sums;
        }
        let mut totals = found.clone();
        for (currency, less) in sums {
            if let Some(sum) = totals.get_mut(&currency) {
                sum.count = sum.count.saturating_sub(less.count);
                sum.net = sum.net.checked_sub(less.net).unwrap_or(sum.net);
                sum.vat = sum.vat.checked_sub(less.vat).unwrap_or(sum.vat);
                sum.gross = sum.gross.checked_sub(less.gross).unwrap_or(sum.gross);
                sum.balance = sum.balance.checked_sub(less.balance).unwrap_or(sum.balance);
            }
        }
        totals.retain(|_, sum| sum.count > 0);
        totals
    }

    /// What is marked, as something to be worked on; all that this finds where nothing is.
    pub(crate) fn chosen(&self, request: Request) -> Chosen {
        let keys = || self.rows.keys().cloned().collect();
        if !self.all && !self.rows.is_empty() {
            return Chosen::These(keys());
        }
        let Request { query, companies, sort, today, .. } = request;
        Chosen::Found { query, companies, sort, today, but: if self.all { keys() } else { Vec::new() } }
    }

    /// The rows that are marked by name.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &InvoiceRow> {
        self.rows.values()
    }

    /// Whether all that are found are marked, but some.
    pub(crate) const fn is_all(&self) -> bool {
        self.all
    }
}
