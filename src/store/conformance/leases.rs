//! Leases: two holders of one store, and clocks that jump.

use std::time::Duration;

use super::*;
use crate::domain::lease::TERM;
use crate::domain::quota::{QuotaAsk, QuotaGrant, QuotaSeen};
use crate::domain::{Fence, Holder, LoginId};

fn holder(name: &str) -> Holder {
    Holder(name.into())
}

#[test]
fn one_holder_at_a_time_and_the_fence_grows_with_each_change() {
    on_each(|store| {
        let (one, two, company) = (holder("one"), holder("two"), CompanyId(1));
        let first = store.acquire(company, &one, at(0)).expect("free");
        assert!(matches!(store.acquire(company, &two, at(1)), Err(StoreError::Leased { .. })));
        assert_eq!(store.leases(at(1)), Ok(vec![first.clone()]));
        let renewed = store.renew(&first, at(30)).expect("renewed");
        assert_eq!((renewed.fence, renewed.expires), (first.fence, at(30) + TERM));
        assert!(store.acquire(CompanyId(2), &two, at(1)).is_ok(), "another company is free");
        let second = store.acquire(company, &two, at(30) + TERM).expect("expired");
        assert!(second.fence > first.fence);
        assert_eq!(store.renew(&first, at(31)), Err(StoreError::LeaseLost { company }));
        store.release(&first).expect("nothing to release");
        assert!(matches!(store.acquire(company, &one, at(31) + TERM), Err(StoreError::Leased { .. })));
        store.release(&second).expect("released");
        assert!(store.acquire(company, &one, at(31) + TERM).is_ok_and(|third| third.fence > second.fence));
    });
}

#[test]
fn a_clock_that_jumps_neither_frees_nor_keeps_a_lease_for_long() {
    on_each(|store| {
        let (one, two, company) = (holder("one"), holder("two"), CompanyId(1));
        let late = 1_000_000;
        let first = store.acquire(company, &one, at(late)).expect("free");
        // The clock was set back by days: the lease ends a term from now.
        assert!(matches!(store.acquire(company, &two, at(0)), Err(StoreError::Leased { .. })));
        assert!(store.acquire(company, &two, at(0) + TERM).is_ok());
        assert_eq!(store.renew(&first, at(late)), Err(StoreError::LeaseLost { company }));
        // A holder that slept past its end goes on where nothing took the lease.
        let third = store.acquire(CompanyId(2), &one, at(0)).expect("free");
        assert!(store.renew(&third, at(late)).is_ok_and(|again| again.fence == third.fence));
    });
}

#[test]
fn a_writer_that_lost_its_lease_cannot_write_and_its_run_is_interrupted() {
    on_each(|store| {
        let (one, two, company) = (holder("one"), holder("two"), CompanyId(1));
        let lease = store.acquire(company, &one, at(0)).expect("free");
        let mut mine = run(1);
        mine.id = store.begin_run(&mine, &lease).expect("begun");
        let page = |fence: Fence, name: &str| Commit { fence, ..commit(&mine, vec![created(1, name, mine.id.0)]) };
        store.commit(&page(lease.fence, "a")).expect("committed");
        assert_eq!(store.interrupt_expired(at(1)), Ok(vec![]), "its holder lives");
        let taken = store.acquire(company, &two, at(0) + TERM).expect("expired");
        assert_eq!(store.commit(&page(lease.fence, "b")), Err(StoreError::LeaseLost { company }));
        assert_eq!(store.live_ids(company, Kind::Document), Ok(vec![id("a")]));
        let ended = store.interrupt_expired(at(1) + TERM).expect("ended");
        assert_eq!(ended.iter().map(|run| (run.id, run.status)).collect::<Vec<_>>(), [(mine.id, RunStatus::Interrupted)]);
        let mut theirs = run(1);
        theirs.id = store.begin_run(&theirs, &taken).expect("begun");
        let page = Commit { fence: taken.fence, ..commit(&theirs, vec![created(1, "c", theirs.id.0)]) };
        store.commit(&page).expect("committed");
    });
}

#[test]
fn what_a_dead_process_left_running_ends_at_the_next_opening() {
    let dir = tempfile::tempdir().expect("a folder");
    let open = || SledStore::open(dir.path(), &OpenOptions::default()).expect("opens").store;
    let store = open();
    let left = begin(&store, 1);
    store.close().expect("closes");
    let store = open();
    let ended = store.interrupt_expired(at(0)).expect("ended");
    assert_eq!(ended.iter().map(|run| run.id).collect::<Vec<_>>(), [left.id], "the store's lock proves that it is dead");
}

#[test]
fn what_is_left_of_a_quota_is_granted_once() {
    on_each(|store| {
        let (one, two) = (holder("one"), holder("two"));
        let seen = QuotaSeen { limit: Some(60), remaining: 3, reset: Some(Duration::from_secs(50)) };
        let ask = |held, seen| QuotaAsk { want: 1, held, seen, ..QuotaAsk::default() };
        let grant = |holder, ask: &QuotaAsk, second| store.share_quota("a", holder, ask, at(second)).expect("asked");
        assert_eq!(grant(&one, &ask(0, Some(seen)), 0), QuotaGrant::Go(1));
        assert_eq!(grant(&two, &ask(0, None), 0), QuotaGrant::Go(1));
        assert_eq!(grant(&one, &ask(1, None), 0), QuotaGrant::Go(1));
        let shared = grant(&two, &ask(1, None), 0) != QuotaGrant::Go(1);
        if !shared {
            // A store of one process: its limiter knows all requests.
            assert_eq!(store.leases(at(0)), Ok(vec![]));
            return;
        }
        assert_eq!(store.share_quota("b", &two, &ask(0, None), at(0)), Ok(QuotaGrant::Go(1)), "another quota");
        let paused = QuotaAsk { pause: Some(Duration::from_secs(30)), ..QuotaAsk::default() };
        assert_eq!(grant(&one, &paused, 1), QuotaGrant::Go(0));
        assert!(matches!(grant(&two, &ask(0, None), 2), QuotaGrant::Wait(_)), "not before the pause is over");
        // What a dead process was granted counts for seconds; then the window ends.
        assert_eq!(grant(&two, &ask(0, None), 40), QuotaGrant::Go(1));
        assert_eq!(grant(&two, &QuotaAsk { want: 4, ..QuotaAsk::default() }, 60), QuotaGrant::Go(4));
    });
}

#[test]
fn one_holder_at_a_time_renews_a_login() {
    on_each(|store| {
        let (one, two, login) = (holder("one"), holder("two"), LoginId(1));
        store.acquire_login(login, &one, at(1_000_000)).expect("free");
        store.acquire_login(login, &one, at(1_000_000)).expect("its own");
        assert!(
            matches!(store.acquire_login(login, &two, at(0)), Err(StoreError::Leased { .. })),
            "also after a jump of the clock"
        );
        store.acquire_login(LoginId(2), &two, at(0)).expect("another login is free");
        store.acquire_login(login, &two, at(0) + TERM).expect("expired");
        store.release_login(login, &one).expect("nothing to release");
        assert!(matches!(store.acquire_login(login, &one, at(1)), Err(StoreError::Leased { .. })));
        store.release_login(login, &two).expect("released");
        store.acquire_login(login, &one, at(1)).expect("free");
    });
}
