//! Own records and the outbox: versions, claims, and what survives.

use super::*;
use crate::domain::own::new_id;
use crate::domain::{Actor, Holder, ItemKey, OutboxItem, OutboxState, OwnKey, OwnKind, OwnRecord, Queue, Settled};
use crate::store::sled::check;

pub(super) fn author() -> Actor {
    Actor("anna".to_owned())
}

pub(super) fn own(name: &str) -> OwnKey {
    OwnKey { company: CompanyId(0), kind: OwnKind::Alerting, id: id(name) }
}

pub(super) fn put(name: &str, expected: u64, bytes: &[u8]) -> OwnBatch {
    let write = OwnWrite::Put { key: own(name), expected, bytes: bytes.to_vec() };
    OwnBatch { records: vec![write], ..OwnBatch::new(at(1), author()) }
}

pub(super) fn item(number: u8) -> OutboxItem {
    let key = ItemKey { company: CompanyId(0), queue: Queue::Push, id: new_id(at(i64::from(number)), [number; 10]) };
    OutboxItem::new(key, at(i64::from(number)), author(), b"content".to_vec(), vec![number; 3])
}

pub(super) fn queue(items: &[OutboxItem]) -> OwnBatch {
    let items = items.iter().cloned().map(ItemWrite::Queue).collect();
    OwnBatch { items, ..OwnBatch::new(at(1), author()) }
}

fn settle(item: &OutboxItem, end: Settled, seconds: i64) -> OwnBatch {
    let write = ItemWrite::Settle { key: item.key.clone(), attempt: item.attempts, end };
    OwnBatch { items: vec![write], ..OwnBatch::new(at(seconds), author()) }
}

fn claim(store: &dyn Store, name: &str, now: i64) -> Vec<Claimed> {
    let holder = Holder(name.into());
    let claim = Claim { queue: Queue::Push, holder: &holder, now: at(now), until: at(now + 60), most: 10, except: &[] };
    store.claim(&claim).expect("claimed")
}

#[test]
fn versions_are_checked_and_a_retired_record_stays() {
    on_each(|store| {
        store.transact(&put("a", 0, b"one")).expect("written");
        assert!(matches!(store.transact(&put("a", 0, b"again")), Err(StoreError::Stale { .. })));
        store.transact(&put("a", 1, b"two")).expect("written");
        let retire = OwnWrite::Retire { key: own("a"), expected: 2 };
        let both = OwnBatch { records: vec![retire], ..put("b", 7, b"x") };
        store.transact(&both).expect("retired");
        let wrong = OwnBatch { records: [put("c", 0, b"c").records, put("a", 9, b"x").records].concat(), ..put("c", 0, b"c") };
        assert!(matches!(store.transact(&wrong), Err(StoreError::Stale { .. })));
        assert_eq!(store.own(&own("c")), Ok(None), "a batch is written wholly or not at all");
        let history = store.own_history(&own("a")).expect("read");
        let told: Vec<_> = history.iter().map(|record| (record.version, record.retired, record.bytes.clone())).collect();
        assert_eq!(told, [(1, false, b"one".to_vec()), (2, false, b"two".to_vec()), (3, true, b"two".to_vec())]);
        assert_eq!(store.own_all(CompanyId(0), OwnKind::Alerting).expect("read").len(), 1);
    });
}

#[test]
fn the_records_of_many_companies_are_those_of_each() {
    on_each(|store| {
        let of = |company: u32, name: &str| {
            let key = OwnKey { company: CompanyId(company), ..own(name) };
            let write = OwnWrite::Put { key, expected: 0, bytes: name.as_bytes().to_vec() };
            store.transact(&OwnBatch { records: vec![write], ..OwnBatch::new(at(1), author()) }).expect("written");
        };
        for (company, name) in [(1, "b"), (1, "a"), (2, "c"), (4, "d")] {
            of(company, name);
        }
        let found = store.own_of(&[1, 3, 4].map(CompanyId), OwnKind::Alerting).expect("read");
        let told: Vec<_> = found.iter().map(|record| (record.key.company.0, record.bytes.as_slice())).collect();
        assert_eq!(told, [(1, &b"a"[..]), (1, b"b"), (4, b"d")]);
        assert_eq!(store.own_of(&[], OwnKind::Alerting), Ok(Vec::new()));
    });
}

