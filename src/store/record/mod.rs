//! Versioned stored forms: what the store keeps, apart from what the program thinks with.
//!
//! For: turning domain values into bytes and back. Uses: domain, bincode, serde. Never: files, trees.
//!
//! A record is a version byte, a CRC-32, and bincode bytes. The CRC covers the kind of the record too, so that a record
//! under the wrong roof is found. Bincode alone decodes a quarter of damaged bytes to wrong values; the CRC is what
//! finds them. Decoding is limited in size, must consume all bytes, and never allocates more than the bytes are worth.
//!
//! The structs of a version ([`v1`], [`v3`], [`v4`]) are frozen once released: a new field is a new struct in a new module, and reading the
//! old one upgrades it. Never in stored types: `flatten`, `untagged`, tagged enums, `skip_serializing_if`, or the serde of
//! other crates' types; they fail only on reading.

mod alerting;
mod bank;
mod bank_transfers;
mod bank_v1;
mod bank_v2;
mod convert;
mod invoice;
mod journal;
mod ledger;
mod own;
mod own_v1;
mod payment;
mod push;
mod push_link;
mod push_order;
mod push_v1;
mod push_v2;
mod run;
mod v1;
mod v3;
mod v4;
mod value;

#[cfg(test)]
pub(in crate::store) mod samples;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::StoreError;
use crate::domain;

pub(in crate::store) use alerting::{Alerting, QueuedAlert};
pub(in crate::store) use bank::{BankBytes, BankEntries, BankHead, MappingText};
pub use invoice::{Content, Kept};
pub(in crate::store) use invoice::{encode_hashed, line_items};
pub(in crate::store) use journal::{Changed, CommitEntry, Created, Entry};
pub(in crate::store) use own::{ItemEvent, OwnEntry};
pub(in crate::store) use push::{Pause, PlanPart, PushCall};
pub(in crate::store) use run::{Changes, Dated, Dictionary, Position, ScanIds};

/// No record may be larger: neither written nor read.
pub(in crate::store) const LIMIT: usize = 32 * 1024 * 1024;

/// Bytes before the payload: version and CRC.
const HEAD: usize = 5;

/// Type of a record; part of its CRC. The numbers are frozen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(in crate::store) enum RecordType {
    /// [`crate::domain::StoredInvoice`].
    Invoice = 1,
    // 2 was the row of an invoice.
    /// [`Changes`].
    Changes = 3,
    /// [`crate::domain::SyncRun`].
    Run = 4,
    /// [`crate::domain::RunError`].
    RunError = 5,
    /// [`super::SyncState`].
    State = 6,
    /// [`ScanIds`].
    Walk = 7,
    /// [`super::CompanyCount`].
    Count = 8,
    /// [`Position`].
    Position = 9,
    /// [`Entry`].
    Entry = 10,
    /// [`Dictionary`].
    Dictionary = 11,
    /// [`crate::domain::StoredPayment`].
    Payment = 12,
    /// [`crate::domain::StoredContact`].
    Contact = 13,
    /// [`crate::domain::OwnRecord`].
    Own = 20,
    /// [`crate::domain::OutboxItem`].
    Item = 21,
    /// [`Alerting`].
    Alerting = 22,
    /// [`QueuedAlert`].
    Alert = 23,

    /// [`crate::domain::outgoing::Outgoing`].
    Outgoing = 30,
    /// [`crate::domain::push::Frozen`].
    Frozen = 31,
    /// [`crate::domain::outgoing::PushLink`].
    PushLink = 32,
    /// [`crate::domain::outgoing::Mapping`].
    Mapping = 33,
    /// [`PlanPart`].
    PlanPart = 34,
    /// [`Pause`].
    Pause = 35,
    /// [`PushCall`].
    PushCall = 36,

    /// [`domain::ledger::Profile`].
    Profile = 60,
    /// [`domain::ledger::Client`].
    Client = 61,
    /// [`domain::ledger::Project`].
    Project = 62,
    /// [`domain::ledger::Person`].
    Person = 63,
    /// [`domain::ledger::Rate`].
    Rate = 64,
    /// [`domain::time::TimeEntry`].
    TimeEntry = 65,
    /// [`domain::time::Timer`].
    Timer = 66,
    /// [`domain::ledger::Draft`].
    Draft = 67,
    /// [`domain::ledger::Issued`].
    Issued = 68,
    /// [`domain::ledger::Series`].
    Series = 69,
    /// [`domain::ledger::Receipt`].
    Receipt = 70,
    /// [`domain::ledger::Recurring`].
    Recurring = 71,
    /// [`domain::ledger::TimeMap`].
    TimeMap = 72,
    /// [`domain::ledger::BooksCall`].
    BooksCall = 73,
    /// [`domain::Sender`].
    Sender = 90,
    /// [`domain::Parcel`].
    Parcel = 91,
    /// [`domain::Reminded`].
    Reminded = 92,
    /// [`domain::Hushed`].
    Hushed = 93,
    /// [`domain::LastDone`].
    LastDone = 94,
    /// [`domain::BuyerDetails`].
    BuyerDetails = 95,
    /// [`crate::domain::bank::BankAccount`].
    BankAccount = 140,
    /// [`crate::domain::bank::BankStatement`].
    BankStatement = 141,
    /// [`BankEntries`].
    BankEntries = 142,
    /// [`BankBytes`].
    BankFile = 143,
    /// [`crate::domain::bank::BankMatch`].
    BankMatch = 144,
    /// [`crate::domain::bank::Settlement`].
    BankSettlement = 145,
    /// [`MappingText`].
    BankMapping = 146,
    /// [`crate::domain::transfer::TransferBatch`].
    BankTransfers = 147,

    /// [`crate::domain::calendar::Calendar`].
    Calendar = 160,
    /// [`crate::domain::calendar::EventLink`].
    EventLink = 161,
    /// [`crate::domain::calendar::EventDecision`].
    EventDecision = 162,
    /// [`super::calendars::Objects`].
    CalendarObjects = 163,
    /// [`crate::domain::archive::ArchiveItem`].
    ArchiveItem = 164,
    /// [`crate::domain::slack::SlackPerson`].
    SlackPerson = 165,
}

