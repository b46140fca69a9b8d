//! The index file: the next process reads it instead of every row.
//!
//! The file names the store's version. Only the changes since then, which the journal knows, are read from the
//! store. If the file is missing, damaged, of another program version or of a store with another past, the index is
//! built from the rows. It is beside the store, not in it: neither backup nor check needs it.
//!
//! The index keeps long texts in sections that are read when a question asks for them; the file stays open for that. It is never
//! changed in place: another one takes its name. A section that turns out to be damaged makes the index be built from the rows.
//!
//! Beside the file may lie segments: small indexes of what later commits wrote, each with the version that it begins after and the version
//! that it ends with. They are written by the commits themselves, so that the first look after a sync costs no more than a later one. A
//! segment that does not follow the one before is of another past and is ignored.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use jiff::tz::TimeZone;

use crate::process;
use crate::query::Index;

/// Title of the file: only the same program version reads it.
const TITLE: &str = concat!("faktura index ", env!("CARGO_PKG_VERSION"), " ");

/// Raised when the form of the index, what texts are compared as, or which documents cancel each other becomes another one.
const FORM: u32 = 11;

/// Limit of segments; more would cost a reader more than building the index.
const SEGMENTS: u32 = 256;

/// Segments that a reader appends each time. Of more, it writes one file if they are small.
const MANY: usize = 8;

/// Rows that a segment has on average if it is not small.
const EACH: usize = 1024;

/// Prefix of the temporary file.
const HALF: &str = ".index-";

/// Longer no state is; that of a database names the end of each company's journal.
const LONGEST: u32 = 1 << 20;

/// Free space that is left to others, in times of what the file may need.
const ROOM: u64 = 8;

/// Path of the file.
#[derive(Debug, Clone)]
pub(crate) struct IndexFile(PathBuf);

/// A kept index that is being read.
pub(crate) type Reading = JoinHandle<Option<Kept>>;

/// An index from the file and its segments.
pub(crate) struct Kept {
    /// The store's version that it tells of.
    pub(super) state: String,
    pub(super) index: Index,
    /// Whether it is in many small parts, which costs each reader.
    pub(super) scattered: bool,
}

impl IndexFile {
    /// In this file.
    pub(super) const fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// Begins to read what was kept, beside whatever else is to be done.
    pub(super) fn begin(&self, zone: TimeZone) -> Reading {
        let kept = self.clone();
        std::thread::spawn(move || kept.read(&zone))
    }

    /// Reads the index and the store's version.
    pub(super) fn read(&self, zone: &TimeZone) -> Option<Kept> {
        match self.try_read(zone) {
            Ok(found) => Some(found),
            Err(error) => {
                tracing::debug!(path = %self.0.display(), %error, "no kept index");
                None
            }
        }
    }

    fn try_read(&self, zone: &TimeZone) -> io::Result<Kept> {
        let (head, file) = open(&self.0)?;
        let mut state = head.strip_prefix(&title()).ok_or(io::ErrorKind::InvalidData)?.to_owned();
        let mut index = Index::read(file, zone.clone())?;
        let mut parts = 0;
        let mut numbers = 1..=SEGMENTS;
        while let Some(path) = numbers.next().map(|number| self.segment(number))
            && let Ok((head, file)) = open(&path)
            && let Some((from, to)) = span(&head)
            && from == state
            && let Ok(later) = Index::read(file, zone.clone())
        {
            if index.is_empty() {
                index = later;
            } else {
                parts += 1;
                index.append(later);
                if index.is_damaged() {
                    return Err(io::ErrorKind::InvalidData.into());
                }
            }
            to.clone_into(&mut state);
        }
        let scattered = parts > MANY && parts * EACH > index.len();
        Ok(Kept { state, index, scattered })
    }

    /// The version that the file and its segments end with, and the number of segments; only their heads are read.
    pub(super) fn covered(&self) -> Option<(String, u32)> {
        let (head, _) = open(&self.0).ok()?;
        let mut state = head.strip_prefix(&title())?.to_owned();
        let mut segments = 0;
        while let Ok((head, _)) = open(&self.segment(segments + 1))
            && let Some((from, to)) = span(&head)
            && from == state
        {
            to.clone_into(&mut state);
            segments += 1;
        }
        Some((state, segments))
    }

    /// Writes the segment of this number; `false` if it is not kept.
    pub(super) fn append(&self, number: u32, from: &str, to: &str, index: &Index) -> bool {
        let written = if number > SEGMENTS {
            Err(io::ErrorKind::QuotaExceeded.into())
        } else {
            write(&self.segment(number), &format!("{}+ {from} {to}", title()), index)
        };
        written.inspect_err(|error| tracing::debug!(number, %error, "a segment of the index is not kept")).is_ok()
    }

