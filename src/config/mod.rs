//! File, environment and flags → one validated value.
//!
//! For: every setting of the program, read once. Uses: domain values. Never: anything that starts working with them.

use std::path::PathBuf;
use std::time::Duration;

/// Where things lie on disk. Folders are made 0700, files 0600.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The configuration file; it need not exist.
    pub config: PathBuf,
    /// The store's folder.
    pub store: PathBuf,
    /// The log files' folder.
    pub logs: PathBuf,
    /// The age identity that secrets are sealed to.
    pub identity: PathBuf,
}

/// Every setting, validated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Language of texts; `None` lets the environment decide.
    pub lang: Option<crate::locale::Lang>,
    /// How the engine works.
    pub sync: crate::sync::Settings,
    /// Bound on connecting.
    pub connect_timeout: Duration,
    /// Bound on each wait for bytes.
    pub read_timeout: Duration,
    /// What secrets are sealed to.
    pub identity: Identity,
    /// Bytes of the database's cache.
    pub cache_bytes: u64,
    /// Log level directive, such as `info` or `faktura::sync=debug`.
    pub log_level: String,
    /// Log files kept.
    pub log_files: usize,
}

/// What secrets are sealed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// An age identity file of our own, made on first use.
    File,
    /// An SSH private key (ed25519 or RSA) of the user.
    Ssh(PathBuf),
    /// A passphrase, asked for or from `FAKTURA_PASSPHRASE`; the identity file is sealed with it.
    Passphrase,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            lang: None,
            sync: crate::sync::Settings::default(),
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            identity: Identity::File,
            cache_bytes: 64 << 20,
            log_level: "info".to_owned(),
            log_files: 30,
        }
    }
}
