//! The companies and their sealed keys, in small files of their own.
//!
//! For: what must be known before the database opens and survive its loss. Uses: [`super::file`]. Never: the database, the
//! lock (the service holds it), a key in clear: sealed bytes come in and go out.
//!
//! `companies.json` has all companies and the number of the next one; numbers are never given twice. `keys/<id>.age` has the
//! sealed key of a company, and `keys/<name>.age` a secret of alerts, after one line with a checksum (`tail -n +2 keys/1.age | age -d …` opens it by hand).
//!
//! Durability: each file is replaced atomically and synced before a call returns. Writers take the folder's lock, read what
//! is on disk, change that, and write it, so that two of them never lose each other's change.

mod alerts;
pub(in crate::store) mod doubts;
mod envelope;
mod rebuild;
mod stored;
mod tokens;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use super::StoreError;
use super::file::{self, At};
use crate::domain::{AlertSecret, Company, CompanyId};

pub use alerts::AlertFile;
pub(in crate::store) use rebuild::rebuild;
pub(in crate::store) use stored::State;
pub use tokens::Tokens;

/// File of the companies.
pub(in crate::store) const COMPANIES: &str = "companies.json";
/// The list of companies before its last change.
pub(in crate::store) const BEFORE: &str = "companies.json.1";
/// Folder of the sealed keys.
pub(in crate::store) const KEYS: &str = "keys";

/// First word of the line before a sealed key.
const KEY_HEAD: &str = "faktura-key-1";

/// The companies of a store. All calls block for the time of a small file.
#[derive(Debug)]
pub struct Registry {
    folder: PathBuf,
    state: Mutex<State>,
}

impl Registry {
    /// Reads the companies of the store in this folder; creates the folder when there is none.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        file::create_folder(folder)?;
        let lock = lock_folder(folder)?;
        let state = load(folder)?;
        forget_strays(folder, &state)?;
        drop(lock);
        Ok(Self { folder: folder.to_owned(), state: Mutex::new(state) })
    }

    /// Every company, in the order of their numbers.
    #[must_use]
    pub fn companies(&self) -> Vec<Company> {
        self.state().companies.clone()
    }

    /// The company of this number.
    #[must_use]
    pub fn company(&self, id: CompanyId) -> Option<Company> {
        self.state().companies.iter().find(|company| company.id == id).cloned()
    }

    /// Adds a company, durably, and gives it its number; `company.id` is ignored.
    pub fn add(&self, mut company: Company) -> Result<Company, StoreError> {
        self.change(|state| {
            company.id = CompanyId(state.next_id);
            state.next_id = state.next_id.checked_add(1).ok_or_else(|| StoreError::TooLarge { what: "number".to_owned() })?;
            state.companies.push(company.clone());
            Ok(company)
        })
    }

    /// Replaces a company by what it now is, durably. Returns whether it was there.
    pub fn update(&self, company: &Company) -> Result<bool, StoreError> {
        self.change(|state| {
            let found = state.companies.iter_mut().find(|c| c.id == company.id);
            Ok(found.map(|found| *found = company.clone()).is_some())
        })
    }

    /// Forgets a company and its key, durably; its number is never given again. Returns what it was.
    ///
    /// Remove its invoices first: [`super::Store::remove_company`]. What is left of a company that is not here is damage.
    pub fn remove(&self, id: CompanyId) -> Result<Option<Company>, StoreError> {
        let removed = self.change(|state| {
            let index = state.companies.iter().position(|company| company.id == id);
            Ok(index.map(|index| state.companies.remove(index)))
        })?;
        self.remove_key_blob(id)?;
        Ok(removed)
    }

    /// The sealed key of a company; `None` when it has none.
    pub fn key_blob(&self, id: CompanyId) -> Result<Option<Vec<u8>>, StoreError> {
        self.blob(&id.to_string())
    }

    /// Whether the sealed key of a company is there.
    #[must_use]
    pub fn has_key_blob(&self, id: CompanyId) -> bool {
        self.blob_path(&id.to_string()).exists()
    }

    /// Replaces the sealed key of a company, durably.
    pub fn set_key_blob(&self, id: CompanyId, blob: &[u8]) -> Result<(), StoreError> {
        self.set_blob(&id.to_string(), blob)
    }

    /// Forgets the sealed key of a company, durably.
    pub fn remove_key_blob(&self, id: CompanyId) -> Result<(), StoreError> {
        file::remove(&self.blob_path(&id.to_string()))
    }

    /// A sealed secret of alerts; `None` when it is not set.
    pub fn secret_blob(&self, secret: AlertSecret) -> Result<Option<Vec<u8>>, StoreError> {
        self.blob(secret.as_str())
    }

    /// When a secret of alerts was set; `None` when it is not.
    pub fn secret_set(&self, secret: AlertSecret) -> Result<Option<Timestamp>, StoreError> {
        let path = self.blob_path(secret.as_str());
        match std::fs::metadata(&path) {
            Ok(facts) => Ok(facts.modified().ok().and_then(|time| Timestamp::try_from(time).ok())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::of_file(&path, &error)),
        }
    }

    /// Replaces a sealed secret of alerts, durably.
    pub fn set_secret_blob(&self, secret: AlertSecret, blob: &[u8]) -> Result<(), StoreError> {
        self.set_blob(secret.as_str(), blob)
    }

    /// Forgets a sealed secret of alerts, durably.
    pub fn remove_secret_blob(&self, secret: AlertSecret) -> Result<(), StoreError> {
        file::remove(&self.blob_path(secret.as_str()))
    }

    fn blob(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.blob_path(name);
        let Some(content) = file::read(&path)? else { return Ok(None) };
        open_key(&content).map(|blob| Some(blob.to_vec())).ok_or_else(|| damaged(&path))
    }

    fn set_blob(&self, name: &str, blob: &[u8]) -> Result<(), StoreError> {
        file::create_folder(&self.folder.join(KEYS))?;
        let mut content = format!("{KEY_HEAD} {:08x}\n", crc32fast::hash(blob)).into_bytes();
        content.extend_from_slice(blob);
        file::write(&self.blob_path(name), &content)
    }

    fn blob_path(&self, name: &str) -> PathBuf {
        self.folder.join(KEYS).join(format!("{name}.age"))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what is on disk, then what is in memory; neither when it fails.
    fn change<T>(&self, change: impl FnOnce(&mut State) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut state = self.state();
        let _lock = lock_folder(&self.folder)?;
        let before = load(&self.folder)?;
        let mut after = before.clone();
        let result = change(&mut after)?;
        if after != before {
            if before != State::default() {
                file::write(&self.folder.join(BEFORE), &before.to_bytes()?)?;
            }
            file::write(&self.folder.join(COMPANIES), &after.to_bytes()?)?;
        }
        *state = after;
        Ok(result)
    }
}

