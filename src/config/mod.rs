//! File, environment and flags → one validated value.
//!
//! For: every setting of the program, read once. Uses: domain values, toml, directories. Never: anything that starts
//! working with them, or the environment itself (a lookup comes in; only the platform's folders are asked for directly).

mod alerts;
mod error;
mod file;
mod paths;
mod reader;
mod screen;
mod value;

use std::path::{Path, PathBuf};
use std::time::Duration;

pub use error::{ConfigError, Origin};
pub use paths::Paths;
pub use screen::Screen;
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
    /// Alerts: kinds, times and recipients.
    pub alerts: crate::alert::Settings,
    /// When `faktura serve` syncs by itself.
    pub schedule: crate::sync::schedule::ScheduleSettings,
    /// Settings of the screen.
    pub screen: Screen,
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
            alerts: crate::alert::Settings::default(),
            schedule: crate::sync::schedule::ScheduleSettings::default(),
            screen: Screen::default(),
            cache_bytes: 8 << 20,
            log_level: "info".to_owned(),
            log_files: 30,
        }
    }
}

impl Config {
    /// Reads the file, where there is one, and what the environment says (`FAKTURA_LANG`, `FAKTURA_LOG`), which goes first.
    pub fn load(path: &Path, env: Env<'_>) -> Result<Self, ConfigError> {
        file::parse(path, &file::read(path)?, env).map(|(config, _)| config)
    }
}

#[cfg(test)]
mod tests;
