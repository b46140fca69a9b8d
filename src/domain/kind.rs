//! Kinds of records, and what the store knows of a record beside the provider's last word.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::as_text;
use super::{CompanyId, RemoteId, RunId};

/// Kind of a record. The store keeps the numbers: they are frozen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
pub enum Kind {
    /// Invoice, credit note, receipt, bill, draft and the like: [`super::Invoice`].
    Document = 1,
    /// Money that pays documents: [`super::Payment`].
    Payment = 2,
    /// Customer or supplier: [`super::Contact`].
    Contact = 3,
}

impl Kind {
    /// Every kind.
    pub const ALL: &[Self] = &[Self::Document, Self::Payment, Self::Contact];

    /// The kind of a stored number.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| *kind as u8 == number)
    }

    /// The field that its number or name is of, in the history of changes.
    #[must_use]
    pub const fn title_field(self) -> &'static str {
        match self {
            Self::Document => "number",
            Self::Payment => "reference",
            Self::Contact => "name",
        }
    }

    /// Its name in reports of the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Payment => "payment",
            Self::Contact => "contact",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Key of a record: company, kind and the provider's identifier. Numbers repeat, identifiers of different kinds too.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RecordKey {
    /// The company that the record was synced for.
    pub company: CompanyId,
    /// Kind.
    pub kind: Kind,
    /// The provider's identifier.
    pub id: RemoteId,
}

impl RecordKey {
    /// Key of a record.
    #[must_use]
    pub const fn new(company: CompanyId, kind: Kind, id: RemoteId) -> Self {
        Self { company, kind, id }
    }

    /// Key of the document `id` of `company`.
    #[must_use]
    pub const fn document(company: CompanyId, id: RemoteId) -> Self {
        Self::new(company, Kind::Document, id)
    }
}

/// An entity as the store keeps it: what the provider gave last, and what we know of its life here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored<E> {
    /// Company.
    pub company: CompanyId,
    /// The provider's last word.
    pub entity: E,
    /// When it was first seen.
    #[serde(with = "as_text")]
    pub first_seen: Timestamp,
    /// The run that first saw it.
    pub first_run: RunId,
    /// When a field last changed here; equal to `first_seen` when none did.
    #[serde(with = "as_text")]
    pub changed: Timestamp,
    /// The run that changed it last.
    pub changed_run: RunId,
    /// When a full scan no longer found it. It is kept.
    #[serde(with = "as_text")]
    pub vanished: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_the_kinds_never_change() {
        let numbers: Vec<(u8, &str)> = Kind::ALL.iter().map(|kind| (*kind as u8, kind.as_str())).collect();
        assert_eq!(numbers, [(1, "document"), (2, "payment"), (3, "contact")]);
        assert!(Kind::ALL.iter().all(|kind| Kind::from_number(*kind as u8) == Some(*kind)));
        assert_eq!(Kind::from_number(0), None);
    }
}
