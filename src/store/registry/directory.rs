//! Companies, logins and tokens, and the sealed secrets: what must be known before any record is.
//!
//! For: [`super::Registry`] and [`super::Tokens`], which hold the rules. Uses: domain. Never: a secret in clear; the records.
//!
//! Two places exist: the files beside a database of one machine, and tables of a database that many machines share.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::Timestamp;

use super::stored::State;
use crate::store::StoreError;

/// A change of the list of companies and logins; it may run again where it met another one.
pub(in crate::store) type Change<'c> = &'c mut dyn FnMut(&mut State) -> Result<(), StoreError>;

/// A change of a sheet: what is there, to what shall be there; `None` leaves it.
pub(in crate::store) type SheetChange<'c> = &'c mut dyn FnMut(Option<&[u8]>) -> Result<Option<Vec<u8>>, StoreError>;

/// Where companies, logins and tokens are kept. All calls block. A change is durable when the call returns, and applied wholly or not at
/// all; two writers never lose each other's change.
pub(crate) trait Directory: Send + Sync + std::fmt::Debug {
    /// Companies and logins.
    fn companies(&self) -> Result<State, StoreError>;
    /// Changes companies and logins; returns how they are then.
    fn change_companies(&self, change: Change<'_>) -> Result<State, StoreError>;
    /// A small document by its name.
    fn sheet(&self, name: &'static str) -> Result<Option<Vec<u8>>, StoreError>;
    /// Changes a small document.
    fn change_sheet(&self, name: &'static str, change: SheetChange<'_>) -> Result<(), StoreError>;
    /// The name of a document in an error.
    fn place(&self, name: &'static str) -> PathBuf;
    /// Another one after each change that another process may have made; `None` where no other process changes anything.
    fn version(&self) -> Result<Option<u64>, StoreError>;
}

/// Where sealed secrets are kept, by name. All calls block.
pub(crate) trait Secrets: Send + Sync + std::fmt::Debug {
    /// The name of a secret in an error.
    fn blob_place(&self, name: &str) -> String;
    /// The names of the secrets that are set.
    fn names(&self) -> Result<Vec<String>, StoreError>;
    /// A secret; `None` when it is not set.
    fn blob(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError>;
    /// Every secret that can be read, by name.
    fn blobs(&self) -> Result<BTreeMap<String, Vec<u8>>, StoreError> {
        let read = |name: String| self.blob(&name).ok().flatten().map(|blob| (name, blob));
        Ok(self.names()?.into_iter().filter_map(read).collect())
    }
    /// Whether a secret is set.
    fn has_blob(&self, name: &str) -> bool;
    /// When a secret was set; `None` when it is not.
    fn blob_set(&self, name: &str) -> Result<Option<Timestamp>, StoreError>;
    /// Replaces a secret, durably.
    fn set_blob(&self, name: &str, blob: &[u8]) -> Result<(), StoreError>;
    /// Forgets a secret, durably; never while a change of the list of companies runs.
    fn remove_blob(&self, name: &str) -> Result<(), StoreError>;
}
