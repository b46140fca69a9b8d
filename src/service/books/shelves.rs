//! The own records that were read, of every company, and the right to change them.
//!
//! For: the state of the service. Uses: tables of any kind. Never: what a record means.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use crate::domain::{CompanyId, OwnKind};
use crate::service::task::lock;

/// A table of any kind.
pub(super) type Kept = Arc<dyn Any + Send + Sync>;

/// Tables by company and kind.
pub(super) type Tables = HashMap<(CompanyId, OwnKind), Kept>;

/// The own records that were read, of every company.
#[derive(Debug, Default)]
pub(crate) struct Shelves {
    /// Held from reading what a change depends on until it is written.
    gate: Mutex<()>,
    tables: Mutex<Tables>,
}

impl Shelves {
    /// The right to change own records. Blocks.
    pub(in crate::service) fn change(&self) -> MutexGuard<'_, ()> {
        lock(&self.gate)
    }

    /// The tables.
    pub(super) fn tables(&self) -> MutexGuard<'_, Tables> {
        lock(&self.tables)
    }

    /// Forgets what was read of every company.
    pub(in crate::service) fn forget_all(&self) {
        lock(&self.tables).clear();
    }

    /// Forgets what was read of a company.
    pub(in crate::service) fn forget(&self, company: CompanyId) {
        lock(&self.tables).retain(|(of, _), _| *of != company);
    }
}
