//! Files that only their owner may read: checked when read, made so when written.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::VaultError;
use crate::process;

/// Limit: longer than any identity or SSH key.
const MAX_BYTES: usize = 64 * 1024;

/// A private file's content, with its permission bits.
pub(super) struct Private {
    /// Content.
    pub bytes: Zeroizing<Vec<u8>>,
    /// Its permission bits.
    pub mode: u32,
}

/// Reads a file that is ours alone; refuses one that others can read or own.
pub(super) fn read(path: &Path) -> Result<Private, VaultError> {
    let refuse = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => VaultError::Missing { path: path.to_path_buf() },
        _ => VaultError::file(path, &error),
    };
    if !fs::metadata(path).map_err(refuse)?.is_file() {
        return Err(VaultError::NotFile { path: path.to_path_buf() });
    }
    // A pipe put in its place meanwhile does not block either.
    let file = process::open_file(path).map_err(refuse)?;
    let meta = file.metadata().map_err(refuse)?;
    let mode = meta.mode() & 0o7777;
    if meta.uid() != process::user_id() {
        return Err(VaultError::Owner { path: path.to_path_buf(), uid: meta.uid() });
    }
    if mode & 0o077 != 0 {
        return Err(VaultError::Permissions { path: path.to_path_buf(), mode });
    }
    // Room for all at once, so that no copy is left behind by a buffer that grows.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_BYTES + 64));
    file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(refuse)?;
    if bytes.len() > MAX_BYTES {
        return Err(VaultError::NotIdentity { path: path.to_path_buf() });
    }
    Ok(Private { bytes, mode })
}

/// Writes a new file, 0600, whole and durable or not at all. `false` when there is one already; that one stays.
pub(super) fn create(path: &Path, bytes: &[u8]) -> Result<bool, VaultError> {
    let written = write_beside(path, bytes)?;
    match written.persist_noclobber(path) {
        Ok(_) => sync_folder(path).map(|()| true),
        Err(failed) if failed.error.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
        Err(failed) => Err(VaultError::file(path, &failed.error)),
    }
}

/// Writes a file, 0600, in place of what is there, whole and durable or not at all.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), VaultError> {
    let written = write_beside(path, bytes)?;
    written.persist(path).map_err(|failed| VaultError::file(path, &failed.error))?;
    sync_folder(path)
}

/// Renames a file and replaces the file of that name. Durable only after [`sync_folder`].
pub(super) fn rename(from: &Path, to: &Path) -> Result<(), VaultError> {
    fs::rename(from, to).map_err(|e| VaultError::file(to, &e))
}

/// A file in the folder of `path`, 0600 from its first moment, written and synced; it goes away unless it gets a name.
fn write_beside(path: &Path, bytes: &[u8]) -> Result<tempfile::NamedTempFile, VaultError> {
    let folder = folder_of(path);
    let failed = |e: std::io::Error| VaultError::file(path, &e);
    process::private_folder(&folder).map_err(|e| VaultError::file(&folder, &e))?;
    let mut file = tempfile::Builder::new().prefix(".identity-").tempfile_in(&folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    Ok(file)
}

/// Makes the names in the folder of `path` durable.
pub(super) fn sync_folder(path: &Path) -> Result<(), VaultError> {
    let folder = folder_of(path);
    File::open(&folder).and_then(|f| f.sync_all()).map_err(|e| VaultError::file(&folder, &e))
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}
