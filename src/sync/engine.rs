//! Companies side by side: bounded, each on its own, one run of a company at a time.

use std::collections::HashMap;
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::future::{BoxFuture, Shared, join_all};
use futures::{FutureExt, TryFutureExt};
use tokio::sync::{Semaphore, broadcast};
use tokio_util::sync::CancellationToken;

use super::error::SyncError;
use super::lease::holder;
use super::plan::{Plan, plan_feeds};
use super::request::{Job, Outcome, Request};
use super::run::{Context, Watch, draft};
use super::{Event, Progress, Settings};
use crate::clock::Clock;
use crate::domain::{CompanyId, Holder, RunStatus, SyncRun};
use crate::provider::Feed;
use crate::store::{Store, StoreError};

type Running = Shared<BoxFuture<'static, Arc<Outcome>>>;

/// Makes the store equal to the accounts. Cheap to clone; all clones share what runs.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

struct Inner {
    store: Arc<dyn Store>,
    holder: Holder,
    clock: Arc<dyn Clock>,
    settings: Arc<Settings>,
    events: broadcast::Sender<Event>,
    places: Semaphore,
    running: Mutex<HashMap<CompanyId, Entry>>,
}

/// A requested run that has not ended.
struct Entry {
    outcome: Running,
    cancel: CancellationToken,
    watch: Arc<Watch>,
    /// Whether it is about some records only.
    partial: bool,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("settings", &self.0.settings).finish_non_exhaustive()
    }
}

