//! Files of the journal: their names, their heads, and what is whole in them.

use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::frame::{self, Chain, Frame};
use crate::store::StoreError;
use crate::store::file::{self, At};

/// First bytes of every file.
const MAGIC: [u8; 8] = *b"FKTJRN1\n";

/// Bytes of the head: magic, number, first sequence, chain before it, CRC.
pub(super) const HEAD_LENGTH: u64 = 8 + 4 + 8 + 32 + 4;

/// Head of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Head {
    /// Its number.
    pub(in crate::store) number: u32,
    /// The number of its first entry.
    pub(in crate::store) first: u64,
    /// The chain before it.
    pub(in crate::store) chain: Chain,
}

/// Content of a file.
#[derive(Debug, Clone)]
pub(in crate::store) struct Scan {
    /// Its head; `None` when it is damaged.
    pub(in crate::store) head: Option<Head>,
    /// Its whole frames.
    pub(in crate::store) frames: Vec<Frame>,
    /// Damaged ranges, in order; the head's range if the head is damaged.
    pub(in crate::store) bad: Vec<Range<u64>>,
    /// Its length.
    pub(in crate::store) length: u64,
    /// Its content.
    pub(in crate::store) bytes: Vec<u8>,
}

impl Head {
    /// The first bytes of the file.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.number.to_le_bytes());
        bytes.extend(self.first.to_le_bytes());
        bytes.extend(self.chain);
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        bytes
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(&MAGIC)?;
        let (number, rest) = rest.split_first_chunk::<4>()?;
        let (first, rest) = rest.split_first_chunk::<8>()?;
        let (chain, _) = rest.split_first_chunk::<32>()?;
        let head = Self { number: u32::from_le_bytes(*number), first: u64::from_le_bytes(*first), chain: *chain };
        bytes.starts_with(&head.to_bytes()).then_some(head)
    }
}

impl Scan {
    /// The end of the file that is not whole, when nothing whole comes after it: torn, if this is the last file.
    pub(in crate::store) fn torn(&self) -> Option<Range<u64>> {
        self.bad.last().filter(|bad| bad.end == self.length).cloned()
    }

    /// The payload of a frame.
    pub(in crate::store) fn payload(&self, frame: &Frame) -> &[u8] {
        self.bytes.get(frame.payload.clone()).unwrap_or_default()
    }
}

/// Path of the file of this number.
pub(in crate::store) fn path(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("{number:06}.log"))
}

/// The files of a journal with their numbers, in order.
pub(in crate::store) fn list(folder: &Path) -> Result<Vec<(u32, PathBuf)>, StoreError> {
    let number = |path: &Path| file::name(path).strip_suffix(".log")?.parse::<u32>().ok();
    let mut files: Vec<_> = file::list(folder)?.into_iter().filter_map(|path| Some((number(&path)?, path))).collect();
    files.sort();
    Ok(files)
}

/// The head of a file; `None` when it is damaged.
pub(super) fn head(path: &Path) -> Result<Option<Head>, StoreError> {
    Ok(Head::parse(&file::read_range(path, 0, HEAD_LENGTH)?))
}

/// Reads a file and finds what is whole in it.
pub(in crate::store) fn scan(path: &Path) -> Result<Scan, StoreError> {
    let mut bytes = Vec::new();
    crate::process::open_file(path).and_then(|mut file| file.read_to_end(&mut bytes)).at(path)?;
    let length = bytes.len();
    let wide = |offset: usize| u64::try_from(offset).unwrap_or(u64::MAX);
    let head = Head::parse(&bytes);
    let start = usize::try_from(HEAD_LENGTH).unwrap_or(usize::MAX);
    let mut scan = Scan { head, frames: Vec::new(), bad: Vec::new(), length: wide(length), bytes };
    if scan.head.is_none() {
        scan.bad.push(0..wide(start.min(length)));
    }
    let mut offset = start;
    while offset < length {
        let found = frame::parse(&scan.bytes, offset).or_else(|| frame::find(&scan.bytes, offset));
        let begin = found.as_ref().map_or(length, |frame| frame.offset);
        if begin > offset {
            scan.bad.push(wide(offset)..wide(begin));
        }
        offset = found.as_ref().map_or(length, |frame| frame.payload.end);
        scan.frames.extend(found);
    }
    // A damaged head with nothing whole behind it is one torn piece.
    if scan.head.is_none() && scan.frames.is_empty() {
        scan.bad = std::iter::once(0..scan.length).collect();
    }
    Ok(scan)
}

/// Copies the end of a file into the folder for damaged things and returns where.
pub(super) fn keep(path: &Path, from: u64, aside: &Path) -> Result<PathBuf, StoreError> {
    let bytes = file::read_range(path, from, u64::MAX)?;
    file::create_folder(aside)?;
    let target = file::free_name(aside, &format!("journal-{}-at-{from}", file::name(path)));
    file::write(&target, &bytes)?;
    Ok(target)
}