    fn segment(&self, number: u32) -> PathBuf {
        let mut name = self.0.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{number}"));
        self.0.with_file_name(name)
    }

    /// Removes the segments, also those behind a gap that a kill left.
    fn remove_segments(&self) -> io::Result<()> {
        (1..=SEGMENTS).try_for_each(|number| gone(std::fs::remove_file(self.segment(number))))
    }

    /// Writes an index with the store's version. If that fails, the next process builds its own.
    pub(super) fn write(&self, state: &str, index: &Index) {
        if let Err(error) = self.try_write(state, index) {
            tracing::debug!(path = %self.0.display(), %error, "the index is not kept");
        }
    }

    fn try_write(&self, state: &str, index: &Index) -> io::Result<()> {
        write(&self.0, &(title() + state), index)?;
        self.remove_segments()
    }

    /// Forgets what was kept: the store is another one now, or something of it is to be gone, also from what was half written.
    pub(super) fn remove(&self) {
        let folder = self.0.parent().unwrap_or(Path::new("."));
        sweep(folder);
        let segments = self.remove_segments();
        let removed = gone(std::fs::remove_file(&self.0)).and(segments);
        // So that a power loss does not bring it back.
        if let Err(error) = removed.and_then(|()| File::open(folder)?.sync_all()) {
            tracing::warn!(path = %self.0.display(), %error, "the kept index is still there; remove it by hand");
        }
    }
}

/// Whether a file is gone, also where there was none.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    removed.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

/// Removes temporary files of killed processes. Where several processes write here, the file of another one may go with them: it writes it again
/// at its next end.
fn sweep(folder: &Path) {
    let half = |name: &str| [HALF, super::summary_cache::HALF].iter().any(|prefix| name.starts_with(prefix));
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| half(&entry.file_name().to_string_lossy())) {
        let _ = std::fs::remove_file(entry.path());
    }
}

/// The head of a file, and the file after it.
fn open(path: &Path) -> io::Result<(String, File)> {
    let mut file = process::open_file(path)?;
    let mut length = [0; 4];
    file.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    if length > LONGEST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut head = vec![0; usize::try_from(length).unwrap_or_default()];
    file.read_exact(&mut head)?;
    let head = String::from_utf8(head).map_err(|_| io::ErrorKind::InvalidData)?;
    Ok((head, file))
}

/// The versions between which a segment lies.
fn span(head: &str) -> Option<(&str, &str)> {
    head.strip_prefix(&title())?.strip_prefix("+ ")?.split_once(' ')
}

fn write(path: &Path, head: &str, index: &Index) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let disk = rustix::fs::statvfs(folder)?;
    let needed = u64::try_from(index.size()).unwrap_or(u64::MAX).saturating_mul(ROOM);
    // Some network file systems tell nothing: all zero.
    if disk.f_blocks > 0 && disk.f_bavail.saturating_mul(disk.f_frsize) < needed {
        return Err(io::ErrorKind::StorageFull.into());
    }
    let length = u32::try_from(head.len()).ok().filter(|length| *length <= LONGEST).ok_or(io::ErrorKind::InvalidInput)?;
    sweep(folder);
    // For its owner's eyes only, and a crash leaves the one before.
    let mut file = tempfile::Builder::new().prefix(HALF).tempfile_in(folder)?;
    let mut out = BufWriter::with_capacity(1 << 20, file.as_file_mut());
    out.write_all(&length.to_le_bytes())?;
    out.write_all(head.as_bytes())?;
    let whole = index.write(&mut out)?;
    out.flush()?;
    drop(out);
    if !whole {
        return Err(io::ErrorKind::Unsupported.into());
    }
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