/// Removes sealed keys of companies that were removed by a process that died on the way.
fn forget_strays(folder: &Path, state: &State) -> Result<(), StoreError> {
    for path in file::list(&folder.join(KEYS))? {
        let id = file::name(&path).strip_suffix(".age").and_then(|id| id.parse::<u32>().ok());
        if id.is_some_and(|id| id < state.next_id && state.companies.iter().all(|company| company.id.0 != id)) {
            file::remove(&path)?;
        }
    }
    Ok(())
}

/// Locks out other writers of small files until it is dropped.
pub(in crate::store) fn lock_folder(folder: &Path) -> Result<File, StoreError> {
    let lock = File::open(folder).at(folder)?;
    // If a folder cannot be locked, the lock of the store alone separates processes.
    match lock.lock() {
        Err(error) if error.kind() != std::io::ErrorKind::Unsupported => Err(StoreError::of_file(folder, &error)),
        _ => Ok(lock),
    }
}

/// Loads the list of companies.
pub(in crate::store) fn load(folder: &Path) -> Result<State, StoreError> {
    let path = folder.join(COMPANIES);
    match file::read(&path)? {
        Some(content) => State::from_bytes(&content, &path),
        // A key is removed with its company: where there is one there was a list. Other secrets belong to no company.
        None if file::list(&folder.join(KEYS))?.iter().any(|key| is_of_company(key)) => Err(damaged(&path)),
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

/// The sealed bytes of a key file; `None` when it is damaged.
pub(in crate::store) fn open_key(content: &[u8]) -> Option<&[u8]> {
    let end = content.iter().position(|byte| *byte == b'\n')?;
    let (head, rest) = content.split_at_checked(end)?;
    let (_, blob) = rest.split_first()?;
    (head == format!("{KEY_HEAD} {:08x}", crc32fast::hash(blob)).as_bytes()).then_some(blob)
}

fn damaged(path: &Path) -> StoreError {
    StoreError::Damaged { place: path.display().to_string() }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use jiff::Timestamp;

    use super::*;
    use crate::domain::KeyInfo;

    fn company(name: &str) -> Company {
        Company {
            id: CompanyId(0),
            name: name.to_owned(),
            provider: "billingo".to_owned(),
            base_url: Some("http://127.0.0.1:1/".to_owned()),
            enabled: true,
            tax_number: Some("12345678-1-42".to_owned()),
            legal_name: None,
            added: "2026-01-02T03:04:05.678Z".parse().expect("a time"),
            key: Some(KeyInfo { set: Timestamp::UNIX_EPOCH, ending: "01c9".to_owned() }),
        }
    }

    #[test]
    fn companies_survive_and_numbers_are_never_reused() {
        let dir = tempfile::tempdir().expect("a folder");
        let folder = dir.path().join("store");
        let registry = Registry::open(&folder).expect("opens");
        assert_eq!(registry.companies(), []);
        let mut one = registry.add(company("Egy Kft.")).expect("added");
        let two = registry.add(company("Két \"Bt.\"\u{202e}")).expect("added");
        assert_eq!((one.id, two.id), (CompanyId(1), CompanyId(2)));
        assert_eq!(registry.remove(two.id).expect("removed"), Some(two.clone()));
        assert_eq!(registry.remove(two.id).expect("nothing"), None);
        one.enabled = false;
        assert!(registry.update(&one).expect("updated"));
        assert!(!registry.update(&two).expect("not there"));
        let again = Registry::open(&folder).expect("opens");
        assert_eq!(again.companies(), [one]);
        assert_eq!(again.add(company("Három")).expect("added").id, CompanyId(3));
        assert_eq!(registry.company(CompanyId(3)), None);
        assert_eq!(registry.add(company("Négy")).expect("sees the other's").id, CompanyId(4));
        assert!(registry.company(CompanyId(3)).is_some());
    }

    #[test]
    fn sealed_keys_are_kept_and_go_with_their_company() {
        let dir = tempfile::tempdir().expect("a folder");
        let registry = Registry::open(dir.path()).expect("opens");
        let id = registry.add(company("Egy")).expect("added").id;
        assert_eq!(registry.key_blob(id).expect("read"), None);
        registry.set_key_blob(id, b"sealed\n\0bytes").expect("kept");
        assert_eq!(registry.key_blob(id).expect("read").as_deref(), Some(&b"sealed\n\0bytes"[..]));
        registry.remove(id).expect("removed");
        assert_eq!(registry.key_blob(id).expect("read"), None);
    }

    #[test]
    fn one_flipped_byte_is_found() {
        let dir = tempfile::tempdir().expect("a folder");
        let registry = Registry::open(dir.path()).expect("opens");
        let id = registry.add(company("Egy")).expect("added").id;
        registry.set_key_blob(id, b"sealed").expect("kept");
        for path in [dir.path().join(COMPANIES), dir.path().join("keys/1.age")] {
            let good = fs::read(&path).expect("there");
            for index in 0..good.len() {
                let mut bad = good.clone();
                bad[index] ^= 0x20;
                fs::write(&path, &bad).expect("written");
                let found = Registry::open(dir.path()).and_then(|r| r.key_blob(id));
                assert!(matches!(found, Err(StoreError::Damaged { .. })), "{} byte {index}: {found:?}", path.display());
            }
            fs::write(&path, &good).expect("written");
        }
        registry.remove_key_blob(id).expect("removed");
        let stray = dir.path().join("keys/1.age");
        registry.remove(id).expect("removed");
        fs::write(&stray, b"left by a crash").expect("written");
        Registry::open(dir.path()).expect("opens");
        assert!(!stray.exists());
        let newer = r#"{"version":9,"written_by":"7.0"}"#;
        fs::write(dir.path().join(COMPANIES), newer).expect("written");
        let refused = Registry::open(dir.path()).expect_err("newer");
        assert_eq!(refused, StoreError::Newer { written_by: "7.0".to_owned() });
    }
}
