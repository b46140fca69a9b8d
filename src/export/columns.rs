//! The columns of tables and files: their names, titles and cells.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::domain::{Currency, InvoiceRow};
use crate::locale::Locale;
use crate::query::ast::Span;
use crate::query::{Problem, QueryError};

/// A column. Its name is that of the JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are those of InvoiceRow")]
pub enum Column {
    Id,
    CompanyId,
    Company,
    Number,
    Type,
    Status,
    Method,
    Gross,
    Balance,
    Currency,
    Issued,
    Fulfilled,
    Due,
    Paid,
    Partner,
    TaxNumber,
    Overdue,
    Vanished,
    Warnings,
    Net,
    Vat,
    DaysOverdue,
    Cancelled,
    Nav,
    Comment,
    Changed,
    ChangedRun,
}

/// Content of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'r> {
    /// Empty.
    Empty,
    /// Text, some of it from outside and as it came: clean it before it is shown.
    Text(Cow<'r, str>),
    /// An amount with its currency.
    Amount(Decimal, &'r Currency),
    /// A date.
    Date(Date),
    /// A whole number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// A point in time.
    Instant(Timestamp),
}

/// Columns in their order, at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns(Vec<Column>);

/// Every column with its name, its short name and the identifier of its title.
const COLUMNS: [(Column, &str, &str, &str); 27] = [
    (Column::Id, "invoice_id", "id", "column-id"),
    (Column::CompanyId, "company_id", "company_id", "column-company-id"),
    (Column::Company, "company", "company", "column-company"),
    (Column::Number, "invoice_number", "number", "column-number"),
    (Column::Type, "type", "type", "column-type"),
    (Column::Status, "payment_status", "status", "column-status"),
    (Column::Method, "payment_method", "method", "column-method"),
    (Column::Gross, "gross_total", "gross", "column-gross"),
    (Column::Balance, "balance", "open", "column-balance"),
    (Column::Currency, "currency", "currency", "column-currency"),
    (Column::Issued, "invoice_date", "issued", "column-issued"),
    (Column::Fulfilled, "fulfillment_date", "fulfilled", "column-fulfilled"),
    (Column::Due, "due_date", "due", "column-due"),
    (Column::Paid, "paid_date", "paid", "column-paid"),
    (Column::Partner, "partner_name", "partner", "column-partner"),
    (Column::TaxNumber, "partner_tax_number", "tax_number", "column-tax-number"),
    (Column::Overdue, "overdue", "overdue", "column-overdue"),
    (Column::Vanished, "vanished", "vanished", "column-vanished"),
    (Column::Warnings, "warnings", "warnings", "column-warnings"),
    (Column::Net, "net_total", "net", "column-net"),
    (Column::Vat, "vat_total", "vat", "column-vat"),
    (Column::DaysOverdue, "days_overdue", "days", "column-days-overdue"),
    (Column::Cancelled, "cancelled", "cancelled", "column-cancelled"),
    (Column::Nav, "nav_status", "nav", "column-nav"),
    (Column::Comment, "comment", "comment", "column-comment"),
    (Column::Changed, "changed", "changed", "column-changed"),
    (Column::ChangedRun, "changed_run_id", "run", "column-changed-run"),
];

impl Column {
    fn entry(self) -> Option<&'static (Self, &'static str, &'static str, &'static str)> {
        COLUMNS.iter().find(|(column, ..)| *column == self)
    }

    /// Its name, as in the JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.entry().map_or("", |(_, name, _, _)| name)
    }

    /// Title of the column, in a language.
    #[must_use]
    pub fn title(self, locale: &Locale) -> String {
        self.entry().map_or_else(String::new, |(_, _, _, title)| locale.get(title))
    }

    /// The column of a name or short name, upper or lower case, `-` as good as `_`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase().replace('-', "_");
        COLUMNS.iter().find(|(_, long, short, _)| *long == name || *short == name).map(|(column, ..)| *column)
    }

    /// Whether its cells are numbers, which stand to the right.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(
            self,
            Self::CompanyId | Self::Gross | Self::Balance | Self::Net | Self::Vat | Self::DaysOverdue | Self::ChangedRun
        )
    }

    /// Content of the column for an invoice.
    #[must_use]
    pub fn cell<'r>(self, row: &'r InvoiceRow, company: &'r str, today: Date) -> Cell<'r> {
        let text = |text: &'r str| if text.is_empty() { Cell::Empty } else { Cell::Text(Cow::Borrowed(text)) };
        let optional = |value: Option<&'r str>| value.map_or(Cell::Empty, text);
        let amount = |amount: Option<Decimal>| amount.map_or(Cell::Empty, |amount| Cell::Amount(amount, &row.currency));
        let date = |date: Option<Date>| date.map_or(Cell::Empty, Cell::Date);
        match self {
            Self::Id => text(row.id.as_str()),
            Self::CompanyId => Cell::Number(i64::from(row.company.0)),
            Self::Company => text(company),
            Self::Number => text(&row.number),
            Self::Type => text(row.kind.as_str()),
            Self::Status => text(row.status.as_str()),
            Self::Method => optional(row.method.as_ref().map(crate::domain::PaymentMethod::as_str)),
            Self::Gross => amount(Some(row.gross)),
            Self::Balance => amount(Some(row.open_amount())),
            Self::Currency => text(row.currency.as_str()),
            Self::Issued => date(row.issued),
            Self::Fulfilled => date(row.fulfilled),
            Self::Due => date(row.due),
            Self::Paid => date(row.paid),
            Self::Partner => text(&row.partner_name),
            Self::TaxNumber => optional(row.partner_tax_number.as_deref()),
            Self::Overdue => Cell::Flag(row.overdue(today)),
            Self::Vanished => Cell::Flag(row.vanished),
            Self::Warnings if row.warnings.any() => Cell::Text(row.warnings.words().collect::<Vec<_>>().join(" ").into()),
            Self::Warnings => Cell::Empty,
            Self::Net => amount(row.net),
            Self::Vat => amount(row.vat),
            Self::DaysOverdue => row.days_overdue(today).map_or(Cell::Empty, |days| Cell::Number(i64::from(days))),
            Self::Cancelled => Cell::Flag(row.cancelled),
            Self::Nav => optional(row.nav.as_ref().map(crate::domain::NavStatus::as_str)),
            Self::Comment => optional(row.comment.as_deref()),
            Self::Changed => Cell::Instant(row.changed),
            Self::ChangedRun => Cell::Number(i64::try_from(row.changed_run.0).unwrap_or(i64::MAX)),
        }
    }
}

