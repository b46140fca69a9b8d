//! The files of packs: each of one company, only ever appended to, and removed once nothing points into it.
//!
//! A file is as long as the database says: what a commit that was never acknowledged appended is cut off by the next one. A reader
//! that has a file open reads it to the end, also when it is removed meanwhile.

use std::collections::{BTreeMap, VecDeque};
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::frame::{HEAD, Head, Pack};
use crate::domain::CompanyId;
use crate::store::StoreError;
use crate::store::file::{self, At};
use crate::store::record::Fault;

/// Folder of the files in the folder of the database.
pub(in crate::store) const FOLDER: &str = "packs";

/// Files that stay open for reading.
const OPEN: usize = 32;

/// Bytes of unpacked packs that are kept for the next reader.
const KEPT: usize = 2 << 20;

/// A file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::store) struct FileId {
    pub(in crate::store) company: CompanyId,
    pub(in crate::store) number: u32,
}

impl FileId {
    /// Its name.
    pub(in crate::store) fn name(self) -> String {
        format!("{}-{:06}", self.company.0, self.number)
    }

    /// The file of a name.
    pub(in crate::store) fn parse(name: &str) -> Option<Self> {
        let (company, number) = name.split_once('-')?;
        let id = Self { company: CompanyId(company.parse().ok()?), number: number.parse().ok()? };
        (id.name() == name).then_some(id)
    }
}

/// Place of a pack.
pub(in crate::store) type Place = (FileId, u32);

/// Bytes to append to a file after its acknowledged bytes, which end at `from`.
#[derive(Debug)]
pub(in crate::store) struct Append {
    pub(in crate::store) file: FileId,
    pub(in crate::store) from: u32,
    pub(in crate::store) bytes: Vec<u8>,
}

/// A pack as it stands in its file; without a content where it is damaged.
pub(in crate::store) type Found = (u32, Result<Pack, Fault>);

/// The files of packs of a database.
#[derive(Debug)]
pub(in crate::store) struct PackFiles {
    folder: PathBuf,
    open: Mutex<BTreeMap<FileId, Arc<File>>>,
    kept: Mutex<VecDeque<(Place, Arc<Pack>)>>,
}

impl PackFiles {
    /// The files of the database in this folder.
    pub(in crate::store) fn open(database: &Path) -> Result<Self, StoreError> {
        let folder = database.join(FOLDER);
        file::create_folder(&folder)?;
        Ok(Self { folder, open: Mutex::default(), kept: Mutex::default() })
    }

    /// Path of a file.
    pub(in crate::store) fn path(&self, id: FileId) -> PathBuf {
        self.folder.join(id.name())
    }

    /// Every file that is there.
    pub(in crate::store) fn list(&self) -> Result<Vec<FileId>, StoreError> {
        Ok(file::list(&self.folder)?.iter().filter_map(|path| FileId::parse(file::name(path))).collect())
    }

    /// The pack at a place; `None` where it is damaged or gone.
    pub(in crate::store) fn pack(&self, place: Place) -> Result<Option<Arc<Pack>>, StoreError> {
        let mut kept = self.kept();
        if let Some(at) = kept.iter().position(|(of, _)| *of == place)
            && let Some(found) = kept.remove(at)
        {
            let pack = found.1.clone();
            kept.push_front(found);
            return Ok(Some(pack));
        }
        drop(kept);
        let Some(handle) = self.handle(place.0)? else { return Ok(None) };
        let Ok(pack) = read_at(&handle, u64::from(place.1)).at(&self.path(place.0))? else { return Ok(None) };
        let pack = Arc::new(pack);
        let mut kept = self.kept();
        kept.push_front((place, pack.clone()));
        let mut weight = 0;
        let room = kept.iter().take_while(|(_, pack)| {
            weight += pack.weight();
            weight <= KEPT
        });
        let room = room.count().max(1);
        kept.truncate(room);
        drop(kept);
        Ok(Some(pack))
    }

