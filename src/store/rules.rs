//! Rules for every commit and every backend: a commit that breaks one is a bug and is refused.

use std::collections::BTreeSet;

use super::{Commit, StoreError};
use crate::domain::{Lease, SyncRun};

/// Refuses a run that begins under the lease of another company.
pub(in crate::store) fn lease(run: &SyncRun, lease: &Lease) -> Result<(), StoreError> {
    if run.company == lease.company { Ok(()) } else { Err(StoreError::Invalid { rule: "a run under the lease of its company" }) }
}

/// Refuses a commit that contradicts itself.
pub(in crate::store) fn check(commit: &Commit) -> Result<(), StoreError> {
    let mut seen = BTreeSet::new();
    for upsert in &commit.upserts {
        let key = upsert.record.key();
        if key.company != commit.run.company {
            return Err(StoreError::Invalid { rule: "records of the run's company" });
        }
        if upsert.changes.iter().any(|change| change.key != key) {
            return Err(StoreError::Invalid { rule: "changes of the record they come with" });
        }
        if !seen.insert(key) {
            return Err(StoreError::Invalid { rule: "each record once in a commit" });
        }
    }
    Ok(())
}
