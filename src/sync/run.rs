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
use super::lease::Keeper;
use super::page_stream::Work;
use super::plan::{Plan, plan};
use super::report::Reporter;
use super::run_writer::{End, RunWriter};
use super::{Event, Job, Outcome, Progress, Request, Settings};
use crate::clock::Clock;
use crate::domain::{Counts, ErrorKind, Failure, Holder, Lease, Message, RunId, RunStatus, SyncMode, SyncRun};
use crate::remote::Priority;
use crate::store::{Store, StoreError, SyncState};

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
        match self.begin(run.clone(), job.account.feed_name(), request.full).await {
            Ok((run, lease, state, plan)) => {
                let span = tracing::info_span!("sync", company = %run.company, run = %run.id, mode = run.mode.as_str());
                self.guarded(job, run, lease, (state, plan)).instrument(span).await
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

    fn keeper(&self) -> Keeper {
        Keeper { store: Arc::clone(&self.store), clock: Arc::clone(&self.clock), holder: self.holder.clone() }
    }

    /// Takes the company's lease, plans, and records that a run starts.
    async fn begin(&self, run: SyncRun, feed: &'static str, full: bool) -> Result<(SyncRun, Lease, SyncState, Plan), StoreError> {
        let (store, settings, keeper) = (Arc::clone(&self.store), Arc::clone(&self.settings), self.keeper());
        super::blocking(move || {
            let lease = keeper.acquire(run.company)?;
            let begun = || {
                let state = store.sync_state(run.company, feed)?;
                let plan = plan(&state, full, &settings, run.started);
                let run = SyncRun { mode: plan.mode(), ..run };
                let id = store.begin_run(&run, &lease)?;
                Ok((SyncRun { id, ..run }, state, plan))
            };
            match begun() {
                Ok((run, state, plan)) => Ok((run, lease, state, plan)),
                Err(error) => {
                    keeper.release(&lease);
                    Err(error)
                }
            }
        })
        .await
    }

    async fn guarded(self, job: Job, run: SyncRun, lease: Lease, (state, plan): (SyncState, Plan)) -> Outcome {
        tracing::info!(?plan, trigger = run.trigger.as_str(), "begins");
        let reporter = Arc::new(Reporter::new(self.events.clone(), &run));
        self.watch.set(&reporter);
        reporter.begins();
        let keeper = self.keeper();
        let stores = (Arc::clone(&self.store), Arc::clone(&self.clock));
        let state = (job.account.feed_name().into(), state);
        let writer = RunWriter::new(stores, Arc::clone(&reporter), (run, lease.fence), state);
        if let Plan::Deferred { until, .. } = &plan {
            job.account.defer(*until);
        }
        let observer: Arc<Reporter> = Arc::clone(&reporter);
        let work = Work {
            session: Arc::new(job.account.session(Priority::Bulk, observer, self.cancel.clone())),
            settings: self.settings,
            clock: self.clock,
            reporter,
            cancel: self.cancel,
            writer: Arc::new(Mutex::new(writer)),
            began: Instant::now(),
        };
        let result = AssertUnwindSafe(async {
            tokio::select! {
                result = work.execute(&plan) => result,
                lost = keeper.renew(&lease) => Err(lost.into()),
            }
        });
        let result = result.catch_unwind().await;
        let result = result.unwrap_or(Err(EndReason::Failed(SyncError::Panicked)));
        if self.watch.is_abandoned() && matches!(result, Err(EndReason::Cancelled)) {
            return work.interrupted().await;
        }
        let outcome = work.finish(result, plan.mode()).await;
        super::blocking(move || keeper.release(&lease)).await;
        let counts = outcome.0.counts;
        tracing::info!(status = outcome.0.status.as_str(), ?counts, errors = outcome.0.error_count, "ended");
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
    async fn execute(&self, plan: &Plan) -> Result<(), EndReason> {
        if self.cancel.is_cancelled() {
            return Err(EndReason::Cancelled);
        }
        match plan {
            Plan::Deferred { until, .. } => Err(EndReason::Deferred(*until)),
            Plan::FullScan { mode, start } => {
                self.full_scan(*mode, start).await?;
                self.balances().await
            }
            Plan::Incremental { modified_since, lookback_days } => {
                self.incremental(*modified_since, *lookback_days).await?;
                self.balances().await
            }
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
    async fn finish(&self, result: Result<(), EndReason>, mode: SyncMode) -> Outcome {
        self.writer(move |writer| {
            let end = end_of(writer, result, mode);
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

fn end_of(writer: &mut RunWriter, result: Result<(), EndReason>, mode: SyncMode) -> End {
    let ended = |status, failure| End { status, failure, deferred_until: None, state: None, scan_done: false };
    match result {
        Ok(()) => {
            let status = if writer.is_partial() { RunStatus::Partial } else { RunStatus::Completed };
            let scan_done = mode.scans_all() || writer.state().scan.is_some();
            let state = SyncState { deferred_until: None, scan: None, ..writer.state().clone() };
            End { state: Some(state), scan_done, ..ended(status, None) }
        }
        Err(EndReason::Cancelled) => {
            ended(RunStatus::Cancelled, Some(Failure::new(ErrorKind::Interrupted, Message::new("sync-cancelled"))))
        }
        Err(EndReason::Deferred(until)) => {
            let text = until.strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
            let failure = Failure::new(ErrorKind::Failed, Message::new("sync-deferred").with("until", text))
                .hint(Message::new("sync-deferred-hint"));
            let state = SyncState { deferred_until: Some(until), ..writer.state().clone() };
            let state = Some(state).filter(|state| state.deferred_until != writer.state().deferred_until);
            End { deferred_until: Some(until), state, ..ended(RunStatus::Deferred, Some(failure)) }
        }
        Err(EndReason::Failed(error)) => {
            tracing::warn!(%error, "failed");
            End { scan_done: error.distrusts_pages(), ..ended(RunStatus::Failed, Some(error.into())) }
        }
    }
}
