//! Tables in workbooks.
//!
//! For: XLSX by mappings. Uses: calamine; flate2 to know beforehand what a workbook unpacks to. Never: a formula.

use std::io::{BufReader, Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};

use super::Options;
use super::event::{BankError, Take};
use super::mapping::{Lack, Mapping};
use super::source::Source;
use super::table::{COLUMNS, TITLES, Table};
use super::xml;

/// Most bytes of a workbook.
const PACKED: u64 = 32 << 20;
/// Most bytes that it may unpack to.
const UNPACKED: u64 = 400 << 20;
/// Most bytes that the texts of its cells may unpack to, which are held in memory: each costs more there than in the file.
const TEXTS: u64 = 64 << 20;

/// Reads a workbook by the mapping that one of its sheets is of.
///
/// # Errors
/// It is damaged or too large, or no mapping knows it.
pub(super) fn read(source: &dyn Source, mappings: &[Mapping], options: &Options, take: Take<'_>) -> Result<(), BankError> {
    let mut bytes = Vec::new();
    let stream = |error: std::io::Error| BankError::stream(&error, 1);
    source.open().map_err(stream)?.take(PACKED + 1).read_to_end(&mut bytes).map_err(stream)?;
    if memchr::memmem::find(&bytes, b"[Content_Types].xml").is_none() {
        return Err(BankError::Packed);
    }
    if bytes.len() as u64 > PACKED || unpacked(&bytes).is_none_or(|size| size > UNPACKED) {
        return Err(BankError::TooLarge { line: 1 });
    }
    let malformed = |detail: String| BankError::Malformed { format: "XLSX".to_owned(), line: 1, detail };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| malformed(error.to_string()))?;
    let (mut seen, mut lack) = (String::new(), None);
    for name in book.sheet_names() {
        for mapping in mappings.iter().filter(|mapping| mapping.sheet.as_deref().is_none_or(|sheet| sheet == name)) {
            let mut sheet = Sheet { mapping, options, table: None, rows: 0, seen: std::mem::take(&mut seen), lack };
            // Cell by cell: the area that a sheet says it has may be larger than any memory.
            let mut cells = book.worksheet_cells_reader(&name).map_err(|error| malformed(error.to_string()))?;
            let (mut row, mut at) = (Vec::new(), None);
            while let Some(cell) = cells.next_cell().map_err(|error| malformed(error.to_string()))? {
                let (number, column) = cell.get_position();
                if at.is_some_and(|at| at != number) {
                    sheet.row(&row, at.unwrap_or_default(), take)?;
                    row.clear();
                    if sheet.is_other() {
                        break;
                    }
                }
                at = Some(number);
                let column = usize::try_from(column).unwrap_or(usize::MAX);
                if column < COLUMNS {
                    if row.len() <= column {
                        row.resize(column + 1, String::new());
                    }
                    if let Some(target) = row.get_mut(column) {
                        *target = text(cell.get_value(), mapping.decimal_sign());
                    }
                }
            }
            if let Some(at) = at.filter(|_| !sheet.is_other()) {
                sheet.row(&row, at, take)?;
            }
            (seen, lack) = (std::mem::take(&mut sheet.seen), sheet.lack.take());
            if let Some(table) = sheet.table {
                return table.end(take);
            }
        }
    }
    Err(match (mappings, lack) {
        ([only], Some(lack)) => only.misfit(&lack),
        _ => BankError::NoMapping { columns: seen },
    })
}

/// A sheet that is read by a mapping.
struct Sheet<'m> {
    mapping: &'m Mapping,
    options: &'m Options,
    table: Option<Table<'m>>,
    rows: usize,
    /// Titles of the first row that has some.
    seen: String,
    /// What the row lacks that is most like the mapping.
    lack: Option<Lack>,
}

impl Sheet<'_> {
    /// Whether its titles are not those of the mapping.
    const fn is_other(&self) -> bool {
        self.table.is_none() && self.rows > TITLES
    }

    fn row(&mut self, cells: &[String], number: u32, take: Take<'_>) -> Result<(), BankError> {
        self.rows += 1;
        if self.seen.is_empty() && cells.iter().filter(|cell| !cell.is_empty()).count() > 3 {
            self.seen = cells.join(" | ");
        }
        if let Some(table) = self.table.as_mut() {
            return table.row(cells, u64::from(number) + 1, take);
        }
        self.table = Table::new(self.mapping, cells, self.options);
        if self.table.is_none() {
            let lack = self.mapping.lack(cells, u64::from(number) + 1);
            self.lack = Lack::nearer(self.lack.take(), Some(lack));
        }
        match self.table.as_mut().filter(|_| !self.mapping.titles) {
            Some(table) => table.row(cells, u64::from(number) + 1, take),
            None => Ok(()),
        }
    }
}

