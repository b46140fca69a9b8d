//! Why mail cannot be sent at all. None of it has a secret.

use crate::domain::Message;
use crate::error::{Describe, ErrorKind};

/// Why mail cannot be sent at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailError {
    /// No mail server is configured.
    NotSet,
    /// This build sends no mail.
    #[cfg_attr(feature = "mail", expect(dead_code, reason = "for builds without it"))]
    LeftOut,
    /// The server asks for a password, and none is sealed.
    NoPassword,
    /// The program that prints access tokens failed.
    NoToken {
        /// The program.
        program: String,
        /// Why.
        detail: String,
    },
    /// The server could not be reached, or let us not in.
    Unreachable {
        /// Detail from the network or the server.
        detail: String,
    },
    /// The mail cannot be written: an address, or a header.
    Unwritable {
        /// Why.
        detail: String,
    },
}

impl Describe for MailError {
    fn message(&self) -> Message {
        match self {
            Self::NotSet => Message::new("delivery-not-set"),
            Self::LeftOut => Message::new("delivery-left-out"),
            Self::NoPassword => Message::new("delivery-no-password"),
            Self::NoToken { program, detail } => {
                Message::new("delivery-no-token").with("program", program.as_str()).with("detail", detail.as_str())
            }
            Self::Unreachable { detail } => Message::new("delivery-unreachable").with("detail", detail.as_str()),
            Self::Unwritable { detail } => Message::new("delivery-unwritable").with("detail", detail.as_str()),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(Message::new(match self {
            Self::NotSet => "delivery-not-set-hint",
            Self::LeftOut => "delivery-left-out-hint",
            Self::NoPassword => "delivery-no-password-hint",
            Self::NoToken { .. } => "delivery-no-token-hint",
            Self::Unreachable { .. } => "delivery-unreachable-hint",
            Self::Unwritable { .. } => return None,
        }))
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::NotSet | Self::LeftOut | Self::NoPassword | Self::NoToken { .. } => ErrorKind::Config,
            Self::Unreachable { .. } | Self::Unwritable { .. } => ErrorKind::Failed,
        }
    }
}

crate::localized_error!(MailError);
