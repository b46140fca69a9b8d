//! Packing: the records of a transaction become packs, locators and counts.

use std::collections::BTreeMap;

use super::batch::{Batch, Name};
use super::database::Database;
use super::key;
use super::packs::files::{Append, FileId};
use super::packs::frame::{self, FULL, RECORDS};
use super::packs::locator::{Facts, FileEntry, Locator, ROLL};
use crate::domain::{CompanyId, RemoteId};
use crate::store::StoreError;

/// A record to be packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Packed {
    pub(in crate::store) company: CompanyId,
    pub(in crate::store) kind: u8,
    pub(in crate::store) id: RemoteId,
    /// The record as it is kept.
    pub(in crate::store) bytes: Vec<u8>,
    pub(in crate::store) facts: Facts,
    /// Hash of its number; 0 where it has none.
    pub(in crate::store) number: u32,
}

/// The records of a transaction by their keys, and what the files of packs hold after it.
#[derive(Debug, Default)]
pub(in crate::store) struct Packing {
    records: BTreeMap<Vec<u8>, Packed>,
    files: BTreeMap<FileId, FileEntry>,
    /// A file that takes no packs.
    closed: Option<FileId>,
}

impl Packing {
    /// Packs nothing into this file.
    pub(in crate::store) fn beside(file: FileId) -> Self {
        Self { closed: Some(file), ..Self::default() }
    }

    /// Whether the record of this key is among them.
    pub(in crate::store) fn has(&self, key: &[u8]) -> bool {
        self.records.contains_key(key)
    }

    /// The record of this key, if it is among them.
    pub(in crate::store) fn get(&self, key: &[u8]) -> Option<&Packed> {
        self.records.get(key)
    }

    /// Number of records.
    pub(in crate::store) fn len(&self) -> usize {
        self.records.len()
    }

    /// Takes a record in; `before` is where it was.
    pub(in crate::store) fn put(
        &mut self,
        db: &Database,
        key: Vec<u8>,
        record: Packed,
        before: Option<&Locator>,
    ) -> Result<(), StoreError> {
        let company = record.company;
        if self.records.insert(key, record).is_none()
            && let Some(before) = before
        {
            self.bury(db, FileId { company, number: before.file })?;
        }
        Ok(())
    }

    /// Counts one record of a file as dead.
    pub(in crate::store) fn bury(&mut self, db: &Database, file: FileId) -> Result<(), StoreError> {
        let entry = self.entry(db, file)?;
        entry.live = entry.live.saturating_sub(1);
        Ok(())
    }

    /// Writes packs, locators and counts into a batch.
    pub(in crate::store) fn finish(mut self, db: &Database, batch: &mut Batch) -> Result<(), StoreError> {
        let records: Vec<(Vec<u8>, Packed)> = std::mem::take(&mut self.records).into_iter().collect();
        let mut rest = records.as_slice();
        while let Some((_, first)) = rest.first() {
            let of_company = rest.iter().take_while(|(_, record)| record.company == first.company).count();
            let (company, others) = rest.split_at(of_company);
            self.pack(db, first.company, company, batch)?;
            rest = others;
        }
        for (file, entry) in self.files {
            batch.put(Name::Files, &key::file(file)[..], &entry.to_bytes()[..]);
        }
        Ok(())
    }

    fn pack(
        &mut self,
        db: &Database,
        company: CompanyId,
        mut records: &[(Vec<u8>, Packed)],
        batch: &mut Batch,
    ) -> Result<(), StoreError> {
        let file = self.active(db, company)?;
        let mut entry = *self.entry(db, file)?;
        let from = entry.length;
        let mut bytes = Vec::new();
        let mut locators = Vec::with_capacity(records.len());
        let too_large = |_| StoreError::TooLarge { what: "pack".to_owned() };
        while !records.is_empty() {
            let (some, others) = records.split_at(together(records));
            let entries: Vec<frame::Entry<'_>> =
                some.iter().map(|(_, record)| (record.id.as_str().as_bytes(), record.bytes.as_slice())).collect();
            let kind = some.first().map_or(0, |(_, record)| record.kind);
            let offset = u32::try_from(bytes.len()).map_err(too_large)?;
            let offset = offset.checked_add(from).ok_or(StoreError::TooLarge { what: "pack".to_owned() })?;
            frame::write(company.0, kind, &entries, &mut bytes)?;
            let mut numbers = vec![kind];
            for (slot, (key, record)) in (0u8..).zip(some) {
                locators.push((key, Locator { file: file.number, offset, slot, facts: record.facts }));
                numbers.extend(record.number.to_le_bytes());
            }
            batch.put(Name::Numbers, &key::pack((file, offset))[..], numbers);
            entry.packs = entry.packs.saturating_add(1);
            entry.live = entry.live.saturating_add(u32::try_from(some.len()).unwrap_or_default());
            records = others;
        }
        entry.length = u32::try_from(bytes.len())
            .ok()
            .and_then(|more| from.checked_add(more))
            .ok_or(StoreError::TooLarge { what: "pack".to_owned() })?;
        // sled cuts a page of 16 values in two when a 17th comes: in the order of keys that leaves half of each empty, in two rounds they
        // become full.
        for round in 0..2 {
            for (key, locator) in locators.iter().skip(round).step_by(2) {
                batch.put(Name::Records, key.as_slice(), &locator.to_bytes()[..]);
            }
        }
        self.files.insert(file, entry);
        batch.append(Append { file, from, bytes });
        Ok(())
    }

    /// The file that takes the next packs of a company.
    fn active(&self, db: &Database, company: CompanyId) -> Result<FileId, StoreError> {
        let last = db.last_key(Name::Files, &key::company(company))?;
        let Some(file) = last.as_deref().and_then(key::split_file) else { return Ok(FileId { company, number: 1 }) };
        let entry = self.files.get(&file).copied().map_or_else(|| db.file_entry(file), Ok)?;
        // Nothing is appended to a file that lost its end.
        let whole = db.packs().length(file) >= u64::from(entry.length);
        let takes = whole && entry.length < ROLL && self.closed != Some(file);
        Ok(if takes { file } else { FileId { company, number: file.number.saturating_add(1) } })
    }

    fn entry(&mut self, db: &Database, file: FileId) -> Result<&mut FileEntry, StoreError> {
        if let std::collections::btree_map::Entry::Vacant(slot) = self.files.entry(file) {
            slot.insert(db.file_entry(file)?);
        }
        Ok(self.files.entry(file).or_default())
    }
}

/// How many of these records, which are of one company and in order, go into one pack.
fn together(records: &[(Vec<u8>, Packed)]) -> usize {
    let kind = records.first().map(|(_, record)| record.kind);
    let mut size = 0;
    let fits = |(_, record): &&(Vec<u8>, Packed)| {
        let fits = Some(record.kind) == kind && (size == 0 || size + record.bytes.len() <= FULL);
        size += record.bytes.len().max(1);
        fits
    };
    records.iter().take(RECORDS).take_while(fits).count().max(1)
}

/// Hash of a number, ASCII case ignored; 0 where there is none.
pub(in crate::store) fn number_hash(number: &str) -> u32 {
    if number.is_empty() { 0 } else { crc32fast::hash(number.to_ascii_uppercase().as_bytes()).max(1) }
}
