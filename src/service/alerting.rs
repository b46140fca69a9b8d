//! Alerts: judged after each run, kept until they are delivered.
//!
//! For: the process that has the store, and only where alerts are configured: there is no task and no timer otherwise. What
//! is to be told is durable before it is sent; what a process leaves behind the next one sends.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use secrecy::SecretString;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use super::alert_state::Undelivered;
use super::books::all_behind;
use super::local::Local;
use super::task::{Keeper, blocking, lock, surviving};
use super::{AlertsView, DeliveryFilter, Result, SecretView, ServiceError};
use crate::alert::incident::{self, Fact, LastRun};
use crate::alert::{self, AlertError, Letter, Secrets, Webhook};
use crate::domain::{
    Alert, AlertBook, AlertKind, AlertSecret, Channel, Company, CompanyId, Currency, CurrencyTotals, Delivery, DeliveryState,
    Message, Queued, Settled,
};
use crate::error::Error;
use crate::locale::{Lang, Locale};
use crate::query::CompanySummary;
use crate::store::{LastRuns, Store, StoreError, alerts};
use crate::sync::Event;

/// The longest sleep: a clock that jumps is noticed after so long.
const NAP: Duration = Duration::from_mins(1);
/// Time at shutdown for alerts that were never tried.
const FAREWELL: Duration = Duration::from_secs(5);
/// How long mails that did not go out are told, from when they were queued.
const RECENT: Duration = Duration::from_hours(7 * 24);
/// Time until mails are read again.
const AGAIN: Duration = Duration::from_mins(10);
/// Deliveries at a time.
const AT_ONCE: usize = 4;

impl Local {
    /// Judges and delivers from now on, where anything is to be told.
    pub(crate) fn keep_alerting(self: &Arc<Self>) {
        if !self.options.config.alerts.is_on() {
            return;
        }
        let stop = CancellationToken::new();
        let (local, events, token) = (Arc::downgrade(self), self.events.subscribe(), stop.clone());
        let task = tokio::spawn(async move {
            let mut events = events;
            while let Some(local) = local.upgrade() {
                let next = match surviving("alerts", local.look()).await {
                    Ok(next) => next,
                    Err(error) => {
                        tracing::error!(%error, "alerts could not be judged");
                        None
                    }
                };
                let now = local.options.clock.now();
                drop(local);
                let wait = next.map_or(NAP, |at| Duration::try_from(at.duration_since(now)).unwrap_or_default().min(NAP));
                let ended = async {
                    // Events that say nothing of an end change nothing here.
                    while !matches!(events.recv().await, Ok(Event::Ended(_)) | Err(RecvError::Lagged(_) | RecvError::Closed)) {}
                };
                tokio::select! {
                    () = token.cancelled() => return,
                    () = ended => {}
                    () = tokio::time::sleep(wait) => {}
                }
            }
        });
        *lock(&self.alerting.keeper) = Some(Keeper { stop, task });
    }

