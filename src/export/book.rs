//! XLSX: a sheet of invoices and one of items. Rows leave memory as they are written.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use unicode_segmentation::UnicodeSegmentation;

use super::csv::is_armed;
use super::{Dialect, ExportError, Exported, Options, Out};
use crate::domain::text::clean_for_file;
use crate::domain::{Currency, LineItem};
use crate::locale::Locale;
use crate::process;
use crate::query::schema::{Cell, Column, Context, Kind, Schema};
use crate::service::ItemizedInvoice;

/// Rows of a sheet, the header included.
const MAX_ROWS: u32 = 1_048_576;
/// UTF-16 code units of a cell.
const MAX_TEXT: usize = 32_767;
/// A workbook is mostly markup that repeats, which a fast level finds too. The fastest, 1, makes files half as large again.
const COMPRESSION: u8 = 2;
/// Powers of ten up to this are exact as floats.
const EXACT_POWER: u32 = 22;
/// The largest whole number of which a spreadsheet shows every digit is below this.
const EXACT: i128 = 1_000_000_000_000_000;

/// Titles of the items' columns with the width and the format that they need.
const ITEM_COLUMNS: [(&str, f64, Style); 15] = [
    ("column-company", 20.0, Style::Plain),
    ("column-id", 12.0, Style::Plain),
    ("column-number", 18.0, Style::Plain),
    ("column-item-line", 6.0, Style::Plain),
    ("column-item-name", 48.0, Style::Plain),
    ("column-item-quantity", 10.0, Style::Whole),
    ("column-item-unit", 8.0, Style::Plain),
    ("column-item-net-unit", 14.0, Style::Whole),
    ("column-item-net", 14.0, Style::Whole),
    ("column-item-vat", 8.0, Style::Plain),
    ("column-item-vat-amount", 14.0, Style::Whole),
    ("column-item-gross", 14.0, Style::Whole),
    ("column-currency", 9.0, Style::Plain),
    ("column-item-entitlement", 12.0, Style::Plain),
    ("column-item-comment", 24.0, Style::Plain),
];

/// Style of a cell. A column has the style of most of its cells: a lookup per cell costs time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Text,
    Date,
    Instant,
    Whole,
    Cents,
    Precise,
}

/// A workbook in the making.
pub(super) struct Book {
    workbook: Workbook,
    out: Out,
    formats: Formats,
    invoices: Sheet,
    items: Option<Sheet>,
    locale: &'static Locale,
}

/// Position in the sheets of one kind.
struct Sheet {
    /// The sheet's place in the workbook.
    index: usize,
    /// The next row.
    row: u32,
    /// Number of sheets of this kind.
    count: u32,
    name: &'static str,
    columns: Vec<(String, f64, Style)>,
}

struct Formats {
    plain: Format,
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
            plain: Format::new().set_num_format("General"),
            bold: Format::new().set_bold(),
            // A text that begins like a formula stays a text, even after an edit of the cell.
            text: Format::new().set_quote_prefix(),
            date: number("yyyy-mm-dd"),
            instant: number("yyyy-mm-dd hh:mm:ss"),
            whole: number("#,##0"),
            cents: number("#,##0.00"),
            precise: number("#,##0.00##########"),
        }
    }

    const fn of(&self, style: Style) -> Option<&Format> {
        match style {
            Style::Plain => None,
            Style::Text => Some(&self.text),
            Style::Date => Some(&self.date),
            Style::Instant => Some(&self.instant),
            Style::Whole => Some(&self.whole),
            Style::Cents => Some(&self.cents),
            Style::Precise => Some(&self.precise),
        }
    }
}

fn amount_style(amount: Decimal, currency: &Currency) -> Style {
    let scale = amount.normalize().scale();
    match currency.decimals() {
        0 if scale == 0 => Style::Whole,
        _ if scale <= 2 => Style::Cents,
        _ => Style::Precise,
    }
}

impl Book {
    pub(super) fn new<F: Exported>(out: Out, options: &Options<F>, folder: Option<&Path>) -> Result<Self, ExportError> {
        let mut workbook = Workbook::new();
        workbook.set_zip_compression_level(COMPRESSION);
        if let Some(folder) = folder {
            workbook.set_tempdir(folder).map_err(failed)?;
        }
        let columns =
            options.columns.iter().map(|column| (column.title_in(options.locale), width(column), style(column.kind))).collect();
        let mut invoices = Sheet { index: 0, row: 0, count: 0, name: F::SHEET, columns };
        let formats = Formats::new();
        guarded(|| invoices.begin(&mut workbook, &formats, options.locale))?;
        Ok(Self { workbook, out, formats, invoices, items: None, locale: options.locale })
    }

