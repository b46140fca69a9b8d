//! `faktura backup` and `faktura restore`: everything in one encrypted file, and back.

use super::args::FileArgs;
use super::context::App;
use super::error::{Exit, Result};
use super::file::size;
use super::out::with;
use crate::service::maintenance;

/// Writes the backup.
pub(super) async fn backup(app: &mut App, args: &FileArgs) -> Result {
    let options = app.options()?;
    let sizes = maintenance::backup(&options, &args.file).await?;
    let locale = app.out.locale();
    let message = with("cli-backup-done", "path", sizes.path.display().to_string()).with("size", size(locale, sizes.after));
    app.out.note(&message);
    Ok(Exit::Done)
}

/// Puts a backup in the place of the store.
pub(super) async fn restore(app: &mut App, args: &FileArgs) -> Result {
    let options = app.options()?;
    let report = maintenance::restore(&options, &args.file).await?;
    let message =
        with("cli-restore-done", "companies", report.companies).with("invoices", report.invoices).with("runs", report.runs);
    app.out.note(&message);
    if let Some(aside) = &report.set_aside {
        app.out.note(&with("cli-restore-aside", "path", aside.display().to_string()));
    }
    if report.tokens > 0 {
        app.out.note(&with("cli-restored-tokens", "count", report.tokens));
    }
    Ok(Exit::Done)
}
