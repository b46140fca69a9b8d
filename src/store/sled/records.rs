//! Reading records: by their identifiers, by their numbers, and all of them.
//!
//! A locator answers what it can; a pack is unpacked for the rest. A visit of all records takes the locators of one company at a time and
//! reads its packs as they lie in their files: each record is as it was when its company's turn came, and the visitor may be slow and
//! may ask the store again.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::batch::Name;
use super::database::{Database, place};
use super::packing::number_hash;
use super::packs::files::Place;
use super::packs::locator::Locator;
use super::upkeep::hash_of;
use super::{SledStore, key};
use crate::domain::{CompanyId, Kind, LineItem, Record, RecordKey, RemoteId};
use crate::store::record::{Fault, decode_record, line_items};
use crate::store::{Damage, DamageKind, Head, StoreError};

/// Records that are decoded before they are visited.
const AT_A_TIME: usize = 1024;

/// The record of this key: here, not here, or damaged.
pub(super) fn record(db: &Database, key: &[u8]) -> Result<Result<Option<Record>, Damage>, StoreError> {
    let Some(kind) = key::split_record(key).map(|(of, _)| of.kind) else { return Ok(Ok(None)) };
    body(db, key, |bytes| decode_record(kind, bytes))
}

/// What is read of the record of this key.
fn body<T>(
    db: &Database,
    key: &[u8],
    read: impl FnOnce(&[u8]) -> Result<T, Fault>,
) -> Result<Result<Option<T>, Damage>, StoreError> {
    let Some(locator) = db.locator(key)? else { return Ok(Ok(None)) };
    let found = db.located(key, &locator, read)?;
    Ok(found.map(Some).map_err(|_| undecodable(key)))
}

/// The damage of the record of this key.
pub(super) fn undecodable(key: &[u8]) -> Damage {
    let of = key::split_record(key).map(|(of, _)| of);
    let text = of.as_ref().map_or_else(|| key::show(key), |of| format!("{}/{}/{}", of.company, of.kind, of.id));
    Damage { place: place(Name::Records, &text), kind: DamageKind::Undecodable, company: of.map(|of| of.company) }
}

/// What is read of the records of these identifiers.
fn each<T>(
    db: &Database,
    company: CompanyId,
    kind: Kind,
    ids: &[RemoteId],
    read: impl Fn(&[u8]) -> Result<T, Fault>,
) -> Result<Vec<Option<T>>, StoreError> {
    if db.is_removed(company) {
        return Ok(ids.iter().map(|_| None).collect());
    }
    let one =
        |id| body(db, &key::record(company, kind, id), &read)?.map_err(|damage| StoreError::Damaged { place: damage.place });
    ids.iter().map(one).collect()
}

/// Records by their identifiers.
pub(super) fn records(
    db: &Database,
    company: CompanyId,
    kind: Kind,
    ids: &[RemoteId],
) -> Result<Vec<Option<Record>>, StoreError> {
    each(db, company, kind, ids, |bytes| decode_record(kind, bytes))
}

/// Line items of the documents of these identifiers.
pub(super) fn items(db: &Database, company: CompanyId, ids: &[RemoteId]) -> Result<Vec<Option<Vec<LineItem>>>, StoreError> {
    each(db, company, Kind::Document, ids, line_items)
}

/// What can be told of records without reading them.
pub(super) fn heads(db: &Database, company: CompanyId, kind: Kind, ids: &[RemoteId]) -> Result<Vec<Option<Head>>, StoreError> {
    if db.is_removed(company) {
        return Ok(vec![None; ids.len()]);
    }
    let one = |id| {
        let locator = db.locator(&key::record(company, kind, id))?;
        Ok(locator.map(|Locator { facts, .. }| Head {
            content: (!facts.lost).then_some(facts.hash),
            vanished: facts.vanished,
            has_balance: facts.settled,
            wants_balance: facts.open,
        }))
    };
    ids.iter().map(one).collect()
}

