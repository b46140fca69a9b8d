//! Damage found while the store is open: marks its companies as damaged, durably, and replaces an unreadable database before
//! the
//! next run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::batch::{Batch, Name};
use super::database::{Database, FOLDER};
use super::packs::files::Place;
use super::packs::locator::{Facts, Locator};
use super::{SledStore, key, manifest, open, read, recover};
use crate::domain::{CompanyId, Doubt, Extent, Kind, RemoteId, SyncRun};
use crate::store::journal::read::{content, effective};
use crate::store::record::{Changes, Dated, Entry, encode};
use crate::store::{Damage, StoreError, registry};

/// Locators that are marked in one transaction.
const GROUP: usize = 2000;

impl SledStore {
    /// The database cannot be read at this place: every company is doubted, and the database is to be set aside.
    pub(super) fn distrust(&self, place: &str) {
        let mut doubts = self.doubts();
        if std::mem::replace(&mut doubts.set_aside, true) {
            return;
        }
        tracing::error!(place, "the database cannot be read");
        for company in registry::load(&self.path).unwrap_or_default().companies {
            // Which run comes next is known when there is another database.
            doubts.add(Doubt { company: company.id, extent: Extent::All, place: place.to_owned() }, 0);
        }
        if let Err(error) = doubts.keep(&self.path) {
            tracing::error!(%error, "that the database is damaged is not kept");
        }
    }

    /// Sets a database aside that could not be read, and begins a new one with what the journal has.
    pub(super) fn heal(&self) -> Result<(), StoreError> {
        let mut writer = self.writer();
        if !self.doubts().set_aside {
            return Ok(());
        }
        let mut slot = self.database_mut();
        drop(slot.take().map(Database::abandon));
        manifest::remove(&self.path)?;
        writer.sums = None;
        let aside = open::put_aside(&self.path)?;
        let mut db = Database::open(&self.path.join(FOLDER), writer.cache_bytes)?;
        let recovered = recover::reconcile(&self.path, &mut db, &mut writer.journal)?;
        open::renamed(&mut db, &mut writer.journal)?;
        let mut doubts = self.doubts();
        doubts.set_aside = false;
        doubts.number(db.position().next_run);
        open::doubt(&self.path, &db, &mut doubts, &recovered, aside.as_deref().or(Some(Path::new(FOLDER))));
        if recovered.gone {
            open::lose_books(&self.path, &mut doubts, db.position().next_run);
        }
        doubts.keep(&self.path)?;
        drop(doubts);
        *slot = Some(db);
        Ok(())
    }

    /// A record of a company cannot be read: its figures would lack it until a full run.
    pub(super) fn doubt_record(&self, damage: &Damage) -> Result<(), StoreError> {
        let Some(company) = damage.company else { return Ok(()) };
        if !self.read(|db| is_marked(db, damage))? {
            // A sync that found the content as its locator tells it would not write the record anew.
            let places = self.read(|db| open::damaged_packs(db, &|file| file.company == company))?;
            self.mark(company, &places)?;
        }
        self.doubt_some(company, &damage.place)
    }

    /// Records of a company cannot be read at this place: its next run is a full one, and ends the doubt.
    fn doubt_some(&self, company: CompanyId, place: &str) -> Result<(), StoreError> {
        let known = self.doubts().ends_with(company).is_some();
        if !known {
            self.begin_anew(company)?;
        }
        let next_run = self.read(|db| Ok(db.position().next_run))?;
        let mut doubts = self.doubts();
        let doubt = Doubt { company, extent: Extent::Records, place: place.to_owned() };
        if doubts.add(doubt, next_run) {
            tracing::error!(company = company.0, place, "records are damaged");
            doubts.keep(&self.path)?;
        }
        Ok(())
    }

    /// The packs at these places cannot be read: their records are lost until a full sync, which their locators say.
    pub(super) fn lose(&self, places: &[Place]) -> Result<(), StoreError> {
        let companies: BTreeSet<CompanyId> = places.iter().map(|(file, _)| file.company).collect();
        for company in companies {
            let first = places.iter().find(|(file, _)| file.company == company);
            if self.mark(company, places)?
                && let Some((file, _)) = first
            {
                // All records of a pack are lost at once: the file is what a person looks for.
                let path = self.read(|db| Ok(db.packs().path(*file)))?;
                self.doubt_some(company, &path.display().to_string())?;
            }
        }
        Ok(())
    }

    /// Marks the locators of a company's records in these packs as lost. Returns whether there are any that were not marked.
    fn mark(&self, company: CompanyId, places: &[Place]) -> Result<bool, StoreError> {
        let lost = self.read(|db| lost(db, company, places))?;
        if lost.is_empty() {
            return Ok(false);
        }
        let firsts = first_seen(&self.path, company)?;
        let writer = self.ready()?;
        for some in lost.chunks(GROUP) {
            let mut batch = Batch::default();
            for (key, locator) in some {
                batch.put(Name::Records, key.as_slice(), &locator.to_bytes()[..]);
                if let Some((sequence, first)) = firsts.get(key)
                    && !self.read(|db| read::tells_first(db, key))?
                {
                    let bytes = encode(&Changes(vec![first.clone()]))?;
                    batch.put_parts(Name::Changes, &key::changes(key, *sequence), &bytes, 0)?;
                }
            }
            let position = self.read(|db| Ok(db.position().clone()))?;
            if let Err(error) = self.write(batch, position) {
                self.reset(&writer);
                return Err(error);
            }
        }
        Ok(true)
    }

