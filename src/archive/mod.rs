//! Objects at a store that speaks S3: written once, never replaced, and read back before they count as kept.
//!
//! For: the archive of documents, and backups. Uses: `object_store`, domain, locale. Never: our own store, the vault (the key comes
//! in), a decision about what is archived.
//!
//! The name of an object has the hash of its content, so that the same content is the same object: an upload that broke off at any
//! instant is done again without harm, and what is there already is what was wanted.

#[cfg_attr(not(feature = "s3"), path = "no_bucket.rs")]
mod bucket;
mod error;
mod object;

pub use bucket::Bucket;
pub use error::ArchiveError;
pub use object::{Kept, NewObject};

use crate::document::Form;

/// Where objects go.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// Name of the bucket; empty where there is no archive.
    pub bucket: String,
    /// Address of the service; empty for Amazon's of the region.
    pub endpoint: String,
    /// Region.
    pub region: String,
    /// What every name begins with.
    pub prefix: String,
    /// Identifier of the access key; its secret is sealed.
    pub access_key: String,
    /// Whether the bucket stands before the name of the host.
    pub virtual_host: bool,
    /// Forms in which issued documents are kept.
    pub forms: Vec<Form>,
}

impl Settings {
    /// Whether objects go anywhere.
    #[must_use]
    pub fn is_on(&self) -> bool {
        !self.bucket.is_empty()
    }
}
