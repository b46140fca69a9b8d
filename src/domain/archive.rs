//! Documents that are kept at an object store.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{RemoteId, as_text};

/// A document in a form, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveItem {
    /// The document and its form.
    pub id: RemoteId,
    /// The document.
    pub document: RemoteId,
    /// Its number.
    pub number: String,
    /// Word of the form.
    pub form: String,
    /// Name of the object, without the prefix of the bucket.
    pub name: String,
    /// SHA-256 of its content, in hexadecimal digits.
    pub sha256: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it was written and read back.
    #[serde(with = "as_text")]
    pub at: Timestamp,
}

impl ArchiveItem {
    /// Identifier of the item of a document in a form.
    #[must_use]
    pub fn key(document: &RemoteId, form: &str) -> RemoteId {
        RemoteId::new(format!("{document}:{form}"))
    }
}
