//! Orders that are given together, as data.
//!
//! For: the shared state. Never: the shared state itself; what is done with them is in `each`.

use std::collections::{BTreeMap, VecDeque};

use crate::error::Error;
use crate::tui::case::Case;

/// What is done to each of several rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Each {
    /// A draft is discarded.
    DiscardDraft,
    /// Reminders of an invoice are turned off.
    Hush,
    /// Reminders of an invoice are turned on again.
    Unhush,
    /// A mail is sent again.
    SendAgain,
    /// A mail is dropped.
    DropMail,
    /// An item of the outbox is taken up again.
    Retry,
    /// An item of the outbox is dropped.
    DropItem,
    /// A link is forgotten.
    Unlink,
    /// What differs at the other side of a link is taken as it is.
    Settle,
}

impl Each {
    /// The text that says that all were done.
    pub(super) const fn done(self) -> &'static str {
        match self {
            Self::DiscardDraft => "each-drafts-discarded",
            Self::Hush => "each-hushed",
            Self::Unhush => "each-unhushed",
            Self::SendAgain => "each-sent-again",
            Self::DropMail => "each-mails-dropped",
            Self::Retry => "each-retried",
            Self::DropItem => "each-items-dropped",
            Self::Unlink => "each-unlinked",
            Self::Settle => "each-settled",
        }
    }
}

/// Orders that are not all answered, by the number of their batch.
#[derive(Debug, Default)]
pub(crate) struct Together {
    pub(super) next: u64,
    pub(super) all: BTreeMap<u64, Several>,
}

/// A batch.
#[derive(Debug)]
pub(super) struct Several {
    pub(super) each: Each,
    /// What the rows are called.
    pub(super) names: Vec<String>,
    /// Orders that are not given yet, with the place of their row.
    pub(super) waiting: VecDeque<(usize, Case)>,
    pub(super) answered: usize,
    pub(super) failed: Vec<(usize, Error)>,
}
