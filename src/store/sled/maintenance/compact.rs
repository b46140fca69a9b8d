//! `compact`: the same records in a new database, without the space that the old one no longer uses, and with the invoices of each
//! company written as what differs between them ([`super::super::pack`]).

use std::collections::BTreeMap;
use std::path::Path;

use ::sled::IVec;
use jiff::Timestamp;

use super::super::batch::{Batch, Name};
use super::super::database::{Database, FOLDER};
use super::super::lock::Lock;
use super::super::{key, pack, swap};
use super::{CACHE, settle};
use crate::domain::CompanyId;
use crate::store::record::{Dictionary, encode};
use crate::store::{Sizes, StoreError, file};

/// Writes the database of the store in this folder anew; it takes the old one's place once all of it is there.
pub fn compact(path: &Path, now: Timestamp) -> Result<Sizes, StoreError> {
    settle(path, now)?;
    let lock = Lock::take(path)?;
    let folder = path.join(FOLDER);
    let before = file::size(&folder)?;
    file::need_space(path, before.saturating_add(super::super::FLOOR))?;
    let old = Database::open(&folder, CACHE)?;
    let mut new = Database::open(&swap::building(path)?, CACHE)?;
    let copied = copy(&old, &mut new).and_then(|()| same(&old, &new));
    new.close()?;
    old.close()?;
    copied?;
    swap::install(path, None)?;
    drop(lock);
    settle(path, now)?;
    Ok(Sizes { path: path.to_owned(), before, after: file::size(&folder)? })
}

/// Copies everything in two rounds: every other record, then those between. sled cuts a page of 16 records in two when a 17th comes: in
/// the order of keys that leaves half of each empty, in two rounds they become full. The bench `million` tells the size of it.
fn copy(old: &Database, new: &mut Database) -> Result<(), StoreError> {
    let dictionaries = learn(old)?;
    for (company, dictionary) in &dictionaries {
        new.insert(Name::Dictionaries, &key::company(*company), encode(dictionary)?)?;
    }
    let copied = |name: &Name| !matches!(name, Name::Dictionaries | Name::Invoices);
    for round in 0..2 {
        for name in Name::ALL.into_iter().filter(copied) {
            for entry in old.scan(name, &[]).skip(round).step_by(2) {
                let (key, value) = entry?;
                new.insert(name, &key, value)?;
            }
        }
        for entry in old.scan_parts(Name::Invoices, &[]).skip(round).step_by(2) {
            let (head, bytes) = entry?;
            let company = key::split_company(&head).map(|(company, _)| company);
            let record = old.unpacked(&head, bytes)?;
            let packed = match company.and_then(|company| dictionaries.get(&company)) {
                Some(dictionary) => pack::pack(record, &dictionary.0),
                None => record,
            };
            let mut batch = Batch::default();
            batch.put_parts(Name::Invoices, &head, &packed, 0)?;
            new.insert_all(&batch)?;
        }
    }
    new.apply(Batch::default(), old.position().clone())?;
    new.sync()
}

/// The invoices of a database: their keys and their records.
fn invoices(db: &Database) -> impl Iterator<Item = Result<(IVec, Vec<u8>), StoreError>> {
    db.scan_parts(Name::Invoices, &[]).map(|entry| {
        let (head, bytes) = entry?;
        Ok((head.clone(), db.unpacked(&head, bytes)?))
    })
}

/// Makes the dictionary of each company; none for small ones. One pass over the keys counts the invoices, another takes
/// samples.
fn learn(db: &Database) -> Result<BTreeMap<CompanyId, Dictionary>, StoreError> {
    let mut counts: BTreeMap<CompanyId, usize> = BTreeMap::new();
    for entry in db.scan(Name::Rows, &[]) {
        if let Some((company, _)) = key::split_company(&entry?.0) {
            *counts.entry(company).or_default() += 1;
        }
    }
    let mut dictionaries = BTreeMap::new();
    for (company, count) in counts.into_iter().filter(|(_, count)| *count >= pack::ENOUGH) {
        let mut samples = Vec::new();
        let prefix = key::company(company);
        for entry in db.scan(Name::Rows, &prefix).step_by(count.div_ceil(pack::ENOUGH)) {
            samples.extend(db.invoice(&entry?.0)?);
        }
        dictionaries.insert(company, Dictionary(pack::learn(&samples)));
    }
    Ok(dictionaries)
}

/// Refuses a copy that is not the same, record by record.
fn same(old: &Database, new: &Database) -> Result<(), StoreError> {
    let copied = |name: &Name| !matches!(name, Name::Dictionaries | Name::Invoices);
    for name in Name::ALL.into_iter().filter(copied) {
        equal(name, old.scan(name, &[]), new.scan(name, &[]))?;
    }
    equal(Name::Invoices, invoices(old), invoices(new))
}

fn equal<T: PartialEq>(
    name: Name,
    mut left: impl Iterator<Item = Result<T, StoreError>>,
    mut right: impl Iterator<Item = Result<T, StoreError>>,
) -> Result<(), StoreError> {
    loop {
        match (left.next().transpose()?, right.next().transpose()?) {
            (None, None) => return Ok(()),
            (a, b) if a == b => {}
            _ => return Err(StoreError::Damaged { place: format!("sled.building/{}", name.as_str()) }),
        }
    }
}
