//! Starting, watching and ending syncs.

use std::collections::HashMap;
use std::sync::Arc;

use futures::future::join_all;
use tokio_util::sync::CancellationToken;

use super::local::Local;
use super::logins;
use super::task::blocking;
use super::{Result, ServiceError, SyncReport, SyncRequest, same};
use crate::domain::{
    Actor, Company, CompanyId, Counts, Message, RemoteId, RunError, RunId, RunStatus, SyncMode, SyncRun, Trigger,
};
use crate::error::{Error, ErrorKind};
use crate::store::{Commit, Leases, ScanStep, Store};
use crate::sync::{self, Event, Job, Request};

/// A company's run with its errors.
type Ended = (SyncRun, Vec<RunError>);

/// Records by company, each by its feed.
pub(super) type Named = HashMap<CompanyId, Vec<(&'static str, RemoteId)>>;

impl Local {
    /// Syncs companies and returns when all have ended. Dropping the future does not end the sync: cancelling it does.
    pub(crate) async fn sync(self: &Arc<Self>, request: SyncRequest, actor: Actor) -> Result<SyncReport> {
        let local = self.clone();
        let task = self.tasks.spawn(async move { run(&local, request, Named::new(), actor).await });
        task.await.map_err(|_| ServiceError::TaskDied)?
    }

    /// Begins to sync companies and says which; how it ends is in the log.
    pub(crate) async fn start(self: &Arc<Self>, request: SyncRequest, actor: Actor) -> Result<Vec<CompanyId>> {
        self.start_named(request, Named::new(), actor).await
    }

    /// The same; of companies with records that were named, only these are read where no more is due.
    pub(super) async fn start_named(
        self: &Arc<Self>,
        request: SyncRequest,
        named: Named,
        actor: Actor,
    ) -> Result<Vec<CompanyId>> {
        let (local, wanted) = (self.clone(), request.clone());
        let companies = blocking(move || chosen(&local, &wanted)).await?;
        let local = self.clone();
        self.tasks.spawn(async move {
            if let Err(error) = run(&local, request, named, actor).await {
                tracing::warn!(%error, "a sync that nobody waits for did not begin");
            }
        });
        Ok(companies.into_iter().map(|company| company.id).collect())
    }
}

impl Local {
    /// Asks for the payments of documents of a company, as far as its quota goes; the rest is left to its next syncs.
    pub(super) async fn fetch_payments(
        self: &Arc<Self>,
        company: CompanyId,
        documents: Vec<RemoteId>,
        actor: &Actor,
    ) -> Result<SyncReport> {
        let request = SyncRequest { companies: vec![company], full: false, accept_deletions: false, trigger: Trigger::Command };
        let (local, actor) = (self.clone(), actor.clone());
        let task = self.tasks.spawn(async move { sync(&local, (request, Named::new(), documents), actor).await });
        task.await.map_err(|_| ServiceError::TaskDied)?
    }
}

async fn run(local: &Arc<Local>, request: SyncRequest, named: Named, actor: Actor) -> Result<SyncReport> {
    sync(local, (request, named, Vec::new()), actor).await
}

/// Syncs companies: of those with named records only these, and with the payments of these documents, as far as no more is due.
async fn sync(
    local: &Arc<Local>,
    (request, mut named, asks): (SyncRequest, Named, Vec<RemoteId>),
    actor: Actor,
) -> Result<SyncReport> {
    let started = local.options.clock.now();
    let companies = {
        let (local, wanted) = (local.clone(), request.clone());
        blocking(move || chosen(&local, &wanted)).await?
    };
    let companies = join_all(companies.into_iter().map(|company| logins::ask_books(local, company))).await;
    let (mut jobs, mut runs) = {
        let (local, request, actor) = (local.clone(), request.clone(), actor.clone());
        blocking(move || prepare(&local, companies, &request, &actor)).await?
    };
    for job in &mut jobs {
        job.named = named.remove(&job.company.id).unwrap_or_default();
        job.asks.clone_from(&asks);
        job.accept_deletions = request.accept_deletions;
    }
    let asked = Request { full: request.full || request.accept_deletions, trigger: request.trigger, actor, last: None };
    runs.extend(local.engine.sync(jobs, &asked, &CancellationToken::new()).await);
    runs.sort_by_key(|(run, _)| run.company);
    let (local_too, synced) = (local.clone(), runs.iter().map(|(run, _)| run.company).collect::<Vec<_>>());
    let learnt = blocking(move || same::learn(&local_too, &synced)).await;
    if let Err(error) = learnt {
        tracing::warn!(%error, "the tax numbers of companies are not kept");
    }
    Ok(SyncReport { runs, started, ended: local.options.clock.now() })
}

/// Jobs for the engine, and failed runs of companies that cannot be synced.
fn prepare(local: &Arc<Local>, companies: Vec<Company>, request: &SyncRequest, actor: &Actor) -> Result<(Vec<Job>, Vec<Ended>)> {
    let (mut jobs, mut failed) = (Vec::new(), Vec::new());
    let doubts = local.store.doubted();
    for company in companies {
        // Only a full scan finds what is missing.
        if doubts.iter().any(|doubt| doubt.company == company.id) {
            local.store.require_full_sync(company.id)?;
        }
        match local.account(&company) {
            Ok(account) => jobs.push(Job::whole(company, account)),
            Err(error) => failed.push(record_failure(local, &company, (request.trigger, actor), error)),
        }
    }
    Ok((jobs, failed))
}

fn chosen(local: &Local, request: &SyncRequest) -> Result<Vec<Company>> {
    let wanted = &request.companies;
    // What is accepted is accepted of a company that was looked at, not of whichever lost its records meanwhile.
    if request.accept_deletions && wanted.is_empty() {
        return Err(Error::new(ErrorKind::Usage, Message::new("sync-accept-of-which")));
    }
    let all = local.registry.companies();
    if all.is_empty() {
        return Err(ServiceError::NoCompanies.into());
    }
    if wanted.is_empty() {
        let enabled: Vec<Company> = all.into_iter().filter(|company| company.enabled && !company.has_own_books()).collect();
        return if enabled.is_empty() { Err(ServiceError::NoneEnabled.into()) } else { Ok(enabled) };
    }
    let companies = wanted.iter().map(|id| local.by_id(*id)).collect::<Result<Vec<_>>>()?;
    match companies.iter().find(|company| company.has_own_books()) {
        Some(own) => Err(Error::new(ErrorKind::Usage, Message::new("books-no-sync").with("company", own.name.as_str()))),
        None => Ok(companies),
    }
}

/// A run that failed before anything could be asked, so that the log and the light tell of it. Where it cannot be recorded, its outcome
/// still tells: one company's failure never stops the others.
pub(super) fn record_failure(local: &Local, company: &Company, (trigger, actor): (Trigger, &Actor), error: Error) -> Ended {
    let now = local.options.clock.now();
    let mut run = SyncRun {
        id: RunId(0),
        company: company.id,
        company_name: company.name.clone(),
        trigger,
        actor: actor.clone(),
        mode: SyncMode::Full,
        status: RunStatus::Running,
        started: now,
        ended: None,
        counts: Counts::default(),
        error_count: 0,
        failure: None,
        deferred_until: None,
    };
    let begun = run.clone();
    run.status = RunStatus::Failed;
    run.ended = Some(now);
    run.failure = Some(error);
    if let Err(error) = record(local, &begun, &mut run) {
        tracing::error!(company = %company.id, %error, "a run that failed is not recorded");
    }
    // No subscriber is no failure.
    let _ = local.events.send(Event::Ended(Box::new(run.clone())));
    (run, Vec::new())
}

/// Records a run under a lease of its own: two requests at once are two holders.
fn record(local: &Local, begun: &SyncRun, ended: &mut SyncRun) -> Result<()> {
    let lease = local.store.acquire(begun.company, &sync::holder(), begun.started)?;
    let mut record = || {
        ended.id = local.store.begin_run(begun, &lease)?;
        let (run, fence, feed) = (ended.clone(), lease.fence, Box::from(""));
        let (upserts, errors) = (Vec::new(), Vec::new());
        local.store.commit(&Commit { run, fence, upserts, errors, feed, state: None, scan: ScanStep::Keep, others: Vec::new() })
    };
    let recorded = record();
    local.store.release(&lease)?;
    Ok(recorded?)
}
