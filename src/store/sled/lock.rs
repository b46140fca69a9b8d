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
                let pid = fs::read_to_string(&path).ok().and_then(|pid| pid.trim().parse().ok());
                return Err(StoreError::InUse { path: folder.to_owned(), pid });
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
