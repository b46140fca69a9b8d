//! Several processes on one database: what one commits the others see, and one that lost its lease cannot write.

use std::sync::Barrier;
use std::thread;

use super::*;
use crate::domain::{Actor, CompanyId, Holder, ItemKey, OutboxItem, OwnKey, OwnKind, Queue, RecordKey, RemoteId, SyncRun};
use crate::store::leases::Leases;
use crate::store::outbox::{Claim, Outbox};
use crate::store::own::{ItemWrite, OwnBatch, OwnData, OwnWrite};
use crate::store::record::samples::{at, begin, commit, created, run};
use crate::store::{Commit, Store, StoreError, Upsert};

fn key(company: u32, id: &str) -> RecordKey {
    RecordKey::document(CompanyId(company), RemoteId::new(id))
}

fn begun(store: &PostgresStore, company: u32) -> SyncRun {
    let mut running = run(company);
    running.id = begin(store, &running).expect("begun");
    running
}

#[test]
fn what_one_commits_the_other_sees_and_is_told() {
    let Some(fresh) = real() else { return };
    let (one, two) = (&fresh.store, fresh.again());
    let (first, second) = (begun(one, 1), begun(&two, 2));
    assert!(first.id < second.id);
    let page = |from: u32, company: u32, run: &SyncRun| {
        (from..from + 40).map(|n| created(company, &n.to_string(), run.id.0)).collect::<Vec<Upsert>>()
    };
    one.commit(&commit(&first, page(0, 1, &first))).expect("committed");
    let state = two.version().expect("told").expect("a state");
    assert_eq!(one.version(), Ok(Some(state.clone())), "both name it alike");
    assert_eq!(two.changed_since(&state), Ok(Some(Vec::new())));
    one.commit(&commit(&first, vec![created(1, "900", first.id.0)])).expect("committed");
    two.commit(&commit(&second, vec![created(2, "5", second.id.0)])).expect("committed");
    assert_ne!(two.version(), Ok(Some(state.clone())));
    let expected = Ok(Some(vec![key(1, "900"), key(2, "5")]));
    assert_eq!((one.changed_since(&state), two.changed_since(&state)), (expected.clone(), expected));
    let foreign = open(&in_new_schema(&cluster::url().expect("a server")));
    let strange = foreign.version().expect("told").expect("a state");
    for other in ["", "x", "a-1-2", "a-1-2-1:x", "a-1-2-1:2", strange.as_str()] {
        assert_eq!(one.changed_since(other), Ok(None), "{other}");
    }
    sql(&foreign, &format!("DROP SCHEMA {} CASCADE", foreign.pool.address().schema));
    // Much of all, and a company that went: every row is looked at.
    one.commit(&commit(&first, page(100, 1, &first))).expect("committed");
    assert_eq!(two.changed_since(&state), Ok(None));
    let state = two.version().expect("told").expect("a state");
    one.remove_company(CompanyId(1)).expect("removed");
    assert_eq!(two.changed_since(&state), Ok(None));
}

#[test]
fn a_database_that_was_restored_and_went_on_has_another_past() {
    let Some(fresh) = real() else { return };
    let store = &fresh.store;
    let first = begun(store, 1);
    let page = (0..60).map(|n| created(1, &n.to_string(), first.id.0)).collect::<Vec<Upsert>>();
    store.commit(&commit(&first, page)).expect("committed");
    let before = store.version().expect("told").expect("a state");
    sql(store, "CREATE TABLE kept AS SELECT * FROM head");
    store.commit(&commit(&first, vec![created(1, "900", first.id.0)])).expect("committed");
    let lost = store.version().expect("told").expect("a state");
    sql(
        store,
        "ALTER TABLE journal DISABLE ROW LEVEL SECURITY; DELETE FROM journal j USING kept k WHERE j.company = k.company AND \
         j.sequence > k.sequence; DELETE FROM head; INSERT INTO head SELECT * FROM kept; DELETE FROM record WHERE id = '900'",
    );
    assert_eq!(store.version(), Ok(Some(before.clone())));
    store.commit(&commit(&first, vec![created(1, "901", first.id.0)])).expect("committed");
    assert_eq!(store.changed_since(&lost), Ok(None), "as many entries, and others");
    store.commit(&commit(&first, vec![created(1, "902", first.id.0)])).expect("committed");
    assert_eq!(store.changed_since(&lost), Ok(None), "more entries, and others");
    assert_eq!(store.changed_since(&before), Ok(Some(vec![key(1, "901"), key(1, "902")])));
}

