//! Opening the store that the configuration names: files of this machine, or a database that many machines share.
//!
//! For: the state of the service. Uses: the stores. Never: what is done with them; beyond this file and that of copies the service knows only the
//! traits.

use std::sync::Arc;

use super::index_file::{IndexFile, Reading};
#[cfg(feature = "postgres")]
use super::sealed_check::check_secrets;
use super::{Options, Result};
#[cfg(feature = "postgres")]
use crate::config::StoreAt;
#[cfg(feature = "postgres")]
use crate::domain::AuditEntry;
use crate::domain::{Extent, Message, SyncRun};
use crate::error::{Error, ErrorKind};
use crate::store::inspect::DatabaseFacts;
#[cfg(feature = "postgres")]
use crate::store::postgres::{PostgresOptions, PostgresStore};
use crate::store::sled::{OpenGuard, OpenOptions, SledStore};
use crate::store::{CheckReport, Registry, Store, Tokens};
#[cfg(feature = "postgres")]
use secrecy::SecretString;

/// The address of a database.
#[cfg(feature = "postgres")]
pub(super) fn address(at: &StoreAt) -> Result<SecretString> {
    match at {
        StoreAt::Url(url) => Ok(url.clone()),
        StoreAt::UrlFile(path) => {
            let read = || std::io::read_to_string(crate::process::open_file(path)?);
            let text = read().map_err(|error| {
                let message = Message::new("store-url-file").with("path", path.display().to_string());
                Error::new(ErrorKind::Config, message.with("detail", error.to_string())).hint(Message::new("store-url-file-hint"))
            })?;
            Ok(SecretString::from(text.trim().to_owned()))
        }
        StoreAt::Files => Err(Error::new(ErrorKind::Usage, Message::new("store-url-file-hint"))),
    }
}

/// What can be seen of the database of a store without changing it. Blocks.
#[cfg(feature = "postgres")]
pub(crate) fn look_at_database(at: &StoreAt) -> Result<DatabaseFacts> {
    Ok(crate::store::postgres::look(&address(at)?)?)
}

/// The same of a build without a part for databases.
#[cfg(not(feature = "postgres"))]
pub(crate) fn look_at_database(_: &crate::config::StoreAt) -> Result<DatabaseFacts> {
    Err(left_out())
}

/// Where the store of these options is, as people are told: its folder, or its database without user and password.
#[cfg(feature = "postgres")]
pub(crate) fn store_place(options: &Options) -> String {
    let shown = address(&options.config.store).and_then(|url| Ok(crate::store::postgres::shown(&url)?));
    shown.unwrap_or_else(|_| options.paths.store.display().to_string())
}

/// The same of a build without a part for databases.
#[cfg(not(feature = "postgres"))]
pub(crate) fn store_place(options: &Options) -> String {
    options.paths.store.display().to_string()
}

#[cfg(not(feature = "postgres"))]
/// The error of a store on a database that this build has no part for.
pub(super) fn left_out() -> Error {
    Error::new(ErrorKind::Usage, Message::new("store-url-left-out")).hint(Message::new("store-url-left-out-hint"))
}

/// Checks the database that the configuration names, beside what works on it; with `repair` makes anew what the rest tells. Blocks.
#[cfg(feature = "postgres")]
pub(crate) fn check_database(options: &Options, repair: bool) -> Result<CheckReport> {
    let store = Arc::new(PostgresStore::open(&address(&options.config.store)?, &PostgresOptions::default())?);
    let mut report = store.check(repair)?;
    let registry = Registry::of(store.clone(), store.clone())?;
    check_secrets(options, &registry, repair, &mut report);
    if repair && !report.damage.is_empty() {
        store.audit(&AuditEntry {
            sequence: 0,
            at: options.clock.now(),
            actor: options.actor.clone(),
            from: format!("pid {}", std::process::id()),
            action: "check.repair".to_owned(),
            subject: format!("{} of {}", report.repaired, report.damage.len()),
        })?;
    }
    Ok(report)
}

/// The same of a build without a part for databases.
#[cfg(not(feature = "postgres"))]
pub(crate) fn check_database(_: &Options, _: bool) -> Result<CheckReport> {
    Err(left_out())
}

/// An open store and what belongs to it.
pub(super) struct Backend {
    pub(super) store: Arc<dyn Store>,
    pub(super) registry: Registry,
    pub(super) tokens: Tokens,
    /// File of the index for the next process.
    pub(super) kept: IndexFile,
    /// The index file, if it is being read.
    pub(super) reading: Option<Reading>,
    /// Notices from opening.
    pub(super) notices: Vec<Message>,
    /// Runs that dead processes left.
    pub(super) interrupted: Vec<SyncRun>,
}

impl Backend {
    /// Opens the store of these options, and marks the runs that dead processes left.
    pub(super) fn open(options: &Options) -> Result<Self> {
        if options.config.store.is_shared() {
            return Self::of_database(options);
        }
        Self::of_files(options)
    }

    /// A build without a part for databases.
    #[cfg(not(feature = "postgres"))]
    fn of_database(_: &Options) -> Result<Self> {
        Err(left_out())
    }

    /// A database that many processes share. The identity that opens its secrets is a file of this machine.
    #[cfg(feature = "postgres")]
    fn of_database(options: &Options) -> Result<Self> {
        let url = address(&options.config.store)?;
        let store = Arc::new(PostgresStore::open(&url, &PostgresOptions::default())?);
        let registry = Registry::of(store.clone(), store.clone())?;
        let tokens = Tokens::of(store.clone());
        // Another process that works has its lease: only runs of dead ones end.
        let interrupted = store.interrupt_expired(options.clock.now())?;
        tracing::info!(place = store.place(), interrupted = interrupted.len(), "the store is on a database");
        let kept = IndexFile::at(options.paths.index());
        let reading = options.searches.then(|| kept.begin(options.zone.clone()));
        let passes = store.passes_walls().then(|| Message::new("store-role-passes").with("place", store.place()));
        let notices = passes.into_iter().collect();
        Ok(Self { store, registry, tokens, kept, reading, notices, interrupted: Vec::new() })
    }

    /// The files of this machine.
    fn of_files(options: &Options) -> Result<Self> {
        let (cache_bytes, now) = (options.config.cache_bytes, options.clock.now());
        let open = OpenOptions { cache_bytes, now, ..OpenOptions::default() };
        let guard = OpenGuard::begin(&options.paths.store)?;
        let kept = IndexFile::at(options.paths.index());
        let mut reading = None;
        let opened = SledStore::open_with(&options.paths.store, &open, || {
            drop(guard);
            reading = options.searches.then(|| kept.begin(options.zone.clone()));
        })?;
        let registry = Registry::open(&options.paths.store)?;
        let tokens = Tokens::new(&options.paths.store);
        let interrupted = opened.store.interrupt_expired(options.clock.now())?;
        crate::store::alerts::take_over(&opened.store, &options.paths.store, options.clock.now())?;
        if opened.set_aside.is_some()
            || !opened.resync.is_empty()
            || !opened.restored.is_empty()
            || opened.store.doubted().iter().any(|doubt| doubt.extent == Extent::All)
        {
            // The store lost something: what was kept tells of another one.
            kept.remove();
            reading = None;
        }
        let (store, notices) = (Arc::new(opened.store), opened.notices);
        Ok(Self { store, registry, tokens, kept, reading, notices, interrupted })
    }
}
