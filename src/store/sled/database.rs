//! The database: its trees, one transaction over all of them, and what makes it durable.
//!
//! sled's `flush()` does not survive a power loss: after it, `sync_data()` on our own handle of `<folder>/db` does. sled may
//! panic on damaged files, so opening and writing happen behind `catch_unwind`.
//!
//! No value is larger than [`super::batch::PART`]. A page of sled's trees has up to 17 values, and a page over 128 KB (a quarter of a segment)
//! would go to a file of its own in `blobs/`, which sled does not sync; if writing it fails on a full disk, every later
//! flush blocks forever. Splitting large values into parts and bounding the keys avoids both.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ::sled::transaction::{TransactionError, Transactional};
use ::sled::{IVec, Tree};

use super::batch::{Batch, Name};
use super::key;
use super::packs::files::{FileId, PackFiles};
use super::packs::locator::{FileEntry, Locator};
use crate::domain::CompanyId;
use crate::store::StoreError;
use crate::store::file::{self, At};
use crate::store::record::{Fault, Position, decode, encode};

/// Folder of the database in the store.
pub(in crate::store) const FOLDER: &str = "sled";

/// Key of the position in the tree [`Name::Meta`].
const POSITION: &[u8] = b"position";

/// Timeout for sled's threads to close its files.
const PATIENCE: Duration = Duration::from_secs(10);

/// An open database.
pub(in crate::store) struct Database {
    folder: PathBuf,
    trees: Vec<Tree>,
    db: ::sled::Db,
    sync: File,
    packs: PackFiles,
    position: Position,
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").field("folder", &self.folder).field("position", &self.position).finish_non_exhaustive()
    }
}

impl Database {
    /// Opens the database in this folder, or begins one there.
    pub(in crate::store) fn open(folder: &Path, cache_bytes: u64) -> Result<Self, StoreError> {
        let (db, sync) = open_raw(folder, cache_bytes)?;
        let opened = quietly(|| Name::ALL.iter().map(|name| db.open_tree(name.as_str())).collect::<Result<Vec<_>, _>>());
        let trees = opened?.map_err(|error| failed(folder, &error))?;
        let packs = PackFiles::open(folder)?;
        let mut database = Self { folder: folder.to_owned(), trees, db, sync, packs, position: Position::default() };
        database.position = match database.get(Name::Meta, POSITION)? {
            Some(bytes) => decode(&bytes).map_err(|_| StoreError::Corrupt { place: place(Name::Meta, "position") })?,
            None => Position { next_run: 1, row_rules: super::ROW_RULES, ..Position::default() },
        };
        Ok(database)
    }

    /// A tree.
    pub(in crate::store) fn tree(&self, name: Name) -> &Tree {
        // Unreachable default: every name has a tree.
        self.trees.get(name as usize).unwrap_or(&self.db)
    }

    /// A value.
    pub(in crate::store) fn get(&self, name: Name, key: impl AsRef<[u8]>) -> Result<Option<IVec>, StoreError> {
        quietly(|| self.tree(name).get(key))?.map_err(|error| self.failed(name, &error))
    }

    /// Keys and values of a range, in order.
    pub(in crate::store) fn scan(&self, name: Name, prefix: &[u8]) -> impl Iterator<Item = Result<(IVec, IVec), StoreError>> {
        let mut entries = self.tree(name).scan_prefix(prefix);
        std::iter::from_fn(move || match quietly(|| entries.next()) {
            Ok(next) => next.map(|entry| entry.map_err(|error| self.failed(name, &error))),
            Err(error) => Some(Err(error)),
        })
    }

    /// Keys and values from one key to before another one, in order.
    pub(in crate::store) fn scan_range(
        &self,
        name: Name,
        from: Vec<u8>,
        until: Vec<u8>,
    ) -> impl Iterator<Item = Result<(IVec, IVec), StoreError>> {
        // An empty range is none to sled either.
        let mut entries = self.tree(name).range(from.clone()..until.max(from));
        std::iter::from_fn(move || match quietly(|| entries.next()) {
            Ok(next) => next.map(|entry| entry.map_err(|error| self.failed(name, &error))),
            Err(error) => Some(Err(error)),
        })
    }

