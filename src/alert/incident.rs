//! Decides which alerts are sent: once when an incident begins, again after a while, and when it is over.
//!
//! Pure: the same book, facts and time give the same answer, so that a crash in between changes nothing.

use std::time::Duration;

use jiff::Timestamp;

use super::Settings;
use crate::domain::{Alert, AlertBook, AlertKind, CompanyId, Incident, Queued, RunId, RunStatus, Settled};

/// Limit of the queue: the oldest are dropped.
pub const MOST: usize = 1000;
/// Undelivered alerts are dropped after this time.
pub const PATIENCE: Duration = Duration::from_hours(3 * 24);
/// Shortest reminder interval of a login that ends, and of overdue invoices.
const WEEK: Duration = Duration::from_hours(7 * 24);
/// The first pause after a delivery that failed; each is twice the one before.
const PAUSE: Duration = Duration::from_mins(1);
/// The longest.
const LONGEST_PAUSE: Duration = Duration::from_hours(1);

/// State of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The company.
    pub company: CompanyId,
    /// Its name.
    pub name: String,
    /// Whether it is judged.
    pub enabled: bool,
    /// Whether it is own books: no service is asked about them.
    pub own_books: bool,
    /// Time of creation.
    pub added: Timestamp,
    /// Its last run that ended.
    pub last: Option<LastRun>,
    /// When its last successful run ended.
    pub success: Option<Timestamp>,
    /// Number of reports rejected by the tax authority, as text, if any.
    pub nav_refused: Option<String>,
    /// When its login must be renewed and how, as text, if that is soon.
    pub login_ends: Option<String>,
    /// Lost or damaged data, as text, if any.
    pub damaged: Option<String>,
    /// Mails that did not go out, as text, if any.
    pub undelivered: Option<String>,
    /// Overdue invoices of own books, as text, if any.
    pub overdue: Option<String>,
}

/// A run that ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastRun {
    /// Its number.
    pub id: RunId,
    /// Outcome.
    pub status: RunStatus,
    /// When.
    pub ended: Timestamp,
    /// Why, in words.
    pub reason: Option<String>,
}

/// The problem of a company; `Err` if the facts say nothing new.
fn trouble(fact: &Fact, settings: &Settings, now: Timestamp) -> Result<Option<AlertKind>, ()> {
    let undelivered = fact.undelivered.as_ref().map(|_| AlertKind::Undelivered);
    if fact.own_books {
        let lost = fact.damaged.as_ref().map(|_| AlertKind::Lost);
        return Ok(lost.max(undelivered).max(fact.overdue.as_ref().map(|_| AlertKind::Overdue)));
    }
    if fact.damaged.is_some() {
        // Whatever the last run was: what is shown of it is not all.
        return Ok(Some(AlertKind::Failed));
    }
    let ends = fact.login_ends.as_ref().map(|_| AlertKind::LoginEnds);
    let stale = (now >= stale_at(fact, settings)).then_some(AlertKind::Stale).max(ends);
    let of_run = match fact.last.as_ref().map(|run| run.status) {
        Some(RunStatus::Failed) => Some(AlertKind::Failed),
        Some(RunStatus::Deferred) => Some(AlertKind::Deferred),
        Some(RunStatus::Partial) => Some(AlertKind::Partial),
        // A cancelled or interrupted run says nothing about the account.
        Some(RunStatus::Cancelled | RunStatus::Interrupted | RunStatus::Running) => return stale.map(Some).ok_or(()),
        Some(RunStatus::Completed) | None => fact.nav_refused.as_ref().map(|_| AlertKind::NavRefused),
    };
    Ok(of_run.max(stale).max(undelivered))
}

/// From when on a company is stale.
fn stale_at(fact: &Fact, settings: &Settings) -> Timestamp {
    if fact.own_books {
        return Timestamp::MAX;
    }
    fact.success.unwrap_or(fact.added).saturating_add(settings.stale_after).unwrap_or(Timestamp::MAX)
}

/// Judges every company: the incidents that there are now, and what is to be told.
#[must_use]
pub fn judge(incidents: &[Incident], facts: &[Fact], settings: &Settings, now: Timestamp) -> (Vec<Incident>, Vec<Alert>) {
    let (mut after, mut alerts) = (Vec::new(), Vec::new());
    for fact in facts.iter().filter(|fact| fact.enabled) {
        let before = incidents.iter().find(|incident| incident.company == fact.company);
        let (incident, alert) = one(before, fact, settings, now);
        after.extend(incident);
        alerts.extend(alert);
    }
    (after, alerts)
}