#[test]
fn a_worker_whose_lease_ran_out_by_the_clock_of_the_database_cannot_write() {
    let Some(fresh) = real() else { return };
    let (slow, quick) = (&fresh.store, fresh.again());
    let (mine, theirs, company) = (Holder("slow".into()), Holder("quick".into()), CompanyId(1));
    // Their own clocks are days apart, and neither counts.
    let lease = slow.acquire(company, &mine, at(1_000_000)).expect("free");
    let mut running = run(1);
    running.id = slow.begin_run(&running, &lease).expect("begun");
    let page = |id: &str, fence| Commit { fence, ..commit(&running, vec![created(1, id, running.id.0)]) };
    slow.commit(&page("a", lease.fence)).expect("committed");
    let early = quick.acquire(company, &theirs, at(9_000_000));
    let Err(StoreError::Leased { until, .. }) = early else { panic!("{early:?}") };
    assert!(until > at(9_000_000) && until <= at(9_000_061), "told by the clock of the one who asks: {until}");
    assert_eq!(quick.interrupt_expired(at(9_000_000)), Ok(vec![]), "its holder lives");
    sql(slow, "UPDATE head SET expires = expires - 61000000 WHERE company = 1");
    slow.commit(&page("b", lease.fence)).expect("nobody took it yet");
    let taken = quick.acquire(company, &theirs, at(5)).expect("it ran out");
    assert!(taken.fence > lease.fence);
    assert_eq!(slow.commit(&page("c", lease.fence)), Err(StoreError::LeaseLost { company }));
    assert_eq!(slow.renew(&lease, at(1_000_001)), Err(StoreError::LeaseLost { company }));
    assert!(matches!(slow.begin_run(&run(1), &lease), Err(StoreError::LeaseLost { .. })));
    let ended = quick.interrupt_expired(at(9)).expect("ended");
    assert_eq!(ended.iter().map(|run| run.id).collect::<Vec<_>>(), [running.id]);
    assert_eq!(quick.live_ids(company, crate::domain::Kind::Document).expect("read").len(), 2);
    assert_eq!(quick.check(false).expect("checked").damage, []);
}

/// Many workers take leases of few companies, and write under them at once. By a model: a commit of an older fence after one of a newer
/// fence never succeeds, and what was acknowledged is there.
#[test]
fn no_two_holders_of_a_company_write_in_turns() {
    let Some(fresh) = real() else { return };
    let barrier = Barrier::new(4);
    let written = std::sync::Mutex::new(Vec::new());
    thread::scope(|scope| {
        for worker in 0..4 {
            let (barrier, written, store) = (&barrier, &written, fresh.again());
            scope.spawn(move || {
                let holder = Holder(format!("worker {worker}").into());
                barrier.wait();
                for round in 0..12_u32 {
                    let company = 1 + round % 2;
                    // One in four takes what another one holds, as if its time had come.
                    if (round + worker) % 4 == 0 {
                        sql(&store, &format!("UPDATE head SET expires = 0 WHERE company = {company}"));
                    }
                    let Ok(lease) = store.acquire(CompanyId(company), &holder, at(1)) else { continue };
                    let mut running = run(company);
                    let Ok(id) = store.begin_run(&running, &lease) else { continue };
                    running.id = id;
                    for page in 0..3 {
                        let name = format!("{worker}-{round}-{page}");
                        let one = Commit { fence: lease.fence, ..commit(&running, vec![created(company, &name, id.0)]) };
                        match store.commit(&one) {
                            Ok(()) => written.lock().expect("whole").push((company, name, lease.fence)),
                            Err(StoreError::LeaseLost { .. }) => break,
                            Err(other) => panic!("{other}"),
                        }
                    }
                }
            });
        }
    });
    let written = written.into_inner().expect("whole");
    assert!(!written.is_empty());
    for (company, name, _) in &written {
        assert_eq!(fresh.store.history(&key(*company, name)).expect("read").len(), 1, "{name}");
    }
    // The order of the journal is that of the commits: fences in it never fall.
    for company in [1, 2] {
        let entries = crate::store::postgres::session::read(&fresh.store.pool, &Scope::All, |tx| {
            crate::store::postgres::audit::journal(tx, CompanyId(company))
        });
        let fences: Vec<_> = entries
            .expect("read")
            .entries
            .into_iter()
            .filter_map(|(_, entry)| match entry {
                crate::store::record::Entry::Commit(commit) => commit.created.first().map(|created| created.id.to_string()),
                _ => None,
            })
            .map(|name| written.iter().find(|(of, known, _)| (*of, known) == (company, &name)).map(|(_, _, fence)| *fence))
            .map(|fence| fence.expect("what is in the journal was acknowledged"))
            .collect();
        assert!(fences.is_sorted(), "{fences:?}");
    }
    let count: usize = written.len();
    let checked = fresh.store.check(false).expect("checked");
    assert_eq!((checked.damage, checked.records), (Vec::new(), u64::try_from(count).expect("small")));
}

