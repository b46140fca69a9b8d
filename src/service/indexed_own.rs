//! Leases, own data and the outbox of the store with the index: no list shows them, so they go to the store as they are.

use jiff::Timestamp;

use super::indexed_store::IndexedStore;
use crate::domain::{CompanyId, Holder, ItemKey, Lease, OutboxItem, OwnKey, OwnKind, OwnRecord, Queue};
use crate::store::{Claim, Claimed, Leases, Outbox, OwnBatch, OwnData, Store, StoreError};

impl<S: Store> Leases for IndexedStore<S> {
    fn acquire(&self, company: CompanyId, holder: &Holder, now: Timestamp) -> Result<Lease, StoreError> {
        self.inner().acquire(company, holder, now)
    }

    fn renew(&self, lease: &Lease, now: Timestamp) -> Result<Lease, StoreError> {
        self.inner().renew(lease, now)
    }

    fn release(&self, lease: &Lease) -> Result<(), StoreError> {
        self.inner().release(lease)
    }
}

impl<S: Store> OwnData for IndexedStore<S> {
    fn transact(&self, batch: &OwnBatch) -> Result<(), StoreError> {
        self.inner().transact(batch)
    }

    fn own(&self, key: &OwnKey) -> Result<Option<OwnRecord>, StoreError> {
        self.inner().own(key)
    }

    fn own_all(&self, company: CompanyId, kind: OwnKind) -> Result<Vec<OwnRecord>, StoreError> {
        self.inner().own_all(company, kind)
    }

    fn own_history(&self, key: &OwnKey) -> Result<Vec<OwnRecord>, StoreError> {
        self.inner().own_history(key)
    }
}

impl<S: Store> Outbox for IndexedStore<S> {
    fn claim(&self, claim: &Claim<'_>) -> Result<Vec<Claimed>, StoreError> {
        self.inner().claim(claim)
    }

    fn outbox_item(&self, key: &ItemKey) -> Result<Option<OutboxItem>, StoreError> {
        self.inner().outbox_item(key)
    }

    fn outbox_open(&self, queue: Queue) -> Result<Vec<OutboxItem>, StoreError> {
        self.inner().outbox_open(queue)
    }

    fn outbox_items(&self, queue: Queue, company: CompanyId) -> Result<Vec<OutboxItem>, StoreError> {
        self.inner().outbox_items(queue, company)
    }

    fn next_due(&self, queue: Queue) -> Result<Option<Timestamp>, StoreError> {
        self.inner().next_due(queue)
    }
}
