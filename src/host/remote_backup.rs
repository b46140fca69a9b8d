//! Backups at an object store.
//!
//! For: `backup --to s3`. The backup is written whole and encrypted to a private file beside the store, kept under a name with
//! its time and its hash, and read back; then the file is removed.

use std::path::Path;

use super::identity::{file_error, vault};
use super::maintenance::{self, BackupReport};
use crate::archive::{ArchiveError, Bucket, NewObject};
use crate::domain::SecretName;
use crate::process::{self, Existing};
use crate::service::{Options, Result, blocking};
use crate::store::Registry;

/// Writes a backup to the bucket of the configuration.
///
/// # Errors
/// There is no bucket or key, the backup cannot be written, or the service refuses it: then nothing is kept.
pub async fn keep_backup(options: &Options) -> Result<BackupReport> {
    let settings = options.config.s3.clone();
    if !settings.is_on() {
        return Err(ArchiveError::NotSet.into());
    }
    super::foreign::own(&options.paths.store)?;
    let asked = options.clone();
    let (bucket, folder) = blocking(move || {
        let blob = Registry::open(&asked.paths.store)?.secret_blob(SecretName::S3)?.ok_or(ArchiveError::NoKey)?;
        let bucket = Bucket::open(&settings, &vault(&asked)?.open(&blob)?)?;
        let home = asked.paths.store.parent().unwrap_or(Path::new(".")).to_owned();
        process::private_folder(&home).map_err(|error| file_error(&home, &error))?;
        let folder = tempfile::Builder::new().prefix(".backup-").tempdir_in(&home).map_err(|error| file_error(&home, &error))?;
        Ok((bucket, folder))
    })
    .await?;
    let file = folder.path().join("all.backup");
    let mut report = maintenance::backup(options, &file, Existing::Keep).await?;
    let (path, at) = (file.clone(), options.clock.now().strftime("%Y%m%dT%H%M%SZ").to_string());
    let object = blocking(move || Ok(NewObject::of_file(&path, &format!("backups/faktura-{at}"), "backup")?)).await?;
    bucket.keep_file(&object, &file).await?;
    report.sizes.path = format!("s3://{}/{}", options.config.s3.bucket, bucket.place(&object.name)).into();
    Ok(report)
}
