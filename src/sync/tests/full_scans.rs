//! Full and reconciling scans.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::account::{Call, Doc, Fault, issued};
use super::*;
use crate::domain::RecordKey;
use crate::provider::Scope;
use crate::store::Store;
use jiff::civil::date;

/// The pages of the whole account that were asked for, in their order.
fn pages(calls: &[Call]) -> Vec<u32> {
    calls
        .iter()
        .filter_map(|call| match call {
            Call::Page(request) if request.scope == Scope::All => Some(request.page()),
            _ => None,
        })
        .collect()
}

/// Settings under which every second run scans.
fn reconciling() -> Settings {
    Settings { reconcile_days: 0, ..Settings::default() }
}

#[tokio::test(start_paused = true)]
async fn the_first_run_takes_exactly_as_many_requests_as_there_are_pages() {
    let bench = Bench::new(282);
    let before = bench.clock.now();
    let (run, errors) = bench.sync().await;
    assert_eq!((run.status, run.mode, errors.len()), (RunStatus::Completed, SyncMode::Full, 0));
    assert_eq!(figures(&run), [282, 282, 0, 0, 0, 0]);
    assert_eq!((run.counts.items, run.counts.api_calls), (564, 3));
    assert_eq!(pages(&bench.account.calls()), [1, 2, 3]);
    bench.assert_equal();
    let state = bench.store.state(COMPANY);
    // The service's clock at page 1, in whole seconds, less the time that the request took.
    let cursor = state.cursor.expect("a cursor");
    assert!(cursor <= before && before.duration_since(cursor).as_secs() <= 1, "{cursor} {before}");
    assert_eq!((state.scan, state.deferred_until), (None, None));
    assert!(bench.store.data().scans[&(COMPANY, "documents".into())].is_empty());
    assert_eq!(bench.store.data().runs.last(), Some(&run));
}

