//! Accounts that suddenly have no records, or far fewer: nothing is flagged before a person says that they were deleted.

use super::account::Doc;
use super::*;
use crate::domain::Kind;
use crate::store::Store;

/// Settings under which every second run scans.
fn reconciling() -> Settings {
    Settings { reconcile_days: 0, ..Settings::default() }
}

impl Bench {
    /// Syncs, and takes what is missing for deleted.
    pub(super) async fn accept(&self) -> Outcome {
        let job = Job { accept_deletions: true, ..self.job(1) };
        self.engine.sync(vec![job], &request(true), &CancellationToken::new()).await.remove(0)
    }

    /// Deletes documents of the account, from the oldest on.
    fn lose(&self, count: u32) {
        (1..=count).for_each(|id| self.account.delete(&id.to_string()));
    }

    fn flagged(&self) -> usize {
        self.store.vanished(COMPANY).len()
    }
}

fn failure(run: &SyncRun) -> Option<&str> {
    run.failure.as_ref().map(|failure| failure.message.id.as_ref())
}

#[tokio::test(start_paused = true)]
async fn an_account_without_any_document_flags_nothing_and_fails_until_it_is_said_or_back() {
    for count in [4, 20, 282] {
        let bench = Bench::with(count, Settings::default());
        bench.sync().await;
        let docs: Vec<Doc> = std::mem::take(&mut bench.account.state().docs);
        let (run, _) = bench.run(true).await;
        assert_eq!((run.status, failure(&run)), (RunStatus::Failed, Some("sync-missing")), "{count}");
        let hint = run.failure.as_ref().and_then(|failure| failure.hint.as_ref()).expect("a hint");
        assert_eq!(hint.id, "sync-missing-hint");
        assert_eq!((bench.flagged(), run.counts.documents.vanished), (0, 0), "{count}");
        // The next run would only ask for changes: it looks again, and does not turn green.
        hours(1).await;
        let (run, _) = bench.sync().await;
        assert_eq!((run.status, run.mode, failure(&run)), (RunStatus::Failed, SyncMode::Full, Some("sync-missing")), "{count}");
        assert_eq!(bench.flagged(), 0);
        // Back: as if nothing had been.
        bench.account.state().docs.clone_from(&docs);
        let (run, _) = bench.sync().await;
        assert_eq!((run.status, figures(&run)[3]), (RunStatus::Completed, u64::from(count)), "{count}");
        bench.assert_equal();
        let (run, _) = bench.sync().await;
        assert_eq!((run.status, run.mode), (RunStatus::Completed, SyncMode::Incremental));
        // Really deleted.
        bench.account.state().docs.clear();
        let (run, _) = bench.accept().await;
        assert_eq!((run.status, run.counts.documents.vanished), (RunStatus::Completed, u64::from(count)), "{count}");
        assert_eq!(bench.flagged(), count as usize);
        // What is gone already is no loss of the next runs.
        let (run, _) = bench.run(true).await;
        assert_eq!(run.status, RunStatus::Completed, "{count}");
    }
}

#[tokio::test(start_paused = true)]
async fn few_deletions_are_flagged_and_most_of_many_are_not() {
    for (count, lost, taken) in [
        (1, 1, true),
        (2, 1, true),
        (3, 3, true),
        (5, 4, true),
        (12, 9, true),
        (20, 10, true),
        (19, 10, false),
        (40, 20, true),
        (40, 21, false),
        (300, 290, false),
    ] {
        let bench = Bench::with(count, reconciling());
        bench.sync().await;
        bench.lose(lost);
        let (run, _) = bench.sync().await;
        let expected = if taken { (RunStatus::Completed, lost as usize) } else { (RunStatus::Failed, 0) };
        assert_eq!((run.status, bench.flagged()), expected, "{lost} of {count}");
        let (run, _) = bench.accept().await;
        assert_eq!((run.status, bench.flagged()), (RunStatus::Completed, lost as usize), "{lost} of {count}");
        bench.assert_equal();
    }
}

#[tokio::test(start_paused = true)]
async fn another_account_in_the_place_of_the_own_one_flags_nothing() {
    let bench = Bench::with(30, reconciling());
    bench.sync().await;
    let docs = std::mem::take(&mut bench.account.state().docs);
    let other = |doc: Doc| {
        let mut invoice = doc.invoice;
        invoice.id = RemoteId::new(format!("9{}", invoice.id));
        Doc { invoice, ..doc }
    };
    bench.account.state().docs = docs.into_iter().map(other).collect();
    let (run, _) = bench.sync().await;
    assert_eq!((run.status, failure(&run), bench.flagged()), (RunStatus::Failed, Some("sync-missing"), 0));
    assert_eq!(bench.store.live_ids(COMPANY, Kind::Document).expect("read").len(), 60);
}
