//! A row of a list as scripts see it: the columns of its kind that have a name in the JSON, in the order of their table.

use serde::{Serialize, Serializer};

use super::value::{Amount, Shown, sum};
use crate::domain::{Allocation, Open};
use crate::query::schema::{Cell, Column, Context, Schema};
use crate::query::{Field, contact, payment};

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowJson<'r, F: Schema = Field> {
    row: &'r F::Row,
    context: Context<'r>,
}

/// A row of a list of payments.
pub(crate) type PaymentRowJson<'r> = RowJson<'r, payment::Field>;
/// A row of a list of contacts.
pub(crate) type ContactRowJson<'r> = RowJson<'r, contact::Field>;

impl<'r, F: Schema> RowJson<'r, F> {
    /// What scripts see of a row.
    #[must_use]
    pub const fn new(row: &'r F::Row, context: Context<'r>) -> Self {
        Self { row, context }
    }
}

pub(super) fn columns<F: Schema>() -> impl Iterator<Item = &'static Column<F>> {
    F::COLUMNS.iter().filter(|column| !column.json.is_empty())
}

impl<F: Schema> Serialize for RowJson<'_, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(columns::<F>().map(|column| (column.json, Value(column.cell(self.row, &self.context)))))
    }
}

/// An open amount of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Open))]
pub struct OpenJson<'r> {
    /// Currency.
    pub currency: &'r str,
    /// Amount.
    pub amount: Amount,
    /// Only where the sum would have overflowed and lacks something.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub overflow: bool,
}

impl<'r> From<&'r Open> for OpenJson<'r> {
    fn from(open: &'r Open) -> Self {
        Self { currency: open.currency.as_str(), amount: sum(open.amount, &open.currency), overflow: open.overflow }
    }
}

/// Part of a payment that pays one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Allocation))]
pub struct AllocationJson<'r> {
    /// The document: the provider's identifier.
    pub invoice_id: &'r str,
    /// Its number; empty if it is not known.
    pub invoice_number: &'r str,
    /// Amount in the currency of the payment.
    pub amount: Amount,
}

impl<'r> From<&'r Allocation> for AllocationJson<'r> {
    fn from(part: &'r Allocation) -> Self {
        Self { invoice_id: part.document.as_str(), invoice_number: &part.number, amount: Shown(part.amount) }
    }
}

/// Content of a cell: amounts, dates and instants are strings.
struct Value<'r>(Cell<'r>);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Cell::Empty => serializer.serialize_none(),
            Cell::Text(text) => serializer.serialize_str(text),
            Cell::Words(words) => serializer.collect_seq(words),
            Cell::Amount(amount, _) => serializer.collect_str(amount),
            Cell::Amounts(amounts) => serializer.collect_seq(amounts.iter().map(OpenJson::from)),
            Cell::Parts(parts, _) => serializer.collect_seq(parts.iter().map(AllocationJson::from)),
            Cell::Date(date) => serializer.collect_str(date),
            Cell::Instant(at) => serializer.collect_str(at),
            Cell::Number(number) => serializer.serialize_i64(*number),
            Cell::Flag(flag) => serializer.serialize_bool(*flag),
        }
    }
}
