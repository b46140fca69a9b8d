//! One run of one company, from its plan to its record.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use futures::FutureExt;
use jiff::Timestamp;
use tokio::sync::broadcast;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use super::error::{EndReason, SyncError};
use super::lanes::{Step, is_early};
use super::lease::Keeper;
use super::named;
use super::page_stream::Work;
use super::plan::{Plan, plan_feeds};
use super::report::Reporter;
use super::run_writer::{End, RunWriter};
use super::{Event, Job, Outcome, Progress, Request, Settings};
use crate::clock::Clock;
use crate::domain::{Counts, ErrorKind, Failure, Holder, Kind, Lease, Message, RunId, RunStatus, SyncMode, SyncRun};
use crate::provider::{Feed, ProviderError};
use crate::remote::Priority;
use crate::store::{RunFilter, Store, StoreError, SyncState};

/// The feeds of an account with their states.
type States = Vec<(Feed, SyncState)>;

/// Parts of the engine that a run needs.
pub(super) struct Context {
    pub(super) store: Arc<dyn Store>,
    pub(super) holder: Holder,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) settings: Arc<Settings>,
    pub(super) events: broadcast::Sender<Event>,
    pub(super) cancel: CancellationToken,
    /// The progress of this run, for readers.
    pub(super) watch: Arc<Watch>,
}

/// A place where the progress of a run is looked up.
#[derive(Debug, Default)]
pub(super) struct Watch(Mutex<Option<Arc<Reporter>>>, AtomicBool);

impl Watch {
    pub(super) fn progress(&self) -> Option<Progress> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(|reporter| reporter.progress())
    }

    /// Publishes the end of the run, if its begin was published. From here on it has no progress.
    pub(super) fn ended(&self, run: &SyncRun) {
        let reporter = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(reporter) = reporter {
            reporter.ended(run);
        }
    }

    /// Lets go of the run: it ends as if the process did.
    pub(super) fn abandon(&self) {
        self.1.store(true, Ordering::SeqCst);
    }

    fn is_abandoned(&self) -> bool {
        self.1.load(Ordering::SeqCst)
    }

    fn set(&self, reporter: &Arc<Reporter>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(reporter));
    }
}

impl Context {
    /// Runs one company to its end, whatever happens. The outcome tells; nothing is thrown. That it ended is the caller's to
    /// tell, through the watch.
    pub(super) async fn run(self, job: Job, request: Request) -> Outcome {
        let run = self.draft(&job, &request);
        let Some(main) = job.account.feeds().first().copied() else {
            return self.unrecorded(run, SyncError::Provider(ProviderError::Unsupported));
        };
        match self.begin(run.clone(), job.account.feeds(), &request).await {
            Ok((run, lease, states, plans)) => {
                let span = tracing::info_span!("sync", company = %run.company, run = %run.id, mode = run.mode.as_str());
                self.guarded(job, main, (run, lease), (states, plans)).instrument(span).await
            }
            Err(error @ (StoreError::Leased { .. } | StoreError::Stale { .. })) if request.last.is_some() => {
                tracing::debug!(company = %run.company, %error, "another worker has the company, or had it meanwhile");
                self.elsewhere(run, error)
            }
            Err(error) => {
                tracing::error!(company = %run.company, %error, "a run could not begin");
                self.unrecorded(run, SyncError::Store(error))
            }
        }
    }

    fn draft(&self, job: &Job, request: &Request) -> SyncRun {
        draft(job, request, self.clock.now())
    }

    /// A run that the store has no record of.
    fn unrecorded(&self, run: SyncRun, error: SyncError) -> Outcome {
        let failure = Some(error.into());
        let run = SyncRun { status: RunStatus::Failed, ended: Some(self.clock.now()), failure, ..run };
        let reporter = Arc::new(Reporter::new(self.events.clone(), &run));
        self.watch.set(&reporter);
        reporter.begins();
        (run, Vec::new())
    }

    /// A run that is none, because another process is at it: nothing is told of it.
    fn elsewhere(&self, run: SyncRun, error: StoreError) -> Outcome {
        let failure = Some(SyncError::Store(error).into());
        let run = SyncRun { status: RunStatus::Failed, ended: Some(self.clock.now()), failure, ..run };
        (run, Vec::new())
    }

