//! State of alerting.

use tokio::sync::Mutex;

use super::task::Keeper;
/// State of alerting. Incidents and undelivered alerts are in the store.
#[derive(Default)]
pub(crate) struct Alerting {
    /// One delivery at a time.
    pub(super) delivering: Mutex<()>,
    pub(super) keeper: std::sync::Mutex<Option<Keeper<()>>>,
}
