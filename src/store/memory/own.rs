//! Leases, own data and the outbox in memory.

use jiff::Timestamp;

use super::super::leases::{LeaseTable, Leases, LoginLeases};
use super::super::outbox::{Claim, Claimed, Outbox};
use super::super::own::{Current, OwnBatch, OwnData, plan};
use super::super::own_index::OwnIndex;
use super::super::record::{ItemEvent, OwnEntry};
use super::{MemoryStore, StoreError};
use crate::domain::{CompanyId, Holder, ItemKey, Lease, LoginId, OutboxItem, OutboxState, OwnKey, OwnKind, OwnRecord, Queue};

impl MemoryStore {
    /// The store as another process finds it after this one died.
    pub(crate) fn restart(&self) {
        let mut data = self.data();
        data.leases = LeaseTable::default();
        data.logins = LoginLeases::default();
        data.fences.clear();
        data.claims.clear();
    }
}

impl Leases for MemoryStore {
    fn leases(&self, now: Timestamp) -> Result<Vec<Lease>, StoreError> {
        Ok(self.data().leases.held(now))
    }

    fn acquire(&self, company: CompanyId, holder: &Holder, now: Timestamp) -> Result<Lease, StoreError> {
        self.data().leases.acquire(company, holder, now)
    }

    fn renew(&self, lease: &Lease, now: Timestamp) -> Result<Lease, StoreError> {
        self.data().leases.renew(lease, now)
    }

    fn release(&self, lease: &Lease) -> Result<(), StoreError> {
        self.data().leases.release(lease);
        Ok(())
    }

    fn acquire_login(&self, login: LoginId, holder: &Holder, now: Timestamp) -> Result<(), StoreError> {
        self.data().logins.acquire(login, holder, now)
    }

    fn release_login(&self, login: LoginId, holder: &Holder) -> Result<(), StoreError> {
        self.data().logins.release(login, holder);
        Ok(())
    }
}

impl OwnData for MemoryStore {
    fn transact(&self, batch: &OwnBatch) -> Result<(), StoreError> {
        let mut data = self.data();
        if let Some(entry) = plan(batch, &data.own)? {
            data.write()?;
            data.own.apply(&entry);
            data.records.extend(entry.documents.into_iter().map(|record| (record.key(), record)));
        }
        Ok(())
    }

    fn own(&self, key: &OwnKey) -> Result<Option<OwnRecord>, StoreError> {
        self.data().own.record(key)
    }

    fn own_all(&self, company: CompanyId, kind: OwnKind) -> Result<Vec<OwnRecord>, StoreError> {
        let data = self.data();
        let of_kind = data.own.records.iter().filter(|(key, _)| key.company == company && key.kind == kind);
        Ok(of_kind.filter_map(|(_, versions)| versions.values().next_back()).cloned().collect())
    }

    fn own_history(&self, key: &OwnKey) -> Result<Vec<OwnRecord>, StoreError> {
        Ok(self.data().own.records.get(key).into_iter().flat_map(|versions| versions.values().cloned()).collect())
    }

    fn give_up(&self, company: CompanyId) -> Result<(), StoreError> {
        self.data().faults.damaged.retain(|key, _| key.company != company);
        Ok(())
    }
}

impl Outbox for MemoryStore {
    fn claim(&self, claim: &Claim<'_>) -> Result<Vec<Claimed>, StoreError> {
        let mut data = self.data();
        let mut claimed = Vec::new();
        let mut items = Vec::new();
        for before in open(&data.own, claim.queue).into_iter().filter(|item| !claim.except.contains(&item.key.company)) {
            let lost = matches!(before.state, OutboxState::Sending { .. }) && !data.claims.contains(&before.key);
            if claimed.len() < claim.most && (lost || before.due.is_some_and(|due| due <= claim.now)) {
                let one = Claimed::of(&before, claim, claim.now, claim.until);
                items.push(ItemEvent::between(&before, &one.item));
                claimed.push(one);
            }
        }
        if let Some(first) = claimed.first() {
            data.write()?;
            let author = first.item.author.clone();
            data.own.apply(&OwnEntry { at: claim.now, author, records: Vec::new(), items, documents: Vec::new() });
            data.claims.extend(claimed.iter().map(|claimed| claimed.item.key.clone()));
        }
        Ok(claimed)
    }

    fn outbox_item(&self, key: &ItemKey) -> Result<Option<OutboxItem>, StoreError> {
        self.data().own.item(key)
    }

    fn outbox_open(&self, queue: Queue) -> Result<Vec<OutboxItem>, StoreError> {
        Ok(open(&self.data().own, queue))
    }

    fn outbox_items(&self, queue: Queue, company: CompanyId) -> Result<Vec<OutboxItem>, StoreError> {
        let data = self.data();
        Ok(data.own.items.values().filter(|item| item.key.queue == queue && item.key.company == company).cloned().collect())
    }

    fn next_due(&self, queue: Queue) -> Result<Option<Timestamp>, StoreError> {
        let data = self.data();
        let due = |item: &OutboxItem| {
            let lost = matches!(item.state, OutboxState::Sending { .. }) && !data.claims.contains(&item.key);
            if lost { Some(Timestamp::MIN) } else { item.due }
        };
        Ok(open(&data.own, queue).iter().filter_map(due).min())
    }
}

/// Open items of a queue, the first due first; items that are not due by themselves last.
fn open(own: &OwnIndex, queue: Queue) -> Vec<OutboxItem> {
    let mut items: Vec<OutboxItem> =
        own.items.values().filter(|item| item.key.queue == queue && item.is_open()).cloned().collect();
    items.sort_by_key(|item| (item.due.is_none(), item.due, item.key.company, item.key.id.clone()));
    items
}
