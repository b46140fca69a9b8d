//! Payments and contacts in memory: rows of the store's records, read once for each version of the store.
//!
//! For: the cases that list and read these kinds. Uses: the store, the index for what documents know. No more than [`MOST`] rows
//! are kept; of more, each question reads the records again and keeps none.

use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::Ordering;

use jiff::tz::TimeZone;

use super::Result;
use super::indexed_store::IndexedStore;
use super::kept_rows::{Kept, Lists};
use super::task::lock;
use crate::domain::{CompanyId, ContactRow, Entity, Kind, PaymentRow, PaymentState, Record, RecordKey, RemoteId, Stored};
use crate::query::sieve::{ListRequest, Listed, Listing, Sieve};
use crate::query::{Index, Names, OpenAmounts, contact, payment};
use crate::store::{Store, StoreExt};

/// Rows of a kind that are kept at most.
const MOST: usize = 150_000;
/// Changed records that are read one by one; of more, all are read again.
const FEW: usize = 2_000;

/// A kind of record that is listed from memory.
pub(crate) trait Memory: Listed {
    /// The entity of the records.
    type Entity: Entity;
    /// What rows need beside their record.
    type Beside;

    /// The rows that are kept.
    fn kept(lists: &Lists) -> &Mutex<Option<Kept<Self::Row>>>;
    /// Reads what rows need beside their record.
    fn beside(store: &IndexedStore) -> Result<Self::Beside>;
    /// The row of a record.
    fn row(stored: Stored<Self::Entity>) -> Self::Row;
    /// Completes a row; it may have been completed before, for another version of the store.
    fn complete(row: &mut Self::Row, beside: &Self::Beside, store: &IndexedStore) -> Result<()>;
}

impl Memory for payment::Field {
    type Entity = crate::domain::Payment;
    type Beside = ();

    fn kept(lists: &Lists) -> &Mutex<Option<Kept<PaymentRow>>> {
        &lists.payments
    }

    fn beside(_: &IndexedStore) -> Result<()> {
        Ok(())
    }

    fn row(stored: Stored<Self::Entity>) -> PaymentRow {
        stored.into()
    }

    fn complete(row: &mut PaymentRow, (): &(), store: &IndexedStore) -> Result<()> {
        if row.allocations.iter().all(|part| !part.number.is_empty()) {
            return Ok(());
        }
        let company = row.company;
        let unknown: Vec<RemoteId> =
            row.allocations.iter().filter(|part| part.number.is_empty()).map(|part| part.document.clone()).collect();
        let numbers: Vec<Option<Box<str>>> = store.ask(|index| {
            let number = |id: &RemoteId| index.get(&RecordKey::document(company, id.clone())).map(|row| row.number);
            unknown.iter().map(number).collect()
        })?;
        let mut numbers = numbers.into_iter();
        row.name_documents(|_| numbers.next().flatten());
        Ok(())
    }
}

impl Memory for contact::Field {
    type Entity = crate::domain::Contact;
    type Beside = OpenAmounts;

    fn kept(lists: &Lists) -> &Mutex<Option<Kept<ContactRow>>> {
        &lists.contacts
    }

    fn beside(store: &IndexedStore) -> Result<OpenAmounts> {
        Ok(store.ask(Index::open_amounts)?)
    }

    fn row(stored: Stored<Self::Entity>) -> ContactRow {
        stored.into()
    }

    fn complete(row: &mut ContactRow, open: &OpenAmounts, _: &IndexedStore) -> Result<()> {
        row.outstanding = open.of(row.company, row.id.as_str(), row.tax_number.as_deref(), row.country.as_deref(), &row.name);
        Ok(())
    }
}

impl IndexedStore {
    /// Lists the records of a kind that match.
    pub(crate) fn list<F: Memory>(&self, request: &ListRequest<F>, names: &Names, zone: &TimeZone) -> Result<Listing<F>> {
        let mut request = request.clone();
        let anchor = match &request.around {
            Some(key) => self.row_of::<F>(key)?,
            None => None,
        };
        // A window that moves to its row is asked for once more.
        loop {
            let mut sieve = Sieve::new(&request, names, zone, anchor.as_ref())?;
            self.each::<F>(&mut |row| sieve.add(row))?;
            match sieve.finish() {
                Ok(listing) => return Ok(listing),
                Err(offset) if offset != request.offset => request.offset = offset,
                Err(_) => request.around = None,
            }
        }
    }

