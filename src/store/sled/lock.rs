//! The lock that keeps a second process out.
//!
//! `LOCK` is never removed: a removed lock file can be locked twice. While it is held it has the process's number in it.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::OFlags;

use crate::process;
use crate::store::StoreError;
use crate::store::file::{self, At};

/// File of the lock.
pub(in crate::store) const FILE: &str = "LOCK";
/// Pause between two tries to take the maintenance lock, and the number of tries while other processes open the store: two seconds in all.
const OPENING: Duration = Duration::from_millis(2);
const OPENINGS: u32 = 1000;
/// Limit for reading the lock file: longer than any process number.
const LONGEST_PID: u64 = 64;

/// The lock of a store, until it is dropped.
#[derive(Debug)]
pub(in crate::store) struct Lock(File);

impl Lock {
    /// Takes the lock of the store in this folder; creates the folder if it is missing.
    pub(in crate::store) fn take(folder: &Path) -> Result<Self, StoreError> {
        file::create_folder(folder)?;
        let path = folder.join(FILE);
        let mut lock = open(&path).at(&path)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(held(folder, &path));
            }
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Interrupted => return Self::take(folder),
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::PermissionDenied => {
                return Err(StoreError::of_file(&path, &error));
            }
            Err(TryLockError::Error(_)) => return Err(StoreError::NoLocks { path: folder.to_owned() }),
        }
        // A file system that grants it twice would let two processes in.
        let again = process::open_file(&path).at(&path)?;
        if !matches!(again.try_lock(), Err(TryLockError::WouldBlock)) {
            return Err(StoreError::NoLocks { path: folder.to_owned() });
        }
        // The number is for people only; a full disk must not keep the store closed.
        let _ = lock.set_len(0).and_then(|()| lock.rewind()).and_then(|()| write!(lock, "{}", std::process::id()));
        Ok(Self(lock))
    }
}

/// Returns `Ok` if no process has the store in this folder open.
///
/// # Errors
/// `InUse` or `Stopped` if a process has it open.
pub fn is_free(folder: &Path) -> Result<(), StoreError> {
    if !folder.is_dir() {
        return Ok(());
    }
    match Lock::take(folder) {
        // The maintenance command reports these itself.
        Err(StoreError::ReadOnly { .. } | StoreError::ReadOnlyDisk { .. } | StoreError::DiskFull { .. }) => Ok(()),
        taken => taken.map(drop),
    }
}

/// Maintenance lock: while it is held, no process may become host.
///
/// Its file is beside the store's folder, because a restore replaces the folder. It is held for longer than `LOCK`, because
/// maintenance opens and closes the store several times.
#[derive(Debug)]
pub struct MaintenanceLock(File);

impl MaintenanceLock {
    /// Takes the lock, after the processes that are opening the store have it open or gave up. `None` if the parent folder is
    /// missing or the file system has no locks.
    ///
    /// # Errors
    /// Another process holds the lock.
    pub fn begin(folder: &Path) -> Result<Option<Self>, StoreError> {
        if !folder.parent().is_some_and(Path::is_dir) {
            return Ok(None);
        }
        let path = maintenance_file(folder);
        let mut file = match open(&path) {
            // No process can open a store there either.
            Err(error) if matches!(error.kind(), ErrorKind::ReadOnlyFilesystem | ErrorKind::StorageFull) => return Ok(None),
            opened => opened.at(&path)?,
        };
        for _ in 0..OPENINGS {
            match file.try_lock() {
                Ok(()) => {
                    let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| write!(file, "{}", std::process::id()));
                    return Ok(Some(Self(file)));
                }
                Err(TryLockError::WouldBlock) => {}
                // The error of taking `LOCK` describes such a file system.
                Err(TryLockError::Error(_)) => return Ok(None),
            }
            // Opening processes are quick and share the lock; maintenance does not.
            match file.try_lock_shared() {
                Ok(()) => file.unlock().at(&path)?,
                Err(_) => break,
            }
            std::thread::sleep(OPENING);
        }
        Err(held(folder, &path))
    }
}

