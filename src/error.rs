//! What an error is to a person and to a script: its kind, its sentence, its hint, its exit code.
//!
//! Every module has an error enum of its own that implements [`Describe`]; this is the one place that knows exit codes.

use std::fmt;

use crate::domain::Message;

/// The kind of a failure, and a failure: what all use cases of the service return.
pub use crate::domain::{ErrorKind, Failure as Error};

impl ErrorKind {
    /// The exit code of the process. The numbers are a promise to scripts.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Unexpected => 1,
            Self::Usage => 2,
            Self::Partial => 3,
            Self::Failed => 4,
            Self::InUse => 5,
            Self::Config | Self::Credentials => 6,
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