#[test]
fn an_item_is_claimed_once_and_queued_once() {
    on_each(|store| {
        let items = [item(1), item(2)];
        store.transact(&queue(&items)).expect("queued");
        store.transact(&queue(&items)).expect("a repeated call queues once");
        let claimed = claim(store, "one", 5);
        assert_eq!(claimed.len(), 2);
        assert!(claimed.iter().all(|claimed| !claimed.in_doubt && claimed.item.attempts == 1));
        assert_eq!(claim(store, "two", 6), [], "they are being sent");
        let [first, second] = [&claimed[0].item, &claimed[1].item];
        store.transact(&settle(first, Settled::Sent { link: None }, 7)).expect("settled");
        let again = store.transact(&settle(first, Settled::Sent { link: None }, 8));
        assert!(matches!(again, Err(StoreError::Stale { .. })), "an attempt ends once");
        let drop = |item: &OutboxItem| {
            store.transact(&OwnBatch { items: vec![ItemWrite::Discard(item.key.clone())], ..OwnBatch::new(at(8), author()) })
        };
        assert!(matches!(drop(first), Err(StoreError::Stale { .. })), "what was sent cannot be dropped");
        let later = Settled::Later { error: Some("busy".to_owned()), due: at(20) };
        store.transact(&settle(second, later, 7)).expect("settled");
        assert_eq!(store.next_due(Queue::Push), Ok(Some(at(20))));
        assert_eq!(claim(store, "two", 19), []);
        let retried = claim(store, "two", 20);
        assert_eq!(retried.len(), 1);
        assert_eq!(retried[0].item.idempotency_key(), second.idempotency_key(), "the same key for the same bytes");
        assert_eq!((retried[0].in_doubt, retried[0].item.attempts), (false, 2));
        let discard = OwnBatch { items: vec![ItemWrite::Discard(second.key.clone())], ..OwnBatch::new(at(21), author()) };
        assert!(matches!(store.transact(&discard), Err(StoreError::Stale { .. })), "it is being sent");
        assert_eq!(store.outbox_items(Queue::Push, CompanyId(0)).expect("read").len(), 2, "finished items are kept");
    });
}

#[test]
fn nothing_is_claimed_of_a_company_that_is_left_out() {
    on_each(|store| {
        let of = |company: u32, number: u8| OutboxItem {
            key: ItemKey { company: CompanyId(company), ..item(number).key },
            ..item(number)
        };
        store.transact(&queue(&[of(1, 1), of(2, 2), of(1, 3)])).expect("queued");
        let holder = Holder("one".into());
        let claim = |except: &[CompanyId]| {
            let claim = Claim { queue: Queue::Push, holder: &holder, now: at(5), until: at(65), most: 1, except };
            let claimed = store.claim(&claim).expect("claimed");
            claimed.into_iter().map(|claimed| claimed.item.key.company.0).collect::<Vec<_>>()
        };
        assert_eq!((claim(&[CompanyId(1)]), claim(&[CompanyId(1)])), (vec![2], Vec::new()));
        assert_eq!((claim(&[CompanyId(2)]), claim(&[]), claim(&[])), (vec![1], vec![1], Vec::new()));
    });
}

#[test]
fn a_claim_that_ended_is_due_again_and_in_doubt() {
    on_each(|store| {
        store.transact(&queue(&[item(1)])).expect("queued");
        assert_eq!(claim(store, "one", 5).len(), 1);
        let again = claim(store, "two", 5 + 61);
        assert!(again[0].in_doubt, "the first attempt may have been carried out");
        let another = Settled::Again { payload: b"new".to_vec(), error: None, due: at(70) };
        store.transact(&settle(&again[0].item, another, 68)).expect("settled");
        let third = claim(store, "two", 70);
        assert_ne!(third[0].item.idempotency_key(), again[0].item.idempotency_key(), "other bytes have another key");
    });
}

#[test]
fn own_data_and_the_outbox_survive_a_kill_and_come_back_from_the_journal_alone() {
    let dir = tempfile::tempdir().expect("a folder");
    let open = || SledStore::open(dir.path(), &OpenOptions::default()).expect("opens");
    let seen = |store: &SledStore| {
        let items = store.outbox_items(Queue::Push, CompanyId(0)).expect("read");
        (store.own_history(&own("a")).expect("read"), items, store.next_due(Queue::Push).expect("read"))
    };
    let store = open().store;
    for (version, bytes) in [(0, b"one".as_slice()), (1, b"two")] {
        store.transact(&put("a", version, bytes)).expect("written");
    }
    store.transact(&queue(&[item(1), item(2)])).expect("queued");
    let first = claim(&store, "one", 5).remove(0).item;
    store.transact(&settle(&first, Settled::Sent { link: None }, 7)).expect("settled");
    store.close().expect("closes");
    let store = open().store;
    let before = seen(&store);
    let claimed = claim(&store, "two", 8);
    assert_eq!(claimed.len(), 1, "its worker is dead, whatever its claim says");
    assert!(claimed[0].in_doubt && matches!(claimed[0].item.state, OutboxState::Sending { .. }));
    let sent = seen(&store);
    store.close().expect("closes");
    assert_ne!(before, sent);
    std::fs::remove_dir_all(dir.path().join("sled")).expect("removed");
    check(dir.path(), true, at(9)).expect("rebuilt");
    let opened = open();
    let (records, items, _) = seen(&opened.store);
    assert_eq!((records, items), (sent.0, sent.1));
    opened.store.close().expect("closes");
    assert_eq!(check(dir.path(), false, at(10)).expect("checked").damage, []);
}

