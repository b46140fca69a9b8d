//! Opening a store: everything that must be right before the first reader comes.
//!
//! The files of the database are compared with the sums of the last clean close first, because sled drops silently what fails its own
//! checksums. A database that differs, does not open or is behind the journal is set aside, and its companies are doubted
//! ([`registry::doubts`]) until a full sync of each is done.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, RwLock};

use jiff::Timestamp;

use super::batch::{Batch, Name};
use super::database::{Database, FOLDER};
use super::lock::Lock;
use super::migrate::{Step, migrate};
use super::packs::files::{FileId, Place};
use super::recover::Recovered;
use super::trail::{self, Trail};
use super::upkeep::Upkeep;
use super::{DAMAGED, FLOOR, SledStore, Writer, audit, conserved, key, manifest, own, read, recover, swap};
use crate::domain::{Company, CompanyId, Doubt, Extent, Message, RunStatus, SyncMode, SyncRun};
use crate::store::journal::{FOLDER as FILES, Journal, segment};
use crate::store::record::{Entry, Position};
use crate::store::registry::doubts::Doubts;
use crate::store::{RunFilter, StoreError, file, registry};

/// Name of a database that was set aside, before its number.
const ASIDE: &str = "sled.damaged";

/// Options of opening a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenOptions {
    /// Memory that the database may use for what it has read.
    pub cache_bytes: u64,
    /// The version of this program, for the stamp.
    pub version: String,
    /// The time, for what is put on record.
    pub now: Timestamp,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self { cache_bytes: 64 * 1024 * 1024, version: env!("CARGO_PKG_VERSION").to_owned(), now: Timestamp::UNIX_EPOCH }
    }
}

/// An open store, and what had to be mended.
#[derive(Debug)]
pub struct Opened {
    /// The store.
    pub store: SledStore,
    /// Notices for the user; empty after a clean close or a plain crash.
    pub notices: Vec<Message>,
    /// New place of a damaged database.
    pub set_aside: Option<PathBuf>,
    /// Companies with invoices to fetch again; their next run is full.
    pub resync: Vec<CompanyId>,
    /// Doubts of own books that ended: what could not be read was restored from the journal.
    pub restored: Vec<Doubt>,
}

/// Whether the disk of a store has room for opening it, and takes writes.
#[must_use]
pub fn takes_writes(store: &Path) -> bool {
    let writable = rustix::fs::access(store, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK).is_ok();
    writable && file::need_space(store, FLOOR).is_ok()
}

pub(super) fn open(path: &Path, options: &OpenOptions, steps: &[Step], ours: impl FnOnce()) -> Result<Opened, StoreError> {
    let lock = Lock::take(path)?;
    ours();
    let mut prepared = prepare(path, options, steps)?;
    let mut set_aside = prepared.damaged.then(|| put_aside(path)).transpose()?.flatten();
    let base = match Base::open(path, options, &prepared) {
        Err(error @ (StoreError::Corrupt { .. } | StoreError::Damaged { .. } | StoreError::Database { .. }))
            if set_aside.is_none() =>
        {
            tracing::error!(%error, "the database cannot be read");
            set_aside = put_aside(path)?;
            prepared.sums = None;
            Base::open(path, options, &prepared)?
        }
        base => base?,
    };
    let Base { mut db, mut journal, torn, recovered, loss, lines } = base;
    let places = damaged_packs(&db, &|file| prepared.unsure.contains(&file))?;
    let mut notices = Vec::new();
    if let Some(aside) = &set_aside {
        let companies = registry::load(path).unwrap_or_default().companies;
        let own = !companies.is_empty() && companies.iter().all(Company::has_own_books);
        let id = match (own, recovered.gone) {
            (true, true) => "store-set-aside-gone",
            (true, false) => "store-set-aside-books",
            (false, _) => "store-set-aside",
        };
        notices.push(Message::new(id).with("path", aside.display().to_string()));
    }
    if let Some(torn) = torn {
        notices.push(Message::new("store-journal-torn").with("path", torn.display().to_string()));
    }
    if recovered.journal_lost || loss.is_some() {
        notices.push(Message::new("store-journal-lost"));
    }
    if recovered.replayed > 0 && !recovered.resync.is_empty() {
        notices.push(Message::new("store-replayed").with("count", recovered.replayed));
    }
    if set_aside.is_some() || recovered.journal_lost || !recovered.resync.is_empty() {
        renamed(&mut db, &mut journal)?;
    }
    if recovered.journal_lost {
        own::tell_again(path, &mut db, &mut journal)?;
    }
    let lines = lines + u64::from(loss.is_some());
    if let Some((what, subject)) = loss {
        let entry = Entry::Audit(trail::loss(what, options.now, subject));
        let position = Position { sequence: journal.append(&entry)?, ..db.position().clone() };
        db.apply(Batch::default(), position)?;
        db.sync()?;
        Trail::of(journal.end(), lines).keep(path)?;
    }
    let mut doubts = prepared.doubts;
    doubts.set_aside = false;
    doubts.number(db.position().next_run);
    settle(path, &db, &mut doubts)?;
    doubt(path, &db, &mut doubts, &recovered, set_aside.as_deref());
    if recovered.gone {
        lose_books(path, &mut doubts, db.position().next_run);
    }
    doubts.keep(path)?;
    let writer =
        Writer { journal, cache_bytes: options.cache_bytes, sums: prepared.sums, lines, upkeep: Upkeep::default(), _lock: lock };
    let store = SledStore {
        path: path.to_owned(),
        db: RwLock::new(Some(db)),
        writer: Mutex::new(writer),
        pending: Mutex::default(),
        doubts: Mutex::new(doubts),
        visits: RwLock::new(()),
        live: Mutex::default(),
    };
    store.purge()?;
    store.lose(&places)?;
    let restored = store.restore_books().unwrap_or_else(|error| {
        // They stay doubted, and the next opening tries again.
        tracing::warn!(%error, "documents of own books are not restored yet");
        Vec::new()
    });
    notices.extend(restored.iter().map(|doubt| Message::new("store-books-restored").with("place", doubt.place.as_str())));
    Ok(Opened { store, notices, set_aside, resync: recovered.resync, restored })
}