fn one(before: Option<&Incident>, fact: &Fact, settings: &Settings, now: Timestamp) -> (Option<Incident>, Option<Alert>) {
    let Ok(kind) = trouble(fact, settings, now) else { return remind(before, fact, settings, now) };
    let worth = |kind: AlertKind| settings.on.contains(&kind);
    let begins = |before: Option<&Incident>, kind: AlertKind| {
        let since = before.map_or(now, |before| before.since);
        let told = worth(kind).then_some(now).or(before.and_then(|before| before.told));
        let alert = worth(kind).then(|| alert(kind, fact, since, now));
        (Some(Incident { company: fact.company, kind, since, told }), alert)
    };
    match (before, kind) {
        (None, None) => (None, None),
        (Some(before), None) => {
            let told = before.told.is_some() && worth(AlertKind::Recovered);
            (None, told.then(|| alert(AlertKind::Recovered, fact, before.since, now)))
        }
        // What takes weeks is announced when the worse problem that covered it is over: its reminder may come too late for a login that ends.
        (Some(before), Some(kind)) if kind < before.kind && takes_weeks(kind) && worth(kind) => begins(Some(before), kind),
        // Of another problem that is the same or milder only its end is announced.
        (Some(before), Some(kind)) if kind <= before.kind && (before.told.is_some() || !worth(kind)) => {
            remind(Some(&Incident { kind, ..before.clone() }), fact, settings, now)
        }
        (before, Some(kind)) => begins(before, kind),
    }
}

/// Queues a reminder of a problem that lasts, when it is due.
fn remind(before: Option<&Incident>, fact: &Fact, settings: &Settings, now: Timestamp) -> (Option<Incident>, Option<Alert>) {
    let Some(before) = before else { return (None, None) };
    if remind_at(before, settings).is_some_and(|at| at <= now) && settings.on.contains(&before.kind) {
        let alert = Alert { reminder: true, ..alert(before.kind, fact, before.since, now) };
        return (Some(Incident { told: Some(now), ..before.clone() }), Some(alert));
    }
    (Some(before.clone()), None)
}

fn remind_at(incident: &Incident, settings: &Settings) -> Option<Timestamp> {
    let told = incident.told.filter(|_| !settings.remind.is_zero())?;
    // A word a week is enough.
    let pause = if takes_weeks(incident.kind) { settings.remind.max(WEEK) } else { settings.remind };
    told.saturating_add(pause).ok()
}

/// Whether a problem usually takes weeks.
const fn takes_weeks(kind: AlertKind) -> bool {
    matches!(kind, AlertKind::LoginEnds | AlertKind::Overdue)
}

fn alert(kind: AlertKind, fact: &Fact, since: Timestamp, at: Timestamp) -> Alert {
    let damaged = fact.damaged.as_ref().filter(|_| matches!(kind, AlertKind::Failed | AlertKind::Lost));
    let is_of_run = !matches!(kind, AlertKind::Stale | AlertKind::LoginEnds | AlertKind::Undelivered);
    let run = fact.last.as_ref().filter(|_| is_of_run && damaged.is_none());
    Alert {
        kind,
        reminder: false,
        test: false,
        company: fact.company,
        company_name: fact.name.clone(),
        run: run.map(|run| run.id),
        since,
        at,
        reason: match kind {
            AlertKind::NavRefused => fact.nav_refused.clone(),
            AlertKind::LoginEnds => fact.login_ends.clone(),
            AlertKind::Undelivered => fact.undelivered.clone(),
            AlertKind::Overdue => fact.overdue.clone(),
            _ => damaged.cloned().or_else(|| run.and_then(|run| run.reason.clone())),
        },
    }
}

/// When to look again although nothing happens: something becomes stale or is to be told again, or a delivery is due.
#[must_use]
pub fn next(book: &AlertBook, facts: &[Fact], settings: &Settings, now: Timestamp) -> Option<Timestamp> {
    let stale = facts
        .iter()
        .filter(|fact| fact.enabled)
        .map(|fact| stale_at(fact, settings))
        .filter(|at| *at > now && *at < Timestamp::MAX);
    let reminders = book.incidents.iter().filter_map(|incident| remind_at(incident, settings));
    let deliveries = book.queue.iter().map(|queued| queued.next);
    stale.chain(reminders).chain(deliveries).min()
}

impl AlertBook {
    /// Puts alerts into the queue, one for each channel. Returns how many old ones had to go.
    pub fn enqueue(&mut self, alerts: &[Alert], settings: &Settings) -> usize {
        for alert in alerts {
            // Channels of one alert share its number: it is one thing that happened.
            self.last_id += 1;
            for channel in settings.channels() {
                let (alert, next) = (alert.clone(), alert.at);
                self.queue.push(Queued { id: self.last_id, channel, alert, tries: 0, next, error: None });
            }
        }
        let over = self.queue.len().saturating_sub(MOST);
        self.queue.drain(..over);
        over
    }
}

/// What becomes of an alert after an attempt: done, to be tried again, or given up.
#[must_use]
pub fn settled(queued: &Queued, error: Option<String>, now: Timestamp) -> Settled {
    let Some(error) = error else { return Settled::Sent { link: None } };
    if now.duration_since(queued.alert.at).unsigned_abs() >= PATIENCE {
        return Settled::Rejected { error: Some(error) };
    }
    let pause = PAUSE.saturating_mul(1_u32.checked_shl(queued.tries).unwrap_or(u32::MAX)).min(LONGEST_PAUSE);
    Settled::Later { error: Some(error), due: now.saturating_add(pause).unwrap_or(Timestamp::MAX) }
}

#[cfg(test)]
mod tests;
