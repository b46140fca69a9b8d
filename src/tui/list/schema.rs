//! The kind of record in a list: the only difference between lists of invoices, payments and so on.

use std::fmt::Debug;

use rust_decimal::Decimal;

use crate::domain::Currency;
use crate::query::schema;

/// A kind of record that is listed.
pub(crate) trait Schema: Debug + Default + 'static {
    type Row: Clone + Debug + Send + Sync;
    type Key: Clone + Ord + Debug + Send + Sync + 'static;
    /// Its columns.
    type Field: schema::Schema<Row = Self::Row>;
    /// Totals of rows.
    type Totals: Clone + Debug + Default;
    /// Whether lists end with totals.
    const HAS_TOTALS: bool = true;

    /// Returns the key of a row.
    fn key(row: &Self::Row) -> Self::Key;

    /// Returns the totals of marked rows: of these, or with `all` of the rows found but these.
    fn marked<'r>(rows: impl Iterator<Item = &'r Self::Row> + Clone, all: bool, found: &Self::Totals) -> Self::Totals;

    /// Returns the sums that totals consist of.
    fn sums(totals: &Self::Totals) -> Vec<Sum>;
}

/// The sum of one currency and side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) currency: Currency,
    /// Identifier of the text of its side, where it is not the usual one.
    pub(crate) side: Option<&'static str>,
    pub(crate) count: u64,
    /// The rows do not count as turnover.
    pub(crate) uncounted: bool,
    /// An amount would have overflowed and lacks something.
    pub(crate) overflow: bool,
    /// Amounts with the identifiers of their names, the most important first.
    pub(crate) amounts: Vec<(&'static str, Decimal)>,
}
