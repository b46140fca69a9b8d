//! Faults on the way, and the reaction of the engine.

use super::account::{Call, Fault};
use super::*;
use crate::provider::{BodyFault, ProviderError, Quota, RetryAfter};

fn too_many(seconds: u64) -> Fault {
    let after = Some(RetryAfter::In(Duration::from_secs(seconds)));
    Fault::Error(ProviderError::TooMany { after, quota: Quota::default() })
}

fn body() -> Fault {
    Fault::Error(ProviderError::Body { reason: BodyFault::Html })
}

#[tokio::test(start_paused = true)]
async fn a_bad_body_is_repeated_and_is_never_the_end() {
    for reason in [BodyFault::Html, BodyFault::Empty, BodyFault::Truncated, BodyFault::Shape] {
        let bench = Bench::new(450);
        bench.account.state().faults.push_back(None);
        bench.account.fail((0..5).map(|_| Fault::Error(ProviderError::Body { reason })));
        let (run, _) = bench.sync().await;
        assert_eq!((run.status, figures(&run)), (RunStatus::Completed, [450, 450, 0, 0, 0, 0]));
        assert_eq!(run.counts.api_calls, 10, "retries are counted");
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_is_repeated_five_times_and_then_the_run_has_failed() {
    let bench = Bench::new(450);
    bench.account.fail((0..6).map(|_| body()));
    let (run, errors) = bench.sync().await;
    assert_eq!((run.status, run.counts.api_calls, errors.len()), (RunStatus::Failed, 6, 0));
    assert_eq!(run.failure.as_ref().map(|failure| failure.message.id.as_ref()), Some("provider-body-html"));
    assert_eq!(bench.store.data().runs.last(), Some(&run));
    let (run, _) = bench.sync().await;
    assert_eq!(run.status, RunStatus::Completed);
}

#[tokio::test(start_paused = true)]
async fn a_refused_key_ends_the_run_at_once_and_says_what_to_do() {
    for status in [401, 403] {
        let bench = Bench::new(450);
        let page = "https://app.example/keys";
        bench.account.state().always = Some(ProviderError::Refused { status, key_page: page });
        let before = bench.clock.now();
        let (run, _) = bench.sync().await;
        assert_eq!((run.status, run.counts.api_calls), (RunStatus::Failed, 1));
        assert!(bench.clock.now().duration_since(before).as_secs() < 1);
        let failure = run.failure.expect("a failure");
        assert_eq!(failure.message.id, "provider-refused");
        let hint = failure.hint.as_ref().expect("a hint");
        assert!(hint.args.contains(&("page".into(), page.into())), "{failure:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_services_pause_is_kept_by_all_requests_of_the_key() {
    let bench = Bench::new(950);
    bench.account.state().faults.push_back(None);
    bench.account.fail([too_many(60)]);
    let mut told = bench.events.subscribe();
    let before = bench.clock.now();
    let (run, _) = bench.sync().await;
    assert_eq!(run.status, RunStatus::Completed);
    // The four that were on their way, and then quiet.
    assert_eq!(run.counts.api_calls, 11);
    let elapsed = bench.clock.now().duration_since(before).as_secs();
    assert!((60..63).contains(&elapsed), "{elapsed}");
    let mut waits = Vec::new();
    while let Ok(event) = told.try_recv() {
        if let Event::Progress(progress) = event {
            waits.extend(progress.waiting_until);
        }
    }
    assert!(waits.iter().any(|until| until.duration_since(before).as_secs() >= 60), "{waits:?}");
    bench.assert_equal();
}

#[tokio::test(start_paused = true)]
async fn a_pause_beyond_the_limit_defers_and_nothing_calls_before_it() {
    let mut bench = Bench::with(450, Settings { pages: 1, ..Settings::default() });
    bench.account.state().faults.push_back(None);
    bench.account.fail([too_many(3600)]);
    let (run, _) = bench.sync().await;
    assert_eq!((run.status, figures(&run)), (RunStatus::Deferred, [100, 100, 0, 0, 0, 0]));
    let until = run.deferred_until.expect("a time");
    assert!(until.duration_since(bench.clock.now()).as_secs() >= 3590);
    assert_eq!(bench.store.state(COMPANY).deferred_until, Some(until));
    let failure = run.failure.expect("a failure");
    assert!(crate::locale::english().text(&failure.message).contains("2026-10-27 13:00:00 UTC"), "{failure:?}");
    bench.account.calls();
    // Neither this process nor the next one calls before.
    for restart in [false, true] {
        if restart {
            bench.restart();
        }
        let (run, _) = bench.sync().await;
        assert_eq!((run.status, run.deferred_until, run.counts.api_calls), (RunStatus::Deferred, Some(until), 0));
        assert!(bench.account.calls().is_empty());
    }
    hours(1).await;
    let (run, _) = bench.sync().await;
    assert_eq!((run.status, run.counts.documents.created), (RunStatus::Completed, 350));
    assert_eq!(bench.store.state(COMPANY).deferred_until, None);
    bench.assert_equal();
}

#[tokio::test(start_paused = true)]
async fn a_key_that_is_deferred_is_deferred_in_its_other_company_too() {
    let bench = Bench::with(50, Settings { companies: 1, ..Settings::default() });
    bench.account.fail([too_many(3600)]);
    let jobs = vec![bench.job(1), bench.job(2)];
    let outcomes = bench.engine.sync(jobs, &request(false), &CancellationToken::new()).await;
    assert_eq!(outcomes.iter().map(|(run, _)| run.status).collect::<Vec<_>>(), [RunStatus::Deferred; 2]);
    assert_eq!(outcomes.iter().map(|(run, _)| run.counts.api_calls).collect::<Vec<_>>(), [1, 0]);
    assert_eq!(bench.account.calls().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_quota_that_runs_out_is_waited_for_and_never_overrun() {
    let bench = Bench::new(950);
    let reset = Some(Duration::from_secs(50));
    bench.account.state().quota = Quota { limit: Some(60), remaining: Some(5), reset };
    bench.account.state().metered = true;
    let before = bench.clock.now();
    let (run, _) = bench.sync().await;
    assert_eq!((run.status, run.counts.documents.processed), (RunStatus::Completed, 950));
    assert!(bench.clock.now().duration_since(before).as_secs() >= 50);
    assert_eq!(run.counts.api_calls, 10);
    assert_eq!(bench.account.state().most_in_flight, 1, "one at a time when little is left");
}

#[tokio::test(start_paused = true)]
async fn a_quota_far_away_defers() {
    let bench = Bench::new(450);
    let reset = Some(Duration::from_hours(1));
    bench.account.state().quota = Quota { limit: Some(60), remaining: Some(0), reset };
    let (run, _) = bench.sync().await;
    assert_eq!((run.status, run.counts.api_calls), (RunStatus::Deferred, 1));
    assert!(run.deferred_until.is_some_and(|until| until.duration_since(bench.clock.now()).as_secs() >= 3590));
}

#[tokio::test(start_paused = true)]
async fn plenty_of_quota_delays_nothing() {
    let bench = Bench::new(4950);
    let reset = Some(Duration::from_mins(1));
    bench.account.state().quota = Quota { limit: Some(60), remaining: Some(60), reset };
    bench.account.state().metered = true;
    let before = bench.clock.now();
    let (run, _) = bench.sync().await;
    assert_eq!((run.status, run.counts.api_calls), (RunStatus::Completed, 50));
    let elapsed = bench.clock.now().duration_since(before).as_millis();
    assert!(elapsed < 1000, "{elapsed}");
}

#[tokio::test(start_paused = true)]
async fn cancel_ends_within_a_second_and_drops_what_is_on_its_way() {
    let bench = Bench::new(950);
    bench.account.state().faults.extend([None, None, None]);
    bench.account.fail([Fault::Hang, Fault::Hang]);
    let cancel = CancellationToken::new();
    let token = cancel.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(20)).await;
        token.cancel();
    });
    let before = bench.clock.now();
    let (run, _) = bench.run_until(false, &cancel).await;
    assert_eq!(run.status, RunStatus::Cancelled);
    assert!(bench.clock.now().duration_since(before).as_secs() <= 20);
    assert_eq!(bench.account.state().in_flight, 0);
    assert_eq!(run.counts.documents.processed, 300);
    // The pages that were committed are not fetched again.
    assert_eq!(bench.store.state(COMPANY).scan.expect("a scan").pages_done, 3);
    bench.account.state().faults.clear();
    let (run, _) = bench.sync().await;
    assert_eq!((run.status, run.counts.documents.created), (RunStatus::Completed, 650));
    bench.assert_equal();
}

#[tokio::test(start_paused = true)]
async fn cancel_does_not_wait_for_a_pause() {
    let bench = Bench::new(950);
    bench.account.fail([too_many(100)]);
    let engine = bench.engine.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(3)).await;
        engine.cancel(&[]);
    });
    let before = bench.clock.now();
    let (run, _) = bench.sync().await;
    assert_eq!(run.status, RunStatus::Cancelled);
    assert!(bench.clock.now().duration_since(before).as_secs() <= 3);
}

