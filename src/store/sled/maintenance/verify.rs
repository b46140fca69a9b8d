//! Verifies every record of the database: it decodes, its company exists, and the indexes and the journal agree with it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ::sled::IVec;

use super::super::batch::Name;
use super::super::database::{Database, FOLDER, place};
use super::super::packing::number_hash;
use super::super::packs::files::{FileId, Place};
use super::super::packs::locator::{FileEntry, Locator};
use super::super::upkeep::hash_of;
use super::super::{key, own, read};
use super::CACHE;
use crate::domain::{CompanyId, OutboxItem, OwnRecord, RunError, SyncRun};
use crate::store::journal::read::{content, effective};
use crate::store::record::{Changes, Codec, Entry, ScanIds, decode, decode_record};
use crate::store::{CompanyCount, Damage, DamageKind, StoreError, SyncState};

/// The verification of a database in progress.
struct Verifier<'a> {
    db: &'a Database,
    companies: &'a BTreeSet<CompanyId>,
    records: u64,
    damage: Vec<Damage>,
    counts: BTreeMap<CompanyId, CompanyCount>,
    /// Records that locators lead to, file by file.
    live: BTreeMap<FileId, u32>,
}

/// Verifies every record of the closed store in this folder. Returns their number and the damage.
pub(super) fn records(path: &Path, companies: &BTreeSet<CompanyId>) -> Result<(u64, Vec<Damage>), StoreError> {
    let db = Database::open(&path.join(FOLDER), CACHE)?;
    let (counts, live) = (BTreeMap::new(), BTreeMap::new());
    let mut verifier = Verifier { db: &db, companies, records: 0, damage: Vec::new(), counts, live };
    let verified = verifier.all().and_then(|()| verifier.journal(path)).and_then(|()| verifier.own(path));
    let (records, mut damage) = (verifier.records, verifier.damage);
    // A file that is gone comes before everything that was in it.
    damage.sort_by_key(|damage| damage.kind != DamageKind::Missing);
    db.close()?;
    verified.map(|()| (records, damage))
}