/// Keys of the documents of this number.
pub(super) fn by_number(db: &Database, company: Option<CompanyId>, number: &str) -> Result<Vec<RecordKey>, StoreError> {
    let prefix = company.map_or_else(Vec::new, |company| key::company(company).to_vec());
    let wanted = number_hash(number);
    let mut found = Vec::new();
    if wanted == 0 {
        return Ok(found);
    }
    for entry in db.scan(Name::Numbers, &prefix) {
        let (key, numbers) = entry?;
        let Some(place) = key::split_pack(&key).filter(|(file, _)| !db.is_removed(file.company)) else { continue };
        if numbers.first() != Some(&(Kind::Document as u8)) {
            continue;
        }
        for slot in (0_u8..).take(numbers.len() / 4).filter(|slot| hash_of(&numbers, *slot) == wanted) {
            found.extend(of_number(db, place, slot, number)?);
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// The document in a slot of a pack, if it is alive and has this number. A pack that cannot be read is for `check` to name.
fn of_number(db: &Database, place: Place, slot: u8, number: &str) -> Result<Option<RecordKey>, StoreError> {
    let Some(pack) = db.packs().pack(place)? else { return Ok(None) };
    let Some((id, bytes)) = pack.entry(slot.into()) else { return Ok(None) };
    let Ok(id) = std::str::from_utf8(id) else { return Ok(None) };
    let of = RecordKey::document(place.0.company, RemoteId::new(id));
    let locator = db.locator(&key::record(of.company, of.kind, &of.id))?;
    let here = locator.is_some_and(|found| (found.place(of.company), found.slot) == (place, slot));
    let named = here && decode_record(Kind::Document, bytes).is_ok_and(|record| record.title().eq_ignore_ascii_case(number));
    Ok(named.then_some(of))
}

/// Identifiers of the records that have not vanished.
pub(super) fn live_ids(db: &Database, company: CompanyId, kind: Kind) -> Result<Vec<RemoteId>, StoreError> {
    let mut ids = Vec::new();
    if db.is_removed(company) {
        return Ok(ids);
    }
    for entry in db.scan(Name::Records, &key::kind(company, kind)) {
        let (key, value) = entry?;
        let vanished = Locator::parse(&value).is_some_and(|locator| locator.facts.vanished);
        ids.extend(key::split_record(&key).filter(|_| !vanished).map(|(of, _)| of.id));
    }
    Ok(ids)
}

/// Where the records of a company and kind are, in the order of their places.
fn located(db: &Database, company: CompanyId, kind: Kind) -> Result<BTreeMap<Place, Vec<u8>>, StoreError> {
    let mut places: BTreeMap<Place, Vec<u8>> = BTreeMap::new();
    if db.is_removed(company) {
        return Ok(places);
    }
    for entry in db.scan(Name::Records, &key::kind(company, kind)) {
        let (key, value) = entry?;
        let damaged = || StoreError::Corrupt { place: place(Name::Records, &key::show(&key)) };
        let locator = Locator::parse(&value).ok_or_else(damaged)?;
        places.entry(locator.place(company)).or_default().push(locator.slot);
    }
    Ok(places)
}

/// Keys of the records of a kind that these slots of a pack should hold.
pub(super) fn keys_at(db: &Database, (file, offset): Place, kind: Option<Kind>) -> Result<Vec<Vec<u8>>, StoreError> {
    let prefix = kind.map_or_else(|| key::company(file.company).to_vec(), |kind| key::kind(file.company, kind).to_vec());
    let mut keys = Vec::new();
    for entry in db.scan(Name::Records, &prefix) {
        let (key, value) = entry?;
        if Locator::parse(&value).is_some_and(|locator| (locator.file, locator.offset) == (file.number, offset)) {
            keys.push(key.to_vec());
        }
    }
    Ok(keys)
}

impl SledStore {
    /// Visits the records of a kind, of one company or of all. Returns the damage met on the way.
    pub(super) fn visit_records(
        &self,
        company: Option<CompanyId>,
        kind: Kind,
        visit: &mut dyn FnMut(Record) -> ControlFlow<()>,
    ) -> Result<Vec<Damage>, StoreError> {
        // Upkeep removes no file meanwhile.
        let _visiting = self.visits.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let companies = match company {
            Some(company) => vec![company],
            None => self.read(Database::companies)?,
        };
        let mut damage = Vec::new();
        for company in companies {
            let places = self.read(|db| located(db, company, kind))?;
            let mut places = places.into_iter();
            loop {
                let mut found = Vec::with_capacity(AT_A_TIME);
                self.read(|db| {
                    while found.len() < AT_A_TIME
                        && let Some((place, slots)) = places.next()
                    {
                        take(db, place, &slots, kind, &mut found, &mut damage)?;
                    }
                    Ok(())
                })?;
                if found.is_empty() && places.len() == 0 {
                    break;
                }
                for record in found {
                    if visit(record).is_break() {
                        return Ok(damage);
                    }
                }
            }
        }
        Ok(damage)
    }
}

/// Takes in the records in some slots of a pack, and the damage where they cannot be read.
fn take(
    db: &Database,
    place: Place,
    slots: &[u8],
    kind: Kind,
    found: &mut Vec<Record>,
    damage: &mut Vec<Damage>,
) -> Result<(), StoreError> {
    let pack = db.packs().pack(place)?;
    let mut whole = true;
    for slot in slots {
        let entry = pack.as_ref().and_then(|pack| pack.entry((*slot).into()));
        match entry.map(|(_, bytes)| decode_record(kind, bytes)) {
            Some(Ok(record)) => found.push(record),
            _ => whole = false,
        }
    }
    if whole {
        return Ok(());
    }
    // What was written anew or removed since its company's turn came is not damaged.
    for key in keys_at(db, place, Some(kind))? {
        if let Err(found) = record(db, &key)? {
            damage.push(found);
        }
    }
    Ok(())
}