impl Drop for MaintenanceLock {
    fn drop(&mut self) {
        let _ = self.0.set_len(0);
        let _ = self.0.unlock();
    }
}

/// Held while a process opens the store, so that maintenance cannot begin between the check of [`MaintenanceLock`] and taking `LOCK`.
#[derive(Debug)]
pub struct OpenGuard(#[expect(dead_code, reason = "the lock goes with the file")] Option<File>);

impl OpenGuard {
    /// Takes the guard.
    ///
    /// # Errors
    /// Maintenance is in progress.
    pub fn begin(folder: &Path) -> Result<Self, StoreError> {
        let path = maintenance_file(folder);
        // If the file cannot be opened, taking `LOCK` reports the cause.
        let Ok(file) = open(&path) else { return Ok(Self(None)) };
        match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => Err(held(folder, &path)),
            _ => Ok(Self(Some(file))),
        }
    }
}

/// The file of [`MaintenanceLock`].
pub(in crate::store) fn maintenance_file(folder: &Path) -> PathBuf {
    folder.with_file_name(format!("{}.upkeep", file::name(folder)))
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    let options = options.read(true).write(true).create(true).truncate(false).mode(0o600);
    // A symbolic link in its place is not followed.
    process::open_regular(options, path, OFlags::NOFOLLOW)
}

fn number(path: &Path) -> Option<u32> {
    process::kept_file(path, LONGEST_PID).ok().and_then(|pid| pid.trim().parse().ok())
}

/// The error for a held lock: the process that holds it, or that this process is stopped.
fn held(folder: &Path, lock: &Path) -> StoreError {
    match number(lock) {
        Some(pid) if pid != std::process::id() && process::is_stopped(pid) => {
            StoreError::Stopped { path: folder.to_owned(), pid }
        }
        pid => StoreError::InUse { path: folder.to_owned(), pid },
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

    fn store() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().expect("a folder");
        let folder = dir.path().join("home/store");
        assert!(MaintenanceLock::begin(&folder).expect("nothing").is_none());
        fs::create_dir_all(&folder).expect("created");
        (dir, folder)
    }

    #[test]
    fn maintenance_keeps_others_from_opening_and_ends_with_its_process() {
        let (_dir, folder) = store();
        drop(OpenGuard::begin(&folder).expect("free"));
        let maintenance = MaintenanceLock::begin(&folder).expect("free").expect("a store");
        let refused = StoreError::InUse { path: folder.clone(), pid: Some(std::process::id()) };
        assert_eq!(OpenGuard::begin(&folder).expect_err("maintenance"), refused);
        assert_eq!(MaintenanceLock::begin(&folder).expect_err("maintenance"), refused);
        // A restore puts another folder in its place.
        fs::rename(&folder, folder.with_extension("old")).expect("renamed");
        assert_eq!(OpenGuard::begin(&folder).expect_err("maintenance"), refused);
        drop(maintenance);
        drop(OpenGuard::begin(&folder).expect("free again"));
    }

    #[test]
    fn maintenance_begins_while_other_processes_keep_opening() {
        let (_dir, folder) = store();
        let done = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            let looks = || {
                while !done.load(std::sync::atomic::Ordering::Relaxed) {
                    if let Ok(guard) = OpenGuard::begin(&folder) {
                        drop(Lock::take(&folder));
                        drop(guard);
                    }
                    std::thread::sleep(OPENING / 4);
                }
            };
            scope.spawn(looks);
            scope.spawn(looks);
            let all = (0..50).try_for_each(|_| {
                let maintenance = MaintenanceLock::begin(&folder)?;
                // No other process may be opening the store now.
                let first = Lock::take(&folder)?;
                drop(first);
                std::thread::yield_now();
                Lock::take(&folder)?;
                drop(maintenance);
                Ok(())
            });
            done.store(true, std::sync::atomic::Ordering::Relaxed);
            assert_eq!(all, Ok::<(), StoreError>(()));
        });
    }

    #[test]
    fn a_second_lock_names_the_process_that_holds_it() {
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
