//! Looking after the store as a whole and the identity that secrets are sealed to.
//!
//! For: `check`, `backup`, `restore`, `compact` and `key`. Each opens what it needs alone, for the time of the call; a process
//! that has the store lets go of it meanwhile.

use std::fs::File;
use std::io::{BufReader, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use super::HostError;
use super::client::{Yielded, request_yield};
use super::contents::lacks;
use super::foreign;
use super::identity::{existing, file_error, not_a_backup, not_opened, old_name, sealed_to, vault};
use crate::config::Paths;
use crate::domain::{AuditEntry, Message};
use crate::error::{Error, ErrorKind};
use crate::process::{self, Existing, WholeFile};
use crate::service::{Options, Result, ServiceError, blocking, borrowed, check_database, check_secrets, forget_index, kind_of};
use crate::store::sled::{self, MaintenanceLock, OpenOptions, SledStore};
use crate::store::{self, CheckReport, Registry, Sizes, Store, StoreError, Tokens};
use crate::vault::Vault;

/// A backup that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupReport {
    /// Where it is, and how large.
    pub sizes: Sizes,
    /// What is missing in it because it is missing in the store, one message a company.
    pub lacks: Vec<Message>,
}

/// What a restored backup held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreReport {
    /// Where the store that was there before now is; `None` when there was none.
    pub set_aside: Option<PathBuf>,
    /// Companies in the backup.
    pub companies: u64,
    /// Invoices in the backup.
    pub invoices: u64,
    /// Runs in the backup.
    pub runs: u64,
    /// Number of tokens before: they are in no backup and no longer valid.
    pub tokens: usize,
}

/// The identity that secrets are sealed to, as far as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityInfo {
    /// The file that holds it.
    pub path: PathBuf,
    /// Its public half: what others may seal to.
    pub recipient: String,
    /// Whether this call made it.
    pub created: bool,
}

/// What a change of identity did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// The new identity.
    pub identity: IdentityInfo,
    /// Secrets that were sealed anew.
    pub secrets: u64,
}

/// Time that the host may take to close the store.
const ROOM: Duration = Duration::from_secs(15);
/// Between two looks whether they have.
const LOOK: Duration = Duration::from_millis(20);

/// Works on the store alone: the host closes it meanwhile. Refused while a sync runs.
pub(super) async fn alone<T: Send + 'static>(store: PathBuf, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    foreign::own(&store)?;
    let deadline = Instant::now() + ROOM;
    // Another maintenance command may be done in a moment.
    let upkeep = loop {
        let folder = store.clone();
        match blocking(move || Ok(MaintenanceLock::begin(&folder)?)).await {
            Err(error) if may_let_go(&error) && Instant::now() < deadline => tokio::time::sleep(LOOK).await,
            begun => break begun?,
        }
    };
    loop {
        let folder = store.clone();
        match blocking(move || Ok(sled::is_free(&folder)?)).await {
            Ok(()) => break,
            Err(error) if may_let_go(&error) && upkeep.is_some() && Instant::now() < deadline => {}
            Err(error) => return Err(error),
        }
        match request_yield(&store).await {
            Ok(Yielded::Syncs) => return Err(ServiceError::SyncRuns.into()),
            Ok(Yielded::No) => return Err(HostError::Refused.into()),
            Ok(Yielded::Yes) | Err(_) => {}
        }
        tokio::time::sleep(LOOK).await;
    }
    blocking(move || {
        let done = work();
        // Here and not in the caller: a caller that stops waiting does not stop the work.
        drop(upkeep);
        done
    })
    .await
}

/// Refuses what a database does with tools of its own.
fn only_files(options: &Options, command: &str) -> Result<()> {
    if !options.config.store.is_shared() {
        return Ok(());
    }
    let message = |id| Message::new(id).with("command", command);
    Err(Error::new(ErrorKind::Usage, message("store-shared-maintenance")).hint(message("store-shared-maintenance-hint")))
}

/// Whether the process that has the store may let go of it by itself.
fn may_let_go(error: &Error) -> bool {
    error.kind == ErrorKind::InUse && error.message.id != "store-stopped"
}

/// Forgets what was kept of a store beside it: it becomes another one.
fn forget(paths: &Paths) {
    forget_index(paths);
}

