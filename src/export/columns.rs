//! The columns of tables and files, in the order in which they were asked for.

use crate::query::ast::Span;
use crate::query::schema::{Column, Schema, named};
use crate::query::{Field, Problem, QueryError};

/// Columns in their order, at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns<F: Schema = Field>(Vec<&'static Column<F>>);

impl<F: Schema> Columns<F> {
    /// Every column, in the order of the JSON.
    #[must_use]
    pub fn all() -> Self {
        Self(listed().collect())
    }

    /// These columns; every column where there are none.
    #[must_use]
    pub fn of(columns: &[F]) -> Self {
        if columns.is_empty() { Self::all() } else { Self(columns.iter().map(|field| field.column()).collect()) }
    }

    /// The columns of a text such as `number,partner,gross`; a name that comes twice counts once.
    ///
    /// # Errors
    /// Names the columns that there are.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let mut columns = Vec::new();
        let mut start = 0;
        for name in text.split(',') {
            let end = start + name.len();
            let Some(column) = named(name, Column::is_listed) else {
                let possible = listed::<F>().map(|column| column.name).collect::<Vec<_>>().join(", ");
                let problem = Problem::UnknownColumn { name: name.trim().to_owned(), possible };
                return Err(QueryError::new(text, Span { start, end }, problem));
            };
            if !columns.contains(&column) {
                columns.push(column);
            }
            start = end + 1;
        }
        Ok(Self(columns))
    }

    /// The columns.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &'static Column<F>> + '_ {
        self.0.iter().copied()
    }
}

fn listed<F: Schema>() -> impl Iterator<Item = &'static Column<F>> {
    F::COLUMNS.iter().filter(|column| column.is_listed())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Describe;
    use crate::query::schema::ordered;

    #[test]
    fn columns_are_named_and_told_when_unknown() {
        let columns = Columns::<Field>::parse("number, Partner,gross_total,NUMBER").unwrap();
        let fields: Vec<Field> = columns.iter().map(|column| column.field).collect();
        assert_eq!(fields, [Field::Number, Field::Partner, Field::Gross]);
        let error = Columns::<Field>::parse("number,sise").unwrap_err();
        assert_eq!(error.character, 8);
        assert!(crate::locale::english().text(&error.hint().unwrap()).contains("tax_number"));
        assert_eq!(Columns::<Field>::all().iter().len(), 29);
    }

    #[test]
    fn every_column_of_an_order_is_listed() {
        assert!(ordered::<Field>().all(Column::is_listed));
    }
}
