//! Bank records as typed values of own data.
//!
//! For: the service. Uses: own data of any store, stored forms. Never: what a statement means.
//!
//! An import writes entries and the bytes of its file first, some a record; the records of the statements come last, in one batch.
//! Entries of a statement that is not there are not read, so that an import that died left nothing, and its repetition writes the
//! same records again.

use jiff::civil::Date;

use super::own::{OwnBatch, OwnWrite};
use super::record::{BankBytes, BankEntries, BankHead, Codec, MappingText, decode, encode};
use super::{Store, StoreError};
use crate::domain::bank::{BankAccount, BankEntry, BankMatch, BankStatement, Settlement};
use crate::domain::transfer::TransferBatch;
use crate::domain::{CompanyId, OwnKey, OwnKind, OwnRecord, RemoteId};

/// Most entries of one record.
pub const ENTRIES: usize = 256;
/// Bytes of the texts of one record, about.
pub const TEXTS: usize = 64 * 1024;
/// Bytes of a file in one record.
pub const BYTES: usize = 96 * 1024;

/// A value with the version of its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned<T> {
    /// Version; 0 where there is no record.
    pub version: u64,
    /// The value.
    pub value: T,
}

fn key(company: CompanyId, kind: OwnKind, id: impl Into<Box<str>>) -> OwnKey {
    OwnKey { company, kind, id: RemoteId::new(id) }
}

fn value<T: Codec>(record: &OwnRecord) -> Result<T, StoreError> {
    let place = || format!("own {} {}", record.key.kind.number(), record.key.id);
    decode(&record.bytes).map_err(|_| StoreError::Damaged { place: place() })
}

fn all<T: Codec>(store: &dyn Store, company: CompanyId, kind: OwnKind) -> Result<Vec<Versioned<T>>, StoreError> {
    let records = store.own_all(company, kind)?;
    records
        .iter()
        .filter(|record| !record.retired)
        .map(|record| Ok(Versioned { version: record.version, value: value(record)? }))
        .collect()
}

fn one<T: Codec>(store: &dyn Store, key: &OwnKey) -> Result<Option<Versioned<T>>, StoreError> {
    let record = store.own(key)?;
    record.map(|record| Ok(Versioned { version: record.version, value: value(&record)? })).transpose()
}

/// Accounts of a company.
///
/// # Errors
/// The store cannot be read, or a record does not decode; so it is with all that reads here.
pub fn accounts(store: &dyn Store, company: CompanyId) -> Result<Vec<Versioned<BankAccount>>, StoreError> {
    all(store, company, OwnKind::BankAccount)
}

/// Statements of a company.
pub fn statements(store: &dyn Store, company: CompanyId) -> Result<Vec<BankStatement>, StoreError> {
    Ok(all(store, company, OwnKind::BankStatement)?.into_iter().map(|one| one.value).collect())
}

/// Matches of a company, undone ones included.
pub fn matches(store: &dyn Store, company: CompanyId) -> Result<Vec<Versioned<BankMatch>>, StoreError> {
    all(store, company, OwnKind::BankMatch)
}

/// Whether a match is there and not undone.
pub fn is_matched(store: &dyn Store, company: CompanyId, id: &str) -> Result<bool, StoreError> {
    Ok(one::<BankMatch>(store, &key(company, OwnKind::BankMatch, id))?.is_some_and(|one| !one.value.undone))
}

/// Settlements of a company by document.
pub fn settlements(store: &dyn Store, company: CompanyId) -> Result<Vec<(RemoteId, Settlement)>, StoreError> {
    let records = store.own_all(company, OwnKind::BankSettlement)?;
    records.iter().map(|record| Ok((record.key.id.clone(), value(record)?))).collect()
}

/// The settlement of a document.
pub fn settlement(store: &dyn Store, company: CompanyId, document: &RemoteId) -> Result<Versioned<Settlement>, StoreError> {
    let found = one(store, &key(company, OwnKind::BankSettlement, document.as_str()))?;
    Ok(found.unwrap_or(Versioned { version: 0, value: Settlement::default() }))
}

/// Transfers of a company.
pub fn transfers(store: &dyn Store, company: CompanyId) -> Result<Vec<TransferBatch>, StoreError> {
    Ok(all(store, company, OwnKind::BankTransfers)?.into_iter().map(|one| one.value).collect())
}

/// Mappings that were confirmed, of all companies.
pub fn mappings(store: &dyn Store) -> Result<Vec<String>, StoreError> {
    let found = all::<MappingText>(store, CompanyId(0), OwnKind::BankMapping)?;
    Ok(found.into_iter().map(|one| one.value.0).collect())
}

fn entries_id(statement: &RemoteId, number: usize) -> String {
    format!("{statement}/{number:06}")
}

/// Entries of a statement, in its order.
pub fn entries(store: &dyn Store, company: CompanyId, statement: &RemoteId) -> Result<Vec<BankEntry>, StoreError> {
    let mut found = Vec::new();
    for number in 0.. {
        let Some(part) = packed(store, company, statement, number)? else { break };
        join(&mut found, part);
    }
    Ok(found)
}

/// The name under which the details are kept that a statement tells of entries of earlier ones.
#[must_use]
pub fn details_of(statement: &RemoteId) -> RemoteId {
    RemoteId::new(format!("{statement}+"))
}

/// What a statement tells more of entries that were known before it, each as a whole entry.
pub fn details(store: &dyn Store, company: CompanyId, of: &BankStatement) -> Result<Vec<BankEntry>, StoreError> {
    if of.duplicates == 0 { Ok(Vec::new()) } else { entries(store, company, &details_of(&of.id)) }
}

