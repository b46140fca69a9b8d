//! What bank entries pay, laid over the documents that services gave.
//!
//! For: the store with its index, and all that shows a document. Uses: settlements of the store. Never: writing.
//!
//! The stored document stays the service's last word, so that a sync compares with what the service said. Here is the one place where
//! payments by bank entries become balance and status: rows of the index and whole documents go through it, and lists, totals,
//! reports and alerts follow from them.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::domain::bank::Settlement;
use crate::domain::{CompanyId, InvoiceRow, RemoteId, StoredInvoice};
use crate::store::{Store, StoreError, bank};

type OfCompany = Arc<HashMap<RemoteId, Settlement>>;

/// Settlements by company, read when they are first needed.
#[derive(Debug, Default)]
pub(crate) struct Settlements(RwLock<HashMap<CompanyId, OfCompany>>);

impl Settlements {
    /// Forgets a company's, which are read again.
    pub(super) fn forget(&self, company: CompanyId) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(&company);
    }

    /// Reads those of some documents again.
    pub(super) fn renew(&self, store: &dyn Store, company: CompanyId, documents: &[RemoteId]) -> Result<(), StoreError> {
        let found: Result<Vec<_>, StoreError> = documents.iter().map(|id| bank::settlement(store, company, id)).collect();
        let found = found.inspect_err(|_| self.forget(company))?;
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let Some(known) = all.get_mut(&company) else { return Ok(()) };
        let known = Arc::make_mut(known);
        for (document, settlement) in documents.iter().zip(found) {
            if settlement.value.payments.is_empty() {
                known.remove(document);
            } else {
                known.insert(document.clone(), settlement.value);
            }
        }
        Ok(())
    }

    /// Forgets every company's.
    pub(super) fn forget_all(&self) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn of(&self, store: &dyn Store, company: CompanyId) -> Result<OfCompany, StoreError> {
        if let Some(known) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&company) {
            return Ok(Arc::clone(known));
        }
        let all = bank::settlements(store, company)?.into_iter().filter(|(_, settlement)| !settlement.payments.is_empty());
        let found: OfCompany = Arc::new(all.collect());
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(company, Arc::clone(&found));
        Ok(found)
    }

    /// A row with the payments by bank entries.
    pub(super) fn over_row(&self, store: &dyn Store, row: InvoiceRow) -> Result<InvoiceRow, StoreError> {
        let known = self.of(store, row.company)?;
        let Some(settlement) = known.get(&row.id) else { return Ok(row) };
        Ok(match settlement.over(row.gross, row.balance, &row.status) {
            Some((balance, status, paid)) => InvoiceRow { balance: Some(balance), status, paid: paid.or(row.paid), ..row },
            None => row,
        })
    }

    /// A document with the payments by bank entries.
    pub(super) fn over(&self, store: &dyn Store, mut stored: StoredInvoice) -> Result<StoredInvoice, StoreError> {
        let known = self.of(store, stored.company)?;
        if let Some(settlement) = known.get(&stored.entity.id) {
            let document = &mut stored.entity;
            if let Some((balance, status, paid)) = settlement.over(document.gross, document.balance, &document.status) {
                (document.balance, document.status, document.paid) = (Some(balance), status, paid.or(document.paid));
            }
        }
        Ok(stored)
    }
}
