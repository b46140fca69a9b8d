//! The journal: what no provider can give twice, in append-only files.
//!
//! For: runs, field changes, the last state of vanished invoices; the database's copy of them is an index that can be made
//! again from here. Uses: [`super::file`], [`super::record`]. Never: the database.
//!
//! Files: `journal/000001.log`, `000002.log`…, a new one after some megabytes. Each has a head ([`segment`]) and frames
//! ([`frame`]): length, sequence number, CRC-32, hash chain, one entry. One append is one frame is one commit.
//!
//! Durability: an append is synced before it returns, and it happens before the database is touched. So at the end of the
//! last file there may be a torn frame, which was never acknowledged: it is cut off when the journal is opened. A frame
//! that is damaged with whole ones after it was not torn: it stays where it is, readers skip it, and `check` names it.
//! If the database then fails to apply an entry, the entry is cut off again, or, after a crash, marked as rolled back.

pub(in crate::store) mod frame;
pub(in crate::store) mod read;
pub(in crate::store) mod segment;
#[cfg(test)]
mod tests;

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::StoreError;
use super::file::{self, At};
use super::record::{Entry, encode};
use frame::Chain;
use segment::Head;

/// Folder of the journal in the store.
pub(in crate::store) const FOLDER: &str = "journal";

/// A file that is longer gets no more frames.
const ROTATE: u64 = 4 * 1024 * 1024;

/// The journal, open for appending.
#[derive(Debug)]
pub(in crate::store) struct Journal {
    folder: PathBuf,
    file: File,
    path: PathBuf,
    end: End,
    /// Set when a failed append could not be taken back: then nothing may be appended after it.
    broken: bool,
}

/// End of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct End {
    /// Number of the last file.
    pub(in crate::store) number: u32,
    /// Its length.
    pub(in crate::store) length: u64,
    /// Number of the last entry; 0 when there is none.
    pub(in crate::store) sequence: u64,
    /// Hash over all entries.
    pub(in crate::store) chain: Chain,
}

impl Journal {
    /// Opens the journal of a store; begins one when there is none. What is torn at its end is cut off.
    ///
    /// `known` is the last entry that the journal is known to have had (it was closed cleanly, or the database says so). When
    /// the end is cut off before it, that was damage: the bytes are kept in the folder `aside`, and the path is returned.
    pub(in crate::store) fn open(store: &Path, known: u64, aside: &Path) -> Result<(Self, Option<PathBuf>), StoreError> {
        let folder = store.join(FOLDER);
        file::create_folder(&folder)?;
        let mut kept = None;
        loop {
            let Some((number, path)) = segment::list(&folder)?.pop() else {
                let end = End { number: 1, length: 0, sequence: 0, chain: Chain::default() };
                return Ok((Self::begin(folder, end)?, kept));
            };
            let scan = segment::scan(&path)?;
            let torn = scan.torn();
            let last = scan.frames.last();
            let sequence = last.map_or_else(|| scan.head.as_ref().map_or(0, |head| head.first.saturating_sub(1)), |f| f.sequence);
            if let Some(torn) = &torn
                && (sequence < known || scan.head.is_none() && number == 1)
                && scan.length > torn.start
                && kept.is_none()
                && known > 0
            {
                kept = Some(segment::keep(&path, torn.start, aside)?);
            }
            let Some(head) = scan.head.as_ref().filter(|_| scan.torn().is_none_or(|t| t.start > 0)) else {
                if scan.frames.is_empty() {
                    // The head itself is torn: the file was just being begun.
                    file::remove(&path)?;
                    continue;
                }
                // Its head is damaged, not torn: go on in a new file, and leave this one to `check`.
                let chain = last.map_or_else(Chain::default, |frame| frame.chain);
                let end = End { number: number.saturating_add(1), length: 0, sequence, chain };
                return Ok((Self::begin(folder, end)?, kept));
            };
            let chain = last.map_or(head.chain, |frame| frame.chain);
            let length = torn.as_ref().map_or(scan.length, |torn| torn.start);
            let file = fs::OpenOptions::new().append(true).open(&path).at(&path)?;
            if torn.is_some() {
                file.set_len(length).and_then(|()| file.sync_all()).at(&path)?;
            }
            let end = End { number, length, sequence, chain };
            return Ok((Self { folder, file, path, end, broken: false }, kept));
        }
    }

    /// Begins the file `end.number`.
    fn begin(folder: PathBuf, mut end: End) -> Result<Self, StoreError> {
        let path = segment::path(&folder, end.number);
        let head = Head { number: end.number, first: end.sequence + 1, chain: end.chain };
        let mut file = fs::OpenOptions::new().append(true).create_new(true).mode(0o600).open(&path).at(&path)?;
        let begun = file.write_all(&head.to_bytes()).and_then(|()| file.sync_data()).at(&path);
        if let Err(error) = begun.and_then(|()| file::sync_folder(&folder)) {
            let _ = fs::remove_file(&path);
            return Err(error);
        }
        end.length = segment::HEAD_LENGTH;
        Ok(Self { folder, file, path, end, broken: false })
    }

    /// End of the journal.
    pub(in crate::store) const fn end(&self) -> End {
        self.end
    }

    /// Skips numbers that the database has seen and the journal lost.
    pub(in crate::store) fn skip_to(&mut self, sequence: u64) {
        self.end.sequence = self.end.sequence.max(sequence);
    }

    /// Appends an entry durably and returns its number. When it fails, the journal is as before.
    pub(in crate::store) fn append(&mut self, entry: &Entry) -> Result<u64, StoreError> {
        self.put(entry, true)
    }

    /// Appends an entry to a journal that no process uses yet; [`Self::sync`] makes durable what was added.
    pub(in crate::store) fn add(&mut self, entry: &Entry) -> Result<u64, StoreError> {
        self.put(entry, false)
    }

    /// Makes durable what was added.
    pub(in crate::store) fn sync(&self) -> Result<(), StoreError> {
        self.file.sync_data().at(&self.path)
    }

    fn put(&mut self, entry: &Entry, durably: bool) -> Result<u64, StoreError> {
        if self.broken {
            return Err(StoreError::Damaged { place: self.path.display().to_string() });
        }
        let payload = encode(entry)?;
        if self.end.length > ROTATE {
            if !durably {
                self.sync()?;
            }
            let end = End { number: self.end.number.saturating_add(1), ..self.end };
            *self = Self::begin(self.folder.clone(), end)?;
        }
        let sequence = self.end.sequence + 1;
        let (bytes, chain) = frame::build(sequence, self.end.chain, &payload)?;
        let sync = || if durably { self.file.sync_data() } else { Ok(()) };
        let written = (&self.file).write_all(&bytes).and_then(|()| sync()).at(&self.path);
        if let Err(error) = written {
            self.cut(self.end);
            return Err(error);
        }
        let length = self.end.length + u64::try_from(bytes.len()).unwrap_or_default();
        self.end = End { number: self.end.number, length, sequence, chain };
        Ok(sequence)
    }

    /// Removes the last entry after its commit failed. `before` is the end of the journal before it.
    pub(in crate::store) fn take_back(&mut self, before: End) {
        if before.sequence == self.end.sequence {
            return;
        }
        if before.number == self.end.number {
            self.cut(before);
        } else {
            // The entry began a new file.
            self.cut(End { number: self.end.number, length: segment::HEAD_LENGTH, ..before });
        }
    }

    fn cut(&mut self, end: End) {
        if self.file.set_len(end.length).and_then(|()| self.file.sync_data()).is_ok() {
            self.end = end;
        } else {
            self.broken = true;
        }
    }
}
