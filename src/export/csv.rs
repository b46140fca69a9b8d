//! CSV after RFC 4180: numbers as numbers, dates ISO, texts on one line and never a formula.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::io::{self, Write};

use rust_decimal::Decimal;

use super::{ExportError, Exported, Options, Out};
use crate::domain::text::{clean_for_file, is_formula};
use crate::locale::Lang;
use crate::query::schema::{Cell, Context};

/// Dialect of CSV: each spreadsheet and country has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// Between two fields.
    pub delimiter: u8,
    /// Amounts have a comma before their decimals.
    pub decimal_comma: bool,
    /// The file begins with a byte order mark, by which Excel knows UTF-8.
    pub byte_order_mark: bool,
}

impl Dialect {
    /// For programs: RFC 4180 and decimal points.
    pub const PLAIN: Self = Self { delimiter: b',', decimal_comma: false, byte_order_mark: false };
    /// For an English Excel.
    pub const EXCEL: Self = Self { byte_order_mark: true, ..Self::PLAIN };
    /// For a Hungarian Excel or `LibreOffice`.
    pub const HUNGARIAN: Self = Self { delimiter: b';', decimal_comma: true, byte_order_mark: true };

    /// The dialect of a language.
    #[must_use]
    pub const fn of(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::PLAIN,
            Lang::Hu => Self::HUNGARIAN,
        }
    }

    /// Writes what comes before the first field.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn begin(self, out: &mut impl Write) -> io::Result<()> {
        if self.byte_order_mark { out.write_all("\u{FEFF}".as_bytes()) } else { Ok(()) }
    }

    /// A writer of this dialect.
    #[must_use]
    pub fn builder(self) -> csv::WriterBuilder {
        let mut builder = csv::WriterBuilder::new();
        builder.delimiter(self.delimiter);
        builder
    }

    /// An amount with all its digits.
    #[must_use]
    pub fn number(self, amount: Decimal) -> String {
        let mut text = String::new();
        let _ = self.write_number(&mut text, amount);
        text
    }

    fn write_number(self, out: &mut String, amount: Decimal) -> fmt::Result {
        // Forints, most of the time: a whole number is written faster than a decimal.
        if let (0, Ok(whole @ (1.. | ..=-1))) = (amount.scale(), i64::try_from(amount.mantissa())) {
            return write!(out, "{whole}");
        }
        let amount = if amount.is_zero() { amount.abs() } else { amount };
        if !self.decimal_comma {
            return write!(out, "{amount}");
        }
        let text = amount.to_string();
        out.push_str(&text.replace('.', ","));
        Ok(())
    }

    /// A text that is no formula, neither in this file nor for a spreadsheet that expects another delimiter and splits it.
    #[must_use]
    pub fn text(self, text: &str) -> Cow<'_, str> {
        let text = disarmed(text);
        // A quoted field holds the file's own delimiter safely; any other begins a cell where a program splits at it.
        let other = |place: &usize| text.as_bytes().get(*place).is_some_and(|byte| *byte != self.delimiter);
        let armed = |place: usize| {
            let rest = text.get(place + 1..)?;
            let cell = rest.trim_start_matches(|c: char| c == '"' || c.is_whitespace());
            cell.starts_with(is_formula).then(|| text.len() - cell.len())
        };
        let places: Vec<usize> = memchr::memchr2_iter(b',', b';', text.as_bytes()).filter(other).filter_map(armed).collect();
        if places.is_empty() {
            return text;
        }
        let mut out = text.into_owned();
        for at in places.into_iter().rev() {
            out.insert(at, '\'');
        }
        Cow::Owned(out)
    }
}

/// A CSV file in the making.
pub(super) struct Csv {
    writer: csv::Writer<Out>,
    /// The text of one number or date, used again for the next.
    shown: String,
}