/// Looks at every record; with `repair` rebuilds what is derived.
pub async fn check(options: &Options, repair: bool) -> Result<CheckReport> {
    if options.config.store.is_shared() {
        let asked = options.clone();
        return blocking(move || check_database(&asked, repair)).await;
    }
    let (path, paths, now, asked) = (options.paths.store.clone(), options.paths.clone(), options.clock.now(), options.clone());
    alone(options.paths.store.clone(), move || {
        if repair {
            forget(&paths);
        }
        let mut report = check_files(&asked, &path, repair, now)?;
        if path.is_dir()
            && let Ok(registry) = Registry::open(&path)
        {
            check_secrets(&asked, &registry, repair, &mut report);
        }
        if repair && !report.damage.is_empty() {
            note(&asked, "check.repair", format!("{} of {}", report.repaired, report.damage.len()));
        }
        Ok(report)
    })
    .await
}

/// Checks the store, or a copy of one that cannot be written to.
fn check_files(options: &Options, path: &Path, repair: bool, now: Timestamp) -> Result<CheckReport> {
    let error = match store::check_with(path, repair, now, &|blob| kind_of(options, blob)) {
        Err(error) => Error::from(error),
        report => return Ok(report?),
    };
    if repair || !borrowed::is_read_only(&error, options) {
        return Err(error);
    }
    let (copy, _folder) = borrowed::borrow(options)?;
    let mut report = store::check(&copy.paths.store, false, now)?;
    let (there, here) = (copy.paths.store.display().to_string(), path.display().to_string());
    for damage in &mut report.damage {
        damage.place = damage.place.replace(&there, &here);
    }
    Ok(report)
}

/// Puts on record what was done to the store as a whole. The work is done: a line that cannot be written is told in the log alone.
fn note(options: &Options, action: &str, subject: String) {
    let line = AuditEntry {
        sequence: 0,
        at: options.clock.now(),
        actor: options.actor.clone(),
        from: format!("pid {}", std::process::id()),
        action: action.to_owned(),
        subject,
    };
    let written = open(options).and_then(|store| store.audit(&line).and_then(|()| store.close()));
    if let Err(error) = written {
        tracing::warn!(%error, action, "there is no line in the audit log");
    }
}

/// The store, for the time of a call.
fn open(options: &Options) -> std::result::Result<SledStore, StoreError> {
    let open = OpenOptions { cache_bytes: options.config.cache_bytes, now: options.clock.now(), ..OpenOptions::default() };
    Ok(SledStore::open(&options.paths.store, &open)?.store)
}

/// Puts on record how it ended.
fn noted<T>(options: &Options, action: &str, subject: &str, done: Result<T>) -> Result<T> {
    match &done {
        Ok(_) => note(options, action, subject.to_owned()),
        // A store that is in use or not there has no line, either.
        Err(error) if error.kind == ErrorKind::InUse || !options.paths.store.is_dir() => {}
        Err(_) => note(options, &format!("{action}.failed"), subject.to_owned()),
    }
    done
}

/// Writes the store, its journal and the sealed secrets into one file, encrypted to the identity.
///
/// The file is replaced only by a whole backup, and only if `existing` says so.
pub async fn backup(options: &Options, file: &Path, existing: Existing) -> Result<BackupReport> {
    only_files(options, "backup")?;
    let (options, file) = (options.clone(), file.to_owned());
    alone(options.paths.store.clone(), move || {
        if is_ours(&file, &options) {
            let message = Message::new("service-backup-place").with("path", file.display().to_string());
            return Err(Error::new(ErrorKind::Usage, message));
        }
        let done = match write_backup(&options, &file, existing) {
            // The store is on a full disk or cannot be written to; the file may be elsewhere.
            Err(error) if borrowed::is_read_only(&error, &options) => {
                let (copy, _folder) = borrowed::borrow(&options)?;
                return write_backup(&copy, &file, existing).map_err(|_| error);
            }
            done => done,
        };
        noted(&options, "backup", &file.display().to_string(), done)
    })
    .await
}

fn write_backup(options: &Options, file: &Path, existing: Existing) -> Result<BackupReport> {
    let failed = |e: &std::io::Error| file_error(file, e);
    let target = WholeFile::begin(file, existing).map_err(|e| failed(&e))?;
    let (before, lacks) = seal(options, target.temporary().as_file(), file)?;
    let after = target.put().map_err(|e| failed(&e))?;
    Ok(BackupReport { sizes: Sizes { path: file.to_owned(), before, after }, lacks })
}

