//! Findings in the files of a closed store: checksums, the journal's chain, missing and extra files. Never: opening the database.

use std::collections::BTreeSet;
use std::path::Path;

use super::super::{database, format, manifest, trail};
use crate::domain::{CompanyId, LoginId};
use crate::store::journal::read::{Content, content};
use crate::store::registry::{self, doubts::Doubts};
use crate::store::{Damage, DamageKind, StoreError, file};

/// Findings in the files, before the database is opened.
#[derive(Debug, Default)]
pub(super) struct FileFindings {
    /// Damage.
    pub(super) damage: Vec<Damage>,
    /// Companies; `None` if their file is damaged.
    pub(super) companies: Option<BTreeSet<CompanyId>>,
    /// Whether files of the database differ from their checksums.
    pub(super) database: bool,
    /// Whether the journal is damaged.
    pub(super) journal: bool,
    /// Whether the file with the end of the audit log is damaged.
    pub(super) trail: bool,
    /// Whether the format file is missing or damaged.
    pub(super) stamp: bool,
    /// Whether records of the database are damaged.
    pub(super) records: bool,
    /// Files that only a backup can bring back.
    pub(super) gone: usize,
    /// Damaged small files; a repair sets them aside.
    pub(super) files: Vec<std::path::PathBuf>,
}

/// Examines the files of a closed store.
pub(super) fn examine(path: &Path) -> Result<FileFindings, StoreError> {
    let mut found = FileFindings::default();
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
            for (company, login) in state.companies.iter().filter_map(|company| Some((company, company.login?))) {
                let key = path.join(registry::KEYS).join(format!("{login}.age"));
                if !key.exists() {
                    found.gone += 1;
                    found.add(&key, None, DamageKind::Missing, Some(company.id));
                }
            }
            keys(path, Some(&state), &mut found)?;
            found.companies = Some(state.companies.iter().map(|company| company.id).collect());
        }
        Err(StoreError::Damaged { .. }) => {
            found.add(&path.join(registry::COMPANIES), None, DamageKind::Checksum, None);
            keys(path, None, &mut found)?;
        }
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

/// Adds damaged files of sealed keys, and those without a login.
fn keys(path: &Path, state: Option<&registry::State>, found: &mut FileFindings) -> Result<(), StoreError> {
    for key in file::list(&path.join(registry::KEYS))? {
        if file::name(&key).starts_with(file::TEMPORARY) {
            continue;
        }
        let number = file::name(&key).split('.').next().and_then(|id| id.parse::<u32>().ok());
        let of_login = |state: &registry::State, number| {
            state.companies.iter().find(|company| company.login == Some(LoginId(number))).map(|company| company.id)
        };
        let company = number.map(|number| state.and_then(|state| of_login(state, number)).unwrap_or(CompanyId(number)));
        let content = file::read(&key)?.unwrap_or_default();
        if registry::open_key(&content).is_none() {
            found.file(key, DamageKind::Checksum, company);
        } else if let (Some(state), Some(number)) = (state, number)
            && !state.has_key(number)
        {
            found.file(key, DamageKind::Orphan, company);
        }
    }
    Ok(())
}

/// Adds the faults of the journal. A torn end is no damage after a crash.
fn journal(content: &Content, closed: Option<(u32, u64, u64)>, path: &Path, found: &mut FileFindings) {
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

impl FileFindings {
    fn add(&mut self, path: &Path, offset: Option<u64>, kind: DamageKind, company: Option<CompanyId>) {
        let place = offset.map_or_else(|| path.display().to_string(), |offset| format!("{} @ {offset}", path.display()));
        self.damage.push(Damage { place, kind, company });
    }

    fn file(&mut self, path: std::path::PathBuf, kind: DamageKind, company: Option<CompanyId>) {
        self.add(&path, None, kind, company);
        self.files.push(path);
    }
}
