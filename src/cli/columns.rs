//! Columns of `faktura invoices` as people see them: money with its sign, known words in the language, states in colour.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::out::word;
use super::style::Style;
use super::table::{self, Table};
use crate::domain::{CompanyId, InvoiceRow, PaymentStatus};
use crate::export::Columns;
use crate::locale::{Amounts, Locale};
use crate::query::schema::{Cell, Column, Context, Kind, Schema};
use crate::query::{Field, Names};

/// Default columns; a single company needs no column of its own.
pub(super) fn default(several: bool) -> Vec<Field> {
    let all = [Field::Number, Field::Company, Field::Issued, Field::Due, Field::Partner, Field::Gross, Field::Status];
    all.into_iter().filter(|field| several || *field != Field::Company).collect()
}

/// The columns that `--columns` names; empty without it.
pub(super) fn parse<F: Schema>(names: &[String]) -> Result<Vec<F>, crate::query::QueryError> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    Ok(Columns::<F>::parse(&names.join(","))?.iter().map(|column| column.field).collect())
}

/// A table of these columns.
pub(super) fn table(locale: &Locale, columns: &[Field], rows: &[InvoiceRow], names: &Names, today: Date) -> Table {
    let show = |column: &Column<Field>, row: &InvoiceRow| (column.field == Field::Status).then(|| status(row, today, locale));
    table_of(locale, columns, rows, names, today, &|row: &InvoiceRow| row.company, &show)
}

/// A table of columns of any kind of record; `show` may have a cell of its own.
pub(super) fn table_of<F: Schema>(
    locale: &Locale,
    columns: &[F],
    rows: &[F::Row],
    names: &Names,
    today: Date,
    company: &dyn Fn(&F::Row) -> CompanyId,
    show: &dyn Fn(&Column<F>, &F::Row) -> Option<table::Cell>,
) -> Table {
    let columns: Vec<&Column<F>> = columns.iter().map(|field| field.column()).collect();
    let mut table = Table::new(columns.iter().map(|column| heading(column, locale)).collect());
    let amounts: Vec<Amounts> = columns.iter().map(|column| amounts(column, rows, today, locale)).collect();
    for row in rows {
        let context = names.context(company(row), today);
        let one = |(column, amounts): (&&Column<F>, &Amounts)| {
            show(column, row).unwrap_or_else(|| cell(column, row, &context, locale, amounts))
        };
        table.row(columns.iter().zip(&amounts).map(one).collect());
    }
    table
}

/// Widths of a column of amounts.
fn amounts<F: Schema>(column: &Column<F>, rows: &[F::Row], today: Date, locale: &Locale) -> Amounts {
    let mut amounts = Amounts::default();
    if column.kind == Kind::Amount {
        for row in rows {
            if let Cell::Amount(amount, currency) = column.cell(row, &Context { company: "", provider: "", today }) {
                amounts.learn(locale, amount, currency);
            }
        }
    }
    amounts
}

fn heading<F: Schema>(column: &Column<F>, locale: &Locale) -> table::Column {
    let title = column.title_in(locale);
    if matches!(column.kind, Kind::Date | Kind::Instant) {
        table::Column::date(title)
    } else if column.is_cut {
        table::Column::cut(title)
    } else if column.is_number() {
        table::Column::right(title)
    } else {
        table::Column::left(title)
    }
}

/// Cell of a record.
fn cell<F: Schema>(column: &Column<F>, row: &F::Row, context: &Context<'_>, locale: &Locale, amounts: &Amounts) -> table::Cell {
    match column.cell(row, context) {
        Cell::Empty | Cell::Text("") | Cell::Flag(false) => table::Cell::default(),
        Cell::Text(text) => match (column.values().family)(text) {
            "" => text.into(),
            family => table::Cell::from(word(locale, family, text)),
        },
        Cell::Words(words) => words.join(" ").into(),
        Cell::Amount(amount, currency) => amounts.align(locale, amount, currency).into(),
        Cell::Parts(_, numbers) => numbers.into(),
        Cell::Amounts(open) => table::Cell::parts(&open.iter().map(|open| locale.open(open)).collect::<Vec<_>>(), " · "),
        Cell::Date(date) => locale.date(date).into(),
        Cell::Number(number) => number.to_string().into(),
        Cell::Flag(true) => locale.get("cli-yes").into(),
        Cell::Instant(at) => locale.time(at, &TimeZone::UTC).into(),
    }
}

/// A field of a record as text.
pub(super) fn cell_text<F: Schema>(column: &Column<F>, row: &F::Row, context: &Context<'_>, locale: &Locale) -> String {
    match column.cell(row, context) {
        Cell::Amount(amount, currency) => locale.money(amount, currency),
        _ => cell(column, row, context, locale, &Amounts::default()).text().to_owned(),
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
        assert_eq!(parse::<Field>(&names).unwrap(), [Field::Number, Field::Gross, Field::Due]);
        assert!(parse::<Field>(&["nope".to_owned()]).is_err());
        assert!(default(true).contains(&Field::Company) && !default(false).contains(&Field::Company));
    }
}
