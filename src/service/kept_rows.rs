//! Rows of payments and contacts that are kept in memory.
//!
//! For: the store with its index, which forgets them, and the lists, which fill them. Never: reading the store.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::domain::{ContactRow, PaymentRow};

/// Rows of a kind that were read.
#[derive(Debug, Default)]
pub(crate) struct Kept<R> {
    /// The version of the store that they are of.
    pub(super) version: Option<String>,
    pub(super) generation: u64,
    pub(super) rows: Vec<R>,
}

/// The rows that are kept.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    pub(super) payments: Mutex<Option<Kept<PaymentRow>>>,
    pub(super) contacts: Mutex<Option<Kept<ContactRow>>>,
    /// Rows of an earlier one are not valid.
    pub(super) generation: AtomicU64,
}

impl Lists {
    /// Forgets every row. Waits for nothing.
    pub(crate) fn forget(&self) {
        self.generation.fetch_add(1, Ordering::SeqCst);
    }
}