/// From here on it is another store than it was under the names of its earlier states.
pub(super) fn renamed(db: &mut Database, journal: &mut Journal) -> Result<(), StoreError> {
    let position = Position { sequence: journal.append(&Entry::Lost)?, ..db.position().clone() };
    db.apply(Batch::default(), position)?;
    db.sync()
}

/// State of the folder before opening.
struct Prepared {
    /// The last entry that the journal had when the store was closed.
    known: u64,
    /// Checksums that closing can reuse.
    sums: Option<manifest::Before>,
    /// Whether the database is not what it was.
    damaged: bool,
    /// Whether there is a store and nothing of its journal.
    emptied: bool,
    /// Files of packs that may not be what they were.
    unsure: Vec<FileId>,
    /// Companies that are doubted from before.
    doubts: Doubts,
}

/// Packs that cannot be read, in the files looked at and in files that lost their end.
pub(super) fn damaged_packs(db: &Database, unsure: &dyn Fn(FileId) -> bool) -> Result<Vec<Place>, StoreError> {
    let mut places = Vec::new();
    for (file, entry) in db.file_entries(&[])?.into_iter().filter(|(_, entry)| entry.live > 0) {
        if !unsure(file) && db.packs().length(file) >= u64::from(entry.length) {
            continue;
        }
        let mut whole = std::collections::BTreeSet::new();
        for found in db.packs().packs(file, 0, entry.length)? {
            let (at, pack) = found?;
            whole.extend(pack.is_ok().then_some(at));
        }
        for entry in db.scan(Name::Numbers, &key::file(file)) {
            places.extend(key::split_pack(&entry?.0).filter(|(_, at)| !whole.contains(at)));
        }
    }
    Ok(places)
}

/// Makes the folder ready for the database.
fn prepare(path: &Path, options: &OpenOptions, steps: &[Step]) -> Result<Prepared, StoreError> {
    let small = registry::lock_folder(path)?;
    file::remove_temporary(path)?;
    drop(small);
    super::format::refuse_newer(path)?;
    file::need_space(path, FLOOR)?;
    swap::finish(path)?;
    let doubts = known_doubts(path)?;
    // Sums that cannot be read tell nothing, and `check` says so.
    let closed = manifest::read(path).ok().flatten();
    let known = closed.as_ref().map_or(0, |sums| sums.journal.2);
    let differs = closed.as_ref().map(|sums| sums.changes(path)).transpose()?.and_then(|found| found.into_iter().next());
    if let Some(differs) = &differs {
        tracing::error!(path = %differs.path.display(), offset = ?differs.offset, "the database is not what it was");
    }
    let damaged = differs.is_some() || doubts.set_aside;
    let unsure = closed.as_ref().map(|sums| sums.unsure(path)).transpose()?.unwrap_or_default();
    let sums = closed.filter(|_| !damaged).map(|sums| manifest::Before::of(path, &sums)).transpose()?.flatten();
    manifest::remove(path)?;
    let begun = path.join(super::format::FILE).exists() && path.join(registry::COMPANIES).exists();
    let emptied = begun && segment::list(&path.join(FILES))?.is_empty();
    migrate(path, &options.version, options.cache_bytes, steps)?;
    Ok(Prepared { known, sums, damaged, emptied, unsure, doubts })
}

/// The doubts from before. Where their file is damaged every company is doubted.
fn known_doubts(path: &Path) -> Result<Doubts, StoreError> {
    match Doubts::load(path) {
        Err(StoreError::Damaged { place }) => {
            let mut doubts = Doubts::default();
            for company in registry::load(path)?.companies {
                doubts.add(Doubt { company: company.id, extent: Extent::All, place: place.clone() }, 0);
            }
            Ok(doubts)
        }
        doubts => doubts,
    }
}

