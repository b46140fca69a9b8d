//! The own records of a company in memory, and changes of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rust_decimal::Decimal;

use super::shelves::{Kept, Tables};
use crate::domain::ledger::{BooksCall, Client, Issued, Profile};
use crate::domain::own::new_id;
use crate::domain::time::{Price, Span};
use crate::domain::{Actor, Company, CompanyId, Currency, Message, OwnKind, Record, RemoteId, money};
use crate::error::{Error, ErrorKind};
use crate::service::local::Local;
use crate::service::{Result, ServiceError};
use crate::store::{Held, OwnBatch, OwnData, OwnForm, OwnWrite, held};

/// Days ahead of today on which something may still be recorded.
const AHEAD: i64 = 366;
/// Years that what is planned may lie ahead: the end of a term, a rate to come, what recurs.
pub(super) const PLANNED: i64 = 5;
/// First day on which something may still be recorded.
const EARLIEST: Date = date(2000, 1, 1);

/// Records of one batch of the store, with room for what goes with them.
const BATCH: usize = if cfg!(test) { 6 } else { 1_500 };

#[cfg(test)]
thread_local! {
    /// Batches after which the next one dies, of this thread.
    pub(super) static DIES: std::cell::Cell<Option<u32>> = const { std::cell::Cell::new(None) };
}

/// Values of a kind by identifier, deleted ones included.
pub(in crate::service) type Table<T> = BTreeMap<RemoteId, Held<T>>;

/// Kinds of which a company may have a million: they are read one by one and never kept.
pub(super) const fn is_large(kind: OwnKind) -> bool {
    matches!(kind, OwnKind::Entry | OwnKind::Draft)
}

/// The own records of one company.
#[derive(Debug, Clone)]
pub(in crate::service) struct Shelf<'l> {
    pub(in crate::service) local: &'l Local,
    pub(in crate::service) company: Company,
    /// The call of which changes are a part, where it has a key.
    pub(in crate::service) call: Option<BooksCall>,
}

impl<'l> Shelf<'l> {
    /// The books of a company.
    ///
    /// # Errors
    /// It has none, or its data was lost.
    pub(in crate::service) fn open(local: &'l Local, company: CompanyId) -> Result<Self> {
        let company = local.by_id(company)?;
        if company.has_own_books() {
            return Ok(Self { local, company, call: None });
        }
        let hint = Message::new("books-not-own-hint");
        Err(refuse(Message::new("books-not-own").with("company", company.name)).hint(hint))
    }

    /// All values of a kind.
    pub(in crate::service) fn table<T: OwnForm>(&self) -> Result<Arc<Table<T>>> {
        let key = (self.company.id, T::OWN);
        if is_large(T::OWN) {
            let values = held::<T>(&*self.local.store, self.company.id).map_err(|error| self.damaged(error))?;
            return Ok(Arc::new(values.into_iter().map(|held| (held.value.own_id(), held)).collect()));
        }
        let mut tables = self.local.shelves.tables();
        if let Some(table) = tables.get(&key).and_then(|kept| Arc::clone(kept).downcast::<Table<T>>().ok()) {
            return Ok(table);
        }
        let values = held::<T>(&*self.local.store, self.company.id).map_err(|error| self.damaged(error))?;
        let table: Arc<Table<T>> = Arc::new(values.into_iter().map(|held| (held.value.own_id(), held)).collect());
        tables.insert(key, Arc::clone(&table) as Kept);
        Ok(table)
    }

    pub(super) fn damaged(&self, error: crate::store::StoreError) -> Error {
        match error {
            crate::store::StoreError::Damaged { place } => {
                ServiceError::Damaged { company: self.company.name.clone(), place, own: true, gone: false }.into()
            }
            error => error.into(),
        }
    }

    /// Values of a kind that were not deleted.
    pub(in crate::service) fn values<T: OwnForm>(&self) -> Result<Vec<T>> {
        Ok(self.table::<T>()?.values().filter(|held| !held.retired).map(|held| held.value.clone()).collect())
    }

    /// A value that was not deleted.
    pub(in crate::service) fn value<T: OwnForm>(&self, id: &RemoteId) -> Result<Option<T>> {
        Ok(self.one::<T>(id)?.filter(|held| !held.retired).map(|held| held.value))
    }

    /// The company's profile.
    pub(in crate::service) fn profile(&self) -> Result<Profile> {
        let profile = self.values::<Profile>()?.into_iter().next();
        profile.ok_or_else(|| refuse(Message::new("books-no-profile").with("company", self.company.name.as_str())))
    }

