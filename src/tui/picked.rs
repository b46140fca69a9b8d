//! The payments, contacts or bank entries that an export is about.

use crate::domain::RecordKey;
use crate::query::sieve::{ListRequest, Listed};
use crate::query::{contact, entry, payment};

/// The chosen records of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picked<F: Listed> {
    /// The records that are looked through, all of them, in their order.
    pub(crate) request: ListRequest<F>,
    /// Only these of them; all where it is `None`.
    pub(crate) these: Option<Vec<RecordKey>>,
    /// None of these.
    pub(crate) but: Vec<RecordKey>,
}

/// The chosen records, whatever their kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AnyPicked {
    Payments(Picked<payment::Field>),
    Contacts(Picked<contact::Field>),
    Entries(Picked<entry::Field>),
}

impl<F: Listed> Picked<F> {
    /// True if a record that was found belongs to it.
    pub(crate) fn has(&self, key: &RecordKey) -> bool {
        // Both are in the order of the marks.
        let wanted = self.these.as_ref().is_none_or(|these| these.binary_search(key).is_ok());
        wanted && self.but.binary_search(key).is_err()
    }

    /// True if everything that is found belongs to it.
    pub(crate) const fn is_whole(&self) -> bool {
        self.these.is_none() && self.but.is_empty()
    }
}
