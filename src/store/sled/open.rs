//! Opening a store: everything that must be right before the first reader comes.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, RwLock};

use super::batch::Batch;
use super::database::{Database, FOLDER};
use super::lock::Lock;
use super::migrate::{Step, migrate};
use super::{DAMAGED, FLOOR, SledStore, Writer, manifest, recover, swap};
use crate::domain::{CompanyId, Message};
use crate::store::journal::Journal;
use crate::store::record::{Entry, Position};
use crate::store::{StoreError, file, registry};

/// How to open a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenOptions {
    /// Memory that the database may use for what it has read.
    pub cache_bytes: u64,
    /// The version of this program, for the stamp.
    pub version: String,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self { cache_bytes: 64 * 1024 * 1024, version: env!("CARGO_PKG_VERSION").to_owned() }
    }
}

/// An open store, and what had to be mended.
#[derive(Debug)]
pub struct Opened {
    /// The store.
    pub store: SledStore,
    /// What to tell: nothing after a clean close or a plain crash.
    pub notices: Vec<Message>,
    /// Where a database is now that did not open.
    pub set_aside: Option<PathBuf>,
    /// Companies whose invoices have to be fetched again; their next run is full.
    pub resync: Vec<CompanyId>,
}

pub(super) fn open(path: &Path, options: &OpenOptions, steps: &[Step], ours: impl FnOnce()) -> Result<Opened, StoreError> {
    let lock = Lock::take(path)?;
    ours();
    let Prepared { known, sums } = prepare(path, options, steps)?;
    let mut notices = Vec::new();
    let (mut db, set_aside) = open_database(path, options.cache_bytes)?;
    if let Some(aside) = &set_aside {
        notices.push(Message::new("store-set-aside").with("path", aside.display().to_string()));
    }
    let known = known.max(db.position().sequence);
    let (mut journal, kept) = Journal::open(path, known, &path.join(DAMAGED))?;
    if let Some(kept) = kept {
        notices.push(Message::new("store-journal-torn").with("path", kept.display().to_string()));
    }
    let recovered = recover::reconcile(path, &mut db, &mut journal)?;
    if recovered.journal_lost {
        notices.push(Message::new("store-journal-lost"));
    }
    if recovered.replayed > 0 && !recovered.resync.is_empty() {
        notices.push(Message::new("store-replayed").with("count", recovered.replayed));
    }
    if set_aside.is_some() || recovered.journal_lost || !recovered.resync.is_empty() {
        // From here on it is another store than it was under the names of its earlier states.
        let position = Position { sequence: journal.append(&Entry::Lost)?, ..db.position().clone() };
        db.apply(Batch::default(), position)?;
        db.sync()?;
    }
    recover::renew_rows(&mut db)?;
    let writer = Writer { journal, cache_bytes: options.cache_bytes, sums, _lock: lock };
    let store =
        SledStore { path: path.to_owned(), db: RwLock::new(Some(db)), writer: Mutex::new(writer), pending: Mutex::default() };
    store.purge()?;
    Ok(Opened { store, notices, set_aside, resync: recovered.resync })
}

/// What the folder told before it was opened.
struct Prepared {
    /// The last entry that the journal had when the store was closed.
    known: u64,
    /// What need not be read again when it is closed.
    sums: Option<manifest::Before>,
}

/// Makes the folder ready for the database.
fn prepare(path: &Path, options: &OpenOptions, steps: &[Step]) -> Result<Prepared, StoreError> {
    let small = registry::lock_folder(path)?;
    file::remove_temporary(path)?;
    drop(small);
    super::format::refuse_newer(path)?;
    file::need_space(path, FLOOR)?;
    swap::finish(path)?;
    // Sums that cannot be read tell nothing, and `check` says so.
    let closed = manifest::read(path).ok().flatten();
    let known = closed.as_ref().map_or(0, |sums| sums.journal.2);
    let sums = closed.map(|sums| manifest::Before::of(path, &sums)).transpose()?.flatten();
    manifest::remove(path)?;
    migrate(path, &options.version, options.cache_bytes, steps)?;
    Ok(Prepared { known, sums })
}

/// Opens the database; one that does not open is set aside, never deleted, and a new one is begun.
fn open_database(store: &Path, cache_bytes: u64) -> Result<(Database, Option<PathBuf>), StoreError> {
    let folder = store.join(FOLDER);
    match Database::open(&folder, cache_bytes) {
        Err(error @ (StoreError::Damaged { .. } | StoreError::Database { .. })) => {
            tracing::error!(%error, "the database does not open");
            let aside = file::free_name(store, "sled.damaged");
            file::rename(&folder, &aside)?;
            Ok((Database::open(&folder, cache_bytes)?, Some(aside)))
        }
        opened => Ok((opened?, None)),
    }
}
