//! Changing a setting: what was typed becomes a value, the whole configuration is checked with it, then the file is replaced.
//!
//! For: commands and the screen. Uses: the readers of all settings as the only judge of a value. Never: a secret.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::FlockOperation;

use super::datum::Datum;
use super::listed::{self, Setting, known};
use super::reader::SECRET;
use super::{Config, ConfigError, Env, Origin, edit, file, text, value};
use crate::domain::Message;
use crate::error::{Describe, ErrorKind};
use crate::process::{Existing, WholeFile};

/// What becomes of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change<'a> {
    /// It gets what was typed: a text, a number, the entries of a list, or TOML.
    Set(&'a [String]),
    /// The same from a place that no other user of the machine sees, so that addresses with secrets may be in it.
    SetHidden(&'a [String]),
    /// It has its default again.
    Unset,
}

/// What a change did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The setting after it; `None` for one that there is not, which was taken out of the file.
    pub setting: Option<Setting>,
    /// Whether the file changed.
    pub written: bool,
}

/// Why a setting was not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditError {
    /// No setting of this name.
    NoSuchSetting {
        /// The name.
        key: String,
        /// The one that was probably meant.
        nearest: Option<&'static str>,
    },
    /// A secret, which is no setting.
    Secret {
        /// The name.
        key: String,
        /// The command that takes it.
        command: &'static str,
    },
    /// An address with a secret in it where other users of the machine can read it.
    SecretTyped {
        /// The setting.
        key: String,
    },
    /// What was typed is no value of this setting.
    Wrong(ConfigError),
    /// The configuration would be, or is already, wrong elsewhere.
    Elsewhere(ConfigError),
    /// The configuration is right by itself, but not for the program.
    Refused {
        /// What is wrong.
        message: Message,
    },
    /// The file cannot be changed.
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// What to put into it.
        lines: String,
    },
    /// The file could not be written.
    NotWritten {
        /// The file.
        path: PathBuf,
        /// Detail from the system.
        detail: String,
    },
}

/// How long another change is waited for, and how often is looked.
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(20);

/// Mode of a new file.
const PRIVATE: u32 = 0o600;

/// What a configuration is judged by beside its own rules.
pub type Judge<'a> = &'a dyn Fn(&Config) -> Option<Message>;

/// Changes a setting in the file at `path`, where `also` has nothing to say against the new configuration. Blocks.
///
/// # Errors
/// The file is unchanged then.
pub fn change(path: &Path, key: &str, change: Change<'_>, env: Env<'_>, also: Judge<'_>) -> Result<Changed, EditError> {
    let names = names(key, change)?;
    let base = base(&names);
    if let Change::Set(words) = change
        && hides(&base)
        && !matches!(words, [word] if word.is_empty() || word == "sealed" && base != SECRET)
    {
        return Err(EditError::SecretTyped { key: base });
    }
    let not_written = |error: io::Error| EditError::NotWritten { path: path.to_path_buf(), detail: error.to_string() };
    let folder = real(path).parent().map(Path::to_path_buf).unwrap_or_default();
    // Of two changes at once the second one starts with what the first one wrote.
    let _lock = lock(&folder).map_err(not_written)?;
    let before = text::read(path).map_err(EditError::Elsewhere)?;
    let (after, value) = match change {
        Change::Set(words) | Change::SetHidden(words) => set(path, &before, &names, words, (env, also))?,
        Change::Unset => (checked(path, &before, &names, None, (env, also))?, None),
    };
    if after == before && !known().iter().any(|(known, _)| *known == base) {
        return Err(no_such_setting(key));
    }
    if after != before {
        write(path, &after).map_err(|error| match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                EditError::ReadOnly { path: path.to_path_buf(), lines: edit::line(&names, value.as_ref()) }
            }
            _ => not_written(error),
        })?;
    }
    let setting = listed::of(&after, env, &[]).into_iter().find(|setting| setting.key == base);
    Ok(Changed { setting, written: after != before })
}

/// The names in a key. A setting that has values by name may be followed by some of them.
fn names(key: &str, change: Change<'_>) -> Result<Vec<String>, EditError> {
    let parsed = toml_edit::Key::parse(key).map_err(|_| no_such_setting(key))?;
    let names: Vec<String> = parsed.iter().map(|name| name.get().to_owned()).collect();
    let base = base(&names);
    let default = known().iter().find(|(known, _)| *known == base).map(|(_, default)| default);
    let depth = if base == "lang" { 1 } else { 2 };
    match default {
        Some(Datum::Table(_)) => Ok(names),
        Some(_) if names.len() == depth => Ok(names),
        // A setting that there is not is taken out of the file by its name.
        None if change == Change::Unset && names.len() <= 2 => Ok(names),
        _ => Err(secret(key).unwrap_or_else(|| no_such_setting(key))),
    }
}

