//! Marked rows of a list.

use std::collections::BTreeMap;

use super::schema::Schema;
use crate::domain::DirectedTotals;

/// Marked rows: some by name, or all that are found but some.
#[derive(Debug)]
pub(crate) struct Selection<S: Schema> {
    /// All that are found are marked, but those in `rows`.
    all: bool,
    rows: BTreeMap<S::Key, S::Row>,
    /// The start of a range.
    pub(crate) anchor: Option<usize>,
}

impl<S: Schema> Default for Selection<S> {
    fn default() -> Self {
        Self { all: false, rows: BTreeMap::new(), anchor: None }
    }
}

impl<S: Schema> Selection<S> {
    /// True if nothing is marked.
    pub(crate) fn is_empty(&self) -> bool {
        !self.all && self.rows.is_empty()
    }

    /// Returns how many of the rows found are marked.
    pub(crate) fn count(&self, found: usize) -> usize {
        if self.all { found.saturating_sub(self.rows.len()) } else { self.rows.len() }
    }

    /// True if a row is marked.
    pub(crate) fn has(&self, key: &S::Key) -> bool {
        self.rows.contains_key(key) != self.all
    }

    /// Marks a row, or removes its mark.
    pub(crate) fn toggle(&mut self, row: &S::Row) {
        let key = S::key(row);
        if self.rows.remove(&key).is_none() {
            self.rows.insert(key, row.clone());
        }
    }

    /// Marks rows.
    pub(crate) fn add<'a>(&mut self, rows: impl Iterator<Item = &'a S::Row>) {
        for row in rows {
            if self.all {
                self.rows.remove(&S::key(row));
            } else {
                self.rows.insert(S::key(row), row.clone());
            }
        }
    }

    /// Marks all that are found.
    pub(crate) fn add_all(&mut self) {
        *self = Self { all: true, ..Self::default() };
    }

    /// Removes every mark.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Follows another search: "all that are found" are others now, so that mark goes. Returns true if it did.
    pub(crate) fn asked_anew(&mut self) -> bool {
        let gone = self.all;
        if gone {
            self.clear();
        }
        gone
    }

    /// Returns the totals of the marked rows; `found` are those of all rows found.
    pub(crate) fn totals(&self, found: &DirectedTotals) -> DirectedTotals {
        let mut sums = DirectedTotals::new();
        // The rule by which the rows found are summed: turnover only, or all rows if none counts as turnover.
        let aside = if self.all { found.values().any(|sum| sum.uncounted) } else { !self.rows.values().any(S::counts) };
        for row in self.rows.values().filter(|row| S::counts(row) != aside) {
            S::add(row, &mut sums).uncounted = aside;
        }
        if !self.all {
            return sums;
        }
        let mut totals = found.clone();
        for (key, less) in sums {
            if let Some(sum) = totals.get_mut(&key) {
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

    /// The rows that are marked by name.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &S::Row> {
        self.rows.values()
    }

    /// True if all that are found are marked, but some.
    pub(crate) const fn is_all(&self) -> bool {
        self.all
    }
}