#[tokio::test(start_paused = true)]
async fn a_request_without_end_is_given_up_and_repeated() {
    let bench = Bench::new(50);
    bench.account.fail([Fault::Hang]);
    let (run, _) = bench.sync().await;
    assert_eq!((run.status, run.counts.api_calls), (RunStatus::Completed, 2));
}

#[tokio::test(start_paused = true)]
async fn a_store_that_fails_ends_the_run_and_says_why() {
    for last in 0..5 {
        let bench = Bench::with(950, Settings { pages: 1, ..Settings::default() });
        bench.store.data().faults.dies_after = Some(last);
        let (run, _) = bench.sync().await;
        assert_eq!(run.status, RunStatus::Failed, "{last}");
        assert_eq!(run.failure.as_ref().map(|failure| failure.message.id.as_ref()), Some("store-disk-full"));
        assert!(run.ended.is_some());
        // What is counted is what was committed.
        assert_eq!(run.counts.documents.created, bench.store.live(COMPANY).len() as u64);
        bench.store.data().faults.dies_after = None;
        bench.engine.recover().await.expect("recovers");
        let (run, _) = bench.sync().await;
        assert_eq!(run.status, RunStatus::Completed);
        bench.assert_equal();
    }
}

#[tokio::test(start_paused = true)]
async fn pages_that_were_not_kept_are_fetched_again() {
    for last in 1..5 {
        let bench = Bench::with(950, Settings { pages: 1, ..Settings::default() });
        bench.store.data().faults.tight_after = Some(last);
        let (run, _) = bench.sync().await;
        assert_eq!(run.status, RunStatus::Failed, "{last}");
        assert_eq!(bench.store.data().runs[0].status, RunStatus::Failed, "there was room for the end of the run");
        bench.store.data().faults.tight_after = None;
        let (run, _) = bench.sync().await;
        assert_eq!(run.status, RunStatus::Completed);
        bench.assert_equal();
    }
}

