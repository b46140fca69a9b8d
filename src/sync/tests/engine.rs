//! Companies side by side.

use std::collections::BTreeSet;

use super::account::{Call, Fault};
use super::*;
use crate::provider::{Feed, ProviderError};

/// Pages that are larger than a commit.
static LARGE: [Feed; 1] = [Feed { per_page: 1000, ..account::FEED }];

/// Accounts of that many documents, a company each, over one store.
fn several(counts: &[u32], settings: &Settings) -> (Bench, Vec<Arc<FakeAccount>>, Vec<Job>) {
    let bench = Bench::with(0, settings.clone());
    let mut accounts = Vec::new();
    let mut jobs = Vec::new();
    for (company, count) in (1..).zip(counts) {
        let account = FakeAccount::new(Arc::clone(&bench.clock), *count);
        account.state().quota_id = u64::from(company);
        jobs.push(Job::whole(company_of(company), open(&bench.pool, &account)));
        accounts.push(account);
    }
    (bench, accounts, jobs)
}

#[tokio::test(start_paused = true)]
async fn one_companys_failure_stops_no_other() {
    let (bench, accounts, jobs) = several(&[150, 150, 150, 150], &Settings::default());
    accounts[1].state().always = Some(ProviderError::Refused { status: 401, key_page: "" });
    accounts[2].fail([Fault::Panic]);
    let outcomes = bench.engine.sync(jobs, &request(false), &CancellationToken::new()).await;
    let statuses: Vec<RunStatus> = outcomes.iter().map(|(run, _)| run.status).collect();
    assert_eq!(statuses, [RunStatus::Completed, RunStatus::Failed, RunStatus::Failed, RunStatus::Completed]);
    let companies: Vec<u32> = outcomes.iter().map(|(run, _)| run.company.0).collect();
    assert_eq!(companies, [1, 2, 3, 4], "in the order of the jobs");
}

#[tokio::test(start_paused = true)]
async fn companies_never_see_each_others_invoices() {
    let settings = Settings { reconcile_days: 0, ..Settings::default() };
    let (bench, accounts, jobs) = several(&[150, 230, 0], &settings);
    for account in &accounts {
        // The same numbers and identifiers everywhere.
        account.add(3);
    }
    accounts[1].delete("7");
    for _ in 0..2 {
        bench.engine.sync(jobs.clone(), &request(false), &CancellationToken::new()).await;
        for (company, account) in (1..).zip(&accounts) {
            let here: BTreeSet<RemoteId> = bench.store.live(CompanyId(company)).into_iter().map(|i| i.id).collect();
            let there: BTreeSet<RemoteId> = account.invoices().into_iter().map(|invoice| invoice.id).collect();
            assert_eq!(here, there);
            assert!(bench.store.vanished(CompanyId(company)).is_empty());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn no_more_companies_at_a_time_than_allowed() {
    for companies in [1, 3] {
        let (bench, accounts, jobs) = several(&[50; 6], &Settings { companies, ..Settings::default() });
        for account in &accounts {
            account.state().latency = Duration::from_secs(1);
        }
        let before = bench.clock.now();
        bench.engine.sync(jobs, &request(false), &CancellationToken::new()).await;
        let rounds = u64::try_from(bench.clock.now().duration_since(before).as_secs()).expect("forwards");
        assert_eq!(rounds, 6 / companies as u64);
    }
}

/// In real time: a paused one stands still while the disk is waited for.
#[tokio::test]
async fn pages_that_wait_for_the_disk_are_as_many_as_may_be_on_their_way() {
    let bench = Bench::new(9000);
    bench.account.state().latency = Duration::ZERO;
    let (release, until) = std::sync::mpsc::channel::<()>();
    let (store, mut until) = (Arc::clone(&bench.store), Some(until));
    // The store hangs from the first page on.
    bench.account.state().drift = Some(Box::new(move |call, _, _| {
        if let Some(until) = until.take_if(|_| matches!(call, Call::Page(_))) {
            let (store, (held, is_held)) = (Arc::clone(&store), std::sync::mpsc::channel());
            std::thread::spawn(move || {
                let _data = store.data();
                held.send(()).expect("heard");
                let _ = until.recv();
            });
            is_held.recv().expect("held");
        }
    }));
    let account = bench.pool.open(bench.account.clone(), &LARGE, QuotaKey::of(1));
    let (request, token) = (request(false), CancellationToken::new());
    let sync = bench.engine.sync(vec![Job::whole(company_of(1), account)], &request, &token);
    tokio::pin!(sync);
    let asked = || bench.account.state().log.iter().filter(|call| matches!(call, Call::Page(_))).count();
    let stalls = async {
        while asked() < bench.settings.pages || bench.account.state().in_flight > 0 {
            tokio::task::yield_now().await;
        }
        // Whatever else would be asked for is asked for now.
        for _ in 0..1000 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        _ = &mut sync => panic!("it cannot end"),
        () = stalls => {}
    }
    assert_eq!(asked(), bench.settings.pages, "one is being written, the others wait");
    drop(release);
    let outcomes = sync.await;
    assert_eq!(outcomes[0].0.status, RunStatus::Completed);
    bench.assert_equal();
}

#[tokio::test(start_paused = true)]
async fn a_second_request_joins_the_sync_that_runs() {
    let bench = Bench::new(450);
    let token = CancellationToken::new();
    let (first, second) = tokio::join!(bench.run_until(false, &token), bench.run_until(false, &token));
    assert_eq!(first, second);
    assert_eq!(bench.store.data().runs.len(), 1);
    assert!(!bench.engine.is_syncing());
}

#[tokio::test(start_paused = true)]
async fn whoever_joined_may_cancel_and_whoever_left_ends_nothing() {
    let bench = Bench::new(450);
    bench.account.state().latency = Duration::from_secs(10);
    let engine = bench.engine.clone();
    let job = bench.job(1);
    let first = tokio::spawn(async move { engine.sync(vec![job], &request(false), &CancellationToken::new()).await });
    tokio::time::sleep(Duration::from_secs(1)).await;
    first.abort();
    tokio::time::sleep(Duration::from_secs(11)).await;
    assert!(bench.engine.is_syncing());
    let progress = bench.engine.progress(COMPANY).expect("it runs");
    assert_eq!((progress.invoices_total, progress.pages_total), (Some(450), Some(5)));
    let token = CancellationToken::new();
    token.cancel();
    let (run, _) = bench.run_until(false, &token).await;
    assert_eq!(run.status, RunStatus::Cancelled);
    assert_eq!(bench.engine.progress(COMPANY), None);

    let (engine, job) = (bench.engine.clone(), bench.job(1));
    tokio::spawn(async move { engine.sync(vec![job], &request(false), &CancellationToken::new()).await });
    tokio::time::sleep(Duration::from_secs(1)).await;
    bench.engine.stop(&[CompanyId(2)]).await;
    assert!(bench.engine.is_syncing());
    bench.engine.stop(&[]).await;
    assert!(!bench.engine.is_syncing());
}

#[tokio::test(start_paused = true)]
async fn those_that_wait_for_their_turn_are_cancelled_too_and_recorded() {
    let (bench, accounts, jobs) = several(&[450, 450, 450], &Settings { companies: 1, ..Settings::default() });
    accounts[0].state().latency = Duration::from_secs(10);
    let token = CancellationToken::new();
    let engine = bench.engine.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(5)).await;
        engine.cancel(&[CompanyId(1), CompanyId(3)]);
    });
    let outcomes = bench.engine.sync(jobs, &request(false), &token).await;
    let statuses: Vec<RunStatus> = outcomes.iter().map(|(run, _)| run.status).collect();
    assert_eq!(statuses, [RunStatus::Cancelled, RunStatus::Completed, RunStatus::Cancelled]);
    assert!(accounts[2].calls().is_empty());
    assert_eq!(bench.store.data().runs.len(), 3);
}