    fn keeper(&self) -> Keeper {
        Keeper { store: Arc::clone(&self.store), clock: Arc::clone(&self.clock), holder: self.holder.clone() }
    }

    /// Takes the company's lease, plans, and records that a run starts.
    async fn begin(
        &self,
        run: SyncRun,
        feeds: &'static [Feed],
        request: &Request,
    ) -> Result<(SyncRun, Lease, States, Vec<Plan>), StoreError> {
        let (store, settings, keeper) = (Arc::clone(&self.store), Arc::clone(&self.settings), self.keeper());
        let (full, expected) = (request.full, request.last);
        super::blocking(move || {
            let lease = keeper.acquire(run.company)?;
            let begun = || {
                if let Some(expected) = expected {
                    let filter = RunFilter { companies: vec![run.company], limit: Some(1), ..RunFilter::default() };
                    if store.runs(&filter)?.first().map(|last| last.id) != expected {
                        return Err(StoreError::Stale { what: "run".to_owned() });
                    }
                }
                let state = |feed: &Feed| Ok((*feed, store.sync_state(run.company, feed.name)?));
                let states = feeds.iter().map(state).collect::<Result<States, StoreError>>()?;
                let plans = plan_feeds(&states, full, &settings, run.started);
                let run = SyncRun { mode: plans.first().map_or(run.mode, Plan::mode), ..run };
                let id = store.begin_run(&run, &lease)?;
                Ok((SyncRun { id, ..run }, states, plans))
            };
            match begun() {
                Ok((run, states, plans)) => Ok((run, lease, states, plans)),
                Err(error) => {
                    keeper.release(&lease);
                    Err(error)
                }
            }
        })
        .await
    }

    async fn guarded(
        self,
        job: Job,
        main: Feed,
        (run, lease): (SyncRun, Lease),
        (states, plans): (States, Vec<Plan>),
    ) -> Outcome {
        let named = named::pick(&job, &plans);
        let plan = plans.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        let plan = named.as_ref().map_or(plan, |_| format!("{} records by name", job.named.len() + job.asks.len()));
        tracing::info!(plan, trigger = run.trigger.as_str(), "begins");
        let reporter = Arc::new(Reporter::new(self.events.clone(), &run));
        self.watch.set(&reporter);
        reporter.begins();
        let keeper = self.keeper();
        let stores = (Arc::clone(&self.store), Arc::clone(&self.clock));
        let mut writer = RunWriter::new(stores, Arc::clone(&reporter), (run, lease.fence), states);
        writer.ask_payments(job.asks);
        if job.accept_deletions {
            writer.accept_deletions();
        }
        if let Some(Plan::Deferred { until, .. }) = plans.first() {
            job.account.defer(*until);
        }
        let observer: Arc<Reporter> = Arc::clone(&reporter);
        let feeds = job.account.feeds();
        let work = Work {
            feeds,
            at: 0,
            feed: main,
            session: Arc::new(job.account.session(Priority::Bulk, observer, self.cancel.clone())),
            settings: self.settings,
            clock: self.clock,
            reporter,
            cancel: self.cancel,
            writer: Arc::new(Mutex::new(writer)),
            told_time: Arc::default(),
            lane: None,
            began: Instant::now(),
        };
        let result = AssertUnwindSafe(async {
            tokio::select! {
                result = work.execute(plans, named) => result,
                lost = keeper.renew(&lease) => Err(lost.into()),
            }
        });
        let result = result.catch_unwind().await;
        let result = result.unwrap_or(Err(EndReason::Failed(SyncError::Panicked)));
        if self.watch.is_abandoned() && matches!(result, Err(EndReason::Cancelled)) {
            let outcome = work.interrupted().await;
            // What it still writes would be refused; another process may go on at once.
            super::blocking(move || keeper.release(&lease)).await;
            return outcome;
        }
        let outcome = work.finish(result).await;
        super::blocking(move || keeper.release(&lease)).await;
        let counts = outcome.0.counts;
        // In words and numbers: people read the log on the screen.
        let (status, documents, errors) = (outcome.0.status.as_str(), counts.documents, outcome.0.error_count);
        tracing::info!(
            status,
            new = documents.created,
            changed = documents.updated,
            unchanged = documents.unchanged,
            skipped = documents.skipped,
            vanished = documents.vanished,
            calls = counts.api_calls,
            errors,
            "ended"
        );
        outcome
    }
}

