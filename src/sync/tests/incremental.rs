//! Runs that ask for what changed.

use super::account::Call;
use super::*;
use crate::provider::{ListRequest, Place, ProviderError, Scope};
use jiff::civil::date;

#[tokio::test(start_paused = true)]
async fn nothing_new_costs_three_requests_and_no_write_but_the_run() {
    let bench = Bench::new(282);
    bench.sync().await;
    hours(5).await;
    bench.account.calls();
    let cursor = bench.store.state(COMPANY).cursor.expect("a cursor");
    let writes = bench.store.data().writes;
    let (run, _) = bench.sync().await;
    assert_eq!((run.status, run.mode), (RunStatus::Completed, SyncMode::Incremental));
    assert_eq!(figures(&run), [0, 0, 0, 0, 0, 0]);
    let ask = |scope| Call::Page(ListRequest { feed: super::account::FEED, scope, place: Place::Page(1), per_page: 100 });
    let calls = bench.account.calls();
    let since = cursor - bench.settings.overlap;
    assert_eq!(calls, [Call::Time, ask(Scope::ModifiedSince(since)), ask(Scope::IssuedSince(date(2026, 10, 20)))]);
    assert_eq!(bench.store.data().writes - writes, 2);
    let moved = bench.store.state(COMPANY).cursor.expect("a cursor");
    assert!(moved.duration_since(cursor).as_hours() >= 4);
}

#[tokio::test(start_paused = true)]
async fn what_changed_is_found_once_and_counted_once() {
    let bench = Bench::new(282);
    bench.sync().await;
    hours(5).await;
    bench.account.add(3);
    bench.account.edit("40", "paid in cash");
    let (run, _) = bench.sync().await;
    // The new ones are modified and issued lately: they come twice.
    assert_eq!(figures(&run), [4, 3, 1, 0, 0, 0]);
    assert_eq!((run.counts.items, run.counts.api_calls), (8, 3));
    bench.assert_equal();
    // Within the overlap they come again, and nothing is written.
    let sizes = bench.store.data().sizes.len();
    let (run, _) = bench.sync().await;
    assert_eq!(figures(&run), [4, 0, 0, 4, 0, 0]);
    assert_eq!(run.counts.items, 0);
    assert_eq!(bench.store.data().sizes.len() - sizes, 1);
}

#[tokio::test(start_paused = true)]
async fn a_late_entry_that_the_filter_misses_is_found_by_its_date() {
    let bench = Bench::new(50);
    bench.sync().await;
    hours(5).await;
    bench.account.add(1);
    bench.account.state().docs[0].modified = Timestamp::UNIX_EPOCH;
    bench.account.state().docs[0].invoice.issued = Some(date(2026, 10, 21));
    let (run, _) = bench.sync().await;
    assert_eq!(figures(&run), [1, 1, 0, 0, 0, 0]);
}

#[tokio::test(start_paused = true)]
async fn the_services_day_counts_not_ours() {
    let bench = Bench::new(50);
    bench.sync().await;
    // Ours: 22:30 in UTC on the 27th; theirs: the 28th.
    tokio::time::advance(Duration::from_hours(11)).await;
    bench.account.calls();
    bench.sync().await;
    let issued = bench.account.calls().into_iter().find_map(|call| match call {
        Call::Page(ListRequest { scope: Scope::IssuedSince(day), .. }) => Some(day),
        _ => None,
    });
    assert_eq!(issued, Some(date(2026, 10, 21)));
}

#[tokio::test(start_paused = true)]
async fn a_service_without_a_clock_is_read_by_its_dates() {
    for error in [ProviderError::NotFound, ProviderError::Rejected { status: 400, detail: String::new() }] {
        let bench = Bench::new(50);
        bench.account.state().time = Err(error);
        bench.sync().await;
        hours(5).await;
        let now = bench.account.now();
        let (run, _) = bench.sync().await;
        assert_eq!((run.status, run.counts.api_calls), (RunStatus::Completed, 3));
        let cursor = bench.store.state(COMPANY).cursor.expect("a cursor");
        assert!(cursor <= now && now.duration_since(cursor).as_secs() <= 1);
        // Without any clock at all the cursor stays, and nothing is lost.
        bench.account.state().dated = false;
        hours(5).await;
        bench.account.add(1);
        let (run, _) = bench.sync().await;
        assert_eq!((run.status, run.counts.documents.created), (RunStatus::Completed, 1));
        assert_eq!(bench.store.state(COMPANY).cursor, Some(cursor));
    }
}

#[tokio::test(start_paused = true)]
async fn a_failed_run_leaves_the_cursor_and_the_next_one_makes_up_for_it() {
    let bench = Bench::new(50);
    bench.sync().await;
    let cursor = bench.store.state(COMPANY).cursor;
    hours(5).await;
    bench.account.add(230);
    bench.account.state().faults.extend([None, None]);
    bench.account.fail((0..20).map(|_| super::account::Fault::Error(ProviderError::Timeout)));
    let (run, _) = bench.sync().await;
    assert_eq!((run.status, run.counts.documents.created), (RunStatus::Failed, 100));
    assert_eq!(bench.store.state(COMPANY).cursor, cursor);
    bench.account.state().faults.clear();
    let (run, _) = bench.sync().await;
    assert_eq!((run.status, run.counts.documents.created, run.counts.documents.unchanged), (RunStatus::Completed, 130, 100));
    bench.assert_equal();
}

#[tokio::test(start_paused = true)]
async fn a_full_run_on_demand_walks_and_flags() {
    let bench = Bench::new(50);
    bench.sync().await;
    bench.account.delete("5");
    let (run, _) = bench.sync().await;
    assert_eq!((run.mode, run.counts.documents.vanished), (SyncMode::Incremental, 0));
    let (run, _) = bench.run(true).await;
    assert_eq!((run.mode, run.counts.documents.vanished), (SyncMode::Full, 1));
}

#[tokio::test(start_paused = true)]
async fn after_some_days_a_run_reconciles() {
    let bench = Bench::new(50);
    bench.sync().await;
    bench.account.delete("5");
    hours(7 * 24).await;
    let (run, _) = bench.sync().await;
    assert_eq!((run.mode, run.counts.documents.vanished), (SyncMode::Reconcile, 1));
    let (run, _) = bench.sync().await;
    assert_eq!(run.mode, SyncMode::Incremental);
}

#[tokio::test(start_paused = true)]
async fn a_scope_that_never_rests_leaves_the_cursor() {
    let bench = Bench::with(50, Settings { pages: 1, ..Settings::default() });
    bench.sync().await;
    let cursor = bench.store.state(COMPANY).cursor;
    hours(5).await;
    bench.account.add(350);
    bench.account.state().drift = Some(Box::new(|_, docs, _| {
        docs.remove(0);
    }));
    let (run, errors) = bench.sync().await;
    assert_eq!((run.status, errors.len()), (RunStatus::Partial, 1));
    assert_eq!(bench.store.state(COMPANY).cursor, cursor);
    bench.account.state().drift = None;
    bench.sync().await;
    let live = bench.store.live(COMPANY);
    assert!(bench.account.invoices().iter().all(|invoice| live.contains(invoice)));
}