#[tokio::test(start_paused = true)]
async fn a_store_that_fails_at_the_very_end_is_no_success() {
    let bench = Bench::new(50);
    bench.store.data().faults.dies_after = Some(2);
    let (run, _) = bench.sync().await;
    assert_eq!((run.status, run.counts.documents.created), (RunStatus::Failed, 50));
    assert_eq!(bench.store.data().runs[0].status, RunStatus::Running);
    assert_eq!(bench.engine.recover().await.map(|runs| runs.len()), Ok(1));
}

#[tokio::test(start_paused = true)]
async fn a_panic_is_a_failure_of_its_company_alone() {
    let bench = Bench::new(250);
    bench.account.state().faults.push_back(None);
    bench.account.fail([Fault::Panic]);
    let (run, _) = bench.sync().await;
    assert_eq!(run.status, RunStatus::Failed);
    assert_eq!(run.failure.expect("a failure").message.id, "sync-panicked");
    assert_eq!(bench.store.data().runs[0].status, RunStatus::Failed);
    assert!(!bench.engine.is_syncing());
    // Also in the store.
    bench.store.data().faults.panics = true;
    let (run, _) = bench.sync().await;
    assert_eq!(run.failure.expect("a failure").message.id, "sync-panicked");
    bench.store.data().faults.panics = false;
    bench.engine.recover().await.expect("recovers");
    let (run, _) = bench.sync().await;
    assert_eq!(run.status, RunStatus::Completed);
    bench.assert_equal();
    assert!(bench.account.calls().iter().all(|call| !matches!(call, Call::Document(_))));
}