/// The error for a name that no setting has.
#[must_use]
pub fn no_such_setting(key: &str) -> EditError {
    let keys: Vec<&'static str> = known().iter().map(|(key, _)| key.as_str()).collect();
    EditError::NoSuchSetting { key: key.to_owned(), nearest: value::nearest(key, &keys) }
}

/// Whether values of a setting may have a secret in them.
pub(super) fn hides(base: &str) -> bool {
    matches!(base, SECRET | "alerts.webhook")
}

/// The setting that names belong to.
pub(super) fn base(names: &[String]) -> String {
    names.iter().take(2).map(String::as_str).collect::<Vec<_>>().join(".")
}

/// The command for what people take for a setting, but is kept sealed.
fn secret(key: &str) -> Option<EditError> {
    let name = key.to_ascii_lowercase();
    let is = ["password", "passphrase", "secret", "api_key", "token", "smtp_pass"].iter().any(|word| name.contains(word));
    let command = match name.split('.').next().unwrap_or_default() {
        "mail" => "faktura deliveries set-password",
        "alerts" if name.contains("webhook") => "faktura alert set-secret webhook-secret",
        "alerts" => "faktura alert set-secret smtp-password",
        "s3" => "faktura archive set-key",
        "slack" => "faktura slack set-secret",
        "quickbooks" => "faktura login add quickbooks",
        "xero" => "faktura login add xero",
        _ => "faktura company set-key NAME",
    };
    is.then(|| EditError::Secret { key: key.to_owned(), command })
}

/// Whether a value would do in a text, without anything being written.
pub(super) fn tried(path: &Path, text: &str, key: &str, words: &[String], env: Env<'_>) -> Result<(), EditError> {
    let names = names(key, Change::Set(words))?;
    set(path, text, &names, words, (env, &|_| None)).map(drop)
}

/// The text with what was typed, and its value.
fn set(
    path: &Path,
    before: &str,
    names: &[String],
    words: &[String],
    by: (Env<'_>, Judge<'_>),
) -> Result<(String, Option<Datum>), EditError> {
    let mut wrong = None;
    for candidate in candidates(names, words) {
        match checked(path, before, names, Some(&candidate), by) {
            Ok(after) => return Ok((after, Some(candidate))),
            Err(error) => wrong = Some(error),
        }
    }
    Err(wrong.unwrap_or_else(|| EditError::NoSuchSetting { key: names.join("."), nearest: None }))
}

/// What was typed can be; the last one is what it says literally.
pub(super) fn candidates(names: &[String], words: &[String]) -> Vec<Datum> {
    let base = base(names);
    let default = known().iter().find(|(known, _)| *known == base).map(|(_, default)| default);
    let joined = words.join(" ");
    let literal = Datum::Text(joined.clone());
    let toml = |starts: &[char]| if joined.trim_start().starts_with(starts) { Datum::parse(&joined) } else { None };
    match default {
        Some(Datum::List(usual)) => {
            let entry = |word: &String| match usual.first() {
                Some(Datum::Whole(_)) => word.trim().parse().map_or_else(|_| Datum::Text(word.clone()), Datum::Whole),
                _ => Datum::Text(word.clone()),
            };
            toml(&['[']).into_iter().chain([Datum::List(words.iter().map(entry).collect())]).collect()
        }
        Some(Datum::Whole(_) | Datum::Switch(_)) => vec![Datum::parse(&joined).unwrap_or(literal)],
        Some(Datum::Table(_)) if names.len() <= 2 => toml(&['{']).into_iter().chain([literal]).collect(),
        Some(Datum::Table(_)) => Datum::parse(&joined).into_iter().chain([literal]).collect(),
        _ => toml(&['"', '\'', '{']).into_iter().chain([literal]).collect(),
    }
}

/// The text with a value, where the whole configuration is right with it.
fn checked(
    path: &Path,
    before: &str,
    names: &[String],
    value: Option<&Datum>,
    (env, also): (Env<'_>, Judge<'_>),
) -> Result<String, EditError> {
    let env = without_variables(env);
    let Some(after) = edit::with(before, names, value) else {
        let error = file::parse(path, before, &env).err();
        return Err(error.map_or_else(
            || EditError::ReadOnly { path: path.to_path_buf(), lines: edit::line(names, value) },
            EditError::Elsewhere,
        ));
    };
    let (first, others) = match file::whole(path, &after, &env) {
        Ok((config, _)) => return also(&config).map_or(Ok(after), |message| Err(EditError::Refused { message })),
        Err(errors) => *errors,
    };
    let base = base(names);
    let mut errors = std::iter::once(first.clone()).chain(others);
    let ours = errors.find(|error| matches!(error, ConfigError::Value { key, .. } if *key == base));
    Err(match ours {
        Some(ConfigError::Value { key, value, wrong, .. }) => {
            let value = if hides(key) { "…".to_owned() } else { value };
            EditError::Wrong(ConfigError::Value { place: Origin::Typed, key, value, wrong })
        }
        _ => EditError::Elsewhere(first),
    })
}