/// The records of entries of a statement: the number of each, and the latest day of its entries.
pub fn parts(store: &dyn Store, company: CompanyId, statement: &RemoteId) -> Result<Vec<(usize, Option<Date>)>, StoreError> {
    let mut found = Vec::new();
    for number in 0.. {
        let Some(head) = one::<BankHead>(store, &key(company, OwnKind::BankEntries, entries_id(statement, number)))? else {
            break;
        };
        if !head.value.goes_on {
            found.push((number, head.value.last));
        }
    }
    Ok(found)
}

/// The entries of one of these records, with all their parts.
pub fn part(store: &dyn Store, company: CompanyId, statement: &RemoteId, number: usize) -> Result<Vec<BankEntry>, StoreError> {
    let mut found = Vec::new();
    for number in number.. {
        let part = packed(store, company, statement, number)?;
        let Some(part) = part.filter(|part| found.is_empty() || part.head.goes_on) else { break };
        join(&mut found, part);
    }
    Ok(found)
}

fn packed(store: &dyn Store, company: CompanyId, statement: &RemoteId, number: usize) -> Result<Option<BankEntries>, StoreError> {
    let found = one(store, &key(company, OwnKind::BankEntries, entries_id(statement, number)))?;
    Ok(found.map(|found| found.value))
}

/// Adds a record; one that goes on has parts of the last entry.
fn join(found: &mut Vec<BankEntry>, part: BankEntries) {
    let mut entries = part.entries;
    if part.head.goes_on
        && let Some(last) = found.last_mut()
    {
        entries.drain(..).for_each(|entry| last.parts.extend(entry.parts));
    }
    found.append(&mut entries);
}

/// The bytes of a file, as they were imported.
pub fn file(store: &dyn Store, company: CompanyId, hash: &str) -> Result<Vec<u8>, StoreError> {
    let mut found = Vec::new();
    for number in 0.. {
        let Some(part) = one::<BankBytes>(store, &key(company, OwnKind::BankFile, format!("{hash}/{number:06}")))? else { break };
        found.extend(part.value.0);
    }
    Ok(found)
}

/// Adds a record that is written once: what is there already is left as it is where it is equal.
fn once(store: &dyn Store, batch: &mut OwnBatch, key: OwnKey, bytes: Vec<u8>) -> Result<(), StoreError> {
    let known = store.own(&key)?;
    let expected = known.as_ref().map_or(0, |known| known.version);
    if known.is_none_or(|known| known.bytes != bytes || known.retired) {
        batch.records.push(OwnWrite::Put { key, expected, bytes });
    }
    Ok(())
}

/// Adds a record of entries of a statement; `number` counts the records of the statement from 0. Where it goes on, it holds more parts of
/// the last entry of the record before.
pub fn put_entries(
    store: &dyn Store,
    batch: &mut OwnBatch,
    company: CompanyId,
    (statement, number): (&RemoteId, usize),
    (entries, goes_on): (Vec<BankEntry>, bool),
) -> Result<(), StoreError> {
    let last = entries.iter().filter_map(|entry| entry.booked.or(entry.valued)).max();
    let bytes = encode(&BankEntries { head: BankHead { last, goes_on }, entries })?;
    once(store, batch, key(company, OwnKind::BankEntries, entries_id(statement, number)), bytes)
}

/// Adds a record of bytes of a file.
pub fn put_bytes(
    store: &dyn Store,
    batch: &mut OwnBatch,
    company: CompanyId,
    (hash, number): (&str, usize),
    bytes: Vec<u8>,
) -> Result<(), StoreError> {
    let bytes = encode(&BankBytes(bytes))?;
    once(store, batch, key(company, OwnKind::BankFile, format!("{hash}/{number:06}")), bytes)
}

/// Adds a mapping that a person confirmed.
pub fn put_mapping(store: &dyn Store, batch: &mut OwnBatch, name: &str, text: &str) -> Result<(), StoreError> {
    once(store, batch, key(CompanyId(0), OwnKind::BankMapping, name), encode(&MappingText(text.to_owned()))?)
}

impl OwnBatch {
    /// Writes an account of which `version` is the version now.
    ///
    /// # Errors
    /// The record is too large; so it is with all that is added.
    pub fn put_account(&mut self, company: CompanyId, account: &BankAccount, version: u64) -> Result<(), StoreError> {
        let id = format!("{}/{}", account.account, account.currency.as_str());
        self.put(key(company, OwnKind::BankAccount, id), version, account)
    }

    /// Writes a statement that is new.
    pub fn put_statement(&mut self, company: CompanyId, statement: &BankStatement) -> Result<(), StoreError> {
        self.put(key(company, OwnKind::BankStatement, statement.id.as_str()), 0, statement)
    }

    /// Writes a match of which `version` is the version now.
    pub fn put_match(&mut self, company: CompanyId, one: &BankMatch, version: u64) -> Result<(), StoreError> {
        self.put(key(company, OwnKind::BankMatch, one.id.as_str()), version, one)
    }

    /// Writes a settlement of which `version` is the version now.
    pub fn put_settlement(
        &mut self,
        company: CompanyId,
        document: &RemoteId,
        settlement: &Versioned<Settlement>,
    ) -> Result<(), StoreError> {
        self.put(key(company, OwnKind::BankSettlement, document.as_str()), settlement.version, &settlement.value)
    }

    /// Writes transfers that are new.
    pub fn put_transfers(&mut self, company: CompanyId, transfers: &TransferBatch) -> Result<(), StoreError> {
        self.put(key(company, OwnKind::BankTransfers, transfers.id.as_str()), 0, transfers)
    }

    fn put<T: Codec>(&mut self, key: OwnKey, expected: u64, value: &T) -> Result<(), StoreError> {
        self.records.push(OwnWrite::Put { key, expected, bytes: encode(value)? });
        Ok(())
    }
}
