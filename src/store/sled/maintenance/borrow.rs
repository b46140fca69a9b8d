//! Reading a store that cannot be opened where it is: on a full disk, on a read-only file system, in a snapshot.
//!
//! sled writes when it opens. So the files are copied to where there is room, and the copy is opened. A copy takes what the store takes,
//! about 1.2 GB for a million invoices, and is bounded by [`MOST`].

use std::fs::File;
use std::path::{Path, PathBuf};

use super::super::lock;
use super::archive;
use crate::store::file::{self, At};
use crate::store::{StoreError, registry};

/// Bytes of the largest store that is copied: that of some three million invoices.
pub(super) const MOST: u64 = 4 << 30;

/// Bytes that a copy needs beside itself.
const ROOM: u64 = 32 << 20;

/// Copies the store in this folder into a new folder in the first of these places that has room for it.
///
/// # Errors
/// Another process has the store, it is larger than is copied, or no place has room.
pub fn borrow(store: &Path, places: &[PathBuf]) -> Result<tempfile::TempDir, StoreError> {
    // The shared lock keeps writers out during the copy. A file system without locks cannot host a store, so nothing writes
    // there.
    let lock = File::open(store.join(lock::FILE)).ok();
    if lock.as_ref().is_some_and(|lock| matches!(lock.try_lock_shared(), Err(std::fs::TryLockError::WouldBlock))) {
        return Err(StoreError::InUse { path: store.to_owned(), pid: None });
    }
    let mut files = archive::files(store)?;
    files.extend(["tokens.json"].map(|name| store.join(name)).into_iter().filter(|path| path.is_file()));
    let size: u64 = files.iter().filter_map(|path| path.metadata().ok()).map(|meta| meta.len()).sum();
    if size > MOST {
        return Err(StoreError::TooLarge { what: format!("{} ({} MB)", store.display(), size >> 20) });
    }
    let needed = size.saturating_mul(2).saturating_add(ROOM);
    let mut refused = None;
    for place in places.iter().filter(|place| place.is_dir()) {
        match file::need_space(place, needed).and_then(|()| copy(store, &files, place)) {
            Ok(copied) => return Ok(copied),
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    Err(refused.unwrap_or_else(|| StoreError::DiskFull { path: store.to_owned() }))
}

fn copy(store: &Path, files: &[PathBuf], place: &Path) -> Result<tempfile::TempDir, StoreError> {
    let ours = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    let folder = tempfile::Builder::new().prefix("faktura-").permissions(ours).tempdir_in(place).at(place)?;
    let into = folder.path().join("store");
    file::create_folder(&into)?;
    file::create_folder(&into.join(registry::KEYS))?;
    for path in files {
        let target = into.join(path.strip_prefix(store).unwrap_or(path));
        if let Some(parent) = target.parent() {
            file::create_folder(parent)?;
        }
        // A pipe would be waited for.
        crate::process::open_file(path).at(path)?;
        std::fs::copy(path, &target).at(&target)?;
        // The copy is writable even if the original is read-only.
        let writable = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(&target, writable).at(&target)?;
    }
    Ok(folder)
}
