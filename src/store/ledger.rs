//! Own books as typed records: each kind with its stored form.
//!
//! For: the service. Uses: own data of any store, stored forms. Never: what a record means.

use std::collections::BTreeMap;

use super::own::OwnWrite;
use super::record::{decode, encode};
use super::{Store, StoreError};
use crate::domain::archive::ArchiveItem;
use crate::domain::calendar::{Calendar, EventDecision, EventLink};
use crate::domain::ledger::{
    BooksCall, Client, Draft, Issued, Person, Profile, Project, Rate, Receipt, Recurring, Series, TimeMap,
};
use crate::domain::slack::SlackPerson;
use crate::domain::time::{TimeEntry, Timer};
use crate::domain::{BuyerDetails, CompanyId, Hushed, LastDone, OwnKey, OwnKind, OwnRecord, Reminded, RemoteId, Sender};

/// Identifier of the one record of a kind that has one.
const ONE: &str = "profile";

/// A value that is an own record.
pub trait OwnForm: Clone + Send + Sync + std::fmt::Debug + 'static {
    /// Its kind.
    const OWN: OwnKind;
    /// Its identifier among those of its kind.
    fn own_id(&self) -> RemoteId;
    /// Its stored form.
    ///
    /// # Errors
    /// It is too large.
    fn to_bytes(&self) -> Result<Vec<u8>, StoreError>;
    /// The value of a stored form; `None` if the bytes are none.
    fn of_bytes(bytes: &[u8]) -> Option<Self>;
}

macro_rules! own_form {
    ($($type:ident $kind:ident $id:expr;)+) => {$(
        impl OwnForm for $type {
            const OWN: OwnKind = OwnKind::$kind;

            fn own_id(&self) -> RemoteId {
                let id: fn(&Self) -> RemoteId = $id;
                id(self)
            }

            fn to_bytes(&self) -> Result<Vec<u8>, StoreError> {
                let bytes = encode(self)?;
                // What does not read back is not written: nothing could give it again.
                let known: Result<Self, _> = decode(&bytes);
                known.map(|_| bytes).map_err(|_| StoreError::TooLarge { what: self.own_id().to_string() })
            }

            fn of_bytes(bytes: &[u8]) -> Option<Self> {
                decode(bytes).ok()
            }
        }
    )+};
}

own_form! {
    Profile Profile |_| RemoteId::new(ONE);
    Client Client |it| it.id.clone();
    Project Project |it| it.id.clone();
    Person Person |it| it.id.clone();
    Rate Rate |it| it.id.clone();
    TimeEntry Entry |it| it.id.clone();
    Timer Timer |it| it.person.clone();
    Draft Draft |it| it.id.clone();
    Issued Issued |it| it.id.clone();
    Series Series |it| RemoteId::new(it.name.as_str());
    Receipt Receipt |it| it.id.clone();
    Recurring Recurring |it| it.id.clone();
    TimeMap TimeMap |it| it.key();
    BooksCall BooksCall |it| it.key();
    Sender Sender |_| RemoteId::new(ONE);
    BuyerDetails Buyer |it| it.contact.clone();

    Calendar Calendar |it| it.id.clone();
    EventLink EventLink |it| EventLink::key(&it.calendar, &it.entry);
    EventDecision EventDecision |it| it.id.clone();
    ArchiveItem ArchiveItem |it| it.id.clone();
    SlackPerson SlackPerson |it| RemoteId::new(it.user.as_str());
    Reminded Reminded |it| it.document.clone();
    Hushed Hushed |it| it.target.id();
    LastDone LastDone |it| RemoteId::new(it.what.as_str());
}

/// A value with the version of its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held<T> {
    /// The version of the record.
    pub version: u64,
    /// Whether it was deleted; it is kept for its version.
    pub retired: bool,
    /// The value.
    pub value: T,
}

/// The value of an own record.
fn read<T: OwnForm>(record: &OwnRecord) -> Result<Held<T>, StoreError> {
    let damaged = || StoreError::Damaged { place: format!("own {} {}", record.key.kind.number(), record.key.id) };
    let value = T::of_bytes(&record.bytes).ok_or_else(damaged)?;
    Ok(Held { version: record.version, retired: record.retired, value })
}

/// All values of a kind of a company, in the order of their identifiers.
///
/// # Errors
/// The store cannot be read, or a record does not decode.
pub fn held<T: OwnForm>(store: &dyn Store, company: CompanyId) -> Result<Vec<Held<T>>, StoreError> {
    store.own_all(company, T::OWN)?.iter().map(read).collect()
}

/// Some values in the order of their identifiers; missing ones are left out.
///
/// # Errors
/// As [`held`].
pub fn held_some<T: OwnForm>(store: &dyn Store, company: CompanyId, ids: &[RemoteId]) -> Result<Vec<Held<T>>, StoreError> {
    store.own_some(company, T::OWN, ids)?.iter().map(read).collect()
}

/// One value, retired or not.
///
/// # Errors
/// As [`held`].
pub fn holding<T: OwnForm>(store: &dyn Store, company: CompanyId, id: &RemoteId) -> Result<Option<Held<T>>, StoreError> {
    store.own(&key::<T>(company, id.clone()))?.as_ref().map(read).transpose()
}

/// Every version of a value, oldest first.
///
/// # Errors
/// As [`held`].
pub fn history<T: OwnForm>(store: &dyn Store, company: CompanyId, id: &RemoteId) -> Result<Vec<Held<T>>, StoreError> {
    store.own_history(&key::<T>(company, id.clone()))?.iter().map(read).collect()
}

/// Key of a value.
const fn key<T: OwnForm>(company: CompanyId, id: RemoteId) -> OwnKey {
    OwnKey { company, kind: T::OWN, id }
}

impl OwnWrite {
    /// Writes a value; `expected` is the version that its record has now, 0 if it must not exist.
    ///
    /// # Errors
    /// It is too large.
    pub fn value<T: OwnForm>(company: CompanyId, value: &T, expected: u64) -> Result<Self, StoreError> {
        Ok(Self::Put { key: key::<T>(company, value.own_id()), expected, bytes: value.to_bytes()? })
    }

    /// Retires the record of a value.
    #[must_use]
    pub fn retire<T: OwnForm>(company: CompanyId, value: &T, expected: u64) -> Self {
        Self::Retire { key: key::<T>(company, value.own_id()), expected }
    }
}

/// The series of companies. Of records that do not decode nothing is told: what reads the books names them.
///
/// # Errors
/// The store cannot be read.
pub fn series_of(store: &dyn Store, companies: &[CompanyId]) -> Result<BTreeMap<CompanyId, Vec<Series>>, StoreError> {
    Ok(by_company(&store.own_of(companies, OwnKind::Series)?))
}

/// The series among records, by company.
pub(super) fn by_company(records: &[OwnRecord]) -> BTreeMap<CompanyId, Vec<Series>> {
    let mut found: BTreeMap<CompanyId, Vec<Series>> = BTreeMap::new();
    for record in records.iter().filter(|record| record.key.kind == OwnKind::Series) {
        if let Ok(Held { retired: false, value, .. }) = read(record) {
            found.entry(record.key.company).or_default().push(value);
        }
    }
    found
}
