//! A new store in files as the target of a copy.
//!
//! For: [`crate::store::copy`]. Uses: an empty store in a folder of its own beside the place, as `compact` fills a database. Never: the place
//! itself before the whole copy was read back; a kill leaves that folder, which the next copy removes.

use std::fs::File;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::super::audit::line;
use super::super::batch::Batch;
use super::super::database::{Database, FOLDER};
use super::super::lock::Lock;
use super::super::trail::{self, Trail};
use super::super::transaction::Transaction;
use super::super::{DAMAGED, SledStore, format, manifest};
use super::check::examine_all;
use super::copy_from::Reader;
use super::{CACHE, options, settle};
use crate::domain::{CompanyId, OwnRecord, Record};
use crate::store::copy::{Feed, Ran, Small, Sums, Target, Told, sums};
use crate::store::file::{self, At};
use crate::store::journal::{Journal, read::content};
use crate::store::own_index::OwnIndex;
use crate::store::record::{Entry, ItemEvent, OwnEntry, Position};
use crate::store::registry::{self, KEYS, SHEETS, SealedKind};
use crate::store::{DamageKind, ScanStep, StoreError};

/// Beginning of the name of the folder that a copy is made in.
const COPYING: &str = ".copying-";

/// Name of the store in that folder.
const STORE: &str = "store";

/// Own records in one transaction.
const GROUP: usize = 500;

/// A store that is being filled.
pub(in crate::store) struct Filling {
    place: PathBuf,
    folder: tempfile::TempDir,
    store: PathBuf,
    now: Timestamp,
    next_run: u64,
    lines: u64,
    open: Option<Open>,
    /// Held as long as the folder is in use.
    _lock: File,
}

/// Its files while they are written.
struct Open {
    db: Database,
    journal: Journal,
    _lock: Lock,
}

/// Fails with [`StoreError::Filled`] unless a copy may take this place: nothing is there, or a store that never had anything in it.
pub(in crate::store) fn refuse_filled(place: &Path) -> Result<(), StoreError> {
    let filled = || StoreError::Filled { place: place.display().to_string() };
    if !place.exists() || place.is_dir() && file::list(place)?.is_empty() {
        return Ok(());
    }
    if !place.is_dir() || format::Format::read(place)?.is_none() {
        return Err(filled());
    }
    let _lock = Lock::take(place)?;
    let state = registry::load(place)?;
    let unused = state == registry::State::default()
        && file::list(&place.join(KEYS))?.is_empty()
        && !SHEETS.iter().any(|name| place.join(name).exists())
        && trail::lines(place) == 0
        && content(place, 0)?.entries.is_empty();
    if unused { Ok(()) } else { Err(filled()) }
}

impl Filling {
    /// Begins a store for this place.
    pub(in crate::store) fn begin(place: &Path, now: Timestamp) -> Result<Self, StoreError> {
        refuse_filled(place)?;
        let parent = place.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        file::create_folder(parent)?;
        for left in file::list(parent)?.iter().filter(|left| file::name(left).starts_with(COPYING)) {
            // A copy that is under way holds its folder, from before there is a store in it.
            if left.join(STORE).is_dir() && File::open(left).at(left)?.try_lock().is_ok() {
                file::remove_folder(left)?;
            }
        }
        let ours = std::os::unix::fs::PermissionsExt::from_mode(0o700);
        let folder = tempfile::Builder::new().prefix(COPYING).permissions(ours).tempdir_in(parent).at(parent)?;
        let lock = File::open(folder.path()).at(folder.path())?;
        let _ = lock.try_lock();
        let store = folder.path().join(STORE);
        settle(&store, now)?;
        let held = Lock::take(&store)?;
        manifest::remove(&store)?;
        let db = Database::open(&store.join(FOLDER), CACHE)?;
        let (journal, _) = Journal::open(&store, 0, &store.join(DAMAGED))?;
        let open = Some(Open { db, journal, _lock: held });
        Ok(Self { place: place.to_owned(), folder, store, now, next_run: 1, lines: 0, open, _lock: lock })
    }

    /// Puts the store in its place, once it was read back.
    pub(in crate::store) fn install(self) -> Result<(), StoreError> {
        let parent = self.place.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !self.place.exists() || file::list(&self.place)?.is_empty() {
            return file::rename(&self.store, &self.place);
        }
        // A process may have begun to use the store that was there.
        refuse_filled(&self.place)?;
        let held = Lock::take(&self.place)?;
        file::take_place(&self.store, &self.place, &self.folder.path().join("before"))?;
        drop(held);
        file::sync_folder(parent)
    }

    fn open(&mut self) -> Result<&mut Open, StoreError> {
        self.open.as_mut().ok_or_else(|| StoreError::Database { detail: "closed".to_owned() })
    }

