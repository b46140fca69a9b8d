//! Upkeep: records that were written again leave their old places dead, and commits of few records leave small packs. What is alive in
//! such files moves into new packs, and the files go.
//!
//! A step is one durable transaction of a bounded size, and the writer is free between two of them. Readers are never kept out for longer
//! than by a commit: a file that a long visit may still read is removed by a later step.

use super::batch::{Batch, Name};
use super::database::Database;
use super::packing::{Packed, Packing};
use super::packs::files::FileId;
use super::packs::frame::Pack;
use super::packs::locator::FileEntry;
use super::{FLOOR, SledStore, Writer, key};
use crate::domain::{CompanyId, Kind, RemoteId};
use crate::store::{StoreError, file};

/// Records that one step moves at most, but for those of one pack more.
const RECORDS: usize = 512;

/// Bytes of records that one step moves at most, but for those of one pack more.
const BYTES: usize = 2 << 20;

/// Packs that one step looks at.
const PACKS: usize = 64;

/// How far upkeep is.
#[derive(Debug, Default)]
pub(super) struct Upkeep {
    /// The file that is being emptied, and how far it was read.
    at: Option<(FileId, u32)>,
    /// Files with damaged packs: their records come back with a full sync.
    stuck: Vec<FileId>,
}

impl SledStore {
    /// Does a step of upkeep. Returns whether there is more to do.
    ///
    /// # Errors
    /// The store is as before, or the step is done.
    pub(super) fn fold_step(&self) -> Result<bool, StoreError> {
        if self.doubts().set_aside {
            return Ok(false);
        }
        let mut writer = self.ready()?;
        let Some((file, entry)) = self.read(|db| due(db, &writer.upkeep))? else { return Ok(false) };
        if entry.live == 0 {
            return self.drop_file(&mut writer, file);
        }
        if file::need_space(&self.path, FLOOR).is_err() {
            return Ok(false);
        }
        let from = writer.upkeep.at.filter(|(at, _)| *at == file).map_or(0, |(_, from)| from);
        let step = self.read(|db| Step::read(db, file, entry, from))?;
        if step.damaged && !writer.upkeep.stuck.contains(&file) {
            writer.upkeep.stuck.push(file);
        }
        writer.upkeep.at = (step.to < entry.length).then_some((file, step.to));
        let ended = writer.upkeep.at.is_none();
        if step.packing.len() > 0 {
            let (batch, position) = self.read(|db| {
                let mut batch = Batch::default();
                step.packing.finish(db, &mut batch)?;
                Ok((batch, db.position().clone()))
            })?;
            if let Err(error) = self.write(batch, position) {
                tracing::warn!(%error, "a step of upkeep failed; the database is opened anew");
                writer.upkeep.at = None;
                self.reset(&writer);
                return Err(error);
            }
        } else if ended && !writer.upkeep.stuck.contains(&file) {
            // Its locators tell of more records than it has: `check` says so.
            writer.upkeep.stuck.push(file);
        }
        Ok(true)
    }

    /// Removes a file that nothing points into.
    fn drop_file(&self, writer: &mut Writer, file: FileId) -> Result<bool, StoreError> {
        let Ok(_alone) = self.visits.try_write() else {
            // A visit of all records is under way; the file waits for its end.
            writer.upkeep.stuck.push(file);
            return Ok(true);
        };
        let (batch, position) = self.read(|db| {
            db.packs().remove(file)?;
            Ok((forgotten(db, file)?, db.position().clone()))
        })?;
        writer.upkeep.at = None;
        if let Err(error) = self.write(batch, position) {
            self.reset(writer);
            return Err(error);
        }
        Ok(true)
    }
}

/// A batch that forgets a file.
pub(super) fn forgotten(db: &Database, file: FileId) -> Result<Batch, StoreError> {
    let mut batch = Batch::default();
    for entry in db.scan(Name::Numbers, &key::file(file)) {
        batch.remove(Name::Numbers, entry?.0);
    }
    batch.remove(Name::Files, &key::file(file)[..]);
    Ok(batch)
}

/// The file that upkeep is to empty or remove: the one that it has begun with, or the first that is due.
fn due(db: &Database, upkeep: &Upkeep) -> Result<Option<(FileId, FileEntry)>, StoreError> {
    if let Some((file, _)) = upkeep.at {
        let entry = db.file_entry(file)?;
        if entry.length > 0 {
            return Ok(Some((file, entry)));
        }
    }
    let removing = &db.position().removing;
    let mine =
        |(file, entry): &(FileId, FileEntry)| entry.is_due() && !removing.contains(&file.company) && !upkeep.stuck.contains(file);
    Ok(db.file_entries(&[])?.into_iter().find(mine))
}

/// What one step moves.
struct Step {
    packing: Packing,
    /// How far the file was read.
    to: u32,
    /// Whether a pack could not be read.
    damaged: bool,
}

impl Step {
    fn read(db: &Database, file: FileId, entry: FileEntry, from: u32) -> Result<Self, StoreError> {
        let mut step = Self { packing: Packing::beside(file), to: from, damaged: false };
        let mut bytes = 0;
        for (packs, found) in db.packs().packs(file, from, entry.length)?.enumerate() {
            let (at, pack) = found?;
            step.to = at;
            if step.packing.len() >= RECORDS || bytes >= BYTES || packs >= PACKS {
                return Ok(step);
            }
            match pack {
                Ok(pack) => bytes += step.take(db, file, at, &pack)?,
                Err(_) => step.damaged = true,
            }
        }
        step.to = entry.length;
        Ok(step)
    }

