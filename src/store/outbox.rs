//! The outbox: items that workers send. A queue is claimed item by item; what a claim returns is durable before it returns.
//!
//! For: alerts, writes at providers, mails. Uses: domain. Never: what an item means, sending it.
//!
//! An item enters and ends through [`super::OwnData::transact`], in one step with the own records that it belongs to.

use jiff::Timestamp;

use super::StoreError;
use crate::domain::{CompanyId, Holder, ItemKey, OutboxItem, Queue};

/// Items to send. All calls block.
pub trait Outbox: Send + Sync + std::fmt::Debug {
    /// Begins an attempt of each item that is due, durably, and returns the items as they are then: sending, with the number of the attempt.
    /// An item with a dead worker or an ended claim is due too; `before` tells it.
    fn claim(&self, claim: &Claim<'_>) -> Result<Vec<Claimed>, StoreError>;
    /// An item.
    fn outbox_item(&self, key: &ItemKey) -> Result<Option<OutboxItem>, StoreError>;
    /// Items of a queue that are not finished, the first due first.
    fn outbox_open(&self, queue: Queue) -> Result<Vec<OutboxItem>, StoreError>;
    /// Items of a company in a queue, finished ones included where the queue keeps them, in the order of their keys.
    fn outbox_items(&self, queue: Queue, company: CompanyId) -> Result<Vec<OutboxItem>, StoreError>;
    /// When an item of a queue is due next; in the past if one is due now.
    fn next_due(&self, queue: Queue) -> Result<Option<Timestamp>, StoreError>;
}

/// A worker's call for items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim<'a> {
    /// The queue.
    pub queue: Queue,
    /// The worker.
    pub holder: &'a Holder,
    /// The time.
    pub now: Timestamp,
    /// End of the claim: then another worker may take the items.
    pub until: Timestamp,
    /// Limit of items.
    pub most: usize,
    /// Companies of which nothing is claimed.
    pub except: &'a [CompanyId],
}

/// An item that a worker has claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The item, sending.
    pub item: OutboxItem,
    /// Whether an attempt before may have been carried out: its worker died, or its answer was lost.
    pub in_doubt: bool,
    /// Whether a worker died while it sent the item in doubt: what cannot be looked for is not sent a third time.
    pub died_in_doubt: bool,
}

impl Claimed {
    /// What a worker gets that claims an item.
    #[must_use]
    pub fn of(before: &OutboxItem, claim: &Claim<'_>, now: Timestamp, until: Timestamp) -> Self {
        Self {
            item: before.claimed(claim.holder, now, until),
            in_doubt: before.is_in_doubt(),
            died_in_doubt: before.died_in_doubt(),
        }
    }
}
