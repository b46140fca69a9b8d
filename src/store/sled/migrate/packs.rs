//! From form 2 to form 4: documents in values of their own, some compressed with a dictionary of their company, become packs; keys of
//! changes get the kind; rows and numbers are no longer kept.

use std::collections::BTreeMap;

use ::sled::IVec;

use super::super::batch::{Batch, Name};
use super::super::database::{Database, failed, quietly, split_part};
use super::super::key;
use super::super::packing::{Packed, Packing};
use super::super::packs::locator::Facts;
use super::super::transaction::packed;
use super::dictionary;
use crate::domain::{CompanyId, Kind, Record, RecordKey, RemoteId, StoredInvoice};
use crate::store::StoreError;
use crate::store::record::{Dictionary, decode};

/// Records that are packed together.
const GROUP: usize = 4096;

/// Trees that stay as they are, by their names in both forms.
const SAME: [Name; 5] = [Name::Runs, Name::RunIndex, Name::Errors, Name::Counts, Name::Meta];

/// The feed that form 2 had.
const DOCUMENTS: &str = "documents";

/// Trees of feeds: there was one, and keys did not name it.
const OF_FEED: [Name; 2] = [Name::States, Name::Scans];

/// Writes everything of a database of form 2 into a new one.
pub(in crate::store) fn rewrite(old: &::sled::Db, new: &Database) -> Result<(), StoreError> {
    let dictionaries = dictionaries(old)?;
    let mut packing = Packing::default();
    let (mut head, mut parts) = (IVec::default(), Vec::new());
    for entry in scan(old, "invoices")? {
        let (key, value) = entry?;
        let this = key::without_part(&key);
        if this != head {
            take(new, &head, &parts, &dictionaries, &mut packing)?;
            if packing.len() >= GROUP {
                flush(new, &mut packing)?;
            }
            (head, parts) = (this, Vec::new());
        }
        parts.extend_from_slice(split_part(&value).map(|(_, chunk)| chunk).unwrap_or_default());
    }
    take(new, &head, &parts, &dictionaries, &mut packing)?;
    flush(new, &mut packing)?;
    for entry in scan(old, Name::Changes.as_str())? {
        let (key, value) = entry?;
        let Some((of, rest)) = split_invoice(&key) else { return Err(damaged(Name::Changes.as_str(), &key)) };
        new.insert(Name::Changes, &[&key::record(of.company, of.kind, &of.id), rest].concat(), value)?;
    }
    for name in SAME {
        for entry in scan(old, name.as_str())? {
            let (key, value) = entry?;
            new.insert(name, &key, value)?;
        }
    }
    for name in OF_FEED {
        for entry in scan(old, name.as_str())? {
            let (key, value) = entry?;
            let Some((company, rest)) = key::split_company(&key) else { return Err(damaged(name.as_str(), &key)) };
            new.insert(name, &[&key::feed(company, DOCUMENTS), rest].concat(), value)?;
        }
    }
    new.sync_packs()?;
    new.sync()
}

/// Takes in the document of these bytes.
fn take(
    new: &Database,
    head: &[u8],
    bytes: &[u8],
    dictionaries: &BTreeMap<CompanyId, Dictionary>,
    packing: &mut Packing,
) -> Result<(), StoreError> {
    if head.is_empty() {
        return Ok(());
    }
    let (of, _) = split_invoice(head).ok_or_else(|| damaged("invoices", head))?;
    let record = match document(of.company, bytes, dictionaries) {
        Some(stored) => packed(&Record::Document(stored))?,
        // It was unreadable before and stays so, and the rest goes on: readers and `check` name it, and a full sync brings it back.
        None => lost(&of, bytes),
    };
    packing.put(new, key::record(of.company, Kind::Document, &of.id), record, None)
}

/// The document of these bytes; `None` if they do not decode.
fn document(company: CompanyId, bytes: &[u8], dictionaries: &BTreeMap<CompanyId, Dictionary>) -> Option<StoredInvoice> {
    if dictionary::is_packed(bytes) {
        let unpacked = dictionary::unpack(bytes, &dictionaries.get(&company)?.0).ok()?;
        return decode(&unpacked).ok();
    }
    decode(bytes).ok()
}

