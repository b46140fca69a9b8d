//! Why a calendar could not be read or written. None of it has a password or a private address.

use crate::domain::Message;
use crate::error::{Describe, ErrorKind};

/// Why a calendar could not be read or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CalendarError {
    /// The address is not usable: not a URL, or without TLS and not loopback, or with a password in it.
    BadAddress,
    /// The server could not be reached.
    Unreachable {
        /// Detail from the network.
        detail: String,
    },
    /// The server did not answer in time.
    TooSlow,
    /// The answer is larger than the bound.
    TooLarge {
        /// The bound in megabytes.
        most: usize,
    },
    /// The calendar has more objects than the bound.
    TooManyObjects {
        /// The bound.
        most: usize,
    },
    /// An object is larger than the bound.
    ObjectTooLarge {
        /// Its path at the server.
        path: String,
        /// The bound in megabytes.
        most: usize,
    },
    /// The server goes on telling changes without an end.
    TooManyRounds {
        /// The bound.
        most: usize,
    },
    /// A sync as a whole took too long.
    TooLong {
        /// The bound in minutes.
        most: u64,
    },
    /// Name or password are wrong.
    Unauthorized,
    /// The server answered with an error.
    Refused {
        /// The status.
        status: u16,
    },
    /// The server sends the client elsewhere.
    Moved {
        /// Where, without a query.
        to: String,
    },
    /// The answer is not what the protocol says.
    NotUnderstood {
        /// What is wrong.
        detail: String,
    },
    /// The address is no calendar; these below it are.
    NotACalendar {
        /// Names and addresses.
        found: Vec<(String, String)>,
    },
    /// The event was changed at the server since it was read.
    Changed,
    /// There is nothing at the address.
    Gone,
    /// The server no longer knows the token of the last sync.
    TokenLost,
    /// The text is no iCalendar.
    NotICalendar,
}

impl Describe for CalendarError {
    fn message(&self) -> Message {
        match self {
            Self::BadAddress => Message::new("calendar-bad-address"),
            Self::Unreachable { detail } => Message::new("calendar-unreachable").with("detail", detail.as_str()),
            Self::TooSlow => Message::new("calendar-too-slow"),
            Self::TooLarge { most } => Message::new("calendar-too-large").with("max", *most),
            Self::TooManyObjects { most } => Message::new("calendar-too-many").with("max", *most),
            Self::ObjectTooLarge { path, most } => {
                Message::new("calendar-object-too-large").with("path", path.as_str()).with("max", *most)
            }
            Self::TooManyRounds { most } => Message::new("calendar-too-many-rounds").with("max", *most),
            Self::TooLong { most } => Message::new("calendar-too-long").with("minutes", *most),
            Self::Unauthorized => Message::new("calendar-unauthorized"),
            Self::Refused { status } => Message::new("calendar-refused").with("status", status.to_string()),
            Self::Moved { to } => Message::new("calendar-moved").with("address", to.as_str()),
            Self::NotUnderstood { detail } => Message::new("calendar-not-understood").with("detail", detail.as_str()),
            Self::NotACalendar { found } if found.is_empty() => Message::new("calendar-not-a-calendar"),
            Self::NotACalendar { found } => {
                let list: Vec<String> = found.iter().map(|(name, url)| format!("{name}: {url}")).collect();
                Message::new("calendar-choose-one").with("found", list.join("; "))
            }
            Self::Changed => Message::new("calendar-changed"),
            Self::Gone => Message::new("calendar-gone"),
            Self::TokenLost => Message::new("calendar-token-lost"),
            Self::NotICalendar => Message::new("calendar-not-icalendar"),
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self::Unauthorized => Some(Message::new("calendar-unauthorized-hint")),
            Self::NotACalendar { .. } => Some(Message::new("calendar-not-a-calendar-hint")),
            Self::Moved { .. } => Some(Message::new("calendar-moved-hint")),
            _ => None,
        }
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::Unauthorized => ErrorKind::Credentials,
            Self::BadAddress | Self::NotACalendar { .. } | Self::Moved { .. } => ErrorKind::Config,
            _ => ErrorKind::Failed,
        }
    }
}

crate::localized_error!(CalendarError);
