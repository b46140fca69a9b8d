//! Why nothing is logged.

use std::path::PathBuf;

use crate::domain::Message;
use crate::error::{Describe, ErrorKind};

/// Why there is no log. Nothing else fails because of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoggingError {
    /// The folder or file cannot be made or written.
    File {
        /// Which.
        path: PathBuf,
        /// Detail from the system.
        detail: String,
    },
    /// Lines that were not written.
    Lost {
        /// Number of lines.
        lines: u64,
    },
    /// Logging was started before.
    Started,
}

impl Describe for LoggingError {
    fn message(&self) -> Message {
        match self {
            Self::File { path, detail } => {
                Message::new("logging-file").with("path", path.display().to_string()).with("detail", detail.as_str())
            }
            Self::Lost { lines } => Message::new("logging-lost").with("lines", *lines),
            Self::Started => Message::new("logging-started"),
        }
    }

    fn hint(&self) -> Option<Message> {
        matches!(self, Self::File { .. }).then(|| Message::new("logging-file-hint"))
    }

    fn kind(&self) -> ErrorKind {
        ErrorKind::Unexpected
    }
}

crate::localized_error!(LoggingError);