/// Own records and items, and a journal without its last bytes or with a byte that is another one: the database tells it again.
#[test]
fn what_a_damaged_journal_lost_of_own_data_is_told_again() {
    type Damage = fn(&mut Vec<u8>);
    let cut: Damage = |bytes| bytes.truncate(bytes.len() - 5);
    let flip: Damage = |bytes| {
        let middle = bytes.windows(3).position(|bytes| bytes == b"two").expect("the second version");
        bytes[middle] ^= 1;
    };
    for (damage, repair) in [(cut, false), (flip, true)] {
        let dir = tempfile::tempdir().expect("a folder");
        let open = || SledStore::open(dir.path(), &OpenOptions::default()).expect("opens").store;
        let seen = |store: &SledStore| {
            let items = store.outbox_items(Queue::Push, CompanyId(0)).expect("read");
            (store.own_history(&own("a")).expect("read"), items)
        };
        let store = open();
        for (version, bytes) in [(0, b"one".as_slice()), (1, b"two"), (2, b"three")] {
            store.transact(&put("a", version, bytes)).expect("written");
        }
        store.transact(&queue(&[item(1), item(2)])).expect("queued");
        let sent = claim(&store, "one", 5).remove(0).item;
        store.transact(&settle(&sent, Settled::Sent { link: None }, 7)).expect("settled");
        let before = seen(&store);
        store.close().expect("closes");
        let path = dir.path().join("journal/000001.log");
        let mut bytes = std::fs::read(&path).expect("there");
        damage(&mut bytes);
        std::fs::write(&path, bytes).expect("written");
        if repair {
            assert_ne!(check(dir.path(), false, at(8)).expect("checked").damage, []);
            check(dir.path(), true, at(8)).expect("repaired");
        } else {
            open().close().expect("closes");
        }
        std::fs::remove_dir_all(dir.path().join("sled")).expect("removed");
        check(dir.path(), true, at(9)).expect("rebuilt");
        let store = open();
        assert_eq!(seen(&store), before);
        store.close().expect("closes");
    }
}

#[test]
fn what_waited_in_a_backup_is_in_doubt_once_it_is_restored() {
    let dir = tempfile::tempdir().expect("a folder");
    let (path, other) = (dir.path().join("store"), dir.path().join("restored"));
    crate::store::Registry::open(&path).expect("opens");
    let store = SledStore::open(&path, &OpenOptions::default()).expect("opens").store;
    let mut alert = item(2);
    alert.key.queue = Queue::Alert;
    store.transact(&queue(&[item(1), alert])).expect("queued");
    store.close().expect("closes");
    let mut bytes = Vec::new();
    crate::store::backup(&path, &mut bytes, at(5)).expect("written");
    crate::store::restore(&mut bytes.as_slice(), &other, at(6)).expect("restored");
    let store = SledStore::open(&other, &OpenOptions::default()).expect("opens").store;
    assert_eq!(store.outbox_open(Queue::Alert), Ok(Vec::new()), "an alert that waited was sent since");
    let [item] = &store.outbox_open(Queue::Push).expect("read")[..] else { panic!("one item") };
    assert_eq!((&item.state, item.due), (&OutboxState::Unknown { at: at(6) }, None));
    assert_eq!(claim(&store, "one", 1000), [], "it is looked for first");
    store.close().expect("closes");
    assert_eq!(check(&other, false, at(7)).expect("checked").damage, []);
}

/// An entry of an hour on a day, approved or not.
fn worked(name: &str, day: i8, approved: bool) -> crate::domain::time::TimeEntry {
    use crate::domain::time::{Approval, Source, Span, TimeEntry};

    TimeEntry {
        id: id(name),
        person: id("anna"),
        project: Some(id("site")),
        task: String::new(),
        note: String::new(),
        tags: Vec::new(),
        span: Span::Day { date: jiff::civil::date(2026, 10, day), seconds: 3_600, zone: "UTC".to_owned() },
        billable: true,
        price: None,
        approval: approved.then(|| Approval { at: at(1), by: author() }),
        claims: Vec::new(),
        source: Some(Source { name: "toggl".to_owned(), id: name.to_owned(), raw: String::new() }),
    }
}

