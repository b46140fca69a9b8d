//! `SUMS`: what a cleanly closed store looks like, block by block.
//!
//! sled drops silently what fails its own checksums when it opens. So a flipped byte must be found before: by this file,
//! written when a store is closed cleanly and removed before it is opened again. A store left by a crash has none.
//!
//! Only what sled wrote since is read for the next sums: closing a large store costs no look at all of it, and a byte that flips
//! where nothing was written is still told by its old sum. sled's file is a log of segments of 512 KB. One that is filled again
//! gets another head; one that was not full goes on below the same head, and is the one with the largest position.

use std::fmt::Write as _;
use std::fs;
use std::io::Read;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};

use super::packs::files::FileId;
use super::{database, packs};
use crate::store::StoreError;
use crate::store::file::{self, At};
use crate::store::journal::End;

/// File of the sums.
pub(in crate::store) const FILE: &str = "SUMS";

/// Bytes of a block.
const BLOCK: u64 = 1024 * 1024;

/// sled's log in its folder.
const LOG: &str = "db";

/// Bytes of a segment of it: sled's default.
const SEGMENT: u64 = 512 * 1024;

/// Bytes of the head of a segment: checksum, position in the log, what was stable then.
const HEAD: usize = 20;

/// Segments in a block.
const SEGMENTS: usize = 2;

const TITLE: &str = "faktura sums 1";

/// Prefix of a line with the facts of a file.
const STAMP: &str = "stamp ";

/// Checksums of a closed store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Sums {
    /// Number, length and last entry of the journal's last file.
    pub(in crate::store) journal: (u32, u64, u64),
    /// The files of the database: path from the store's folder, size, CRC-32 of each block.
    files: Vec<(String, u64, Vec<u32>)>,
    /// Facts of each verified file from the file system; empty if unknown.
    stamps: Vec<(String, Stamp)>,
}

/// Inode, size, and times of the last change of content and of facts, in nanoseconds: nothing wrote to a file that has the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp([i128; 4]);

impl Stamp {
    fn of(meta: &fs::Metadata) -> Self {
        let nanoseconds = |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
        let (modified, changed) = (nanoseconds(meta.mtime(), meta.mtime_nsec()), nanoseconds(meta.ctime(), meta.ctime_nsec()));
        Self([i128::from(meta.ino()), i128::from(meta.len()), modified, changed])
    }
}

/// A file that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Difference {
    /// The file.
    pub(in crate::store) path: PathBuf,
    /// Start of the first block that differs; `None` if the file is gone.
    pub(in crate::store) offset: Option<u64>,
}

/// Blocks of a store's largest file before it was opened.
#[derive(Debug)]
pub(in crate::store) struct Before {
    /// Which file it is.
    inode: u64,
    /// The heads of its segments.
    heads: Vec<Segment>,
    /// The sums of its blocks.
    sums: Vec<u32>,
}

/// The head of a segment of sled's file.
type Segment = [u8; HEAD];

impl Before {
    /// Reads the blocks of a closed store with these checksums; `None` if they do not belong to it.
    pub(in crate::store) fn of(store: &Path, sums: &Sums) -> Result<Option<Self>, StoreError> {
        let path = store.join(database::FOLDER).join(LOG);
        let name = relative(store, &path);
        let Some((_, size, sums)) = sums.files.iter().find(|(known, ..)| *known == name) else { return Ok(None) };
        let Ok(meta) = fs::metadata(&path) else { return Ok(None) };
        let known = Self { inode: meta.ino(), heads: heads(&path, meta.len())?, sums: sums.clone() };
        Ok(Some(known).filter(|_| meta.len() == *size))
    }

    /// The sum of a block of the file, where nothing was written into it since.
    fn sum(&self, block: usize, now: &[Segment]) -> Option<u32> {
        let newest = self.heads.iter().filter_map(position).max()?;
        let mine = block * SEGMENTS..(block + 1) * SEGMENTS;
        let (old, new) = (self.heads.get(mine.clone())?, now.get(mine)?);
        // A block without a head is free or was never written: its change cannot be judged.
        let untouched = old == new && old.iter().all(|head| position(head).is_some_and(|at| at < newest));
        self.sums.get(block).copied().filter(|_| untouched)
    }
}

/// The file of packs that a path is of.
fn pack_of(path: &Path) -> Option<FileId> {
    let folder = path.parent().map(file::name);
    (folder == Some(packs::files::FOLDER)).then(|| FileId::parse(file::name(path))).flatten()
}

/// The position in the log at which a segment begins; `None` of one that is empty.
fn position(head: &Segment) -> Option<u64> {
    let (_, rest) = head.split_first_chunk::<4>()?;
    let (at, _) = rest.split_first_chunk::<8>()?;
    // sled turns its bits over, so that it is never zero.
    let at = u64::from_le_bytes(*at) ^ u64::try_from(i64::MAX).unwrap_or_default();
    head.iter().any(|byte| *byte != 0).then_some(at)
}

/// The heads of all whole segments of a file.
fn heads(path: &Path, size: u64) -> Result<Vec<Segment>, StoreError> {
    let file = crate::process::open_file(path).at(path)?;
    let head = |number: u64| {
        let mut head = [0; HEAD];
        file.read_exact_at(&mut head, number * SEGMENT).at(path).map(|()| head)
    };
    (0..size / SEGMENT).map(head).collect()
}

