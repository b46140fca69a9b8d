//! `check`: everything that can be found wrong, from the outside in.
//!
//! First the files as they lie there, by their checksums: before the database is opened, because sled drops silently what
//! fails its own. Only where they are whole is it opened and each record looked at.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::Timestamp;

use super::super::SledStore;
use super::super::lock::Lock;
use super::super::{database, format, manifest, trail};
use super::{options, repair, retell, settle, verify};
use crate::domain::{CompanyId, Doubt};
use crate::store::journal::read::{Content, content};
use crate::store::registry::{self, doubts::Doubts};
use crate::store::{CheckReport, Damage, DamageKind, Store, StoreError, file};

/// What the files tell, before the database is opened.
#[derive(Debug, Default)]
pub(super) struct Surface {
    /// What is wrong.
    pub(super) damage: Vec<Damage>,
    /// Companies; `None` when their file is damaged.
    pub(super) companies: Option<BTreeSet<CompanyId>>,
    /// Whether the database's files are not what they were.
    pub(super) database: bool,
    /// Whether the journal is not whole.
    pub(super) journal: bool,
    /// Whether what is known of the audit trail beside the journal is damaged.
    pub(super) trail: bool,
    /// Whether the stamp of the form is missing or damaged.
    pub(super) stamp: bool,
    /// Whether single records of the database are damaged.
    pub(super) records: bool,
    /// How much is gone that only a backup brings back.
    pub(super) gone: usize,
    /// Small files that are damaged, to be set aside by a repair.
    pub(super) files: Vec<std::path::PathBuf>,
}

/// Looks at every file and every record of the store in this folder; with `mend` rebuilds what can be rebuilt.
///
/// # Errors
/// The store is in use, newer than this program, or cannot be read at all. What is merely damaged is in the report.
pub fn check(path: &Path, mend: bool, now: Timestamp) -> Result<CheckReport, StoreError> {
    let mut report = look(path, mend, now)?;
    remember(path, &mut report, mend);
    Ok(report)
}

/// The same without what is known from before.
pub(super) fn look(path: &Path, mend: bool, now: Timestamp) -> Result<CheckReport, StoreError> {
    if !path.is_dir() {
        return Ok(CheckReport::default());
    }
    let lock = Lock::take(path)?;
    let mut report = CheckReport::default();
    let mut surface = surface(path)?;
    report.damage.clone_from(&surface.damage);
    if mend {
        repair::small(path, &mut surface)?;
    }
    drop(lock);
    // Damage of the journal and of small files says nothing of the database.
    if !surface.database && !surface.stamp && surface.companies.is_some() {
        settle(path, now)?;
        let lock = Lock::take(path)?;
        // Opening changes the files; the sums are written anew below.
        manifest::remove(path)?;
        let companies = surface.companies.clone().unwrap_or_default();
        let (records, damage) = verify::records(path, &companies)?;
        report.records = records;
        surface.records = !damage.is_empty();
        drop(lock);
        let store = SledStore::open(path, &options(now))?.store;
        for damage in &damage {
            store.doubt(damage)?;
        }
        store.close()?;
        report.damage.extend(damage);
    }
    if mend && !report.damage.is_empty() {
        if surface.database || surface.records {
            report.resync = repair::repair(path, &surface)?;
        } else if surface.journal {
            retell::journal(path)?;
        }
        let store = SledStore::open(path, &options(now))?.store;
        if surface.journal || surface.trail {
            let places: Vec<&str> = surface.damage.iter().map(|damage| damage.place.as_str()).collect();
            store.note(&trail::loss("damaged", now, places.join(", ")))?;
        }
        if surface.database {
            store.doubt_all(&report.resync, &path.join(database::FOLDER).display().to_string())?;
        }
        store.close()?;
        report.repaired = u64::try_from(report.damage.len().saturating_sub(surface.gone)).unwrap_or(u64::MAX);
    }
    Ok(report)
}

/// Adds what is known to be damaged from before, until a full sync of each company is done.
fn remember(path: &Path, report: &mut CheckReport, mend: bool) {
    // A damaged file of doubts is in the report already.
    let known = Doubts::load(path).unwrap_or_default().all();
    let told = |report: &CheckReport, doubt: &Doubt| report.damage.iter().any(|damage| damage.company == Some(doubt.company));
    for doubt in &known {
        if !mend && !told(report, doubt) {
            let (place, company) = (doubt.place.clone(), Some(doubt.company));
            report.damage.push(Damage { place, kind: DamageKind::Lost, company });
        }
        if !report.resync.contains(&doubt.company) {
            report.resync.push(doubt.company);
        }
    }
}

