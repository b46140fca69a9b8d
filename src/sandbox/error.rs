//! Errors of the sandbox.

use crate::domain::Message;
use crate::error::{Describe, ErrorKind};

/// Every fault, for help and errors.
pub const POSSIBLE: &str = "status=CODE, status=CODE,retry-after=VALUE, truncate, break, html, empty, shape, hang, close, lost, mute, \
     after=CODE, error=CODE, \
     slow=100ms, drift, nonsense-meta";

/// Why a sandbox cannot be as asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SandboxError {
    /// A fault that does not exist.
    FaultKind {
        /// As given.
        spec: String,
    },
    /// A fault with an unknown value.
    FaultValue {
        /// As given.
        spec: String,
        /// The part that means nothing.
        part: String,
    },
    /// A fault with an unknown selector (the part after `@`).
    FaultSelector {
        /// As given.
        spec: String,
        /// The selector.
        part: String,
    },
    /// A setting that the service does not have, or with a value that it cannot have.
    Setting {
        /// As given.
        given: String,
        /// What there is.
        possible: &'static str,
    },
    /// Its port cannot be had.
    Bind {
        /// The port.
        port: u16,
        /// Detail from the system.
        detail: String,
    },
}

impl Describe for SandboxError {
    fn message(&self) -> Message {
        match self {
            Self::FaultKind { spec } => Message::new("sandbox-fault-kind").with("spec", spec.as_str()),
            Self::FaultValue { spec, part } => {
                Message::new("sandbox-fault-value").with("spec", spec.as_str()).with("part", part.as_str())
            }
            Self::FaultSelector { spec, part } => {
                Message::new("sandbox-fault-selector").with("spec", spec.as_str()).with("part", part.as_str())
            }
            Self::Setting { given, .. } => Message::new("sandbox-setting").with("given", given.as_str()),
            Self::Bind { port, detail } => {
                Message::new("sandbox-bind").with("port", port.to_string()).with("detail", detail.as_str())
            }
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self::FaultKind { .. } | Self::FaultValue { .. } => {
                Some(Message::new("sandbox-fault-hint").with("possible", POSSIBLE))
            }
            Self::Setting { possible, .. } => {
                let possible = if possible.is_empty() { "NAME=VALUE" } else { *possible };
                Some(Message::new("sandbox-setting-hint").with("possible", possible))
            }
            Self::FaultSelector { .. } => Some(Message::new("sandbox-fault-selector-hint")),
            Self::Bind { .. } => Some(Message::new("sandbox-bind-hint")),
        }
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::Bind { .. } => ErrorKind::Failed,
            _ => ErrorKind::Usage,
        }
    }
}

crate::localized_error!(SandboxError);