/// A cell as text. A number has the shortest digits that mean it, as it was written, with the sign that the mapping has before decimals.
fn text(cell: &DataRef<'_>, decimal: Option<char>) -> String {
    match cell {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Float(number) => shown(*number, decimal),
        DataRef::Int(number) => number.to_string(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        _ => String::new(),
    }
}

/// A number as the program that wrote it shows it: with 15 significant digits. What a sum leaves behind them, as in 1270.1000000000001,
/// is of the arithmetic and of no amount. Whole numbers are exact as they are.
fn shown(number: f64, decimal: Option<char>) -> String {
    if number.fract() == 0.0 {
        return number.to_string();
    }
    let rounded = format!("{number:.14e}").parse::<f64>().unwrap_or(number).to_string();
    match rounded.split_once('.') {
        // Three digits after a sign may be thousands in a text; those of a number are none.
        Some((whole, digits)) if digits.len() == 3 => format!("{whole}{}{digits}0", decimal.unwrap_or('.')),
        Some((whole, digits)) => format!("{whole}{}{digits}", decimal.unwrap_or('.')),
        None => rounded,
    }
}

/// How much the files of an archive unpack to; `None` if it is no archive, or more than is allowed.
fn unpacked(bytes: &[u8]) -> Option<u64> {
    let number = |at: usize, size: usize| {
        let bytes = bytes.get(at..at.checked_add(size)?)?;
        Some(bytes.iter().rev().fold(0usize, |value, byte| value << 8 | usize::from(*byte)))
    };
    let end = memchr::memmem::rfind(bytes, b"PK\x05\x06")?;
    let (count, size, mut at) = (number(end + 10, 2)?, number(end + 12, 4)?, number(end + 16, 4)?);
    // Another directory than this one, which the reader might take: that of a larger form, or one at another place.
    let larger = end.checked_sub(20).and_then(|at| bytes.get(at..at + 4)).is_some_and(|sign| sign == b"PK\x06\x07");
    if larger || count == 0 || at.checked_add(size)? != end || end + 22 + number(end + 20, 2)? != bytes.len() {
        return None;
    }
    let mut total = 0u64;
    for _ in 0..count {
        if bytes.get(at..at + 4)? != b"PK\x01\x02" {
            return None;
        }
        let (method, packed, local) = (number(at + 10, 2)?, number(at + 20, 4)?, number(at + 42, 4)?);
        let name = bytes.get(at + 46..at + 46 + number(at + 28, 2)?)?;
        let most = if name.to_ascii_lowercase().ends_with(b"sharedstrings.xml") { TEXTS } else { UNPACKED };
        at += 46 + number(at + 28, 2)? + number(at + 30, 2)? + number(at + 32, 2)?;
        let from = local + 30 + number(local + 26, 2)? + number(local + 28, 2)?;
        let content = bytes.get(from..from.checked_add(packed)?)?;
        let unpacked = match method {
            0 => content.len() as u64,
            8 => {
                let mut inflated = flate2::read::DeflateDecoder::new(content).take(most + 1);
                std::io::copy(&mut inflated, &mut std::io::sink()).ok()?
            }
            _ => return None,
        };
        total += unpacked;
        if unpacked > most || total > UNPACKED || !is_bounded(name, method, content) {
            return None;
        }
    }
    Some(total)
}

/// Whether a part of a workbook has no cell and no tag that is larger than any bank writes: the reader holds it whole.
fn is_bounded(name: &[u8], method: usize, content: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    if !name.ends_with(b".xml") && !name.ends_with(b".rels") {
        return true;
    }
    let is_sheet = memchr::memmem::find(&name, b"worksheets/").is_some();
    if method == 0 {
        return xml::is_bounded(content, is_sheet);
    }
    xml::is_bounded(BufReader::new(flate2::read::DeflateDecoder::new(content)), is_sheet)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_number_has_the_digits_that_the_program_shows() {
        let numbers = [1_270.100_000_000_000_1, 0.1 + 0.2, -4990.0, 120_000.5, 1_177_301_611_111_018.0, 12.345, 0.0];
        let shown = numbers.map(|number| super::shown(number, None));
        assert_eq!(shown, ["1270.1", "0.3", "-4990", "120000.5", "1177301611111018", "12.3450", "0"]);
        // As the mapping reads amounts; three digits are no thousands.
        let shown = numbers.map(|number| super::shown(number, Some(',')));
        assert_eq!(shown, ["1270,1", "0,3", "-4990", "120000,5", "1177301611111018", "12,3450", "0"]);
    }
}