/// What the files tell.
fn surface(path: &Path) -> Result<Surface, StoreError> {
    let mut found = Surface::default();
    match format::refuse_newer(path) {
        Err(StoreError::Damaged { .. }) => {
            found.stamp = true;
            found.file(path.join(format::FILE), DamageKind::Checksum, None);
        }
        other => other?,
    }
    if !path.join(format::FILE).exists() && path.join(database::FOLDER).is_dir() {
        found.stamp = true;
        found.file(path.join(format::FILE), DamageKind::Missing, None);
    }
    match registry::load(path) {
        Ok(state) => {
            for company in state.companies.iter().filter(|company| company.key.is_some()) {
                let key = path.join(registry::KEYS).join(format!("{}.age", company.id));
                if !key.exists() {
                    found.gone += 1;
                    found.add(&key, None, DamageKind::Missing, Some(company.id));
                }
            }
            found.companies = Some(state.companies.iter().map(|company| company.id).collect());
        }
        Err(StoreError::Damaged { .. }) => found.add(&path.join(registry::COMPANIES), None, DamageKind::Checksum, None),
        Err(error) => return Err(error),
    }
    if let Err(StoreError::Damaged { .. }) = Doubts::load(path) {
        found.add(&path.join(registry::doubts::DAMAGED), None, DamageKind::Checksum, None);
    }
    if trail::Trail::is_damaged(path) {
        found.trail = true;
        found.file(path.join(trail::FILE), DamageKind::Checksum, None);
    }
    let before = path.join(registry::BEFORE);
    if let Err(StoreError::Damaged { .. }) = registry::load_before(path) {
        found.file(before, DamageKind::Checksum, None);
    }
    keys(path, &mut found)?;
    let sums = match manifest::read(path) {
        Ok(sums) => sums,
        Err(StoreError::Damaged { .. }) => {
            found.file(path.join(manifest::FILE), DamageKind::Checksum, None);
            None
        }
        Err(error) => return Err(error),
    };
    for difference in sums.iter().map(|sums| sums.differences(path)).collect::<Result<Vec<_>, _>>()?.into_iter().flatten() {
        found.database = true;
        let kind = if difference.offset.is_some() { DamageKind::Checksum } else { DamageKind::Missing };
        found.add(&difference.path, difference.offset, kind, None);
    }
    journal(&content(path, 0)?, sums.as_ref().map(|sums| sums.journal), path, &mut found);
    Ok(found)
}

fn keys(path: &Path, found: &mut Surface) -> Result<(), StoreError> {
    for key in file::list(&path.join(registry::KEYS))? {
        if file::name(&key).starts_with(file::TEMPORARY) {
            continue;
        }
        let company = file::name(&key).split('.').next().and_then(|id| id.parse().ok()).map(CompanyId);
        let content = file::read(&key)?.unwrap_or_default();
        if registry::open_key(&content).is_none() {
            found.file(key, DamageKind::Checksum, company);
        } else if let (Some(companies), Some(id)) = (&found.companies, company)
            && !companies.contains(&id)
        {
            found.file(key, DamageKind::Orphan, company);
        }
    }
    Ok(())
}

/// A torn end is no damage where the store was not closed cleanly.
fn journal(content: &Content, closed: Option<(u32, u64, u64)>, path: &Path, found: &mut Surface) {
    for fault in &content.faults {
        if fault.tail && closed.is_none() {
            continue;
        }
        found.journal = true;
        let kind = if fault.gap { DamageKind::Journal } else { DamageKind::Checksum };
        found.add(&fault.path, Some(fault.offset), kind, None);
    }
    let end = content.end.map_or(0, |end| end.sequence);
    if let Some((number, _, sequence)) = closed
        && end < sequence
        && !found.journal
    {
        found.journal = true;
        let place = path.join(crate::store::journal::FOLDER).join(format!("{number:06}.log"));
        found.add(&place, None, DamageKind::Missing, None);
    }
}

impl Surface {
    fn add(&mut self, path: &Path, offset: Option<u64>, kind: DamageKind, company: Option<CompanyId>) {
        let place = offset.map_or_else(|| path.display().to_string(), |offset| format!("{} @ {offset}", path.display()));
        self.damage.push(Damage { place, kind, company });
    }

    fn file(&mut self, path: std::path::PathBuf, kind: DamageKind, company: Option<CompanyId>) {
        self.add(&path, None, kind, company);
        self.files.push(path);
    }
}
