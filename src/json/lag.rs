//! What is due and not done yet.

use serde::Serialize;

use super::value::{Instant, Shown};
use crate::service::LagView;

/// How far the store is behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Lag))]
pub struct LagJson {
    /// Companies that are due for a sync and are not being synced.
    pub due_companies: u64,
    /// Since when the first of them is.
    pub due_since: Option<Instant>,
    /// Queues with something due.
    pub queues: Vec<QueueLagJson>,
    /// How long this process has not seen what other processes commit.
    pub behind_seconds: u64,
}

/// What is due in a queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = QueueLag))]
pub struct QueueLagJson {
    /// `alert`, `push` or `mail`.
    pub queue: String,
    /// Items that are due.
    pub due: u64,
    /// Since when the first of them is.
    pub due_since: Option<Instant>,
}

impl LagJson {
    /// What scripts see of it.
    #[must_use]
    pub fn new(view: &LagView) -> Self {
        let queue = |lag: &crate::service::QueueLag| QueueLagJson {
            queue: lag.queue.clone(),
            due: lag.due,
            due_since: lag.since.map(Shown),
        };
        Self {
            due_companies: view.due,
            due_since: view.since.map(Shown),
            queues: view.queues.iter().map(queue).collect(),
            behind_seconds: view.behind_seconds,
        }
    }
}
