//! XLSX: a sheet of invoices and one of items. Rows leave memory as they are written.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::csv::disarmed;
use super::{Cell, Column, ExportError, Options, Out};
use crate::domain::text::clean_for_file;
use crate::domain::{Currency, InvoiceRow, LineItem};
use crate::locale::Locale;
use crate::service::InvoiceDetail;

/// Rows of a sheet, the header included.
const MAX_ROWS: u32 = 1_048_576;
/// Characters of a cell.
const MAX_TEXT: usize = 32_767;
/// The largest whole number of which a spreadsheet shows every digit is below this.
const EXACT: i128 = 1_000_000_000_000_000;

/// Titles of the items' columns with the width that they need.
const ITEM_COLUMNS: [(&str, f64); 15] = [
    ("column-company", 20.0),
    ("column-id", 12.0),
    ("column-number", 18.0),
    ("column-item-line", 6.0),
    ("column-item-name", 48.0),
    ("column-item-quantity", 10.0),
    ("column-item-unit", 8.0),
    ("column-item-net-unit", 14.0),
    ("column-item-net", 14.0),
    ("column-item-vat", 8.0),
    ("column-item-vat-amount", 14.0),
    ("column-item-gross", 14.0),
    ("column-currency", 9.0),
    ("column-item-entitlement", 12.0),
    ("column-item-comment", 24.0),
];

/// A workbook in the making.
pub(super) struct Book {
    workbook: Workbook,
    out: Out,
    formats: Formats,
    invoices: Sheet,
    items: Option<Sheet>,
    locale: &'static Locale,
}

/// Where a kind of rows goes on.
struct Sheet {
    /// The sheet's place in the workbook.
    index: usize,
    /// The next row.
    row: u32,
    /// How many sheets of this kind there are.
    count: u32,
    name: &'static str,
    titles: Vec<(String, f64)>,
}

struct Formats {
    bold: Format,
    text: Format,
    date: Format,
    instant: Format,
    whole: Format,
    cents: Format,
    precise: Format,
}

impl Formats {
    fn new() -> Self {
        let number = |format: &str| Format::new().set_num_format(format);
        Self {
            bold: Format::new().set_bold(),
            // What begins as a formula stays a text even after somebody edits the cell.
            text: Format::new().set_quote_prefix(),
            date: number("yyyy-mm-dd"),
            instant: number("yyyy-mm-dd hh:mm:ss"),
            whole: number("#,##0"),
            cents: number("#,##0.00"),
            precise: number("#,##0.00##########"),
        }
    }

    fn amount(&self, amount: Decimal, currency: Option<&Currency>) -> &Format {
        let scale = amount.normalize().scale();
        match currency.map_or(scale, Currency::decimals) {
            0 if scale == 0 => &self.whole,
            _ if scale <= 2 => &self.cents,
            _ => &self.precise,
        }
    }
}

impl Book {
    pub(super) fn new(out: Out, options: &Options, folder: Option<&Path>) -> Result<Self, ExportError> {
        let mut workbook = Workbook::new();
        if let Some(folder) = folder {
            workbook.set_tempdir(folder).map_err(failed)?;
        }
        let titles = options.columns.iter().map(|column| (column.title(options.locale), width(column))).collect();
        let mut invoices = Sheet { index: 0, row: 0, count: 0, name: "export-sheet-invoices", titles };
        let formats = Formats::new();
        guarded(|| invoices.begin(&mut workbook, &formats, options.locale))?;
        Ok(Self { workbook, out, formats, invoices, items: None, locale: options.locale })
    }

    pub(super) fn row(&mut self, row: &InvoiceRow, company: &str, options: &Options) -> Result<(), ExportError> {
        guarded(|| {
            let at = self.invoices.next(&mut self.workbook, &self.formats, self.locale)?;
            let sheet = self.workbook.worksheet_from_index(self.invoices.index)?;
            for (column, place) in options.columns.iter().zip(0..) {
                put(sheet, &self.formats, (at, place), &column.cell(row, company, options.today))?;
            }
            Ok(())
        })
    }

    /// Adds the items of an invoice and tells how many.
    pub(super) fn items(&mut self, detail: &InvoiceDetail) -> Result<u64, ExportError> {
        guarded(|| {
            if self.items.is_none() {
                let titles = ITEM_COLUMNS.iter().map(|(title, width)| (self.locale.get(title), *width)).collect();
                let mut sheet = Sheet { index: 0, row: 0, count: 0, name: "export-sheet-items", titles };
                sheet.begin(&mut self.workbook, &self.formats, self.locale)?;
                self.items = Some(sheet);
            }
            let Some(items) = &mut self.items else { return Ok(0) };
            let invoice = &detail.stored.invoice;
            for (line, item) in (1_i64..).zip(&invoice.items) {
                let at = items.next(&mut self.workbook, &self.formats, self.locale)?;
                let sheet = self.workbook.worksheet_from_index(items.index)?;
                let head = [
                    Cell::Text(detail.company.as_str().into()),
                    Cell::Text(invoice.id.as_str().into()),
                    Cell::Text(invoice.number.as_str().into()),
                    Cell::Number(line),
                ];
                for (cell, place) in head.iter().chain(&item_cells(item, &invoice.currency)).zip(0..) {
                    put(sheet, &self.formats, (at, place), cell)?;
                }
            }
            Ok(u64::try_from(invoice.items.len()).unwrap_or(u64::MAX))
        })
    }

    pub(super) fn finish(mut self) -> Result<(), ExportError> {
        guarded(|| {
            for sheet in [Some(&self.invoices), self.items.as_ref()].into_iter().flatten() {
                sheet.end(&mut self.workbook)?;
            }
            Ok(())
        })?;
        let mut patient = Patient { out: self.out, error: None };
        guarded(|| self.workbook.save_to_writer(&mut patient))?;
        match patient.error {
            Some(error) => Err(error.into()),
            None => Ok(patient.out.flush()?),
        }
    }
}

