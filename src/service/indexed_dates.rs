//! Days of payment that services do not tell, kept right in the index while documents and payments come and go.
//!
//! For: commits of the store with the index, building the index, and following. Uses: the days that payments tell. Never: a day that a
//! service tells itself.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;

use super::indexed_store::IndexedStore;
use super::task::lock;
use crate::domain::{
    CompanyId, Entity, InvoiceRow, Kind, Payment, PaymentStatus, Record, RemoteId, StoredInvoice, StoredPayment,
};
use crate::query::Index;
use crate::store::{StoreError, StoreExt};

/// Documents that are read at a time.
const BATCH: usize = 1024;

/// Documents of companies that may get another day of payment.
pub(super) type Touched = BTreeMap<CompanyId, BTreeSet<RemoteId>>;

/// The payment of a record; `None` of another kind.
const fn payment(record: &Record) -> Option<&StoredPayment> {
    if let Record::Payment(stored) = record { Some(stored) } else { None }
}

fn documents(payment: &Payment) -> impl Iterator<Item = RemoteId> {
    payment.allocations.iter().map(|part| part.document.clone())
}

impl IndexedStore {
    /// A document with the day of payment that its payments tell, where its service does not.
    pub(super) fn dated(&self, mut stored: StoredInvoice) -> Result<StoredInvoice, StoreError> {
        let document = &mut stored.entity;
        if document.lacks_paid_day() {
            document.paid = self.paid_days.day(self.inner(), stored.company, &document.id)?;
        }
        Ok(stored)
    }

    /// The documents that payments pay as they are stored, before others take their place.
    pub(super) fn paid_before(&self, records: &[&Record]) -> Result<Touched, StoreError> {
        let mut ids: BTreeMap<CompanyId, Vec<RemoteId>> = BTreeMap::new();
        for stored in records.iter().filter_map(|record| payment(record)) {
            ids.entry(stored.company).or_default().push(stored.entity.id.clone());
        }
        let mut touched = Touched::new();
        for (company, ids) in ids {
            let found = match self.inner().records(company, Kind::Payment, &ids) {
                // What a damaged one paid cannot be told: nothing that was made of it stays.
                Err(StoreError::Damaged { .. }) => {
                    self.undo_dates();
                    continue;
                }
                found => found?,
            };
            let before = found.into_iter().flatten().filter_map(Payment::stored);
            touched.entry(company).or_default().extend(before.flat_map(|stored| documents(&stored.entity).collect::<Vec<_>>()));
        }
        Ok(touched)
    }

    /// Sets the days of what was written.
    pub(super) fn date_written(&self, records: &[&Record], mut touched: Touched) {
        let mut payments: BTreeMap<CompanyId, Vec<&StoredPayment>> = BTreeMap::new();
        for record in records {
            match record {
                Record::Payment(stored) => {
                    touched.entry(stored.company).or_default().extend(documents(&stored.entity));
                    payments.entry(stored.company).or_default().push(stored);
                }
                Record::Document(stored) if stored.entity.lacks_paid_day() => {
                    touched.entry(stored.company).or_default().insert(stored.entity.id.clone());
                }
                Record::Document(_) | Record::Contact(_) => {}
            }
        }
        for (company, documents) in touched {
            self.paid_days.change(company, &documents, payments.get(&company).map_or(&[][..], Vec::as_slice));
            self.date_documents(company, &documents);
        }
    }

    /// Sets the days of documents of a company in the index, or in what is gathered for the next process.
    pub(super) fn date_documents(&self, company: CompanyId, documents: &BTreeSet<RemoteId>) {
        if let Err(error) = self.try_date(company, documents) {
            // What was written is durable; the next question makes the index anew, or says what is wrong.
            tracing::debug!(%error, "days of payment cannot be told for now");
            self.undo_dates();
        }
    }

    fn try_date(&self, company: CompanyId, documents: &BTreeSet<RemoteId>) -> Result<(), StoreError> {
        let Some(mut asked) = self.amend(|index| index.undated(company, documents)) else { return Ok(()) };
        if !self.is_built() && !asked.unknown.is_empty() && !self.paid_days.seem_told(company) {
            // The file of the index has them, of which only the head was read.
            let rows = self.undated_rows(company, &asked.unknown)?;
            asked.lacking.extend(rows.iter().map(|row| row.id.clone()));
            self.gather(rows);
        }
        if asked.lacking.is_empty() {
            return Ok(());
        }
        let days = self.paid_days.days(self.inner(), company, asked.lacking)?;
        self.amend(|index| index.date_paid(company, days));
        Ok(())
    }

    /// Rows of stored documents that were paid on a day that their service does not tell.
    fn undated_rows(&self, company: CompanyId, ids: &[RemoteId]) -> Result<Vec<InvoiceRow>, StoreError> {
        let (mut rows, mut told) = (Vec::new(), 0);
        for ids in ids.chunks(BATCH) {
            for stored in self.inner().invoices(company, ids)?.into_iter().flatten() {
                let row = self.settled.over_row(self.inner(), stored.row())?;
                told += usize::from(row.status == PaymentStatus::Paid && row.paid.is_some());
                if row.lacks_paid_day() {
                    rows.push(row);
                }
            }
        }
        self.paid_days.were_told(company, told);
        Ok(rows)
    }

    /// Sets every day in an index; with companies, in theirs alone.
    pub(super) fn date_index(&self, index: &mut Index, companies: Option<&BTreeSet<CompanyId>>) -> Result<(), StoreError> {
        let all = index.undated_companies();
        for company in all.into_iter().filter(|company| companies.is_none_or(|some| some.contains(company))) {
            let days = self.paid_days.days(self.inner(), company, index.undated_of(company))?;
            index.date_paid(company, days);
        }
        Ok(())
    }

    /// Sets the days of companies of which other processes wrote documents or payments.
    pub(super) fn date_followed(&self, companies: &BTreeSet<CompanyId>) -> Result<(), StoreError> {
        for company in companies {
            let Some(lacking) = self.amend(|index| index.undated_of(*company)).filter(|found| !found.is_empty()) else {
                continue;
            };
            let days = self.paid_days.days(self.inner(), *company, lacking)?;
            self.amend(|index| index.date_paid(*company, days));
        }
        Ok(())
    }

    /// Changes the index, or what is gathered for the next process where there is none; `None` if there is neither.
    fn amend<T>(&self, change: impl FnOnce(&mut Index) -> T) -> Option<T> {
        let mut slot = self.index.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = slot.as_mut() {
            let changed = change(index);
            slot.take_if(|index| index.is_damaged());
            return Some(changed);
        }
        drop(slot);
        lock(&self.gathered).rows().map(change)
    }

    /// Forgets every day that was told, and what was made of them.
    fn undo_dates(&self) {
        self.paid_days.forget_all();
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = None;
        // The next process finds out from the journal.
        self.stop_gathering();
    }
}