#[tokio::test(start_paused = true)]
async fn without_a_date_the_service_is_asked_for_its_clock() {
    for (dated, ahead) in [(false, 600), (true, 48 * 3600)] {
        let bench = Bench::new(5);
        bench.account.state().dated = dated;
        bench.account.state().ahead = Duration::from_secs(ahead);
        let began = bench.account.now();
        let (run, _) = bench.sync().await;
        assert_eq!(run.counts.api_calls, 2);
        let state = bench.store.state(COMPANY);
        let cursor = state.cursor.expect("a cursor");
        assert!(cursor <= began && began.duration_since(cursor).as_secs() <= 1, "{cursor} {began}");
        assert_eq!(state.zone.as_deref(), Some("Europe/Budapest"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_without_any_clock_does_not_stop_a_walk() {
    let bench = Bench::new(5);
    bench.account.state().dated = false;
    bench.account.state().time = Err(crate::provider::ProviderError::NotFound);
    let before = bench.clock.now();
    let (run, _) = bench.sync().await;
    assert_eq!(run.status, RunStatus::Completed);
    assert!(bench.store.state(COMPANY).cursor.is_some_and(|cursor| cursor <= before));
}

#[tokio::test(start_paused = true)]
async fn several_pages_are_on_their_way_and_no_more_than_allowed() {
    let bench = Bench::new(3000);
    bench.account.state().jitter = Some(fastrand::Rng::with_seed(3));
    let (run, _) = bench.sync().await;
    assert_eq!(figures(&run), [3000, 3000, 0, 0, 0, 0]);
    assert_eq!(bench.account.state().most_in_flight, 5);
    // Thirty full pages, and one that shows that there are no more.
    assert_eq!(run.counts.api_calls, 31);
    bench.assert_equal();
}

/// Memory is that of the pages that are on their way or wait to be committed.
#[tokio::test(start_paused = true)]
async fn a_fast_service_is_not_asked_far_ahead_of_what_is_committed() {
    let bench = Bench::new(6000);
    bench.account.state().latency = Duration::ZERO;
    let (store, furthest) = (Arc::clone(&bench.store), Arc::new(AtomicUsize::new(0)));
    let ahead = Arc::clone(&furthest);
    bench.account.state().drift = Some(Box::new(move |call, _, _| {
        if let Call::Page(request) = call {
            let committed = store.live(COMPANY).len() / 100;
            ahead.fetch_max((request.page() as usize).saturating_sub(committed), Ordering::Relaxed);
        }
    }));
    let (run, _) = bench.sync().await;
    assert_eq!(figures(&run), [6000, 6000, 0, 0, 0, 0]);
    // Five on their way or waiting, one that is asked for in any case, one being handed on, and three of the commit.
    let furthest = furthest.load(Ordering::Relaxed);
    assert!((4..=10).contains(&furthest), "{furthest} pages ahead");
}

#[tokio::test(start_paused = true)]
async fn what_a_service_claims_ends_nothing_and_hangs_nothing() {
    for claim in [None, Some(0), Some(100), Some(1000), Some(u64::MAX)] {
        for last_page in [None, Some(1), Some(u32::MAX)] {
            for cap in [usize::MAX, 25] {
                let bench = Bench::new(282);
                bench.account.state().claim = Some(Box::new(move |_| claim));
                bench.account.state().last_page = last_page;
                bench.account.state().cap = cap;
                let (run, _) = bench.sync().await;
                // A claim that never fits is settled by a second scan that sees the same.
                assert_eq!(run.status, RunStatus::Completed, "{claim:?} {last_page:?} {cap}");
                assert_eq!(figures(&run), [282, 282, 0, 0, 0, 0]);
                bench.assert_equal();
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn one_page_again_and_again_ends_with_an_error() {
    let bench = Bench::new(282);
    bench.account.state().ignores_page = true;
    let (run, _) = bench.sync().await;
    assert_eq!(run.status, RunStatus::Failed);
    assert_eq!(run.failure.expect("a failure").message.id, "sync-repeats");
    assert_eq!(bench.store.state(COMPANY).cursor, None);
}

#[tokio::test(start_paused = true)]
async fn a_refused_invoice_is_an_error_and_nothing_else() {
    let bench = Bench::with(150, reconciling());
    bench.account.state().refused = vec![RemoteId::new("7")];
    let (run, errors) = bench.sync().await;
    assert_eq!((run.status, figures(&run)), (RunStatus::Partial, [150, 149, 0, 0, 1, 0]));
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].invoice_id, Some(RemoteId::new("7")));
    assert_eq!(errors[0].invoice_number.as_deref(), Some("INV-7"));
    assert_eq!(bench.store.data().errors[&run.id], errors);
    // One that we have stays as it is: it is there, though we cannot take it any more.
    bench.account.state().refused = vec![RemoteId::new("8")];
    bench.account.edit("8", "too much");
    let (run, _) = bench.sync().await;
    assert_eq!(figures(&run), [150, 1, 0, 148, 1, 0]);
    assert!(bench.store.vanished(COMPANY).is_empty());
    assert_eq!(bench.store.live(COMPANY).len(), 150);
    assert!(bench.store.live(COMPANY).iter().all(|invoice| invoice.comment.is_none()));
}

#[tokio::test(start_paused = true)]
async fn refused_invoices_without_a_name_are_counted_too() {
    let bench = Bench::new(150);
    bench.account.state().nameless = vec![RemoteId::new("7"), RemoteId::new("120")];
    let (run, errors) = bench.sync().await;
    assert_eq!((run.status, figures(&run)), (RunStatus::Partial, [150, 148, 0, 0, 2, 0]));
    assert_eq!((errors.len(), run.counts.api_calls), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn what_vanished_is_asked_for_flagged_and_kept_and_comes_back() {
    let bench = Bench::with(282, reconciling());
    bench.sync().await;
    bench.account.delete("17");
    bench.account.delete("200");
    bench.account.calls();
    let (run, _) = bench.sync().await;
    assert_eq!((run.status, run.mode), (RunStatus::Completed, SyncMode::Reconcile));
    assert_eq!(figures(&run), [280, 0, 0, 280, 0, 2]);
    let calls = bench.account.calls();
    assert_eq!(calls.iter().filter(|call| matches!(call, Call::Document(_))).count(), 2);
    assert_eq!(bench.store.vanished(COMPANY), [RemoteId::new("17"), RemoteId::new("200")]);
    // Flagged once.
    let (run, _) = bench.sync().await;
    assert_eq!((figures(&run), run.counts.api_calls), ([280, 0, 0, 280, 0, 0], 3));

    let now = bench.account.now();
    bench.account.state().docs.push(Doc { invoice: issued(17, date(2026, 9, 1)), modified: now });
    let (run, _) = bench.sync().await;
    assert_eq!(figures(&run), [281, 0, 1, 280, 0, 0]);
    assert_eq!(bench.store.vanished(COMPANY), [RemoteId::new("200")]);
    let key = crate::domain::RecordKey::document(COMPANY, RemoteId::new("17"));
    let history = bench.store.data().history[&key].clone();
    let fields: Vec<_> = history.iter().map(|entry| (entry.change.field.as_str(), entry.change.new.is_some())).collect();
    assert_eq!(fields, [("first_seen", true), ("vanished", true), ("vanished", false)]);
}

#[tokio::test(start_paused = true)]
async fn an_account_that_is_suddenly_empty_is_looked_at_twice() {
    let bench = Bench::with(282, reconciling());
    bench.sync().await;
    let all = std::mem::take(&mut bench.account.state().docs);
    // Empty only for a moment: nothing is flagged.
    let mut later = Some(all.clone());
    let mut asked = 0;
    bench.account.state().drift = Some(Box::new(move |_, docs, _| {
        asked += 1;
        if asked == 2 {
            *docs = later.take().unwrap_or_default();
        }
    }));
    let (run, _) = bench.sync().await;
    assert_eq!(figures(&run), [282, 0, 0, 282, 0, 0]);
    assert!(bench.store.vanished(COMPANY).is_empty());
    // Really empty.
    bench.account.state().drift = None;
    bench.account.state().docs.clear();
    let (run, _) = bench.sync().await;
    assert_eq!((run.status, figures(&run)), (RunStatus::Failed, [0, 0, 0, 0, 0, 0]));
    // Two lists, and some of the missing by name.
    assert_eq!(run.counts.api_calls, 2 + 19);
    assert!(bench.store.vanished(COMPANY).is_empty(), "more than deletions explain");
}

#[tokio::test(start_paused = true)]
async fn many_documents_that_lists_leave_out_are_not_flagged() {
    let bench = Bench::with(150, reconciling());
    bench.sync().await;
    bench.account.state().unlisted = (1..=100).map(|id| RemoteId::new(id.to_string())).collect();
    let (run, _) = bench.sync().await;
    assert_eq!(run.status, RunStatus::Partial);
    assert!(bench.store.vanished(COMPANY).is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_document_that_lists_leave_out_is_not_flagged() {
    let bench = Bench::with(150, reconciling());
    bench.sync().await;
    bench.account.state().unlisted = vec![RemoteId::new("9")];
    bench.account.delete("10");
    let (run, _) = bench.sync().await;
    assert_eq!(run.status, RunStatus::Completed);
    assert_eq!(bench.store.vanished(COMPANY), [RemoteId::new("10")]);
    assert_eq!(figures(&run), [149, 0, 0, 149, 0, 1]);
}

#[tokio::test(start_paused = true)]
async fn a_full_scan_writes_a_damaged_record_anew_although_its_hash_is_unchanged() {
    let bench = Bench::new(30);
    bench.sync().await;
    let key = RecordKey::document(COMPANY, RemoteId::new("7"));
    let head = bench.store.heads(COMPANY, key.kind, std::slice::from_ref(&key.id)).expect("in memory")[0].expect("there");
    {
        let mut data = bench.store.data();
        data.records.remove(&key).expect("there");
        data.history.remove(&key);
        data.faults.damaged.insert(key, head);
    }
    let (run, _) = bench.run(true).await;
    assert_eq!((run.status, figures(&run)), (RunStatus::Completed, [30, 1, 0, 29, 0, 0]));
    bench.assert_equal();
}

#[tokio::test(start_paused = true)]
async fn records_that_move_between_pages_are_neither_lost_nor_doubled() {
    // One of page 1 is deleted while page 2 is on its way: the first of page 2 moves onto page 1.
    let settings = Settings { pages: 1, ..reconciling() };
    let bench = Bench::with(250, settings);
    let mut asked = 0;
    bench.account.state().drift = Some(Box::new(move |_, docs, _| {
        asked += 1;
        if asked == 2 {
            docs.remove(0);
        }
    }));
    let (run, _) = bench.sync().await;
    assert_eq!(run.status, RunStatus::Completed);
    assert_eq!(run.counts.documents.processed, 250, "each once, though it was scanned twice");
    assert_eq!(bench.store.live(COMPANY).len(), 249);
    assert_eq!(bench.store.vanished(COMPANY), [RemoteId::new("250")]);
}

#[tokio::test(start_paused = true)]
async fn what_was_added_meanwhile_costs_one_more_page_only() {
    let bench = Bench::with(950, Settings { pages: 1, ..Settings::default() });
    let mut asked = 0;
    bench.account.state().drift = Some(Box::new(move |_, docs, now| {
        asked += 1;
        if asked == 5 {
            docs.insert(0, Doc { invoice: issued(5000, date(2026, 10, 27)), modified: now });
        }
    }));
    let (run, _) = bench.sync().await;
    assert_eq!((run.status, run.counts.documents.processed, run.counts.api_calls), (RunStatus::Completed, 951, 11));
    bench.assert_equal();
}

#[tokio::test(start_paused = true)]
async fn an_account_that_never_rests_is_partial_and_nothing_is_flagged() {
    let bench = Bench::with(250, Settings { pages: 1, ..reconciling() });
    bench.sync().await;
    let scanned = bench.store.state(COMPANY);
    hours(1).await;
    bench.account.state().drift = Some(Box::new(|_, docs, _| {
        docs.remove(0);
    }));
    let (run, errors) = bench.sync().await;
    assert_eq!(run.status, RunStatus::Partial);
    assert_eq!(errors.iter().map(|error| error.message.id.as_ref()).collect::<Vec<_>>(), ["sync-unsteady"]);
    assert_eq!(run.counts.documents.vanished, 0);
    let state = bench.store.state(COMPANY);
    assert_eq!((state.cursor, state.last_full_scan, state.scan), (scanned.cursor, scanned.last_full_scan, None));
    bench.account.state().drift = None;
    let (run, _) = bench.sync().await;
    assert_eq!(run.status, RunStatus::Completed);
    bench.assert_equal();
}

#[tokio::test(start_paused = true)]
async fn an_empty_page_in_the_middle_is_not_the_end() {
    let bench = Bench::new(450);
    bench.account.state().faults.extend([None, Some(Fault::Hollow)]);
    let (run, _) = bench.sync().await;
    assert_eq!((run.status, figures(&run)), (RunStatus::Completed, [450, 450, 0, 0, 0, 0]));
    bench.assert_equal();
}

#[tokio::test(start_paused = true)]
async fn an_interrupted_walk_goes_on_after_the_last_committed_page() {
    for by_death in [false, true] {
        let mut bench = Bench::with(950, Settings { pages: 1, ..Settings::default() });
        let began = bench.clock.now();
        if by_death {
            bench.store.data().faults.dies_after = Some(4);
        } else {
            bench.account.state().faults.extend((0..4).map(|_| None));
            bench.account.fail((0..40).map(|_| Fault::Error(crate::provider::ProviderError::Timeout)));
        }
        let (run, _) = bench.sync().await;
        assert_eq!(run.status, RunStatus::Failed);
        bench.store.data().faults.dies_after = None;
        bench.account.state().faults.clear();
        let left = bench.store.state(COMPANY).scan.expect("a scan");
        assert!(left.pages_done >= 3 && left.began <= began, "{left:?}");
        assert_eq!(bench.store.data().scans[&(COMPANY, "documents".into())].len(), 100 * left.pages_done as usize);
        bench.restart();
        bench.engine.recover().await.expect("recovers");
        bench.account.calls();
        hours(3).await;
        bench.account.add(2);
        bench.account.edit("949", "while we were away");
        let (run, _) = bench.sync().await;
        assert_eq!((run.status, run.mode), (RunStatus::Completed, SyncMode::Full));
        let asked = pages(&bench.account.calls());
        assert_eq!(asked, (left.pages_done..=10).collect::<Vec<_>>());
        bench.assert_equal();
        assert_eq!(bench.store.state(COMPANY).cursor, Some(left.began), "what changed since it began comes next");
    }
}

#[tokio::test(start_paused = true)]
async fn a_walk_that_finds_nothing_new_only_notes_its_place() {
    let bench = Bench::with(3050, reconciling());
    bench.sync().await;
    let before = bench.store.data().writes;
    let (run, _) = bench.sync().await;
    assert_eq!(figures(&run), [3050, 0, 0, 3050, 0, 0]);
    // Begun, a note of the place for every thousand or so, ended.
    let writes = bench.store.data().writes - before;
    assert!((4..=5).contains(&writes), "{writes}");
    assert!(bench.store.data().sizes.iter().all(|size| *size <= 250));
}

#[tokio::test(start_paused = true)]
async fn an_invoice_too_large_to_keep_is_refused_alone() {
    let bench = Bench::with(282, reconciling());
    bench.store.data().faults.too_large = ["3", "150", "151"].map(RemoteId::new).into();
    let (run, errors) = bench.sync().await;
    assert_eq!((run.status, figures(&run)), (RunStatus::Partial, [282, 279, 0, 0, 3, 0]));
    let mut refused: Vec<_> = errors.iter().filter_map(|error| error.invoice_number.as_deref()).collect();
    refused.sort_unstable();
    assert_eq!(refused, ["INV-150", "INV-151", "INV-3"]);
    bench.store.data().faults.too_large.clear();
    let (run, _) = bench.sync().await;
    assert_eq!(figures(&run), [282, 3, 0, 279, 0, 0]);
    bench.assert_equal();
}

#[tokio::test(start_paused = true)]
async fn a_walk_that_missed_one_of_ours_is_walked_again_for_what_else_it_missed() {
    let bench = Bench::with(150, reconciling());
    bench.sync().await;
    let hidden = bench.account.state().docs.remove(40);
    let unknown = Doc { invoice: issued(999, date(2026, 9, 1)), ..hidden.clone() };
    let mut hidden = Some([hidden, unknown]);
    // The list leaves two out, and its count agrees; asked for, one of them is there after all.
    bench.account.state().drift = Some(Box::new(move |call, docs, _| {
        if matches!(call, Call::Document(_)) {
            docs.extend(hidden.take().into_iter().flatten());
        }
    }));
    let (run, _) = bench.sync().await;
    assert_eq!((run.status, figures(&run)), (RunStatus::Completed, [151, 1, 0, 150, 0, 0]));
    bench.assert_equal();
}

#[tokio::test(start_paused = true)]
async fn a_walk_that_starts_anew_forgets_what_an_earlier_one_saw() {
    let bench = Bench::with(950, Settings { pages: 1, ..Settings::default() });
    bench.sync().await;
    for pages in [4, 2] {
        bench.account.state().faults = (0..pages).map(|_| None).collect();
        bench.account.fail((0..6).map(|_| Fault::Error(crate::provider::ProviderError::Timeout)));
        let (run, _) = bench.run(true).await;
        assert_eq!(run.status, RunStatus::Failed);
        let left = bench.store.state(COMPANY).scan.expect("a scan");
        assert_eq!(left.pages_done, pages);
        assert_eq!(bench.store.data().scans[&(COMPANY, "documents".into())].len(), 100 * pages as usize);
    }
}

#[tokio::test(start_paused = true)]
async fn a_death_between_the_halves_of_a_commit_loses_nothing() {
    for writes in 1..24 {
        let bench = Bench::with(950, Settings { pages: 1, ..Settings::default() });
        bench.store.data().faults.too_large = ["801", "850"].map(RemoteId::new).into();
        bench.store.data().faults.dies_after = Some(writes);
        bench.sync().await;
        {
            let data = bench.store.data();
            let done = data
                .states
                .get(&(COMPANY, "documents".into()))
                .and_then(|state| state.scan.clone())
                .map_or(0, |scan| scan.pages_done);
            let large = data.errors.values().flatten().count();
            assert!(data.records.len() + large >= (100 * done as usize).min(950), "what is behind the place is here, {writes}");
        }
        bench.store.data().faults.dies_after = None;
        bench.engine.recover().await.expect("recovers");
        bench.sync().await;
        assert_eq!(bench.store.live(COMPANY).len(), 948, "{writes}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_invoice_that_we_can_take_in_the_end_is_not_skipped() {
    let bench = Bench::new(250);
    bench.account.state().refused = vec![RemoteId::new("7"), RemoteId::new("8")];
    // A claim that never fits makes it scan twice; one of them is mended before the second time.
    bench.account.state().claim = Some(Box::new(|_| Some(1000)));
    let account = Arc::clone(&bench.account);
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(70)).await;
        account.state().refused.pop();
    });
    let (run, errors) = bench.sync().await;
    assert_eq!((run.status, figures(&run)), (RunStatus::Partial, [250, 249, 0, 0, 1, 0]));
    assert_eq!(errors.len(), 2, "each once");
}
