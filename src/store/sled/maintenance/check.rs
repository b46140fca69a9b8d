//! `check`: finds all damage of a store.
//!
//! The checksums of the files come first, because sled silently drops pages that fail its own. Only if they are right is the
//! database opened and each record verified.

use std::path::Path;

use jiff::Timestamp;

use super::super::SledStore;
use super::super::batch::Name;
use super::super::lock::Lock;
use super::super::{conserved, database, manifest, trail};
use super::files::examine;
use super::{options, repair, retell, settle, verify};
use crate::domain::Doubt;
use crate::store::registry::doubts::Doubts;
use crate::store::registry::{KindOf, SealedKind};
use crate::store::{CheckReport, Damage, DamageKind, Store, StoreError};

/// Checks every file and every record of the store in this folder; with `mend` rebuilds what can be rebuilt.
///
/// # Errors
/// The store is in use, newer than this program, or unreadable. Damage is in the report.
pub fn check(path: &Path, mend: bool, now: Timestamp) -> Result<CheckReport, StoreError> {
    check_with(path, mend, now, &|_| SealedKind::Unknown)
}

/// The same with what tells of which kind a sealed secret is, for a list of companies that is rebuilt.
///
/// # Errors
/// As [`check`].
pub fn check_with(path: &Path, mend: bool, now: Timestamp, kind_of: KindOf<'_>) -> Result<CheckReport, StoreError> {
    let mut report = examine_all(path, mend, now, kind_of)?;
    remember(path, &mut report, mend);
    Ok(report)
}

/// Like [`check`], without the damage known from before.
pub(super) fn examine_all(path: &Path, mend: bool, now: Timestamp, kind_of: KindOf<'_>) -> Result<CheckReport, StoreError> {
    if !path.is_dir() {
        return Ok(CheckReport::default());
    }
    let lock = Lock::take(path)?;
    let mut report = CheckReport::default();
    let mut files = examine(path)?;
    report.damage.clone_from(&files.damage);
    if mend {
        repair::small(path, &mut files, kind_of)?;
    }
    drop(lock);
    let (mut only_lost, own) = (false, conserved::own_books(path));
    // Damage of the journal and of small files says nothing of the database.
    if !files.database && !files.stamp && files.companies.is_some() {
        // What opening restored from the journal was damaged until now.
        let restored = settle(path, now)?.into_iter();
        report.damage.extend(restored.map(|doubt| {
            let (place, company) = (doubt.place, Some(doubt.company));
            Damage { place, kind: DamageKind::Checksum, company }
        }));
        let lock = Lock::take(path)?;
        // Opening changes the files; the sums are written anew below.
        manifest::remove(path)?;
        let companies = files.companies.clone().unwrap_or_default();
        let (records, damage) = verify::records(path, &companies)?;
        report.records = records;
        files.records = !damage.is_empty();
        drop(lock);
        let store = SledStore::open(path, &options(now))?.store;
        // Own records come back from the journal, and are refused where they are read.
        for damage in damage.iter().filter(|damage| !is_own(damage)) {
            store.doubt(damage)?;
        }
        // What the journal has of own books was restored by the opening above: the rest comes from own records.
        only_lost = damage.iter().all(|damage| is_lost(damage) && damage.company.is_none_or(|company| !own.contains(&company)));
        store.close()?;
        report.damage.extend(damage);
    }
    if mend && !report.damage.is_empty() {
        // What was in packs comes back with a full sync of its company alone; a new database would send all others through one too.
        if files.database || files.records && (files.journal || !only_lost) {
            report.resync = repair::repair(path, &files)?;
        } else if files.journal {
            retell::journal(path)?;
        }
        let store = SledStore::open(path, &options(now))?.store;
        if files.journal || files.trail {
            let places: Vec<&str> = files.damage.iter().map(|damage| damage.place.as_str()).collect();
            store.note(&trail::loss("damaged", now, places.join(", ")))?;
        }
        if files.database && files.journal {
            store.lose_books()?;
        }
        if files.database {
            store.doubt_all(&report.resync, &path.join(database::FOLDER).display().to_string())?;
        }
        store.close()?;
        report.repaired = u64::try_from(report.damage.len().saturating_sub(files.gone)).unwrap_or(u64::MAX);
    }
    Ok(report)
}

/// Whether this is damage of own records, or of the outbox.
fn is_own(damage: &Damage) -> bool {
    let trees = [Name::Own, Name::OwnPast, Name::OwnTerms, Name::Outbox, Name::OutboxDue];
    trees.iter().any(|tree| damage.place.split('/').next() == Some(tree.as_str()))
}

/// Whether this is damage that a full sync of the company mends: records or whole files of packs that cannot be read.
fn is_lost(damage: &Damage) -> bool {
    let record = damage.kind == DamageKind::Undecodable && damage.place.split('/').next() == Some(Name::Records.as_str());
    damage.company.is_some() && (record || damage.kind == DamageKind::Missing)
}

/// Adds companies with lost or damaged data that no full sync, and no repair from the journal, has replaced yet.
fn remember(path: &Path, report: &mut CheckReport, mend: bool) {
    // A damaged file of doubts is in the report already.
    let known = Doubts::load(path).unwrap_or_default().all();
    let own = conserved::own_books(path);
    let reported = |report: &CheckReport, doubt: &Doubt| report.damage.iter().any(|damage| damage.company == Some(doubt.company));
    for doubt in &known {
        if !mend && !reported(report, doubt) {
            let (place, company) = (doubt.place.clone(), Some(doubt.company));
            report.damage.push(Damage { place, kind: DamageKind::Lost, company });
        }
        let lacking = if own.contains(&doubt.company) { &mut report.books } else { &mut report.resync };
        if !lacking.contains(&doubt.company) {
            lacking.push(doubt.company);
        }
    }
}