#[test]
fn workers_share_a_queue_without_sending_twice_and_its_limit_holds() {
    let Some(fresh) = real() else { return };
    let author = || Actor("anna".to_owned());
    let item = |company: u32, number: u16| {
        let bytes = [number.to_be_bytes(); 5].concat();
        let id = crate::domain::own::new_id(at(i64::from(number)), bytes.try_into().expect("ten bytes"));
        let key = ItemKey { company: CompanyId(company), queue: Queue::Alert, id };
        OutboxItem::new(key, at(i64::from(number)), author(), Vec::new(), Vec::new())
    };
    let batch = |items: Vec<OutboxItem>| OwnBatch {
        items: items.into_iter().map(ItemWrite::Queue).collect(),
        ..OwnBatch::new(at(1), author())
    };
    fresh.store.transact(&batch((0..60).map(|number| item(u32::from(number % 5), number)).collect())).expect("queued");
    let claimed = std::sync::Mutex::new(Vec::new());
    thread::scope(|scope| {
        for worker in 0..4 {
            let (store, claimed) = (fresh.again(), &claimed);
            scope.spawn(move || {
                let holder = Holder(format!("worker {worker}").into());
                // The clocks of the workers are minutes apart.
                let now = at(1_000_000 + i64::from(worker) * 300);
                let claim = Claim {
                    queue: Queue::Alert,
                    holder: &holder,
                    now,
                    until: now + jiff::SignedDuration::from_secs(60),
                    most: 7,
                    except: &[],
                };
                let mut idle = 0;
                while idle < 3 {
                    let found = store.claim(&claim).expect("claimed");
                    idle = if found.is_empty() { idle + 1 } else { 0 };
                    assert!(found.iter().all(|claimed| !claimed.in_doubt));
                    claimed.lock().expect("whole").extend(found.into_iter().map(|claimed| claimed.item.key));
                }
            });
        }
    });
    let mut claimed = claimed.into_inner().expect("whole");
    claimed.sort();
    assert_eq!(claimed.len(), 60);
    claimed.dedup();
    assert_eq!(claimed.len(), 60, "none twice");
    // The limit over all companies.
    let room = Queue::Alert.limit() - 60;
    let some: Vec<OutboxItem> = (100..100 + u16::try_from(room).expect("small")).map(|number| item(9, number)).collect();
    fresh.store.transact(&batch(some)).expect("queued");
    let refused = fresh.again().transact(&batch(vec![item(3, 50_000)]));
    assert_eq!(refused, Err(StoreError::QueueFull { limit: Queue::Alert.limit() }));
    assert_eq!(fresh.store.check(false).expect("checked").damage, []);
}

#[test]
fn two_writers_of_one_own_record_cannot_both_win() {
    let Some(fresh) = real() else { return };
    let key = OwnKey { company: CompanyId(1), kind: OwnKind::Alerting, id: RemoteId::new("a") };
    let barrier = Barrier::new(4);
    let won: usize = thread::scope(|scope| {
        let workers: Vec<_> = (0..4_u8)
            .map(|worker| {
                let (store, barrier, key) = (fresh.again(), &barrier, &key);
                scope.spawn(move || {
                    barrier.wait();
                    let write = |expected, company| OwnWrite::Put {
                        key: OwnKey { company: CompanyId(company), ..key.clone() },
                        expected,
                        bytes: vec![worker],
                    };
                    // Over two companies, in either order.
                    let records = if worker % 2 == 0 { vec![write(0, 1), write(0, 2)] } else { vec![write(0, 2), write(0, 1)] };
                    let batch = OwnBatch { records, ..OwnBatch::new(at(1), Actor("anna".to_owned())) };
                    match store.transact(&batch) {
                        Ok(()) => 1,
                        Err(StoreError::Stale { .. }) => 0,
                        Err(other) => panic!("{other}"),
                    }
                })
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().expect("done")).sum()
    });
    assert_eq!(won, 1);
    assert_eq!(fresh.store.own_history(&key).expect("read").len(), 1);
}

#[test]
fn every_queue_has_a_row_to_count_its_items_under() {
    let Some(fresh) = real() else { return };
    for queue in Queue::ALL {
        for number in [1, 2] {
            let key = ItemKey { company: CompanyId(number), queue, id: RemoteId::new("a") };
            let item = OutboxItem::new(key, at(1), Actor("anna".to_owned()), Vec::new(), Vec::new());
            let batch = OwnBatch { items: vec![ItemWrite::Queue(item)], ..OwnBatch::new(at(1), Actor("anna".to_owned())) };
            fresh.store.transact(&batch).expect("queued");
        }
        let sql = "SELECT queue FROM queue WHERE company = 0 AND queue = $1";
        let number = i32::from(queue.number());
        let rows =
            crate::store::postgres::session::read(&fresh.store.pool, &Scope::All, |tx| Ok(tx.rows(sql, &[&number])?.len()));
        assert_eq!(rows, Ok(1), "{queue:?}");
    }
}
