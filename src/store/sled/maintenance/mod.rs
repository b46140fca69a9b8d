//! Maintenance of a closed store: check and repair, backup and restore, compact, the two ends of a copy.
//!
//! Each takes the store's lock while it works. Nothing is deleted that cannot be rebuilt: damaged files are moved to
//! `damaged/`, and
//! replaced ones are kept until the new ones are complete.

mod archive;
mod borrow;
mod check;
mod compact;
pub(in crate::store) mod copy_from;
pub(in crate::store) mod copy_into;
mod files;
mod repair;
mod retell;
mod verify;

pub use archive::{Restored, backup, lines as backup_lines, restore};
pub use borrow::borrow;
pub use check::{check, check_with};
pub use compact::compact;

use std::path::Path;

use jiff::Timestamp;

use super::{OpenOptions, SledStore};
use crate::domain::Doubt;
use crate::store::StoreError;

/// Memory for the database while it is looked after.
const CACHE: u64 = 64 << 20;

/// Opens the store as every process does, which mends what a crash has left, and closes it cleanly. Returns the doubts that ended.
fn settle(path: &Path, now: Timestamp) -> Result<Vec<Doubt>, StoreError> {
    let opened = SledStore::open(path, &options(now))?;
    opened.store.close()?;
    Ok(opened.restored)
}

fn options(now: Timestamp) -> OpenOptions {
    OpenOptions { cache_bytes: CACHE, now, ..OpenOptions::default() }
}