    /// Bytes that were written in parts; `None` when the first part is not there, or when another one is missing.
    pub(in crate::store) fn parts(&self, name: Name, prefix: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.counted_parts(name, prefix)?.map(|(_, bytes)| bytes))
    }

    /// Bytes that were written in parts, as [`Self::parts`], and in how many.
    pub(in crate::store) fn counted_parts(&self, name: Name, prefix: &[u8]) -> Result<Option<(u16, Vec<u8>)>, StoreError> {
        let Some(first) = self.get(name, key::part(prefix, 0))? else { return Ok(None) };
        let Some((count, chunk)) = split_part(&first) else { return Ok(Some((0, Vec::new()))) };
        let mut bytes = chunk.to_vec();
        for index in 1..count {
            let Some(next) = self.get(name, key::part(prefix, index))? else { break };
            bytes.extend(split_part(&next).map(|(_, chunk)| chunk).unwrap_or_default());
        }
        Ok(Some((count, bytes)))
    }

    /// The files of packs.
    pub(in crate::store) const fn packs(&self) -> &PackFiles {
        &self.packs
    }

    /// What a file of packs holds; nothing where it is not known.
    pub(in crate::store) fn file_entry(&self, file: FileId) -> Result<FileEntry, StoreError> {
        Ok(self.get(Name::Files, key::file(file))?.and_then(|bytes| FileEntry::parse(&bytes)).unwrap_or_default())
    }

    /// Every file of packs that is known, of one company or of all.
    pub(in crate::store) fn file_entries(&self, prefix: &[u8]) -> Result<Vec<(FileId, FileEntry)>, StoreError> {
        let one = |entry: Result<(IVec, IVec), StoreError>| {
            entry.map(|(key, value)| Some((key::split_file(&key)?, FileEntry::parse(&value)?))).transpose()
        };
        self.scan(Name::Files, prefix).filter_map(one).collect()
    }

    /// Where the record of this key is; `None` when it is not here.
    pub(in crate::store) fn locator(&self, key: &[u8]) -> Result<Option<Locator>, StoreError> {
        let damaged = || StoreError::Corrupt { place: place(Name::Records, &key::show(key)) };
        self.get(Name::Records, key)?.map(|bytes| Locator::parse(&bytes).ok_or_else(damaged)).transpose()
    }

    /// What is read of the record that a locator leads to; a fault where it is damaged.
    pub(in crate::store) fn located<T>(
        &self,
        key: &[u8],
        locator: &Locator,
        read: impl FnOnce(&[u8]) -> Result<T, Fault>,
    ) -> Result<Result<T, Fault>, StoreError> {
        let Some((of, _)) = key::split_record(key) else { return Ok(Err(Fault::Content)) };
        let Some(pack) = self.packs.pack(locator.place(of.company))? else { return Ok(Err(Fault::Checksum)) };
        let entry = pack.entry(locator.slot.into());
        Ok(entry.filter(|(id, _)| *id == of.id.as_str().as_bytes()).map_or(Err(Fault::Content), |(_, record)| read(record)))
    }

    /// The last key of a range.
    pub(in crate::store) fn last_key(&self, name: Name, prefix: &[u8]) -> Result<Option<IVec>, StoreError> {
        let last = quietly(|| self.tree(name).scan_prefix(prefix).next_back())?;
        last.map(|entry| entry.map(|(key, _)| key).map_err(|error| self.failed(name, &error))).transpose()
    }

    /// In how many parts something is kept; 0 when it is not here.
    pub(in crate::store) fn part_count(&self, name: Name, prefix: &[u8]) -> Result<u16, StoreError> {
        let first = self.get(name, key::part(prefix, 0))?;
        Ok(first.and_then(|bytes| split_part(&bytes).map(|(count, _)| count)).unwrap_or_default())
    }

    /// Everything of a range that was written in parts: the keys without the part, and the bytes put together.
    pub(in crate::store) fn scan_parts(
        &self,
        name: Name,
        prefix: &[u8],
    ) -> impl Iterator<Item = Result<(IVec, Vec<u8>), StoreError>> {
        put_together(self.scan(name, prefix))
    }

    /// Everything from one key to before another one that was written in parts, as [`Self::scan_parts`].
    pub(in crate::store) fn scan_parts_from(
        &self,
        name: Name,
        from: Vec<u8>,
        until: Vec<u8>,
    ) -> impl Iterator<Item = Result<(IVec, Vec<u8>), StoreError>> {
        put_together(self.scan_range(name, from, until))
    }

    /// Every company of which there is anything.
    pub(in crate::store) fn companies(&self) -> Result<Vec<CompanyId>, StoreError> {
        let company = |entry: Result<(IVec, IVec), StoreError>| {
            entry.map(|(key, _)| key::split_company(&key).map(|(company, _)| company)).transpose()
        };
        self.scan(Name::Counts, &[]).filter_map(company).collect()
    }

    /// Whether a company was removed while its records are still there.
    pub(in crate::store) fn is_removed(&self, company: CompanyId) -> bool {
        self.position.removing.contains(&company)
    }

    /// Position in the journal.
    pub(in crate::store) const fn position(&self) -> &Position {
        &self.position
    }

    /// Applies a batch in one transaction, with the position after it. Its packs are durable then; the rest is not until [`Self::sync`].
    pub(in crate::store) fn apply(&mut self, mut batch: Batch, position: Position) -> Result<(), StoreError> {
        for append in batch.take_appends() {
            self.packs.append(&append)?.sync_data().at(&self.folder)?;
        }
        batch.put(Name::Meta, POSITION, encode(&position)?);
        let touched: Vec<_> = self.trees.iter().zip(batch.writes()).filter(|(_, writes)| !writes.is_empty()).collect();
        let trees: Vec<&Tree> = touched.iter().map(|(tree, _)| *tree).collect();
        let result = quietly(|| {
            trees.as_slice().transaction(|views| {
                for (view, (_, writes)) in views.iter().zip(&touched) {
                    for (key, value) in *writes {
                        match value {
                            Some(value) => view.insert(key, value)?,
                            None => view.remove(key)?,
                        };
                    }
                }
                Ok(())
            })
        })?;
        result.map_err(|error: TransactionError<()>| match error {
            TransactionError::Storage(error) => failed(&self.folder, &error),
            TransactionError::Abort(()) => StoreError::Database { detail: "aborted".to_owned() },
        })?;
        self.position = position;
        Ok(())
    }

    /// Writes one value without a transaction. Only for a database that is not in use yet.
    pub(in crate::store) fn insert(&self, name: Name, key: &[u8], value: impl Into<IVec>) -> Result<(), StoreError> {
        let value = value.into();
        quietly(|| self.tree(name).insert(key, value))?.map(drop).map_err(|error| self.failed(name, &error))
    }

    /// Writes all values and packs of a batch without a transaction, as [`Self::insert`]. [`Self::sync_packs`] makes the packs durable.
    pub(in crate::store) fn insert_all(&self, batch: &mut Batch) -> Result<(), StoreError> {
        for append in batch.take_appends() {
            self.packs.append(&append)?;
        }
        for (name, writes) in Name::ALL.into_iter().zip(batch.writes()) {
            for (key, value) in writes {
                if let Some(value) = value {
                    self.insert(name, key, value.clone())?;
                }
            }
        }
        Ok(())
    }

    /// Makes every file of packs durable.
    pub(in crate::store) fn sync_packs(&self) -> Result<(), StoreError> {
        self.packs.list()?.into_iter().try_for_each(|file| self.packs.sync(file))
    }

    /// Makes durable what was applied.
    pub(in crate::store) fn sync(&self) -> Result<(), StoreError> {
        quietly(|| self.db.flush())?.map_err(|error| failed(&self.folder, &error))?;
        self.sync.sync_data().at(&self.folder)
    }

    /// Closes it: flushed, synced, and sled's threads gone from its files.
    pub(in crate::store) fn close(self) -> Result<(), StoreError> {
        let Self { folder, trees, db, sync, .. } = self;
        // The trees hold the database too.
        let dropped = quietly(|| drop(trees));
        dropped.and(close_raw(db, sync, &folder))
    }

    /// Closes it after a failure: without a flush, which could wait forever for what was never written.
    pub(in crate::store) fn abandon(self) -> Result<(), StoreError> {
        let folder = self.folder.clone();
        // Dropping flushes and may block forever, so it is done on a detached thread.
        std::thread::Builder::new().name("store-abandon".to_owned()).spawn(move || drop(quietly(|| drop(self)))).at(&folder)?;
        wait_until_free(&folder)
    }

    fn failed(&self, name: Name, error: &::sled::Error) -> StoreError {
        match error {
            ::sled::Error::Corruption { .. } => StoreError::Corrupt { place: place(name, "") },
            other => failed(&self.folder, other),
        }
    }
}

