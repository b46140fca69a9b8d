//! Verifies every record of the database: it decodes, its company exists, and the indexes and the journal agree with it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::super::batch::Name;
use super::super::database::{Database, FOLDER, place};
use super::super::{key, read};
use super::CACHE;
use crate::domain::{CompanyId, InvoiceRow, Kind, RunError, SyncRun};
use crate::store::journal::read::{content, effective};
use crate::store::record::{Changes, Dictionary, Entry, ScanIds, decode};
use crate::store::{CompanyCount, Damage, DamageKind, StoreError, SyncState};

/// The verification of a database in progress.
struct Verifier<'a> {
    db: &'a Database,
    companies: &'a BTreeSet<CompanyId>,
    records: u64,
    damage: Vec<Damage>,
    counts: BTreeMap<CompanyId, CompanyCount>,
}

/// Verifies every record of the closed store in this folder. Returns their number and the damage.
pub(super) fn records(path: &Path, companies: &BTreeSet<CompanyId>) -> Result<(u64, Vec<Damage>), StoreError> {
    let db = Database::open(&path.join(FOLDER), CACHE)?;
    let mut verifier = Verifier { db: &db, companies, records: 0, damage: Vec::new(), counts: BTreeMap::new() };
    let verified = verifier.all().and_then(|()| verifier.journal(path));
    let (records, damage) = (verifier.records, verifier.damage);
    db.close()?;
    verified.map(|()| (records, damage))
}

impl Verifier<'_> {
    fn all(&mut self) -> Result<(), StoreError> {
        self.rows()?;
        self.invoices()?;
        self.numbers()?;
        self.changes()?;
        self.runs()?;
        self.small()?;
        self.counted();
        Ok(())
    }

    fn found(&mut self, tree: Name, key: &[u8], kind: DamageKind) {
        let shown = match key::split_invoice(key) {
            Some((invoice, _)) => format!("{} {}", invoice.company, invoice.id),
            None => key::show(key),
        };
        let company = key::split_company(key).map(|(company, _)| company);
        self.damage.push(Damage { place: place(tree, &shown), kind, company });
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

    /// Rows agree with their invoices, and every invoice that has a number is in the index of numbers.
    fn rows(&mut self) -> Result<(), StoreError> {
        for entry in self.db.scan(Name::Rows, &[]) {
            let (key, value) = entry?;
            if !self.belongs(Name::Rows, &key) {
                continue;
            }
            let stored = match read::invoice(self.db, &key)? {
                Ok(Some(stored)) => stored,
                Ok(None) => {
                    self.found(Name::Rows, &key, DamageKind::Orphan);
                    continue;
                }
                Err(damage) => {
                    self.damage.push(damage);
                    continue;
                }
            };
            if !value.is_empty() {
                match decode::<InvoiceRow>(&value) {
                    Ok(row) if row == stored.row() => {}
                    Ok(_) => self.found(Name::Rows, &key, DamageKind::Index),
                    Err(_) => self.found(Name::Rows, &key, DamageKind::Undecodable),
                }
            }
            let number = key::number_of(stored.company, &stored.entity.number, &stored.entity.id);
            if let Some(number) = number
                && self.db.get(Name::Numbers, &number)?.is_none()
            {
                self.found(Name::Numbers, &key, DamageKind::Index);
            }
            let count = self.counts.entry(stored.company).or_default();
            let kind = count.kinds.entry(Kind::Document).or_default();
            kind.records += 1;
            kind.vanished += u64::from(stored.vanished.is_some());
            // The first sighting counts as a change if no history entry has it.
            count.changes += u64::from(!read::tells_first(self.db, &key)?);
        }
        Ok(())
    }

    /// Every part of an invoice belongs to one that lists show.
    fn invoices(&mut self) -> Result<(), StoreError> {
        for entry in self.db.scan(Name::Invoices, &[]) {
            let (key, _) = entry?;
            self.records += 1;
            let head = key::split_invoice(&key).map(|(_, rest)| key::head(&key, rest).to_vec());
            let listed = match &head {
                Some(head) => self.db.get(Name::Rows, head)?.is_some(),
                None => false,
            };
            if !listed {
                self.found(Name::Invoices, &key, DamageKind::Index);
            }
        }
        Ok(())
    }

    fn numbers(&mut self) -> Result<(), StoreError> {
        for entry in self.db.scan(Name::Numbers, &[]) {
            let (key, _) = entry?;
            let target = key::split_company(&key).and_then(|(company, rest)| {
                let (_, rest) = key::split_text(rest)?;
                let (id, _) = key::split_text(rest)?;
                Some((company, crate::domain::RemoteId::new(id)))
            });
            let right = match target {
                Some((company, id)) => match read::invoice(self.db, &key::invoice(company, &id))? {
                    Ok(Some(stored)) => key::number_of(company, &stored.entity.number, &id).as_deref() == Some(&*key),
                    // An invoice that does not decode is named where it stands.
                    Ok(None) => false,
                    Err(_) => true,
                },
                None => false,
            };
            if !right {
                self.found(Name::Numbers, &key, DamageKind::Index);
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
            let Some((invoice, rest)) = key::split_invoice(&key) else { continue };
            match decode::<Changes>(&bytes) {
                Ok(changes) => {
                    let count = self.counts.entry(invoice.company).or_default();
                    count.changes += u64::try_from(changes.0.len()).unwrap_or_default();
                }
                Err(_) => self.found(Name::Changes, &key, DamageKind::Undecodable),
            }
            // History restored from the journal waits for its invoice.
            let waits = self.db.position().relearn.contains(&invoice.company);
            if !waits && self.db.get(Name::Rows, key::head(&key, rest))?.is_none() {
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
        for entry in self.db.scan(Name::Dictionaries, &[]) {
            let (key, bytes) = entry?;
            if self.belongs(Name::Dictionaries, &key) && decode::<Dictionary>(&bytes).is_err() {
                self.found(Name::Dictionaries, &key, DamageKind::Undecodable);
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
                let head = key::invoice(commit.run.company, &changed.id);
                if self.db.get(Name::Changes, key::part(&key::changes(&head, sequence), 0))?.is_none() {
                    self.found(Name::Changes, &head, DamageKind::Journal);
                }
            }
            // An invoice that was lost and fetched again keeps the day on which it was first seen, from an earlier entry.
            for created in &commit.created {
                let head = key::invoice(commit.run.company, &created.id);
                if self.db.get(Name::Rows, &head)?.is_none() && self.db.last_key(Name::Changes, &head)?.is_none() {
                    self.found(Name::Changes, &head, DamageKind::Journal);
                }
            }
        }
        Ok(())
    }
}
