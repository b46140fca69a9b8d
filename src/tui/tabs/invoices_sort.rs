//! Tab 2: the orders that the list can have.

use super::invoices::{Purpose, find};
use crate::query::{Field, Sort};
use crate::tui::event::Effect;
use crate::tui::model::Model;

/// Columns that one can sort by, in the order of the menu.
pub(crate) const SORTABLE: [(Field, &str); 16] = [
    (Field::Number, "tui-col-number"),
    (Field::Partner, "tui-col-partner"),
    (Field::Gross, "tui-col-gross"),
    (Field::Status, "tui-col-status"),
    (Field::Due, "tui-col-due"),
    (Field::Issued, "tui-col-issued"),
    (Field::Fulfilled, "tui-col-fulfilled"),
    (Field::Paid, "tui-col-paid"),
    (Field::Company, "tui-col-company"),
    (Field::Type, "tui-col-type"),
    (Field::Net, "tui-col-net"),
    (Field::Vat, "tui-col-vat"),
    (Field::Currency, "tui-col-currency"),
    (Field::Method, "tui-col-method"),
    (Field::TaxNumber, "tui-col-tax-number"),
    (Field::Changed, "tui-col-changed"),
];

/// Sorts by a column: the largest and newest first where that is what one looks for; the same column again turns it round.
pub(crate) fn sort_by(model: &mut Model, field: Field) -> Vec<Effect> {
    let sort = &mut model.invoices.sort;
    *sort = if sort.field == field {
        Sort { field, descending: !sort.descending }
    } else {
        let names = matches!(
            field,
            Field::Number | Field::Partner | Field::Company | Field::Type | Field::Status | Field::Method | Field::TaxNumber
        );
        Sort { field, descending: !names && !matches!(field, Field::Due | Field::Currency) }
    };
    find(model, Purpose::Top)
}
