//! Sends the parts of a file to the store, some at a time: entries as they are read, then the bytes.
//!
//! For: the import. Uses: the readers, a bounded channel. Never: the whole file in memory, a call larger than the host takes.

use tokio::sync::mpsc;

use super::twins::Twins;
use super::{Beside, Known, Reading, hash};
use crate::bank::{BankError, Collector, Source, read};
use crate::domain::bank::{BankEntry, BankStatement, EntryDetail};
use crate::domain::{CompanyId, RemoteId};
use crate::service::bank::{BYTES, ENTRIES, TEXTS, details_of};
use crate::service::bank_marked;
use crate::service::cases::{StageBank, StagedBytes, StagedEntries};

/// Bytes of a call, about: well below what the host takes, however its texts are escaped.
const CALL: usize = 384 * 1024;
/// Bytes of an entry or a part beside its texts.
const FIXED: usize = 300;

/// Entries of a statement that are gathered to be sent.
#[derive(Default)]
struct Open {
    /// The statement.
    id: Option<RemoteId>,
    /// Number of the next part.
    number: usize,
    entries: Vec<BankEntry>,
    /// Bytes of their texts.
    texts: usize,
    /// How many entries were known.
    known: u64,
    /// How many are perhaps known.
    doubtful: u64,
}

/// Gathers parts and sends them.
struct Sender<'s> {
    company: CompanyId,
    file: String,
    known: &'s Known,
    twins: Twins,
    to: &'s mpsc::Sender<StageBank>,
    /// Two by place of the statement: what is new, and what it tells more of known entries.
    open: Vec<Open>,
    ready: Vec<StagedEntries>,
    bytes: Vec<(usize, StagedBytes)>,
    /// Size of what is ready.
    size: usize,
}

/// How large a detail is on its way: what is escaped counts more.
fn weight(detail: &EntryDetail) -> usize {
    let escaped = |text: &str| text.bytes().filter(|byte| byte.is_ascii_control() || matches!(byte, b'"' | b'\\')).count() * 5;
    let texts = [&detail.name, &detail.account, &detail.text, &detail.end_to_end, &detail.structured];
    FIXED + texts.iter().map(|text| text.len() + escaped(text)).sum::<usize>()
}

