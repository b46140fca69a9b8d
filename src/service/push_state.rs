//! State of the worker of the outbox for writes. What it works on is in the store.

use std::collections::{BTreeSet, HashMap};
use std::sync::Mutex;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::task::Keeper;
use crate::domain::CompanyId;
use crate::domain::push::WriteSettings;

/// State of the worker.
#[derive(Default)]
pub(crate) struct Pushing {
    /// Woken when something was approved.
    pub(super) wake: Notify,
    /// What companies' settings say about writing, and when they were asked.
    pub(super) settings: Mutex<HashMap<CompanyId, (Instant, WriteSettings)>>,
    /// Held while something is planned and queued.
    pub(super) planning: tokio::sync::Mutex<()>,
    /// Companies with new matches of bank entries, for the worker.
    pub(super) matched: Mutex<BTreeSet<CompanyId>>,
    pub(super) keeper: Mutex<Option<Keeper<()>>>,
}
