//! Older forms of the database become the current one: step by step, each into a new database beside the old one.
//!
//! The old database is kept as `sled.format-<n>`: it is the copy. The stamp is written last, so that a crash at any moment
//! leaves the old form (and the step is done again) or the new one. The journal and the small files need no steps: each of
//! their records says its own version.

mod dictionary;
mod packs;

use std::path::Path;

use super::database::{Database, FOLDER, close_raw, open_raw};
use super::format::{self, Format};
use super::{manifest, swap};
use crate::store::StoreError;
use crate::store::file;

/// From one form to the next.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Step {
    /// The form that it reads.
    pub(in crate::store) from: u32,
    /// The form that it writes.
    pub(in crate::store) to: u32,
    /// Writes everything of the first database into the second one, which is empty; `None` where the older form is read as it is.
    pub(in crate::store) run: Option<Rewrite>,
}

/// Writes everything of the first database into the second one.
pub(in crate::store) type Rewrite = fn(&::sled::Db, &Database) -> Result<(), StoreError>;

/// All steps, oldest first. Form 1 is the first one; form 2 has compressed documents beside those of form 1. Form 3 was never released.
pub(in crate::store) const STEPS: &[Step] =
    &[Step { from: 1, to: 2, run: None }, Step { from: 2, to: 4, run: Some(packs::rewrite) }];

/// Brings a store to the current form. A newer one is refused and left untouched.
pub(in crate::store) fn migrate(store: &Path, version: &str, cache_bytes: u64, steps: &[Step]) -> Result<(), StoreError> {
    let Some(mut format) = Format::read(store)? else {
        if store.join(FOLDER).exists() {
            return Err(StoreError::Damaged { place: store.join(format::FILE).display().to_string() });
        }
        return Format { number: format::CURRENT, written_by: version.to_owned() }.write(store);
    };
    if format.number > format::CURRENT {
        return Err(StoreError::Newer { written_by: format.written_by });
    }
    while format.number < format::CURRENT {
        let step = steps.iter().find(|step| step.from == format.number);
        let step = step.ok_or_else(|| StoreError::Damaged { place: store.join(format::FILE).display().to_string() })?;
        let kept = store.join(format!("{FOLDER}.format-{}", format.number));
        // Both exist after a crash between the exchange and the write of the format file.
        if let Some(rewrite) = step.run
            && !(kept.exists() && store.join(FOLDER).exists())
        {
            run(store, (step.from, rewrite), &kept, cache_bytes)?;
        }
        format = Format { number: step.to, written_by: version.to_owned() };
        format.write(store)?;
    }
    if format.written_by != version {
        Format { written_by: version.to_owned(), ..format }.write(store)?;
    }
    Ok(())
}

fn run(store: &Path, (from, rewrite): (u32, Rewrite), kept: &Path, cache_bytes: u64) -> Result<(), StoreError> {
    tracing::info!(from, "the store is brought to a newer form");
    let current = store.join(FOLDER);
    // The old one and the new one, and what sled wastes on the way.
    file::need_space(store, file::size(&current)?.saturating_mul(3))?;
    manifest::remove(store)?;
    let building = swap::building(store)?;
    let (old, old_file) = open_raw(&current, cache_bytes)?;
    let new = Database::open(&building, cache_bytes)?;
    let rewritten = rewrite(&old, &new);
    close_raw(old, old_file, &current)?;
    new.close()?;
    rewritten?;
    swap::install(store, Some(kept))
}
