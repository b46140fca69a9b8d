//! The widest cells so far: columns do not jump while the list is scrolled.

use std::collections::BTreeMap;

use super::draw::text_of;
use super::{Records, RecordsPage};
use crate::locale::Amounts;
use crate::query::schema::{Cell, Column, Context, Kind};
use crate::tui::shared::Shared;
use crate::tui::text;

/// The widest cells so far.
#[derive(Debug)]
pub(super) struct Widths<F> {
    cells: BTreeMap<F, u16>,
    amounts: BTreeMap<F, Amounts>,
}

impl<F> Default for Widths<F> {
    fn default() -> Self {
        Self { cells: BTreeMap::new(), amounts: BTreeMap::new() }
    }
}

impl<F: Records> Widths<F> {
    /// Measures rows that came.
    pub(super) fn learn(&mut self, rows: &[F::Row], cx: &Shared) {
        for column in F::COLUMNS.iter().filter(|column| column.is_on_screen()) {
            let widest = rows.iter().map(|row| self.measure(column, row, cx)).max().unwrap_or(0);
            let known = self.cells.entry(column.field).or_default();
            *known = widest.max(*known);
        }
    }

    fn measure(&mut self, column: &'static Column<F>, row: &F::Row, cx: &Shared) -> u16 {
        let context = Context { company: RecordsPage::<F>::company_of(row, cx), provider: "", today: cx.today() };
        if let (Kind::Amount, Cell::Amount(amount, currency)) = (column.kind, column.cell(row, &context)) {
            let amounts = self.amounts.entry(column.field).or_default();
            amounts.learn(cx.locale, amount, currency);
            return amounts.width();
        }
        text::columns(&text::clean(&text_of(column.field, row, None, cx).0))
    }

    /// Columns of the widest cell.
    pub(super) fn of(&self, field: F) -> u16 {
        self.cells.get(&field).copied().unwrap_or(0)
    }

    /// The widths of amounts of a column.
    pub(super) fn amounts(&self, field: F) -> Option<&Amounts> {
        self.amounts.get(&field)
    }
}
