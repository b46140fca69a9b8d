//! `compact`: the same records in a new database and in full packs, without the space that the old ones no longer use.

use std::path::Path;

use jiff::Timestamp;

use super::super::batch::{Batch, Name};
use super::super::database::{Database, FOLDER};
use super::super::lock::Lock;
use super::super::packing::{Packed, Packing};
use super::super::packs::locator::Locator;
use super::super::upkeep::hash_of;
use super::super::{key, records, swap};
use super::{CACHE, settle};
use crate::store::{Sizes, StoreError, file};

/// Records that are packed together.
const GROUP: usize = 4096;

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

/// Trees that are not copied as they are: the packs are made anew.
fn of_packs(name: Name) -> bool {
    matches!(name, Name::Records | Name::Files | Name::Numbers)
}

/// Copies everything in two rounds: every other record, then those between. sled cuts a page of 16 records in two when a 17th comes: in
/// the order of keys that leaves half of each empty, in two rounds they become full. The bench `million` tells the size of it.
fn copy(old: &Database, new: &mut Database) -> Result<(), StoreError> {
    for round in 0..2 {
        for name in Name::ALL.into_iter().filter(|name| !of_packs(*name)) {
            for entry in old.scan(name, &[]).skip(round).step_by(2) {
                let (key, value) = entry?;
                new.insert(name, &key, value)?;
            }
        }
    }
    let mut packing = Packing::default();
    for entry in packed(old) {
        let (key, record) = entry?;
        packing.put(new, key, record, None)?;
        if packing.len() >= GROUP {
            flush(new, &mut packing)?;
        }
    }
    flush(new, &mut packing)?;
    new.sync_packs()?;
    new.apply(Batch::default(), old.position().clone())?;
    new.sync()
}

fn flush(new: &Database, packing: &mut Packing) -> Result<(), StoreError> {
    let mut batch = Batch::default();
    std::mem::take(packing).finish(new, &mut batch)?;
    new.insert_all(&mut batch)
}

/// Every record of a database with its key, in order.
fn packed(db: &Database) -> impl Iterator<Item = Result<(Vec<u8>, Packed), StoreError>> {
    db.scan(Name::Records, &[]).map(|entry| {
        let (key, value) = entry?;
        let damaged = || StoreError::Damaged { place: records::undecodable(&key).place };
        let (of, _) = key::split_record(&key).ok_or_else(damaged)?;
        let locator = Locator::parse(&value).ok_or_else(damaged)?;
        let bytes = db.located(&key, &locator, |bytes| Ok(bytes.to_vec()))?.map_err(|_| damaged())?;
        let numbers = db.get(Name::Numbers, key::pack(locator.place(of.company)))?;
        let number = numbers.map_or(0, |numbers| hash_of(&numbers, locator.slot));
        let (company, kind, facts) = (of.company, of.kind as u8, locator.facts);
        Ok((key.to_vec(), Packed { company, kind, id: of.id, bytes, facts, number }))
    })
}

/// Refuses a copy that is not the same, record by record.
fn same(old: &Database, new: &Database) -> Result<(), StoreError> {
    for name in Name::ALL.into_iter().filter(|name| !of_packs(*name)) {
        equal(name, old.scan(name, &[]), new.scan(name, &[]))?;
    }
    equal(Name::Records, packed(old), packed(new))
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
