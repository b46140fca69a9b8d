//! What can be seen of the store without opening it.

use super::finding::shell;
use super::{Finding, Known, Level, Surroundings};
use crate::domain::{Company, Doubt, Message};
use crate::service::is_same_account;
use crate::store::inspect;

const AREA: &str = "store";
/// An older backup misses more than people remember.
const OLD: i64 = 30;

/// Looks at the stamp, the list of companies, and what was set aside.
pub(super) fn look(it: &Surroundings, known: &mut Known) -> Vec<Finding> {
    let store = &it.paths.store;
    if known.owner.is_some() || !store.is_dir() {
        return Vec::new();
    }
    let repair = format!("{} check --repair", it.program);
    let mut found = Vec::new();
    let parts = inspect::parts(store);
    let begun = parts.iter().any(|(_, there)| *there);
    match inspect::stamp(store) {
        Ok(Some(stamp)) if stamp.newer => {
            let newer = Finding::fail(AREA, "doctor-store-newer").with("version", stamp.written_by);
            found.push(newer.with("form", stamp.form).hint(Message::new("doctor-store-newer-hint")));
        }
        Ok(Some(stamp)) => {
            let size = inspect::size(store).map_or_else(|_| "?".to_owned(), |bytes| format!("{:.1}", mib(bytes)));
            let sound = Finding::ok(AREA, "doctor-store-form").with("form", stamp.form).with("version", stamp.written_by);
            found.push(sound.with("size", size));
        }
        Ok(None) if begun => found.push(Finding::fail(AREA, "doctor-store-no-stamp").run(&repair)),
        Ok(None) => {}
        Err(error) => found.push(Finding { next: None, ..Finding::of(Level::Fail, AREA, &error) }.run(&repair)),
    }
    match inspect::companies(store) {
        Ok(companies) => found.push(Finding::ok(AREA, "doctor-store-companies").with("count", companies.len())),
        Err(error) => found.push(Finding { next: None, ..Finding::of(Level::Fail, AREA, &error) }.run(&repair)),
    }
    found.extend(damaged(it));
    found.extend(doubled(it));
    let missing = parts.iter().filter(|(_, there)| begun && !there);
    found.extend(missing.map(|(path, _)| Finding::fail(AREA, "doctor-store-part").path(path).run(&repair)));
    let aside = inspect::set_aside(store);
    if !aside.is_empty() {
        let folder = aside.first().map(|path| path.display().to_string()).unwrap_or_default();
        let kept = Finding::warn(AREA, "doctor-store-aside").with("count", aside.len()).with("path", folder);
        found.push(kept.run(format!("{} check", it.program)));
    }
    if begun {
        found.push(Finding::ok(AREA, "doctor-store-check").run(format!("{} check", it.program)));
    }
    found
}

/// Companies that are one account: every total over both counts it twice.
fn doubled(it: &Surroundings) -> Vec<Finding> {
    let companies = inspect::companies(&it.paths.store).unwrap_or_default();
    let finding = |(place, company): (usize, &Company)| {
        let other = companies.iter().take(place).find(|other| is_same_account(company, other))?;
        let doubled = Finding::warn(AREA, "doctor-store-same").with("company", company.name.as_str());
        let doubled = doubled.with("other", other.name.as_str()).with("number", company.tax_number.clone().unwrap_or_default());
        Some(doubled.run(format!("{} company remove {}", it.program, company.id)))
    };
    companies.iter().enumerate().filter_map(finding).collect()
}

/// The companies of which something is missing until they are synced.
fn damaged(it: &Surroundings) -> Vec<Finding> {
    let store = &it.paths.store;
    let doubts = match inspect::doubts(store) {
        Ok(doubts) => doubts,
        Err(error) => {
            let repair = format!("{} check --repair", it.program);
            return vec![Finding { next: None, ..Finding::of(Level::Fail, AREA, &error) }.run(repair)];
        }
    };
    let companies = inspect::companies(store).unwrap_or_default();
    let finding = |doubt: &Doubt| {
        let company = companies.iter().find(|company| company.id == doubt.company);
        let (name, provider) = company.map_or(("", ""), |company| (&company.name, &company.provider));
        let message = doubt.message(name, provider);
        let next = if doubt.is_gone() {
            format!("{} restore FILE", it.program)
        } else if company.is_some_and(Company::has_own_books) {
            format!("{} check --repair", it.program)
        } else {
            format!("{} sync --company {}", it.program, doubt.company)
        };
        Finding { message, ..Finding::fail(AREA, "doubt-all") }.run(next)
    };
    doubts.iter().map(finding).collect()
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
fn mib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1u32 << 20)
}

/// How old the last backup is, as the audit log tells.
pub(super) fn backup(it: &Surroundings, known: &mut Known) -> Vec<Finding> {
    const AREA: &str = "backup";

    let store = &it.paths.store;
    if known.owner.is_some() || !inspect::companies(store).is_ok_and(|companies| !companies.is_empty()) {
        return Vec::new();
    }
    let folder = it.paths.identity.parent().unwrap_or(store);
    let file = folder.join("backup.age");
    let make = format!("{} backup {}", it.program, shell(&file));
    vec![match inspect::last_backup(store) {
        None => Finding::ok(AREA, "doctor-backup-none").run(make),
        Some(at) => {
            let days = it.clock.now().duration_since(at).as_hours() / 24;
            let last = Finding::new(if days > OLD { Level::Warn } else { Level::Ok }, AREA, "doctor-backup");
            let last = last.with("date", at.to_zoned(it.zone.clone()).date().to_string()).with("days", days);
            if days > OLD { last.run(make) } else { last }
        }
    }]
}