    /// The packs of a file from a place on, up to its acknowledged length. What follows a damaged head is found by its mark.
    pub(in crate::store) fn packs(
        &self,
        id: FileId,
        from: u32,
        length: u32,
    ) -> Result<impl Iterator<Item = Result<Found, StoreError>>, StoreError> {
        let handle = self.handle(id)?;
        let path = self.path(id);
        let mut at = from;
        Ok(std::iter::from_fn(move || {
            if at >= length {
                return None;
            }
            let begin = at;
            let found = match &handle {
                Some(handle) => read_at(handle, u64::from(at)).at(&path),
                None => Ok(Err(Fault::Checksum)),
            };
            let size = match (&found, &handle) {
                (Ok(Ok(pack)), _) => Ok(pack.head().size()),
                (Ok(Err(_)), Some(handle)) => next_after(handle, u64::from(at), u64::from(length)).at(&path),
                _ => Ok(u64::from(length)),
            };
            match (found, size) {
                (Ok(found), Ok(size)) => {
                    at = at.saturating_add(u32::try_from(size).unwrap_or(u32::MAX));
                    Some(Ok((begin, found)))
                }
                (Err(error), _) | (_, Err(error)) => {
                    at = length;
                    Some(Err(error))
                }
            }
        }))
    }

    /// Appends. Not durable until the file that is returned is synced. When it fails, the file is as long as before.
    pub(in crate::store) fn append(&self, append: &Append) -> Result<File, StoreError> {
        let path = self.path(append.file);
        let begin = append.from == 0;
        let write = || -> io::Result<File> {
            let mut options = fs::OpenOptions::new();
            let file = options.write(true).create(begin).mode(0o600).open(&path)?;
            let from = u64::from(append.from);
            let length = file.metadata()?.len();
            if length < from {
                return Err(io::Error::from(ErrorKind::UnexpectedEof));
            }
            if length > from {
                file.set_len(from)?;
            }
            file.write_all_at(&append.bytes, from).inspect_err(|_| {
                let _ = file.set_len(from);
            })?;
            Ok(file)
        };
        let file = write().at(&path)?;
        if begin {
            file::sync_folder(&self.folder)?;
        }
        Ok(file)
    }

    /// Bytes of a file on the disk; 0 where there is none.
    pub(in crate::store) fn length(&self, id: FileId) -> u64 {
        fs::metadata(self.path(id)).map_or(0, |meta| meta.len())
    }

    /// Makes a file durable.
    pub(in crate::store) fn sync(&self, id: FileId) -> Result<(), StoreError> {
        let path = self.path(id);
        File::open(&path).and_then(|file| file.sync_data()).at(&path)
    }

    /// Removes a file that nothing points into.
    pub(in crate::store) fn remove(&self, id: FileId) -> Result<(), StoreError> {
        self.handles().remove(&id);
        self.kept().retain(|((of, _), _)| *of != id);
        match fs::remove_file(self.path(id)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(StoreError::of_file(&self.path(id), &error)),
            _ => Ok(()),
        }
    }

    /// The file, open for reading; `None` where there is none.
    fn handle(&self, id: FileId) -> Result<Option<Arc<File>>, StoreError> {
        if let Some(open) = self.handles().get(&id) {
            return Ok(Some(open.clone()));
        }
        let path = self.path(id);
        let opened = match crate::process::open_file(&path) {
            Ok(file) => Arc::new(file),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::of_file(&path, &error)),
        };
        let mut handles = self.handles();
        if handles.len() >= OPEN {
            handles.pop_first();
        }
        handles.insert(id, opened.clone());
        Ok(Some(opened))
    }

    fn handles(&self) -> MutexGuard<'_, BTreeMap<FileId, Arc<File>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<(Place, Arc<Pack>)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The pack that begins here.
fn read_at(file: &File, offset: u64) -> io::Result<Result<Pack, Fault>> {
    let mut head = [0; HEAD];
    if !filled(file, &mut head, offset)? {
        return Ok(Err(Fault::Checksum));
    }
    let head = match Head::read(&head) {
        Ok(head) => head,
        Err(fault) => return Ok(Err(fault)),
    };
    // A length that the file does not have takes no memory.
    if file.metadata()?.len() < offset + head.size() {
        return Ok(Err(Fault::Checksum));
    }
    let mut body = vec![0; usize::try_from(head.length).unwrap_or_default()];
    if !filled(file, &mut body, offset + HEAD as u64)? {
        return Ok(Err(Fault::Checksum));
    }
    Ok(Pack::read(head, &body))
}

/// Bytes from a damaged pack to the next whole head, or to the end.
fn next_after(file: &File, offset: u64, length: u64) -> io::Result<u64> {
    let mut head = [0; HEAD];
    if filled(file, &mut head, offset)?
        && let Ok(head) = Head::read(&head)
    {
        return Ok(head.size());
    }
    let mut rest = vec![0; usize::try_from(length - offset).unwrap_or_default()];
    let read = file.read_at(&mut rest, offset)?;
    rest.truncate(read);
    let next = (1..rest.len()).find(|at| rest.get(*at..).is_some_and(|bytes| Head::read(bytes).is_ok()));
    Ok(next.map_or(length - offset, |at| at as u64))
}