/// A record of bytes that do not decode.
fn lost(of: &RecordKey, bytes: &[u8]) -> Packed {
    let facts = Facts { lost: true, ..Facts::default() };
    Packed { company: of.company, kind: of.kind as u8, id: of.id.clone(), bytes: bytes.to_vec(), facts, number: 0 }
}

fn flush(new: &Database, packing: &mut Packing) -> Result<(), StoreError> {
    let mut batch = Batch::default();
    std::mem::take(packing).finish(new, &mut batch)?;
    new.insert_all(&mut batch)
}

fn dictionaries(old: &::sled::Db) -> Result<BTreeMap<CompanyId, Dictionary>, StoreError> {
    let mut found = BTreeMap::new();
    for entry in scan(old, "dictionaries")? {
        let (key, value) = entry?;
        if let Some((company, _)) = key::split_company(&key)
            && let Ok(dictionary) = decode::<Dictionary>(&value)
        {
            found.insert(company, dictionary);
        }
    }
    Ok(found)
}

/// The document that a key of form 2 begins with, and the rest.
fn split_invoice(key: &[u8]) -> Option<(RecordKey, &[u8])> {
    let (company, rest) = key::split_company(key)?;
    let (id, rest) = key::split_text(rest)?;
    Some((RecordKey::document(company, RemoteId::new(id)), rest))
}

fn scan(old: &::sled::Db, name: &'static str) -> Result<impl Iterator<Item = Result<(IVec, IVec), StoreError>>, StoreError> {
    let corrupt = move |error: ::sled::Error| failed(std::path::Path::new(name), &error);
    let tree = quietly(|| old.open_tree(name))?.map_err(corrupt)?;
    let mut entries = tree.iter();
    Ok(std::iter::from_fn(move || match quietly(|| entries.next()) {
        Ok(next) => next.map(|entry| entry.map_err(corrupt)),
        Err(error) => Some(Err(error)),
    }))
}

fn damaged(tree: &str, key: &[u8]) -> StoreError {
    StoreError::Damaged { place: format!("{tree}/{}", key::show(key)) }
}

#[cfg(test)]
mod tests {
    use super::super::super::database::{close_raw, open_raw};
    use super::*;
    use crate::store::record::samples::stored;
    use crate::store::record::{decode_record, encode};

    #[test]
    fn a_record_that_does_not_decode_is_lost_and_the_rest_comes_over() {
        let dir = tempfile::tempdir().expect("a folder");
        let (old, file) = open_raw(&dir.path().join("old"), 1 << 20).expect("opens");
        let tree = old.open_tree("invoices").expect("a tree");
        let part = |id: &str| {
            let head = key::feed(CompanyId(1), id);
            key::part(&head, 0)
        };
        let value = |bytes: &[u8]| [&1_u16.to_be_bytes()[..], bytes].concat();
        let bytes = encode(&stored(1, "a", 2)).expect("encoded");
        tree.insert(part("a"), value(&bytes)).expect("written");
        tree.insert(part("b"), value(b"nonsense")).expect("written");
        drop(tree);
        let new = Database::open(&dir.path().join("new"), 1 << 20).expect("opens");
        rewrite(&old, &new).expect("rewritten");
        let read = |id: &str| {
            let key = key::record(CompanyId(1), Kind::Document, &RemoteId::new(id));
            let locator = new.locator(&key).expect("read").expect("there");
            (locator.facts.lost, new.located(&key, &locator, |bytes| decode_record(Kind::Document, bytes)).expect("read").ok())
        };
        assert_eq!(read("a"), (false, Some(stored(1, "a", 2).into())));
        assert_eq!(read("b"), (true, None));
        close_raw(old, file, &dir.path().join("old")).expect("closes");
        new.close().expect("closes");
    }
}
