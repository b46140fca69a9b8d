//! Own data: records that no provider has. Versions are checked, retired records stay, and every version has an author.
//!
//! For: alerting, own books. Uses: domain. Never: what the bytes of a record mean.
//!
//! A batch is applied wholly or not at all, and may change the outbox and documents of own books in the same step: a record, what is to
//! be sent about it and the document that lists show are never apart. The journal has every version; the database is an index of it and can be rebuilt from it alone.

use jiff::Timestamp;

use super::StoreError;
use super::record::{ItemEvent, OwnEntry};
use super::terms::{Hit, TermRange, terms_of};
use crate::domain::{
    Actor, CompanyId, ItemKey, OutboxItem, OwnKey, OwnKind, OwnRecord, Queue, Record, RecordKey, RemoteId, Settled,
};

/// Limit of records and items in one batch.
const MOST: usize = 2000;

/// Records that are read one by one where a store has nothing better; of more all are read.
const FEW: usize = 20;

/// Own records. All calls block.
pub trait OwnData: Send + Sync + std::fmt::Debug {
    /// Applies a batch: wholly or not at all, durable when this returns. Fails with [`StoreError::Stale`] if a record has another version
    /// than expected or an item is in another attempt, with [`StoreError::QueueFull`] if a queue has no room.
    fn transact(&self, batch: &OwnBatch) -> Result<(), StoreError>;
    /// The current version of a record, retired or not.
    fn own(&self, key: &OwnKey) -> Result<Option<OwnRecord>, StoreError>;
    /// The current versions of a kind's records of a company, retired ones included, in the order of their keys.
    fn own_all(&self, company: CompanyId, kind: OwnKind) -> Result<Vec<OwnRecord>, StoreError>;
    /// The current versions of some records of a kind, retired ones included, in the order asked; missing ones are left out.
    fn own_some(&self, company: CompanyId, kind: OwnKind, ids: &[RemoteId]) -> Result<Vec<OwnRecord>, StoreError> {
        if ids.len() > FEW {
            let mut all: std::collections::BTreeMap<RemoteId, OwnRecord> =
                self.own_all(company, kind)?.into_iter().map(|record| (record.key.id.clone(), record)).collect();
            return Ok(ids.iter().filter_map(|id| all.remove(id)).collect());
        }
        let one = |id: &RemoteId| self.own(&OwnKey { company, kind, id: id.clone() }).transpose();
        ids.iter().filter_map(one).collect()
    }
    /// What terms of ranges lead to, for each range in the order of the terms. The ranges have nothing in common. A store without an index of
    /// terms reads the records of the kind, once.
    fn own_hits(&self, company: CompanyId, kind: OwnKind, ranges: &[TermRange]) -> Result<Vec<Vec<Hit>>, StoreError> {
        let mut found = vec![Vec::new(); ranges.len()];
        let mut sorted: Vec<(&TermRange, usize)> = ranges.iter().zip(0..).collect();
        sorted.sort_by(|a, b| a.0.from.cmp(&b.0.from));
        for record in self.own_all(company, kind)? {
            for (term, value) in terms_of(&record) {
                let behind = sorted.partition_point(|(range, _)| range.from <= term);
                let Some((_, index)) = behind.checked_sub(1).and_then(|at| sorted.get(at)).filter(|(range, _)| range.has(&term))
                else {
                    continue;
                };
                let hits: Option<&mut Vec<Hit>> = found.get_mut(*index);
                if let Some(hits) = hits {
                    hits.push(Hit { term, id: record.key.id.clone(), value });
                }
            }
        }
        for hits in &mut found {
            hits.sort_by(|a, b| (&a.term, &a.id).cmp(&(&b.term, &b.id)));
        }
        Ok(found)
    }
    /// The current versions of a kind's records of companies, retired ones included, by company and in the order of their keys.
    fn own_of(&self, companies: &[CompanyId], kind: OwnKind) -> Result<Vec<OwnRecord>, StoreError> {
        let mut all = Vec::new();
        for company in companies {
            all.append(&mut self.own_all(*company, kind)?);
        }
        Ok(all)
    }
    /// Every version of a record, oldest first.
    fn own_history(&self, key: &OwnKey) -> Result<Vec<OwnRecord>, StoreError>;
    /// Ends the doubt of own books that lack what nothing brings back: from here on what is left counts as all of them. Fails with
    /// [`StoreError::Damaged`] while records of them cannot be read.
    fn give_up(&self, company: CompanyId) -> Result<(), StoreError>;
}

/// One atomic change of own records and of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnBatch {
    /// When.
    pub at: Timestamp,
    /// The person or rule behind it.
    pub author: Actor,
    /// Records to write, each once.
    pub records: Vec<OwnWrite>,
    /// Changes of items, each item once.
    pub items: Vec<ItemWrite>,
    /// Documents, payments and contacts of own books as they stand after the batch. No service can give them again: the journal has
    /// them whole.
    pub documents: Vec<Record>,
}

/// A record to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnWrite {
    /// Writes a new version.
    Put {
        /// The record.
        key: OwnKey,
        /// The version that it has now; 0 if it must not exist.
        expected: u64,
        /// The stored form of its kind.
        bytes: Vec<u8>,
    },
    /// Writes a version that retires the record.
    Retire {
        /// The record.
        key: OwnKey,
        /// The version that it has now.
        expected: u64,
    },
}

/// A change of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemWrite {
    /// Puts a new item into its queue. An item that is there already is left as it is: a repeated call queues once.
    Queue(OutboxItem),
    /// Ends an attempt.
    Settle {
        /// The item.
        key: ItemKey,
        /// Number of the attempt, as the claim returned it.
        attempt: u32,
        /// How it ended.
        end: Settled,
    },
    /// Drops an item that is not being sent.
    Discard(ItemKey),
    /// Has an item taken up again that waits for a person.
    Retry(ItemKey),
}