fn title() -> String {
    format!("{TITLE}{FORM} ")
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::domain::{InvoiceRow, RemoteId};

    #[test]
    fn a_damaged_or_foreign_file_is_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = IndexFile::at(folder.path().join("index"));
        let zone = || TimeZone::UTC;
        assert!(kept.read(&zone()).is_none());
        std::fs::write(folder.path().join(".index-half"), b"left by a kill").expect("written");
        kept.write("7-8-9", &Index::new([], zone()));
        assert_eq!(std::fs::read_dir(folder.path()).expect("lists").count(), 1);
        assert_eq!(kept.read(&zone()).map(|kept| (kept.state, kept.index.len())), Some(("7-8-9".to_owned(), 0)));
        let bytes = std::fs::read(&kept.0).expect("reads");
        assert_eq!(std::fs::metadata(&kept.0).expect("there").permissions().mode() & 0o777, 0o600);
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            std::fs::write(&kept.0, &damaged).expect("writes");
            // Of the head only the version may differ, and then it is no version of any store.
            assert!(kept.read(&zone()).is_none_or(|kept| kept.state != "7-8-9"), "byte {at}");
            std::fs::write(&kept.0, &bytes[..at]).expect("writes");
            assert!(kept.read(&zone()).is_none(), "cut at {at}");
        }
        kept.remove();
        assert!(kept.read(&zone()).is_none());
    }

    #[test]
    fn a_section_that_is_damaged_is_known_once_it_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = IndexFile::at(folder.path().join("index"));
        let whole = Index::new(rows(0..9), TimeZone::UTC);
        kept.write("7-8-9", &whole);
        let bytes = std::fs::read(&kept.0).expect("reads");
        let mut late = 0;
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            std::fs::write(&kept.0, &damaged).expect("writes");
            let Some(read) = kept.read(&TimeZone::UTC).filter(|kept| kept.state == "7-8-9") else { continue };
            // Whatever an index can tell, and then more rows for it.
            assert!(!read.index.write(&mut io::sink()).expect("written"), "byte {at}");
            assert!(read.index.is_damaged(), "byte {at}");
            let mut changed = kept.read(&TimeZone::UTC).expect("read").index;
            changed.upsert(rows(3..12));
            changed.remove_company(crate::domain::CompanyId(u32::MAX));
            assert!(changed.is_damaged(), "byte {at}");
            late += 1;
        }
        assert!(late > 9 * 4, "identifiers, numbers and comments are in sections: {late}");
        for length in 0..bytes.len() {
            std::fs::write(&kept.0, &bytes[..length]).expect("writes");
            assert!(kept.read(&TimeZone::UTC).is_none(), "cut at {length}");
        }
        std::fs::write(&kept.0, [&bytes[..], b"more"].concat()).expect("writes");
        assert!(kept.read(&TimeZone::UTC).is_none());
    }

    fn rows(ids: std::ops::Range<u32>) -> impl Iterator<Item = InvoiceRow> {
        let stored = crate::json::samples::detail().stored;
        ids.map(move |id| InvoiceRow { id: RemoteId::new(format!("{id:012}")), ..stored.row() })
    }

    #[test]
    fn segments_follow_the_file_and_one_of_another_past_ends_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = IndexFile::at(folder.path().join("index"));
        let rows = |ids: std::ops::Range<u32>| Index::new(rows(ids), TimeZone::UTC);
        let read = || kept.read(&TimeZone::UTC).map(|kept| (kept.state, kept.index.len()));
        assert!(kept.append(1, "a", "b", &rows(0..3)));
        assert_eq!((read(), kept.covered()), (None, None), "segments follow a file");
        kept.write("a", &rows(0..0));
        assert_eq!(
            (read(), kept.covered()),
            (Some(("a".to_owned(), 0)), Some(("a".to_owned(), 0))),
            "an earlier segment is gone"
        );
        assert!(kept.append(1, "a", "b", &rows(0..3)));
        assert!(kept.append(2, "b", "c", &rows(2..5)));
        assert!(kept.append(3, "x", "d", &rows(5..9)));
        assert_eq!((read(), kept.covered()), (Some(("c".to_owned(), 5)), Some(("c".to_owned(), 2))));
        assert!(!kept.append(SEGMENTS + 1, "c", "d", &rows(5..9)));
        // A damaged segment ends the list before it, or is known once its texts are read.
        let second = folder.path().join("index.2");
        let bytes = std::fs::read(&second).expect("reads");
        for at in (0..bytes.len()).step_by(7) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            std::fs::write(&second, &damaged).expect("writes");
            let Kept { state, index, .. } = kept.read(&TimeZone::UTC).expect("the first is whole");
            let unread = !index.write(&mut io::sink()).expect("written") && index.is_damaged();
            let ended = state != "c" && (index.len() == 3 || state != "b");
            assert!(ended || unread, "byte {at}: {state} with {}", index.len());
        }
        kept.write("c", &rows(0..5));
        assert_eq!(read(), Some(("c".to_owned(), 5)));
        // A kill in the middle of removing segments leaves later ones; nothing of a removed company may stay in them.
        assert!(kept.append(5, "c", "d", &rows(5..9)));
        kept.remove();
        assert_eq!(std::fs::read_dir(folder.path()).expect("lists").count(), 0, "nothing of it is left");
    }
}
