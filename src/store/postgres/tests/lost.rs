//! Rows that a database lost: of tables, of journals, of heads. Each is told, comes back where anything here tells it, and never goes
//! unnoticed.

use std::ops::ControlFlow;

use super::*;
use crate::domain::{
    Actor, Company, CompanyId, Doubt, ItemKey, Kind, OutboxItem, OwnKey, OwnKind, Queue, RecordKey, RemoteId, RunStatus, SyncRun,
};
use crate::store::copy::Source as _;
use crate::store::outbox::{Claim, Outbox as _};
use crate::store::own::ItemWrite;
use crate::store::record::samples::{at, begin, change, commit, created, document, error, run, stored};
use crate::store::{Commit, DamageKind, OwnBatch, OwnData, OwnWrite, RunFilter, Store, Upsert};

const ONE: CompanyId = CompanyId(1);

fn own(name: &str) -> OwnKey {
    OwnKey { company: ONE, kind: OwnKind::Alerting, id: RemoteId::new(name) }
}

fn put(name: &str, expected: u64, bytes: &[u8]) -> OwnBatch {
    let write = OwnWrite::Put { key: own(name), expected, bytes: bytes.to_vec() };
    OwnBatch { records: vec![write], ..OwnBatch::new(at(1), Actor("anna".to_owned())) }
}

fn item(number: u8) -> OutboxItem {
    let key = ItemKey { company: ONE, queue: Queue::Push, id: crate::domain::own::new_id(at(i64::from(number)), [number; 10]) };
    OutboxItem::new(key, at(i64::from(number)), Actor("anna".to_owned()), b"content".to_vec(), vec![number; 3])
}

/// A company with everything that a journal tells: a run with an error, a change, a document that vanished, own records, items.
fn filled() -> Option<Fresh> {
    let fresh = fresh()?;
    let shared = std::sync::Arc::new(fresh.again());
    let registry = crate::store::Registry::of(shared.clone(), shared).expect("opens");
    let company = Company {
        id: CompanyId(0),
        name: "Alfa".to_owned(),
        provider: "billingo".to_owned(),
        base_url: None,
        enabled: true,
        tax_number: None,
        legal_name: None,
        added: at(1),
        login: None,
        tenant: None,
        books: crate::domain::Books::default(),
    };
    assert_eq!(registry.add(company).expect("added").id, ONE);
    let store = &fresh.store;
    let mut running = run(1);
    running.id = begin(store, &running).expect("begun");
    let ids: Vec<String> = (0..5).map(|number| number.to_string()).collect();
    store.commit(&commit(&running, ids.iter().map(|id| created(1, id, running.id.0)).collect())).expect("committed");
    let changed = Upsert { record: stored(1, "1", running.id.0).into(), changes: vec![change(1, "1", running.id.0, "comment")] };
    store.commit(&Commit { errors: vec![error("7")], ..commit(&running, vec![changed]) }).expect("committed");
    let mut gone =
        Upsert { record: stored(1, "2", running.id.0).into(), changes: vec![change(1, "2", running.id.0, "vanished")] };
    document(&mut gone).vanished = Some(at(1_700_000_050));
    let ended = SyncRun { status: RunStatus::Partial, ended: Some(at(1_700_000_100)), error_count: 1, ..running };
    store.commit(&commit(&ended, vec![gone])).expect("committed");
    for (version, bytes) in [(0, b"one".as_slice()), (1, b"two")] {
        store.transact(&put("a", version, bytes)).expect("written");
    }
    let items = [item(1), item(2)].map(ItemWrite::Queue).to_vec();
    store.transact(&OwnBatch { items, ..OwnBatch::new(at(1), Actor("anna".to_owned())) }).expect("queued");
    store
        .claim(&Claim {
            queue: Queue::Push,
            holder: &crate::domain::Holder("one".into()),
            now: at(5),
            until: at(60),
            most: 1,
            except: &[],
        })
        .expect("claimed");
    assert_eq!(store.check(false).expect("checked").damage, []);
    Some(fresh)
}

