//! Columns of `faktura invoices` as people see them: money with its sign, known words in the language, states in colour.

use jiff::civil::Date;

use super::out::word;
use super::style::Style;
use super::table::{self, Table};
use crate::domain::{InvoiceRow, PaymentStatus};
use crate::export::{Cell, Column, Columns};
use crate::locale::{Amounts, Locale};
use crate::query::Names;

/// Default columns; a single company needs no column of its own.
pub(super) fn default(several: bool) -> Vec<Column> {
    let all = [Column::Number, Column::Company, Column::Issued, Column::Due, Column::Partner, Column::Gross, Column::Status];
    all.into_iter().filter(|column| several || *column != Column::Company).collect()
}

/// The columns that `--columns` names; empty without it.
pub(super) fn parse(names: &[String]) -> Result<Vec<Column>, crate::query::QueryError> {
    if names.is_empty() { Ok(Vec::new()) } else { Ok(Columns::parse(&names.join(","))?.iter().collect()) }
}

/// A table of these columns.
pub(super) fn table(locale: &Locale, columns: &[Column], rows: &[InvoiceRow], names: &Names, today: Date) -> Table {
    let mut table = Table::new(columns.iter().map(|column| heading(*column, locale)).collect());
    let amounts: Vec<Amounts> = columns.iter().map(|column| amounts(*column, rows, today, locale)).collect();
    for row in rows {
        let company = names.get(&row.company).map_or("", String::as_str);
        let cells = columns.iter().zip(&amounts).map(|(column, amounts)| cell(*column, row, company, today, locale, amounts));
        table.row(cells.collect());
    }
    table
}

/// Widths of a column of amounts.
fn amounts(column: Column, rows: &[InvoiceRow], today: Date, locale: &Locale) -> Amounts {
    let mut amounts = Amounts::default();
    if matches!(column, Column::Gross | Column::Net | Column::Vat) {
        for row in rows {
            if let Cell::Amount(amount, currency) = column.cell(row, "", today) {
                amounts.learn(locale, amount, currency);
            }
        }
    }
    amounts
}

fn heading(column: Column, locale: &Locale) -> table::Column {
    let title = column.title(locale);
    match column {
        Column::Partner | Column::Company | Column::Comment => table::Column::cut(title),
        column if column.is_number() => table::Column::right(title),
        _ => table::Column::left(title),
    }
}

/// Cell of an invoice. Dates are ISO in every language, so that they can be compared.
fn cell(column: Column, row: &InvoiceRow, company: &str, today: Date, locale: &Locale, amounts: &Amounts) -> table::Cell {
    let known = |family, text: &str| table::Cell::from(word(locale, family, text));
    match (column, column.cell(row, company, today)) {
        (Column::Status, _) => status(row, today, locale),
        (Column::Type, Cell::Text(text)) => known("tui-type", &text),
        (Column::Method, Cell::Text(text)) => known("tui-method", &text),
        (Column::Nav, Cell::Text(text)) => known("tui-nav", &text),
        (_, Cell::Empty | Cell::Flag(false)) => table::Cell::default(),
        (_, Cell::Text(text)) => text.into(),
        (_, Cell::Amount(amount, currency)) => amounts.align(locale, amount, currency).into(),
        (_, Cell::Date(date)) => date.to_string().into(),
        (_, Cell::Number(number)) => number.to_string().into(),
        (_, Cell::Flag(true)) => locale.get("cli-yes").into(),
        (_, Cell::Instant(at)) => at.to_string().into(),
    }
}

/// The status as people mean it: an unpaid invoice past its due date is overdue, whatever the provider says.
pub(super) fn status(row: &InvoiceRow, today: Date, locale: &Locale) -> table::Cell {
    let (text, style) = if row.vanished {
        (locale.get("cli-payment-vanished"), Style::Dim)
    } else if row.cancelled {
        (locale.get("cli-payment-cancelled"), Style::Dim)
    } else if row.overdue(today) {
        (locale.get("cli-payment-overdue"), Style::Red)
    } else {
        let style = match row.status {
            PaymentStatus::Paid => Style::Green,
            PaymentStatus::PartiallyPaid => Style::Yellow,
            _ => Style::Plain,
        };
        (word(locale, "cli-payment", row.status.as_str()), style)
    };
    table::Cell::new(&text, style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_go_by_short_and_long_names_and_one_company_has_none() {
        let names = ["number".to_owned(), "Gross_Total".to_owned(), "due-date".to_owned()];
        assert_eq!(parse(&names).unwrap(), [Column::Number, Column::Gross, Column::Due]);
        assert!(parse(&["nope".to_owned()]).is_err());
        assert!(default(true).contains(&Column::Company) && !default(false).contains(&Column::Company));
    }
}
