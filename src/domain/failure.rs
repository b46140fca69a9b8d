//! A failure: what happened, what to do about it, and of which kind it is.

use serde::{Deserialize, Serialize};

use super::Message;

/// The kind of a failure; it decides the exit code of a command.
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
    /// The configuration.
    Config,
    /// A key that is missing or that the service refuses: another key mends it.
    Credentials,
    /// The user may not do this.
    NotAllowed,
    /// Ctrl-C or SIGTERM.
    Interrupted,
}

/// A failure on its way to a person: an error of a use case, or why a run did not complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Its kind.
    pub kind: ErrorKind,
    /// Sentence.
    pub message: Message,
    /// Next step.
    pub hint: Option<Message>,
}

impl Failure {
    /// A failure without a hint.
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