impl Engine {
    /// An engine that writes into `store` and tells what happens through `events`.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, settings: Settings, events: broadcast::Sender<Event>) -> Self {
        let places = Semaphore::new(settings.companies.clamp(1, Semaphore::MAX_PERMITS));
        let holder = holder();
        Self(Arc::new(Inner { store, holder, clock, settings: Arc::new(settings), events, places, running: Mutex::default() }))
    }

    /// Marks the runs with an expired lease as interrupted.
    pub async fn recover(&self) -> Result<Vec<SyncRun>, StoreError> {
        let (store, at) = (Arc::clone(&self.0.store), self.0.clock.now());
        super::blocking(move || store.interrupt_expired(at)).await
    }

    /// Whether a run of a company now would ask only for what changed.
    ///
    /// # Errors
    /// The store fails.
    pub async fn is_light(&self, company: CompanyId, feeds: &'static [Feed]) -> Result<bool, StoreError> {
        let (store, settings, now) = (Arc::clone(&self.0.store), Arc::clone(&self.0.settings), self.0.clock.now());
        super::blocking(move || {
            let state = |feed: &Feed| Ok((*feed, store.sync_state(company, feed.name)?));
            let states = feeds.iter().map(state).collect::<Result<Vec<_>, StoreError>>()?;
            let plans = plan_feeds(&states, false, &settings, now);
            Ok(plans.iter().all(|plan| matches!(plan, Plan::Incremental { .. })))
        })
        .await
    }

    /// Syncs companies and returns when all have ended, in the order of the jobs.
    ///
    /// A company with a running sync is not synced twice: its running sync is awaited. Dropping the future
    /// ends nothing; `cancel` and [`Self::cancel`] do, between two commits.
    pub async fn sync(&self, jobs: Vec<Job>, request: &Request, cancel: &CancellationToken) -> Vec<Outcome> {
        let companies: Vec<CompanyId> = jobs.iter().map(|job| job.company.id).collect();
        let running: Vec<Running> = jobs.into_iter().map(|job| self.start(job, request, cancel)).collect();
        let mut all = join_all(running);
        let outcomes = tokio::select! {
            outcomes = &mut all => outcomes,
            () = cancel.cancelled() => {
                // Also runs that other requests began.
                if !companies.is_empty() {
                    self.cancel(&companies);
                }
                all.await
            }
        };
        outcomes.iter().map(|outcome| outcome.as_ref().clone()).collect()
    }

    /// Asks running syncs to end between two commits: of these companies, or of all when empty. Returns at once.
    pub fn cancel(&self, companies: &[CompanyId]) {
        for (company, entry) in self.running().iter() {
            if companies.is_empty() || companies.contains(company) {
                entry.cancel.cancel();
            }
        }
    }

    /// Stops running syncs between two commits without recording their end: the next process that opens the store finds them
    /// interrupted and continues. Returns at once.
    pub fn abandon(&self) {
        for entry in self.running().values() {
            entry.watch.abandon();
            entry.cancel.cancel();
        }
    }

    /// Cancels as [`Self::cancel`] does and waits until what was cancelled has ended.
    pub async fn stop(&self, companies: &[CompanyId]) {
        self.cancel(companies);
        let affected = |company: &CompanyId| companies.is_empty() || companies.contains(company);
        let ending: Vec<Running> =
            self.running().iter().filter(|(company, _)| affected(company)).map(|(_, entry)| entry.outcome.clone()).collect();
        join_all(ending).await;
    }

    /// Whether any sync is running or waits for its turn.
    #[must_use]
    pub fn is_syncing(&self) -> bool {
        !self.running().is_empty()
    }

    /// Whether the sync of a company is running or waits for its turn.
    #[must_use]
    pub fn is_running(&self, company: CompanyId) -> bool {
        self.running().contains_key(&company)
    }

    /// Progress of a company's sync; `None` if none runs.
    #[must_use]
    pub fn progress(&self, company: CompanyId) -> Option<Progress> {
        self.running().get(&company).and_then(|entry| entry.watch.progress())
    }

    fn running(&self) -> MutexGuard<'_, HashMap<CompanyId, Entry>> {
        self.0.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts the sync of a company, or finds the one that runs.
    fn start(&self, job: Job, request: &Request, cancel: &CancellationToken) -> Running {
        let mut running = self.running();
        if let Some(entry) = running.get(&job.company.id) {
            let before = entry.outcome.clone();
            // A run for some records is no answer to a request for everything, and none for everything to a question for payments.
            if entry.partial || !job.asks.is_empty() {
                let (engine, request, cancel) = (self.clone(), request.clone(), cancel.clone());
                return before.then(move |_| engine.start(job, &request, &cancel)).boxed().shared();
            }
            return before;
        }
        let (company, cancel, watch) = (job.company.id, cancel.child_token(), Arc::<Watch>::default());
        let partial = job.is_partial();
        let lost = draft(&job, request, self.0.clock.now());
        let task = tokio::spawn(self.clone().turn(job, request.clone(), cancel.clone(), Arc::clone(&watch)));
        // The task ends without an outcome only when the runtime is shut down around it.
        let outcome = task.unwrap_or_else(move |_| (SyncRun { status: RunStatus::Interrupted, ..lost }, Vec::new()));
        let outcome = outcome.map(Arc::new).boxed().shared();
        running.insert(company, Entry { outcome: outcome.clone(), cancel, watch, partial });
        outcome
    }

    async fn turn(self, job: Job, request: Request, cancel: CancellationToken, watch: Arc<Watch>) -> Outcome {
        let company = job.company.id;
        let lost = draft(&job, &request, self.0.clock.now());
        // A run that is cancelled while it waits for its turn is recorded as any other; the place is not needed for that.
        let place = cancel.run_until_cancelled(self.0.places.acquire()).await;
        let context = Context {
            store: Arc::clone(&self.0.store),
            holder: self.0.holder.clone(),
            clock: Arc::clone(&self.0.clock),
            settings: Arc::clone(&self.0.settings),
            events: self.0.events.clone(),
            cancel,
            watch: Arc::clone(&watch),
        };
        let outcome = AssertUnwindSafe(context.run(job, request)).catch_unwind().await;
        drop(place);
        let outcome = outcome.unwrap_or_else(|_| {
            let failure = Some(SyncError::Panicked.into());
            (SyncRun { status: RunStatus::Failed, ended: Some(self.0.clock.now()), failure, ..lost }, Vec::new())
        });
        // Remove the entry before publishing `Ended`, so that a subscriber never sees a finished run as running, nor the start
        // of the
        // next one before it.
        let mut running = self.running();
        running.remove(&company);
        watch.ended(&outcome.0);
        drop(running);
        outcome
    }
}
