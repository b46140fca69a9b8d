//! Why a request was not answered, after all that helps was done.

use jiff::Timestamp;

use crate::domain::Message;
use crate::error::{Describe, ErrorKind};
use crate::provider::{ProviderError, WriteError};

/// Why a request was not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemoteError {
    /// The session was cancelled.
    Cancelled,
    /// The service is not to be called before this time.
    Deferred(Timestamp),
    /// It failed, and repeating did not help.
    Failed(ProviderError),
}

/// Why a write did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendError {
    /// Surely not carried out.
    NotSent(RemoteError),
    /// What the service, or the lack of its answer, says.
    Told(WriteError),
}

impl From<ProviderError> for RemoteError {
    fn from(error: ProviderError) -> Self {
        Self::Failed(error)
    }
}

impl Describe for RemoteError {
    fn message(&self) -> Message {
        match self {
            Self::Cancelled => Message::new("sync-cancelled"),
            Self::Deferred(until) => {
                Message::new("sync-deferred").with("until", until.strftime("%Y-%m-%d %H:%M:%S UTC").to_string())
            }
            Self::Failed(error) => error.message(),
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self::Cancelled => None,
            Self::Deferred(_) => Some(Message::new("provider-deferred-hint")),
            Self::Failed(error) => error.hint(),
        }
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::Cancelled => ErrorKind::Interrupted,
            Self::Deferred(_) => ErrorKind::Failed,
            Self::Failed(error) => error.kind(),
        }
    }
}

crate::localized_error!(RemoteError);
