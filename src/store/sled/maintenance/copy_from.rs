//! An open store as the source of a copy.
//!
//! For: [`crate::store::copy`]. Uses: the database, the journal and the small files, as they are read elsewhere. Never: a write.

use std::collections::{BTreeMap, BTreeSet};

use super::super::batch::Name;
use super::super::database::{Database, place};
use super::super::{SledStore, key, own, records};
use crate::domain::{CompanyId, Kind, Record, RunError, RunId, SyncRun};
use crate::store::copy::{Each, Feed, Sealed, Small, Source, Told};
use crate::store::journal::read::visit;
use crate::store::own_index::OwnIndex;
use crate::store::record::{Changes, Codec, Entry, ScanIds, decode, decode_record};
use crate::store::registry::{self, SHEETS};
use crate::store::{StoreError, SyncState};

/// Records that are handed on together.
const AT_A_TIME: usize = 1024;

/// A store of this process, read whole. It writes nothing meanwhile.
pub(in crate::store) struct Reader<'s>(pub(in crate::store) &'s SledStore);

impl Source for Reader<'_> {
    fn small(&mut self) -> Result<Small, StoreError> {
        let (directory, sealed) = registry::files(self.0.path());
        let mut sheets = Vec::new();
        for name in SHEETS {
            sheets.extend(directory.sheet(name)?.map(|body| (name, body)));
        }
        let mut secrets = Vec::new();
        for name in sealed.names()?.into_iter().collect::<BTreeSet<_>>() {
            if let Some(blob) = sealed.blob(&name)? {
                secrets.push(Sealed { set: sealed.blob_set(&name)?, name, blob });
            }
        }
        let next_run = self.0.read(|db| Ok(db.position().next_run))?;
        Ok(Small { state: directory.companies()?, next_run, sheets, secrets })
    }

    fn journal(&mut self, each: Each<'_, (u64, Entry)>) -> Result<(), StoreError> {
        // Twice through the files, so that no journal is in memory as a whole: what was rolled back is told after it.
        let mut rolled_back: BTreeSet<u64> = BTreeSet::new();
        let content = visit(self.0.path(), 0, &mut |_, entry| {
            rolled_back.extend(if let Entry::RolledBack(sequence) = entry { Some(sequence) } else { None });
            Ok(())
        })?;
        if let Some(fault) = content.faults.first() {
            return Err(StoreError::Damaged { place: format!("{}:{}", fault.path.display(), fault.offset) });
        }
        let again = visit(self.0.path(), 0, &mut |sequence, entry| {
            if rolled_back.contains(&sequence) { Ok(()) } else { each((sequence, entry)) }
        })?;
        match again.faults.first() {
            None => Ok(()),
            Some(fault) => Err(StoreError::Damaged { place: format!("{}:{}", fault.path.display(), fault.offset) }),
        }
    }

    fn changes(&mut self, company: CompanyId, each: Each<'_, Told>) -> Result<(), StoreError> {
        self.0.read(|db| {
            for entry in db.scan_parts(Name::Changes, &key::company(company)) {
                let (key, bytes) = entry?;
                let record = key::split_record(&key);
                let (of, rest) = record.ok_or_else(|| damaged(Name::Changes, &key))?;
                let sequence = key::tail_u64(rest).ok_or_else(|| damaged(Name::Changes, &key))?;
                let Changes(changes) = decode(&bytes).map_err(|_| damaged(Name::Changes, &key))?;
                each(Told { kind: of.kind, id: of.id, sequence, changes })?;
            }
            Ok(())
        })
    }

    fn runs(&mut self, company: CompanyId) -> Result<Vec<SyncRun>, StoreError> {
        self.0.read(|db| own::all(db, Name::Runs, &key::company(company)))
    }

    fn errors(&mut self, company: CompanyId) -> Result<BTreeMap<RunId, Vec<(u64, RunError)>>, StoreError> {
        self.0.read(|db| {
            let mut errors: BTreeMap<RunId, Vec<(u64, RunError)>> = BTreeMap::new();
            for entry in db.scan_parts(Name::Errors, &key::company(company)) {
                let (key, bytes) = entry?;
                let number = |from: usize| key.get(from..).and_then(key::tail_u64);
                // Company, run, entry of the journal, index.
                let (Some(run), Some(sequence)) = (number(4), number(12)) else { return Err(damaged(Name::Errors, &key)) };
                let error = decode(&bytes).map_err(|_| damaged(Name::Errors, &key))?;
                errors.entry(RunId(run)).or_default().push((sequence, error));
            }
            Ok(errors)
        })
    }

    fn feeds(&mut self, company: CompanyId) -> Result<BTreeMap<String, Feed>, StoreError> {
        self.0.read(|db| {
            let mut feeds: BTreeMap<String, Feed> = BTreeMap::new();
            for entry in db.scan_parts(Name::States, &key::company(company)) {
                let (key, bytes) = entry?;
                feeds.entry(name(Name::States, &key)?).or_default().state = Some(value::<SyncState>(Name::States, &key, &bytes)?);
            }
            for entry in db.scan(Name::Scans, &key::company(company)) {
                let (key, bytes) = entry?;
                let ScanIds(ids) = value(Name::Scans, &key, &bytes)?;
                feeds.entry(name(Name::Scans, &key)?).or_default().seen.extend(ids);
            }
            Ok(feeds)
        })
    }

    fn own(&mut self, company: CompanyId) -> Result<OwnIndex, StoreError> {
        self.0.read(|db| own::index_of(db, &key::company(company)))
    }

    fn records(&mut self, company: CompanyId, kind: Kind, each: Each<'_, Vec<Record>>) -> Result<(), StoreError> {
        self.0.read(|db| {
            let mut some = Vec::new();
            for entry in db.scan(Name::Records, &key::kind(company, kind)) {
                some.push(record(db, &entry?.0, kind)?);
                if some.len() >= AT_A_TIME {
                    each(std::mem::take(&mut some))?;
                }
            }
            if some.is_empty() { Ok(()) } else { each(some) }
        })
    }
}

fn record(db: &Database, key: &[u8], kind: Kind) -> Result<Record, StoreError> {
    let damaged = || StoreError::Damaged { place: records::undecodable(key).place };
    let locator = db.locator(key)?.ok_or_else(damaged)?;
    db.located(key, &locator, |bytes| decode_record(kind, bytes))?.map_err(|_| damaged())
}

fn name(tree: Name, key: &[u8]) -> Result<String, StoreError> {
    key::split_feed(key).map(|(_, feed)| feed).ok_or_else(|| damaged(tree, key))
}

fn value<T: Codec>(tree: Name, key: &[u8], bytes: &[u8]) -> Result<T, StoreError> {
    decode(bytes).map_err(|_| damaged(tree, key))
}

fn damaged(tree: Name, key: &[u8]) -> StoreError {
    StoreError::Damaged { place: place(tree, &key::show(key)) }
}

/// Companies of which records are known to be lost, and a history waits for them.
pub(in crate::store) fn incomplete(store: &SledStore) -> Result<Vec<CompanyId>, StoreError> {
    store.read(|db| Ok(db.position().relearn.clone()))
}
