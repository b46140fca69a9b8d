//! State of alerting.

use std::collections::BTreeMap;

use jiff::Timestamp;
use tokio::sync::Mutex;

use super::task::Keeper;
use crate::domain::CompanyId;

/// By company: how many mails did not go out, and why the last one.
pub(crate) type Undelivered = BTreeMap<CompanyId, (u64, String)>;

/// State of alerting. Incidents and undelivered alerts are in the store.
#[derive(Default)]
pub(crate) struct Alerting {
    /// One delivery at a time.
    pub(super) delivering: Mutex<()>,
    pub(super) keeper: std::sync::Mutex<Option<Keeper<()>>>,
    /// Mails that did not go out, by company: how many and why the last one; with when that was read.
    pub(super) failed: std::sync::Mutex<Option<(Timestamp, Undelivered)>>,
}