    /// Stops judging and delivering. Alerts that were never tried are tried once, briefly, unless another process takes over;
    /// others are left for later.
    pub(crate) async fn stop_alerting(self: &Arc<Self>, hurry: bool) {
        let Some(Keeper { stop, mut task }) = lock(&self.alerting.keeper).take() else { return };
        stop.cancel();
        if !hurry {
            let last = async {
                self.judge().await?;
                if self.book().await?.queue.iter().any(|queued| queued.tries == 0) {
                    // First the delivery in progress, then the rest.
                    let _ = (&mut task).await;
                    self.deliver().await?;
                }
                Ok::<(), Error>(())
            };
            match tokio::time::timeout(FAREWELL, last).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!(%error, "alerts could not be judged"),
                Err(_) => tracing::warn!("an alert waits for the next process"),
            }
        }
        if !task.is_finished() {
            task.abort();
            let _ = task.await;
        }
    }

    /// Judges, delivers what is due, and tells when to look again.
    async fn look(self: &Arc<Self>) -> Result<Option<Timestamp>> {
        let facts = self.judge().await?;
        self.deliver().await?;
        let now = self.options.clock.now();
        let book = self.book().await?;
        Ok(incident::next(&book, &facts, &self.options.config.alerts, now))
    }

    async fn judge(self: &Arc<Self>) -> Result<Vec<Fact>> {
        let local = self.clone();
        let facts = blocking(move || facts(&local)).await?;
        let (settings, now) = (self.options.config.alerts.clone(), self.options.clock.now());
        let (local, judged) = (self.clone(), facts.clone());
        blocking(move || {
            let store = &*local.store;
            loop {
                let kept = alerts::load(store)?;
                let mut book = kept.book.clone();
                let (incidents, alerts) = incident::judge(&book.incidents, &judged, &settings, now);
                book.incidents = incidents;
                if book.enqueue(&alerts, &settings) > 0 {
                    tracing::warn!("too many alerts wait; the oldest were dropped");
                }
                if book == kept.book {
                    return Ok(());
                }
                match alerts::replace(store, &kept, &book, now) {
                    // Another task or process judged meanwhile.
                    Err(StoreError::Stale { .. }) => {}
                    replaced => return Ok(replaced?),
                }
            }
        })
        .await?;
        Ok(facts)
    }

    /// Sends what is due. What fails is tried again later.
    async fn deliver(self: &Arc<Self>) -> Result<()> {
        let _one = self.alerting.delivering.lock().await;
        loop {
            let (local, now) = (self.clone(), self.options.clock.now());
            let claimed = blocking(move || Ok(alerts::claim(&*local.store, &local.holder, now, AT_ONCE)?)).await?;
            if claimed.is_empty() {
                return Ok(());
            }
            let sent = futures::future::join_all(claimed.iter().map(|claimed| self.send(&claimed.queued))).await;
            let (local, now) = (self.clone(), self.options.clock.now());
            let locale = self.alert_locale();
            let end = |(claimed, sent): (alerts::ClaimedAlert, Result<()>)| {
                let (id, channel) = (claimed.queued.id, claimed.queued.channel.as_str());
                let error = sent.err().map(|error| locale.text(&error.message));
                if let Some(error) = &error {
                    tracing::warn!(id, channel, %error, "an alert did not go out");
                }
                let end = incident::settled(&claimed.queued, error, now);
                if matches!(end, Settled::Rejected { .. }) {
                    tracing::error!(id, channel, "an alert was given up");
                }
                (claimed, end)
            };
            let ends = claimed.into_iter().zip(sent).map(end).collect();
            blocking(move || Ok(alerts::settle(&*local.store, ends, now)?)).await?;
        }
    }

    async fn send(self: &Arc<Self>, queued: &Queued) -> Result<()> {
        let secrets = &self.secrets(queued.channel).await?;
        let machine = crate::process::machine();
        let letter = Letter { id: queued.id, alert: &queued.alert, machine: &machine, locale: self.alert_locale() };
        Ok(alert::send(&self.options.config.alerts, secrets, queued.channel, letter).await?)
    }

    /// Sealed secrets of a channel. Without any, the vault stays closed.
    async fn secrets(self: &Arc<Self>, channel: Channel) -> Result<Secrets> {
        let local = self.clone();
        blocking(move || {
            let open = |of: Channel, secret: AlertSecret| -> Result<Option<SecretString>> {
                if of != channel {
                    return Ok(None);
                }
                let Some(blob) = local.registry.secret_blob(secret)? else { return Ok(None) };
                Ok(Some(local.vault()?.open(&blob)?))
            };
            let slack = match &local.options.config.alerts.webhook {
                Some(Webhook::Slack(target)) => open(Channel::Webhook, target.secret())?,
                _ => None,
            };
            Ok(Secrets {
                slack,
                webhook_url: open(Channel::Webhook, AlertSecret::WebhookUrl)?,
                webhook_secret: open(Channel::Webhook, AlertSecret::WebhookSecret)?,
                smtp_password: open(Channel::Email, AlertSecret::SmtpPassword)?,
            })
        })
        .await
    }

    fn alert_locale(&self) -> &'static Locale {
        self.options.config.lang.unwrap_or(Lang::En).locale()
    }

    async fn book(self: &Arc<Self>) -> Result<AlertBook> {
        let local = self.clone();
        blocking(move || Ok(alerts::load(&*local.store)?.book)).await
    }

    /// Channels, incidents and queue.
    pub(super) async fn alerts(self: &Arc<Self>) -> Result<AlertsView> {
        let AlertBook { incidents, queue, .. } = self.book().await?;
        let local = self.clone();
        let secrets = blocking(move || {
            let one = |secret: &AlertSecret| {
                let set = local.registry.secret_set(*secret)?;
                Ok(set.map(|set| SecretView { secret: *secret, set }))
            };
            AlertSecret::ALL.iter().map(one).filter_map(Result::transpose).collect::<Result<Vec<_>>>()
        });
        Ok(AlertsView { channels: self.options.config.alerts.channels(), secrets: secrets.await?, incidents, queue })
    }

    /// Sends a test through one channel or through all, at once, and tells how each went.
    pub(super) async fn test_alerts(self: &Arc<Self>, only: Option<Channel>) -> Result<Vec<(Channel, Option<Error>)>> {
        let channels = match only {
            Some(channel) => vec![channel],
            None => self.options.config.alerts.channels(),
        };
        let now = self.options.clock.now();
        let alert = Alert {
            kind: AlertKind::Recovered,
            reminder: false,
            test: true,
            company: CompanyId(0),
            company_name: String::new(),
            run: None,
            since: now,
            at: now,
            reason: None,
        };
        let one = |channel: &Channel| Queued { id: 0, channel: *channel, alert: alert.clone(), tries: 0, next: now, error: None };
        let queued: Vec<Queued> = channels.iter().map(one).collect();
        let sent = futures::future::join_all(queued.iter().map(|queued| self.send(queued))).await;
        Ok(channels.into_iter().zip(sent.into_iter().map(Result::err)).collect())
    }

    /// Seals and stores a secret of a channel; `None` removes it.
    pub(super) async fn set_alert_secret(self: &Arc<Self>, which: AlertSecret, secret: Option<SecretString>) -> Result<()> {
        if which == AlertSecret::WebhookUrl
            && let Some(url) = &secret
            && !alert::is_usable(secrecy::ExposeSecret::expose_secret(url))
        {
            return Err(AlertError::BadAddress.into());
        }
        if which == AlertSecret::SlackWebhook
            && let Some(url) = &secret
            && !crate::delivery::is_webhook(secrecy::ExposeSecret::expose_secret(url))
        {
            return Err(AlertError::BadAddress.into());
        }
        let local = self.clone();
        blocking(move || match secret {
            Some(secret) => {
                let sealed = local.vault()?.seal(&secret)?;
                Ok(local.registry.set_secret_blob(which, &sealed)?)
            }
            None if local.registry.secret_blob(which)?.is_none() => {
                Err(ServiceError::NoSuchSecret { name: which.as_str() }.into())
            }
            None => Ok(local.registry.remove_secret_blob(which)?),
        })
        .await
    }
}

