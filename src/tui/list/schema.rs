//! The kind of record in a list: the only difference between lists of invoices, payments and so on.

use std::fmt::Debug;

use crate::domain::{CurrencyTotals, DirectedTotals};
use crate::query::schema;

/// A kind of record that is listed.
pub(crate) trait Schema: Debug + Default + 'static {
    type Row: Clone + Debug;
    type Key: Clone + Ord + Debug;
    /// Its columns.
    type Field: schema::Schema<Row = Self::Row>;

    /// Returns the key of a row.
    fn key(row: &Self::Row) -> Self::Key;

    /// True if totals count the row.
    fn counts(row: &Self::Row) -> bool;

    /// Adds a row to the total of its currency and returns that total.
    fn add<'t>(row: &Self::Row, totals: &'t mut DirectedTotals) -> &'t mut CurrencyTotals;
}
