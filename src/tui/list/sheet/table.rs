//! The rows of a sheet as a table of texts: to be copied, or written to a file.

use super::{Rows, Sheet, context};
use crate::query::schema::{Cell, Context, Schema};
use crate::tui::paint::Piece;
use crate::tui::shared::Shared;
use crate::tui::table::Fields;
use crate::tui::table::Table;
use crate::tui::text::clean;

impl<F: Rows> Sheet<F> {
    /// The marked rows, or all that are found, in the columns that are shown.
    pub(crate) fn table(&self, rows: &[F::Row], cx: &Shared) -> Table {
        let columns: Vec<F> = self.shown(cx).into_iter().map(|shown| shown.field).collect();
        let columns: Vec<F> = columns.into_iter().filter(|field| !cx.masked || !field.is_secret()).collect();
        let some = !self.marked().is_empty();
        let wanted = || self.rows(rows, 0).filter(|row| !some || self.marks.contains(&F::key(row)));
        let text = |pieces: Vec<Piece>| pieces.iter().map(|(words, _)| clean(words).into_owned()).collect::<String>();
        Table {
            names: columns.iter().map(|field| field.name()).collect(),
            titles: columns
                .iter()
                .map(|field| field.column().screen.map(|screen| cx.locale.get(screen.title)).unwrap_or_default())
                .collect(),
            rows: wanted().map(|row| columns.iter().map(|field| raw(*field, row, cx)).collect()).collect(),
            shown: wanted().map(|row| columns.iter().map(|field| text(field.show(row, cx))).collect()).collect(),
        }
    }
}

impl<F: Rows> Sheet<F> {
    /// The fields of the marked rows, or of the one under the cursor.
    pub(crate) fn fields(&self, rows: &[F::Row], cx: &Shared) -> Vec<Fields> {
        let some = !self.marked().is_empty();
        let marked = self.rows(rows, 0).filter(|row| some && self.marks.contains(&F::key(row)));
        let here = self.current(rows).into_iter().filter(|_| !some);
        marked.chain(here).map(|row| fields::<F>(row, &context::<F>(row, cx))).collect()
    }
}

/// Every field of a row as programs read it.
pub(crate) fn fields<F: Schema>(row: &F::Row, context: &Context<'_>) -> Fields {
    let with_cell = F::COLUMNS.iter().filter(|column| column.cell.is_some());
    with_cell.map(|column| (column.name, told(column.cell(row, context)))).collect()
}

/// A cell as programs read it.
fn raw<F: Rows>(field: F, row: &F::Row, cx: &Shared) -> String {
    told(field.column().cell(row, &context::<F>(row, cx)))
}

fn told(cell: Cell<'_>) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => clean(text).into_owned(),
        Cell::Words(list) => list.join(" "),
        Cell::Amount(amount, _) => amount.to_string(),
        Cell::Parts(_, numbers) => numbers.to_owned(),
        Cell::Amounts(open) => {
            open.iter().map(|open| format!("{} {}", open.amount, open.currency)).collect::<Vec<_>>().join("; ")
        }
        Cell::Date(date) => date.to_string(),
        Cell::Instant(at) => at.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Flag(flag) => flag.to_string(),
    }
}