    /// The database was made anew of what could be read: these companies may lack invoices.
    pub(super) fn doubt_all(&self, companies: &[CompanyId], place: &str) -> Result<(), StoreError> {
        let next_run = self.read(|db| Ok(db.position().next_run))?;
        let mut doubts = self.doubts();
        for company in companies {
            doubts.add(Doubt { company: *company, extent: Extent::All, place: place.to_owned() }, next_run);
        }
        doubts.keep(&self.path)
    }

    /// Own records may be lost that neither the database nor the journal had whole.
    pub(super) fn lose_books(&self) -> Result<(), StoreError> {
        let next_run = self.read(|db| Ok(db.position().next_run))?;
        let mut doubts = self.doubts();
        open::lose_books(&self.path, &mut doubts, next_run);
        doubts.keep(&self.path)
    }

    /// Makes the next run of a company a full one; a scan that was begun goes on.
    pub(super) fn begin_anew(&self, company: CompanyId) -> Result<(), StoreError> {
        let mut states = Vec::new();
        for feed in self.read(|db| read::feeds(db, company))? {
            let state = self.read(|db| read::sync_state(db, company, &feed)).unwrap_or_default();
            states.push((feed, state));
        }
        states.retain(|(_, state)| state.cursor.is_some() || state.last_full_scan.is_some());
        if states.is_empty() {
            return Ok(());
        }
        let mut writer = self.ready()?;
        self.transact(&mut writer, None, |transaction, _, position| {
            position.relearn.retain(|other| *other != company);
            position.relearn.push(company);
            states.iter().try_for_each(|(feed, state)| recover::forget(transaction, company, feed, state))
        })
    }

    /// Ends the doubt of a company that a run has scanned to its end.
    pub(super) fn whole_again(&self, run: &SyncRun) {
        let ended = open::ends(run, &self.doubts());
        if ended {
            self.end_doubt(run.company);
        }
    }

    /// Ends the doubt of a company, durably. Where that fails the next opening does it.
    pub(super) fn end_doubt(&self, company: CompanyId) {
        let mut doubts = self.doubts();
        if doubts.end(company)
            && let Err(error) = doubts.keep(&self.path)
        {
            tracing::warn!(%error, "that a company is whole again is not kept");
        }
    }
}

/// Whether the damage is of a record that is marked as lost.
fn is_marked(db: &Database, damage: &Damage) -> Result<bool, StoreError> {
    let place = damage.place.strip_prefix(Name::Records.as_str()).and_then(|place| place.strip_prefix('/'));
    let Some((company, rest)) = damage.company.zip(place) else { return Ok(false) };
    let rest = rest.strip_prefix(&format!("{company}/")).and_then(|rest| rest.split_once('/'));
    let Some((kind, id)) = rest else { return Ok(false) };
    let Some(kind) = Kind::ALL.iter().find(|known| known.as_str() == kind) else { return Ok(false) };
    let locator = db.locator(&key::record(company, *kind, &RemoteId::new(id)))?;
    Ok(locator.is_some_and(|locator| locator.facts.lost))
}

/// When the records of a company were first seen, as the journal tells it, with the number of its entry. A record that is whole tells it
/// itself.
fn first_seen(store: &Path, company: CompanyId) -> Result<BTreeMap<Vec<u8>, (u64, Dated)>, StoreError> {
    let mut firsts = BTreeMap::new();
    for (sequence, entry) in effective(content(store, 0)?.entries) {
        let Entry::Commit(commit) = entry else { continue };
        if commit.run.company == company {
            let told = commit.first_seen();
            firsts.extend(told.map(|(created, first)| (key::record(company, created.kind, &created.id), (sequence, first))));
        }
    }
    Ok(firsts)
}

/// The locators of records in packs that are damaged, marked as lost, without locators that are marked already.
fn lost(db: &Database, company: CompanyId, places: &[Place]) -> Result<Vec<(Vec<u8>, Locator)>, StoreError> {
    let places: BTreeSet<&Place> = places.iter().collect();
    let mut lost = Vec::new();
    for entry in db.scan(Name::Records, &key::company(company)) {
        let (key, value) = entry?;
        let Some(locator) = Locator::parse(&value) else { continue };
        if !locator.facts.lost && places.contains(&locator.place(company)) {
            let facts = Facts { lost: true, hash: 0, ..locator.facts };
            lost.push((key.to_vec(), Locator { facts, ..locator }));
        }
    }
    Ok(lost)
}