/// The record of a run that starts.
pub(super) fn draft(job: &Job, request: &Request, started: Timestamp) -> SyncRun {
    SyncRun {
        id: RunId(0),
        company: job.company.id,
        company_name: job.company.name.clone(),
        trigger: request.trigger,
        actor: request.actor.clone(),
        mode: if request.full { SyncMode::Full } else { SyncMode::Incremental },
        status: RunStatus::Running,
        started,
        ended: None,
        counts: Counts::default(),
        error_count: 0,
        failure: None,
        deferred_until: None,
    }
}

impl Work {
    async fn execute(&self, mut plans: Vec<Plan>, named: Option<named::ByFeed>) -> Result<(), EndReason> {
        if self.cancel.is_cancelled() {
            return Err(EndReason::Cancelled);
        }
        if let Some(Plan::Deferred { until, .. }) = plans.first() {
            return Err(EndReason::Deferred(*until));
        }
        if self.session.is_clock_first() {
            self.run_time().await?;
        }
        if let Some(named) = named {
            self.named(&named, &mut plans).await?;
        }
        self.told(&mut plans).await?;
        let mut steps: Vec<Step> = self.feeds.iter().zip(plans).enumerate().collect();
        steps.sort_by_key(|(_, (feed, _))| !is_early(feed));
        let late = steps.split_off(steps.partition_point(|(_, (feed, _))| is_early(feed)));
        self.steps(steps).await?;
        self.lanes(late).await?;
        if self.feeds.iter().any(is_early) {
            self.settle_missing(Kind::Contact).await?;
        }
        Ok(())
    }

    /// Flags what the scans of a kind missed; ends the run where that is too much to be believed.
    pub(super) async fn settle_missing(&self, kind: Kind) -> Result<(), EndReason> {
        match self.writer(move |writer| writer.settle_missing(kind)).await? {
            None => Ok(()),
            Some(error) => Err(error.into()),
        }
    }

    /// The outcome of a run that is left interrupted for the next host: nothing is written.
    async fn interrupted(&self) -> Outcome {
        self.writer(|writer| {
            let (run, errors) = writer.outcome();
            (SyncRun { status: RunStatus::Interrupted, ..run }, errors)
        })
        .await
    }

    /// Writes how the run ended. Where that cannot be written, the outcome says so.
    async fn finish(&self, result: Result<(), EndReason>) -> Outcome {
        self.writer(move |writer| {
            let end = end_of(writer, result);
            let failed = end.status == RunStatus::Failed;
            if let Err(error) = writer.finish(end) {
                tracing::error!(%error, "the end of the run could not be written");
                if !failed {
                    writer.failed(error.into());
                }
            }
            writer.outcome()
        })
        .await
    }
}

fn end_of(writer: &mut RunWriter, result: Result<(), EndReason>) -> End {
    let ended = |status, failure| End { status, failure, deferred_until: None, scans_over: false };
    match result {
        Ok(()) => {
            let status = if writer.is_partial() { RunStatus::Partial } else { RunStatus::Completed };
            writer.state(0).deferred_until = None;
            End { scans_over: true, ..ended(status, None) }
        }
        Err(EndReason::Cancelled) => {
            ended(RunStatus::Cancelled, Some(Failure::new(ErrorKind::Interrupted, Message::new("sync-cancelled"))))
        }
        Err(EndReason::Deferred(until)) => {
            let text = until.strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
            let failure = Failure::new(ErrorKind::Failed, Message::new("sync-deferred").with("until", text))
                .hint(Message::new("sync-deferred-hint"));
            writer.state(0).deferred_until = Some(until);
            End { deferred_until: Some(until), ..ended(RunStatus::Deferred, Some(failure)) }
        }
        Err(EndReason::Failed(error)) => {
            tracing::warn!(%error, "failed");
            End { scans_over: error.distrusts_pages(), ..ended(RunStatus::Failed, Some(error.into())) }
        }
    }
}