/// What no service gives twice, as a reader is told it.
fn told(store: &PostgresStore) -> String {
    let runs = store.runs(&RunFilter::default()).expect("read");
    let errors: Vec<_> = runs.iter().map(|run| store.run_errors(run.id).expect("read")).collect();
    let histories: Vec<_> = ["1", "2"].map(|id| store.history(&RecordKey::document(ONE, RemoteId::new(id)))).to_vec();
    let own = store.own_history(&own("a")).expect("read");
    let items = store.outbox_items(Queue::Push, ONE).expect("read");
    let gone = store.records(ONE, Kind::Document, &[RemoteId::new("2")]).expect("read");
    format!("{runs:#?}{errors:#?}{histories:#?}{own:#?}{items:#?}{gone:#?}")
}

/// Runs statements on the journal, which no policy of the tables allows.
fn on_journal(store: &PostgresStore, text: &str) {
    sql(
        store,
        &format!("ALTER TABLE journal NO FORCE ROW LEVEL SECURITY; ALTER TABLE journal DISABLE ROW LEVEL SECURITY; {text}"),
    );
}

fn places(store: &PostgresStore) -> Vec<String> {
    store.check(false).expect("checked").damage.into_iter().map(|damage| damage.place).collect()
}

#[test]
fn what_tables_lost_comes_back_from_the_journal() {
    for (lost, place) in [
        ("DELETE FROM run", "run/1"),
        ("DELETE FROM run_error", "run_error/1"),
        ("DELETE FROM change", "change/1"),
        ("DELETE FROM own", "own/1"),
        ("DELETE FROM own_past", "own/1"),
        ("DELETE FROM item", "own/1"),
        ("UPDATE own SET body = ''", "own/1/"),
        ("UPDATE change SET body = ''", "change/1/1/1/"),
        ("UPDATE run SET body = ''", "run/1/"),
        ("UPDATE run SET status = 0", "run/1/"),
        ("INSERT INTO feed VALUES (1, 'documents', '')", "feed/1/"),
        (
            "DELETE FROM run; DELETE FROM run_error; DELETE FROM change; DELETE FROM own; DELETE FROM own_past; DELETE FROM item",
            "own/1",
        ),
    ] {
        let Some(fresh) = filled() else { return };
        let store = &fresh.store;
        let before = told(store);
        let state = store.version().expect("told").expect("a state");
        sql(store, lost);
        let damage = places(store);
        assert!(damage.iter().any(|found| found.starts_with(place)), "{lost}: {damage:?}");
        let mended = store.check(true).expect("mended");
        assert_eq!(mended.repaired, u64::try_from(mended.damage.len()).expect("few"), "{lost}: {mended:?}");
        assert_eq!(told(store), before, "{lost}");
        assert_eq!((places(store), store.doubted()), (Vec::new(), Vec::new()), "{lost}");
        if !place.starts_with("feed/") {
            assert_eq!(store.changed_since(&state), Ok(None), "{lost}: others read every row again");
        }
        store.transact(&put("a", 2, b"three")).expect("goes on");
    }
}

