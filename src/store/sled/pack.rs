//! Invoices in fewer bytes: what those of a company have in common is written once.
//!
//! Every invoice of a company names the same seller, mostly the same goods and the same words. Some of them are its dictionary; an
//! invoice is written as what differs from it (LZ4). `compact` makes the dictionary anew and packs all: a first sync, which writes
//! most, has other things to do. Between two compactions a dictionary does not change: what was written with it is read with it. A
//! record that is not packed is read as it is.

use lz4_flex::block;

use super::batch::PART;
use crate::store::record::{Fault, LIMIT};

/// The first byte of what is packed. Records begin with their version, which is a small number.
const PACKED: u8 = 0xF1;

/// Bytes before what is packed: the mark, and the length of the record.
const HEAD: usize = 5;

/// Bytes of a dictionary at most: it is one value of the database.
const LENGTH: usize = PART - 64;

/// Minimum number of invoices for a dictionary; with fewer it would save nothing.
pub(in crate::store) const ENOUGH: usize = 16;

/// A dictionary out of some records, as many as it has room for.
pub(in crate::store) fn learn(records: &[Vec<u8>]) -> Vec<u8> {
    let mut dictionary = Vec::with_capacity(LENGTH);
    for record in records {
        if dictionary.len() + record.len() <= LENGTH {
            dictionary.extend_from_slice(record);
        }
    }
    dictionary
}

/// A record as what differs from the dictionary, where that is shorter.
pub(in crate::store) fn pack(record: Vec<u8>, dictionary: &[u8]) -> Vec<u8> {
    let Ok(length) = u32::try_from(record.len()) else { return record };
    let body = block::compress_with_dict(&record, dictionary);
    if body.len() + HEAD >= record.len() {
        return record;
    }
    [&[PACKED][..], &length.to_le_bytes(), &body].concat()
}

/// Whether these bytes need a dictionary to be read.
pub(in crate::store) fn is_packed(bytes: &[u8]) -> bool {
    bytes.first() == Some(&PACKED)
}

