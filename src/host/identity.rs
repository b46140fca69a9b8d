//! The identity that secrets and backups are sealed to: which one opens what.

use std::io::BufReader;
use std::path::{Path, PathBuf};

use crate::config::Identity;
use crate::domain::Message;
use crate::error::{Error, ErrorKind};
use crate::process;
use crate::service::{Options, Result};
use crate::store::{self, Registry};
use crate::vault::{Vault, VaultError};

/// What cannot be opened as a file holds no backup, such as a folder.
pub(super) fn not_opened(file: &Path, error: &std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::InvalidInput | std::io::ErrorKind::IsADirectory => no_backup(file),
        _ => file_error(file, error),
    }
}

/// A file that is not encrypted is no backup: its owner has no key to enter again.
pub(super) fn not_a_backup(file: &Path, error: VaultError) -> Error {
    match error {
        VaultError::Damaged => no_backup(file),
        other => other.into(),
    }
}

pub(super) fn no_backup(file: &Path) -> Error {
    let message = Message::new("service-no-backup").with("path", file.display().to_string());
    Error::new(ErrorKind::Failed, message).hint(Message::new("service-no-backup-hint"))
}

/// The former identity that a backup is sealed to, where it is not the one in use: the one that was named, or one of those kept
/// beside it.
pub(super) fn sealed_to(options: &Options, file: &Path, named: Option<&Path>) -> Result<Option<Vault>> {
    let opens = |vault: &Vault| -> Result<bool> {
        let input = process::open_file(file).map_err(|e| not_opened(file, &e))?;
        match vault.decrypt_stream(BufReader::new(input)) {
            Ok(_) => Ok(true),
            Err(VaultError::OtherKey) => Ok(false),
            Err(error) => Err(not_a_backup(file, error)),
        }
    };
    let of_file = |path: &Path| Vault::open_to_rotate(&Identity::File, path, &*options.passphrase);
    if let Some(named) = named {
        return Ok(Some(of_file(named)?));
    }
    let current = existing(options)?;
    if opens(&current)? {
        return Ok(None);
    }
    let path = &options.paths.identity;
    for old in (1..1000).map(|n| old_name(path, n)).take_while(|path| path.exists()) {
        let Ok(vault) = of_file(&old) else { continue };
        if opens(&vault)? {
            tracing::info!(path = %old.display(), "the backup is sealed to a former identity");
            return Ok(Some(vault));
        }
    }
    Err(Error::from(VaultError::OtherKey).hint(Message::new("service-restore-identity")))
}

/// Where a former identity is kept.
pub(super) fn old_name(path: &Path, number: u32) -> PathBuf {
    path.with_extension(format!("age.old-{number}"))
}

/// The vault; made where there is none and nothing was sealed yet.
pub(super) fn vault(options: &Options) -> Result<Vault> {
    if options.paths.store.is_dir()
        && Registry::open(&options.paths.store)?.companies().iter().any(|company| company.login.is_some())
    {
        return existing(options);
    }
    Ok(Vault::open_or_create(&options.config.identity, &options.paths.identity, &*options.passphrase)?)
}

pub(super) fn existing(options: &Options) -> Result<Vault> {
    Ok(Vault::open_existing(&options.config.identity, &options.paths.identity, &*options.passphrase)?)
}

pub(super) fn file_error(path: &Path, error: &std::io::Error) -> Error {
    if error.kind() == std::io::ErrorKind::AlreadyExists {
        let message = Message::new("export-exists").with("path", path.display().to_string());
        return Error { hint: Some(Message::new("export-exists-hint")), ..Error::new(ErrorKind::Usage, message) };
    }
    match store::StoreError::of_file(path, error) {
        // What a person named is no part of the store.
        store::StoreError::Misplaced { path } | store::StoreError::File { path, .. } => {
            let message = Message::new("store-file").with("path", path.display().to_string());
            Error::new(ErrorKind::Failed, message.with("detail", error.to_string()))
        }
        other => other.into(),
    }
}