impl Csv {
    pub(super) fn new<F: Exported>(mut out: Out, options: &Options<F>) -> Result<Self, ExportError> {
        options.dialect.begin(&mut out)?;
        let mut writer = options.dialect.builder().terminator(csv::Terminator::CRLF).from_writer(out);
        writer.write_record(options.columns.iter().map(|column| column.json)).map_err(failed)?;
        Ok(Self { writer, shown: String::new() })
    }

    pub(super) fn row<F: Exported>(
        &mut self,
        row: &F::Row,
        context: &Context<'_>,
        options: &Options<F>,
    ) -> Result<(), ExportError> {
        let dialect = options.dialect;
        for column in options.columns.iter() {
            self.shown.clear();
            let shown: &mut String = &mut self.shown;
            // Writing to a text never fails.
            let _ = match column.cell(row, context) {
                Cell::Empty => Ok(()),
                Cell::Text(text) => {
                    self.writer.write_field(dialect.text(text).as_bytes()).map_err(failed)?;
                    continue;
                }
                Cell::Words(words) => write!(shown, "{}", words.join(" ")),
                Cell::Flag(flag) => {
                    self.writer.write_field(if flag { "true" } else { "false" }).map_err(failed)?;
                    continue;
                }
                Cell::Amount(amount, _) => dialect.write_number(shown, amount),
                Cell::Amounts(amounts) => write!(shown, "{}", super::joined(amounts, dialect)),
                Cell::Parts(parts, _) => {
                    self.writer.write_field(dialect.text(&super::parts(parts, dialect)).as_bytes()).map_err(failed)?;
                    continue;
                }
                Cell::Date(date) => write!(shown, "{date}"),
                Cell::Number(number) => write!(shown, "{number}"),
                Cell::Instant(at) => write!(shown, "{at}"),
            };
            self.writer.write_field(&self.shown).map_err(failed)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(failed)
    }

    pub(super) fn finish(mut self) -> Result<(), ExportError> {
        Ok(self.writer.flush()?)
    }
}

fn failed(error: csv::Error) -> ExportError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        // Every record has as many fields as there are columns.
        _ => std::io::Error::from(std::io::ErrorKind::InvalidData).into(),
    }
}

/// Whether a spreadsheet may take a text for a formula, as it came or cleaned.
pub(super) fn is_armed(text: &str, cleaned: &str) -> bool {
    // Most begin with a letter or digit.
    !text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && (cleaned.trim_start().starts_with(is_formula) || text.starts_with(['\t', '\r', '\n']))
}

/// A text that a spreadsheet takes for a text: one that begins as a formula does gets an apostrophe before it.
fn disarmed(text: &str) -> Cow<'_, str> {
    let cleaned = clean_for_file(text);
    if is_armed(text, &cleaned) { Cow::Owned(format!("'{cleaned}")) } else { cleaned }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_texts() {
        for text in ["=1+1", "+36 1", "-x", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"] {
            assert!(disarmed(text).starts_with('\''), "{text:?}");
        }
        for text in ["", "a=b", "12", "Kovács - és", "'quoted"] {
            assert_eq!(disarmed(text), text);
        }
        assert_eq!(disarmed("a\u{1b}[31m\nb"), "a\u{FFFD}[31m b");
        // Opened where another delimiter is usual, the text falls into cells: none of them is a formula.
        assert_eq!(Dialect::PLAIN.text("a; =1+1"), "a; '=1+1");
        assert_eq!(Dialect::PLAIN.text("a, =1+1"), "a, =1+1", "quoted in the file");
        assert_eq!(Dialect::HUNGARIAN.text("a,@x;-1"), "a,'@x;-1");
        assert_eq!(Dialect::PLAIN.text("Kovács; és"), "Kovács; és");
        assert_eq!(Dialect::PLAIN.text("a;; \"\u{a0}=1;b;-2;"), "a;; \"\u{a0}'=1;b;'-2;");
        assert_eq!(Dialect { delimiter: b'\t', ..Dialect::PLAIN }.text("a,=1;+2"), "a,'=1;'+2");
    }
}
