//! A row of a list as scripts see it: the columns of its kind that have a name in the JSON, in the order of their table.

use serde::{Serialize, Serializer};

use crate::query::Field;
use crate::query::schema::{Cell, Column, Context, Schema};

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowJson<'r, F: Schema = Field> {
    row: &'r F::Row,
    context: Context<'r>,
}

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

/// Content of a cell: amounts, dates and instants are strings.
struct Value<'r>(Cell<'r>);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Cell::Empty => serializer.serialize_none(),
            Cell::Text(text) => serializer.serialize_str(text),
            Cell::Words(words) => serializer.collect_seq(words),
            Cell::Amount(amount, _) => serializer.collect_str(amount),
            Cell::Date(date) => serializer.collect_str(date),
            Cell::Instant(at) => serializer.collect_str(at),
            Cell::Number(number) => serializer.serialize_i64(*number),
            Cell::Flag(flag) => serializer.serialize_bool(*flag),
        }
    }
}
