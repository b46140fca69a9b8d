//! `compact`: the same records in a new database, without the space that the old one no longer uses.

use std::path::Path;

use super::super::database::{Batch, Database, FOLDER, Name};
use super::super::lock::Lock;
use super::super::swap;
use super::{CACHE, settle};
use crate::store::{Sizes, StoreError, file};

/// Bytes of one transaction.
const GROUP: u64 = 1 << 20;

/// Writes the database of the store in this folder anew; it takes the old one's place once all of it is there.
pub fn compact(path: &Path) -> Result<Sizes, StoreError> {
    settle(path)?;
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
    settle(path)?;
    Ok(Sizes { path: path.to_owned(), before, after: file::size(&folder)? })
}

fn copy(old: &Database, new: &mut Database) -> Result<(), StoreError> {
    let position = old.position().clone();
    let mut batch = Batch::default();
    for name in Name::ALL {
        for entry in old.scan(name, &[]) {
            let (key, value) = entry?;
            batch.put(name, key, value);
            if batch.size() >= GROUP {
                new.apply(std::mem::take(&mut batch), position.clone())?;
            }
        }
    }
    new.apply(batch, position)?;
    new.sync()
}

/// Refuses a copy that is not the same, record by record.
fn same(old: &Database, new: &Database) -> Result<(), StoreError> {
    for name in Name::ALL {
        let (mut left, mut right) = (old.scan(name, &[]), new.scan(name, &[]));
        loop {
            match (left.next().transpose()?, right.next().transpose()?) {
                (None, None) => break,
                (a, b) if a == b => {}
                _ => return Err(StoreError::Damaged { place: format!("sled.building/{}", name.as_str()) }),
            }
        }
    }
    Ok(())
}