/// Puts the parts of values together: the keys without the part, and the bytes.
fn put_together(
    entries: impl Iterator<Item = Result<(IVec, IVec), StoreError>>,
) -> impl Iterator<Item = Result<(IVec, Vec<u8>), StoreError>> {
    let mut entries = entries.peekable();
    std::iter::from_fn(move || {
        let (key, value) = match entries.next()? {
            Ok(entry) => entry,
            Err(error) => return Some(Err(error)),
        };
        let head = key::without_part(&key);
        let mut bytes = split_part(&value).map(|(_, chunk)| chunk.to_vec()).unwrap_or_default();
        while let Some(Ok((next, _))) = entries.peek()
            && key::without_part(next) == head
            && let Some(Ok((_, value))) = entries.next()
        {
            bytes.extend(split_part(&value).map(|(_, chunk)| chunk).unwrap_or_default());
        }
        Some(Ok((head, bytes)))
    })
}

/// Opens a database without looking at its trees, and a handle of its file for syncing.
pub(in crate::store) fn open_raw(folder: &Path, cache_bytes: u64) -> Result<(::sled::Db, File), StoreError> {
    file::create_folder(folder)?;
    // A kill in the midst of opening leaves this, and every later open would fail.
    for path in file::list(folder)? {
        if file::name(&path).starts_with("snap.") && file::name(&path).ends_with(".generating") {
            file::remove(&path)?;
        }
    }
    let config = ::sled::Config::new().path(folder).cache_capacity(cache_bytes).flush_every_ms(None);
    let db = quietly(|| config.open())?.map_err(|error| failed(folder, &error))?;
    secure(folder)?;
    let path = folder.join("db");
    let sync = fs::OpenOptions::new().read(true).write(true).open(&path).at(&path)?;
    file::sync_folder(folder)?;
    Ok((db, sync))
}

