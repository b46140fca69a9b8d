//! A file that appears whole or not at all.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use super::{ExportError, Out};
use crate::process::{Existing, WholeFile};

/// A file on its way to its place. Dropped, it is gone.
#[derive(Debug)]
pub(super) struct Target(WholeFile);

impl Target {
    /// A new file in the folder of `path`, readable by its owner only.
    pub(super) fn beside(path: &Path, existing: Existing) -> Result<Self, ExportError> {
        WholeFile::begin(path, existing).map(Self).map_err(|error| ExportError::from(error).at(path))
    }

    /// Path of the file.
    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    /// The folder that it is in until then.
    pub(super) fn folder(&self) -> &Path {
        self.0.temporary().path().parent().unwrap_or(Path::new("."))
    }

    /// Writer to the file.
    pub(super) fn writer(&self) -> Result<Out, ExportError> {
        Ok(Box::new(BufWriter::with_capacity(1 << 16, self.file()?)))
    }

    /// The file as it is until then.
    pub(super) fn file(&self) -> Result<File, ExportError> {
        self.0.temporary().reopen().map_err(|error| ExportError::from(error).at(self.path()))
    }

    /// Puts it in its place, durably.
    pub(super) fn put(self) -> Result<(), ExportError> {
        let path = self.path().to_owned();
        self.0.put().map(drop).map_err(|error| ExportError::from(error).at(&path))
    }
}