/// What variables say is no matter of the file.
pub(super) fn without_variables(env: Env<'_>) -> impl Fn(&str) -> Option<String> + '_ {
    move |name: &str| if name.starts_with("FAKTURA_") { None } else { env(name) }
}

/// Where the file is in the end.
pub(super) fn real(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// Waits for its turn at a folder; a folder that does not exist needs none.
pub(super) fn lock(folder: &Path) -> io::Result<Option<File>> {
    let Ok(file) = File::open(folder) else { return Ok(None) };
    let tries = PATIENCE.as_millis() / PAUSE.as_millis();
    for _ in 0..tries {
        match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(Some(file)),
            Err(rustix::io::Errno::WOULDBLOCK) => std::thread::sleep(PAUSE),
            // A file system without locks has none to wait for.
            Err(_) => return Ok(None),
        }
    }
    Err(io::ErrorKind::TimedOut.into())
}

/// Replaces the file: the target of a link, with the mode and the owner that it has.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    let denied = || io::Error::from(io::ErrorKind::PermissionDenied);
    let old = std::fs::metadata(path).ok();
    let mode = old.as_ref().map_or(PRIVATE, |old| old.permissions().mode() & 0o7777);
    // A file without any right to write stays as it is, also where its folder would let it be replaced, and for root.
    if mode & 0o222 == 0 {
        return Err(denied());
    }
    if old.is_none()
        && let Some(folder) = path.parent()
    {
        crate::process::private_folder(folder)?;
    }
    let new = WholeFile::begin(path, Existing::Replace)?;
    let mut file = new.temporary().as_file();
    file.write_all(text.as_bytes())?;
    if let Some(old) = old {
        let now = file.metadata()?;
        if (old.uid(), old.gid()) != (now.uid(), now.gid()) {
            let (uid, gid) = (rustix::process::Uid::from_raw(old.uid()), rustix::process::Gid::from_raw(old.gid()));
            rustix::fs::fchown(file, Some(uid), Some(gid)).map_err(|_| denied())?;
        }
        file.set_permissions(std::fs::Permissions::from_mode(mode))?;
    }
    new.put().map(drop)
}

impl Describe for EditError {
    fn message(&self) -> Message {
        match self {
            Self::NoSuchSetting { key, .. } => Message::new("settings-no-such").with("key", key.as_str()),
            Self::Secret { key, .. } => Message::new("settings-secret").with("key", key.as_str()),
            Self::SecretTyped { key } => Message::new("settings-secret-typed").with("key", key.as_str()),
            Self::Wrong(error) | Self::Elsewhere(error) => error.message(),
            Self::Refused { message } => message.clone(),
            Self::ReadOnly { path, .. } => Message::new("settings-read-only").with("path", path.display().to_string()),
            Self::NotWritten { path, detail } => {
                Message::new("settings-not-written").with("path", path.display().to_string()).with("detail", detail.as_str())
            }
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(match self {
            Self::NoSuchSetting { nearest: Some(nearest), .. } => Message::new("config-nearest-hint").with("key", *nearest),
            Self::NoSuchSetting { nearest: None, .. } => Message::new("settings-list-hint"),
            Self::Secret { command, .. } => Message::new("settings-secret-hint").with("command", *command),
            Self::SecretTyped { key } if key == SECRET => Message::new("settings-store-hint"),
            Self::SecretTyped { .. } => Message::new("settings-webhook-hint"),
            Self::Elsewhere(error) => return error.hint(),
            Self::ReadOnly { .. } => Message::new("settings-paste-hint"),
            Self::Wrong(_) | Self::Refused { .. } | Self::NotWritten { .. } => return None,
        })
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::NoSuchSetting { .. }
            | Self::Secret { .. }
            | Self::SecretTyped { .. }
            | Self::Wrong(_)
            | Self::Refused { .. } => ErrorKind::Usage,
            Self::Elsewhere(_) | Self::ReadOnly { .. } | Self::NotWritten { .. } => ErrorKind::Config,
        }
    }
}

crate::localized_error!(EditError);
