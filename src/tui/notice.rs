//! Notices: one line in the bottom rule about something that happened elsewhere.

use jiff::Timestamp;

use crate::domain::Message;

/// How serious a notice is, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Severity {
    /// Success.
    Good,
    /// Worth a look.
    Look,
    /// Needs action.
    Act,
}

/// A notice; it stays until the next one, Esc, or some minutes.
#[derive(Debug, Clone)]
pub(crate) struct Notice {
    /// The text.
    pub(crate) message: Message,
    /// The company it is about, written before the text.
    pub(crate) about: Option<String>,
    pub(crate) severity: Severity,
    /// When it appeared.
    pub(crate) at: Timestamp,
}