/// Facts of every company: from the log, from the figures, from own books and their mails, as far as they are alerted.
fn facts(local: &Local) -> Result<Vec<Fact>> {
    let locale = local.alert_locale();
    let on = |kind: AlertKind| local.options.config.alerts.on.contains(&kind);
    let now = local.options.clock.now();
    let today = now.to_zoned(local.options.zone.clone()).date();
    let companies = local.registry.companies();
    let needs_figures = on(AlertKind::NavRefused) || on(AlertKind::Overdue) && companies.iter().any(Company::has_own_books);
    let figures = if needs_figures { local.store.summaries(today)? } else { BTreeMap::default() };
    let refused = |company: CompanyId| {
        let count = figures.get(&company).map_or(0, |summary| summary.nav_refused);
        (count > 0 && on(AlertKind::NavRefused))
            .then(|| locale.text(&Message::new("alert-nav-refused-count").with("count", count)))
    };
    let ends = |company: &Company| {
        let (login, by) = super::companies::ending(local, company, now)?;
        let day = locale.date(by.to_zoned(local.options.zone.clone()).date());
        Some(locale.text(&Message::new("alert-login-ends-on").with("login", login.to_string()).with("day", day)))
    };
    let failed = if on(AlertKind::Undelivered) { undelivered(local, now)? } else { Undelivered::default() };
    let undelivered = |company: CompanyId| {
        let (count, error) = failed.get(&company)?;
        Some(locale.text(&Message::new("alert-undelivered-count").with("count", *count).with("error", error.as_str())))
    };
    let behind = if on(AlertKind::Lost) { all_behind(local, &companies)? } else { BTreeMap::default() };
    let doubts = local.store.doubted();
    let ids: Vec<CompanyId> = companies.iter().map(|company| company.id).collect();
    let one = |(company, LastRuns { ended: last, success, .. }): (Company, LastRuns)| {
        let doubt = doubts.iter().find(|doubt| doubt.company == company.id);
        let lost = behind
            .get(&company.id)
            .and_then(|lost| lost.first())
            .map(|lost| format!("{}\n{}", locale.text(&lost.message(&company.name)), locale.text(&lost.hint(&company.name))));
        let damaged = doubt.map(|doubt| locale.text(&doubt.message(&company.name, &company.provider))).or(lost);
        let login_ends = ends(&company);
        let last = last.and_then(|run| {
            let reason = run.failure.as_ref().map(|failure| locale.text(&failure.message));
            Some(LastRun { id: run.id, status: run.status, ended: run.ended?, reason })
        });
        let own_books = company.has_own_books();
        Fact {
            company: company.id,
            // A company without a key fails each time; that is told by its runs.
            enabled: company.enabled,
            own_books,
            name: company.name,
            added: company.added,
            last,
            success: success.and_then(|run| run.ended),
            nav_refused: refused(company.id),
            login_ends,
            damaged,
            undelivered: undelivered(company.id),
            overdue: figures.get(&company.id).filter(|_| own_books).and_then(|summary| overdue(summary, locale)),
        }
    };
    Ok(companies.iter().cloned().zip(local.store.inner().last_runs(&ids)?).map(one).collect())
}