/// The same into a stream, which gets its first byte once the backup is complete and the store is free again.
pub async fn backup_to(options: &Options, mut out: impl Write + Send + 'static) -> Result<std::io::Result<BackupReport>> {
    only_files(options, "backup")?;
    let (options, path) = (options.clone(), PathBuf::from("-"));
    let shown = path.clone();
    let (mut whole, before, lacks) = alone(options.paths.store.clone(), move || {
        let whole = tempfile::tempfile().map_err(|e| file_error(&std::env::temp_dir(), &e))?;
        let (before, lacks) = seal(&options, &whole, &shown)?;
        Ok((whole, before, lacks))
    })
    .await?;
    blocking(move || {
        let copied =
            whole.rewind().and_then(|()| std::io::copy(&mut whole, &mut out)).and_then(|size| out.flush().map(|()| size));
        Ok(copied.map(|after| BackupReport { sizes: Sizes { path, before, after }, lacks }))
    })
    .await
}

/// Writes the store to a file, encrypted to the identity. Returns how many bytes the store has, and what it lacks.
fn seal(options: &Options, into: &File, shown: &Path) -> Result<(u64, Vec<Message>)> {
    let vault = vault(options)?;
    let failed = |e: &std::io::Error| file_error(shown, e);
    let mut writer = BufWriter::new(vault.encrypt_stream(into).map_err(|e| failed(&e))?);
    let before = store::backup(&options.paths.store, &mut writer, options.clock.now())?;
    writer.into_inner().map_err(|e| failed(e.error()))?.finish().map_err(|e| failed(&e))?;
    Ok((before, lacks(options)?))
}

/// Whether there is a store with companies, or one with an unreadable list of companies.
pub async fn has_data(options: &Options) -> Result<bool> {
    let store = options.paths.store.clone();
    foreign::own(&store)?;
    blocking(move || Ok(store.is_dir() && Registry::open(&store).map_or(true, |registry| !registry.companies().is_empty()))).await
}

/// Puts a backup in the place of the store, once it was read to its end and found whole.
pub async fn restore(options: &Options, file: &Path, identity: Option<&Path>) -> Result<RestoreReport> {
    only_files(options, "restore")?;
    let (options, file, identity) = (options.clone(), file.to_owned(), identity.map(Path::to_owned));
    foreign::own(&options.paths.store)?;
    let home = options.paths.store.parent().unwrap_or(Path::new(".")).to_owned();
    // No process may create a store meanwhile.
    blocking(move || process::private_folder(&home).map_err(|error| file_error(&home, &error))).await?;
    alone(options.paths.store.clone(), move || {
        let older = sealed_to(&options, &file, identity.as_deref())?;
        let current = vault(&options)?;
        let input = process::open_file(&file).map_err(|e| not_opened(&file, &e))?;
        let mut reader = older
            .as_ref()
            .unwrap_or(&current)
            .decrypt_stream(BufReader::new(input))
            .map_err(|error| not_a_backup(&file, error))?;
        let before = store::audit_lines(&options.paths.store);
        // Tokens of a damaged file are not valid either.
        let tokens = Tokens::new(&options.paths.store).all().map_or(0, |tokens| tokens.len());
        forget(&options.paths);
        let restored = store::restore(&mut reader, &options.paths.store, options.clock.now());
        let restored = match restored {
            Ok(restored) => restored,
            Err(error) => return noted(&options, "restore", &file.display().to_string(), Err(error.into())),
        };
        if let Some(older) = &older {
            reseal(&options, older, &current)?;
        }
        let (held, kept) = (store::audit_lines(&options.paths.store), restored.set_aside.as_ref());
        let kept = kept.map_or_else(|| "–".to_owned(), |path| path.display().to_string());
        let lines = format!("{}: {held} lines of the audit log, {before} before ({kept})", file.display());
        note(&options, "restore", lines);
        Ok(RestoreReport {
            set_aside: restored.set_aside,
            companies: restored.companies,
            invoices: restored.invoices,
            runs: restored.runs,
            tokens,
        })
    })
    .await
}

/// Seals what a former identity opens to the one in use.
fn reseal(options: &Options, older: &Vault, current: &Vault) -> Result<()> {
    let registry = Registry::open(&options.paths.store)?;
    let again = |blob: Vec<u8>| -> Result<Option<Vec<u8>>> {
        match older.open(&blob) {
            Ok(secret) => Ok(Some(current.seal(&secret)?)),
            // It is sealed to another one already.
            Err(_) => Ok(None),
        }
    };
    for login in registry.logins() {
        if let Some(blob) = registry.login_blob(login.id)?.map(again).transpose()?.flatten() {
            registry.set_login_blob(login.id, &blob)?;
        }
    }
    for secret in registry.secret_names()? {
        if let Some(blob) = registry.secret_blob(secret.clone())?.map(again).transpose()?.flatten() {
            registry.set_secret_blob(secret, &blob)?;
        }
    }
    Ok(())
}