impl OwnBatch {
    /// An empty batch.
    #[must_use]
    pub const fn new(at: Timestamp, author: Actor) -> Self {
        Self { at, author, records: Vec::new(), items: Vec::new(), documents: Vec::new() }
    }
}

impl OwnBatch {
    /// Documents with another settlement by bank entries afterwards.
    #[must_use]
    pub fn settled_documents(&self) -> Vec<RecordKey> {
        let keys = self.records.iter().map(OwnWrite::key).filter(|key| key.kind == OwnKind::BankSettlement);
        keys.map(|key| RecordKey::document(key.company, key.id.clone())).collect()
    }
}

impl OwnWrite {
    const fn key(&self) -> &OwnKey {
        match self {
            Self::Put { key, .. } | Self::Retire { key, .. } => key,
        }
    }
}

impl ItemWrite {
    /// The item.
    #[must_use]
    pub const fn key(&self) -> &ItemKey {
        match self {
            Self::Queue(item) => &item.key,
            Self::Settle { key, .. } | Self::Discard(key) | Self::Retry(key) => key,
        }
    }
}

/// What a store has now, as far as a batch asks for it.
pub(in crate::store) trait Current {
    /// The current version of a record.
    fn record(&self, key: &OwnKey) -> Result<Option<OwnRecord>, StoreError>;
    /// An item.
    fn item(&self, key: &ItemKey) -> Result<Option<OutboxItem>, StoreError>;
    /// Number of open items of a queue.
    fn open_items(&self, queue: Queue) -> Result<usize, StoreError>;
}

/// The entry of the journal that a batch becomes; `None` if it changes nothing.
pub(in crate::store) fn plan(batch: &OwnBatch, current: &dyn Current) -> Result<Option<OwnEntry>, StoreError> {
    check(batch)?;
    let mut entry = OwnEntry {
        at: batch.at,
        author: batch.author.clone(),
        records: Vec::new(),
        items: Vec::new(),
        documents: batch.documents.clone(),
    };
    for write in &batch.records {
        entry.records.push(next_version(batch, write, current.record(write.key())?)?);
    }
    for write in &batch.items {
        let known = current.item(write.key())?;
        match write {
            ItemWrite::Queue(item) if known.is_none() => entry.items.push(ItemEvent::Queued(item.clone())),
            ItemWrite::Queue(_) => {}
            ItemWrite::Settle { key, attempt, end } => {
                let before = known.ok_or_else(|| stale(&key.id))?;
                let after = before.settled(*attempt, end, batch.at).ok_or_else(|| stale(&key.id))?;
                entry.items.push(ItemEvent::between(&before, &after));
            }
            ItemWrite::Discard(key) => {
                // One that is gone already is what was wanted.
                let Some(before) = known else { continue };
                let after = before.discarded(batch.at).ok_or_else(|| stale(&key.id))?;
                entry.items.push(ItemEvent::between(&before, &after));
            }
            ItemWrite::Retry(key) => {
                let before = known.ok_or_else(|| stale(&key.id))?;
                let after = before.retried(batch.at).ok_or_else(|| stale(&key.id))?;
                entry.items.push(ItemEvent::between(&before, &after));
            }
        }
    }
    has_room(&entry, current)?;
    Ok((!entry.records.is_empty() || !entry.items.is_empty() || !entry.documents.is_empty()).then_some(entry))
}

fn stale(id: &crate::domain::RemoteId) -> StoreError {
    StoreError::Stale { what: id.to_string() }
}

fn next_version(batch: &OwnBatch, write: &OwnWrite, known: Option<OwnRecord>) -> Result<OwnRecord, StoreError> {
    let (key, expected) = match write {
        OwnWrite::Put { key, expected, .. } | OwnWrite::Retire { key, expected } => (key, *expected),
    };
    if known.as_ref().map_or(0, |known| known.version) != expected {
        return Err(stale(&key.id));
    }
    let (retired, bytes) = match (write, known) {
        (OwnWrite::Put { bytes, .. }, _) => (false, bytes.clone()),
        (OwnWrite::Retire { .. }, Some(known)) => (true, known.bytes),
        (OwnWrite::Retire { .. }, None) => return Err(stale(&key.id)),
    };
    let version = expected.saturating_add(1);
    Ok(OwnRecord { key: key.clone(), version, at: batch.at, author: batch.author.clone(), retired, bytes })
}

/// Refuses a batch that contradicts itself.
fn check(batch: &OwnBatch) -> Result<(), StoreError> {
    let records: std::collections::BTreeSet<_> = batch.records.iter().map(OwnWrite::key).collect();
    let items: std::collections::BTreeSet<_> = batch.items.iter().map(ItemWrite::key).collect();
    let rule = |holds: bool, rule: &'static str| if holds { Ok(()) } else { Err(StoreError::Invalid { rule }) };
    rule(records.len() == batch.records.len() && items.len() == batch.items.len(), "each record once in a batch")?;
    rule(records.len() + items.len() + batch.documents.len() <= MOST, "a batch is bounded")
}

/// Refuses items without room in their queue, after items that the same entry ends.
fn has_room(entry: &OwnEntry, current: &dyn Current) -> Result<(), StoreError> {
    for queue in Queue::ALL {
        let of_queue = || entry.items.iter().filter(|event| event.key().queue == queue);
        let queued = of_queue().filter(|event| matches!(event, ItemEvent::Queued(_))).count();
        let ended = of_queue().filter(|event| !event.is_open()).count();
        if queued > ended && current.open_items(queue)?.saturating_add(queued - ended) > queue.limit() {
            return Err(StoreError::QueueFull { limit: queue.limit() });
        }
    }
    Ok(())
}
