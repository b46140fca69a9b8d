//! `SUMS`: what a cleanly closed store looks like, block by block.
//!
//! sled drops silently what fails its own checksums when it opens. So a flipped byte must be found before: by this file,
//! written when a store is closed cleanly and removed before it is opened again. A store left by a crash has none.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::database;
use crate::store::StoreError;
use crate::store::file::{self, At};
use crate::store::journal::End;

/// File of the sums.
pub(in crate::store) const FILE: &str = "SUMS";

/// Bytes of a block.
const BLOCK: u64 = 1024 * 1024;

const TITLE: &str = "faktura sums 1";

/// What the store was when it was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Sums {
    /// Number, length and last entry of the journal's last file.
    pub(in crate::store) journal: (u32, u64, u64),
    /// The files of the database: path from the store's folder, size, CRC-32 of each block.
    files: Vec<(String, u64, Vec<u32>)>,
}

/// A file that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Difference {
    /// The file.
    pub(in crate::store) path: PathBuf,
    /// Where the first block that differs begins; `None` when the file is gone.
    pub(in crate::store) offset: Option<u64>,
}

/// Writes the sums of the store in this folder, whose database is closed and whose journal ends there.
pub(in crate::store) fn write(store: &Path, journal: End) -> Result<(), StoreError> {
    let folder = store.join(database::FOLDER);
    let mut files = Vec::new();
    for path in file::walk(&folder)? {
        let (size, sums) = blocks(&path)?;
        files.push((relative(store, &path), size, sums));
    }
    let sums = Sums { journal: (journal.number, journal.length, journal.sequence), files };
    file::write(&store.join(FILE), sums.render().as_bytes())
}

/// The sums of a store; `None` when it was not closed cleanly.
pub(in crate::store) fn read(store: &Path) -> Result<Option<Sums>, StoreError> {
    let path = store.join(FILE);
    let Some(content) = file::read(&path)? else { return Ok(None) };
    let sums = std::str::from_utf8(&content).ok().and_then(Sums::parse);
    let sums = sums.filter(|sums| sums.render().as_bytes() == content);
    sums.map(Some).ok_or_else(|| StoreError::Damaged { place: path.display().to_string() })
}

/// Removes the sums: from now on the files change.
pub(in crate::store) fn remove(store: &Path) -> Result<(), StoreError> {
    file::remove(&store.join(FILE))
}

impl Sums {
    /// The files of the database that are not what they were.
    pub(in crate::store) fn differences(&self, store: &Path) -> Result<Vec<Difference>, StoreError> {
        let mut found = Vec::new();
        for (name, size, sums) in &self.files {
            let path = store.join(name);
            if !path.is_file() {
                found.push(Difference { path, offset: None });
                continue;
            }
            let (now, others) = blocks(&path)?;
            let differs = (0u64..).zip(sums.iter().zip(&others)).filter(|(_, (a, b))| a != b);
            found.extend(differs.map(|(index, _)| Difference { path: path.clone(), offset: Some(index * BLOCK) }));
            if now != *size && found.last().is_none_or(|last| last.path != path) {
                found.push(Difference { path, offset: Some(now.min(*size)) });
            }
        }
        for path in file::walk(&store.join(database::FOLDER))? {
            let name = relative(store, &path);
            if self.files.iter().all(|(known, ..)| *known != name) {
                found.push(Difference { path, offset: Some(0) });
            }
        }
        Ok(found)
    }

    fn render(&self) -> String {
        let (number, length, sequence) = self.journal;
        let mut text = format!("{TITLE}\njournal {number} {length} {sequence}\n");
        for (name, size, sums) in &self.files {
            let sums: String = sums.iter().fold(String::new(), |text, sum| text + &format!(" {sum:08x}"));
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{name} {size}{sums}");
        }
        let _ = writeln!(text, "{:08x}", crc32fast::hash(text.as_bytes()));
        text
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines().skip(1);
        let mut numbers = lines.next()?.strip_prefix("journal ")?.split(' ');
        let journal = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
        let lines: Vec<&str> = lines.collect();
        let (_, files) = lines.split_last()?;
        let file = |line: &&str| {
            let mut parts = line.split(' ');
            let (name, size) = (parts.next()?.to_owned(), parts.next()?.parse().ok()?);
            let sums = parts.map(|sum| u32::from_str_radix(sum, 16).ok()).collect::<Option<Vec<_>>>()?;
            Some((name, size, sums))
        };
        Some(Self { journal, files: files.iter().map(file).collect::<Option<Vec<_>>>()? })
    }
}

/// Size of a file and the CRC-32 of each of its blocks.
fn blocks(path: &Path) -> Result<(u64, Vec<u32>), StoreError> {
    let mut file = File::open(path).at(path)?;
    let (mut size, mut sums, mut block) = (0, Vec::new(), Vec::new());
    loop {
        block.clear();
        let read = file.by_ref().take(BLOCK).read_to_end(&mut block).at(path)?;
        if read == 0 {
            return Ok((size, sums));
        }
        size += u64::try_from(read).unwrap_or_default();
        sums.push(crc32fast::hash(&block));
    }
}

fn relative(store: &Path, path: &Path) -> String {
    path.strip_prefix(store).unwrap_or(path).to_string_lossy().into_owned()
}