fn filled(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<bool> {
    match file.read_exact_at(bytes, offset) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::super::frame;
    use super::*;

    const FILE: FileId = FileId { company: CompanyId(3), number: 1 };

    /// Appends packs of so many records each; returns where they begin and where the file ends.
    fn filled(files: &PackFiles, sizes: &[u32]) -> Vec<u32> {
        let mut places = vec![0];
        let mut bytes = Vec::new();
        for size in sizes {
            let ids: Vec<Vec<u8>> = (0..*size).map(|n| n.to_string().into_bytes()).collect();
            let entries: Vec<frame::Entry<'_>> = ids.iter().map(|id| (&id[..], b"a record".as_slice())).collect();
            frame::write(3, 1, &entries, &mut bytes).expect("written");
            places.push(u32::try_from(bytes.len()).expect("short"));
        }
        files.append(&Append { file: FILE, from: 0, bytes }).expect("appended");
        places
    }

    fn found(files: &PackFiles, length: u32) -> Vec<(u32, Option<usize>)> {
        let packs = files.packs(FILE, 0, length).expect("opened");
        let one = |found: Result<Found, StoreError>| {
            let (at, pack) = found.expect("read");
            (at, pack.ok().map(|pack| pack.entries().count()))
        };
        packs.map(one).collect()
    }

    #[test]
    fn packs_are_read_by_place_and_in_order() {
        let dir = tempfile::tempdir().expect("a folder");
        let files = PackFiles::open(dir.path()).expect("opened");
        let places = filled(&files, &[3, 1, 5]);
        let pack = files.pack((FILE, places[1])).expect("read").expect("whole");
        assert_eq!(pack.entry(0), Some((&b"0"[..], &b"a record"[..])));
        assert_eq!(pack.entry(1), None);
        assert!(files.pack((FILE, places[1] + 1)).expect("read").is_none());
        assert!(files.pack((FileId { number: 2, ..FILE }, 0)).expect("read").is_none());
        assert_eq!(found(&files, places[3]), [(0, Some(3)), (places[1], Some(1)), (places[2], Some(5))]);
        assert_eq!(found(&files, places[2]).len(), 2, "up to the length that was acknowledged");
        assert_eq!(FileId::parse(&FILE.name()), Some(FILE));
        assert_eq!([FileId::parse("3"), FileId::parse("3-1"), FileId::parse("x-000001")], [None; 3]);
    }

    #[test]
    fn what_was_not_acknowledged_is_overwritten_and_nothing_follows_what_is_missing() {
        let dir = tempfile::tempdir().expect("a folder");
        let files = PackFiles::open(dir.path()).expect("opened");
        let places = filled(&files, &[3, 1]);
        let bytes = vec![7; 5];
        files.append(&Append { file: FILE, from: places[1], bytes: bytes.clone() }).expect("appended");
        assert_eq!(files.length(FILE), u64::from(places[1]) + 5);
        let beyond = Append { file: FILE, from: places[2], bytes };
        assert!(files.append(&beyond).is_err());
        files.remove(FILE).expect("removed");
        files.remove(FILE).expect("nothing to remove");
        assert!(files.pack((FILE, 0)).expect("read").is_none());
        assert_eq!(files.list(), Ok(vec![]));
    }

    #[test]
    fn a_flipped_bit_costs_one_pack() {
        let dir = tempfile::tempdir().expect("a folder");
        let files = PackFiles::open(dir.path()).expect("opened");
        let places = filled(&files, &[3, 1, 5]);
        let good = fs::read(files.path(FILE)).expect("read");
        for bit in 0..good.len() * 8 {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            fs::write(files.path(FILE), bad).expect("written");
            let whole: Vec<u32> =
                found(&files, places[3]).into_iter().filter(|(_, pack)| pack.is_some()).map(|(at, _)| at).collect();
            let hit = places.iter().filter(|place| **place as usize <= bit / 8).max().expect("one");
            let others: Vec<u32> = places[..3].iter().copied().filter(|place| place != hit).collect();
            assert_eq!(whole, others, "bit {bit}");
        }
    }
}
