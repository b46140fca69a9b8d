//! Invoices as files: CSV, XLSX, JSON, NDJSON; and the columns that tables and files are made of.
//!
//! For: `faktura export`, `faktura invoices --format`, the export dialog. Uses: domain, locale, query, `json`, csv,
//! `rust_xlsxwriter`. Never: the store or the service (rows come in, page by page, so that a million of them need no memory).
//!
//! A file appears whole or not at all: it is written beside its place, readable by its owner only, and renamed when done.

#[cfg_attr(not(feature = "xlsx"), path = "no_book.rs")]
mod book;
mod bundle;
mod columns;
mod csv;
mod error;
mod file;
mod json;

use std::io::Write;
use std::path::Path;

use jiff::civil::Date;

use crate::domain::{
    Allocation, CompanyId, ContactRow, DirectedTotals, EntryRow, EntryTotals, InvoiceRow, Open, PaymentRow, PaymentTotals,
};
use crate::json::{entry_totals, payment_totals, to_line, totals};
use crate::locale::Locale;
use crate::process::Existing;
use crate::query::schema::Schema;
use crate::query::{Field, Names, contact, entry, payment};
use crate::service::ItemizedInvoice;

pub use bundle::{Bundle, Bundled};
pub use columns::Columns;
pub use csv::Dialect;
pub use error::ExportError;

use book::Book;
use csv::Csv;
use file::Target;
use json::{Json, Lines};

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Comma-separated values (RFC 4180) in a [`Dialect`], UTF-8, names of columns as in the JSON.
    Csv,
    /// A workbook: a sheet of invoices, and one of items where whole invoices come in.
    Xlsx,
    /// The object of `faktura invoices --format json`.
    Json,
    /// The invoices of that object, one a line.
    Ndjson,
}

impl Format {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Xlsx, Self::Json, Self::Ndjson];

    /// Its name, which is also the ending of its files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
        }
    }

    /// The kind of a name, upper or lower case.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str().eq_ignore_ascii_case(name))
    }

    /// The kind that a file's name ends in.
    ///
    /// # Errors
    /// Names the endings that there are.
    pub fn of(path: &Path) -> Result<Self, ExportError> {
        let ending = path.extension().and_then(|ending| ending.to_str());
        ending.and_then(Self::parse).ok_or_else(|| ExportError::Ending { path: path.to_path_buf() })
    }
}

/// Options of a file.
#[derive(Debug, Clone)]
pub struct Options<F: Exported = Field> {
    /// Columns of CSV and of the sheet of invoices; JSON is always whole.
    pub columns: Columns<F>,
    /// Language of a workbook's titles.
    pub locale: &'static Locale,
    /// Names of the companies.
    pub names: Names,
    /// The day that decides what is overdue.
    pub today: Date,
    /// Number of records found; in the JSON.
    pub total: usize,
    /// Their totals; told by JSON.
    pub totals: F::Totals,
    /// CSV dialect.
    pub dialect: Dialect,
}

impl<F: Exported> Options<F> {
    /// Every column, nothing told of the whole, plain CSV.
    #[must_use]
    pub fn new(locale: &'static Locale, names: Names, today: Date) -> Self {
        Self { columns: Columns::all(), locale, names, today, total: 0, totals: F::Totals::default(), dialect: Dialect::PLAIN }
    }
}

/// A kind of record that is exported.
pub trait Exported: Schema {
    /// Totals of what is found.
    type Totals: Clone + std::fmt::Debug + Default + Send;
    /// Its name in the JSON.
    const NAME: &'static str;
    /// Identifier of the name of its sheet.
    const SHEET: &'static str;

    /// Returns the company of a row.
    fn company(row: &Self::Row) -> CompanyId;
    /// Writes the totals as a member of the JSON, with a comma at its end.
    ///
    /// # Errors
    /// They cannot be written.
    fn totals(totals: &Self::Totals, out: &mut dyn Write) -> std::io::Result<()>;
}

impl Exported for Field {
    type Totals = DirectedTotals;
    const NAME: &'static str = "invoices";
    const SHEET: &'static str = "export-sheet-invoices";

    fn company(row: &InvoiceRow) -> CompanyId {
        row.company
    }

    fn totals(of: &DirectedTotals, mut out: &mut dyn Write) -> std::io::Result<()> {
        out.write_all(b"\"totals\":")?;
        to_line(&mut out, &totals(of))?;
        out.write_all(b",")
    }
}

impl Exported for payment::Field {
    type Totals = PaymentTotals;
    const NAME: &'static str = "payments";
    const SHEET: &'static str = "export-sheet-payments";

    fn company(row: &PaymentRow) -> CompanyId {
        row.company
    }

    fn totals(of: &PaymentTotals, mut out: &mut dyn Write) -> std::io::Result<()> {
        out.write_all(b"\"totals\":")?;
        to_line(&mut out, &payment_totals(of))?;
        out.write_all(b",")
    }
}

impl Exported for entry::Field {
    type Totals = EntryTotals;
    const NAME: &'static str = "entries";
    const SHEET: &'static str = "export-sheet-entries";

    fn company(row: &EntryRow) -> CompanyId {
        row.company
    }

    fn totals(of: &EntryTotals, mut out: &mut dyn Write) -> std::io::Result<()> {
        out.write_all(b"\"totals\":")?;
        to_line(&mut out, &entry_totals(of))?;
        out.write_all(b",")
    }
}

impl Exported for contact::Field {
    type Totals = ();
    const NAME: &'static str = "contacts";
    const SHEET: &'static str = "export-sheet-contacts";

    fn company(row: &ContactRow) -> CompanyId {
        row.company
    }

