//! `store copy`: the store of the configuration into an empty place.
//!
//! For: host, which has the store to itself where it is in files. Uses: the stores, registry. Never: the identity; secrets stay sealed
//! to it.

use std::path::PathBuf;
#[cfg(feature = "postgres")]
use std::sync::Arc;

use secrecy::SecretString;

#[cfg(feature = "postgres")]
use super::backend::address;
#[cfg(not(feature = "postgres"))]
use super::backend::left_out;
use super::{Options, Result};
use crate::domain::{AuditEntry, Kind, Message};
use crate::error::{Error, ErrorKind};
#[cfg(feature = "postgres")]
use crate::store::postgres::{PostgresOptions, PostgresStore};
use crate::store::sled::{OpenOptions, SledStore};
use crate::store::{self, CopyFrom, CopyReport, CopyTo, Registry, Store, StoreError};

/// A place for a store.
#[derive(Debug, Clone)]
pub enum StorePlace {
    /// A folder.
    Folder(PathBuf),
    /// A database.
    Database(SecretString),
}

/// How far a copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopyStep {
    /// Whether records are compared; before that they are copied.
    pub compares: bool,
    /// Records so far.
    pub done: u64,
    /// Records in all.
    pub total: u64,
}

/// A store that was copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreCopied {
    /// The source: a folder, or host and database.
    pub from: String,
    /// The copy.
    pub to: String,
    /// What was copied.
    pub report: CopyReport,
    /// Whether other processes wrote to the source meanwhile.
    pub source_changed: bool,
}

/// An open store.
enum Open {
    Files(Box<SledStore>),
    #[cfg(feature = "postgres")]
    Database(Arc<PostgresStore>),
}

/// The place of the copy, ready to be filled.
enum Ready {
    Folder(PathBuf),
    #[cfg(feature = "postgres")]
    Database(Box<PostgresStore>),
}

impl Open {
    fn source(options: &Options) -> Result<(Self, Registry)> {
        if options.config.store.is_shared() {
            return Self::database(options);
        }
        let (folder, now) = (&options.paths.store, options.clock.now());
        if !folder.is_dir() {
            return Err(nothing(&folder.display().to_string()));
        }
        let open = OpenOptions { cache_bytes: options.config.cache_bytes, now, ..OpenOptions::default() };
        let opened = SledStore::open(folder, &open)?.store;
        opened.interrupt_expired(now)?;
        store::alerts::take_over(&opened, folder, now)?;
        Ok((Self::Files(Box::new(opened)), Registry::open(folder)?))
    }

    #[cfg(feature = "postgres")]
    fn database(options: &Options) -> Result<(Self, Registry)> {
        let store = Arc::new(PostgresStore::open(&address(&options.config.store)?, &PostgresOptions::default())?);
        let registry = Registry::of(store.clone(), store.clone())?;
        Ok((Self::Database(store), registry))
    }

    #[cfg(not(feature = "postgres"))]
    fn database(_: &Options) -> Result<(Self, Registry)> {
        Err(left_out())
    }

    fn store(&self) -> &dyn Store {
        match self {
            Self::Files(store) => store.as_ref(),
            #[cfg(feature = "postgres")]
            Self::Database(store) => store.as_ref(),
        }
    }

    fn as_source(&self) -> CopyFrom<'_> {
        match self {
            Self::Files(store) => CopyFrom::Files(store),
            #[cfg(feature = "postgres")]
            Self::Database(store) => CopyFrom::Database(store),
        }
    }

    fn place(&self) -> String {
        match self {
            Self::Files(store) => store.path().display().to_string(),
            #[cfg(feature = "postgres")]
            Self::Database(store) => store.shown(),
        }
    }
}

impl Ready {
    fn open(place: &StorePlace, source: &Open) -> Result<Self> {
        match place {
            StorePlace::Folder(path) => {
                let same = |store: &SledStore| path.canonicalize().is_ok_and(|it| store.path().canonicalize().ok() == Some(it));
                if matches!(source, Open::Files(store) if same(store)) {
                    return Err(StoreError::Filled { place: path.display().to_string() }.into());
                }
                Ok(Self::Folder(path.clone()))
            }
            StorePlace::Database(url) => Self::database(url),
        }
    }