/// Why bytes are not a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Fault {
    /// Bytes differ from what was written.
    Checksum,
    /// A version that this program does not know.
    Version,
    /// The bytes are whole but mean nothing.
    Content,
}

/// A value that has a stored form.
pub(in crate::store) trait Codec: Sized {
    /// Type of its records.
    const KIND: RecordType;
    /// The version that is written.
    const VERSION: u8 = 1;
    /// The version that a value is written in: an older one where that holds all of it, so that an older program reads it.
    fn version(&self) -> u8 {
        Self::VERSION
    }
    /// Its stored form, as bincode bytes of that version.
    fn payload(&self) -> Result<Vec<u8>, StoreError>;
    /// The value of the bincode bytes of a version.
    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault>;
}

/// The bytes of a record, in the form of its kind: the table of codecs of what providers give.
pub(in crate::store) fn encode_record(record: &domain::Record) -> Result<Vec<u8>, StoreError> {
    match record {
        domain::Record::Document(stored) => encode(stored),
        domain::Record::Payment(stored) => encode(stored),
        domain::Record::Contact(stored) => encode(stored),
    }
}

/// The record of a kind in bytes that were kept.
pub(in crate::store) fn decode_record(kind: domain::Kind, bytes: &[u8]) -> Result<domain::Record, Fault> {
    match kind {
        domain::Kind::Document => decode(bytes).map(domain::Record::Document),
        domain::Kind::Payment => decode(bytes).map(domain::Record::Payment),
        domain::Kind::Contact => decode(bytes).map(domain::Record::Contact),
    }
}

/// Bytes to keep.
pub(in crate::store) fn encode<T: Codec>(value: &T) -> Result<Vec<u8>, StoreError> {
    sealed_as::<T>(value.payload()?, value.version())
}

/// Writes the head of a record before its payload.
fn sealed<T: Codec>(bytes: Vec<u8>) -> Result<Vec<u8>, StoreError> {
    sealed_as::<T>(bytes, T::VERSION)
}

fn sealed_as<T: Codec>(mut bytes: Vec<u8>, version: u8) -> Result<Vec<u8>, StoreError> {
    if bytes.len() > LIMIT {
        return Err(too_large());
    }
    let crc = crc(T::KIND, version, bytes.get(HEAD..).unwrap_or_default());
    for (target, byte) in bytes.iter_mut().zip(std::iter::once(version).chain(crc.to_le_bytes())) {
        *target = byte;
    }
    Ok(bytes)
}

/// The value of bytes that were kept.
pub(in crate::store) fn decode<T: Codec>(bytes: &[u8]) -> Result<T, Fault> {
    let (version, payload) = checked(T::KIND, bytes)?;
    T::parse(version, payload)
}

/// The version and the payload of bytes that are a whole record of this kind.
fn checked(kind: RecordType, bytes: &[u8]) -> Result<(u8, &[u8]), Fault> {
    let (head, payload) = bytes.split_first_chunk::<HEAD>().ok_or(Fault::Checksum)?;
    let [version, crc_bytes @ ..] = *head;
    if bytes.len() > LIMIT || u32::from_le_bytes(crc_bytes) != crc(kind, version, payload) {
        return Err(Fault::Checksum);
    }
    Ok((version, payload))
}

fn crc(kind: RecordType, version: u8, payload: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&[kind as u8, version]);
    hasher.update(payload);
    hasher.finalize()
}

/// Bincode bytes of a stored form, after room for the head of the record.
fn write<T: Serialize + ?Sized>(form: &T) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::with_capacity(512);
    bytes.resize(HEAD, 0);
    append(form, &mut bytes)?;
    Ok(bytes)
}

/// The same for a form that is nothing but bytes. They are written as a list of numbers would be, in one step.
fn write_bytes(form: &[u8]) -> Result<Vec<u8>, StoreError> {
    write(serde_bytes::Bytes::new(form))
}

/// Appends the bincode bytes of a stored form.
fn append<T: Serialize + ?Sized>(form: &T, bytes: &mut Vec<u8>) -> Result<(), StoreError> {
    bincode::serde::encode_into_std_write(form, bytes, config()).map(drop).map_err(|_| too_large())
}

/// A stored form from all of these bincode bytes.
fn read<'p, T: Deserialize<'p>>(payload: &'p [u8]) -> Result<T, Fault> {
    match bincode::serde::borrow_decode_from_slice(payload, config()) {
        Ok((form, used)) if used == payload.len() => Ok(form),
        _ => Err(Fault::Content),
    }
}

/// Bytes that were packed with their size before them, within the bound of a record.
fn unpack(packed: &[u8]) -> Result<Vec<u8>, Fault> {
    let (size, _) = lz4_flex::block::uncompressed_size(packed).map_err(|_| Fault::Content)?;
    if size > LIMIT {
        return Err(Fault::Content);
    }
    lz4_flex::decompress_size_prepended(packed).map_err(|_| Fault::Content)
}

fn config() -> impl bincode::config::Config {
    bincode::config::standard().with_limit::<LIMIT>()
}

fn too_large() -> StoreError {
    StoreError::TooLarge { what: "record".to_owned() }
}
