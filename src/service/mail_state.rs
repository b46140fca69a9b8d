//! State of the worker of the outbox for mails. What it works on is in the store.

use std::sync::Mutex;

use tokio::sync::Notify;

use super::task::Keeper;

/// State of the worker.
#[derive(Default)]
pub(crate) struct Mailing {
    /// Woken when something was queued.
    pub(super) wake: Notify,
    pub(super) keeper: Mutex<Option<Keeper<()>>>,
}
