//! State of the worker of the outbox for writes. What it works on is in the store.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Mutex;

use rust_decimal::Decimal;
use tokio::sync::Notify;
use tokio::time::Instant;

use super::task::Keeper;
use crate::domain::push::WriteSettings;
use crate::domain::{CompanyId, RemoteId};

/// State of the worker.
#[derive(Default)]
pub(crate) struct Pushing {
    /// Woken when something was approved.
    pub(super) wake: Notify,
    /// What companies' settings say about writing, and when they were asked.
    pub(super) settings: Mutex<HashMap<CompanyId, (Instant, WriteSettings)>>,
    /// Percentages of companies' tax codes, and when they were asked.
    pub(super) percents: Mutex<HashMap<CompanyId, (Instant, BTreeMap<RemoteId, Decimal>)>>,
    /// Held while something is planned and queued.
    pub(super) planning: tokio::sync::Mutex<()>,
    /// Companies with new matches of bank entries, for the worker.
    pub(super) matched: Mutex<BTreeSet<CompanyId>>,
    pub(super) keeper: Mutex<Option<Keeper<()>>>,
}
