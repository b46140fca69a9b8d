//! A store that can only be read: its disk is full, or its file system is read-only. A copy of it is opened, read, and removed.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::task::lock;
use super::{Options, Result};
use crate::error::Error;
use crate::store;

/// A read-only copy, and the reason for it.
#[derive(Debug)]
pub(crate) struct Borrowed {
    /// Removed with the process.
    _folder: TempDir,
    /// The error of a change.
    pub(crate) why: Error,
    /// When it was tried last to open the store itself.
    tried: Mutex<Instant>,
}

/// Between two tries to open the store itself.
const AGAIN: Duration = Duration::from_secs(1);

impl Borrowed {
    /// A copy in this folder.
    pub(crate) fn new(folder: TempDir, why: Error) -> Self {
        Self { _folder: folder, why, tried: Mutex::new(Instant::now()) }
    }

    /// Whether the store itself may be open to this process again: there is room on its disk, which takes writes. At most once a second, so
    /// that a store that stays closed delays few answers.
    pub(crate) fn may_end(&self, store: &Path) -> bool {
        let mut tried = lock(&self.tried);
        let may = tried.elapsed() >= AGAIN && store::takes_writes(store);
        if may {
            *tried = Instant::now();
        }
        may
    }
}

/// Whether an error says that there is a store that cannot be written to.
pub(crate) fn is_read_only(error: &Error, options: &Options) -> bool {
    matches!(error.message.id.as_ref(), "store-disk-full" | "store-no-room" | "store-read-only" | "store-read-only-disk")
        && options.paths.store.join("FORMAT").is_file()
}

/// Places for a copy: memory first, because a full disk is full for temporary files too.
fn places() -> Vec<PathBuf> {
    vec![PathBuf::from("/dev/shm"), std::env::temp_dir()]
}

/// The options with the store's copy in the place of the store.
pub(crate) fn borrow(options: &Options) -> Result<(Options, TempDir)> {
    let folder = store::borrow(&options.paths.store, &places())?;
    let mut options = options.clone();
    options.paths.store = folder.path().join("store");
    Ok((options, folder))
}