    /// Payments that pay a document and stand, oldest first.
    pub(crate) fn payments_of(&self, document: &RecordKey) -> Result<Vec<PaymentRow>> {
        let mut found = Vec::new();
        self.each::<payment::Field>(&mut |row| {
            let pays = || row.allocations.iter().any(|part| part.document == document.id);
            if row.company == document.company && row.state == PaymentState::Active && !row.vanished && pays() {
                found.push(row.clone());
            }
        })?;
        found.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
        Ok(found)
    }

    /// The complete row of a record.
    pub(crate) fn row_of<F: Memory>(&self, key: &RecordKey) -> Result<Option<F::Row>> {
        let Some(stored) = self.stored::<F>(key)? else { return Ok(None) };
        let mut row = F::row(stored);
        F::complete(&mut row, &F::beside(self)?, self)?;
        Ok(Some(row))
    }

    fn stored<F: Memory>(&self, key: &RecordKey) -> Result<Option<Stored<F::Entity>>> {
        Ok(self.get::<F::Entity>(key.company, std::slice::from_ref(&key.id))?.into_iter().next().flatten())
    }

    /// Hands over the complete row of every record of a kind, in no order.
    fn each<F: Memory>(&self, visit: &mut dyn FnMut(&F::Row)) -> Result<()> {
        let mut kept = lock(F::kept(self.lists()));
        let generation = self.lists().generation.load(Ordering::SeqCst);
        let version = self.version()?;
        match kept.as_ref() {
            Some(known) if known.generation != generation => *kept = None,
            Some(known) if version.is_some() && known.version == version => {}
            Some(_) => *kept = self.refreshed::<F>(kept.take(), version.clone())?,
            None => {}
        }
        if let Some(known) = kept.as_ref() {
            known.rows.iter().for_each(visit);
            return Ok(());
        }
        let beside = F::beside(self)?;
        let mut rows = Some(Vec::new());
        self.read_all::<F>(&beside, &mut |row| {
            visit(&row);
            if let Some(rows) = rows.as_mut() {
                rows.push(row);
            }
            rows.take_if(|rows| rows.len() > MOST);
        })?;
        // A store that cannot tell its version is read each time.
        *kept = rows.filter(|_| version.is_some()).map(|mut rows| {
            rows.shrink_to_fit();
            Kept { version, generation, rows }
        });
        Ok(())
    }

    /// Rows that were kept, brought up to date; `None` where all must be read.
    fn refreshed<F: Memory>(&self, kept: Option<Kept<F::Row>>, version: Option<String>) -> Result<Option<Kept<F::Row>>> {
        let Some(Kept { version: Some(before), generation, mut rows }) = kept else { return Ok(None) };
        let Some(touched) = self.changed_since(&before)? else { return Ok(None) };
        let touched: Vec<RecordKey> = touched.into_iter().filter(|key| key.kind == F::Entity::KIND).collect();
        if touched.len() > FEW {
            return Ok(None);
        }
        let beside = F::beside(self)?;
        if !touched.is_empty() {
            let stale = |row: &F::Row| touched.iter().any(|key| key.company == F::company(row) && key.id == *F::id(row));
            rows.retain(|row| !stale(row));
            for key in &touched {
                rows.extend(self.stored::<F>(key)?.map(F::row));
            }
        }
        for row in &mut rows {
            F::complete(row, &beside, self)?;
        }
        Ok(Some(Kept { version, generation, rows }))
    }

    fn read_all<F: Memory>(&self, beside: &F::Beside, visit: &mut dyn FnMut(F::Row)) -> Result<()> {
        let mut failed = None;
        let damage = self.visit(None, F::Entity::KIND, &mut |record: Record| {
            let Some(stored) = F::Entity::stored(record) else { return ControlFlow::Continue(()) };
            let mut row = F::row(stored);
            match F::complete(&mut row, beside, self) {
                Ok(()) => {
                    visit(row);
                    ControlFlow::Continue(())
                }
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        for damage in damage {
            tracing::warn!(place = %damage.place, "a record does not decode and is left out; run `faktura check`");
            self.doubt(&damage)?;
        }
        failed.map_or(Ok(()), Err)
    }

    /// Keys of the records of a kind with this identifier, in these companies.
    pub(crate) fn keys_of(&self, kind: Kind, wanted: &str, companies: &[CompanyId]) -> Result<Vec<RecordKey>> {
        let mut found = Vec::new();
        for company in companies {
            let key = RecordKey::new(*company, kind, RemoteId::new(wanted));
            let known = self.records(*company, kind, std::slice::from_ref(&key.id))?;
            found.extend(known.into_iter().flatten().map(|_| key.clone()));
        }
        Ok(found)
    }
}
