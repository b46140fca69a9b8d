//! Why another process's store cannot be used.

use crate::domain::Message;
use crate::error::{Describe, Error, ErrorKind};

/// Why the process that has the store is of no use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostError {
    /// The socket does not answer.
    Unreachable {
        /// What the system said.
        detail: String,
    },
    /// It does not answer in time.
    Silent {
        /// Its process, where known.
        pid: Option<u32>,
    },
    /// The system stopped it (SIGSTOP) while it was asked.
    Stopped {
        /// Its process.
        pid: u32,
    },
    /// It is another version of the program.
    OtherVersion {
        /// Its version.
        version: String,
        /// Its process.
        pid: u32,
        /// Whether it keeps the store because a sync runs.
        syncs: bool,
    },
    /// It does not let this user in.
    Refused,
    /// What it says cannot be understood.
    Garbled {
        /// What is wrong with it.
        detail: String,
    },
}

impl HostError {
    /// Whether an answer says that the system stopped the host.
    #[must_use]
    pub fn is_stopped(error: &Error) -> bool {
        error.message.id == "guest-stopped"
    }

    /// Whether to try again is of no use.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::OtherVersion { .. } | Self::Refused | Self::Garbled { .. })
    }
}

impl Describe for HostError {
    fn message(&self) -> Message {
        match self {
            Self::Unreachable { detail } => Message::new("guest-unreachable").with("detail", detail.as_str()),
            Self::Silent { pid: Some(pid) } => Message::new("guest-silent-pid").with("pid", pid.to_string()),
            Self::Silent { pid: None } => Message::new("guest-silent"),
            Self::Stopped { pid } => Message::new("guest-stopped").with("pid", pid.to_string()),
            Self::OtherVersion { version, pid, .. } => {
                Message::new("guest-version").with("version", version.as_str()).with("pid", pid.to_string())
            }
            Self::Refused => Message::new("guest-refused"),
            Self::Garbled { detail } => Message::new("guest-garbled").with("detail", detail.as_str()),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(match self {
            Self::Unreachable { .. } | Self::Silent { .. } => Message::new("guest-silent-hint"),
            Self::Stopped { pid } => Message::new("store-stopped-hint").with("pid", pid.to_string()),
            Self::OtherVersion { syncs: true, .. } => Message::new("guest-version-syncs"),
            Self::OtherVersion { .. } => Message::new("guest-version-hint"),
            Self::Refused => Message::new("guest-refused-hint"),
            Self::Garbled { .. } => return None,
        })
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::Unreachable { .. } | Self::Silent { .. } | Self::Stopped { .. } | Self::OtherVersion { .. } => ErrorKind::InUse,
            Self::Refused => ErrorKind::NotAllowed,
            Self::Garbled { .. } => ErrorKind::Unexpected,
        }
    }
}

crate::localized_error!(HostError);
