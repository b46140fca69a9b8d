//! Marked rows of a list.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::schema::Schema;
use crate::tui::undo::Marks;

/// Marked rows: some by name, or all that are found but some.
#[derive(Debug)]
pub(crate) struct Selection<S: Schema> {
    /// All that are found are marked, but those in `rows`.
    all: bool,
    rows: Arc<BTreeMap<S::Key, S::Row>>,
    /// The start of a range.
    pub(crate) anchor: Option<usize>,
}

impl<S: Schema> Default for Selection<S> {
    fn default() -> Self {
        Self { all: false, rows: Arc::default(), anchor: None }
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
        let rows = Arc::make_mut(&mut self.rows);
        if rows.remove(&key).is_none() {
            rows.insert(key, row.clone());
        }
    }

    /// Marks rows.
    pub(crate) fn add<'a>(&mut self, rows: impl Iterator<Item = &'a S::Row>) {
        let marked = Arc::make_mut(&mut self.rows);
        for row in rows {
            if self.all {
                marked.remove(&S::key(row));
            } else {
                marked.insert(S::key(row), row.clone());
            }
        }
    }

    /// Takes rows as they are now: what is marked may have changed since.
    pub(crate) fn renew(&mut self, rows: &[S::Row]) {
        let known: Vec<(S::Key, &S::Row)> = rows.iter().map(|row| (S::key(row), row)).collect();
        if !known.iter().any(|(key, _)| self.rows.contains_key(key)) {
            return;
        }
        let marked = Arc::make_mut(&mut self.rows);
        for (key, row) in known {
            if let Some(old) = marked.get_mut(&key) {
                *old = row.clone();
            }
        }
    }

    /// Marks all that are found.
    pub(crate) fn add_all(&mut self) {
        *self = Self { all: true, ..Self::default() };
    }

    /// Marks what is marked of all that is found by name, now that its rows are here; false if something else is marked.
    pub(crate) fn name<'a>(&mut self, rows: impl Iterator<Item = &'a S::Row>) -> bool
    where
        S::Row: 'a,
    {
        if self.all {
            let named = rows.map(|row| (S::key(row), row.clone())).filter(|(key, _)| !self.rows.contains_key(key));
            self.rows = Arc::new(named.collect());
        }
        std::mem::take(&mut self.all)
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
    pub(crate) fn totals(&self, found: &S::Totals) -> S::Totals {
        S::marked(self.rows.values(), self.all, found)
    }

    /// The rows that are marked by name.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &S::Row> {
        self.rows.values()
    }

    /// The marks, to be brought back.
    pub(crate) fn kept(&self) -> Marks {
        let rows: Arc<BTreeMap<S::Key, S::Row>> = Arc::clone(&self.rows);
        Marks { count: rows.len(), rows, all: self.all }
    }

    /// Brings marks back.
    pub(crate) fn bring_back(&mut self, marks: &Marks) {
        if let Ok(rows) = Arc::clone(&marks.rows).downcast::<BTreeMap<S::Key, S::Row>>() {
            (self.rows, self.all) = (rows, marks.all);
        }
    }

    /// True if all that are found are marked, but some.
    pub(crate) const fn is_all(&self) -> bool {
        self.all
    }
}
