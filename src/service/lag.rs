//! How far a store is behind: what is due and not done yet, and what others committed that this process has not seen.
//!
//! For: `status`, health and metrics. Uses: the last runs of companies, the outbox, the schedule. Never: a decision about what is taken up.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::local::Local;
use super::task::lock;
use super::work::due_since;
use super::{CompanyView, Result};
use crate::domain::{CompanyId, Queue, as_text};
use crate::store::Outbox;
use crate::sync::schedule::Schedule;

/// A process that looked within this time is not behind: looks are not continuous.
const LOOKS: SignedDuration = SignedDuration::from_secs(2);

/// What is due and not done yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LagView {
    /// Companies that are due for a sync and are not being synced.
    pub due: u64,
    /// Since when the first of them is.
    #[serde(with = "as_text")]
    pub since: Option<Timestamp>,
    /// Queues with something due.
    pub queues: Vec<QueueLag>,
    /// How long this process has not seen what other processes commit; 0 while it looks as it should.
    pub behind_seconds: u64,
}

/// What is due in a queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueLag {
    /// `alert`, `push` or `mail`.
    pub queue: String,
    /// Items that are due.
    pub due: u64,
    /// Since when the first of them is.
    #[serde(with = "as_text")]
    pub since: Option<Timestamp>,
}

/// The word of a queue.
const fn word(queue: Queue) -> &'static str {
    match queue {
        Queue::Alert => "alert",
        Queue::Push => "push",
        Queue::Mail => "mail",
    }
}

/// How far the store is behind, for a caller that sees these companies. Blocks.
pub(super) fn lag(local: &Local, views: &[CompanyView], sees: &dyn Fn(CompanyId) -> bool) -> Result<LagView> {
    let now = local.options.clock.now();
    let settings = &local.options.config.schedule;
    let schedule = Schedule::new(settings, &local.options.zone);
    let due: Vec<Timestamp> = views
        .iter()
        .filter(|view| view.company.enabled && !view.company.has_own_books() && view.progress.is_none())
        .filter_map(|view| due_since(view.last_run.as_ref(), &schedule, settings.catch_up, now))
        .collect();
    let mut queues = Vec::new();
    for queue in Queue::ALL {
        if local.store.next_due(queue)?.is_none_or(|first| first > now) {
            continue;
        }
        let open = local.store.outbox_open(queue)?;
        let times: Vec<Timestamp> =
            open.iter().filter(|item| sees(item.key.company)).filter_map(|item| item.due).filter(|due| *due <= now).collect();
        if !times.is_empty() {
            let due = u64::try_from(times.len()).unwrap_or(u64::MAX);
            queues.push(QueueLag { queue: word(queue).to_owned(), due, since: times.into_iter().min() });
        }
    }
    let unseen = lock(&local.seen).map_or(SignedDuration::ZERO, |at| now.duration_since(at));
    let behind = if unseen > LOOKS { unseen.as_secs() } else { 0 };
    Ok(LagView {
        due: u64::try_from(due.len()).unwrap_or(u64::MAX),
        since: due.into_iter().min(),
        queues,
        behind_seconds: u64::try_from(behind).unwrap_or_default(),
    })
}
