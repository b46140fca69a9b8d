//! Stands in the place of buckets in a build without the feature `s3`: nothing is sent.

use std::path::Path;

use secrecy::SecretString;

use super::{ArchiveError, Kept, NewObject, Settings};

/// No bucket.
#[derive(Debug)]
pub struct Bucket;

impl Bucket {
    /// Says that this build has no S3.
    ///
    /// # Errors
    /// Always.
    pub fn open(_: &Settings, _: &SecretString) -> Result<Self, ArchiveError> {
        Err(ArchiveError::LeftOut)
    }

    /// The name as it is.
    #[must_use]
    #[expect(clippy::unused_self, reason = "as where the part is built in")]
    pub fn place(&self, name: &str) -> String {
        name.to_owned()
    }

    /// Keeps nothing.
    ///
    /// # Errors
    /// Always.
    pub async fn keep(&self, _: &NewObject, _: Vec<u8>) -> Result<Kept, ArchiveError> {
        std::future::ready(Err(ArchiveError::LeftOut)).await
    }

    /// Keeps nothing.
    ///
    /// # Errors
    /// Always.
    pub async fn keep_file(&self, _: &NewObject, _: &Path) -> Result<Kept, ArchiveError> {
        std::future::ready(Err(ArchiveError::LeftOut)).await
    }

    /// Proves nothing.
    ///
    /// # Errors
    /// Always.
    pub async fn prove(&self, _: &NewObject) -> Result<(), ArchiveError> {
        std::future::ready(Err(ArchiveError::LeftOut)).await
    }

    /// Reads nothing.
    ///
    /// # Errors
    /// Always.
    pub async fn read(&self, _: &NewObject) -> Result<Vec<u8>, ArchiveError> {
        std::future::ready(Err(ArchiveError::LeftOut)).await
    }
}