    pub(super) fn row<F: Exported>(
        &mut self,
        row: &F::Row,
        context: &Context<'_>,
        options: &Options<F>,
    ) -> Result<(), ExportError> {
        guarded(|| {
            let at = self.invoices.next(&mut self.workbook, &self.formats, self.locale)?;
            let sheet = self.workbook.worksheet_from_index(self.invoices.index)?;
            for ((column, (.., style)), place) in options.columns.iter().zip(&self.invoices.columns).zip(0..) {
                put(sheet, &self.formats, (at, place), &column.cell(row, context), *style)?;
            }
            Ok(())
        })
    }

    /// Adds the items of an invoice and tells how many.
    pub(super) fn items(&mut self, invoice: &ItemizedInvoice, company: &str) -> Result<u64, ExportError> {
        guarded(|| {
            if self.items.is_none() {
                let columns = ITEM_COLUMNS.iter().map(|(title, width, style)| (self.locale.get(title), *width, *style)).collect();
                let mut sheet = Sheet { index: 0, row: 0, count: 0, name: "export-sheet-items", columns };
                sheet.begin(&mut self.workbook, &self.formats, self.locale)?;
                self.items = Some(sheet);
            }
            let Some(items) = &mut self.items else { return Ok(0) };
            let row = &invoice.row;
            for (line, item) in (1_i64..).zip(&invoice.items) {
                let at = items.next(&mut self.workbook, &self.formats, self.locale)?;
                let sheet = self.workbook.worksheet_from_index(items.index)?;
                let head = [Cell::Text(company), Cell::Text(row.id.as_str()), Cell::Text(&row.number), Cell::Number(line)];
                let cells = item_cells(item, &row.currency);
                for ((cell, (.., style)), place) in head.iter().chain(&cells).zip(&ITEM_COLUMNS).zip(0..) {
                    put(sheet, &self.formats, (at, place), cell, *style)?;
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
        for ((title, width, style), place) in self.columns.iter().zip(0..) {
            sheet.set_column_width(place, *width)?;
            if let Some(format) = formats.of(*style) {
                sheet.set_column_format(place, format)?;
            }
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
        let last = u16::try_from(self.columns.len()).unwrap_or(u16::MAX).saturating_sub(1);
        workbook.worksheet_from_index(self.index)?.autofilter(0, 0, self.row - 1, last).map(|_| ())
    }
}

/// Accepts every write and remembers the first failure, because the XLSX writer panics at one.
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
    let amount = |amount: Option<Decimal>| Cell::amount(amount, currency);
    [
        Cell::Text(&item.name),
        Cell::Amount(item.quantity, currency),
        Cell::Text(&item.unit),
        amount(item.net_unit_amount),
        amount(item.net),
        Cell::Text(&item.vat),
        amount(item.vat_amount),
        amount(item.gross),
        Cell::Text(currency.as_str()),
        Cell::text(item.entitlement.as_deref()),
        Cell::text(item.comment.as_deref()),
    ]
}

/// Value of a cell in the file.
enum Value<'c> {
    Text(Cow<'c, str>),
    Number(f64),
    Moment(ExcelDateTime),
    Flag(bool),
}

impl<'c> Value<'c> {
    /// The value of a cell and how it is shown. What a spreadsheet cannot hold with every digit is a text.
    fn of(cell: &'c Cell<'_>) -> Option<(Self, Style)> {
        let words = |text: String| (Self::Text(text.into()), Style::Plain);
        Some(match cell {
            Cell::Empty | Cell::Text("") => return None,
            Cell::Words(list) if list.is_empty() => return None,
            Cell::Words(list) => words(list.join(" ")),
            Cell::Text(text) => {
                let shown = clean_for_file(text);
                let style = if is_armed(text, &shown) { Style::Text } else { Style::Plain };
                (Self::Text(cut(shown)), style)
            }
            Cell::Amount(amount, currency) => match exact(if amount.is_zero() { amount.abs() } else { *amount }) {
                Some(number) => (Self::Number(number), amount_style(*amount, currency)),
                None => words(amount.to_string()),
            },
            Cell::Parts(parts, _) => {
                (Self::Text(cut(clean_for_file(&super::parts(parts, Dialect::PLAIN)).into_owned().into())), Style::Plain)
            }
            Cell::Amounts(amounts) => words(super::joined(amounts, Dialect::PLAIN)),
            Cell::Date(date) => day(*date).map_or_else(|| words(date.to_string()), |day| (Self::Moment(day), Style::Date)),
            Cell::Number(number) => match exact(Decimal::from(*number)) {
                Some(number) => (Self::Number(number), Style::Plain),
                None => words(number.to_string()),
            },
            Cell::Flag(flag) => (Self::Flag(*flag), Style::Plain),
            Cell::Instant(at) => instant(*at).map_or_else(|| words(at.to_string()), |at| (Self::Moment(at), Style::Instant)),
        })
    }
}

/// Writes a cell; its format only where it is not that of its column.
fn put(
    sheet: &mut Worksheet,
    formats: &Formats,
    (row, column): (u32, u16),
    cell: &Cell<'_>,
    usual: Style,
) -> Result<(), XlsxError> {
    let Some((value, style)) = Value::of(cell) else { return Ok(()) };
    let own = if style == usual { None } else { Some(formats.of(style).unwrap_or(&formats.plain)) };
    match (value, own) {
        (Value::Text(text), None) => sheet.write_string(row, column, text)?,
        (Value::Text(text), Some(format)) => sheet.write_string_with_format(row, column, text, format)?,
        (Value::Number(number), None) => sheet.write_number(row, column, number)?,
        (Value::Number(number), Some(format)) => sheet.write_number_with_format(row, column, number, format)?,
        (Value::Moment(moment), None) => sheet.write_datetime(row, column, &moment)?,
        (Value::Moment(moment), Some(format)) => sheet.write_datetime_with_format(row, column, &moment, format)?,
        (Value::Flag(flag), None) => sheet.write_boolean(row, column, flag)?,
        (Value::Flag(flag), Some(format)) => sheet.write_boolean_with_format(row, column, flag, format)?,
    };
    Ok(())
}

/// Cuts a text to the length of a cell, between two characters as people see them.
fn cut(text: Cow<'_, str>) -> Cow<'_, str> {
    // A UTF-16 code unit is at least one byte of UTF-8.
    if text.len() <= MAX_TEXT {
        return text;
    }
    let mut units = 0;
    let mut end = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        units += grapheme.encode_utf16().count();
        if units > MAX_TEXT {
            break;
        }
        end = at + grapheme.len();
    }
    match text.get(..end) {
        Some(whole) if end < text.len() => Cow::Owned(whole.to_owned()),
        _ => text,
    }
}

/// The number as a spreadsheet keeps it, where it keeps every digit: at most 15 of them.
fn exact(amount: Decimal) -> Option<f64> {
    let shown = amount.normalize();
    if shown.mantissa().abs() >= EXACT {
        return None;
    }
    // Both are exact, and a division rounds once: the result is the float nearest to the decimal.
    match (i64::try_from(shown.mantissa()), i32::try_from(shown.scale())) {
        #[expect(clippy::cast_precision_loss, reason = "below 10 to the 15th")]
        (Ok(mantissa), Ok(scale)) if shown.scale() <= EXACT_POWER => Some(mantissa as f64 / 10_f64.powi(scale)),
        _ => shown.to_string().parse().ok(),
    }
}

const fn style(kind: Kind) -> Style {
    match kind {
        Kind::Amount => Style::Whole,
        Kind::Date => Style::Date,
        Kind::Instant => Style::Instant,
        _ => Style::Plain,
    }
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

fn width<F: Schema>(column: &Column<F>) -> f64 {
    match (column.width, column.kind) {
        (0, Kind::Text | Kind::Instant) => 20.0,
        (0, Kind::Choice | Kind::Amount) => 14.0,
        (0, _) => 12.0,
        (width, _) => f64::from(width),
    }
}

/// Runs what panics where its own temporary file cannot be written: `rust_xlsxwriter` expects that disks never fill up.
fn guarded<T>(work: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, ExportError> {
    match process::caught(work) {
        Some(result) => result.map_err(failed),
        None => Err(io::Error::from(io::ErrorKind::StorageFull).into()),
    }
}

fn failed(error: XlsxError) -> ExportError {
    match error {
        XlsxError::IoError(error) => error.into(),
        other => io::Error::other(other.to_string()).into(),
    }
}
