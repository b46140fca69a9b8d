//! The directory and the sealed secrets in small files.
//!
//! For: a store of one machine. Uses: [`crate::store::file`]. Never: what the companies mean.
//!
//! Each file is replaced atomically and synced before a call returns. Writers take the folder's lock, read what is on disk, change that,
//! and write it.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::directory::{Change, Directory, Secrets, SheetChange};
use super::told::Told;
use super::{BEFORE, COMPANIES, KEY_HEAD, KEYS, State, damaged, lock_folder, open_key};
use crate::store::{StoreError, file};

/// The files of a folder.
#[derive(Debug, Clone)]
pub(super) struct Files {
    folder: PathBuf,
}

impl Files {
    pub(super) fn at(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    fn blob_path(&self, name: &str) -> PathBuf {
        self.folder.join(KEYS).join(format!("{name}.age"))
    }
}

impl Directory for Files {
    fn companies(&self) -> Result<State, StoreError> {
        load(&self.folder)
    }

    fn change_companies(&self, change: Change<'_>) -> Result<State, StoreError> {
        let _lock = lock_folder(&self.folder)?;
        let before = load(&self.folder)?;
        let mut after = before.clone();
        change(&mut after)?;
        if after != before {
            if before != State::default() {
                file::write(&self.folder.join(BEFORE), &before.to_bytes()?)?;
            }
            file::write(&self.folder.join(COMPANIES), &after.to_bytes()?)?;
        }
        Ok(after)
    }

    fn sheet(&self, name: &'static str) -> Result<Option<Vec<u8>>, StoreError> {
        file::read(&self.folder.join(name))
    }

    fn change_sheet(&self, name: &'static str, change: SheetChange<'_>) -> Result<(), StoreError> {
        let _lock = lock_folder(&self.folder)?;
        let path = self.folder.join(name);
        match change(file::read(&path)?.as_deref())? {
            Some(content) => file::write(&path, &content),
            None => Ok(()),
        }
    }

    fn place(&self, name: &'static str) -> PathBuf {
        self.folder.join(name)
    }

    fn version(&self) -> Result<Option<u64>, StoreError> {
        Ok(None)
    }
}

impl Secrets for Files {
    fn blob_place(&self, name: &str) -> String {
        self.blob_path(name).display().to_string()
    }

    fn names(&self) -> Result<Vec<String>, StoreError> {
        let files = file::list(&self.folder.join(KEYS))?;
        Ok(files.iter().filter_map(|path| Some(file::name(path).strip_suffix(".age")?.to_owned())).collect())
    }

    fn blob(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.blob_path(name);
        let Some(content) = file::read(&path)? else { return Ok(None) };
        open_key(&content).map(|blob| Some(blob.to_vec())).ok_or_else(|| damaged(&path))
    }

    fn has_blob(&self, name: &str) -> bool {
        self.blob_path(name).exists()
    }

    fn blob_set(&self, name: &str) -> Result<Option<Timestamp>, StoreError> {
        let path = self.blob_path(name);
        match std::fs::metadata(&path) {
            Ok(facts) => Ok(facts.modified().ok().and_then(|time| Timestamp::try_from(time).ok())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::of_file(&path, &error)),
        }
    }

    fn set_blob(&self, name: &str, blob: &[u8]) -> Result<(), StoreError> {
        file::create_folder(&self.folder.join(KEYS))?;
        let mut content = format!("{KEY_HEAD} {:08x}\n", crc32fast::hash(blob)).into_bytes();
        content.extend_from_slice(blob);
        file::write(&self.blob_path(name), &content)
    }

    fn remove_blob(&self, name: &str) -> Result<(), StoreError> {
        let _lock = lock_folder(&self.folder)?;
        file::remove(&self.blob_path(name))
    }
}

/// Loads the list of companies.
pub(in crate::store) fn load(folder: &Path) -> Result<State, StoreError> {
    let path = folder.join(COMPANIES);
    match file::read(&path)? {
        Some(content) => State::from_bytes(&content, &path),
        // A key is removed with its company: where there is one there was a list. Other secrets belong to no company.
        None if file::list(&folder.join(KEYS))?.iter().any(|key| is_of_company(key)) => Err(damaged(&path)),
        // Without keys, as of own books, the journal says whether there were companies.
        None if folder.join(BEFORE).exists() || Told::read(folder)?.has_companies() => Err(damaged(&path)),
        None => Ok(State::default()),
    }
}

/// Loads the list of companies before its last change; `None` without one.
pub(in crate::store) fn load_before(folder: &Path) -> Result<Option<State>, StoreError> {
    let path = folder.join(BEFORE);
    file::read(&path)?.map(|content| State::from_bytes(&content, &path)).transpose()
}

fn is_of_company(key: &Path) -> bool {
    file::name(key).split('.').next().is_some_and(|id| id.parse::<u32>().is_ok())
}
