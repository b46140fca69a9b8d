//! File, environment and flags → one validated value.
//!
//! For: every setting of the program, read once. Uses: domain values, toml, directories. Never: anything that starts
//! working with them, or the environment itself (a lookup comes in; only the platform's folders are asked for directly).

mod alerts;
mod change;
mod datum;
mod draft;
mod edit;
mod error;
mod file;
mod listed;
mod logins;
mod mail;
mod many;
mod open;
mod paths;
mod push;
mod reader;
mod reminders;
mod s3;
mod screen;
mod slack;
mod store;
mod text;
mod theme;
mod value;

use std::path::{Path, PathBuf};
use std::time::Duration;

pub use change::{Change, Changed, EditError, Judge, change, no_such_setting};
pub use datum::Datum;
pub use draft::Draft;
pub use error::{ConfigError, Origin};
pub use listed::{Given, Outside, Setting, known, settings};
pub use logins::{LoginSettings, Logins};
pub use many::{Edit, Edits, Grant, change_all};
pub use open::Open;
pub use paths::Paths;
pub use push::{Push, PushRule};
pub use screen::{Screen, ScreenCommand};
pub use store::StoreAt;
pub use theme::{Palette, Rgb, themes};
pub use value::Wrong;

use crate::locale::Lang;

/// Looks up a variable of the environment.
pub type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Every setting, validated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Language of texts; `None` lets the environment decide.
    pub lang: Option<Lang>,
    /// Settings of the sync engine.
    pub sync: crate::sync::Settings,
    /// How requests are repeated and how long they wait.
    pub remote: crate::remote::Settings,
    /// Bound on connecting.
    pub connect_timeout: Duration,
    /// Bound on each wait for bytes.
    pub read_timeout: Duration,
    /// Bound on an answer as a whole.
    pub answer_timeout: Duration,
    /// Identity for sealing secrets.
    pub identity: Identity,
    /// Access for users other than the owner.
    pub access: Access,
    /// What consents are begun with.
    pub logins: Logins,
    /// Alerts: kinds, times and recipients.
    pub alerts: crate::alert::Settings,
    /// What is written without a person's approval.
    pub push: Push,
    /// Mail to customers; `None` without a server.
    pub mail: Option<crate::delivery::MailSettings>,
    /// Reminders of open documents.
    pub reminders: crate::delivery::ReminderSettings,
    /// Messages to Slack; `None` where nothing is posted.
    pub slack: Option<crate::delivery::SlackSettings>,
    /// When `faktura serve` syncs by itself.
    pub schedule: crate::sync::schedule::ScheduleSettings,
    /// Where documents and backups are kept.
    pub s3: crate::archive::Settings,
    /// Interval at which `faktura serve` syncs calendars; zero: never.
    pub calendars_every: Duration,
    /// Settings of the screen.
    pub screen: Screen,
    /// Where the store is.
    pub store: StoreAt,
    /// Bytes of the database's cache.
    pub cache_bytes: u64,
    /// Log level directive, such as `info` or `faktura::sync=debug`.
    pub log_level: String,
    /// Log files kept.
    pub log_files: usize,
}

/// Identity for sealing secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// An age identity file of our own, made on first use.
    File,
    /// An SSH private key (ed25519 or RSA) of the user.
    Ssh(PathBuf),
    /// A passphrase, asked for or from `FAKTURA_PASSPHRASE`; the identity file is sealed with it.
    Passphrase,
}

/// Access for users other than the owner. A user is a name, a group a name after `@`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Access {
    /// The Unix group that can reach the store's socket; `None` for its owner alone.
    pub group: Option<String>,
    /// Roles in every company.
    pub everywhere: Grants,
    /// Roles in one company, by its name.
    pub companies: Vec<(String, Grants)>,
    /// Whether users other than the owner may add companies with a service on this machine or in a private network.
    pub local_addresses: bool,
}

/// Users and groups per role.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grants {
    /// May do everything.
    pub admins: Vec<String>,
    /// May read.
    pub viewers: Vec<String>,
    /// May read documents and record time of their own.
    pub members: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            lang: None,
            sync: crate::sync::Settings::default(),
            remote: crate::remote::Settings::default(),
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            answer_timeout: Duration::from_mins(5),
            identity: Identity::File,
            access: Access::default(),
            logins: Logins::default(),
            alerts: crate::alert::Settings::default(),
            push: Push::default(),
            mail: None,
            reminders: crate::delivery::ReminderSettings::default(),
            slack: None,
            schedule: crate::sync::schedule::ScheduleSettings::default(),
            s3: crate::archive::Settings {
                forms: vec![crate::document::Form::Pdf, crate::document::Form::Ubl],
                ..Default::default()
            },
            calendars_every: Duration::from_mins(15),
            screen: Screen::default(),
            store: StoreAt::Files,
            cache_bytes: 8 << 20,
            log_level: "info".to_owned(),
            log_files: 30,
        }
    }
}

impl Config {
    /// Reads the file, where there is one, and what the environment says (`FAKTURA_LANG`, `FAKTURA_LOG`), which goes first.
    pub fn load(path: &Path, env: Env<'_>) -> Result<Self, ConfigError> {
        file::parse(path, &text::read(path)?, env).map(|(config, _)| config)
    }

    /// Everything that is wrong with a file and the environment, in the order of the file; nothing where it can be used.
    #[must_use]
    pub fn check(path: &Path, env: Env<'_>) -> Vec<ConfigError> {
        let text = match text::read(path) {
            Ok(text) => text,
            Err(error) => return vec![error],
        };
        match file::whole(path, &text, env) {
            Ok(_) => Vec::new(),
            Err(errors) => std::iter::once(errors.0).chain(errors.1).collect(),
        }
    }
}

#[cfg(test)]
mod tests;
