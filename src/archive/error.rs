//! Why an object was not kept, or is not there. None of it has the secret of a key.

use crate::domain::Message;
#[cfg(feature = "s3")]
use crate::domain::text::clean;
use crate::error::{Describe, ErrorKind};

/// Longest detail of a service, in characters.
#[cfg(feature = "s3")]
const DETAIL: usize = 200;

/// Why an object was not kept, or is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArchiveError {
    /// There is no bucket in the configuration.
    NotSet,
    /// The secret of the access key is not saved.
    NoKey,
    /// This build has no S3.
    #[cfg_attr(feature = "s3", expect(dead_code, reason = "for builds without it"))]
    LeftOut,
    /// The service does not accept the key, or it may not do this.
    Denied,
    /// There is no such bucket.
    NoBucket,
    /// The service cannot be reached, or answers with an error.
    Failed {
        /// Detail.
        detail: String,
    },
    /// An object is not there.
    Missing {
        /// Its name.
        name: String,
    },
    /// An object has another content than what was written.
    Different {
        /// Its name.
        name: String,
    },
    /// A file here could not be read.
    File {
        /// Detail from the system.
        detail: String,
    },
}

impl Describe for ArchiveError {
    fn message(&self) -> Message {
        match self {
            Self::NotSet => Message::new("archive-not-set"),
            Self::NoKey => Message::new("archive-no-key"),
            Self::LeftOut => Message::new("archive-left-out"),
            Self::Denied => Message::new("archive-denied"),
            Self::NoBucket => Message::new("archive-no-bucket"),
            Self::Failed { detail } => Message::new("archive-failed").with("detail", detail.as_str()),
            Self::Missing { name } => Message::new("archive-missing").with("name", name.as_str()),
            Self::Different { name } => Message::new("archive-different").with("name", name.as_str()),
            Self::File { detail } => Message::new("archive-file").with("detail", detail.as_str()),
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self::NotSet => Some(Message::new("archive-not-set-hint")),
            Self::NoKey | Self::Denied => Some(Message::new("archive-no-key-hint")),
            Self::LeftOut => Some(Message::new("archive-left-out-hint")),
            _ => None,
        }
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::NotSet | Self::LeftOut | Self::NoBucket => ErrorKind::Config,
            Self::NoKey | Self::Denied => ErrorKind::Credentials,
            _ => ErrorKind::Failed,
        }
    }
}

#[cfg(feature = "s3")]
impl ArchiveError {
    /// A failure of the service, in its words.
    pub(super) fn failed(detail: &str) -> Self {
        Self::Failed { detail: clean(detail).chars().take(DETAIL).collect() }
    }
}

crate::localized_error!(ArchiveError);