impl Sender<'_> {
    /// Sends what is ready.
    fn flush(&mut self) -> Result<(), BankError> {
        if self.ready.is_empty() && self.bytes.is_empty() {
            return Ok(());
        }
        let (entries, bytes) = (std::mem::take(&mut self.ready), std::mem::take(&mut self.bytes));
        self.size = 0;
        let part = StageBank { company: self.company, entries, file: self.file.clone(), bytes };
        self.to.blocking_send(part).map_err(|_| BankError::File { detail: "interrupted".to_owned() })
    }

    fn add(&mut self, part: StagedEntries, size: usize) -> Result<(), BankError> {
        if self.size + size > CALL {
            self.flush()?;
        }
        self.size += size;
        self.ready.push(part);
        Ok(())
    }

    /// Ends the part of a statement.
    fn close(&mut self, at: usize, goes_on: bool) -> Result<(), BankError> {
        let Some(open) = self.open.get_mut(at).filter(|open| !open.entries.is_empty()) else { return Ok(()) };
        let Some(statement) = open.id.clone() else { return Ok(()) };
        let (number, size) = (open.number, open.texts);
        (open.number, open.texts) = (number + 1, 0);
        let entries = std::mem::take(&mut open.entries);
        self.add(StagedEntries { statement, number, goes_on, entries }, size)
    }

    fn entry(&mut self, place: usize, statement: &BankStatement, mut entry: BankEntry) -> Result<(), BankError> {
        let mut at = place.saturating_mul(2);
        if self.open.len() <= at {
            self.open.resize_with(at + 2, Open::default);
        }
        let mut told = self.known.get(&*statement.account).and_then(|known| known.get(&entry.id)).copied();
        // Another format tells the same entry with other texts, by which it has another identifier.
        let twin = self.twins.take(place, &entry).filter(|_| told.is_none());
        let is_twin = twin.is_some();
        if let Some((id, known)) = twin {
            (entry.id, told) = (id, Some(known));
        }
        if let Some(told) = told {
            if let Some(open) = self.open.get_mut(at) {
                open.known += 1;
            }
            if entry.told() <= told {
                if !is_twin {
                    return Ok(());
                }
                // It says no more, but which one it is.
                let whole = EntryDetail { amount: entry.whole.amount, ..EntryDetail::default() };
                entry = BankEntry { whole, parts: Vec::new(), charges: None, reference: "".into(), code: "".into(), ..entry };
            }
            at += 1;
        } else if self.twins.is_doubtful(&entry) {
            entry.id = bank_marked(&entry.id);
            if let Some(open) = self.open.get_mut(at) {
                open.doubtful += 1;
            }
        }
        let Some(open) = self.open.get_mut(at) else { return Ok(()) };
        if open.id.is_none() {
            open.id = Some(if told.is_some() { details_of(&statement.id) } else { statement.id.clone() });
        }
        let parts: usize = entry.parts.iter().map(weight).sum();
        let size = FIXED + weight(&entry.whole) + parts;
        if size > TEXTS {
            return self.large(at, entry);
        }
        if open.entries.len() >= ENTRIES || open.texts + size > TEXTS {
            self.close(at, false)?;
        }
        if let Some(open) = self.open.get_mut(at) {
            open.texts += size;
            open.entries.push(entry);
        }
        Ok(())
    }

    /// A batch that no record has room for: its parts follow in records of their own.
    fn large(&mut self, at: usize, mut entry: BankEntry) -> Result<(), BankError> {
        self.close(at, false)?;
        let mut goes_on = false;
        let mut parts = std::mem::take(&mut entry.parts).into_iter().peekable();
        let blank = BankEntry { whole: EntryDetail::default(), ..entry.clone() };
        let mut next = Some(entry);
        while let Some(mut piece) = next.take() {
            let mut texts = FIXED + weight(&piece.whole);
            while let Some(part) = parts.next_if(|part| texts + weight(part) <= TEXTS) {
                texts += weight(&part);
                piece.parts.push(part);
            }
            if let Some(open) = self.open.get_mut(at) {
                open.texts = texts;
                open.entries.push(piece);
            }
            self.close(at, goes_on)?;
            goes_on = true;
            next = parts.peek().map(|_| blank.clone());
        }
        Ok(())
    }
}

/// Reads the file again and sends what is new of it; how many entries of each statement were known, and how many perhaps.
pub(super) fn send(
    company: CompanyId,
    reading: &Reading,
    (known, twins, beside): (&Known, Twins, &Beside),
    to: &mpsc::Sender<StageBank>,
) -> Result<Vec<(usize, u64, u64)>, BankError> {
    let source = reading.path.as_path();
    if hash(&source)? != reading.hash {
        return Err(BankError::Changed);
    }
    let (file, ready, bytes) = (reading.hash.clone(), Vec::new(), Vec::new());
    let mut sender = Sender { company, file, known, twins, to, open: Vec::new(), ready, bytes, size: 0 };
    let mut give = |at: usize, statement: &BankStatement, entry: BankEntry| sender.entry(at, statement, beside.in_place(entry));
    let mut collector =
        Collector::new(&reading.hash, &reading.name, &reading.word, &reading.options, Some(&mut give)).again(reading.again);
    read(&source, reading.format, &reading.options, &mut |event| collector.take(event))?;
    drop(collector);
    for at in 0..sender.open.len() {
        sender.close(at, false)?;
    }
    send_bytes(&source, &mut sender)?;
    Ok(sender.open.iter().step_by(2).enumerate().map(|(at, open)| (at, open.known, open.doubtful)).collect())
}

/// Sends the bytes of the file.
fn send_bytes(source: &dyn Source, sender: &mut Sender<'_>) -> Result<(), BankError> {
    let wrong = |error: std::io::Error| BankError::File { detail: error.to_string() };
    let mut reader = source.open().map_err(wrong)?;
    for number in 0.. {
        let mut part = Vec::with_capacity(BYTES);
        let mut limited = std::io::Read::take(&mut reader, BYTES as u64);
        std::io::Read::read_to_end(&mut limited, &mut part).map_err(wrong)?;
        if part.is_empty() {
            break;
        }
        let size = part.len().div_ceil(3) * 4;
        if sender.size + size > CALL {
            sender.flush()?;
        }
        sender.size += size;
        sender.bytes.push((number, StagedBytes(part)));
    }
    sender.flush()
}