impl Columns {
    /// Every column, in the order of the JSON.
    #[must_use]
    pub fn all() -> Self {
        Self(COLUMNS.iter().map(|(column, ..)| *column).collect())
    }

    /// These columns; every column where there are none.
    #[must_use]
    pub fn of(columns: Vec<Column>) -> Self {
        if columns.is_empty() { Self::all() } else { Self(columns) }
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
            let Some(column) = Column::parse(name) else {
                let possible = COLUMNS.iter().map(|(_, _, short, _)| *short).collect::<Vec<_>>().join(", ");
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
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Column> + '_ {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Describe;
    use crate::locale::Lang;
    use crate::query::Field;

    #[test]
    fn columns_are_named_titled_and_told_when_unknown() {
        assert_eq!(
            Columns::parse("number, Partner,gross_total,NUMBER").unwrap().0,
            [Column::Number, Column::Partner, Column::Gross]
        );
        let error = Columns::parse("number,sise").unwrap_err();
        assert_eq!(error.character, 8);
        assert!(crate::locale::english().text(&error.hint().unwrap()).contains("tax_number"));
        for (column, name, short, _) in COLUMNS {
            assert_eq!((Column::parse(name), Column::parse(short)), (Some(column), Some(column)));
            for lang in [Lang::En, Lang::Hu] {
                assert!(!column.title(lang.locale()).starts_with("column-"), "{name}");
            }
        }
        assert_eq!(Columns::all().iter().len(), COLUMNS.len());
    }

    #[test]
    fn every_field_of_an_order_is_a_column() {
        for field in Field::ALL {
            assert_eq!(Column::parse(field.as_str()).and_then(|column| Field::parse(column.as_str())), Some(field));
        }
    }
}