#[test]
fn records_that_are_gone_are_never_a_smaller_total_that_is_green() {
    for lost in ["DELETE FROM record", "DELETE FROM record WHERE id = '3'"] {
        let Some(fresh) = filled() else { return };
        let store = &fresh.store;
        sql(store, lost);
        // A reader of all rows is told, and doubts the company as it does with a damaged record.
        let damage = store.rows(None, &mut |_| ControlFlow::Continue(())).expect("read");
        assert_eq!(damage.iter().map(|damage| damage.place.as_str()).collect::<Vec<_>>(), ["record/1/document"], "{lost}");
        store.doubt(&damage[0]).expect("doubted");
        assert_eq!(store.doubted().iter().map(|doubt: &Doubt| doubt.company).collect::<Vec<_>>(), [ONE]);
        assert_eq!(store.rows(None, &mut |_| ControlFlow::Continue(())), Ok(Vec::new()), "told once");
        drop(fresh);
        let Some(fresh) = filled() else { return };
        let store = &fresh.store;
        let before = told(store);
        sql(store, lost);
        assert_eq!(places(store)[0], "record/1/document", "{lost}");
        let mended = store.check(true).expect("mended");
        assert_eq!(mended.resync, [ONE], "{lost}: {mended:?}");
        let gone = |told: &str| told.matches("vanished: Some").count();
        assert_eq!(gone(&told(store)), gone(&before), "{lost}: the journal has what vanished");
        // A whole run brings back the others.
        let mut running = run(1);
        running.id = begin(store, &running).expect("begun");
        let ended = SyncRun { status: RunStatus::Completed, ended: Some(running.started), ..running.clone() };
        let ids = ["0", "1", "3", "4"];
        let here = store.records(ONE, Kind::Document, &ids.map(RemoteId::new)).expect("read");
        let missing = ids.iter().zip(here).filter(|(_, here)| here.is_none());
        let upserts = missing.map(|(id, _)| created(1, id, running.id.0)).collect();
        store.commit(&commit(&running, upserts)).expect("committed");
        store.commit(&Commit { fence: crate::domain::Fence(1), ..commit(&ended, Vec::new()) }).expect("committed");
        assert_eq!((store.doubted(), places(store)), (Vec::new(), Vec::new()), "{lost}");
    }
}

#[test]
fn what_a_journal_lost_is_told_again_and_its_loss_stays_on_record() {
    let of = |company: u32, which: &str| format!("DELETE FROM journal WHERE company = {company} AND sequence {which}");
    let last = |company: u32| format!("= (SELECT max(sequence) FROM journal WHERE company = {company})");
    for lost in [
        of(1, "= 2"),
        of(1, "IN (2, 3)"),
        of(1, "> 0"),
        of(1, &last(1)),
        of(0, "= 1"),
        of(0, &last(0)),
        "UPDATE journal SET frame = set_byte(frame, 60, 255 - get_byte(frame, 60)) WHERE company = 1".to_owned(),
    ] {
        let Some(fresh) = filled() else { return };
        let store = &fresh.store;
        let before = told(store);
        on_journal(store, &lost);
        let damage = store.check(false).expect("checked").damage;
        assert!(damage.iter().any(|damage| damage.kind == DamageKind::Journal), "{lost}: {damage:?}");
        let unread = store.copied(|reader: &mut super::super::copy_from::Reader<'_, '_>| reader.journal(&mut |_| Ok(())));
        assert!(unread.is_err(), "{lost}: not copied as it is");
        let mended = store.check(true).expect("mended");
        assert_eq!(mended.repaired, u64::try_from(mended.damage.len()).expect("few"), "{lost}: {mended:?}");
        assert_eq!(mended.hints.len(), 1, "{lost}");
        assert_eq!((places(store), told(store)), (Vec::new(), before.clone()), "{lost}");
        let audit = store.audit_log().expect("read");
        assert!(audit.faults.iter().any(|fault| fault.contains("audit.damaged")), "{lost}: {audit:?}");
        // It goes on, also in a copy, and the tables can be made from it.
        store.transact(&put("b", 0, b"new")).expect("goes on");
        store
            .copied(|reader: &mut super::super::copy_from::Reader<'_, '_>| reader.journal(&mut |_| Ok(())))
            .expect("can be copied");
        sql(store, "DELETE FROM own; DELETE FROM own_past; DELETE FROM change; DELETE FROM run; DELETE FROM run_error");
        store.check(true).expect("mended");
        assert_eq!(told(store).replace(' ', ""), before.replace(' ', ""), "{lost}");
        assert_eq!(places(store), Vec::<String>::new(), "{lost}");
        // Another loss is another one.
        on_journal(store, &of(1, "= 1"));
        on_journal(store, &of(1, &last(1)));
        assert_ne!(places(store), Vec::<String>::new(), "{lost}");
    }
}

