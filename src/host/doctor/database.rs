//! The database of a store that many machines share.

use super::{Finding, Known, Level, Surroundings, numbers};
use crate::domain::Message;
use crate::service::{NumberMemory, look_at_database};
use crate::vault::{Vault, VaultError};

const AREA: &str = "database";
const KEYS: &str = "keys";

/// Damaged places that are named at most.
const SHOWN: usize = 5;

/// What has been due for more seconds is taken up by no worker.
const LATE: u64 = 600;

/// Whether the database answers, has tables that this program knows, and lets it work on them.
pub(super) fn look(it: &Surroundings, _: &mut Known) -> Vec<Finding> {
    let memory = NumberMemory::at(it.paths.numbers(), String::new());
    memory.read();
    let facts = match look_at_database(&it.config.store) {
        Ok(facts) => facts,
        Err(error) => {
            let failed = Finding { area: AREA, level: Level::Fail, message: error.message, next: None };
            return vec![match error.hint {
                Some(hint) => failed.hint(hint),
                None => failed,
            }];
        }
    };
    let at = |finding: Finding| finding.with("place", facts.place.as_str());
    let mut found = Vec::new();
    found.push(match &facts.stamp {
        Some(stamp) if stamp.newer => {
            let newer = Finding::fail(AREA, "doctor-store-newer").with("version", stamp.written_by.as_str());
            newer.with("form", stamp.form).hint(Message::new("doctor-store-newer-hint"))
        }
        Some(stamp) => {
            at(Finding::ok(AREA, "doctor-database")).with("form", stamp.form).with("version", stamp.written_by.as_str())
        }
        None => at(Finding::ok(AREA, "doctor-database-empty")),
    });
    if !facts.missing.is_empty() {
        let missing = at(Finding::fail(AREA, "doctor-database-missing")).with("names", facts.missing.join(", "));
        found.push(missing.hint(Message::new("store-table-missing-hint")));
    }
    if !facts.lacking.is_empty() {
        let lacking = at(Finding::fail(AREA, "doctor-database-rights")).with("names", facts.lacking.join(", "));
        found.push(lacking.hint(Message::new("store-denied-hint")));
    }
    if !facts.damaged.is_empty() {
        let names: Vec<&str> = facts.damaged.iter().take(SHOWN).map(String::as_str).collect();
        let damaged = at(Finding::fail(AREA, "doctor-database-damaged")).with("names", names.join(", "));
        found.push(damaged.with("count", facts.damaged.len()).run(format!("{} check", it.program)));
    }
    let memory = memory.of_place(&facts.place);
    found.extend(numbers::behind(it, &memory, &facts.books));
    found.extend(keys(it, &facts.sealed));
    if let Some(work) = facts.work {
        let level = if work.age > LATE { Level::Warn } else { Level::Ok };
        let told = Finding::new(level, AREA, if work.due > 0 { "doctor-database-due" } else { "doctor-database-work" });
        let told = told.with("workers", work.workers).with("companies", work.companies).with("due", work.due);
        let told = told.with("minutes", work.age / 60);
        found.push(if level == Level::Ok { told } else { told.run(format!("{} worker", it.program)) });
    }
    if facts.passes {
        found.push(at(Finding::warn(AREA, "store-role-passes")));
    }
    found
}

/// Whether the identity of this machine opens what is sealed in the database. Behind a passphrase that is not here that is not told.
fn keys(it: &Surroundings, sealed: &[Option<Vec<u8>>]) -> Option<Finding> {
    let lost = sealed.iter().filter(|blob| blob.is_none()).count();
    if lost > 0 {
        let lost = Finding::fail(KEYS, "doctor-database-keys-lost").with("count", lost);
        return Some(lost.run(format!("{} check", it.program)));
    }
    if sealed.is_empty() {
        return None;
    }
    let vault = match Vault::open_existing(&it.config.identity, &it.paths.identity, &|| it.passphrase.clone()) {
        Ok(vault) => Some(vault),
        Err(VaultError::PassphraseMissing { .. }) => return None,
        // What is wrong with it is told of the identity.
        Err(_) => None,
    };
    let opens = |blob: &Vec<u8>| vault.as_ref().is_some_and(|vault| vault.open(blob).is_ok());
    let good = sealed.iter().flatten().filter(|blob| opens(blob)).count();
    if good == sealed.len() {
        return Some(Finding::ok(KEYS, "doctor-database-keys").with("count", good));
    }
    let closed = Finding::fail(KEYS, "doctor-database-keys-closed").with("count", sealed.len() - good).with("all", sealed.len());
    Some(closed.path(&it.paths.identity).hint(Message::new("doctor-database-keys-closed-hint")))
}
