//! Folders and files: owners and permissions.

use std::fs::Metadata;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fs::Access;

use super::finding::{quoted, shell};
use super::{Finding, Known, Surroundings};
use crate::domain::Message;
use crate::process;

const AREA: &str = "folders";
/// Files that are named one by one; more are counted.
const NAMED: usize = 5;
/// Deepest folder below the store that is looked into.
const DEPTH: usize = 3;

/// Looks at the store's folder, what is in it, and the log's.
pub(super) fn look(it: &Surroundings, known: &mut Known) -> Vec<Finding> {
    let mut found = Vec::new();
    let store = &it.paths.store;
    if let Some(owner) = &known.owner {
        found.push(Finding::ok(AREA, "doctor-store-foreign").path(store).with("owner", owner.as_str()));
    } else {
        match std::fs::metadata(store) {
            Ok(facts) if facts.is_dir() => own(it, &facts, &mut found),
            Ok(_) => found.push(Finding::fail(AREA, "doctor-store-no-folder").path(store)),
            Err(error) if error.kind() == ErrorKind::NotFound => absent(it, &mut found),
            Err(error) => found.push(Finding::fail(AREA, "doctor-unreadable").path(store).with("detail", error.to_string())),
        }
    }
    logs(it, known, &mut found);
    found
}

/// There is no store yet: whether one can be made.
fn absent(it: &Surroundings, found: &mut Vec<Finding>) {
    let store = &it.paths.store;
    let nearest = store.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("/"));
    if rustix::fs::access(nearest, Access::WRITE_OK | Access::EXEC_OK).is_ok() {
        let next = format!("{} company add {} --provider billingo", it.program, quoted("My Company Kft."));
        found.push(Finding::ok(AREA, "doctor-store-none").path(store).run(next));
    } else {
        let make = Message::new("doctor-store-cannot-hint");
        found.push(Finding::fail(AREA, "doctor-store-cannot").path(nearest).hint(make));
    }
}

/// The store's folder, where it is this user's.
fn own(it: &Surroundings, facts: &Metadata, found: &mut Vec<Finding>) {
    let store = &it.paths.store;
    let mode = facts.mode() & 0o7777;
    let owner = process::actor_of(facts.uid()).0;
    let shared = it.config.access.group.is_some();
    let allowed = if shared { 0o710 } else { 0o700 };
    let at = |finding: Finding| finding.path(store).with("owner", owner.as_str()).with("mode", format!("{mode:04o}"));
    let access = rustix::fs::access(store, Access::WRITE_OK | Access::EXEC_OK);
    if access == Err(rustix::io::Errno::ROFS) {
        // No mode of the folder changes that.
        found.push(Finding::fail(AREA, "doctor-disk-read-only").path(store).hint(Message::new("doctor-disk-read-only-hint")));
    } else if access.is_err() {
        found.push(at(Finding::fail(AREA, "doctor-store-closed")).run(format!("chmod u+rwx {}", shell(store))));
    } else if mode & 0o777 & !allowed != 0 {
        found.push(at(Finding::warn(AREA, "doctor-store-open")).run(format!("chmod {allowed:03o} {}", shell(store))));
    } else {
        found.push(at(Finding::ok(AREA, "doctor-store")));
    }
    let mut inside = Inside { owner: facts.uid(), ..Inside::default() };
    inside.look(store, 0);
    inside.tell(store, &owner, found);
}

/// What is in the store.
#[derive(Default)]
struct Inside {
    owner: u32,
    open: Vec<String>,
    foreign: Vec<String>,
    unreadable: Vec<String>,
}

impl Inside {
    fn look(&mut self, folder: &Path, depth: usize) {
        let Ok(entries) = std::fs::read_dir(folder) else {
            self.unreadable.push(folder.display().to_string());
            return;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            let Ok(facts) = std::fs::symlink_metadata(&path) else { continue };
            let name = || path.display().to_string();
            if facts.uid() != self.owner {
                self.foreign.push(name());
            }
            if facts.is_dir() {
                if depth < DEPTH {
                    self.look(&path, depth + 1);
                }
            } else if facts.is_file() && facts.mode() & 0o077 != 0 {
                self.open.push(name());
            } else if facts.is_file() && rustix::fs::access(&path, Access::READ_OK).is_err() {
                self.unreadable.push(name());
            }
        }
    }

    fn tell(self, store: &Path, owner: &str, found: &mut Vec<Finding>) {
        let folder = shell(store);
        let named = |names: &[String]| names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
        let mut add = |names: Vec<String>, finding: Finding| {
            if !names.is_empty() {
                found.push(finding.with("count", names.len()).with("files", named(&names)));
            }
        };
        let private = format!("find {folder} -type f -exec chmod go= {{}} +");
        add(self.open, Finding::warn(AREA, "doctor-files-open").run(private));
        let give_back = format!("sudo chown -R {} {folder}", quoted(owner));
        add(self.foreign, Finding::fail(AREA, "doctor-files-foreign").with("owner", owner).run(give_back));
        add(self.unreadable, Finding::fail(AREA, "doctor-files-unreadable").run(format!("chmod -R u+rwX {folder}")));
    }
}

/// The log's folder.
fn logs(it: &Surroundings, known: &Known, found: &mut Vec<Finding>) {
    let logs = &it.paths.logs;
    let nearest = logs.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("/"));
    let writable = rustix::fs::access(nearest, Access::WRITE_OK | Access::EXEC_OK).is_ok();
    // Users of another one's store need none: its host writes one.
    if writable || known.owner.is_some() {
        found.push(Finding::ok(AREA, if writable { "doctor-logs" } else { "doctor-logs-none" }).path(logs));
    } else {
        found.push(Finding::warn(AREA, "doctor-logs-closed").path(nearest).run(format!("ls -ld {}", shell(nearest))));
    }
}
