//! Records and payments by bank entries, written and taken into the index in one step.
//!
//! For: commits and own data of the store with the index, and all that shows a document. Uses: the store with the index. Never: deciding what is
//! paid.

use super::indexed_store::IndexedStore;
use super::task::lock;
use crate::domain::{InvoiceRow, Record, RecordKey, RemoteId, StoredInvoice};
use crate::store::{Store, StoreError, StoreExt};

impl IndexedStore {
    /// A document as it stands after payments by bank entries, and with the day of payment that its payments tell where its service does
    /// not.
    pub(crate) fn after_bank(&self, stored: StoredInvoice) -> Result<StoredInvoice, StoreError> {
        self.dated(self.settled.over(self.inner(), stored)?)
    }

    /// Rows of documents for the index.
    pub(super) fn rows_of<'r>(&self, records: impl Iterator<Item = &'r Record>) -> Result<Vec<InvoiceRow>, StoreError> {
        let rows = records.filter_map(|record| record.document().map(StoredInvoice::row));
        rows.map(|row| self.settled.over_row(self.inner(), row)).collect()
    }

    /// Writes records to the store and takes them into the index.
    pub(super) fn write(&self, records: &[&Record], store: impl FnOnce() -> Result<(), StoreError>) -> Result<(), StoreError> {
        if records.is_empty() {
            return store();
        }
        let _writing = lock(&self.writing);
        let built = self.begin_write();
        let before = self.paid_before(records)?;
        store()?;
        let rows = self.rows_of(records.iter().copied())?;
        if !built {
            self.gather(rows.clone());
        }
        self.take_rows(rows);
        self.date_written(records, before);
        self.spill();
        Ok(())
    }

    /// Writes what bank entries pay of documents, and takes them into the index.
    pub(super) fn settle(
        &self,
        keys: &[RecordKey],
        write: impl FnOnce(&dyn Store) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let _writing = lock(&self.writing);
        self.stop_gathering();
        write(self.inner())?;
        let mut rows = Vec::with_capacity(keys.len());
        for keys in keys.chunk_by(|a, b| a.company == b.company) {
            let Some(first) = keys.first() else { continue };
            let ids: Vec<RemoteId> = keys.iter().map(|key| key.id.clone()).collect();
            self.settled.renew(self.inner(), first.company, &ids)?;
            for stored in self.inner().invoices(first.company, &ids)?.into_iter().flatten() {
                rows.push(self.settled.over_row(self.inner(), stored.row())?);
            }
        }
        self.take_rows(rows);
        for keys in keys.chunk_by(|a, b| a.company == b.company) {
            let Some(first) = keys.first() else { continue };
            self.date_documents(first.company, &keys.iter().map(|key| key.id.clone()).collect());
        }
        Ok(())
    }
}
