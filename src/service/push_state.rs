//! State of the worker of the outbox for writes. What it works on is in the store.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Mutex;
use std::time::Duration;

use rust_decimal::Decimal;
use tokio::sync::Notify;
use tokio::time::Instant;

use super::task::{Keeper, lock};
use crate::domain::push::WriteSettings;
use crate::domain::{CompanyId, ItemKey, Kind, OutboxItem, RemoteId};

/// The longest sleep: a clock that jumps is noticed after so long.
pub(super) const NAP: Duration = Duration::from_mins(1);

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
    /// Records that writes changed, until they are read back.
    pub(super) written: Written,
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

/// How an item that is carried out goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Went {
    /// It got its bytes, or its attempt ended.
    On,
    /// It waits for another item.
    Waits,
}

/// A record of a company.
pub(super) type Named = (Kind, RemoteId);

/// Records that writes changed.
#[derive(Debug, Default)]
pub(crate) struct Written(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Writes of which the end is being kept.
    settling: usize,
    /// Records to read.
    waiting: BTreeMap<CompanyId, BTreeSet<Named>>,
    /// Companies of which records are being read.
    reading: BTreeSet<CompanyId>,
}

/// A write of which the end is being kept.
pub(super) struct Settling<'a>(&'a Written);

impl Drop for Settling<'_> {
    fn drop(&mut self) {
        let mut state = lock(&self.0.0);
        state.settling = state.settling.saturating_sub(1);
    }
}

impl Settling<'_> {
    /// Has these records read, which it changed.
    pub(super) fn done(self, company: CompanyId, changed: Vec<Named>) {
        if !changed.is_empty() {
            lock(&self.0.0).waiting.entry(company).or_default().extend(changed);
        }
    }
}

impl Written {
    /// Notes that the end of a write is being kept.
    pub(super) fn settling(&self) -> Settling<'_> {
        lock(&self.0).settling += 1;
        Settling(self)
    }

    /// Whether records are still to be read.
    pub(super) fn is_open(&self) -> bool {
        let state = lock(&self.0);
        state.settling > 0 || !state.waiting.is_empty() || !state.reading.is_empty()
    }

    /// The companies with records to read, and these. Nothing while the end of a write is being kept: it must be older than what is read.
    pub(super) fn take(&self) -> Vec<(CompanyId, BTreeSet<Named>)> {
        let mut state = lock(&self.0);
        if state.settling > 0 {
            return Vec::new();
        }
        let free: Vec<CompanyId> = state.waiting.keys().filter(|company| !state.reading.contains(company)).copied().collect();
        state.reading.extend(&free);
        free.into_iter().filter_map(|company| state.waiting.remove_entry(&company)).collect()
    }

    pub(super) fn read(&self, company: CompanyId) {
        lock(&self.0).reading.remove(&company);
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