/// Sets the database aside, never deleted; `None` when there is none.
pub(super) fn put_aside(store: &Path) -> Result<Option<PathBuf>, StoreError> {
    let folder = store.join(FOLDER);
    if !folder.is_dir() {
        return Ok(None);
    }
    let aside = file::free_name(store, ASIDE);
    file::rename(&folder, &aside)?;
    Ok(Some(aside))
}

/// The database and the journal, which agree.
struct Base {
    db: Database,
    journal: Journal,
    /// File with the end of the journal that was cut off.
    torn: Option<PathBuf>,
    recovered: Recovered,
    /// Kind of loss of the audit log, and its extent.
    loss: Option<(&'static str, String)>,
    /// Lines of the audit log.
    lines: u64,
}

impl Base {
    fn open(path: &Path, options: &OpenOptions, prepared: &Prepared) -> Result<Self, StoreError> {
        let mut db = Database::open(&path.join(FOLDER), options.cache_bytes)?;
        // After a clean close the database has all that the journal has.
        if prepared.sums.is_some() && db.position().sequence < prepared.known {
            return Err(StoreError::Corrupt { place: path.join(FOLDER).display().to_string() });
        }
        let trail = Trail::read(path);
        let told = trail.as_ref().map_or(0, |trail| trail.sequence);
        let known = prepared.known.max(db.position().sequence).max(told);
        let (mut journal, torn) = Journal::open(path, known, &path.join(DAMAGED))?;
        let end = journal.end();
        let loss = if end.sequence < known || prepared.emptied {
            Some(("lost", end.sequence))
        } else {
            let changed =
                trail.as_ref().is_some_and(|trail| *trail != Trail::of(end, trail.lines) && trail.sequence == end.sequence);
            changed.then_some(("changed", end.sequence))
        };
        let lines = match &trail {
            Some(trail) => trail.lines,
            None => audit::lines(path)?,
        };
        let loss = loss.map(|(what, left)| (what, format!("{lines} lines in {known} entries known, {left} entries left")));
        // What was there before either of them lost it.
        let had = db.position().sequence;
        let cut = end.sequence < known && had < known || prepared.emptied && had == 0;
        let mut recovered = recover::reconcile(path, &mut db, &mut journal)?;
        recovered.gone |= cut;
        journal.skip_to(told);
        Ok(Self { db, journal, torn, recovered, loss, lines })
    }
}

/// Ends the doubts of which a full walk came to its end before the process could say so.
fn settle(path: &Path, db: &Database, doubts: &mut Doubts) -> Result<(), StoreError> {
    for Doubt { company, .. } in doubts.all() {
        let statuses = vec![RunStatus::Completed, RunStatus::Partial];
        let filter = RunFilter { companies: vec![company], statuses: statuses.clone(), limit: Some(20) };
        let wanted = |run: &SyncRun| statuses.contains(&run.status);
        if read::runs(db, &filter, &wanted)?.iter().any(|run| ends(run, doubts)) {
            tracing::info!(company = company.0, path = %path.display(), "the company is whole again");
            doubts.end(company);
        }
    }
    Ok(())
}

/// Whether a run has walked the whole account of a doubted company.
pub(super) fn ends(run: &SyncRun, doubts: &Doubts) -> bool {
    matches!(run.status, RunStatus::Completed | RunStatus::Partial)
        && run.mode != SyncMode::Incremental
        && doubts.ends_with(run.company).is_some_and(|from| run.id.0 >= from)
}

/// Doubts all own books: records of them are lost that neither the database nor the journal has. Which ones, nothing tells.
pub(super) fn lose_books(path: &Path, doubts: &mut Doubts, next_run: u64) {
    let place = path.join(FILES).display().to_string();
    for company in conserved::own_books(path) {
        tracing::error!(company = company.0, "own records are lost, in the database and in the journal");
        doubts.add(Doubt { company, extent: Extent::Gone, place: place.clone() }, next_run);
    }
}

/// Doubts the companies of which invoices are lost.
pub(super) fn doubt(path: &Path, db: &Database, doubts: &mut Doubts, recovered: &Recovered, aside: Option<&Path>) {
    let mut lost: BTreeSet<CompanyId> = recovered.resync.iter().copied().collect();
    if aside.is_some() && !recovered.whole {
        // The journal does not tell of which companies there were invoices.
        lost.extend(registry::load(path).unwrap_or_default().companies.iter().map(|company| company.id));
    }
    let place = aside.map_or_else(|| path.join(FOLDER), Path::to_path_buf).display().to_string();
    for company in lost {
        doubts.add(Doubt { company, extent: Extent::All, place: place.clone() }, db.position().next_run);
    }
}
