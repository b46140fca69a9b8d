//! Putting a database in the place of another one, so that a crash at any moment leaves a whole one.
//!
//! The new one is built in `sled.building`, renamed to `sled.new` once it is whole and synced; then the old one is renamed away,
//! and the new one takes its name.

use std::path::{Path, PathBuf};

use super::database::FOLDER;
use super::manifest;
use crate::store::StoreError;
use crate::store::file;

const BUILDING: &str = "sled.building";
const NEW: &str = "sled.new";
/// Name of an old database that is not kept.
const OLD: &str = "sled.old";

/// The folder in which a new database is to be built, empty.
pub(in crate::store) fn building(store: &Path) -> Result<PathBuf, StoreError> {
    let path = store.join(BUILDING);
    file::remove_folder(&path)?;
    file::create_folder(&path)?;
    Ok(path)
}

/// Puts what was built, and is closed and synced, in the place of the database. The old one is kept under `keep`, if that is given.
pub(in crate::store) fn install(store: &Path, keep: Option<&Path>) -> Result<(), StoreError> {
    manifest::remove(store)?;
    let (current, new) = (store.join(FOLDER), store.join(NEW));
    file::rename(&store.join(BUILDING), &new)?;
    if current.exists() {
        file::rename(&current, keep.unwrap_or(&store.join(OLD)))?;
    }
    file::rename(&new, &current)?;
    file::remove_folder(&store.join(OLD))
}

/// Finishes what a crash has left of an exchange, or forgets it.
pub(in crate::store) fn finish(store: &Path) -> Result<(), StoreError> {
    let (current, new) = (store.join(FOLDER), store.join(NEW));
    file::remove_folder(&store.join(BUILDING))?;
    if !current.exists() && new.exists() {
        file::rename(&new, &current)?;
    }
    // As long as the old one is in its place, the new one was never acknowledged.
    file::remove_folder(&new)?;
    file::remove_folder(&store.join(OLD))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn database(path: &Path, content: &str) {
        file::create_folder(path).expect("created");
        fs::write(path.join("db"), content).expect("written");
    }

    #[test]
    fn a_crash_at_any_step_leaves_a_whole_database() {
        // Files after each step, and the expected choice.
        let steps: [(&[(&str, &str)], &str); 5] = [
            (&[(FOLDER, "old"), (BUILDING, "half")], "old"),
            (&[(FOLDER, "old"), (NEW, "new")], "old"),
            (&[(OLD, "old"), (NEW, "new")], "new"),
            (&[(OLD, "old"), (FOLDER, "new")], "new"),
            (&[(FOLDER, "new")], "new"),
        ];
        for (before, expected) in steps {
            let dir = tempfile::tempdir().expect("a folder");
            for (name, content) in before {
                database(&dir.path().join(name), content);
            }
            finish(dir.path()).expect("finished");
            assert_eq!(fs::read_to_string(dir.path().join("sled/db")).expect("there"), expected);
            assert_eq!(file::list(dir.path()).expect("listed").len(), 1, "{before:?}");
        }
    }

    #[test]
    fn an_exchange_keeps_the_old_one_where_asked() {
        let dir = tempfile::tempdir().expect("a folder");
        database(&dir.path().join(FOLDER), "old");
        database(&building(dir.path()).expect("empty"), "new");
        install(dir.path(), Some(&dir.path().join("kept"))).expect("installed");
        assert_eq!(fs::read_to_string(dir.path().join("sled/db")).expect("there"), "new");
        assert_eq!(fs::read_to_string(dir.path().join("kept/db")).expect("there"), "old");
    }
}
