//! What a worker takes up: the companies that are due, one by one, each under its lease.
//!
//! For: `faktura worker`. Uses: the schedule, the engine, the runs of the store. Never: which process works; leases decide that.
//!
//! A company is due if it was never synced, if its last run was interrupted or its deferral is over, or if a time of the schedule has come
//! since its last run began. Whatever many workers decide at the same time, the lease lets one of them begin, and a run begins only if no
//! other one began since the decision.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::local::Local;
use super::sealed_check::Opener;
use super::syncing::record_failure;
use super::task::{blocking, lock};
use super::{Result, ServiceError, logins};
use crate::domain::{Actor, Company, CompanyId, Queue, RunError, RunId, RunStatus, SyncRun, Trigger};
use crate::error::Error;
use crate::store::{Outbox, RunFilter, Store};
use crate::sync::schedule::Schedule;
use crate::sync::{Job, Request};

/// A time that passed longer ago was missed.
const LATE: SignedDuration = SignedDuration::from_mins(5);

/// A run that began so far in the future is of a clock that was wrong.
const AHEAD: SignedDuration = SignedDuration::from_hours(25);

/// Companies of which a worker takes one at random, so that many workers do not try the same one.
const CROWD: usize = 8;

/// Shortest time between two looks at all companies; a long look is followed by a longer rest.
const LOOK: Duration = Duration::from_millis(900);

/// Rest after a look at all companies, in times of what it took.
const REST: u32 = 20;

/// The longest rest for that.
const LONGEST: Duration = Duration::from_secs(30);

/// How a call for work ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worked {
    /// The run that was made, with its errors; `None` if there was nothing to take up.
    pub run: Option<(SyncRun, Vec<RunError>)>,
    /// Whether anything is under way or due in this process: a sync, an alert, a write.
    pub busy: bool,
}

impl Local {
    /// Takes up a company that is due, and returns when its run has ended. Dropping the future does not end the run.
    pub(crate) async fn work(self: &Arc<Self>, actor: Actor) -> Result<Worked> {
        let local = self.clone();
        let task = self.tasks.spawn(async move { local.take_next(actor).await });
        task.await.map_err(|_| ServiceError::TaskDied)?
    }

    /// Takes up nothing more: the store is about to be closed.
    pub(crate) fn stop_work(&self) {
        lock(&self.taken).stop.cancel();
    }

    async fn take_next(self: &Arc<Self>, actor: Actor) -> Result<Worked> {
        let mut looked = false;
        loop {
            let local = self.clone();
            let picked = blocking(move || local.pick()).await?;
            let Some((company, last)) = picked else {
                let local = self.clone();
                if looked || !blocking(move || local.look_again()).await? {
                    return Ok(Worked { run: None, busy: self.is_busy().await? });
                }
                looked = true;
                continue;
            };
            let id = company.id;
            let done = self.take_up(company, last, actor.clone()).await;
            lock(&self.taken).companies.remove(&id);
            if let Some(run) = done? {
                return Ok(Worked { run: Some(run), busy: true });
            }
        }
    }

    /// Puts every company in the order in which they are looked at, unless that was just done. Returns whether it did.
    fn look_again(&self) -> Result<bool> {
        let began = Instant::now();
        {
            let mut taken = lock(&self.taken);
            if taken.stop.is_cancelled() || taken.again.is_some_and(|again| began < again) {
                return Ok(false);
            }
            taken.again = Some(began + LOOK);
        }
        self.registry.refresh()?;
        self.store.interrupt_expired(self.options.clock.now())?;
        let enabled = |company: &Company| company.enabled && !company.has_own_books();
        let mut all: VecDeque<CompanyId> =
            self.registry.companies().into_iter().filter(enabled).map(|company| company.id).collect();
        if !all.is_empty() {
            // Each worker begins elsewhere and goes round: every company has its turn.
            all.rotate_left(fastrand::usize(..all.len()));
        }
        let mut taken = lock(&self.taken);
        (taken.left, taken.spent) = (all, Duration::ZERO);
        Ok(true)
    }

    /// The next company that is due and that this process has not taken up, with its last run.
    fn pick(&self) -> Result<Option<(Company, Option<RunId>)>> {
        loop {
            let id = {
                let mut taken = lock(&self.taken);
                let crowd = taken.left.len().min(CROWD);
                if crowd == 0 || taken.stop.is_cancelled() {
                    let took = std::mem::take(&mut taken.spent);
                    taken.again = taken.again.map(|again| again + took.saturating_mul(REST).min(LONGEST));
                    return Ok(None);
                }
                let Some(id) = taken.left.remove(fastrand::usize(..crowd)) else { return Ok(None) };
                if self.engine.is_running(id) || !taken.companies.insert(id) {
                    continue;
                }
                id
            };
            let began = Instant::now();
            let due = self.if_due(id);
            let mut taken = lock(&self.taken);
            taken.spent = taken.spent.saturating_add(began.elapsed());
            if !matches!(due, Ok(Some(_))) {
                taken.companies.remove(&id);
            }
            drop(taken);
            if let Some(found) = due? {
                return Ok(Some(found));
            }
        }
    }

