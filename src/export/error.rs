//! Errors of an export.

use std::io;
use std::path::{Path, PathBuf};

use crate::domain::Message;
use crate::error::{Describe, ErrorKind};

/// Why there is no file. What was at its place before is still there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportError {
    /// The name of the file does not say of what kind it is.
    Ending {
        /// The file.
        path: PathBuf,
    },
    /// Documents in a file that is not named as a ZIP.
    Bundle {
        /// The file.
        path: PathBuf,
    },
    /// No document was written: nothing was found, or everything lacks something.
    Empty,
    /// This build has no workbooks.
    #[cfg_attr(feature = "xlsx", expect(dead_code, reason = "for builds without it"))]
    LeftOut,
    /// A file is there already, and was not to be replaced.
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be written.
    File {
        /// The file; `None` for standard output.
        path: Option<PathBuf>,
        /// Kind of failure.
        kind: io::ErrorKind,
        /// Detail from the system.
        detail: String,
    },
}

impl ExportError {
    /// True for a broken pipe: the reader of the output is gone, which is not an error to report.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        matches!(self, Self::File { kind: io::ErrorKind::BrokenPipe, .. })
    }

    /// The same error with its file.
    pub(super) fn at(self, file: &Path) -> Self {
        match self {
            Self::File { kind: io::ErrorKind::AlreadyExists, .. } => Self::Exists { path: file.to_path_buf() },
            Self::File { path: None, kind, detail } => Self::File { path: Some(file.to_path_buf()), kind, detail },
            other => other,
        }
    }
}

impl From<io::Error> for ExportError {
    fn from(error: io::Error) -> Self {
        Self::File { path: None, kind: error.kind(), detail: error.to_string() }
    }
}

impl Describe for ExportError {
    fn message(&self) -> Message {
        match self {
            Self::Ending { path } => Message::new("export-ending").with("path", path.display().to_string()),
            Self::Bundle { path } => Message::new("export-bundle").with("path", path.display().to_string()),
            Self::Empty => Message::new("export-empty"),
            Self::LeftOut => Message::new("export-left-out"),
            Self::Exists { path } => Message::new("export-exists").with("path", path.display().to_string()),
            Self::File { path: Some(path), detail, .. } => {
                Message::new("export-file").with("path", path.display().to_string()).with("detail", detail.as_str())
            }
            Self::File { path: None, detail, .. } => Message::new("export-output").with("detail", detail.as_str()),
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self::Ending { .. } => Some(Message::new("export-ending-hint")),
            Self::Bundle { .. } => Some(Message::new("export-bundle-hint")),
            Self::LeftOut => Some(Message::new("export-left-out-hint")),
            Self::Exists { .. } => Some(Message::new("export-exists-hint")),
            Self::File { kind: io::ErrorKind::StorageFull, path: Some(_), .. } => Some(Message::new("export-full-hint")),
            // What stood in the file that the shell made of it is gone, and what is there now is not whole.
            Self::File { kind: io::ErrorKind::StorageFull, path: None, .. } => Some(Message::new("export-output-full-hint")),
            Self::Empty | Self::File { .. } => None,
        }
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::Ending { .. } | Self::Bundle { .. } | Self::LeftOut | Self::Exists { .. } => ErrorKind::Usage,
            // Nothing is at its place but what was there before.
            Self::Empty | Self::File { path: Some(_), .. } => ErrorKind::Failed,
            Self::File { path: None, .. } => ErrorKind::Unexpected,
        }
    }
}

crate::localized_error!(ExportError);
