//! Reads the files of a store without opening it: nothing is locked or changed.
//!
//! For: `faktura doctor`, also while another process has the store. Uses: the readers of the small files and the journal.
//! Never: the database.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::Timestamp;

use super::journal::{self, read};
use super::record::Entry;
use super::sled::{format, lock};
use super::{StoreError, file, ledger, registry};
use crate::domain::ledger::Series;
use crate::domain::{AlertSecret, Company, Doubt, Login, OwnKey, OwnKind, OwnRecord};

/// A larger journal is not read for one line of it.
const MOST: u64 = 64 << 20;

/// Content of the format file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The form of the store.
    pub form: u32,
    /// The version of the program that wrote it.
    pub written_by: String,
    /// Whether a newer program wrote a form that this one does not know.
    pub newer: bool,
}

/// What can be seen of a database that many machines share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseFacts {
    /// Its address without user and password.
    pub place: String,
    /// What it says of its tables; `None` before the first opening.
    pub stamp: Option<Stamp>,
    /// Whether row security does not hold for the role.
    pub passes: bool,
    /// Tables, or the schema, that the role lacks rights on.
    pub lacking: Vec<String>,
    /// Tables that were made and are not there any more.
    pub missing: Vec<String>,
    /// Places where a few rows say that something is damaged or lost; `check` looks at every row.
    pub damaged: Vec<String>,
    /// The sealed secrets of logins; none of one that has lost it.
    pub sealed: Vec<Option<Vec<u8>>>,
    /// Own books with their series.
    pub books: Vec<Numbered>,
    /// What is under way and due; `None` before the first opening, and without the rights to see it.
    pub work: Option<Work>,
}

/// Own books with the series of their numbers.
pub type Numbered = (Company, Vec<Series>);

/// What is under way and due in a database.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Work {
    /// Processes that hold leases of companies.
    pub workers: u64,
    /// Companies under a lease.
    pub companies: u64,
    /// Alerts, writes and mails that are due.
    pub due: u64,
    /// How long the first of these has been due, in seconds.
    pub age: u64,
}

/// The files that processes lock: the store's own, and the one of maintenance.
#[must_use]
pub fn locks(store: &Path) -> [PathBuf; 2] {
    [store.join(lock::FILE), lock::maintenance_file(store)]
}

/// The stamp of a store; `None` when it has none.
///
/// # Errors
/// The file is damaged or cannot be read.
pub fn stamp(store: &Path) -> Result<Option<Stamp>, StoreError> {
    let found = format::Format::read(store)?;
    Ok(found.map(|found| Stamp { form: found.number, newer: found.number > format::CURRENT, written_by: found.written_by }))
}

/// The companies of a store.
///
/// # Errors
/// Their list is damaged or cannot be read.
pub fn companies(store: &Path) -> Result<Vec<Company>, StoreError> {
    Ok(registry::load(store)?.companies)
}

/// The logins of a store.
///
/// # Errors
/// The registry is damaged or cannot be read.
pub fn logins(store: &Path) -> Result<Vec<Login>, StoreError> {
    Ok(registry::load(store)?.logins)
}

/// The sealed key of a company; `None` when it has none.
///
/// # Errors
/// The file is damaged or cannot be read.
pub fn sealed_key(store: &Path, company: &Company) -> Result<Option<Vec<u8>>, StoreError> {
    let Some(id) = company.login else { return Ok(None) };
    let path = store.join(registry::KEYS).join(format!("{id}.age"));
    let Some(content) = file::read(&path)? else { return Ok(None) };
    let damaged = || StoreError::Damaged { place: path.display().to_string() };
    registry::open_key(&content).map(|blob| Some(blob.to_vec())).ok_or_else(damaged)
}

/// Whether a secret of alerts is kept.
#[must_use]
pub fn has_secret(store: &Path, secret: AlertSecret) -> bool {
    store.join(registry::KEYS).join(format!("{}.age", secret.as_str())).is_file()
}

/// Damaged files that were set aside.
#[must_use]
pub fn set_aside(store: &Path) -> Vec<PathBuf> {
    let within = file::list(&store.join(super::sled::DAMAGED)).unwrap_or_default();
    let databases = file::list(store).unwrap_or_default();
    let databases = databases.into_iter().filter(|path| file::name(path).starts_with("sled.damaged"));
    within.into_iter().chain(databases).collect()
}

/// Companies with lost or damaged data that no full sync has replaced yet.
///
/// # Errors
/// The list of such companies is damaged or cannot be read.
pub fn doubts(store: &Path) -> Result<Vec<Doubt>, StoreError> {
    Ok(registry::doubts::Doubts::load(store)?.all())
}

/// Whether the parts that every store has are there: the journal and the database.
#[must_use]
pub fn parts(store: &Path) -> [(PathBuf, bool); 2] {
    [store.join(journal::FOLDER), store.join("sled")].map(|path| {
        let there = file::list(&path).is_ok_and(|files| !files.is_empty());
        (path, there)
    })
}

/// When the store was last written to.
#[must_use]
pub fn last_write(store: &Path) -> Option<SystemTime> {
    let files = file::list(&store.join(journal::FOLDER)).unwrap_or_default();
    files.iter().filter_map(|path| std::fs::metadata(path).and_then(|facts| facts.modified()).ok()).max()
}

/// Own books with their series, as the journal tells them; none where it is too long to be read for it.
#[must_use]
pub fn numbered(store: &Path) -> Vec<Numbered> {
    let Ok(companies) = companies(store) else { return Vec::new() };
    let own = companies.into_iter().filter(Company::has_own_books);
    if file::size(&store.join(journal::FOLDER)).is_ok_and(|size| size > MOST) {
        return Vec::new();
    }
    let Ok(content) = read::content(store, 0) else { return Vec::new() };
    let mut newest: BTreeMap<OwnKey, OwnRecord> = BTreeMap::new();
    for (_, entry) in content.entries {
        if let Entry::Own(own) = entry {
            let series = own.records.into_iter().filter(|record| record.key.kind == OwnKind::Series);
            newest.extend(series.map(|record| (record.key.clone(), record)));
        }
    }
    let mut series = ledger::by_company(&newest.into_values().collect::<Vec<_>>());
    own.map(|company| {
        let series = series.remove(&company.id).unwrap_or_default();
        (company, series)
    })
    .collect()
}

/// When the audit log last tells of a backup; `None` where it tells of none, and where the journal is too long to be read
/// for it.
#[must_use]
pub fn last_backup(store: &Path) -> Option<Timestamp> {
    if file::size(&store.join(journal::FOLDER)).ok()? > MOST {
        return None;
    }
    let content = read::content(store, 0).ok()?;
    let backups = content.entries.iter().filter_map(|(_, entry)| match entry {
        Entry::Audit(entry) if entry.action == "backup" => Some(entry.at),
        _ => None,
    });
    backups.max()
}

/// Bytes that the store takes.
///
/// # Errors
/// A file cannot be looked at.
pub fn size(store: &Path) -> Result<u64, StoreError> {
    file::size(store)
}

/// Free space below which a store is not opened.
pub const FLOOR: u64 = super::sled::FLOOR;
