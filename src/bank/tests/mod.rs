//! The readers against statements as banks write them, and against bytes that are none.

mod camt;
mod dialects;
mod formats;
mod hostile;
mod months;
mod mt940;
mod shapes;
mod tables;

use super::{Collected, Collector, Format, Mapping, Options, detect, read};
use crate::domain::bank::BankEntry;

/// Form, word of it, statements, and entries with the number of their statement.
type ReadWhole = (Format, String, Collected, Vec<(usize, BankEntry)>);

/// What a file holds: statements and entries.
fn collect_with(bytes: &[u8], options: &Options) -> Result<ReadWhole, super::BankError> {
    let (format, word) = detect(&bytes)?;
    let mut entries = Vec::new();
    let mut give = |at: usize, _: &crate::domain::bank::BankStatement, entry: BankEntry| {
        entries.push((at, entry));
        Ok(())
    };
    let mut collector = Collector::new(&"0".repeat(64), "statement", &word, options, Some(&mut give));
    read(&bytes, format, options, &mut |event| collector.take(event))?;
    let found = collector.end_of_file();
    Ok((format, word, found, entries))
}

fn options() -> Options {
    Options { mappings: Mapping::all().expect("presets"), ..Options::default() }
}

fn collect(bytes: &[u8]) -> (Format, String, Collected, Vec<(usize, BankEntry)>) {
    collect_with(bytes, &options()).expect("a statement")
}

fn shown(entry: &BankEntry) -> String {
    let whole = &entry.whole;
    let day = entry.booked.map_or_else(|| "-".to_owned(), |day| day.to_string());
    format!("{day} {} [{}|{}|{}|{}]", whole.amount, whole.name, whole.account, whole.text.replace('\n', "⏎"), whole.end_to_end)
}
