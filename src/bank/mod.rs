//! Bank statements in, transfers out, and what an entry pays.
//!
//! For: service, command line. Uses: domain, error. Never: the store, a file that was not opened for it.
//!
//! A reader is told by the content of a file, reads it as a stream and tells events ([`Event`]); no field, depth or batch is without a
//! bound. [`Collector`] checks what readers tell: balances, pages, identifiers.

pub mod account;
mod camt;
mod charset;
mod collect;
mod csv_file;
mod event;
mod magnet;
mod mapping;
pub mod matching;
mod mt940;
mod ofx;
mod order;
pub mod pain;
pub mod payments;
mod source;
mod table;
mod value;
mod workbook;
mod xml;

#[cfg(test)]
mod tests;

use std::io::BufRead;

pub use charset::{Charset, guess};
pub use collect::{Collected, Collector, Give, statement_id};
pub use event::{BankError, Event, Head, Refused, Tail, Take};
pub use mapping::{Columns, Mapping};
pub use order::in_order;
pub use source::{Source, head};
pub use value::{DayOrder, amount, day};

use crate::domain::Currency;

/// What is known about a file beside its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Name of the file.
    pub name: String,
    /// Account, where the file does not tell it.
    pub account: Option<String>,
    /// Currency, where the file does not tell it.
    pub currency: Option<Currency>,
    /// Accounts with their currencies, as earlier statements told them.
    pub known: Vec<(Box<str>, Currency)>,
    /// Mappings of tables to try, the first that fits.
    pub mappings: Vec<Mapping>,
}

impl Options {
    /// The currency of an account, as it was given or as earlier statements told it; `None` if they told several.
    #[must_use]
    pub fn currency_of(&self, account: &str) -> Option<Currency> {
        let account = account::canonical(account);
        let mut told = self.known.iter().filter(|(known, _)| **known == *account).map(|(_, currency)| currency);
        let first = told.next();
        self.currency.clone().or_else(|| first.filter(|first| told.all(|other| other == *first)).cloned())
    }
}

/// Format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// camt of ISO 20022.
    Camt,
    /// MT940 or MT942.
    Mt940,
    /// OFX 1 or 2.
    Ofx,
    /// The XML of `MagNet`.
    Magnet,
    /// A workbook.
    Workbook,
    /// A table in a text file.
    Table,
}

impl Format {
    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Camt => "camt",
            Self::Mt940 => "mt940",
            Self::Ofx => "ofx",
            Self::Magnet => "magnet",
            Self::Workbook => "xlsx",
            Self::Table => "csv",
        }
    }
}

/// The format of a file, by its content, and the word for it, with the version where it has one.
///
/// # Errors
/// It cannot be read, or is empty.
pub fn detect(source: &dyn Source) -> Result<(Format, String), BankError> {
    let first = head(source, 1 << 16).map_err(|error| BankError::stream(&error, 1))?;
    if first.starts_with(b"PK\x03\x04") {
        return Ok((Format::Workbook, "xlsx".to_owned()));
    }
    // Workbooks before 2007, and single XML documents.
    let is_old = first.starts_with(b"\xD0\xCF\x11\xE0")
        || memchr::memmem::find(&first, b"urn:schemas-microsoft-com:office:spreadsheet").is_some();
    if is_old {
        return Err(BankError::OldWorkbook);
    }
    let bytes = first.as_slice();
    let charset = guess(&bytes).unwrap_or(Charset::Utf8);
    let mut text = Vec::new();
    let mut reader = charset::open(&bytes, charset).map_err(|error| BankError::stream(&error, 1))?;
    loop {
        let part = reader.fill_buf().map_err(|error| BankError::stream(&error, 1))?;
        if part.is_empty() {
            break;
        }
        text.extend_from_slice(part);
        let length = part.len();
        reader.consume(length);
    }
    let text = String::from_utf8_lossy(&text);
    let start = text.trim_start();
    if start.is_empty() {
        return Err(BankError::Empty);
    }
    if let Some(at) = text.find(":xsd:camt.") {
        let word: String =
            text.get(at + 5..).unwrap_or_default().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '.').collect();
        return Ok((Format::Camt, word));
    }
    if text.contains("<NetBankXML") {
        return Ok((Format::Magnet, "magnet".to_owned()));
    }
    let upper = start.get(..4000.min(start.len())).unwrap_or(start).to_ascii_uppercase();
    if start.starts_with("OFXHEADER") || upper.contains("<OFX>") || upper.contains("<?OFX") {
        return Ok((Format::Ofx, if start.starts_with('<') { "ofx2" } else { "ofx1" }.to_owned()));
    }
    if ["BkToCstmrStmt", "BkToCstmrAcctRpt", "BkToCstmrDbtCdtNtfctn"].iter().any(|name| text.contains(name)) {
        return Ok((Format::Camt, "camt".to_owned()));
    }
    let tags = text.lines().filter_map(mt940::tag).map(|(tag, _)| tag);
    let (mut account, mut statement, mut interim) = (false, false, false);
    for tag in tags {
        account |= tag.starts_with("25");
        statement |= matches!(tag, "60F" | "60M" | "61" | "62F" | "62M");
        interim |= matches!(tag, "34F" | "13D" | "90C" | "90D");
    }
    if account && (statement || interim) {
        return Ok((Format::Mt940, if interim { "mt942" } else { "mt940" }.to_owned()));
    }
    Ok((Format::Table, "csv".to_owned()))
}

/// Reads a file of a format; `take` is told what is in it.
///
/// # Errors
/// The file is damaged, too large or unknown, or `take` fails.
pub fn read(source: &dyn Source, format: Format, options: &Options, take: Take<'_>) -> Result<(), BankError> {
    match format {
        Format::Camt => camt::read(source, take),
        Format::Ofx => ofx::read(source, take),
        Format::Magnet => magnet::read(source, take),
        Format::Workbook => workbook::read(source, &options.mappings, options, take),
        Format::Mt940 => {
            let stream = |error: std::io::Error| BankError::stream(&error, 1);
            let charset = guess(source).map_err(stream)?;
            mt940::read(charset::open(source, charset).map_err(stream)?, take)
        }
        Format::Table => match csv_file::find(source, &options.mappings)? {
            Ok(found) => csv_file::read(source, &found, options, take),
            Err(columns) if columns.is_empty() => Err(BankError::Unknown),
            Err(columns) => Err(BankError::NoMapping { columns }),
        },
    }
}
