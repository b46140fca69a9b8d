//! The index file: the next process reads it instead of every row.
//!
//! The file names the store's version. Only the changes since then, which the journal knows, are read from the
//! store. If the file is missing, damaged, of another program version or of a store with another past, the index is
//! built from the rows. It is beside the store, not in it: neither backup nor check needs it.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use jiff::tz::TimeZone;

use crate::process;
use crate::query::Index;

/// Title of the file: only the same program version reads it.
const TITLE: &str = concat!("faktura index ", env!("CARGO_PKG_VERSION"), " ");

/// Raised when the form of the index, or what texts are compared as, becomes another one.
const FORM: u32 = 3;

/// Prefix of the temporary file.
const HALF: &str = ".index-";

/// Longer no state is.
const LONGEST: u16 = 200;

/// Free space that is left to others, in times of what the file may need.
const ROOM: u64 = 8;

/// Path of the file.
#[derive(Debug, Clone)]
pub(crate) struct IndexFile(PathBuf);

/// A kept index that is being read, with the state that it tells of.
pub(crate) type Reading = JoinHandle<Option<(String, Index)>>;

impl IndexFile {
    /// In this file.
    pub(super) const fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// Begins to read what was kept, beside whatever else is to be done.
    pub(super) fn begin(&self, zone: TimeZone) -> Reading {
        let kept = self.clone();
        std::thread::spawn(move || kept.read(zone))
    }

    /// Reads the index and the store's version.
    pub(super) fn read(&self, zone: TimeZone) -> Option<(String, Index)> {
        match self.try_read(zone) {
            Ok(found) => Some(found),
            Err(error) => {
                tracing::debug!(path = %self.0.display(), %error, "no kept index");
                None
            }
        }
    }

    fn try_read(&self, zone: TimeZone) -> io::Result<(String, Index)> {
        let mut file = process::open_file(&self.0)?;
        let size = file.metadata()?.len();
        let mut length = [0; 2];
        file.read_exact(&mut length)?;
        let length = u16::from_le_bytes(length);
        let mut head = vec![0; usize::from(length.min(LONGEST))];
        file.read_exact(&mut head)?;
        let invalid = || io::Error::from(io::ErrorKind::InvalidData);
        let head = String::from_utf8(head).map_err(|_| invalid())?;
        let state = head.strip_prefix(&title()).ok_or_else(invalid)?.to_owned();
        Ok((state, Index::read(&mut file, size, zone)?))
    }

    /// Writes an index with the store's version. If that fails, the next process builds its own.
    pub(super) fn write(&self, state: &str, index: &Index) {
        if let Err(error) = self.try_write(state, index) {
            tracing::debug!(path = %self.0.display(), %error, "the index is not kept");
        }
    }

    fn try_write(&self, state: &str, index: &Index) -> io::Result<()> {
        let folder = self.0.parent().unwrap_or(Path::new("."));
        let disk = rustix::fs::statvfs(folder)?;
        let needed = u64::try_from(index.size()).unwrap_or(u64::MAX).saturating_mul(ROOM);
        // Some network file systems tell nothing: all zero.
        if disk.f_blocks > 0 && disk.f_bavail.saturating_mul(disk.f_frsize) < needed {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let head = title() + state;
        let length = u16::try_from(head.len()).ok().filter(|length| *length <= LONGEST).ok_or(io::ErrorKind::InvalidInput)?;
        sweep(folder);
        // For its owner's eyes only, and a crash leaves the one before.
        let mut file = tempfile::Builder::new().prefix(HALF).tempfile_in(folder)?;
        let mut out = BufWriter::with_capacity(1 << 20, file.as_file_mut());
        out.write_all(&length.to_le_bytes())?;
        out.write_all(head.as_bytes())?;
        let whole = index.write(&mut out)?;
        out.flush()?;
        drop(out);
        if whole {
            file.persist(&self.0).map_err(|error| error.error)?;
        }
        Ok(())
    }

    /// Forgets what was kept: the store is another one now, or something of it is to be gone, also from what was half written.
    pub(super) fn remove(&self) {
        let folder = self.0.parent().unwrap_or(Path::new("."));
        sweep(folder);
        let removed = match std::fs::remove_file(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            // So that a power loss does not bring it back.
            removed => removed.and_then(|()| File::open(folder)?.sync_all()),
        };
        if let Err(error) = removed {
            tracing::warn!(path = %self.0.display(), %error, "the kept index is still there; remove it by hand");
        }
    }
}

/// Removes temporary files of killed processes: only the host writes here.
fn sweep(folder: &Path) {
    let half = |name: &str| [HALF, super::summary_cache::HALF].iter().any(|prefix| name.starts_with(prefix));
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| half(&entry.file_name().to_string_lossy())) {
        let _ = std::fs::remove_file(entry.path());
    }
}

fn title() -> String {
    format!("{TITLE}{FORM} ")
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_damaged_or_foreign_file_is_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = IndexFile::at(folder.path().join("index"));
        let zone = || TimeZone::UTC;
        assert!(kept.read(zone()).is_none());
        std::fs::write(folder.path().join(".index-half"), b"left by a kill").expect("written");
        kept.write("7-8-9", &Index::new([], zone()));
        assert_eq!(std::fs::read_dir(folder.path()).expect("lists").count(), 1);
        assert_eq!(kept.read(zone()).map(|(state, index)| (state, index.len())), Some(("7-8-9".to_owned(), 0)));
        let bytes = std::fs::read(&kept.0).expect("reads");
        assert_eq!(std::fs::metadata(&kept.0).expect("there").permissions().mode() & 0o777, 0o600);
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            std::fs::write(&kept.0, &damaged).expect("writes");
            // Of the head only the version may differ, and then it is no version of any store.
            assert!(kept.read(zone()).is_none_or(|(state, _)| state != "7-8-9"), "byte {at}");
            std::fs::write(&kept.0, &bytes[..at]).expect("writes");
            assert!(kept.read(zone()).is_none(), "cut at {at}");
        }
        kept.remove();
        assert!(kept.read(zone()).is_none());
    }
}
