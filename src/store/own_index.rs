//! What the entries of the journal say of own data and of the outbox, folded in memory.
//!
//! For: the store of the tests, and `check`, which compares the database with it. Uses: domain, entries. Never: files, trees.

use std::collections::BTreeMap;

use super::StoreError;
use super::journal::read::effective;
use super::own::Current;
use super::record::{Entry, ItemEvent, OwnEntry};
use crate::domain::{CompanyId, ItemKey, OutboxItem, OutboxState, OwnKey, OwnRecord, Queue, Record, RecordKey};

/// Own records with their versions, and items.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::store) struct OwnIndex {
    /// Every version of each record, by number.
    pub(in crate::store) records: BTreeMap<OwnKey, BTreeMap<u64, OwnRecord>>,
    /// Items.
    pub(in crate::store) items: BTreeMap<ItemKey, OutboxItem>,
    /// The last revision of items that are gone.
    pub(in crate::store) gone: BTreeMap<ItemKey, u64>,
}

impl OwnIndex {
    /// Applies an entry. Applying it again changes nothing.
    pub(in crate::store) fn apply(&mut self, entry: &OwnEntry) {
        for record in &entry.records {
            self.records.entry(record.key.clone()).or_default().insert(record.version, record.clone());
        }
        for event in &entry.items {
            let key = event.key();
            if self.gone.contains_key(key) {
                continue;
            }
            let Some(after) = event.after(self.items.get(key)) else { continue };
            if is_kept(&after) {
                self.items.insert(key.clone(), after);
            } else {
                self.items.remove(key);
                self.gone.insert(key.clone(), after.revision);
            }
        }
    }

    /// What this one has and the other lacks, as an entry; `None` if nothing.
    pub(in crate::store) fn without(&self, other: &Self) -> Option<OwnEntry> {
        let lacks = |record: &&OwnRecord| other.records.get(&record.key).is_none_or(|all| !all.contains_key(&record.version));
        let records: Vec<OwnRecord> = self.records.values().flat_map(BTreeMap::values).filter(lacks).cloned().collect();
        let newer = |item: &&OutboxItem| {
            let known = other.items.get(&item.key).map(|known| known.revision).or_else(|| other.gone.get(&item.key).copied());
            known.is_none_or(|known| known < item.revision)
        };
        let items: Vec<_> = self.items.values().filter(newer).cloned().map(ItemEvent::Queued).collect();
        let (at, author) = match (records.first(), items.first()) {
            (Some(record), _) => (record.at, record.author.clone()),
            (None, Some(ItemEvent::Queued(item))) => (item.queued, item.author.clone()),
            _ => return None,
        };
        Some(OwnEntry { at, author, records, items, documents: Vec::new() })
    }

    /// What the journal, folded, lacks of this index of a whole database, as an entry: versions, items, and the ends of items that it still
    /// has as open. `None` if nothing.
    pub(in crate::store) fn untold(&self, told: &Self) -> Option<OwnEntry> {
        let missing = self.without(told);
        let ended = told.items.iter().filter(|(key, _)| !self.items.contains_key(*key));
        let ends = ended.map(|(_, item)| {
            let after = OutboxItem {
                revision: item.revision.saturating_add(1),
                due: None,
                state: OutboxState::Discarded { at: item.queued },
                ..item.clone()
            };
            (item, ItemEvent::between(item, &after))
        });
        let (items, ends): (Vec<_>, Vec<_>) = ends.unzip();
        let mut entry = match (missing, items.first()) {
            (Some(missing), _) => missing,
            (None, Some(item)) => {
                let author = item.author.clone();
                OwnEntry { at: item.queued, author, records: Vec::new(), items: Vec::new(), documents: Vec::new() }
            }
            (None, None) => return None,
        };
        entry.items.extend(ends);
        Some(entry)
    }

    /// Forgets a company.
    pub(in crate::store) fn remove(&mut self, company: CompanyId) {
        self.records.retain(|key, _| key.company != company);
        self.items.retain(|key, _| key.company != company);
        self.gone.retain(|key, _| key.company != company);
    }
}

/// Documents, payments and contacts of own books as the entries of a journal tell them last. The journal has them whole.
pub(in crate::store) fn told_documents(entries: Vec<(u64, Entry)>) -> BTreeMap<RecordKey, Record> {
    let mut told = BTreeMap::new();
    for (_, entry) in effective(entries) {
        match entry {
            Entry::Own(own) => told.extend(own.documents.into_iter().map(|record| (record.key(), record))),
            Entry::CompanyRemoved(company) => told.retain(|key: &RecordKey, _| key.company != company),
            _ => {}
        }
    }
    told
}

/// Whether the database keeps an item in this state.
pub(in crate::store) const fn is_kept(item: &OutboxItem) -> bool {
    use crate::domain::OutboxState::Discarded;
    // A mail that is not wanted any more is shown with its reason; a write that was dropped may be planned again.
    let is_dropped = matches!(item.state, Discarded { .. }) && !matches!(item.key.queue, Queue::Mail);
    item.is_open() || item.key.queue.keeps_finished() && !is_dropped
}

impl Current for OwnIndex {
    fn record(&self, key: &OwnKey) -> Result<Option<OwnRecord>, StoreError> {
        Ok(self.records.get(key).and_then(|all| all.values().next_back()).cloned())
    }

    fn item(&self, key: &ItemKey) -> Result<Option<OutboxItem>, StoreError> {
        Ok(self.items.get(key).cloned())
    }

    fn open_items(&self, queue: Queue) -> Result<usize, StoreError> {
        Ok(self.items.values().filter(|item| item.key.queue == queue && item.is_open()).count())
    }
}
