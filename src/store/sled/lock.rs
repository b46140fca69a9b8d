//! The lock that keeps a second process out.
//!
//! `LOCK` is never removed: a removed lock file can be locked twice. While it is held it has the process's number in it.

use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::store::StoreError;
use crate::store::file::{self, At};

/// File of the lock.
pub(in crate::store) const FILE: &str = "LOCK";
/// File of [`Upkeep`].
const UPKEEP: &str = "UPKEEP";

/// The lock of a store, until it is dropped.
#[derive(Debug)]
pub(in crate::store) struct Lock(File);

impl Lock {
    /// Takes the lock of the store in this folder, which is created when there is none.
    pub(in crate::store) fn take(folder: &Path) -> Result<Self, StoreError> {
        file::create_folder(folder)?;
        let path = folder.join(FILE);
        let mut lock =
            fs::OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path).at(&path)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::InUse { path: folder.to_owned(), pid: number(&path) });
            }
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Interrupted => return Self::take(folder),
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::PermissionDenied => {
                return Err(file::failed(&path, &error));
            }
            Err(TryLockError::Error(_)) => return Err(StoreError::NoLocks { path: folder.to_owned() }),
        }
        // A file system that grants it twice would let two processes in.
        let again = File::open(&path).at(&path)?;
        if !matches!(again.try_lock(), Err(TryLockError::WouldBlock)) {
            return Err(StoreError::NoLocks { path: folder.to_owned() });
        }
        // The number is for people only; a full disk must not keep the store closed.
        let _ = lock.set_len(0).and_then(|()| lock.rewind()).and_then(|()| write!(lock, "{}", std::process::id()));
        Ok(Self(lock))
    }
}

/// Whether nobody has the store in this folder open.
///
/// # Errors
/// Somebody has.
pub fn is_free(folder: &Path) -> Result<(), StoreError> {
    if folder.is_dir() { Lock::take(folder).map(drop) } else { Ok(()) }
}

/// Says that somebody looks after the store and wants it alone: whoever would host it waits.
///
/// `UPKEEP` is locked beside `LOCK`, for longer: looking after a store opens and closes it several times.
#[derive(Debug)]
pub struct Upkeep(#[expect(dead_code, reason = "the lock goes with the file")] File);

impl Upkeep {
    /// Says so; `None` where there is no store yet.
    ///
    /// # Errors
    /// Somebody else looks after the store.
    pub fn begin(folder: &Path) -> Result<Option<Self>, StoreError> {
        if !folder.is_dir() {
            return Ok(None);
        }
        let path = folder.join(UPKEEP);
        let mut file =
            fs::OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path).at(&path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::InUse { path: folder.to_owned(), pid: number(&path) }),
            // What `LOCK` says of such a file system is enough.
            Err(TryLockError::Error(_)) => return Ok(None),
        }
        let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| write!(file, "{}", std::process::id()));
        Ok(Some(Self(file)))
    }

    /// Whether nobody looks after the store.
    ///
    /// # Errors
    /// Somebody does.
    pub fn none(folder: &Path) -> Result<(), StoreError> {
        let path = folder.join(UPKEEP);
        let Ok(file) = File::open(&path) else { return Ok(()) };
        match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse { path: folder.to_owned(), pid: number(&path) }),
            _ => Ok(()),
        }
    }
}

fn number(path: &Path) -> Option<u32> {
    fs::read_to_string(path).ok().and_then(|pid| pid.trim().parse().ok())
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.0.set_len(0);
        let _ = self.0.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn upkeep_keeps_others_from_opening_and_ends_with_its_process() {
        let dir = tempfile::tempdir().expect("a folder");
        assert!(Upkeep::begin(&dir.path().join("none")).expect("no store").is_none());
        assert_eq!(Upkeep::none(dir.path()), Ok(()));
        let upkeep = Upkeep::begin(dir.path()).expect("free").expect("a store");
        let refused = Err(StoreError::InUse { path: dir.path().to_owned(), pid: Some(std::process::id()) });
        assert_eq!(Upkeep::none(dir.path()), refused);
        assert!(Upkeep::begin(dir.path()).is_err());
        drop(upkeep);
        assert_eq!(Upkeep::none(dir.path()), Ok(()));
    }

    #[test]
    fn a_second_one_is_told_who_holds_it() {
        let dir = tempfile::tempdir().expect("a folder");
        let folder = dir.path().join("store");
        let lock = Lock::take(&folder).expect("taken");
        let refused = Lock::take(&folder).expect_err("held");
        assert_eq!(refused, StoreError::InUse { path: folder.clone(), pid: Some(std::process::id()) });
        drop(lock);
        drop(Lock::take(&folder).expect("free again"));
        assert_eq!(fs::read(folder.join(FILE)).expect("there"), b"");
    }
}