    /// Takes in what is alive of a pack. Returns its bytes.
    fn take(&mut self, db: &Database, file: FileId, at: u32, pack: &Pack) -> Result<usize, StoreError> {
        let numbers = db.get(Name::Numbers, key::pack((file, at)))?;
        let mut taken = 0;
        for (slot, (id, record)) in (0_u8..).zip(pack.entries()) {
            let Some(kind) = Kind::from_number(pack.head().kind) else { continue };
            let Ok(id) = std::str::from_utf8(id) else { continue };
            let id = RemoteId::new(id);
            let key = key::record(file.company, kind, &id);
            let Some(locator) = db.locator(&key)? else { continue };
            if (locator.file, locator.offset, locator.slot) != (file.number, at, slot) {
                continue;
            }
            let number = numbers.as_deref().map_or(0, |numbers| hash_of(numbers, slot));
            let (company, kind): (CompanyId, u8) = (file.company, kind as u8);
            let packed = Packed { company, kind, id, bytes: record.to_vec(), facts: locator.facts, number };
            taken += record.len();
            self.packing.put(db, key, packed, Some(&locator))?;
        }
        Ok(taken)
    }
}

/// The hash of the number in a slot.
pub(super) fn hash_of(numbers: &[u8], slot: u8) -> u32 {
    let at = 1 + usize::from(slot) * 4;
    numbers.get(at..).and_then(|rest| rest.first_chunk::<4>()).map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use crate::domain::{Company, CompanyId, Kind, RecordKey, RemoteId, StoredInvoice, SyncRun};
    use crate::store::record::samples::{change, commit, created, document, run};
    use crate::store::sled::{OpenOptions, SledStore, check};
    use crate::store::{Commit, Registry, Store, StoreExt};

    fn open(path: &std::path::Path) -> SledStore {
        SledStore::open(path, &OpenOptions::default()).expect("opens").store
    }

    fn company() -> Company {
        let (id, name, provider) = (CompanyId(0), "Medka".to_owned(), "billingo".to_owned());
        let added = jiff::Timestamp::UNIX_EPOCH;
        let (base_url, tax_number, legal_name, login, tenant) = (None, None, None, None, None);
        let books = crate::domain::Books::default();
        Company { id, name, provider, base_url, enabled: true, tax_number, legal_name, added, login, tenant, books }
    }

    /// A commit of these invoices with a comment; `first` says whether they are new.
    fn page(run: &SyncRun, ids: std::ops::Range<u32>, comment: &str, first: bool) -> Commit {
        let upserts = ids.map(|id| {
            let mut upsert = created(run.company.0, &id.to_string(), run.id.0);
            document(&mut upsert).entity.comment = Some(comment.into());
            if !first {
                upsert.changes = vec![change(run.company.0, &id.to_string(), run.id.0, "comment")];
            }
            upsert
        });
        commit(run, upserts.collect())
    }

    fn all(store: &SledStore) -> Vec<StoredInvoice> {
        let ids: Vec<RemoteId> = (0..1000).map(|id| RemoteId::new(id.to_string())).collect();
        store.invoices(CompanyId(1), &ids).expect("read").into_iter().map(|found| found.expect("there")).collect()
    }

    /// Bytes and packs of all files.
    fn size(store: &SledStore) -> (u64, u32) {
        let entries = store.read(|db| db.file_entries(&[])).expect("read");
        entries.iter().fold((0, 0), |(bytes, packs), (_, entry)| (bytes + u64::from(entry.length), packs + entry.packs))
    }

    #[test]
    fn records_that_were_written_again_are_folded_and_nothing_is_lost() {
        let dir = tempfile::tempdir().expect("a folder");
        Registry::open(dir.path()).expect("opens").add(company()).expect("added");
        let store = open(dir.path());
        let mut run = run(1);
        run.id = crate::store::record::samples::begin(&store, &run).expect("begun");
        for from in (0..1000).step_by(100) {
            store.commit(&page(&run, from..from + 100, "first", true)).expect("committed");
        }
        assert_eq!(store.upkeep_step(), Ok(false), "a first sync leaves nothing to do");
        let first = size(&store);
        for turn in ["second", "third", "fourth"] {
            // Few at a time, as nightly syncs bring them.
            for from in (0..1000).step_by(20) {
                store.commit(&page(&run, from..from + 20, turn, false)).expect("committed");
            }
        }
        let (before, state) = (all(&store), store.version().expect("read"));
        let history = |store: &SledStore| store.history(&RecordKey::document(CompanyId(1), RemoteId::new("7"))).expect("read");
        let told = history(&store);
        let mut steps = 0;
        while store.upkeep_step().expect("a step") {
            steps += 1;
            assert!(steps < 1000, "upkeep comes to an end");
            assert!(all(&store) == before, "a reader sees the same after step {steps}");
        }
        let rested = size(&store);
        assert!(rested.0 * 2 <= first.0 * 3, "{first:?} {rested:?}");
        assert_eq!((all(&store), store.version().expect("read")), (before.clone(), state), "nothing was committed");
        store.close().expect("closes");
        assert_eq!(check(dir.path(), false, jiff::Timestamp::UNIX_EPOCH).expect("checked").damage, []);
        let store = open(dir.path());
        assert_eq!((all(&store), history(&store)), (before, told));
        assert_eq!(store.count(CompanyId(1)).expect("read").of(Kind::Document).records, 1000);
    }
}
