//! Leases, own data and the outbox of the store with the index: no list shows them, so they go to the store as they are; the documents of
//! own books go into the index.

use jiff::Timestamp;

use super::indexed_store::IndexedStore;
use crate::domain::quota::{QuotaAsk, QuotaGrant};
use crate::domain::{
    CompanyId, Holder, ItemKey, Lease, LoginId, OutboxItem, OwnKey, OwnKind, OwnRecord, Queue, Record, RemoteId,
};
use crate::store::{Claim, Claimed, Hit, Leases, Outbox, OwnBatch, OwnData, StoreError, TermRange};

impl Leases for IndexedStore {
    fn leases(&self, now: Timestamp) -> Result<Vec<Lease>, StoreError> {
        self.inner().leases(now)
    }

    fn acquire(&self, company: CompanyId, holder: &Holder, now: Timestamp) -> Result<Lease, StoreError> {
        self.inner().acquire(company, holder, now)
    }

    fn renew(&self, lease: &Lease, now: Timestamp) -> Result<Lease, StoreError> {
        self.inner().renew(lease, now)
    }

    fn release(&self, lease: &Lease) -> Result<(), StoreError> {
        self.inner().release(lease)
    }

    fn acquire_login(&self, login: LoginId, holder: &Holder, now: Timestamp) -> Result<(), StoreError> {
        self.inner().acquire_login(login, holder, now)
    }

    fn release_login(&self, login: LoginId, holder: &Holder) -> Result<(), StoreError> {
        self.inner().release_login(login, holder)
    }

    fn share_quota(&self, name: &str, holder: &Holder, ask: &QuotaAsk, now: Timestamp) -> Result<QuotaGrant, StoreError> {
        self.inner().share_quota(name, holder, ask, now)
    }
}

impl OwnData for IndexedStore {
    fn transact(&self, batch: &OwnBatch) -> Result<(), StoreError> {
        let settled = batch.settled_documents();
        if !settled.is_empty() {
            return self.settle(&settled, |store| store.transact(batch));
        }
        let documents: Vec<&Record> = batch.documents.iter().collect();
        self.write(&documents, || self.inner().transact(batch))
    }

    fn own(&self, key: &OwnKey) -> Result<Option<OwnRecord>, StoreError> {
        self.inner().own(key)
    }

    fn own_all(&self, company: CompanyId, kind: OwnKind) -> Result<Vec<OwnRecord>, StoreError> {
        self.inner().own_all(company, kind)
    }

    fn own_of(&self, companies: &[CompanyId], kind: OwnKind) -> Result<Vec<OwnRecord>, StoreError> {
        self.inner().own_of(companies, kind)
    }

    fn own_some(&self, company: CompanyId, kind: OwnKind, ids: &[RemoteId]) -> Result<Vec<OwnRecord>, StoreError> {
        self.inner().own_some(company, kind, ids)
    }

    fn own_hits(&self, company: CompanyId, kind: OwnKind, ranges: &[TermRange]) -> Result<Vec<Vec<Hit>>, StoreError> {
        self.inner().own_hits(company, kind, ranges)
    }

    fn own_history(&self, key: &OwnKey) -> Result<Vec<OwnRecord>, StoreError> {
        self.inner().own_history(key)
    }

    fn give_up(&self, company: CompanyId) -> Result<(), StoreError> {
        self.inner().give_up(company)
    }
}

impl Outbox for IndexedStore {
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
