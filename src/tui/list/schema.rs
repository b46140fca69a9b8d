//! The kind of record in a list: the only difference between lists of invoices, payments and so on.

use std::fmt::Debug;

use crate::domain::{CurrencyTotals, Totals};

/// A column that a list can show and sort by.
pub(crate) trait Field: Copy + PartialEq + Debug + 'static {
    /// Its name on the command line.
    fn name(self) -> &'static str;

    /// Returns the field of a name.
    fn parse(name: &str) -> Option<Self>;
}

/// A kind of record that is listed.
pub(crate) trait Schema: Debug + Default + 'static {
    type Row: Clone + Debug;
    type Key: Clone + Ord + Debug;
    type Field: Field;
    /// An order of rows.
    type Sort: Copy + PartialEq + Debug + Default;

    /// The columns with their titles, in the order of the menus.
    const COLUMNS: &'static [(Self::Field, &'static str)];

    /// Returns the key of a row.
    fn key(row: &Self::Row) -> Self::Key;

    /// Returns the field and the direction (`true`: descending) of an order.
    fn order(sort: Self::Sort) -> (Self::Field, bool);

    /// Returns the order by a field.
    fn sort(field: Self::Field, descending: bool) -> Self::Sort;

    /// True if the first order by a field shows the largest or newest first.
    fn largest_first(field: Self::Field) -> bool;

    /// True if totals count the row.
    fn counts(row: &Self::Row) -> bool;

    /// Adds a row to the total of its currency and returns that total.
    fn add<'t>(row: &Self::Row, totals: &'t mut Totals) -> &'t mut CurrencyTotals;
}