#[test]
fn records_are_found_by_their_terms_and_no_longer_by_old_ones() {
    use crate::store::{Hit, OwnForm, TermRange};

    on_each(|store| {
        let company = CompanyId(0);
        let write = |entry: &crate::domain::time::TimeEntry, version: u64| {
            let write = OwnWrite::value(company, entry, version).expect("small");
            store.transact(&OwnBatch { records: vec![write], ..OwnBatch::new(at(1), author()) }).expect("written");
        };
        for (name, day) in [("a", 5), ("b", 6), ("c", 20)] {
            write(&worked(name, day, false), 0);
        }
        let found = |range: &TermRange| -> Vec<String> {
            let hits = store.own_hits(company, OwnKind::Entry, std::slice::from_ref(range)).expect("read");
            hits.into_iter().flatten().map(|hit: Hit| hit.id.to_string()).collect()
        };
        let october =
            |from, until| TermRange::on_days(Some(jiff::civil::date(2026, 10, from)), Some(jiff::civil::date(2026, 10, until)));
        assert_eq!(found(&october(1, 10)), ["a", "b"]);
        assert_eq!(found(&TermRange::on_days(None, None)), ["a", "b", "c"]);
        assert_eq!(found(&TermRange::of_source("toggl", "b")), ["b"]);
        assert_eq!((found(&TermRange::pending(None, None)).len(), found(&TermRange::free(&id("site"))).len()), (3, 0));
        write(&worked("a", 25, true), 1);
        assert_eq!(found(&october(1, 10)), ["b"], "a term of the version before leads nowhere");
        assert_eq!(found(&october(25, 25)), ["a"]);
        assert_eq!(
            (found(&TermRange::free(&id("site"))), found(&TermRange::free(&id("other"))).len()),
            (vec!["a".to_owned()], 0)
        );
        let seconds = store.own_hits(company, OwnKind::Entry, &[TermRange::of_project(&id("site"), None, None)]).expect("read");
        assert!(seconds.iter().flatten().all(|hit| hit.value == 3_600i64.to_be_bytes()), "{seconds:?}");
        let gone = OwnWrite::retire(company, &worked("b", 6, false), 1);
        store.transact(&OwnBatch { records: vec![gone], ..OwnBatch::new(at(2), author()) }).expect("retired");
        assert!(found(&october(1, 10)).is_empty());
        assert_eq!(found(&TermRange::of_source("toggl", "b")), ["b"], "what was deleted is not imported again");
        let some = store.own_some(company, OwnKind::Entry, &[id("c"), id("x"), id("a")]).expect("read");
        let names: Vec<String> = some.iter().map(|record| record.key.id.to_string()).collect();
        assert_eq!(names, ["c", "a"]);
        let read = crate::domain::time::TimeEntry::of_bytes(&some.first().expect("one").bytes).map(|entry| entry.seconds());
        assert_eq!(read, Some(3_600));
    });
}

#[test]
fn many_records_are_found_together_as_one_by_one() {
    use crate::store::TermRange;

    on_each(|store| {
        let company = CompanyId(0);
        let name = |number: usize| format!("entry-{number:03}");
        let records = (0..300).map(|number| {
            let entry = worked(&name(number), 1 + i8::try_from(number % 30).expect("a day"), number % 3 == 0);
            OwnWrite::value(company, &entry, 0).expect("small")
        });
        store.transact(&OwnBatch { records: records.collect(), ..OwnBatch::new(at(1), author()) }).expect("written");

        // Close together, far apart, backwards, and some that are not there.
        let steps = [1, 2, 7, 40].map(|step| (0..320).step_by(step).map(|number| id(&name(number))).collect::<Vec<_>>());
        let backwards = (0..320).rev().step_by(3).flat_map(|number| [id(&name(number)), id(&format!("none-{number}"))]);
        for ids in steps.into_iter().chain([backwards.collect()]) {
            let one = |id: &RemoteId| store.own(&OwnKey { company, kind: OwnKind::Entry, id: id.clone() }).expect("read");
            let expected: Vec<OwnRecord> = ids.iter().filter_map(one).collect();
            assert_eq!(store.own_some(company, OwnKind::Entry, &ids).expect("read"), expected);
        }

        // All sources, most of which are there; and days between which there is much more.
        let sources = (0..320).rev().map(|number| TermRange::of_source("toggl", &name(number)));
        let days = (1..=30).step_by(2).map(|day| Some(jiff::civil::date(2026, 10, day)));
        let days =
            days.map(|day| TermRange::on_days(day, day)).chain([TermRange::on_days(Some(jiff::civil::date(2027, 1, 1)), None)]);
        for ranges in [sources.collect::<Vec<_>>(), days.collect()] {
            let one =
                |range: &TermRange| store.own_hits(company, OwnKind::Entry, std::slice::from_ref(range)).expect("read").remove(0);
            let expected: Vec<_> = ranges.iter().map(one).collect();
            assert!(expected.iter().any(|hits| !hits.is_empty()) && expected.iter().any(Vec::is_empty));
            assert_eq!(store.own_hits(company, OwnKind::Entry, &ranges).expect("read"), expected);
        }
    });
}
