//! Why an alert did not go out. None of it has a secret: an address that is one is not told.

use crate::domain::{Channel, Message};
use crate::error::{Describe, ErrorKind};

/// Why an alert did not go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlertError {
    /// The channel is not in the configuration.
    NotSet {
        /// Which.
        channel: Channel,
    },
    /// The configuration says that the address is sealed, and there is none.
    NoAddress,
    /// The address is not usable: not a URL, or without TLS and not loopback.
    BadAddress,
    /// The program did not start.
    NoStart {
        /// The program.
        program: String,
        /// Detail from the system.
        detail: String,
    },
    /// The program ended with an error.
    Ended {
        /// The program.
        program: String,
        /// Exit status and last line of output.
        detail: String,
    },
    /// Timeout.
    TooSlow {
        /// Channel.
        channel: Channel,
    },
    /// The address could not be reached.
    Unreachable {
        /// Detail from the network.
        detail: String,
    },
    /// The address or the token of Slack is not saved.
    NoSlackSecret,
    /// Slack did not take it.
    Slack {
        /// What it said.
        detail: String,
    },
    /// The address answered with an error.
    Refused {
        /// The status.
        status: u16,
    },
    /// This build sends no mail.
    #[cfg_attr(feature = "mail", expect(dead_code, reason = "for builds without it"))]
    LeftOut,
    /// The mail server did not take it.
    Mail {
        /// Answer of the server.
        detail: String,
    },
}

impl Describe for AlertError {
    fn message(&self) -> Message {
        match self {
            Self::NotSet { channel } => Message::new("alert-not-set").with("channel", channel.as_str()),
            Self::NoAddress => Message::new("alert-no-address"),
            Self::BadAddress => Message::new("alert-bad-address"),
            Self::NoStart { program, detail } => {
                Message::new("alert-no-start").with("program", program.as_str()).with("detail", detail.as_str())
            }
            Self::Ended { program, detail } => {
                Message::new("alert-ended").with("program", program.as_str()).with("detail", detail.as_str())
            }
            Self::TooSlow { channel } => Message::new("alert-too-slow").with("channel", channel.as_str()),
            Self::Unreachable { detail } => Message::new("alert-unreachable").with("detail", detail.as_str()),
            Self::Refused { status } => Message::new("alert-refused").with("status", status.to_string()),
            Self::NoSlackSecret => Message::new("slack-no-secret"),
            Self::Slack { detail } => Message::new("slack-not-posted").with("detail", detail.as_str()),
            Self::LeftOut => Message::new("alert-left-out"),
            Self::Mail { detail } => Message::new("alert-mail").with("detail", detail.as_str()),
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self::NotSet { .. } => Some(Message::new("alert-not-set-hint")),
            Self::NoAddress => Some(Message::new("alert-no-address-hint")),
            Self::BadAddress => Some(Message::new("alert-bad-address-hint")),
            Self::NoSlackSecret => Some(Message::new("slack-no-secret-hint")),
            Self::LeftOut => Some(Message::new("alert-left-out-hint")),
            _ => None,
        }
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::NotSet { .. } | Self::NoAddress | Self::NoSlackSecret | Self::BadAddress | Self::LeftOut => ErrorKind::Config,
            _ => ErrorKind::Failed,
        }
    }
}

crate::localized_error!(AlertError);