    /// The currency in which a client is billed: its own, else that of the books, as where there is no client.
    pub(super) fn currency_of(&self, client: Option<&RemoteId>) -> Result<Currency> {
        let client = client.map(|client| self.value::<Client>(client)).transpose()?.flatten();
        client.and_then(|client| client.currency).map_or_else(|| Ok(self.profile()?.currency), Ok)
    }

    /// A price in the currency that was said, else in that in which the client is billed.
    pub(super) fn priced(&self, price: Option<Price>, client: Option<&RemoteId>) -> Result<Option<Price>> {
        let Some(price) = price else { return Ok(None) };
        Ok(Some(Price { currency: price.currency.or(&self.currency_of(client)?), ..price }))
    }

    /// The company's zone.
    pub(in crate::service) fn zone(&self) -> Result<TimeZone> {
        let name = self.profile()?.zone;
        TimeZone::get(&name).map_err(|_| refuse(Message::new("time-unknown-zone").with("zone", name)))
    }

    /// Now.
    pub(in crate::service) fn now(&self) -> Timestamp {
        self.local.options.clock.now()
    }

    /// Today in the company's zone.
    pub(in crate::service) fn today(&self) -> Result<Date> {
        Ok(self.now().to_zoned(self.zone()?).date())
    }

    /// A new identifier.
    pub(in crate::service) fn id(&self) -> Result<RemoteId> {
        let mut random = [0; 10];
        getrandom::fill(&mut random).map_err(|error| ServiceError::NoRandomness { detail: error.to_string() })?;
        Ok(new_id(self.now(), random))
    }

    /// Refuses a new record on a day that is closed, or so far away that its year must be a slip.
    pub(in crate::service) fn must_be_near(&self, date: Date) -> Result<()> {
        self.must_be_likely(date, 1)?;
        self.must_be_open(date)
    }

    /// Refuses a day before 2000, or more than so many years ahead: its year must be a slip.
    pub(super) fn must_be_likely(&self, date: Date, years: i64) -> Result<()> {
        let latest = self.now().to_zoned(TimeZone::UTC).date().saturating_add((AHEAD * years).days());
        if date > latest {
            return Err(misused(Message::new("books-far-date").with("date", date.to_string()).with("years", years)));
        }
        if date < EARLIEST {
            return Err(misused(Message::new("books-early-date").with("date", date.to_string())));
        }
        Ok(())
    }

    /// Refuses a change of time on a day that is closed: days are those of the company, as on drafts and in reports.
    pub(super) fn time_must_be_open(&self, span: &Span) -> Result<()> {
        self.must_be_open(span.date_in(&self.zone()?))
    }

    /// Refuses a change on a day that is closed.
    pub(in crate::service) fn must_be_open(&self, date: Date) -> Result<()> {
        match self.profile()?.closed_until {
            Some(closed) if date <= closed => {
                let message = Message::new("books-closed").with("date", date.to_string());
                Err(refuse(message.with("closed", closed.to_string())))
            }
            _ => Ok(()),
        }
    }

    /// A change by a user. Take the right to change own records before anything that it depends on is read.
    pub(in crate::service) fn begin(&self, author: &Actor) -> Changes<'_, 'l> {
        Changes { shelf: self, batch: OwnBatch::new(self.now(), author.clone()), after: Vec::new(), made: Vec::new() }
    }
}

/// An error of a command that did nothing.
pub(in crate::service) fn refuse(message: Message) -> Error {
    Error::new(ErrorKind::Failed, message)
}

/// An error of something that was asked for in a wrong way.
pub(in crate::service) fn misused(message: Message) -> Error {
    Error::new(ErrorKind::Usage, message)
}

/// The error of amounts that come to more than an amount can be.
pub(in crate::service) fn too_large() -> Error {
    refuse(Message::new("billing-sum-too-large"))
}

/// The sum of amounts of one currency.
///
/// # Errors
/// It is larger than an amount can be.
pub(in crate::service) fn summed(amounts: impl IntoIterator<Item = Decimal>) -> Result<Decimal> {
    money::sum(amounts).ok_or_else(too_large)
}

/// Adds to a sum of one currency that may have nothing yet.
///
/// # Errors
/// It is larger than an amount can be.
pub(in crate::service) fn add(sum: &mut Option<Decimal>, amount: Decimal) -> Result<()> {
    *sum = Some(summed([sum.unwrap_or_default(), amount])?);
    Ok(())
}

/// What a batch does to the tables once it is written.
type After = Box<dyn FnOnce(&mut Tables) + Send>;