#[tokio::test(start_paused = true)]
async fn what_happens_is_told_in_its_order() {
    let bench = Bench::new(282);
    let mut told = bench.events.subscribe();
    let (run, _) = bench.sync().await;
    let mut events = Vec::new();
    while let Ok(event) = told.try_recv() {
        events.push(event);
    }
    assert!(matches!(&events[0], Event::Started(progress) if progress.run == run.id && progress.name == "Company 1"));
    assert_eq!(events.last(), Some(&Event::Ended(Box::new(run.clone()))));
    let keys: usize = events.iter().map(|event| if let Event::Committed { keys, .. } = event { keys.len() } else { 0 }).sum();
    assert_eq!(keys, 282);
}

#[tokio::test(start_paused = true)]
async fn runs_that_died_are_interrupted_at_the_next_start() {
    let mut bench = Bench::new(450);
    bench.store.data().faults.dies_after = Some(2);
    bench.sync().await;
    bench.store.data().faults.dies_after = None;
    bench.restart();
    let interrupted = bench.engine.recover().await.expect("recovers");
    assert_eq!(interrupted.iter().map(|run| run.status).collect::<Vec<_>>(), [RunStatus::Interrupted]);
    assert_eq!(bench.engine.recover().await, Ok(Vec::new()));
    let (run, _) = bench.sync().await;
    assert_eq!(run.status, RunStatus::Completed);
}

#[tokio::test(start_paused = true)]
async fn who_asked_is_on_record() {
    let bench = Bench::new(5);
    let (run, _) = bench.sync().await;
    assert_eq!((run.actor.0.as_str(), run.trigger, run.company_name.as_str()), ("anna", Trigger::Headless, "Company 1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_hears_of_the_end_finds_no_sync_any_more() {
    let bench = Bench::new(3);
    let mut events = bench.events.subscribe();
    let engine = bench.engine.clone();
    let listener = std::thread::spawn(move || {
        let (mut ended, mut late) = (0, 0);
        while ended < 60 {
            match events.blocking_recv() {
                Ok(Event::Ended(run)) => {
                    ended += 1;
                    late += u32::from(engine.progress(COMPANY).is_some_and(|progress| progress.run == run.id));
                }
                Ok(_) => {}
                Err(error) => panic!("{error}"),
            }
        }
        late
    });
    for _ in 0..60 {
        bench.sync().await;
    }
    assert_eq!(listener.join().expect("it listens"), 0, "of 60 ends");
}
