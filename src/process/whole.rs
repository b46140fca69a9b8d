//! Files that a person names: written completely or not at all.
//!
//! For: exports, PDFs, backups, manual pages. Uses: tempfile, std. Never: what is in them.

use std::fs::{File, FileType};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::NamedTempFile;

/// What becomes of a file that is already at the place of a [`WholeFile`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Existing {
    /// It stays, and writing fails with [`io::ErrorKind::AlreadyExists`].
    Keep,
    /// It is replaced once the new file is complete.
    Replace,
}

/// A file that a person named, on its way to its place: written beside it with mode 0600, then moved there as a whole.
/// Dropped, it is gone, and the file that was there before is unchanged.
///
/// A device or a pipe, such as `/dev/stdout`, cannot be replaced: it gets the bytes once all of them are there.
#[derive(Debug)]
pub struct WholeFile {
    path: PathBuf,
    temporary: NamedTempFile,
    existing: Existing,
    device: bool,
    /// The device or pipe, where it was opened before the bytes are there.
    opened: Option<File>,
}

/// Temporary files that are still being written: a process that ends at once removes them.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Removes what is half written, before the process ends without dropping its values.
pub fn remove_unfinished() {
    for path in UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        let _ = std::fs::remove_file(path);
    }
}

/// How many links lead from one to the next at most.
const MAX_LINKS: usize = 40;

impl WholeFile {
    /// Begins one. There must be no folder at this path, and with [`Existing::Keep`] no file and no link.
    pub fn begin(path: &Path, existing: Existing) -> io::Result<Self> {
        let kind = std::fs::metadata(path).map(|found| found.file_type());
        if kind.as_ref().is_ok_and(FileType::is_dir) {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let device = is_descriptor(path) || kind.is_ok_and(|kind| !kind.is_file());
        if !device && existing == Existing::Keep && path.symlink_metadata().is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        // The target of a link is replaced, not the link.
        let path = if device { path.to_owned() } else { followed(path) };
        let mut builder = tempfile::Builder::new();
        let builder = builder.prefix(".faktura-").suffix(".part");
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let temporary = if device { builder.tempfile() } else { builder.tempfile_in(folder) }.map_err(without_path)?;
        let mut unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        unfinished.retain(|path| path.exists());
        unfinished.push(temporary.path().to_owned());
        drop(unfinished);
        Ok(Self { path, temporary, existing, device, opened: None })
    }

    /// Where it goes.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is written to until then.
    #[must_use]
    pub const fn temporary(&self) -> &NamedTempFile {
        &self.temporary
    }

    /// Takes room for so many bytes, and the other end of a pipe: putting it in its place later fails for neither. Blocks.
    ///
    /// # Errors
    /// There is no room, or no program at the other end of the pipe.
    pub fn reserve(&mut self, bytes: u64) -> io::Result<()> {
        if self.device {
            self.opened = Some(super::pipe::open_output(&self.path)?);
        }
        let file = self.temporary.as_file_mut();
        io::copy(&mut io::repeat(0).take(bytes), file)?;
        file.sync_all()
    }

    /// Writes the bytes into the room that was taken, and gives back the rest. Blocks.
    pub fn fill(&mut self, bytes: &[u8]) -> io::Result<()> {
        let file = self.temporary.as_file_mut();
        file.rewind()?;
        file.write_all(bytes)?;
        file.set_len(bytes.len() as u64)
    }

    /// Puts it in its place, durably. Returns how many bytes it has.
    pub fn put(self) -> io::Result<u64> {
        let part = self.temporary.path().to_owned();
        let put = self.put_now();
        UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).retain(|path| *path != part);
        put
    }

    fn put_now(self) -> io::Result<u64> {
        if self.device {
            // Behind what is there: a shell that appends keeps what it had.
            let mut place = self.opened.map_or_else(|| super::pipe::open_output(&self.path), Ok)?;
            return io::copy(&mut self.temporary.reopen().map_err(without_path)?, &mut place);
        }
        let file = self.temporary.as_file();
        file.sync_all()?;
        let length = file.metadata()?.len();
        match self.existing {
            // A file that came meanwhile is not replaced either.
            Existing::Keep => self.temporary.persist_noclobber(&self.path),
            Existing::Replace => self.temporary.persist(&self.path),
        }
        .map_err(|error| error.error)?;
        Ok(length)
    }
}

/// Whether a path stands for an open file of this process, also one that a shell redirected into a file.
fn is_descriptor(path: &Path) -> bool {
    let names = ["/dev/stdout", "/dev/stderr"];
    names.iter().any(|name| path == Path::new(name)) || path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd")
}

/// Where the links at a path lead in the end, also to a file that does not exist yet.
fn followed(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        let Ok(target) = std::fs::read_link(&path) else { break };
        path = match path.parent() {
            Some(folder) => folder.join(target),
            None => target,
        };
    }
    path
}

/// An error of a temporary file without its random name, which means nothing to a person.
fn without_path(error: io::Error) -> io::Error {
    match error.to_string().split_once(" at path ") {
        Some((detail, _)) => io::Error::new(error.kind(), detail),
        None => error,
    }
}
