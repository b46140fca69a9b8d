//! Options of the service.

use std::sync::Arc;

use crate::clock::Clock;
use crate::config::{Config, Paths};
use crate::domain::Actor;
use jiff::tz::TimeZone;
use secrecy::SecretString;

/// Asks for the passphrase of the identity; `None` without a terminal.
pub type PassphraseSource = Arc<dyn Fn() -> Option<SecretString> + Send + Sync>;

/// Options of the service: paths, settings, clock, user.
#[derive(Clone)]
pub struct Options {
    /// Paths.
    pub paths: Paths,
    /// The settings.
    pub config: Config,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The zone that decides what day it is.
    pub zone: TimeZone,
    /// User.
    pub actor: Actor,
    /// Asks for the passphrase, where the identity needs one.
    pub passphrase: PassphraseSource,
    /// Whatever would change something is refused.
    pub read_only: bool,
    /// Invoices will be looked for at once: what makes that possible is read while the store opens.
    pub searches: bool,
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options").field("paths", &self.paths).field("actor", &self.actor).finish_non_exhaustive()
    }
}
