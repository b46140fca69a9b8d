//! The program and its configuration.

use std::os::unix::fs::{MetadataExt, PermissionsExt};

use super::finding::shell;
use super::{Finding, Known, Level, Surroundings};
use crate::domain::Message;
use crate::process;

const AREA: &str = "config";

/// Which program this is.
pub(super) fn version(it: &Surroundings, _: &mut Known) -> Vec<Finding> {
    let path = it.executable.as_ref().map_or_else(|| "faktura".to_owned(), |path| path.display().to_string());
    let user = format!("{} ({})", it.user, process::user_id());
    let this = Finding::ok("version", "doctor-version").with("version", env!("CARGO_PKG_VERSION"));
    vec![this.with("path", path).with("user", user)]
}

/// The configuration file.
pub(super) fn look(it: &Surroundings, known: &mut Known) -> Vec<Finding> {
    let path = &it.paths.config;
    if let Some(error) = &it.refused {
        return vec![Finding::of(Level::Fail, AREA, error)];
    }
    let mut found = Vec::new();
    match std::fs::metadata(path) {
        Ok(facts) => {
            found.push(Finding::ok(AREA, "doctor-config").path(path));
            // Its programs and addresses are run and posted to as this user.
            let foreign = facts.uid() != process::user_id() && facts.uid() != 0;
            if facts.permissions().mode() & 0o022 != 0 {
                found.push(Finding::warn(AREA, "doctor-config-open").path(path).run(format!("chmod go-w {}", shell(path))));
            } else if foreign {
                let owner = process::actor_of(facts.uid()).0;
                found.push(Finding::warn(AREA, "doctor-config-owner").path(path).with("owner", owner));
            }
        }
        Err(_) => found.push(Finding::ok(AREA, "doctor-config-none").path(path)),
    }
    if let Some(owner) = &known.owner {
        let rules = Message::new("doctor-config-guest").with("owner", owner.as_str());
        found.push(Finding { message: rules, ..Finding::ok(AREA, "doctor-config-guest") });
    }
    found
}
