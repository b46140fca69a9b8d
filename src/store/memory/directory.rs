//! A directory in memory, as many processes share one.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use crate::store::StoreError;
use crate::store::registry::State;
use crate::store::registry::directory::{Change, Directory, Secrets, SheetChange};

/// Companies, sheets and secrets.
#[derive(Debug, Default)]
pub(crate) struct MemoryDirectory(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    version: u64,
    companies: State,
    sheets: BTreeMap<&'static str, Vec<u8>>,
    secrets: BTreeMap<String, Vec<u8>>,
}

impl MemoryDirectory {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Directory for MemoryDirectory {
    fn companies(&self) -> Result<State, StoreError> {
        Ok(self.inner().companies.clone())
    }

    fn change_companies(&self, change: Change<'_>) -> Result<State, StoreError> {
        let mut after = self.inner().companies.clone();
        // Without the lock: a change may replace a secret.
        change(&mut after)?;
        let mut inner = self.inner();
        inner.version += 1;
        inner.companies = after.clone();
        Ok(after)
    }

    fn sheet(&self, name: &'static str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.inner().sheets.get(name).cloned())
    }

    fn change_sheet(&self, name: &'static str, change: SheetChange<'_>) -> Result<(), StoreError> {
        let mut inner = self.inner();
        if let Some(content) = change(inner.sheets.get(name).map(Vec::as_slice))? {
            inner.version += 1;
            inner.sheets.insert(name, content);
        }
        Ok(())
    }

    fn place(&self, name: &'static str) -> PathBuf {
        PathBuf::from(name)
    }

    fn version(&self) -> Result<Option<u64>, StoreError> {
        Ok(Some(self.inner().version))
    }
}

impl Secrets for MemoryDirectory {
    fn blob_place(&self, name: &str) -> String {
        name.to_owned()
    }

    fn names(&self) -> Result<Vec<String>, StoreError> {
        Ok(self.inner().secrets.keys().cloned().collect())
    }

    fn blob(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.inner().secrets.get(name).cloned())
    }

    fn has_blob(&self, name: &str) -> bool {
        self.inner().secrets.contains_key(name)
    }

    fn blob_set(&self, name: &str) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.has_blob(name).then_some(Timestamp::UNIX_EPOCH))
    }

    fn set_blob(&self, name: &str, blob: &[u8]) -> Result<(), StoreError> {
        self.inner().secrets.insert(name.to_owned(), blob.to_vec());
        Ok(())
    }

    fn remove_blob(&self, name: &str) -> Result<(), StoreError> {
        self.inner().secrets.remove(name);
        Ok(())
    }
}
