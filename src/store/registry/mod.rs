//! The companies, their logins and the sealed keys of those; in small files of their own, where no database of many machines has them.
//!
//! For: what must be known before the database opens and survive its loss. Uses: [`super::file`]. Never: the database, the
//! lock (the service holds it), a key in clear: sealed bytes come in and go out.
//!
//! `companies.json` has all companies and logins and the numbers of the next ones; numbers are never given twice. A list of an older
//! version is kept as `companies.json.v<n>` when it is written anew. `keys/<id>.age` has the
//! sealed secret of a login, and `keys/<name>.age` a secret of alerts or webhooks, after one line with a checksum (`tail -n +2 keys/1.age | age -d …` opens it by hand).
//!
//! A database that many machines share has them in tables: [`directory`] is what both places can do, the rules are here.

mod alerts;
pub(in crate::store) mod directory;
pub(in crate::store) mod doubts;
mod envelope;
mod files;
mod grants;
mod rebuild;
mod refresh;
mod stored;
mod tokens;
mod told;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use jiff::Timestamp;

use super::StoreError;
use super::file::{self, At};
use crate::domain::{Company, CompanyId, KeyInfo, Login, LoginId, LoginState, SecretName};

use directory::{Directory, Secrets};
use files::Files;

pub(in crate::store) use alerts::AlertFile;
pub(in crate::store) use files::{load, load_before};
pub(in crate::store) use rebuild::rebuild;
pub use rebuild::{KindOf, SealedKind};
pub(crate) use stored::State;
pub use tokens::Tokens;
pub(in crate::store) use tokens::tokens_in;
pub(in crate::store) use told::Told;

/// The small documents of a directory.
pub(in crate::store) const SHEETS: [&str; 1] = [tokens::FILE];

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
    directory: Arc<dyn Directory>,
    secrets: Arc<dyn Secrets>,
    /// What was read last, and of which version.
    state: Mutex<State>,
    version: Mutex<Option<u64>>,
    /// When it could not be read last, and why.
    failed: Mutex<Option<(Instant, StoreError)>>,
}

