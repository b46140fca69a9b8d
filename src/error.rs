//! What an error is to a person and to a script: its kind, its sentence, its hint, its exit code.
//!
//! Every module has an error enum of its own that implements [`Describe`]; this is the one place that knows exit codes.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::Message;

/// How an error ends a command. The numbers are a promise to scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ErrorKind {
    /// Something that should not happen.
    Unexpected,
    /// The command line or a query is wrong.
    Usage,
    /// Some invoices or companies failed.
    Partial,
    /// Nothing could be synced.
    Failed,
    /// Another process holds the store and cannot be reached.
    InUse,
    /// Configuration or credentials.
    Config,
    /// The user may not do this.
    NotAllowed,
    /// Ctrl-C or SIGTERM.
    Interrupted,
}

impl ErrorKind {
    /// The exit code of the process.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Unexpected => 1,
            Self::Usage => 2,
            Self::Partial => 3,
            Self::Failed => 4,
            Self::InUse => 5,
            Self::Config => 6,
            Self::NotAllowed => 7,
            Self::Interrupted => 130,
        }
    }
}

/// What every error enum of the house tells about itself.
pub trait Describe {
    /// What happened, to which company or invoice.
    fn message(&self) -> Message;
    /// What to do about it.
    fn hint(&self) -> Option<Message> {
        None
    }
    /// How it ends a command.
    fn kind(&self) -> ErrorKind;
}

/// Implements `Display` in English from the locale files (for logs and source chains) and `std::error::Error`.
///
/// People see the message in their language through [`Describe`]; thus the words stand in one place only.
#[macro_export]
macro_rules! localized_error {
    ($name:ty) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&$crate::locale::english().text(&$crate::error::Describe::message(self)))
            }
        }

        impl std::error::Error for $name {}
    };
}

/// An error on its way to a person: what all use cases of the service return.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Error {
    /// How it ends a command.
    pub kind: ErrorKind,
    /// What happened.
    pub message: Message,
    /// What to do about it.
    pub hint: Option<Message>,
}

impl Error {
    /// An error without a hint.
    #[must_use]
    pub const fn new(kind: ErrorKind, message: Message) -> Self {
        Self { kind, message, hint: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: Message) -> Self {
        self.hint = Some(hint);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::locale::english().text(&self.message))
    }
}

impl std::error::Error for Error {}

impl<E: Describe> From<E> for Error {
    fn from(error: E) -> Self {
        Self { kind: error.kind(), message: error.message(), hint: error.hint() }
    }
}
