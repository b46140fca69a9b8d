//! What could keep this installation from working: looked at, never changed.
//!
//! For: `faktura doctor`, and hosts that begin (what of a group's access is closed). Uses: files, `/proc`, the host over its
//! socket. Never: the store itself, a lock, a write, a secret in a finding; a database is asked, and not changed. It works for every user, also where nothing else does.

mod access;
mod alerts;
mod clock;
mod database;
mod disk;
mod finding;
mod folders;
mod host;
mod limits;
mod named;
mod numbers;
mod online;
mod schedule;
mod secrets;
mod settings;
mod stored;
mod system;
mod terminal;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use jiff::tz::TimeZone;
use secrecy::SecretString;

use crate::clock::Clock;
use crate::config::{Config, ConfigError, Paths};
use crate::service::CompanyView;

pub use access::notices;
pub use finding::{Finding, Level, Next, shell};

/// Longest time for one area: a file system that does not answer holds nothing else up.
const PATIENCE: Duration = Duration::from_secs(15);

/// Looks up a variable of the environment.
pub type Variables = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// What the surroundings say, as values.
#[derive(Clone)]
pub struct Surroundings {
    /// Where things lie.
    pub paths: Paths,
    /// The settings; the defaults where the file cannot be used.
    pub config: Config,
    /// Why the file cannot be used.
    pub refused: Option<ConfigError>,
    /// The command line to repeat, such as `faktura --home /srv/faktura`.
    pub program: String,
    /// The program's file.
    pub executable: Option<PathBuf>,
    /// The name of this user.
    pub user: String,
    /// Looks up a variable of the environment.
    pub env: Variables,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The local zone.
    pub zone: TimeZone,
    /// Whether a person reads standard output.
    pub terminal: bool,
    /// Columns and rows of the terminal.
    pub size: Option<(u16, u16)>,
    /// The passphrase of the identity, where the environment gives one.
    pub passphrase: Option<SecretString>,
    /// Whether services may be asked.
    pub online: bool,
}

/// What areas that were looked at tell later ones.
#[derive(Default)]
struct Known {
    /// The owner of the store, where that is another user.
    owner: Option<String>,
    /// The companies, as the host tells.
    companies: Option<Vec<CompanyView>>,
    /// Whether a host answers.
    hosted: bool,
}

impl std::fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Surroundings").field("paths", &self.paths).field("user", &self.user).finish_non_exhaustive()
    }
}

type Area = (&'static str, fn(&Surroundings, &mut Known) -> Vec<Finding>);

/// Every area, in the order in which it is told.
const AREAS: &[Area] = &[
    ("version", settings::version),
    ("config", settings::look),
    ("folders", folders::look),
    ("disk", disk::look),
    ("host", host::look),
    ("access", access::look),
    ("store", stored::look),
    ("numbers", numbers::look),
    ("identity", secrets::look),
    ("limits", limits::look),
    ("clock", clock::look),
    ("terminal", terminal::look),
    ("schedule", schedule::look),
    ("rules", named::look),
    ("alerts", alerts::look),
    ("backup", stored::backup),
    ("service", online::look),
];

/// Areas that are about the files of a store: one on a database has none.
const OF_FILES: &[&str] = &["folders", "host", "access", "store", "numbers", "backup"];

/// The areas of this installation.
fn areas(it: &Surroundings) -> impl Iterator<Item = Area> {
    let shared = it.config.store.is_shared();
    let database = shared.then_some(("database", database::look as fn(&Surroundings, &mut Known) -> Vec<Finding>));
    let rest = AREAS.iter().copied().filter(move |(area, _)| !shared || !OF_FILES.contains(area));
    // The settings come first: they name the database.
    let (settings, rest): (Vec<Area>, Vec<Area>) = rest.partition(|(area, _)| ["version", "config"].contains(area));
    settings.into_iter().chain(database).chain(rest)
}

/// Looks at everything, and tells each finding as soon as it is there. Returns the worst level.
pub fn examine(it: Surroundings, mut tell: impl FnMut(&Finding)) -> Level {
    let mut worst = Level::Ok;
    let mut told = |finding: &Finding| {
        worst = worst.max(finding.level);
        tell(finding);
    };
    let (sender, receiver) = channel();
    let here = it.clone();
    let work = move || {
        let mut known = Known { owner: super::foreign::owner(&it.paths.store), ..Known::default() };
        for (area, look) in areas(&it) {
            let _ = sender.send((area, None));
            for finding in look(&it, &mut known) {
                let _ = sender.send((area, Some(finding)));
            }
        }
    };
    if let Err(error) = std::thread::Builder::new().name("doctor".to_owned()).spawn(work) {
        told(&Finding::fail("limits", "doctor-no-thread").with("detail", error.to_string()));
        let mut known = Known { owner: super::foreign::owner(&here.paths.store), ..Known::default() };
        for (_, look) in areas(&here) {
            look(&here, &mut known).iter().for_each(&mut told);
        }
        return worst;
    }
    let mut at = "version";
    loop {
        match receiver.recv_timeout(PATIENCE) {
            Ok((area, None)) => at = area,
            Ok((_, Some(finding))) => told(&finding),
            Err(RecvTimeoutError::Disconnected) => return worst,
            Err(RecvTimeoutError::Timeout) => {
                told(&Finding::fail(at, "doctor-hangs").with("area", at).with("seconds", PATIENCE.as_secs()));
                return worst;
            }
        }
    }
}
