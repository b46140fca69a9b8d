//! `faktura compact`: gives space that is no longer used back to the disk.

use super::context::App;
use super::error::{Exit, Result};
use super::file::size;
use super::out::with;
use crate::host::maintenance;

/// Compacts and tells what it gained.
pub(super) async fn run(app: &mut App) -> Result {
    let options = app.options()?;
    let sizes = maintenance::compact(&options).await?;
    let locale = app.out.locale();
    let message = with("cli-compact-done", "before", size(locale, sizes.before)).with("after", size(locale, sizes.after));
    app.out.note(&message);
    Ok(Exit::Done)
}
