//! Small files that are wholly there or not at all, and what every file of the store has in common.
//!
//! For: companies, keys, stamps, manifests. Uses: the file system. Never: the database.
//!
//! Durability: a small file is written to a temporary file in the same folder (mode 0600), synced, renamed over the old
//! one, and the folder is synced. Whatever happens in between, a reader finds the old content or the new one.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use super::StoreError;
use crate::process;

/// No small file is larger; of one that claims to be, so much is read.
const LARGEST: u64 = 256 << 20;

/// Beginning of the names of temporary files; what is left of them after a crash is removed.
pub(in crate::store) const TEMPORARY: &str = ".tmp-";

/// Adds the path to the error of a file.
pub(in crate::store) trait At<T> {
    /// In the words of the store.
    fn at(self, path: &Path) -> Result<T, StoreError>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, path: &Path) -> Result<T, StoreError> {
        self.map_err(|error| StoreError::of_file(path, &error))
    }
}

/// Creates a folder that only its owner may enter, with its parents.
pub(in crate::store) fn create_folder(path: &Path) -> Result<(), StoreError> {
    if path.is_dir() {
        return Ok(());
    }
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path).at(path)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes what was created, renamed or removed in a folder durable.
pub(in crate::store) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    // The parent of a relative path of one part is the empty path.
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    File::open(path).and_then(|folder| folder.sync_all()).at(path)
}

/// Replaces a small file: afterwards it has this content durably, or the old one.
pub(in crate::store) fn write(path: &Path, content: &[u8]) -> Result<(), StoreError> {
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    let mut file = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder).at(path)?;
    file.write_all(content).at(path)?;
    file.as_file().sync_data().at(path)?;
    file.persist(path).map_err(|error| StoreError::of_file(path, &error.error))?;
    sync_folder(folder)
}

/// The content of a small file; `None` when there is none.
pub(in crate::store) fn read(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    let content = || -> io::Result<Vec<u8>> {
        let mut content = Vec::new();
        process::open_file(path)?.take(LARGEST).read_to_end(&mut content)?;
        Ok(content)
    };
    match content() {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::of_file(path, &error)),
    }
}

/// Removes a file durably. One that is not there is no error.
pub(in crate::store) fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Ok(()) => path.parent().map_or(Ok(()), sync_folder),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(StoreError::of_file(path, &error)),
    }
}

/// Removes a folder with all that is in it. One that is not there is no error.
pub(in crate::store) fn remove_folder(path: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(path) {
        Ok(()) => path.parent().map_or(Ok(()), sync_folder),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(StoreError::of_file(path, &error)),
    }
}

/// Renames a file or folder durably.
pub(in crate::store) fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to).at(from)?;
    to.parent().map_or(Ok(()), sync_folder)
}

/// Puts a folder in the place of another one, which is then where this says: at `aside` unless its name could not be changed any more.
/// Where the file system can do that, there is one in the place at every instant.
///
/// # Errors
/// Nothing changed places.
pub(in crate::store) fn take_place(new: &Path, place: &Path, aside: &Path) -> Result<PathBuf, StoreError> {
    if !exchanged(new, place).at(place)? {
        by_turns(new, place, aside).at(place)?;
        return Ok(aside.to_owned());
    }
    Ok(fs::rename(new, aside).map_or_else(|_| new.to_owned(), |()| aside.to_owned()))
}

/// Puts two folders in each other's place in one step; false where the file system cannot.
fn exchanged(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(error) if [Errno::INVAL, Errno::NOSYS, Errno::NOTSUP, Errno::OPNOTSUPP].contains(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// [`take_place`] in two steps.
fn by_turns(new: &Path, place: &Path, aside: &Path) -> io::Result<()> {
    fs::rename(place, aside)?;
    fs::rename(new, place).or_else(|error| fs::rename(aside, place).and(Err(error)))
}

/// Removes what a crash left of temporary files in a folder.
pub(in crate::store) fn remove_temporary(folder: &Path) -> Result<(), StoreError> {
    for path in list(folder)? {
        if path.is_file() && name(&path).starts_with(TEMPORARY) {
            remove(&path)?;
        }
    }
    Ok(())
}

/// Files and folders in a folder, by name; empty if the folder is missing.
pub(in crate::store) fn list(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::of_file(folder, &error)),
    };
    let mut paths = entries.map(|entry| entry.map(|e| e.path())).collect::<io::Result<Vec<_>>>().at(folder)?;
    paths.sort();
    Ok(paths)
}