impl Registry {
    /// Reads the companies of the store in this folder; creates the folder when there is none.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        file::create_folder(folder)?;
        let lock = lock_folder(folder)?;
        let state = load(folder)?;
        migrate(folder, &state)?;
        forget_strays(folder, &state)?;
        drop(lock);
        let files = Arc::new(Files::at(folder));
        Ok(Self {
            directory: files.clone(),
            secrets: files,
            state: Mutex::new(state),
            version: Mutex::default(),
            failed: Mutex::default(),
        })
    }

    /// The companies of a directory.
    #[cfg_attr(not(any(test, feature = "postgres")), expect(dead_code, reason = "files are the only directory"))]
    pub(crate) fn of(directory: Arc<dyn Directory>, secrets: Arc<dyn Secrets>) -> Result<Self, StoreError> {
        let version = directory.version()?;
        let state = directory.companies()?;
        Ok(Self { directory, secrets, state: Mutex::new(state), version: Mutex::new(version), failed: Mutex::default() })
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

    /// The login of this number.
    #[must_use]
    pub fn login(&self, id: LoginId) -> Option<Login> {
        self.state().logins.iter().find(|login| login.id == id).cloned()
    }

    /// Every login, in the order of their numbers.
    #[must_use]
    pub fn logins(&self) -> Vec<Login> {
        self.state().logins.clone()
    }

    /// The login of a company; `None` without one.
    #[must_use]
    pub fn login_of(&self, company: &Company) -> Option<Login> {
        let id = company.login?;
        self.state().logins.iter().find(|login| login.id == id).cloned()
    }

    /// Adds a company, durably, and gives it its number; `company.id` is ignored.
    pub fn add(&self, mut company: Company) -> Result<Company, StoreError> {
        self.change(|state| {
            company.id = state.next_company()?;
            state.companies.push(company.clone());
            Ok(company.clone())
        })
    }

    /// Replaces a company by what it now is, durably. Returns whether it was there.
    pub fn update(&self, company: &Company) -> Result<bool, StoreError> {
        self.change(|state| {
            let found = state.companies.iter_mut().find(|c| c.id == company.id);
            Ok(found.map(|found| *found = company.clone()).is_some())
        })
    }

    /// Forgets a company, and its login if no other company has it, durably; their numbers are never given again. Returns what
    /// it was.
    ///
    /// Remove its invoices first: [`super::Store::remove_company`]. What is left of a company that is not here is damage.
    pub fn remove(&self, id: CompanyId) -> Result<Option<Company>, StoreError> {
        let (removed, unused) = self.change(|state| {
            let index = state.companies.iter().position(|company| company.id == id);
            let removed = index.map(|index| state.companies.remove(index));
            let unused = removed.as_ref().and_then(|company| company.login);
            let is_unused = |id: LoginId| {
                state.companies.iter().all(|company| company.login != Some(id))
                    // A grant may open further companies: it is removed when a person asks for it.
                    && state.logins.iter().all(|login| login.id != id || login.grant.is_none())
            };
            let unused = unused.filter(|login| is_unused(*login));
            state.logins.retain(|login| Some(login.id) != unused);
            Ok((removed, unused))
        })?;
        if let Some(login) = unused {
            self.secrets.remove_blob(&login.to_string())?;
        }
        Ok(removed)
    }

    /// Replaces the secret of a company's login, durably, and the company by what it now is; makes the login where it has none.
    #[expect(clippy::needless_pass_by_value, reason = "callers have done with it")]
    pub fn set_secret(&self, company: &Company, secret: KeyInfo, blob: &[u8]) -> Result<Company, StoreError> {
        self.change(|state| {
            let id = company.login.map_or_else(|| state.free_login(company.id), Ok)?;
            // First the key, then the word that there is one.
            self.set_blob(&id.to_string(), blob)?;
            let secret = secret.clone();
            if let Some(login) = state.logins.iter_mut().find(|login| login.id == id) {
                (login.state, login.secret) = (LoginState::Active, Some(secret));
            } else {
                let (provider, added) = (company.provider.clone(), secret.set);
                state.logins.push(Login { id, provider, state: LoginState::Active, added, secret: Some(secret), grant: None });
                state.logins.sort_by_key(|login| login.id);
            }
            let company = Company { login: Some(id), ..company.clone() };
            if let Some(found) = state.companies.iter_mut().find(|found| found.id == company.id) {
                found.clone_from(&company);
            }
            Ok(company)
        })
    }

    /// The sealed secret of a login; `None` when it has none.
    pub fn login_blob(&self, id: LoginId) -> Result<Option<Vec<u8>>, StoreError> {
        self.blob(&id.to_string())
    }

    /// The sealed secrets of all logins that have one that can be read.
    pub fn login_blobs(&self) -> Result<BTreeMap<LoginId, Vec<u8>>, StoreError> {
        let login = |(name, blob): (String, Vec<u8>)| Some((LoginId(name.parse().ok()?), blob));
        Ok(self.secrets.blobs()?.into_iter().filter_map(login).collect())
    }

    /// Where the sealed secret of a login is kept.
    #[must_use]
    pub fn secret_place(&self, id: LoginId) -> String {
        self.secrets.blob_place(&id.to_string())
    }

    /// Whether the sealed secret of a login is there.
    #[must_use]
    pub fn has_login_blob(&self, id: LoginId) -> bool {
        self.secrets.has_blob(&id.to_string())
    }

    /// Replaces the sealed secret of a login by the same one sealed anew, durably.
    pub fn set_login_blob(&self, id: LoginId, blob: &[u8]) -> Result<(), StoreError> {
        self.set_blob(&id.to_string(), blob)
    }

    /// A sealed secret that belongs to no login; `None` when it is not set.
    pub fn secret_blob(&self, secret: impl Into<SecretName>) -> Result<Option<Vec<u8>>, StoreError> {
        self.blob(&secret.into().file())
    }

    /// When such a secret was set; `None` when it is not.
    pub fn secret_set(&self, secret: impl Into<SecretName>) -> Result<Option<Timestamp>, StoreError> {
        self.secrets.blob_set(&secret.into().file())
    }

    /// Replaces such a secret, durably.
    pub fn set_secret_blob(&self, secret: impl Into<SecretName>, blob: &[u8]) -> Result<(), StoreError> {
        self.set_blob(&secret.into().file(), blob)
    }

    /// Forgets such a secret, durably.
    pub fn remove_secret_blob(&self, secret: impl Into<SecretName>) -> Result<(), StoreError> {
        self.secrets.remove_blob(&secret.into().file())
    }

    /// The secrets that belong to no login and may be set: those with a fixed name, and those of calendars that are there.
    pub fn secret_names(&self) -> Result<Vec<SecretName>, StoreError> {
        let found = self.secrets.names()?;
        Ok(SecretName::all().chain(found.iter().filter_map(|name| SecretName::of_file(name))).collect())
    }

    fn blob(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.secrets.blob(name)
    }

    fn set_blob(&self, name: &str, blob: &[u8]) -> Result<(), StoreError> {
        self.secrets.set_blob(name, blob)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what is kept, then what is in memory; neither when it fails.
    fn change<T>(&self, mut change: impl FnMut(&mut State) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut state = self.state();
        let mut result = None;
        *state = self.directory.change_companies(&mut |state| {
            result = Some(change(state)?);
            Ok(())
        })?;
        result.ok_or_else(|| StoreError::Database { detail: "a change of the companies was not made".to_owned() })
    }
}

impl State {
    /// The number of a new company.
    fn next_company(&mut self) -> Result<CompanyId, StoreError> {
        let id = CompanyId(self.next_id);
        self.next_id = self.next_id.checked_add(1).ok_or_else(|| StoreError::TooLarge { what: "number".to_owned() })?;
        Ok(id)
    }

    /// A number for the login of a company: the company's own where it is free, so that a key without its list finds its company.
    fn free_login(&mut self, company: CompanyId) -> Result<LoginId, StoreError> {
        let is_free = |number| self.logins.iter().all(|login| login.id.0 != number);
        let number = if is_free(company.0) { company.0 } else { self.next_login };
        let next = number.checked_add(1).ok_or_else(|| StoreError::TooLarge { what: "number".to_owned() })?;
        self.next_login = self.next_login.max(next);
        Ok(LoginId(number))
    }

    /// Whether a sealed key of this number belongs to a login, or to a company with a login that was about to be written.
    pub(in crate::store) fn has_key(&self, number: u32) -> bool {
        self.logins.iter().any(|login| login.id.0 == number) || self.companies.iter().any(|company| company.id.0 == number)
    }
}

/// The directory and the secrets in the files of a folder.
pub(in crate::store) fn files(folder: &Path) -> (Arc<dyn Directory>, Arc<dyn Secrets>) {
    let files = Arc::new(Files::at(folder));
    (files.clone(), files)
}

/// Writes a list of an older version anew, after a copy.
fn migrate(folder: &Path, state: &State) -> Result<(), StoreError> {
    let path = folder.join(COMPANIES);
    let Some(content) = file::read(&path)? else { return Ok(()) };
    let Some(version) = State::is_older(&content) else { return Ok(()) };
    let copy = folder.join(format!("{COMPANIES}.v{version}"));
    if !copy.exists() {
        file::write(&copy, &content)?;
    }
    tracing::info!(version, "the list of companies is brought to a newer form");
    file::write(&path, &state.to_bytes()?)
}

/// Removes sealed keys of logins that were removed by a process that died on the way.
fn forget_strays(folder: &Path, state: &State) -> Result<(), StoreError> {
    for path in file::list(&folder.join(KEYS))? {
        let id = file::name(&path).strip_suffix(".age").and_then(|id| id.parse::<u32>().ok());
        if id.is_some_and(|id| id < state.next_id.max(state.next_login) && !state.has_key(id)) {
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

    fn key(ending: &str) -> KeyInfo {
        KeyInfo { set: Timestamp::UNIX_EPOCH, ending: ending.to_owned() }
    }

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
            login: None,
            tenant: None,
            books: crate::domain::Books::default(),
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
        let one = registry.add(company("Egy")).expect("added");
        assert_eq!(registry.login_of(&one), None);
        let one = registry.set_secret(&one, key("01c9"), b"sealed\n\0bytes").expect("kept");
        let login = registry.login_of(&one).expect("a login");
        assert_eq!((login.id, login.secret, login.state), (LoginId(1), Some(key("01c9")), LoginState::Active));
        assert_eq!(registry.login_blob(login.id).expect("read").as_deref(), Some(&b"sealed\n\0bytes"[..]));
        let one = registry.set_secret(&one, key("02d3"), b"other").expect("kept");
        assert_eq!(registry.logins().len(), 1, "the same login with another secret");
        registry.remove(one.id).expect("removed");
        assert_eq!(registry.login_blob(login.id).expect("read"), None);
        assert_eq!(registry.logins(), []);
    }

    #[test]
    fn a_login_that_another_company_has_stays() {
        let dir = tempfile::tempdir().expect("a folder");
        let registry = Registry::open(dir.path()).expect("opens");
        let one = registry.add(company("Egy")).expect("added");
        let one = registry.set_secret(&one, key("01c9"), b"sealed").expect("kept");
        let tenant = Some(crate::domain::Tenant("t-2".into()));
        let two = registry.add(Company { login: one.login, tenant, ..company("Kettő") }).expect("added");
        registry.remove(one.id).expect("removed");
        let registry = Registry::open(dir.path()).expect("opens");
        assert_eq!(registry.companies(), std::slice::from_ref(&two));
        assert_eq!(registry.login_of(&two).map(|login| login.id), one.login);
        assert!(registry.has_login_blob(LoginId(1)), "also after a start");
        // The number of a company may be that of a login of another one.
        let third = registry.add(company("Három")).expect("added");
        let third = registry.set_secret(&third, key("03e7"), b"third").expect("kept");
        assert_eq!((third.id, third.login), (CompanyId(3), Some(LoginId(3))));
        registry.remove(two.id).expect("removed");
        assert!(!registry.has_login_blob(LoginId(1)) && registry.has_login_blob(LoginId(3)));
    }

    #[test]
    fn a_list_of_the_first_version_is_written_anew_after_a_copy() {
        let dir = tempfile::tempdir().expect("a folder");
        let first = include_bytes!("companies-v1.json");
        let path = dir.path().join(COMPANIES);
        fs::write(&path, first).expect("written");
        fs::create_dir(dir.path().join(KEYS)).expect("a folder");
        let sealed = format!("{KEY_HEAD} {:08x}\nsealed", crc32fast::hash(b"sealed"));
        fs::write(dir.path().join("keys/1.age"), &sealed).expect("written");
        for _ in 0..2 {
            let registry = Registry::open(dir.path()).expect("opens");
            let [one, two] = &registry.companies()[..] else { panic!("two companies") };
            let login = registry.login_of(one).expect("a login");
            assert_eq!((login.id, login.provider.as_str(), login.state), (LoginId(1), "billingo", LoginState::Active));
            assert_eq!(login.secret.map(|key| key.ending).as_deref(), Some("01c9"));
            assert_eq!(registry.login_blob(login.id).expect("read").as_deref(), Some(&b"sealed"[..]));
            assert_eq!((two.login, two.name.as_str()), (None, "Kulcs nélkül Bt."));
            assert_eq!(fs::read(dir.path().join("companies.json.v1")).expect("the copy"), first);
            assert_ne!(fs::read(&path).expect("there"), first);
        }
        let added = Registry::open(dir.path()).expect("opens").add(company("Új")).expect("added");
        assert_eq!(added.id, CompanyId(4), "numbers go on");
    }

    #[test]
    fn one_flipped_byte_is_found() {
        let dir = tempfile::tempdir().expect("a folder");
        let registry = Registry::open(dir.path()).expect("opens");
        let one = registry.add(company("Egy")).expect("added");
        let one = registry.set_secret(&one, key("01c9"), b"sealed").expect("kept");
        let (id, login) = (one.id, one.login.expect("a login"));
        for path in [dir.path().join(COMPANIES), dir.path().join("keys/1.age")] {
            let good = fs::read(&path).expect("there");
            for index in 0..good.len() {
                let mut bad = good.clone();
                bad[index] ^= 0x20;
                fs::write(&path, &bad).expect("written");
                let found = Registry::open(dir.path()).and_then(|r| r.login_blob(login));
                assert!(matches!(found, Err(StoreError::Damaged { .. })), "{} byte {index}: {found:?}", path.display());
            }
            fs::write(&path, &good).expect("written");
        }
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