#[test]
fn an_item_that_was_done_is_not_open_again_where_the_journal_lost_its_end() {
    let Some(fresh) = filled() else { return };
    let store = &fresh.store;
    let discard = vec![ItemWrite::Discard(item(2).key)];
    store.transact(&OwnBatch { items: discard, ..OwnBatch::new(at(9), Actor("anna".to_owned())) }).expect("dropped");
    let before = store.outbox_items(Queue::Push, ONE).expect("read");
    on_journal(
        store,
        "DELETE FROM journal WHERE company = 1 AND sequence = (SELECT max(sequence) FROM journal WHERE company = 1)",
    );
    store.check(true).expect("mended");
    assert_eq!((store.outbox_items(Queue::Push, ONE), places(store)), (Ok(before.clone()), Vec::new()));
    store.check(true).expect("checked");
    assert_eq!(store.outbox_items(Queue::Push, ONE), Ok(before));
}

#[test]
fn a_head_that_is_gone_or_old_goes_on_after_its_journal() {
    for lost in ["DELETE FROM head", "UPDATE head SET sequence = 1, chain = '\\x00' WHERE company = 1"] {
        let Some(fresh) = filled() else { return };
        let store = &fresh.store;
        let before = store.runs(&RunFilter::default()).expect("read");
        sql(store, &lost.replace("'\\x00'", "decode(repeat('00', 32), 'hex')"));
        let refused = store.transact(&put("b", 0, b"new"));
        assert!(matches!(refused, Err(crate::store::StoreError::Damaged { .. })), "{lost}: {refused:?}");
        assert!(places(store).iter().any(|place| place.starts_with("journal/1")), "{lost}");
        let mended = store.check(true).expect("mended");
        assert_eq!(mended.resync, [ONE], "{lost}: what else it said is not known");
        assert_eq!(store.runs(&RunFilter::default()), Ok(before.clone()));
        store.transact(&put("b", 0, b"new")).expect("goes on");
        let mut running = run(1);
        running.id = begin(store, &running).expect("begun");
        assert!(before.iter().all(|run| run.id < running.id), "{lost}: no number is given twice");
        let damage: Vec<_> = places(store).into_iter().filter(|place| place != "head/1").collect();
        assert_eq!(damage, Vec::<String>::new(), "{lost}");
    }
}

#[test]
fn a_hole_in_a_journal_is_no_list_of_what_changed() {
    let Some(fresh) = filled() else { return };
    let store = &fresh.store;
    let mut running = run(1);
    running.id = begin(store, &running).expect("begun");
    let many = (100..160).map(|id| created(1, &id.to_string(), running.id.0)).collect();
    store.commit(&commit(&running, many)).expect("committed");
    let state = store.version().expect("told").expect("a state");
    for id in ["10", "11"] {
        store.commit(&commit(&running, vec![created(1, id, running.id.0)])).expect("committed");
    }
    assert_eq!(store.changed_since(&state).expect("told").map(|keys| keys.len()), Some(2));
    on_journal(
        store,
        "DELETE FROM journal WHERE company = 1 AND sequence = (SELECT max(sequence) - 1 FROM journal WHERE company = 1)",
    );
    assert_eq!(store.changed_since(&state), Ok(None), "every row is read");
}

#[test]
fn a_company_that_the_list_lost_is_told() {
    let Some(fresh) = filled() else { return };
    sql(&fresh.store, "DELETE FROM listed");
    assert_eq!(places(&fresh.store), ["listed/1"], "its number was given, and it is on no list");
    let kept = fresh.store.check(true).expect("checked");
    assert_eq!((kept.damage.len(), kept.repaired), (1, 0), "nothing here says what it was");
}
