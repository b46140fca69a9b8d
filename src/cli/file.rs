//! Files that people name: written whole or not at all.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rust_decimal::Decimal;

use super::error::{CliError, Result};
use crate::locale::Locale;
use crate::process::WholeFile;

/// Writes a file: into a temporary one beside it, synced, then renamed over what was there.
pub(super) async fn write(path: PathBuf, bytes: Vec<u8>) -> Result<()> {
    replace(path, move |file| file.write_all(&bytes)).await
}

/// The same for contents that are made while they are written.
pub(super) async fn replace(
    path: PathBuf,
    fill: impl FnOnce(&mut std::fs::File) -> io::Result<()> + Send + 'static,
) -> Result<()> {
    let shown = path.clone();
    let written = tokio::task::spawn_blocking(move || replace_now(&path, fill)).await;
    match written {
        Ok(result) => result.map_err(|error| CliError::file(shown, &error).into()),
        Err(error) => Err(CliError::System { detail: error.to_string() }.into()),
    }
}

fn replace_now(path: &Path, fill: impl FnOnce(&mut std::fs::File) -> io::Result<()>) -> io::Result<()> {
    let file = WholeFile::begin(path)?;
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
        write(path.clone(), b"first".to_vec()).await.unwrap();
        let failed = replace(path.clone(), |file| {
            file.write_all(b"half")?;
            Err(io::Error::other("no more"))
        });
        assert!(failed.await.is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"first");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
        assert!(write(folder.path().join("no/such/folder"), Vec::new()).await.is_err());
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