    fn if_due(&self, id: CompanyId) -> Result<Option<(Company, Option<RunId>)>> {
        let Some(company) = self.registry.company(id) else { return Ok(None) };
        let filter = RunFilter { companies: vec![id], limit: Some(1), ..RunFilter::default() };
        let last = self.store.runs(&filter)?.into_iter().next();
        let settings = &self.options.config.schedule;
        let schedule = Schedule::new(settings, &self.options.zone);
        let due = is_due(last.as_ref(), &schedule, settings.catch_up, self.options.clock.now()) && !self.is_closed(&company)?;
        Ok(due.then(|| (company, last.map(|run| run.id))))
    }

    /// Whether the key of a company is sealed to another identity than the one of this machine: a worker elsewhere may have that, and a run
    /// here could only fail.
    fn is_closed(&self, company: &Company) -> Result<bool> {
        let Some(login) = company.login.filter(|_| self.is_shared()) else { return Ok(false) };
        let Some(blob) = self.registry.login_blob(login)? else { return Ok(false) };
        let closed = !Opener::of(&self.options).opens(&blob);
        if closed && lock(&self.taken).closed.insert(company.id) {
            tracing::warn!(
                company = company.id.0,
                "the identity of this machine does not open its key; it is left to other workers"
            );
        }
        Ok(closed)
    }

    /// Whether everything of a company was read, without an error, since the last time of the schedule: then single records can be.
    pub(super) fn is_up_to_date(&self, id: CompanyId) -> Result<bool> {
        let filter = RunFilter { companies: vec![id], limit: Some(1), ..RunFilter::default() };
        let last = self.store.runs(&filter)?.into_iter().next().filter(|run| run.status == RunStatus::Completed);
        let settings = &self.options.config.schedule;
        let schedule = Schedule::new(settings, &self.options.zone);
        Ok(last.is_some_and(|last| !is_due(Some(&last), &schedule, true, self.options.clock.now())))
    }

    /// Syncs a company; `None` if another worker has it or had it meanwhile.
    async fn take_up(
        self: &Arc<Self>,
        company: Company,
        last: Option<RunId>,
        actor: Actor,
    ) -> Result<Option<(SyncRun, Vec<RunError>)>> {
        let company = logins::ask_books(self, company).await;
        let (local, asked) = (self.clone(), company.clone());
        let account = blocking(move || {
            if local.store.doubted().iter().any(|doubt| doubt.company == asked.id) {
                local.store.require_full_sync(asked.id)?;
            }
            local.account(&asked)
        });
        let account = match account.await {
            Ok(account) => account,
            Err(error) => {
                let (local, trigger) = (self.clone(), Trigger::Schedule);
                let record = move || Ok(record_failure(&local, &company, (trigger, &actor), error));
                // A failure that could not be put on record is none either.
                return Ok(Some(blocking(record).await?).filter(|(run, _)| run.id != RunId(0)));
            }
        };
        let asked = Request { full: false, trigger: Trigger::Schedule, actor, last: Some(last) };
        let stop = lock(&self.taken).stop.clone();
        if stop.is_cancelled() {
            return Ok(None);
        }
        let mut outcomes = self.engine.sync(vec![Job::whole(company, account)], &asked, &stop).await;
        // A run without a number is none: another worker was first.
        Ok(outcomes.pop().filter(|(run, _)| run.id != RunId(0)))
    }

    async fn is_busy(self: &Arc<Self>) -> Result<bool> {
        if self.engine.is_syncing() || !lock(&self.taken).companies.is_empty() {
            return Ok(true);
        }
        let (local, now) = (self.clone(), self.options.clock.now());
        blocking(move || {
            let paused = crate::store::pushes::paused(&*local.store)?.is_some();
            let is_due = |queue| Ok::<_, Error>(local.store.next_due(queue)?.is_some_and(|due| due <= now));
            let config = &local.options.config;
            let mails = config.mail.is_some() && !local.options.read_only;
            Ok((!paused && is_due(Queue::Push)?)
                || (config.alerts.is_on() && is_due(Queue::Alert)?)
                || (mails && is_due(Queue::Mail)?))
        })
        .await
    }
}

