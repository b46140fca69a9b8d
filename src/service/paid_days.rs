//! The days on which documents were paid, as the payments that are linked with them tell: for services that tell no day of their own.
//!
//! For: the store with its index, and all that shows a document. Uses: payments of the store. Never: a day that a service tells itself;
//! writing.
//!
//! Stored documents stay what their service said, so that a sync compares with that; the day follows from the payments that are stored
//! now. So a payment that comes later, is voided, deleted or linked with another document changes the day of documents that are stored
//! already.

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::domain::{CompanyId, Entity, Kind, Payment, RemoteId, StoredPayment, settled_on};
use crate::store::{Store, StoreError};

/// Documents with a day of their own after which a company's are taken for told by its service.
const MANY_TOLD: usize = 64;

/// What one payment pays of a document.
#[derive(Debug, Clone)]
struct Part {
    payment: RemoteId,
    day: Date,
    amount: Decimal,
}

/// The parts of each document of a company.
#[derive(Debug, Default)]
struct Parts(HashMap<RemoteId, Vec<Part>>);

impl Parts {
    fn take(&mut self, stored: &StoredPayment) {
        if stored.vanished.is_some() {
            return;
        }
        for (document, day, amount) in stored.entity.settles() {
            let part = Part { payment: stored.entity.id.clone(), day, amount };
            self.0.entry(document.clone()).or_default().push(part);
        }
    }

    fn day(&self, document: &RemoteId) -> Option<Date> {
        settled_on(self.0.get(document).into_iter().flatten().map(|part| (part.day, part.amount)))
    }
}

#[derive(Debug, Default)]
struct Known {
    companies: HashMap<CompanyId, Parts>,
    /// Raised by every change: what was read before it may lack it.
    generation: u64,
    /// Documents with a day of their own that were met.
    told: HashMap<CompanyId, usize>,
}

/// Days of payment by company, read when they are first needed.
#[derive(Debug, Default)]
pub(crate) struct PaidDays(RwLock<Known>);

impl PaidDays {
    fn read(&self) -> RwLockReadGuard<'_, Known> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Known> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets a company's, which are read again.
    pub(super) fn forget(&self, company: CompanyId) {
        let mut known = self.write();
        known.generation += 1;
        known.companies.remove(&company);
    }

    /// Forgets every company's.
    pub(super) fn forget_all(&self) {
        let mut known = self.write();
        known.generation += 1;
        known.companies.clear();
    }

    /// Whether the service of a company seems to tell the days itself.
    pub(super) fn seem_told(&self, company: CompanyId) -> bool {
        self.read().told.get(&company).is_some_and(|count| *count >= MANY_TOLD)
    }

    /// Notes documents that came with their day.
    pub(super) fn were_told(&self, company: CompanyId, count: usize) {
        *self.write().told.entry(company).or_default() += count;
    }

    /// Takes in payments that were written. Before that, or now, they pay some of these documents.
    pub(super) fn change(&self, company: CompanyId, documents: &BTreeSet<RemoteId>, payments: &[&StoredPayment]) {
        if payments.is_empty() {
            return;
        }
        let mut known = self.write();
        known.generation += 1;
        let Some(parts) = known.companies.get_mut(&company) else { return };
        let written: BTreeSet<&RemoteId> = payments.iter().map(|stored| &stored.entity.id).collect();
        for document in documents {
            if let Some(of) = parts.0.get_mut(document) {
                of.retain(|part| !written.contains(&part.payment));
            }
        }
        payments.iter().for_each(|stored| parts.take(stored));
    }

    /// The day of a document; `None` if no payment tells it.
    pub(super) fn day(&self, store: &dyn Store, company: CompanyId, document: &RemoteId) -> Result<Option<Date>, StoreError> {
        self.with(store, company, |parts| parts.day(document))
    }

    /// The days of documents.
    pub(super) fn days(
        &self,
        store: &dyn Store,
        company: CompanyId,
        documents: Vec<RemoteId>,
    ) -> Result<Vec<(RemoteId, Option<Date>)>, StoreError> {
        self.with(store, company, |parts| {
            let dated = |document: RemoteId| {
                let day = parts.day(&document);
                (document, day)
            };
            documents.into_iter().map(dated).collect()
        })
    }

    fn with<T>(&self, store: &dyn Store, company: CompanyId, look: impl FnOnce(&Parts) -> T) -> Result<T, StoreError> {
        let before = {
            let known = self.read();
            if let Some(parts) = known.companies.get(&company) {
                return Ok(look(parts));
            }
            known.generation
        };
        let mut parts = Parts::default();
        // A payment that does not decode is named by the list of payments and by `check`.
        store.visit(Some(company), Kind::Payment, &mut |record| {
            if let Some(stored) = Payment::stored(record) {
                parts.take(&stored);
            }
            ControlFlow::Continue(())
        })?;
        let told = look(&parts);
        let mut known = self.write();
        if known.generation == before {
            known.companies.insert(company, parts);
        }
        Ok(told)
    }
}