/// What is overdue, in words.
fn overdue(summary: &CompanySummary, locale: &Locale) -> Option<String> {
    let count: u64 = summary.overdue.values().map(|totals| totals.count).sum();
    let amount = |(currency, totals): (&Currency, &CurrencyTotals)| locale.money(totals.balance, currency);
    let amounts: Vec<String> = summary.overdue.iter().map(amount).collect();
    let days = summary.oldest_overdue_days.unwrap_or_default().to_string();
    let message = Message::new("alert-overdue-count").with("count", count).with("days", days);
    (count > 0).then(|| locale.text(&message.with("amounts", amounts.join(", "))))
}

/// Mails of the last days that did not go out, and that were not sent again since. Read again after a while only: there may be many.
fn undelivered(local: &Local, now: Timestamp) -> Result<Undelivered> {
    let mut kept = lock(&local.alerting.failed);
    if let Some((at, known)) = &*kept
        && now.duration_since(*at).unsigned_abs() < AGAIN
    {
        return Ok(known.clone());
    }
    let mut found = Undelivered::new();
    let recent = |one: &&Delivery| now.duration_since(one.queued).unsigned_abs() < RECENT;
    let all = local.deliveries(&DeliveryFilter::default())?;
    // The newest come first: what was queued again says how it is now.
    let mut seen = HashSet::new();
    for one in all.iter().filter(recent).filter(|one| one.state != DeliveryState::Cancelled) {
        let is_newest = seen.insert((one.company, one.parcel.matter.as_str(), one.parcel.document.clone()));
        if is_newest && one.state == DeliveryState::Failed {
            let (count, error) = found.entry(one.company).or_default();
            *count += 1;
            if error.is_empty() {
                *error = one.error.clone().unwrap_or_default();
            }
        }
    }
    *kept = Some((now, found.clone()));
    Ok(found)
}
