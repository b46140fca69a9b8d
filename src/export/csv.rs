//! CSV after RFC 4180: numbers as numbers, dates ISO, texts on one line and never a formula.

use std::borrow::Cow;
use std::io::Write;

use super::{Cell, ExportError, Options, Out};
use crate::domain::InvoiceRow;
use crate::domain::text::clean_for_file;

/// A CSV file in the making.
pub(super) struct Csv {
    writer: csv::Writer<Out>,
}

impl Csv {
    pub(super) fn new(mut out: Out, options: &Options) -> Result<Self, ExportError> {
        if options.byte_order_mark {
            out.write_all("\u{FEFF}".as_bytes())?;
        }
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        writer.write_record(options.columns.iter().map(super::Column::as_str)).map_err(failed)?;
        Ok(Self { writer })
    }

    pub(super) fn row(&mut self, row: &InvoiceRow, company: &str, options: &Options) -> Result<(), ExportError> {
        for column in options.columns.iter() {
            match column.cell(row, company, options.today) {
                Cell::Empty => self.writer.write_field(""),
                Cell::Text(text) => self.writer.write_field(disarmed(&text).as_bytes()),
                Cell::Amount(amount, _) => self.writer.write_field(amount.to_string()),
                Cell::Date(date) => self.writer.write_field(date.to_string()),
                Cell::Number(number) => self.writer.write_field(number.to_string()),
                Cell::Flag(flag) => self.writer.write_field(if flag { "true" } else { "false" }),
                Cell::Instant(at) => self.writer.write_field(at.to_string()),
            }
            .map_err(failed)?;
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

/// A text that a spreadsheet takes for a text: one that begins as a formula does gets an apostrophe before it.
pub(super) fn disarmed(text: &str) -> Cow<'_, str> {
    let cleaned = clean_for_file(text);
    let formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let armed = cleaned.trim_start().starts_with(formula) || text.starts_with(['\t', '\r', '\n']);
    if armed { Cow::Owned(format!("'{cleaned}")) } else { cleaned }
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
    }
}
