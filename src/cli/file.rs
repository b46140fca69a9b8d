//! Files that people name: written whole or not at all.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rust_decimal::Decimal;

use super::context::App;
use super::error::{CliError, Result};
use crate::locale::Locale;
use crate::process::{Existing, WholeFile};

/// Whether a person means standard output by the name of a file. A file of that name is `./-`.
pub(super) fn is_stdout(path: &Path) -> bool {
    path == Path::new("-") || path == Path::new("/dev/stdout")
}

/// Refuses to write binary data to a terminal.
pub(super) fn refuse_terminal(app: &App) -> Result<()> {
    if app.environment.stdout_is_terminal { Err(CliError::BinaryToTerminal.into()) } else { Ok(()) }
}

/// The meaning of `--force` for an existing file.
pub(super) const fn existing(force: bool) -> Existing {
    if force { Existing::Replace } else { Existing::Keep }
}

/// Writes a file: into a temporary one beside it, synced, then moved to its place.
pub(super) async fn write(path: PathBuf, existing: Existing, bytes: Vec<u8>) -> Result<()> {
    fill(path, existing, move |file| file.write_all(&bytes)).await
}

/// Like `write`, for content made while it is written.
pub(super) async fn fill(
    path: PathBuf,
    existing: Existing,
    fill: impl FnOnce(&mut std::fs::File) -> io::Result<()> + Send + 'static,
) -> Result<()> {
    let shown = path.clone();
    let written = tokio::task::spawn_blocking(move || fill_now(&path, existing, fill)).await;
    match written {
        Ok(result) => result.map_err(|error| CliError::file(shown, &error).into()),
        Err(error) => Err(CliError::System { detail: error.to_string() }.into()),
    }
}

/// Like [`fill`], on this thread.
pub(super) fn fill_now(
    path: &Path,
    existing: Existing,
    fill: impl FnOnce(&mut std::fs::File) -> io::Result<()>,
) -> io::Result<()> {
    let file = WholeFile::begin(path, existing)?;
    fill(&mut file.temporary().reopen()?)?;
    file.put().map(drop)
}

/// A size as people write it.
pub(super) fn size(locale: &Locale, bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let mut value = Decimal::from(bytes);
    let mut unit = "B";
    for next in UNITS {
        if value < Decimal::ONE_THOUSAND {
            break;
        }
        value /= Decimal::ONE_THOUSAND;
        unit = next;
    }
    format!("{} {unit}", locale.decimal(value.round_dp(1), 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_is_replaced_whole_or_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        write(path.clone(), Existing::Keep, b"first".to_vec()).await.unwrap();
        assert!(write(path.clone(), Existing::Keep, b"other".to_vec()).await.is_err());
        let failed = fill(path.clone(), Existing::Replace, |file| {
            file.write_all(b"half")?;
            Err(io::Error::other("no more"))
        });
        assert!(failed.await.is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"first");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
        assert!(write(folder.path().join("no/such/folder"), Existing::Keep, Vec::new()).await.is_err());
    }

    #[test]
    fn sizes_are_short() {
        let locale = crate::locale::english();
        assert_eq!(size(locale, 999), "999 B");
        assert_eq!(size(locale, 15_300_000), "15.3 MB");
        assert_eq!(size(locale, 0), "0 B");
        assert_eq!(size(crate::locale::Lang::Hu.locale(), 2_500), "2,5 KB");
    }
}