    #[cfg(feature = "postgres")]
    fn database(url: &SecretString) -> Result<Self> {
        match PostgresStore::open(url, &PostgresOptions::default()) {
            Ok(store) => Ok(Self::Database(Box::new(store))),
            Err(StoreError::Address { detail }) => Err(wrong_address(&detail)),
            Err(error) => Err(error.into()),
        }
    }

    #[cfg(not(feature = "postgres"))]
    fn database(_: &SecretString) -> Result<Self> {
        Err(left_out())
    }

    fn as_target(&self) -> CopyTo<'_> {
        match self {
            Self::Folder(path) => CopyTo::Files(path),
            #[cfg(feature = "postgres")]
            Self::Database(store) => CopyTo::Database(store),
        }
    }

    fn place(&self) -> String {
        match self {
            Self::Folder(path) => path.display().to_string(),
            #[cfg(feature = "postgres")]
            Self::Database(store) => store.shown(),
        }
    }
}

/// The error of a place that is neither a folder nor a database.
#[must_use]
pub fn wrong_place() -> Error {
    Error::new(ErrorKind::Usage, Message::new("service-copy-place")).hint(Message::new("service-copy-place-hint"))
}

/// The error of an address that cannot be read.
#[cfg(feature = "postgres")]
fn wrong_address(detail: &str) -> Error {
    let message = Message::new("service-copy-address").with("detail", detail);
    Error::new(ErrorKind::Usage, message).hint(Message::new("service-copy-place-hint"))
}

fn nothing(place: &str) -> Error {
    let message = Message::new("service-copy-nothing").with("place", place);
    Error::new(ErrorKind::Failed, message).hint(Message::new("service-copy-nothing-hint"))
}

/// Copies the store into a place, and puts that on record in both. Blocks.
pub(crate) fn copy_store(options: &Options, to: &StorePlace, tell: &dyn Fn(CopyStep)) -> Result<StoreCopied> {
    let (open, registry) = Open::source(options)?;
    let companies = registry.companies();
    let place = open.place();
    let store = open.store();
    if companies.is_empty() && registry.logins().is_empty() && store.audit_log()?.entries.is_empty() {
        return Err(nothing(&place));
    }
    if let Some(doubt) = store.doubted().first() {
        let name = companies.iter().find(|company| company.id == doubt.company).map_or("–", |company| company.name.as_str());
        let message = Message::new("service-copy-lacks").with("company", name).with("place", doubt.place.as_str());
        return Err(Error::new(ErrorKind::Failed, message).hint(Message::new("service-copy-lacks-hint")));
    }
    let ready = Ready::open(to, &open)?;
    store::refuse_filled(ready.as_target())?;
    let line = |action: &str| AuditEntry {
        sequence: 0,
        at: options.clock.now(),
        actor: options.actor.clone(),
        from: format!("pid {}", std::process::id()),
        action: action.to_owned(),
        subject: format!("{place} → {}", ready.place()),
    };
    // Before the copy, so that both logs are the same.
    store.audit(&line("store.copy"))?;
    let mut total = 0;
    for company in &companies {
        let count = store.count(company.id)?;
        total += Kind::ALL.iter().map(|kind| count.of(*kind).records).sum::<u64>();
    }
    let before = store.version()?;
    let tell = |compares, done| tell(CopyStep { compares, done, total });
    match store::copy_store(open.as_source(), ready.as_target(), options.clock.now(), &tell) {
        Ok(report) => {
            let source_changed = store.version()? != before || registry.refresh()?;
            tracing::info!(from = place, to = ready.place(), source_changed, "the store was copied");
            Ok(StoreCopied { from: place.clone(), to: ready.place(), report, source_changed })
        }
        Err(error) => {
            if let Err(unwritten) = store.audit(&line("store.copy.failed")) {
                tracing::warn!(error = %unwritten, "there is no line in the audit log");
            }
            Err(error.into())
        }
    }
}