/// Changes that are written together.
pub(in crate::service) struct Changes<'s, 'l> {
    shelf: &'s Shelf<'l>,
    batch: OwnBatch,
    after: Vec<After>,
    /// What was written so far.
    made: Vec<(u64, RemoteId)>,
}

impl Changes<'_, '_> {
    /// Records after which a change of parts that stand for themselves begins another batch.
    pub(super) const MOST: usize = BATCH - 2;

    /// Writes a value.
    pub(in crate::service) fn put<T: OwnForm>(&mut self, value: T) -> Result<()> {
        self.write(value, false)
    }

    /// Deletes a value; its versions stay.
    pub(in crate::service) fn retire<T: OwnForm>(&mut self, value: T) -> Result<()> {
        self.write(value, true)
    }

    /// What is written, for records of other rooms that belong to the change.
    pub(super) const fn batch(&mut self) -> &mut OwnBatch {
        &mut self.batch
    }

    /// Writes a document or a payment as lists show it.
    pub(in crate::service) fn document(&mut self, record: Record) {
        self.batch.documents.push(record);
    }

    /// Has the change fail where another process settles this document meanwhile: receipts are records of their own, and only a record
    /// that both changes write tells them of each other.
    pub(super) fn hold(&mut self, document: &Issued) -> Result<()> {
        if self.shelf.local.is_shared() {
            self.put(document.clone())?;
            // It is nothing that the call made.
            self.made.pop();
        }
        Ok(())
    }

    fn write<T: OwnForm>(&mut self, value: T, retired: bool) -> Result<()> {
        let id = value.own_id();
        let expected = self.shelf.one::<T>(&id)?.map_or(0, |held| held.version);
        self.write_over(value, expected, retired)
    }

    /// Writes a value over this version of it.
    pub(in crate::service) fn put_over<T: OwnForm>(&mut self, value: T, version: u64) -> Result<()> {
        self.write_over(value, version, false)
    }

    fn write_over<T: OwnForm>(&mut self, value: T, expected: u64, retired: bool) -> Result<()> {
        let (company, id) = (self.shelf.company.id, value.own_id());
        let write = if retired {
            OwnWrite::retire(company, &value, expected)
        } else {
            OwnWrite::value(company, &value, expected).map_err(Error::from)?
        };
        self.batch.records.push(write);
        self.made.push((u64::from(T::OWN.number()), id.clone()));
        if is_large(T::OWN) {
            return Ok(());
        }
        self.after.push(Box::new(move |tables| {
            let held = Held { version: expected.saturating_add(1), retired, value };
            let Some(kept) = tables.get_mut(&(company, T::OWN)) else { return };
            let Ok(mut table) = std::mem::replace(kept, Arc::new(())).downcast::<Table<T>>() else { return };
            Arc::make_mut(&mut table).insert(id, held);
            *kept = table;
        }));
        Ok(())
    }

    /// Writes what came so far where it would grow over one batch: for changes of which each part stands for itself.
    pub(in crate::service) fn spill(&mut self) -> Result<()> {
        if self.batch.records.len() < BATCH { Ok(()) } else { self.flush() }
    }

    /// Writes what came so far.
    pub(in crate::service) fn flush(&mut self) -> Result<()> {
        let next = OwnBatch::new(self.batch.at, self.batch.author.clone());
        let batch = std::mem::replace(&mut self.batch, next);
        let after = std::mem::take(&mut self.after);
        write(self.shelf, &batch, after)
    }

    /// Writes all of it.
    pub(in crate::service) fn commit(mut self) -> Result<()> {
        // In the same batch: a call is known by its key if and only if what it does is done.
        if let Some(call) = &self.shelf.call {
            let known = self.shelf.value::<BooksCall>(&call.key())?;
            let mut made = known.map(|known| known.made).unwrap_or_default();
            made.append(&mut self.made);
            self.put(BooksCall { made, ..call.clone() })?;
        }
        write(self.shelf, &self.batch, self.after)
    }
}

fn write(shelf: &Shelf<'_>, batch: &OwnBatch, after: Vec<After>) -> Result<()> {
    #[cfg(test)]
    match DIES.get() {
        Some(0) => {
            shelf.local.shelves.forget(shelf.company.id);
            return Err(refuse(Message::new("books-nothing").with("wanted", "died")));
        }
        Some(more) => DIES.set(Some(more - 1)),
        None => {}
    }
    if let Err(error) = shelf.local.store.transact(batch) {
        // Another process may have written, or only a part is known to be there.
        shelf.local.shelves.forget(shelf.company.id);
        return Err(error.into());
    }
    let mut tables = shelf.local.shelves.tables();
    for after in after {
        after(&mut tables);
    }
    Ok(())
}