impl Sheet {
    /// Begins another sheet of this kind with its header.
    fn begin(&mut self, workbook: &mut Workbook, formats: &Formats, locale: &Locale) -> Result<(), XlsxError> {
        self.count += 1;
        self.index = workbook.worksheets().len();
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        let name = locale.get(self.name);
        sheet.set_name(if self.count == 1 { name } else { format!("{name} {}", self.count) })?;
        sheet.set_freeze_panes(1, 0)?;
        for ((title, width), place) in self.titles.iter().zip(0..) {
            sheet.set_column_width(place, *width)?;
            sheet.write_string_with_format(0, place, title, &formats.bold)?;
        }
        self.row = 1;
        Ok(())
    }

    /// The row to write next, on a new sheet where this one is full.
    fn next(&mut self, workbook: &mut Workbook, formats: &Formats, locale: &Locale) -> Result<u32, XlsxError> {
        if self.row == MAX_ROWS {
            self.end(workbook)?;
            self.begin(workbook, formats, locale)?;
        }
        self.row += 1;
        Ok(self.row - 1)
    }

    /// Lets people filter by every column.
    fn end(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let last = u16::try_from(self.titles.len()).unwrap_or(u16::MAX).saturating_sub(1);
        workbook.worksheet_from_index(self.index)?.autofilter(0, 0, self.row - 1, last).map(|_| ())
    }
}

/// Takes everything and remembers the first failure, because whoever writes to it panics at one.
struct Patient {
    out: Out,
    error: Option<io::Error>,
}

impl Write for Patient {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.error.is_none() {
            self.error = self.out.write_all(bytes).err();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn item_cells<'d>(item: &'d LineItem, currency: &'d Currency) -> [Cell<'d>; 11] {
    let text = |text: &'d str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.into()) };
    let amount = |amount: Option<Decimal>| amount.map_or(Cell::Empty, |amount| Cell::Amount(amount, currency));
    [
        text(&item.name),
        Cell::Amount(item.quantity, currency),
        text(&item.unit),
        amount(item.net_unit_amount),
        amount(item.net),
        text(&item.vat),
        amount(item.vat_amount),
        amount(item.gross),
        text(currency.as_str()),
        item.entitlement.as_deref().map_or(Cell::Empty, text),
        item.comment.as_deref().map_or(Cell::Empty, text),
    ]
}

fn put(sheet: &mut Worksheet, formats: &Formats, (row, column): (u32, u16), cell: &Cell<'_>) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => return Ok(()),
        Cell::Text(text) => {
            let shown: String = clean_for_file(text).chars().take(MAX_TEXT).collect();
            if disarmed(text).starts_with('\'') {
                sheet.write_string_with_format(row, column, shown, &formats.text)?
            } else {
                sheet.write_string(row, column, shown)?
            }
        }
        Cell::Amount(amount, currency) => match exact(*amount) {
            Some(number) => sheet.write_number_with_format(row, column, number, formats.amount(*amount, Some(currency)))?,
            None => sheet.write_string(row, column, amount.to_string())?,
        },
        Cell::Date(date) => match day(*date) {
            Some(day) => sheet.write_datetime_with_format(row, column, &day, &formats.date)?,
            None => sheet.write_string(row, column, date.to_string())?,
        },
        Cell::Number(number) => match exact(Decimal::from(*number)) {
            Some(number) => sheet.write_number(row, column, number)?,
            None => sheet.write_string(row, column, number.to_string())?,
        },
        Cell::Flag(flag) => sheet.write_boolean(row, column, *flag)?,
        Cell::Instant(at) => match instant(*at) {
            Some(instant) => sheet.write_datetime_with_format(row, column, &instant, &formats.instant)?,
            None => sheet.write_string(row, column, at.to_string())?,
        },
    };
    Ok(())
}

/// The number as a spreadsheet keeps it, where it keeps every digit.
fn exact(amount: Decimal) -> Option<f64> {
    let shown = amount.normalize();
    let fits = shown.mantissa().abs() < EXACT;
    fits.then(|| shown.to_string().parse().ok()).flatten()
}

fn day(date: Date) -> Option<ExcelDateTime> {
    let small = |number: i8| u8::try_from(number).ok();
    ExcelDateTime::from_ymd(u16::try_from(date.year()).ok()?, small(date.month())?, small(date.day())?).ok()
}

fn instant(at: Timestamp) -> Option<ExcelDateTime> {
    let utc = at.to_zoned(jiff::tz::TimeZone::UTC);
    let small = |number: i8| u8::try_from(number).ok();
    day(utc.date())?.and_hms(u16::from(small(utc.hour())?), small(utc.minute())?, small(utc.second())?).ok()
}

const fn width(column: Column) -> f64 {
    match column {
        Column::Partner | Column::Comment => 36.0,
        Column::Company | Column::Number | Column::TaxNumber | Column::Warnings | Column::Changed => 20.0,
        Column::Type
        | Column::Status
        | Column::Method
        | Column::Gross
        | Column::Balance
        | Column::Net
        | Column::Vat
        | Column::Nav => 14.0,
        _ => 12.0,
    }
}

/// Runs what panics where its own temporary file cannot be written: `rust_xlsxwriter` expects that disks never fill up.
fn guarded<T>(work: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, ExportError> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(failed),
        Err(_) => Err(io::Error::from(io::ErrorKind::StorageFull).into()),
    }
}

fn failed(error: XlsxError) -> ExportError {
    match error {
        XlsxError::IoError(error) => error.into(),
        other => io::Error::other(other.to_string()).into(),
    }
}