/// The record that was packed. Its own checksum tells whether it is the right one.
pub(in crate::store) fn unpack(bytes: &[u8], dictionary: &[u8]) -> Result<Vec<u8>, Fault> {
    let (head, body) = bytes.split_first_chunk::<HEAD>().ok_or(Fault::Content)?;
    let [_, length @ ..] = *head;
    let length = usize::try_from(u32::from_le_bytes(length)).map_err(|_| Fault::Content)?;
    // No byte stands for more than 255: a damaged length takes no memory.
    if length > LIMIT || length > body.len().saturating_mul(255) {
        return Err(Fault::Content);
    }
    let record = block::decompress_with_dict(body, length, dictionary).map_err(|_| Fault::Content)?;
    if record.len() == length { Ok(record) } else { Err(Fault::Content) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::batch::Name;
    use super::*;
    use crate::domain::{Company, CompanyId, RemoteId, StoredInvoice};
    use crate::store::record::samples::{commit, created, document, run};
    use crate::store::sled::{OpenOptions, SledStore, check, compact, key};
    use crate::store::{DamageKind, Registry, Store, StoreError, StoreExt, Upsert};

    fn open(path: &std::path::Path) -> SledStore {
        SledStore::open(path, &OpenOptions::default()).expect("opens").store
    }

    fn company(name: &str) -> Company {
        Company {
            id: CompanyId(0),
            name: name.to_owned(),
            provider: "billingo".to_owned(),
            base_url: None,
            enabled: true,
            tax_number: None,
            legal_name: None,
            added: jiff::Timestamp::UNIX_EPOCH,
            login: None,
            tenant: None,
        }
    }

    fn ids(count: u32) -> Vec<RemoteId> {
        (0..count).map(|n| RemoteId::new(format!("{n}"))).collect()
    }

    /// A store with so many invoices of each company, and what was written.
    fn filled(path: &std::path::Path, companies: &[(u32, u32)]) -> (SledStore, Vec<Vec<StoredInvoice>>) {
        let store = open(path);
        let mut all = Vec::new();
        for (company, count) in companies {
            let mut run = run(*company);
            run.id = store.begin_run(&run).expect("begun");
            let upserts: Vec<Upsert> = ids(*count).iter().map(|id| created(*company, id.as_str(), run.id.0)).collect();
            store.commit(&commit(&run, upserts.clone())).expect("committed");
            all.push(upserts.into_iter().map(|mut upsert| document(&mut upsert).clone()).collect());
        }
        (store, all)
    }

    fn read(store: &SledStore, company: u32, count: u32) -> Vec<StoredInvoice> {
        let found = store.invoices(CompanyId(company), &ids(count)).expect("read");
        found.into_iter().map(|found| found.expect("there")).collect()
    }

    fn register(path: &std::path::Path) {
        let registry = Registry::open(path).expect("opens");
        for name in ["Egy", "Két"] {
            registry.add(company(name)).expect("added");
        }
    }

    #[test]
    fn compacted_invoices_of_a_company_take_fewer_bytes_and_come_back() {
        let dir = tempfile::tempdir().expect("a folder");
        let (store, all) = filled(dir.path(), &[(1, 40), (2, 5)]);
        register(dir.path());
        store.close().expect("closes");
        // The second time from packed ones.
        for _ in 0..2 {
            compact(dir.path(), jiff::Timestamp::UNIX_EPOCH).expect("compacted");
            let store = open(dir.path());
            let bytes = |company: u32, count: usize| {
                let sizes = store.read(|db| {
                    let prefix = key::company(CompanyId(company));
                    let values = db.scan(Name::Invoices, &prefix);
                    Ok(values.map(|entry| entry.expect("read").1.len()).sum::<usize>())
                });
                sizes.expect("read") / count
            };
            assert!(bytes(1, 40) * 3 < bytes(2, 5), "{} {}", bytes(1, 40), bytes(2, 5));
            assert_eq!((read(&store, 1, 40), read(&store, 2, 5)), (all[0].clone(), all[1].clone()));
        }
        assert_eq!(check(dir.path(), false, jiff::Timestamp::UNIX_EPOCH).expect("checked").damage, []);
        let store = open(dir.path());
        let mut run = run(1);
        run.id = store.begin_run(&run).expect("begun");
        let mut changed = created(1, "7", run.id.0);
        document(&mut changed).entity.comment = Some("fizetve".into());
        store.commit(&commit(&run, vec![changed.clone()])).expect("committed");
        store.close().expect("closes");
        let store = open(dir.path());
        assert_eq!(read(&store, 1, 40)[7], document(&mut changed).clone());
        // Removing a company leaves nothing of it.
        store.remove_company(CompanyId(1)).expect("removed");
        let left = store.read(|db| Ok((db.scan(Name::Dictionaries, &[]).count(), db.dictionary(CompanyId(1))?)));
        assert_eq!(left, Ok((0, None)));
    }

    #[test]
    fn a_damaged_dictionary_is_named_and_a_repair_has_all_of_its_company_fetched_again() {
        let dir = tempfile::tempdir().expect("a folder");
        let (store, all) = filled(dir.path(), &[(1, 40), (2, 40)]);
        register(dir.path());
        store.close().expect("closes");
        compact(dir.path(), jiff::Timestamp::UNIX_EPOCH).expect("compacted");
        let store = open(dir.path());
        {
            let mut batch = super::super::batch::Batch::default();
            batch.put(Name::Dictionaries, &key::company(CompanyId(1))[..], b"nonsense".as_slice());
            let mut db = store.database_mut();
            let db = db.as_mut().expect("open");
            let position = db.position().clone();
            db.apply(batch, position).expect("applied");
        }
        assert!(matches!(store.invoices(CompanyId(1), &ids(1)), Err(StoreError::Damaged { .. })));
        // New writes do not use it.
        let mut run = run(1);
        run.id = store.begin_run(&run).expect("begun");
        let mut fresh = created(1, "100", run.id.0);
        store.commit(&commit(&run, vec![fresh.clone()])).expect("committed");
        store.close().expect("closes");
        let report = check(dir.path(), true, jiff::Timestamp::UNIX_EPOCH).expect("checked");
        assert!(
            report
                .damage
                .iter()
                .any(|damage| { damage.kind == DamageKind::Undecodable && damage.place.starts_with("dictionaries") })
        );
        assert!(report.resync.contains(&CompanyId(1)), "{:?}", report.resync);
        let store = open(dir.path());
        assert_eq!(store.invoices(CompanyId(1), &[RemoteId::new("100")]), Ok(vec![Some(document(&mut fresh).clone())]));
        assert_eq!(read(&store, 2, 40), all[1]);
    }

    proptest! {
        #[test]
        fn what_was_packed_comes_back(
            records in proptest::collection::vec(proptest::collection::vec(0_u8..4, 0..900), 0..40),
            record in proptest::collection::vec(0_u8..4, 0..900),
        ) {
            let dictionary = learn(&records);
            prop_assert!(dictionary.len() <= LENGTH);
            let packed = pack(record.clone(), &dictionary);
            prop_assert!(packed.len() <= record.len());
            let back = if is_packed(&packed) { unpack(&packed, &dictionary).expect("whole") } else { packed };
            prop_assert_eq!(back, record);
        }

        #[test]
        fn rubbish_is_told_and_takes_no_memory(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let bytes = [&[PACKED][..], &bytes].concat();
            if let Ok(record) = unpack(&bytes, b"a dictionary of some words") {
                prop_assert!(record.len() <= bytes.len() * 255);
            }
        }
    }
}