/// Writes the checksums of a store with a closed database and a journal that ends at `journal`. Without `trusted`, the next
/// opening reads every file.
pub(in crate::store) fn write(store: &Path, journal: End, before: Option<&Before>, trusted: bool) -> Result<(), StoreError> {
    let folder = store.join(database::FOLDER);
    let (mut files, mut stamps) = (Vec::new(), Vec::new());
    for path in file::walk(&folder)? {
        let meta = fs::metadata(&path).at(&path)?;
        if pack_of(&path).is_some() {
            // Packs have checksums of their own.
            if trusted {
                stamps.push((relative(store, &path), Stamp::of(&meta)));
            }
            continue;
        }
        let known = before.filter(|known| file::name(&path) == LOG && known.inode == meta.ino());
        let (size, sums) = match known {
            Some(known) => blocks_since(&path, meta.len(), known)?,
            None => blocks(&path)?,
        };
        if trusted {
            stamps.push((relative(store, &path), Stamp::of(&meta)));
        }
        files.push((relative(store, &path), size, sums));
    }
    let sums = Sums { journal: (journal.number, journal.length, journal.sequence), files, stamps };
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
        self.differing(store, &|_, _| false)
    }

    /// Like [`Self::differences`], but skips files that did not change since the checksums were made: fast for a large store.
    pub(in crate::store) fn changes(&self, store: &Path) -> Result<Vec<Difference>, StoreError> {
        self.differing(store, &|name, path| {
            let stamp = fs::metadata(path).ok().map(|meta| Stamp::of(&meta));
            stamp.is_some_and(|stamp| self.stamps.iter().any(|(of, known)| of == name && *known == stamp))
        })
    }

    /// Files of packs that may not be what they were.
    pub(in crate::store) fn unsure(&self, store: &Path) -> Result<Vec<FileId>, StoreError> {
        let same = |path: &Path| {
            let (name, stamp) = (relative(store, path), fs::metadata(path).ok().map(|meta| Stamp::of(&meta)));
            self.stamps.iter().any(|(of, known)| *of == name && Some(*known) == stamp)
        };
        let files = file::list(&store.join(database::FOLDER).join(packs::files::FOLDER))?;
        Ok(files.iter().filter(|path| !same(path)).filter_map(|path| pack_of(path)).collect())
    }

    fn differing(&self, store: &Path, same: &dyn Fn(&str, &Path) -> bool) -> Result<Vec<Difference>, StoreError> {
        let mut found = Vec::new();
        for (name, size, sums) in &self.files {
            let path = store.join(name);
            if !path.is_file() {
                found.push(Difference { path, offset: None });
                continue;
            }
            if same(name, &path) {
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
            // The next opening removes what a kill during sled's opening left.
            let left = name.ends_with(".generating");
            if !left && pack_of(&path).is_none() && self.files.iter().all(|(known, ..)| *known != name) {
                found.push(Difference { path, offset: Some(0) });
            }
        }
        Ok(found)
    }

    fn render(&self) -> String {
        let (number, length, sequence) = self.journal;
        let mut text = format!("{TITLE}\njournal {number} {length} {sequence}\n");
        for (name, Stamp(facts)) in &self.stamps {
            let facts = facts.iter().fold(String::new(), |text, fact| text + &format!(" {fact}"));
            let _ = writeln!(text, "{STAMP}{name}{facts}");
        }
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
        let (_, lines) = lines.split_last()?;
        let (stamps, files) = lines.split_at(lines.iter().take_while(|line| line.starts_with(STAMP)).count());
        let stamp = |line: &&str| {
            let (name, facts) = line.strip_prefix(STAMP)?.split_once(' ')?;
            let facts = facts.split(' ').map(|fact| fact.parse().ok()).collect::<Option<Vec<i128>>>()?;
            Some((name.to_owned(), Stamp(facts.try_into().ok()?)))
        };
        let stamps = stamps.iter().map(stamp).collect::<Option<Vec<_>>>()?;
        let file = |line: &&str| {
            let mut parts = line.split(' ');
            let (name, size) = (parts.next()?.to_owned(), parts.next()?.parse().ok()?);
            let sums = parts.map(|sum| u32::from_str_radix(sum, 16).ok()).collect::<Option<Vec<_>>>()?;
            Some((name, size, sums))
        };
        Some(Self { journal, files: files.iter().map(file).collect::<Option<Vec<_>>>()?, stamps })
    }
}

/// Size of a file and the CRC-32 of each of its blocks.
fn blocks(path: &Path) -> Result<(u64, Vec<u32>), StoreError> {
    let mut file = crate::process::open_file(path).at(path)?;
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

/// Like `blocks`, but reads only the part written since.
fn blocks_since(path: &Path, size: u64, known: &Before) -> Result<(u64, Vec<u32>), StoreError> {
    let heads = heads(path, size)?;
    let file = crate::process::open_file(path).at(path)?;
    let mut block = Vec::new();
    let mut sum = |number: u64| {
        let kept = usize::try_from(number).ok().and_then(|number| known.sum(number, &heads));
        if let Some(sum) = kept {
            return Ok(sum);
        }
        let length = BLOCK.min(size.saturating_sub(number * BLOCK));
        block.resize(usize::try_from(length).unwrap_or_default(), 0);
        file.read_exact_at(&mut block, number * BLOCK).at(path).map(|()| crc32fast::hash(&block))
    };
    Ok((size, (0..size.div_ceil(BLOCK)).map(&mut sum).collect::<Result<_, _>>()?))
}

fn relative(store: &Path, path: &Path) -> String {
    path.strip_prefix(store).unwrap_or(path).to_string_lossy().into_owned()
}
