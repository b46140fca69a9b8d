//! A file that appears whole or not at all.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{ExportError, Out};

/// A file on its way to its place. Dropped, it is gone.
#[derive(Debug)]
pub(super) struct Target {
    path: PathBuf,
    temporary: NamedTempFile,
}

impl Target {
    /// A new file in the folder of `path`, readable by its owner only.
    pub(super) fn beside(path: &Path) -> Result<Self, ExportError> {
        let wrong = |error| ExportError::from(error).at(path);
        if path.is_dir() {
            return Err(wrong(std::io::ErrorKind::IsADirectory.into()));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let temporary = tempfile::Builder::new().prefix(".faktura-").suffix(".part").tempfile_in(folder).map_err(wrong)?;
        Ok(Self { path: path.to_path_buf(), temporary })
    }

    /// Where it goes.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The folder that it goes to.
    pub(super) fn folder(&self) -> &Path {
        self.temporary.path().parent().unwrap_or(Path::new("."))
    }

    /// What writes to it.
    pub(super) fn writer(&self) -> Result<Out, ExportError> {
        let file: File = self.temporary.reopen().map_err(|error| ExportError::from(error).at(&self.path))?;
        Ok(Box::new(BufWriter::with_capacity(1 << 16, file)))
    }

    /// Puts it in its place, durably.
    pub(super) fn put(self) -> Result<(), ExportError> {
        let wrong = |error| ExportError::from(error).at(&self.path);
        self.temporary.as_file().sync_all().map_err(wrong)?;
        self.temporary.persist(&self.path).map_err(|error| wrong(error.error))?;
        Ok(())
    }
}
