//! The environment of a process as one value: variables, streams, terminal, user, clock.
//!
//! For: reading the environment once, so that all other code can be tested. Uses: std, the system. Never: arguments.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::clock::{Clock, SystemClock};

/// Asks for a secret without showing it.
pub type Hidden = Arc<dyn Fn(&str) -> io::Result<String> + Send + Sync>;

/// The surroundings of a process.
pub struct Environment {
    /// Environment variables.
    pub vars: BTreeMap<OsString, OsString>,
    /// Standard input.
    pub stdin: Box<dyn BufRead + Send>,
    /// Standard output.
    pub stdout: Box<dyn Write + Send>,
    /// Standard error.
    pub stderr: Box<dyn Write + Send>,
    /// Whether a person types standard input.
    pub stdin_is_terminal: bool,
    /// Whether a person reads standard output.
    pub stdout_is_terminal: bool,
    /// Whether a person reads standard error.
    pub stderr_is_terminal: bool,
    /// Columns of the terminal, where there is one.
    pub width: Option<usize>,
    /// The Unix user.
    pub user: String,
    /// The local time zone.
    pub zone: TimeZone,
    /// Clock.
    pub clock: Arc<dyn Clock>,
    /// Prompt for secrets.
    pub hidden: Hidden,
    /// Path of this program, if known.
    pub program: Option<PathBuf>,
    /// The folder in which the demo makes its own; `None` for the system's.
    pub temp: Option<PathBuf>,
}

impl Environment {
    /// The real surroundings of this process.
    #[must_use]
    pub fn system() -> Self {
        let vars: BTreeMap<_, _> = std::env::vars_os().collect();
        let user = crate::process::actor(vars.get(OsStr::new("USER")).and_then(|user| user.to_str())).0;
        Self {
            stdin: Box::new(io::BufReader::new(io::stdin())),
            stdout: Box::new(io::stdout()),
            stderr: Box::new(io::stderr()),
            stdin_is_terminal: io::stdin().is_terminal(),
            stdout_is_terminal: io::stdout().is_terminal(),
            stderr_is_terminal: io::stderr().is_terminal(),
            width: width(),
            user,
            zone: zone(&vars),
            clock: Arc::new(SystemClock),
            hidden: Arc::new(|prompt| rpassword::prompt_password(prompt)),
            program: std::env::current_exe().ok(),
            temp: None,
            vars,
        }
    }

    /// A variable that is set and not empty.
    #[must_use]
    pub fn var(&self, name: &str) -> Option<&OsStr> {
        self.vars.get(OsStr::new(name)).map(OsString::as_os_str).filter(|value| !value.is_empty())
    }

    /// A variable as text; what is not UTF-8 counts as absent.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.var(name).and_then(OsStr::to_str)
    }
}

impl std::fmt::Debug for Environment {
    /// Leaves out variables: they may hold keys.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Environment").field("user", &self.user).field("width", &self.width).finish_non_exhaustive()
    }
}

/// Folders of the time zones of the system.
const ZONES: [&str; 2] = ["/usr/share/zoneinfo", "/var/db/timezone/zoneinfo"];

/// The local time zone. Its file is read directly where it is a usual one: the library lists every zone of the system first, which
/// takes longer than a query.
fn zone(vars: &BTreeMap<OsString, OsString>) -> TimeZone {
    usual_zone(vars).unwrap_or_else(TimeZone::system)
}

fn usual_zone(vars: &BTreeMap<OsString, OsString>) -> Option<TimeZone> {
    if vars.contains_key(OsStr::new("TZDIR")) {
        return None;
    }
    let (name, file) = if let Some(name) = vars.get(OsStr::new("TZ")) {
        let name = name.to_str().filter(|name| name.contains('/') && is_plain(name))?.to_owned();
        let file = ZONES.iter().map(|folder| Path::new(folder).join(&name)).find(|file| file.is_file())?;
        (name, file)
    } else {
        // The link alone: a zone that is an alias of another one keeps its name.
        let link = std::fs::read_link("/etc/localtime").ok()?;
        let file = link.strip_prefix("..").map_or(link.clone(), |rest| Path::new("/").join(rest));
        let name = ZONES.iter().find_map(|folder| file.strip_prefix(folder).ok())?.to_str()?.to_owned();
        (name, file)
    };
    TimeZone::tzif(&name, &std::fs::read(file).ok()?).ok()
}

/// Whether it is the name of a zone as it is written, and nothing that leads elsewhere.
fn is_plain(name: &str) -> bool {
    name.split('/').all(|part| part.starts_with(|c: char| c.is_ascii_uppercase()))
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "/_+-".contains(c))
}

#[cfg(unix)]
fn width() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).or_else(|_| rustix::termios::tcgetwinsize(io::stderr())).ok()?;
    Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
}

#[cfg(not(unix))]
fn width() -> Option<usize> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zone_of_a_name_is_the_one_that_the_library_finds() {
        let of = |name: &str| usual_zone(&BTreeMap::from([(OsString::from("TZ"), OsString::from(name))]));
        for name in ["Europe/Budapest", "America/New_York", "America/Argentina/Buenos_Aires"] {
            if let (Some(read), Ok(found)) = (of(name), TimeZone::get(name)) {
                assert_eq!((&read, read.iana_name()), (&found, Some(name)));
            }
        }
        for name in
            ["", "UTC", "../etc/passwd", "Europe/../../x", "/etc/localtime", "CET-1CEST,M3.5.0/2,M10.5.0/3", "Europe/Nowhere"]
        {
            assert!(of(name).is_none(), "{name}");
        }
        let elsewhere = ["TZ", "TZDIR"].map(|name| (OsString::from(name), OsString::from("Europe/Budapest")));
        assert!(usual_zone(&elsewhere.into_iter().collect()).is_none());
    }
}