    /// Writes what a transaction prepares.
    fn write(&mut self, prepare: impl FnOnce(&mut Transaction<'_>) -> Result<(), StoreError>) -> Result<(), StoreError> {
        let Open { db, .. } = self.open()?;
        let mut transaction = Transaction::new(db);
        prepare(&mut transaction)?;
        db.insert_all(&mut transaction.finish()?)
    }

    fn versions(&mut self, versions: &[OwnRecord]) -> Result<(), StoreError> {
        versions.chunks(GROUP).try_for_each(|some| {
            let Some(first) = some.first() else { return Ok(()) };
            let entry = OwnEntry { records: some.to_vec(), ..empty(first) };
            self.write(|transaction| transaction.own_entry(&entry))
        })
    }
}

/// An entry of own data of the author and time of a record.
fn empty(record: &OwnRecord) -> OwnEntry {
    let author = record.author.clone();
    OwnEntry { at: record.at, author, records: Vec::new(), items: Vec::new(), documents: Vec::new() }
}

impl Target for Filling {
    fn entry(&mut self, entry: Entry) -> Result<u64, StoreError> {
        self.lines += u64::from(line(0, &entry).is_some());
        self.open()?.journal.add(&entry)
    }

    fn changes(&mut self, company: CompanyId, changes: Vec<Told>) -> Result<(), StoreError> {
        self.write(|transaction| {
            changes
                .into_iter()
                .try_for_each(|told| transaction.put_changes(company, (told.kind, &told.id), told.sequence, told.changes))
        })
    }

    fn runs(&mut self, _: CompanyId, runs: Vec<Ran>) -> Result<(), StoreError> {
        self.write(|transaction| {
            for Ran { run, errors } in &runs {
                transaction.put_run(run)?;
                for (sequence, errors) in errors {
                    transaction.put_errors(run, *sequence, errors)?;
                }
            }
            Ok(())
        })
    }

    fn feed(&mut self, company: CompanyId, name: &str, feed: &Feed) -> Result<(), StoreError> {
        self.write(|transaction| {
            if let Some(state) = &feed.state {
                transaction.put_state(company, name, state)?;
            }
            if feed.seen.is_empty() {
                return Ok(());
            }
            transaction.scan(company, name, &ScanStep::Add(feed.seen.iter().cloned().collect()))
        })
    }

    fn own(&mut self, _: CompanyId, own: OwnIndex) -> Result<(), StoreError> {
        let (mut current, mut past) = (Vec::new(), Vec::new());
        for (_, mut versions) in own.records {
            current.extend(versions.pop_last().map(|(_, record)| record));
            past.extend(versions.into_values());
        }
        self.versions(&current)?;
        // An older version that comes after the current one is written beside it.
        self.versions(&past)?;
        let items: Vec<ItemEvent> = own.items.into_values().map(ItemEvent::Queued).collect();
        items.chunks(GROUP).try_for_each(|some| {
            let Some(ItemEvent::Queued(first)) = some.first() else { return Ok(()) };
            let (at, author) = (first.queued, first.author.clone());
            let entry = OwnEntry { at, author, records: Vec::new(), items: some.to_vec(), documents: Vec::new() };
            self.write(|transaction| transaction.own_entry(&entry))
        })
    }

    fn records(&mut self, _: CompanyId, records: &[Record]) -> Result<(), StoreError> {
        self.write(|transaction| records.iter().try_for_each(|record| transaction.put_record(record).map(drop)))
    }

    fn small(&mut self, small: &Small) -> Result<(), StoreError> {
        self.next_run = small.next_run;
        // A list that is not there beside what the journal tells of companies would be a lost one.
        file::write(&self.store.join(registry::COMPANIES), &registry::State::default().to_bytes()?)?;
        let (directory, secrets) = registry::files(&self.store);
        directory.change_companies(&mut |state| {
            small.state.clone_into(state);
            Ok(())
        })?;
        for (name, body) in &small.sheets {
            directory.change_sheet(name, &mut |_| Ok(Some(body.clone())))?;
        }
        for secret in &small.secrets {
            secrets.set_blob(&secret.name, &secret.blob)?;
            if let Some(set) = secret.set {
                let path = self.store.join(KEYS).join(format!("{}.age", secret.name));
                let file = File::options().write(true).open(&path).at(&path)?;
                file.set_modified(set.into()).at(&path)?;
            }
        }
        Ok(())
    }

    fn read_back(&mut self, tell: &dyn Fn(u64)) -> Result<Sums, StoreError> {
        let Some(Open { mut db, journal, _lock: held }) = self.open.take() else { return Ok(Sums::default()) };
        let end = journal.end();
        let position =
            Position { sequence: end.sequence, commit: end.sequence, next_run: self.next_run, ..db.position().clone() };
        db.sync_packs()?;
        db.apply(Batch::default(), position)?;
        db.sync()?;
        db.close()?;
        journal.sync()?;
        Trail::of(end, self.lines).keep(&self.store)?;
        drop((journal, held));
        // A login without a secret has none in either store.
        let keys = self.store.join(KEYS);
        let report = examine_all(&self.store, false, self.now, &|_| SealedKind::Unknown)?;
        let mut damage = report.damage.into_iter();
        if let Some(found) = damage.find(|d| d.kind != DamageKind::Missing || Path::new(&d.place).parent() != Some(&*keys)) {
            return Err(StoreError::Differs { place: found.place });
        }
        let store = SledStore::open(&self.store, &options(self.now))?.store;
        let read = sums(&mut Reader(&store), tell)?;
        store.close()?;
        Ok(read)
    }
}