impl Verifier<'_> {
    fn all(&mut self) -> Result<(), StoreError> {
        self.records()?;
        self.files()?;
        self.changes()?;
        self.runs()?;
        self.small()?;
        self.counted();
        Ok(())
    }

    fn found(&mut self, tree: Name, key: &[u8], kind: DamageKind) {
        let place = match (tree, key::split_record(key), key::split_file(key)) {
            (Name::Files, _, Some(file)) => self.db.packs().path(file).display().to_string(),
            (_, Some((of, _)), _) => place(tree, &format!("{}/{}/{}", of.company, of.kind, of.id)),
            _ => place(tree, &key::show(key)),
        };
        let company = key::split_company(key).map(|(company, _)| company);
        self.damage.push(Damage { place, kind, company });
    }

    /// Notes a record, and whether its company is there.
    fn belongs(&mut self, tree: Name, key: &[u8]) -> bool {
        self.records += 1;
        let known = key::split_company(key).is_some_and(|(company, _)| self.companies.contains(&company));
        if !known {
            self.found(tree, key, DamageKind::Orphan);
        }
        known
    }

    /// Every record is where its locator says, and is what that tells of it.
    fn records(&mut self) -> Result<(), StoreError> {
        let mut numbers: Option<(Place, Option<IVec>)> = None;
        for entry in self.db.scan(Name::Records, &[]) {
            let (key, value) = entry?;
            if !self.belongs(Name::Records, &key) {
                continue;
            }
            let (Some((of, _)), Some(locator)) = (key::split_record(&key), Locator::parse(&value)) else {
                self.found(Name::Records, &key, DamageKind::Undecodable);
                continue;
            };
            let place = locator.place(of.company);
            *self.live.entry(place.0).or_default() += 1;
            let count = self.counts.entry(of.company).or_default();
            // The first sighting counts as a change if no history entry has it.
            count.changes += u64::from(!read::tells_first(self.db, &key)?);
            let kind = count.kinds.entry(of.kind).or_default();
            kind.records += 1;
            kind.vanished += u64::from(locator.facts.vanished);
            if numbers.as_ref().is_none_or(|(of, _)| *of != place) {
                numbers = Some((place, self.db.get(Name::Numbers, key::pack(place))?));
            }
            let number = numbers.as_ref().and_then(|(_, numbers)| numbers.as_ref()).map(|all| hash_of(all, locator.slot));
            match self.db.located(&key, &locator, |bytes| decode_record(of.kind, bytes))? {
                Ok(record) if record.key() != of => self.found(Name::Records, &key, DamageKind::Index),
                Ok(record) => {
                    if record.vanished().is_some() != locator.facts.vanished {
                        self.found(Name::Records, &key, DamageKind::Index);
                    }
                    if number != Some(number_hash(record.title())) {
                        self.found(Name::Numbers, &key, DamageKind::Index);
                    }
                }
                Err(_) => self.found(Name::Records, &key, DamageKind::Undecodable),
            }
        }
        Ok(())
    }

    /// Every file of packs is there and holds what is said of it; none is there that nothing knows.
    fn files(&mut self) -> Result<(), StoreError> {
        let mut packs: BTreeMap<FileId, u32> = BTreeMap::new();
        for entry in self.db.scan(Name::Numbers, &[]) {
            let (key, _) = entry?;
            match key::split_pack(&key) {
                Some((file, _)) => *packs.entry(file).or_default() += 1,
                None => self.found(Name::Numbers, &key, DamageKind::Undecodable),
            }
        }
        let mut newest: BTreeMap<CompanyId, u32> = BTreeMap::new();
        let mut known = BTreeSet::new();
        for entry in self.db.scan(Name::Files, &[]) {
            let (key, value) = entry?;
            if !self.belongs(Name::Files, &key) {
                continue;
            }
            let (Some(file), Some(entry)) = (key::split_file(&key), FileEntry::parse(&value)) else {
                self.found(Name::Files, &key, DamageKind::Undecodable);
                continue;
            };
            known.insert(file);
            newest.insert(file.company, file.number);
            let (live, packs) = (self.live.remove(&file).unwrap_or_default(), packs.remove(&file).unwrap_or_default());
            if (live, packs) != (entry.live, entry.packs) {
                self.found(Name::Files, &key, DamageKind::Index);
            }
            if live > 0 && self.db.packs().length(file) < u64::from(entry.length) {
                self.found(Name::Files, &key, DamageKind::Missing);
            }
        }
        for file in packs.into_keys().chain(std::mem::take(&mut self.live).into_keys()) {
            self.found(Name::Files, &key::file(file), DamageKind::Orphan);
        }
        for file in self.db.packs().list()? {
            // The next commit goes there: one that was never acknowledged may have begun it.
            let next = newest.get(&file.company).is_none_or(|newest| file.number > *newest);
            if !next && !known.contains(&file) {
                self.found(Name::Files, &key::file(file), DamageKind::Orphan);
            }
        }
        Ok(())
    }

    fn changes(&mut self) -> Result<(), StoreError> {
        for entry in self.db.scan_parts(Name::Changes, &[]) {
            let (key, bytes) = entry?;
            if !self.belongs(Name::Changes, &key) {
                continue;
            }
            let Some((invoice, rest)) = key::split_record(&key) else { continue };
            match decode::<Changes>(&bytes) {
                Ok(changes) => {
                    let count = self.counts.entry(invoice.company).or_default();
                    count.changes += u64::try_from(changes.0.len()).unwrap_or_default();
                }
                Err(_) => self.found(Name::Changes, &key, DamageKind::Undecodable),
            }
            // History restored from the journal waits for its invoice.
            let waits = self.db.position().relearn.contains(&invoice.company);
            if !waits && self.db.get(Name::Records, key::head(&key, rest))?.is_none() {
                self.found(Name::Changes, &key, DamageKind::Orphan);
            }
        }
        Ok(())
    }

    fn runs(&mut self) -> Result<(), StoreError> {
        for entry in self.db.scan_parts(Name::Runs, &[]) {
            let (key, value) = entry?;
            if !self.belongs(Name::Runs, &key) {
                continue;
            }
            match decode::<SyncRun>(&value) {
                Ok(run) => {
                    self.counts.entry(run.company).or_default().runs += 1;
                    if read::run(self.db, run.id)?.is_none_or(|found| found != run) {
                        self.found(Name::RunIndex, &key, DamageKind::Index);
                    }
                }
                Err(_) => self.found(Name::Runs, &key, DamageKind::Undecodable),
            }
        }
        for entry in self.db.scan_parts(Name::Errors, &[]) {
            let (key, value) = entry?;
            if !self.belongs(Name::Errors, &key) {
                continue;
            }
            if decode::<RunError>(&value).is_err() {
                self.found(Name::Errors, &key, DamageKind::Undecodable);
            } else if key.get(..12).is_none_or(|run| !matches!(self.db.part_count(Name::Runs, run), Ok(1..))) {
                self.found(Name::Errors, &key, DamageKind::Orphan);
            }
        }
        Ok(())
    }

    fn small(&mut self) -> Result<(), StoreError> {
        for entry in self.db.scan_parts(Name::States, &[]) {
            let (key, bytes) = entry?;
            if self.belongs(Name::States, &key) && decode::<SyncState>(&bytes).is_err() {
                self.found(Name::States, &key, DamageKind::Undecodable);
            }
        }
        for entry in self.db.scan(Name::Scans, &[]) {
            let (key, bytes) = entry?;
            if self.belongs(Name::Scans, &key) && decode::<ScanIds>(&bytes).is_err() {
                self.found(Name::Scans, &key, DamageKind::Undecodable);
            }
        }
        Ok(())
    }

    fn counted(&mut self) {
        for company in self.companies {
            let (told, counted) = (read::count(self.db, *company), self.counts.get(company).cloned().unwrap_or_default());
            // A record that does not decode was counted when it was written.
            let unreadable = self.damage.iter().any(|damage| damage.company == Some(*company));
            if !unreadable && told != Ok(counted) {
                self.found(Name::Counts, &key::company(*company), DamageKind::Index);
            }
        }
    }

    /// Own records and items of the outbox are what the journal tells; waiting items are in the order of their time.
    fn own(&mut self, path: &Path) -> Result<(), StoreError> {
        for (tree, decodes) in [
            (Name::Own, is::<OwnRecord> as fn(&[u8]) -> bool),
            (Name::OwnPast, is::<OwnRecord>),
            (Name::Outbox, is::<OutboxItem>),
        ] {
            for entry in self.db.scan_parts(tree, &[]) {
                let (key, bytes) = entry?;
                self.records += 1;
                // Records of no company have the number 0.
                let company = key::split_company(&key).map(|(company, _)| company);
                if company.is_none_or(|company| company.0 != 0 && !self.companies.contains(&company)) {
                    self.found(tree, &key, DamageKind::Orphan);
                } else if !decodes(&bytes) {
                    self.found(tree, &key, DamageKind::Undecodable);
                }
            }
        }
        let entries: Vec<Entry> = effective(content(path, 0)?.entries).into_iter().map(|(_, entry)| entry).collect();
        let (told, here) = (own::told(&entries), own::index(self.db)?);
        if told.without(&here).is_some() {
            self.found(Name::Own, &[], DamageKind::Journal);
        }
        let terms = self.db.scan(Name::OwnTerms, &[]).map(|entry| entry.map(|(key, value)| (key.to_vec(), value.to_vec())));
        if terms.collect::<Result<BTreeMap<_, _>, _>>()? != own::terms(self.db)? {
            self.found(Name::OwnTerms, &[], DamageKind::Index);
        }
        let due: BTreeSet<Vec<u8>> = here.items.values().filter(|item| item.is_open()).map(key::due).collect();
        let kept = self.db.scan(Name::OutboxDue, &[]).map(|entry| entry.map(|(key, _)| key.to_vec()));
        if kept.collect::<Result<BTreeSet<_>, _>>()? != due {
            self.found(Name::OutboxDue, &[], DamageKind::Index);
        }
        Ok(())
    }

    /// Every run and every change that the journal tells of is there.
    fn journal(&mut self, path: &Path) -> Result<(), StoreError> {
        for (sequence, entry) in effective(content(path, 0)?.entries) {
            let runs: Vec<&SyncRun> = match &entry {
                Entry::RunStarted(run) => vec![run],
                Entry::RunsEnded(runs) => runs.iter().collect(),
                Entry::Commit(commit) => vec![&commit.run],
                _ => Vec::new(),
            };
            for run in runs {
                let key = key::run(run.company, run.id);
                if self.db.part_count(Name::Runs, &key)? == 0 {
                    self.found(Name::Runs, &key, DamageKind::Journal);
                }
            }
            let Entry::Commit(commit) = entry else { continue };
            for changed in commit.changed.iter().filter(|changed| !changed.changes.is_empty()) {
                let head = key::record(commit.run.company, changed.kind, &changed.id);
                if self.db.get(Name::Changes, key::part(&key::changes(&head, sequence), 0))?.is_none() {
                    self.found(Name::Changes, &head, DamageKind::Journal);
                }
            }
            // An invoice that was lost and fetched again keeps the day on which it was first seen, from an earlier entry.
            for created in &commit.created {
                let head = key::record(commit.run.company, created.kind, &created.id);
                if self.db.get(Name::Records, &head)?.is_none() && self.db.last_key(Name::Changes, &head)?.is_none() {
                    self.found(Name::Changes, &head, DamageKind::Journal);
                }
            }
        }
        Ok(())
    }
}

/// Whether these bytes are a record of a type.
fn is<T: Codec>(bytes: &[u8]) -> bool {
    decode::<T>(bytes).is_ok()
}