/// Every file below a folder, in the order of the paths.
pub(in crate::store) fn walk(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut files = Vec::new();
    for path in list(folder)? {
        if path.is_dir() {
            files.extend(walk(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

/// Bytes of all files below a folder.
pub(in crate::store) fn size(folder: &Path) -> Result<u64, StoreError> {
    walk(folder)?.iter().try_fold(0, |sum, path| Ok(sum + fs::metadata(path).at(path)?.len()))
}

/// The last part of a path, as far as it is text.
pub(in crate::store) fn name(path: &Path) -> &str {
    path.file_name().and_then(OsStr::to_str).unwrap_or_default()
}

/// A path `name-1`, `name-2`… in the folder that is not taken yet.
pub(in crate::store) fn free_name(folder: &Path, name: &str) -> PathBuf {
    (1u32..10_000).map(|n| folder.join(format!("{name}-{n}"))).find(|path| !path.exists()).unwrap_or_else(|| folder.join(name))
}

/// Copies a folder with all that is in it and syncs the copy.
pub(in crate::store) fn copy_folder(from: &Path, to: &Path) -> Result<(), StoreError> {
    create_folder(to)?;
    for path in list(from)? {
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_folder(&path, &target)?;
        } else {
            // A pipe would be waited for.
            process::open_file(&path).at(&path)?;
            fs::copy(&path, &target).at(&target)?;
            File::open(&target).and_then(|file| file.sync_all()).at(&target)?;
        }
    }
    sync_folder(to)
}

/// Refuses when less than this is free on the disk of a folder.
pub(in crate::store) fn need_space(folder: &Path, bytes: u64) -> Result<(), StoreError> {
    let Ok(disk) = rustix::fs::statvfs(folder) else { return Ok(()) };
    // Some network file systems tell nothing: all zero.
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    if disk.f_blocks > 0 && free < bytes {
        return Err(StoreError::NoRoom { path: folder.to_owned(), free, needed: bytes });
    }
    Ok(())
}

/// Up to `length` bytes of a file from `offset` on.
pub(in crate::store) fn read_range(path: &Path, offset: u64, length: u64) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    let mut file = crate::process::open_file(path).at(path)?;
    file.seek(SeekFrom::Start(offset)).at(path)?;
    file.take(length).read_to_end(&mut bytes).at(path)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_folder_takes_the_place_of_another_or_nothing_moves() {
        type Way = fn(&Path, &Path, &Path) -> Result<PathBuf, StoreError>;
        let in_turns: Way = |new, place, aside| by_turns(new, place, aside).at(place).map(|()| aside.to_owned());
        for way in [take_place as Way, in_turns] {
            let dir = tempfile::tempdir().expect("a folder");
            let [new, place, aside] = ["new", "place", "aside"].map(|name| dir.path().join(name));
            for folder in [&new, &place] {
                fs::create_dir(folder).expect("created");
                fs::write(folder.join(name(folder)), "").expect("written");
            }
            assert!(way(&dir.path().join("none"), &place, &aside).is_err());
            assert_eq!(list(dir.path()).expect("there"), [new.clone(), place.clone()]);
            assert_eq!(list(&place).expect("there"), [place.join("place")]);
            assert_eq!(way(&new, &place, &aside), Ok(aside.clone()));
            assert_eq!(list(dir.path()).expect("there"), [aside.clone(), place.clone()]);
            assert_eq!(list(&place).expect("there"), [place.join("new")]);
            assert_eq!(list(&aside).expect("there"), [aside.join("place")]);
        }
        // The old one's new name is taken: it is told where it is.
        let dir = tempfile::tempdir().expect("a folder");
        let [new, place, aside] = ["new", "place", "aside"].map(|name| dir.path().join(name));
        for folder in [&new, &place, &aside] {
            fs::create_dir(folder).expect("created");
            fs::write(folder.join(name(folder)), "").expect("written");
        }
        assert_eq!(take_place(&new, &place, &aside), Ok(new.clone()));
        assert_eq!(list(&new).expect("there"), [new.join("place")]);
    }

    #[test]
    fn a_small_file_is_private_and_replaced_whole() {
        let dir = tempfile::tempdir().expect("a folder");
        let folder = dir.path().join("a/b");
        create_folder(&folder).expect("created");
        assert_eq!(fs::metadata(&folder).expect("there").permissions().mode() & 0o777, 0o700);
        let path = folder.join("x");
        assert_eq!(read(&path).expect("read"), None);
        write(&path, b"one").expect("written");
        write(&path, b"two").expect("written");
        assert_eq!(read(&path).expect("read").as_deref(), Some(&b"two"[..]));
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        assert_eq!(list(&folder).expect("listed").len(), 1, "no temporary file is left");
        fs::write(folder.join(".tmp-left"), b"").expect("written");
        remove_temporary(&folder).expect("cleaned");
        assert_eq!(list(&folder).expect("listed").len(), 1);
    }

    #[test]
    fn errors_of_the_disk_are_told_apart() {
        let path = Path::new("/a/b");
        let of = |kind: ErrorKind| StoreError::of_file(path, &io::Error::from(kind));
        assert_eq!(of(ErrorKind::StorageFull), StoreError::DiskFull { path: "/a".into() });
        assert_eq!(of(ErrorKind::ReadOnlyFilesystem), StoreError::ReadOnlyDisk { path: "/a".into() });
        assert!(matches!(of(ErrorKind::InvalidData), StoreError::File { .. }));
        let dir = tempfile::tempdir().expect("a folder");
        assert!(matches!(need_space(dir.path(), u64::MAX), Err(StoreError::NoRoom { .. })));
        assert_eq!(need_space(dir.path(), 1), Ok(()));
    }
}