    fn totals((): &(), _: &mut dyn Write) -> std::io::Result<()> {
        Ok(())
    }
}

/// Result of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// Invoices, or other records.
    pub invoices: u64,
    /// Line items.
    pub items: u64,
}

/// Writes records as they come. Blocks: call it where blocking is allowed.
///
/// Dropped before [`Self::finish`], it leaves everything as it was.
pub struct Exporter<F: Exported = Field> {
    target: Option<Target>,
    sink: Sink,
    options: Options<F>,
    written: Written,
}

enum Sink {
    Csv(Box<Csv>),
    Book(Box<Book>),
    Json(Json),
    Lines(Lines),
}

/// Output of text.
type Out = Box<dyn Write + Send>;

impl<F: Exported> std::fmt::Debug for Exporter<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Exporter").field("target", &self.target).field("written", &self.written).finish_non_exhaustive()
    }
}

impl<F: Exported> Exporter<F> {
    /// Begins a new file. Fails with [`ExportError::Exists`] if there is one at `path`, here or at [`Self::finish`].
    ///
    /// # Errors
    /// The folder cannot be written to, or the file exists.
    pub fn create(path: &Path, format: Format, options: Options<F>) -> Result<Self, ExportError> {
        Self::begin(path, Existing::Keep, format, options)
    }

    /// Begins a file that takes the place of one at `path` at [`Self::finish`].
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub fn replace(path: &Path, format: Format, options: Options<F>) -> Result<Self, ExportError> {
        Self::begin(path, Existing::Replace, format, options)
    }

    fn begin(path: &Path, existing: Existing, format: Format, options: Options<F>) -> Result<Self, ExportError> {
        let target = Target::beside(path, existing)?;
        let out = target.writer()?;
        let exporter = Self::new(out, format, options, Some(target.folder())).map_err(|error| error.at(path))?;
        Ok(Self { target: Some(target), ..exporter })
    }

    /// Writes to standard output or anything else. A reader that has gone away is an error that
    /// [`ExportError::is_closed`] tells from others.
    ///
    /// # Errors
    /// It cannot be written to.
    pub fn to_writer(out: impl Write + Send + 'static, format: Format, options: Options<F>) -> Result<Self, ExportError> {
        Self::new(Box::new(out), format, options, None)
    }

    fn new(out: Out, format: Format, options: Options<F>, folder: Option<&Path>) -> Result<Self, ExportError> {
        let sink = match format {
            Format::Csv => Sink::Csv(Box::new(Csv::new(out, &options)?)),
            Format::Xlsx => Sink::Book(Box::new(Book::new(out, &options, folder)?)),
            Format::Json => Sink::Json(Json::new(out, &options)?),
            Format::Ndjson => Sink::Lines(Lines::new(out)),
        };
        Ok(Self { target: None, sink, options, written: Written::default() })
    }

    /// Adds records as lists know them: invoices without items.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn push(&mut self, rows: &[F::Row]) -> Result<(), ExportError> {
        for row in rows {
            Self::row(&mut self.sink, &self.options, row).map_err(|error| located(error, self.target.as_ref()))?;
            self.written.invoices += 1;
        }
        Ok(())
    }

    fn row(sink: &mut Sink, options: &Options<F>, row: &F::Row) -> Result<(), ExportError> {
        let context = options.names.context(F::company(row), options.today);
        match sink {
            Sink::Csv(csv) => csv.row(row, &context, options),
            Sink::Book(book) => book.row(row, &context, options),
            Sink::Json(json) => json.row::<F>(row, context),
            Sink::Lines(lines) => lines.row::<F>(row, context),
        }
    }

    /// Ends the file and puts it in its place.
    ///
    /// # Errors
    /// It cannot be written; then everything is as it was.
    pub fn finish(self) -> Result<Written, ExportError> {
        let ended = match self.sink {
            Sink::Csv(csv) => csv.finish(),
            Sink::Book(book) => book.finish(),
            Sink::Json(json) => json.finish(),
            Sink::Lines(lines) => lines.finish(),
        };
        ended.map_err(|error| located(error, self.target.as_ref()))?;
        self.target.map_or(Ok(()), Target::put)?;
        Ok(self.written)
    }
}

impl Exporter {
    /// Adds invoices with their items, which only a workbook shows.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn push_itemized(&mut self, invoices: &[ItemizedInvoice]) -> Result<(), ExportError> {
        for invoice in invoices {
            let located = |error| located(error, self.target.as_ref());
            Self::row(&mut self.sink, &self.options, &invoice.row).map_err(located)?;
            self.written.invoices += 1;
            if let Sink::Book(book) = &mut self.sink {
                let company = self.options.names.get(&invoice.row.company).map_or("", String::as_str);
                self.written.items += book.items(invoice, company).map_err(located)?;
            }
        }
        Ok(())
    }
}

/// Amounts of several currencies in one cell.
fn joined(amounts: &[Open], dialect: Dialect) -> String {
    let one = |open: &Open| {
        let more = if open.overflow { "> " } else { "" };
        format!("{more}{} {}", dialect.number(open.currency.sum(open.amount)), open.currency)
    };
    amounts.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// The documents that a payment pays in one cell.
fn parts(parts: &[Allocation], dialect: Dialect) -> String {
    let one = |part: &Allocation| {
        let known = if part.number.is_empty() { part.document.as_str() } else { &part.number };
        format!("{known} {}", dialect.number(part.amount))
    };
    parts.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// An error with the file that it is about.
fn located(error: ExportError, target: Option<&Target>) -> ExportError {
    match target {
        Some(target) => error.at(target.path()),
        None => error,
    }
}

#[cfg(test)]
mod tests;