/// Writes the database anew without the space that it no longer uses.
pub async fn compact(options: &Options) -> Result<Sizes> {
    only_files(options, "compact")?;
    let (path, now) = (options.paths.store.clone(), options.clock.now());
    let asked = options.clone();
    alone(options.paths.store.clone(), move || noted(&asked, "compact", "", store::compact(&path, now).map_err(Error::from)))
        .await
}

/// Makes the identity where there is none.
pub async fn key_init(options: &Options) -> Result<IdentityInfo> {
    foreign::own(&options.paths.store)?;
    let options = options.clone();
    blocking(move || {
        let there = Vault::exists(&options.config.identity, &options.paths.identity);
        let vault = Vault::open_or_create(&options.config.identity, &options.paths.identity, &*options.passphrase)?;
        if !there && options.paths.store.is_dir() {
            note(&options, "key.init", vault.recipient());
        }
        Ok(info(&vault, !there))
    })
    .await
}

/// Tells about the identity.
pub async fn key_show(options: &Options) -> Result<IdentityInfo> {
    foreign::own(&options.paths.store)?;
    let options = options.clone();
    blocking(move || Ok(info(&existing(&options)?, false))).await
}

/// Makes a new identity and seals every secret to it. The old one is kept beside it: older backups are sealed to it.
pub async fn key_rotate(options: &Options) -> Result<Rotation> {
    only_files(options, "key rotate")?;
    let options = options.clone();
    alone(options.paths.store.clone(), move || {
        // The lock of the store keeps syncs away while keys are sealed anew.
        let opened = SledStore::open(
            &options.paths.store,
            &OpenOptions { cache_bytes: options.config.cache_bytes, now: options.clock.now(), ..OpenOptions::default() },
        )?;
        let registry = Registry::open(&options.paths.store)?;
        let vault = Vault::open_to_rotate(&options.config.identity, &options.paths.identity, &*options.passphrase)?;
        keep_old(&options.paths.identity)?;
        let mut secrets = 0;
        let rotated = vault.rotate(&options.config.identity, &*options.passphrase, |reseal| {
            secrets = 0;
            for login in registry.logins() {
                if let Some(blob) = registry.login_blob(login.id)? {
                    registry.set_login_blob(login.id, &reseal.reseal(&blob)?)?;
                    secrets += 1;
                }
            }
            for secret in registry.secret_names()? {
                if let Some(blob) = registry.secret_blob(secret.clone())? {
                    registry.set_secret_blob(secret, &reseal.reseal(&blob)?)?;
                    secrets += 1;
                }
            }
            Ok::<(), Error>(())
        })?;
        drop(opened);
        note(&options, "key.rotate", rotated.vault.recipient());
        if let Some(error) = rotated.unfinished {
            return Err(error);
        }
        tracing::info!("the identity was rotated");
        Ok(Rotation { identity: info(&rotated.vault, true), secrets })
    })
    .await
}

/// Keeps the identity as `identity.age.old-N`, 0600, before a new one takes its place.
fn keep_old(path: &Path) -> Result<()> {
    let free = (1..1000).map(|n| old_name(path, n)).find(|path| !path.exists()).unwrap_or_else(|| old_name(path, 0));
    // A copy keeps the permissions.
    std::fs::copy(path, &free).map_err(|e| file_error(&free, &e))?;
    Ok(())
}

/// Whether a file is the identity, or lies in the store.
fn is_ours(file: &Path, options: &Options) -> bool {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let within = |folder: PathBuf| options.paths.store.canonicalize().is_ok_and(|store| folder.starts_with(store));
    let same = |path: &Path| path.canonicalize().is_ok_and(|path| file.canonicalize().is_ok_and(|file| file == path));
    folder.canonicalize().is_ok_and(within) || same(&options.paths.identity) || same(&options.paths.config)
}

fn info(vault: &Vault, created: bool) -> IdentityInfo {
    IdentityInfo { path: vault.facts().path.clone(), recipient: vault.recipient(), created }
}
