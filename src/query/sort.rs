//! Orders of lists, and their names as the command line and scripts write them.

use serde::{Deserialize, Serialize};

use super::Field;
use super::ast::Span;
use super::error::{Problem, QueryError};
use super::schema::{Column, First, Schema, named, ordered};

/// An order. Ties are broken by company and identifier, so that every order is total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sort<F = Field> {
    /// By which column. Missing values come last in both directions.
    pub field: F,
    /// Largest or newest first.
    pub descending: bool,
}

impl<F: Schema> Default for Sort<F> {
    fn default() -> Self {
        Self { field: F::NEWEST, descending: true }
    }
}

impl<F: Schema> Sort<F> {
    /// The first order by a column.
    #[must_use]
    pub fn first_by(field: F) -> Self {
        Self { field, descending: field.column().first == Some(First::Largest) }
    }

    /// The same order, the other way round.
    #[must_use]
    pub const fn reversed(self) -> Self {
        Self { descending: !self.descending, ..self }
    }

    /// The order of a text such as `gross` or `-gross` (largest first).
    ///
    /// # Errors
    /// Names the columns that there are.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let name = text.trim();
        let (descending, name) = name.strip_prefix('-').map_or((false, name), |rest| (true, rest));
        named::<F>(name, Column::is_ordered).map(|column| Self { field: column.field, descending }).ok_or_else(|| {
            let at = Span { start: text.len() - text.trim_start().len() + usize::from(descending), end: text.len() };
            let possible = ordered::<F>().map(|column| column.name).collect::<Vec<_>>().join(", ");
            QueryError::new(text, at, Problem::UnknownSort { name: name.to_owned(), possible })
        })
    }

    /// The text that [`Self::parse`] reads back.
    #[must_use]
    pub fn as_str(self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.field.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sort_reads_back_and_wrong_ones_say_what_is_possible() {
        for field in ordered::<Field>().map(|column| column.field) {
            for descending in [false, true] {
                let sort = Sort { field, descending };
                assert_eq!(Sort::parse(&sort.as_str()), Ok(sort));
            }
        }
        assert_eq!(Sort::<Field>::parse("-Gross-Total").unwrap(), Sort { field: Field::Gross, descending: true });
        assert_eq!(Sort::<Field>::parse("-határidő").unwrap(), Sort { field: Field::Due, descending: true });
        assert_eq!(Sort::<Field>::parse("brutto").unwrap().field, Field::Gross);
        assert_eq!(Sort::<Field>::parse("invoice_date").unwrap().field, Field::Issued);
        let wrong = Sort::<Field>::parse(" -size").unwrap_err();
        assert_eq!(wrong.character, 3);
        let english = crate::locale::english();
        assert!(english.text(&wrong.hint().unwrap()).contains("number, type, status"));
    }

    use crate::error::Describe;
}
