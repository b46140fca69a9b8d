//! Reading the directory again, where other processes write to it.
//!
//! For: the registry of a shared store. Uses: its directory. Never: a wait of its own; the directory has its patience.

use std::sync::PoisonError;
use std::time::Instant;

use super::Registry;
use crate::store::StoreError;

impl Registry {
    /// Reads what other processes changed. Returns whether anything is different.
    pub(crate) fn refresh(&self) -> Result<bool, StoreError> {
        let began = Instant::now();
        let mut known = self.version.lock().unwrap_or_else(PoisonError::into_inner);
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        // A database that is away is waited for. All that wait for the one that waits for it get its answer, instead of one after the other.
        if let Some((at, error)) = &*failed
            && *at >= began
        {
            return Err(error.clone());
        }
        let version = match self.directory.version() {
            Ok(version) => version,
            Err(error) => {
                *failed = Some((Instant::now(), error.clone()));
                return Err(error);
            }
        };
        if version == *known {
            return Ok(false);
        }
        let mut state = self.state();
        let fresh = self.directory.companies()?;
        let different = *state != fresh;
        (*state, *known) = (fresh, version);
        Ok(different)
    }
}
