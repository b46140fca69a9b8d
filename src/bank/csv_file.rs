//! Tables in text files.
//!
//! For: CSV by mappings. Uses: the csv crate. Never: more than one row in memory.

use std::io::Read;

use super::Options;
use super::charset::{self, Charset};
use super::event::{BankError, Take};
use super::mapping::{Lack, Mapping};
use super::source::{Bounded, Source, too_long};
use super::table::{COLUMNS, TITLES, Table};

/// Longest stretch without the end of a line.
const LINE: usize = 1 << 20;
/// Bytes in which the titles are looked for.
const FIRST: u64 = 1 << 16;

const SEPARATORS: [u8; 4] = [b';', b',', b'\t', b'|'];

/// Which mapping a file is of, and its separator.
#[derive(Debug)]
pub(super) struct Found<'m> {
    mapping: &'m Mapping,
    separator: u8,
    charset: Charset,
}

/// Looks for the mapping of a file; the titles that were seen where there is none.
///
/// # Errors
/// It cannot be read.
pub(super) fn find<'m>(source: &dyn Source, mappings: &'m [Mapping]) -> Result<Result<Found<'m>, String>, BankError> {
    let stream = |error: std::io::Error| BankError::stream(&error, 1);
    let guessed = charset::guess(source).map_err(stream)?;
    let (mut seen, mut lack) = (String::new(), None);
    for mapping in mappings {
        let charset = mapping.encoding.as_deref().and_then(Charset::named).unwrap_or(guessed);
        let mut text = Vec::new();
        charset::open(source, charset).map_err(stream)?.take(FIRST).read_to_end(&mut text).map_err(stream)?;
        let separators = match mapping.separator.as_deref().and_then(|sign| sign.bytes().next()) {
            Some(sign) => vec![sign],
            None => SEPARATORS.to_vec(),
        };
        for separator in separators {
            for row in reader(text.as_slice(), separator).records().take(TITLES) {
                let Ok(row) = row else { break };
                let titles: Vec<String> = row.iter().take(COLUMNS).map(str::to_owned).collect();
                if mapping.places(&titles).is_some() {
                    return Ok(Ok(Found { mapping, separator, charset }));
                }
                if seen.is_empty() && titles.len() > 3 {
                    seen = titles.join(" | ");
                }
                let line = row.position().map_or(1, csv::Position::line);
                lack = Lack::nearer(lack, Some(mapping.lack(&titles, line)));
            }
        }
    }
    match (mappings, lack) {
        // One that was named: what is wrong with it is known.
        ([only], Some(lack)) => Err(only.misfit(&lack)),
        _ => Ok(Err(seen)),
    }
}

/// Lets no more than a number of bytes through until it is told to begin anew: no row is held in memory beyond that.
#[derive(Debug)]
pub(super) struct Budget<R> {
    inner: R,
    left: usize,
}

impl<R: Read> Budget<R> {
    /// A guard with the room of one row.
    pub(super) const fn new(inner: R) -> Self {
        Self { inner, left: LINE }
    }

    /// The next row begins.
    pub(super) const fn renew(&mut self) {
        self.left = LINE;
    }
}

impl<R: Read> Read for Budget<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            return Err(too_long());
        }
        let most = out.len().min(self.left);
        let read = self.inner.read(out.get_mut(..most).unwrap_or_default())?;
        self.left -= read;
        Ok(read)
    }
}

/// Lines within a cell that look like rows of so many columns: a quotation mark that is not closed takes them in.
pub(super) fn swallowed(cells: &[String], separator: u8, columns: usize) -> impl Iterator<Item = Vec<&str>> {
    let lines = cells.iter().filter(|cell| cell.contains('\n')).flat_map(|cell| cell.lines().skip(1));
    let row = move |line| str::split(line, char::from(separator)).map(|cell| cell.trim().trim_matches('"')).collect::<Vec<_>>();
    lines.map(row).filter(move |row| row.len() >= columns.max(2))
}

/// The error of a quotation mark that is not closed.
pub(super) fn unclosed(line: u64) -> BankError {
    BankError::Malformed { format: "CSV".to_owned(), line, detail: "a quotation mark is not closed".to_owned() }
}

fn reader<R: Read>(stream: R, separator: u8) -> csv::Reader<R> {
    csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(stream)
}

/// Reads a file by its mapping.
///
/// # Errors
/// The stream ends with an error, or there is no row.
pub(super) fn read(source: &dyn Source, found: &Found<'_>, options: &Options, take: Take<'_>) -> Result<(), BankError> {
    let stream = charset::open(source, found.charset).map_err(|error| BankError::stream(&error, 1))?;
    let mut reader = reader(Budget::new(Bounded::new(stream, [b'\n', b'\n'], LINE)), found.separator);
    let mut table: Option<Table<'_>> = None;
    let mut row = csv::StringRecord::new();
    let mut columns = 0;
    loop {
        reader.get_mut().renew();
        let line = reader.position().line();
        let more = reader.read_record(&mut row).map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) => BankError::stream(&error, line),
            _ => BankError::Malformed { format: "CSV".to_owned(), line, detail: "UTF-8".to_owned() },
        })?;
        if !more {
            break;
        }
        let line = row.position().map_or(line, csv::Position::line);
        let cells: Vec<String> = row.iter().take(COLUMNS).map(str::to_owned).collect();
        match table.as_mut() {
            Some(table) => {
                if swallowed(&cells, found.separator, columns).any(|row| table.is_row(&row)) {
                    return Err(unclosed(line));
                }
                table.row(&cells, line, take)?;
            }
            None => {
                columns = cells.len();
                table = Table::new(found.mapping, &cells, options);
                // Without titles the first row is one already.
                if let Some(table) = table.as_mut().filter(|_| !found.mapping.titles) {
                    table.row(&cells, line, take)?;
                }
            }
        }
    }
    table.map_or(Err(BankError::Empty), |table| table.end(take))
}