/// Makes sled's files private and durable: it makes them with the process's umask and never syncs its configuration.
fn secure(folder: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::PermissionsExt;
    for path in file::walk(folder)? {
        let file = crate::process::open_file(&path).at(&path)?;
        file.set_permissions(fs::Permissions::from_mode(0o600)).at(&path)?;
        file.sync_all().at(&path)?;
    }
    Ok(())
}

/// Closes a database: flushed, synced, and sled's threads gone from its files.
pub(in crate::store) fn close_raw(db: ::sled::Db, sync: File, folder: &Path) -> Result<(), StoreError> {
    let flushed = quietly(|| db.flush())?.map_err(|error| failed(folder, &error));
    let synced = flushed.and_then(|_| sync.sync_data().at(folder));
    let dropped = quietly(|| drop(db));
    drop(sync);
    synced.and(dropped).and(wait_until_free(folder)).and(secure(folder))
}

/// Waits until sled has let go of its files: its threads hold them for a while after the database was dropped.
fn wait_until_free(folder: &Path) -> Result<(), StoreError> {
    let path = folder.join("db");
    let began = Instant::now();
    loop {
        // sled locks its file; the lock goes with the last handle. Ours goes at the end of the turn.
        let free = File::open(&path).at(&path)?.try_lock().is_ok();
        if free {
            return Ok(());
        }
        if began.elapsed() > PATIENCE {
            return Err(StoreError::Database { detail: "its threads do not end".to_owned() });
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Runs what may panic inside sled.
pub(in crate::store) fn quietly<T>(action: impl FnOnce() -> T) -> Result<T, StoreError> {
    catch_unwind(AssertUnwindSafe(action)).map_err(|panic| {
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
        StoreError::Database { detail: text.unwrap_or_else(|| "panic".to_owned()) }
    })
}

/// The error of sled in the words of the store.
pub(in crate::store) fn failed(folder: &Path, error: &::sled::Error) -> StoreError {
    match error {
        // Too short, or not what it should be.
        ::sled::Error::Io(error)
            if matches!(error.kind(), ErrorKind::UnexpectedEof | ErrorKind::InvalidData | ErrorKind::NotFound) =>
        {
            StoreError::Corrupt { place: folder.display().to_string() }
        }
        ::sled::Error::Io(error) => StoreError::of_file(&folder.join("db"), error),
        ::sled::Error::Corruption { .. } => StoreError::Corrupt { place: folder.display().to_string() },
        other => StoreError::Database { detail: other.to_string() },
    }
}

/// A place in a tree, as reports name it.
pub(in crate::store) fn place(name: Name, key: &str) -> String {
    if key.is_empty() { name.as_str().to_owned() } else { format!("{}/{key}", name.as_str()) }
}

/// The number of all parts, and the bytes of this one.
pub(in crate::store) fn split_part(value: &[u8]) -> Option<(u16, &[u8])> {
    let (count, chunk) = value.split_first_chunk::<2>()?;
    Some((u16::from_be_bytes(*count), chunk))
}