/// Whether a company with this last run is due.
fn is_due(last: Option<&SyncRun>, schedule: &Schedule, catch_up: bool, now: Timestamp) -> bool {
    due_since(last, schedule, catch_up, now).is_some()
}

/// Since when a company with this last run is due; `None` if it is not. One that was never synced is due now.
pub(super) fn due_since(last: Option<&SyncRun>, schedule: &Schedule, catch_up: bool, now: Timestamp) -> Option<Timestamp> {
    let Some(last) = last else { return Some(now) };
    match last.status {
        RunStatus::Running => return None,
        RunStatus::Interrupted => return Some(last.ended.unwrap_or(now).min(now)),
        RunStatus::Deferred if last.deferred_until.is_some_and(|until| until <= now) => return last.deferred_until,
        _ => {}
    }
    if last.started.duration_since(now) > AHEAD {
        return Some(now);
    }
    let late = now.saturating_sub(LATE).unwrap_or(Timestamp::MIN);
    let since = if catch_up { last.started } else { last.started.max(late) };
    schedule.next(since).map(|due| due.timestamp()).filter(|due| *due <= now)
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;
    use crate::domain::{Counts, SyncMode};
    use crate::sync::schedule::ScheduleSettings;

    fn run(status: RunStatus, started: &str) -> SyncRun {
        SyncRun {
            id: RunId(1),
            company: CompanyId(1),
            company_name: "Egy".to_owned(),
            trigger: Trigger::Schedule,
            actor: Actor("anna".to_owned()),
            mode: SyncMode::Incremental,
            status,
            started: started.parse().expect("a time"),
            ended: None,
            counts: Counts::default(),
            error_count: 0,
            failure: None,
            deferred_until: None,
        }
    }

    #[test]
    fn a_company_is_due_once_for_each_time_of_the_schedule() {
        let settings = ScheduleSettings { times: vec!["0 2 * * *".to_owned()], ..ScheduleSettings::default() };
        let schedule = Schedule::new(&settings, &TimeZone::UTC);
        let now: Timestamp = "2026-11-21T02:01:00Z".parse().expect("a time");
        let due = |run: Option<&SyncRun>| is_due(run, &schedule, true, now);
        assert!(due(None), "never synced");
        assert!(due(Some(&run(RunStatus::Completed, "2026-11-21T01:59:00Z"))), "before the time");
        assert!(due(Some(&run(RunStatus::Failed, "2026-11-19T02:00:00Z"))), "missed");
        assert!(!due(Some(&run(RunStatus::Completed, "2026-11-21T02:00:30Z"))), "done");
        assert!(!due(Some(&run(RunStatus::Failed, "2026-11-21T02:00:30Z"))), "a failure waits for the next time");
        assert!(!due(Some(&run(RunStatus::Completed, "2026-11-21T02:06:00Z"))), "a clock five minutes ahead");
        assert!(due(Some(&run(RunStatus::Completed, "2027-11-21T02:06:00Z"))), "a clock that was wrong");
        assert!(!due(Some(&run(RunStatus::Running, "2026-11-19T02:00:00Z"))), "another one has it");
        assert!(due(Some(&run(RunStatus::Interrupted, "2026-11-21T02:00:30Z"))), "goes on");
        let deferred = |until: &str| SyncRun {
            deferred_until: Some(until.parse().expect("a time")),
            ..run(RunStatus::Deferred, "2026-11-21T02:00:10Z")
        };
        assert!(due(Some(&deferred("2026-11-21T02:00:50Z"))) && !due(Some(&deferred("2026-11-21T02:30:00Z"))));
        let since = |run: Option<&SyncRun>| due_since(run, &schedule, true, now).map(|at| at.to_string());
        let first = since(Some(&run(RunStatus::Failed, "2026-11-19T02:00:30Z")));
        assert_eq!(first.as_deref(), Some("2026-11-20T02:00:00Z"), "the first time that was missed");
        assert_eq!(since(Some(&run(RunStatus::Completed, "2026-11-21T02:00:30Z"))), None);
        let missed = run(RunStatus::Completed, "2026-11-19T02:00:30Z");
        let later: Timestamp = "2026-11-21T09:00:00Z".parse().expect("a time");
        assert!(is_due(Some(&missed), &schedule, true, later) && !is_due(Some(&missed), &schedule, false, later));
        let never = Schedule::new(&ScheduleSettings { times: Vec::new(), ..settings }, &TimeZone::UTC);
        assert!(!is_due(Some(&missed), &never, true, later) && is_due(None, &never, true, later));
    }
}
