//! State of the worker of the outbox for writes. What it works on is in the store.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Mutex;
use std::time::Duration;

use rust_decimal::Decimal;
use tokio::sync::Notify;
use tokio::time::Instant;

use super::task::{Keeper, lock};
use crate::domain::push::WriteSettings;
use crate::domain::{CompanyId, ItemKey, OutboxItem, RemoteId};

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
    /// Items without success so far.
    pub(super) troubles: Troubles,
    /// Companies with new matches of bank entries, for the worker.
    pub(super) matched: Mutex<BTreeSet<CompanyId>>,
    pub(super) keeper: Mutex<Option<Keeper<()>>>,
}

/// Failures after which a pause is longer than a command waits.
pub(super) const MANY: u32 = 8;
/// Time without success after which failures count as many.
const PATIENCE: Duration = Duration::from_mins(4);

/// What became of the attempts of an item in this process.
#[derive(Debug, Clone, Copy, Default)]
struct Trouble {
    /// Attempts that sent nothing: the item waited for another one, or got its bytes.
    idle: u32,
    /// Begin of the first attempt that may have sent something.
    since: Option<Instant>,
}

/// Items without success so far.
#[derive(Debug, Default)]
pub(crate) struct Troubles(Mutex<HashMap<ItemKey, Trouble>>);

impl Troubles {
    /// Notes that an attempt begins.
    pub(super) fn began(&self, key: &ItemKey) {
        lock(&self.0).entry(key.clone()).or_default().since.get_or_insert_with(Instant::now);
    }

    /// Notes that an attempt sent nothing, and is no failure.
    pub(super) fn idle(&self, key: &ItemKey) {
        let mut all = lock(&self.0);
        let trouble = all.entry(key.clone()).or_default();
        *trouble = Trouble { idle: trouble.idle.saturating_add(1), since: None };
    }

    /// The failures of an item so far, with that of the attempt under way.
    pub(super) fn failed(&self, item: &OutboxItem) -> u32 {
        let trouble = lock(&self.0).get(&item.key).copied().unwrap_or_default();
        let since = trouble.since.unwrap_or_else(Instant::now);
        let failures = item.attempts.saturating_sub(trouble.idle);
        if since.elapsed() > PATIENCE { failures.max(MANY) } else { failures }
    }

    /// Forgets an item that is over.
    pub(super) fn over(&self, key: &ItemKey) {
        lock(&self.0).remove(key);
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::{Actor, Queue};

    fn item(attempts: u32) -> OutboxItem {
        let key = ItemKey { company: CompanyId(3), queue: Queue::Push, id: RemoteId::new("a") };
        let new = OutboxItem::new(key, Timestamp::UNIX_EPOCH, Actor("anna".to_owned()), Vec::new(), Vec::new());
        OutboxItem { attempts, ..new }
    }

    #[tokio::test(start_paused = true)]
    async fn waiting_for_another_item_is_no_failure_and_slow_failures_count_as_many() {
        let (troubles, key) = (Troubles::default(), item(0).key);
        for _ in 0..40 {
            troubles.began(&key);
            troubles.idle(&key);
            tokio::time::advance(PATIENCE / 10).await;
        }
        troubles.began(&key);
        assert_eq!(troubles.failed(&item(41)), 1, "it was sent once");
        tokio::time::advance(PATIENCE / 2).await;
        troubles.began(&key);
        assert_eq!(troubles.failed(&item(42)), 2);
        // This attempt takes minutes.
        tokio::time::advance(PATIENCE).await;
        assert_eq!(troubles.failed(&item(42)), MANY);
        troubles.over(&key);
        troubles.began(&key);
        assert_eq!(troubles.failed(&item(1)), 1);
    }
}
