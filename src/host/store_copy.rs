//! Copying the store while no other process writes to it.
//!
//! For: `faktura store copy`. A store in files is closed by the process that has it for as long as that takes; of a database the state at
//! one moment is copied, and its workers go on.

use super::maintenance::alone;
use crate::service::{self, CopyStep, Options, Result, StoreCopied, StorePlace, blocking};

/// Copies the store of the configuration into an empty place. `tell` hears of its progress, on another thread.
///
/// # Errors
/// The place is not empty, the store is in use or damaged, or the copy cannot be written: then nothing of it is kept.
pub async fn copy_store(options: &Options, to: StorePlace, tell: impl Fn(CopyStep) + Send + 'static) -> Result<StoreCopied> {
    let asked = options.clone();
    let work = move || service::copy_store(&asked, &to, &tell);
    if options.config.store.is_shared() {
        return blocking(work).await;
    }
    alone(options.paths.store.clone(), work).await
}
