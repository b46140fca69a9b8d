//! Figures for Prometheus, in the text form of `OpenMetrics`.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use jiff::Timestamp;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric, text};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::{Registry, Unit};
use rust_decimal::prelude::ToPrimitive;

use super::front::no_parameters;
use super::problem::{Problem, ProblemJson};
use super::{Api, Reply};
use crate::domain::{Health, HookState, Light, Totals};
use crate::service::archive::ArchivedView;
use crate::service::books::CalendarView;
use crate::service::cases::{ArchiveItems, Calendars, DeliveryCount, DeliveryCounts, Hooks, Status, StatusView, WorkerView};
use crate::service::{Caller, CompanyView, LagView};

/// The media type of what we write.
const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Answers by their status.
#[derive(Debug, Default)]
pub(super) struct Counters(Mutex<BTreeMap<u16, u64>>);

impl Counters {
    pub(super) fn count(&self, status: StatusCode) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(status.as_u16()).or_default() += 1;
    }

    fn all(&self) -> BTreeMap<u16, u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Figures of every company that the caller sees, for Prometheus. Amounts are rounded to what its numbers can hold.
#[utoipa::path(get, operation_id = "metrics", path = "/metrics", tag = "monitoring", responses(
    (status = 200, description = "Done", body = String, content_type = "application/openmetrics-text"),
    (status = "default", description = "Why it was not done", body = ProblemJson, content_type = "application/problem+json"),
))]
pub(super) async fn metrics(State(api): State<Api>, Extension(caller): Extension<Caller>, RawQuery(query): RawQuery) -> Reply {
    no_parameters(query.as_deref())?;
    let StatusView { companies: views, workers, lag, doubtful: _ } = api.ask(Status, &caller).await?;
    // A caller that may not see them gets the other figures.
    let calendars = api.ask(Calendars { companies: Vec::new() }, &caller).await.unwrap_or_default();
    let archived = api.ask(ArchiveItems { companies: Vec::new() }, &caller).await.unwrap_or_default();
    let hooks = api.ask(Hooks, &caller).await.unwrap_or_default();
    let deliveries = api.ask(DeliveryCounts(Vec::new()), &caller).await?;
    let mut registry = Registry::default();
    registry.register_collector(Box::new(Figures {
        views,
        workers,
        lag: (lag, api.0.clock.now()),
        calendars,
        archived,
        deliveries,
        hooks,
        answers: api.0.counters.all(),
    }));
    let mut out = String::new();
    text::encode(&mut out, &registry).map_err(|_| Problem::unexpected())?;
    Ok(([(header::CONTENT_TYPE, MEDIA_TYPE)], out).into_response())
}

/// Values of one scrape.
#[derive(Debug)]
struct Figures {
    views: Vec<CompanyView>,
    calendars: Vec<CalendarView>,
    archived: Vec<ArchivedView>,
    workers: Vec<WorkerView>,
    lag: (LagView, Timestamp),
    deliveries: Vec<DeliveryCount>,
    hooks: Vec<HookState>,
    answers: BTreeMap<u16, u64>,
}

type Labels = Vec<(&'static str, String)>;

impl Collector for Figures {
    fn encode(&self, mut out: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let version = vec![("version", env!("CARGO_PKG_VERSION").to_owned())];
        gauge(&mut out, "faktura_build_info", "The version that runs", None, [(version, 1.0)])?;
        self.companies(&mut out)?;
        self.runs(&mut out)?;
        self.integrations(&mut out)?;
        self.workers(&mut out)?;
        self.mails(&mut out)?;
        self.hooks(&mut out)?;
        let help = "Answers of this API since the process began, by status";
        let mut family = out.encode_descriptor("faktura_api_answers", help, None, MetricType::Counter)?;
        for (status, count) in &self.answers {
            let labels = vec![("status", status.to_string())];
            ConstCounter::new(*count).encode(family.encode_family(&labels)?)?;
        }
        Ok(())
    }
}

impl Figures {
    fn each(&self, figure: impl Fn(&CompanyView) -> Option<f64>) -> Vec<(Labels, f64)> {
        self.views.iter().filter_map(|view| Some((labels(view), figure(view)?))).collect()
    }

    fn money(&self, totals: impl Fn(&CompanyView) -> &Totals) -> Vec<(Labels, f64)> {
        let mut figures = Vec::new();
        for view in &self.views {
            for (currency, total) in totals(view) {
                let mut labels = labels(view);
                labels.push(("currency", currency.as_str().to_owned()));
                figures.extend(total.balance.to_f64().map(|amount| (labels, amount)));
            }
        }
        figures
    }

    #[expect(clippy::cast_precision_loss, reason = "counts and seconds are far below 2^53")]
    fn companies(&self, out: &mut DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        // Of damaged data there are no figures.
        let known = |view: &CompanyView, count: u64| {
            (!matches!(view.health, Health::Damaged | Health::Incomplete)).then_some(count as f64)
        };
        let light = |view: &CompanyView| match view.health.light() {
            Light::Green => 0.0,
            Light::Yellow => 1.0,
            Light::Red => 2.0,
        };
        gauge(out, "faktura_company_light", "0 green, 1 yellow, 2 red", None, self.each(|view| Some(light(view))))?;
        let enabled = |view: &CompanyView| Some(f64::from(u8::from(view.company.enabled)));
        gauge(out, "faktura_company_enabled", "Whether it is synced", None, self.each(enabled))?;
        let success = |view: &CompanyView| Some(view.last_success.as_ref()?.ended?.as_second() as f64);
        let help = "When its last successful sync ended";
        gauge(out, "faktura_company_last_success_timestamp", help, Some(&Unit::Seconds), self.each(success))?;
        let lacks = |view: &CompanyView| match view.health {
            Health::Damaged => 2.0,
            Health::Incomplete => 1.0,
            _ => 0.0,
        };
        let help = "Whether damage took data of it until its next full sync: 0 none, 1 some records, 2 all";
        gauge(out, "faktura_company_incomplete", help, None, self.each(|view| Some(lacks(view))))?;
        let running = |view: &CompanyView| Some(f64::from(u8::from(view.progress.is_some())));
        gauge(out, "faktura_company_syncing", "Whether a sync runs", None, self.each(running))?;
        gauge(out, "faktura_company_invoices", "Invoices here", None, self.each(|view| known(view, view.invoices)))?;
        gauge(out, "faktura_company_warnings", "Invoices with warnings", None, self.each(|view| known(view, view.warnings)))?;
        gauge(out, "faktura_company_outstanding_amount", "What is still expected", None, self.money(|view| &view.outstanding))?;
        gauge(out, "faktura_company_overdue_amount", "What of that is overdue", None, self.money(|view| &view.overdue))
    }

    #[expect(clippy::cast_precision_loss, reason = "counts and seconds are far below 2^53")]
    fn integrations(&self, out: &mut DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let each = |figure: &dyn Fn(&CalendarView) -> Option<f64>| -> Vec<(Labels, f64)> {
            let of = |view: &CalendarView| {
                let name = crate::domain::text::clean(&view.calendar.name).to_string();
                Some((vec![("company_id", view.company.to_string()), ("calendar", name)], figure(view)?))
            };
            self.calendars.iter().filter_map(of).collect()
        };
        let success = |view: &CalendarView| Some(view.synced?.as_second() as f64);
        let help = "When the last successful sync of a calendar ended";
        gauge(out, "faktura_calendar_last_success_timestamp", help, Some(&Unit::Seconds), each(&success))?;
        let failed = |view: &CalendarView| Some(f64::from(u8::from(view.error.is_some())));
        gauge(out, "faktura_calendar_failed", "Whether the last sync of a calendar failed", None, each(&failed))?;
        let help = "Entries and events that contradict each other";
        gauge(out, "faktura_calendar_conflicts", help, None, each(&|view| Some(view.conflicts.len() as f64)))?;
        gauge(out, "faktura_calendar_entries", "Entries with an event", None, each(&|view| Some(view.linked as f64)))?;
        let mut kept: BTreeMap<u32, (u64, u64, i64)> = BTreeMap::new();
        for view in &self.archived {
            let (count, bytes, newest) = kept.entry(view.company.0).or_default();
            (*count, *bytes) = (count.saturating_add(1), bytes.saturating_add(view.item.size));
            *newest = (*newest).max(view.item.at.as_second());
        }
        let each = |figure: fn(&(u64, u64, i64)) -> f64| {
            kept.iter().map(move |(company, of)| (vec![("company_id", company.to_string())], figure(of)))
        };
        gauge(out, "faktura_archived_documents", "Documents at the object store", None, each(|of| of.0 as f64))?;
        gauge(out, "faktura_archived_size", "Their size", Some(&Unit::Bytes), each(|of| of.1 as f64))?;
        let help = "When the newest of them was put there";
        gauge(out, "faktura_archived_last_timestamp", help, Some(&Unit::Seconds), each(|of| of.2 as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "counts and seconds are far below 2^53")]
    fn workers(&self, out: &mut DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let label = |worker: &WorkerView| vec![("worker", worker.name.clone())];
        let companies = self.workers.iter().map(|worker| (label(worker), worker.companies.len() as f64));
        gauge(out, "faktura_worker_companies", "Companies that a process syncs now", None, companies)?;
        let until = self.workers.iter().filter_map(|worker| Some((label(worker), worker.until?.as_second() as f64)));
        let help = "When the first lease of a process ends if it is not renewed";
        gauge(out, "faktura_worker_lease_until_timestamp", help, Some(&Unit::Seconds), until)?;
        self.lag(out)
    }

    #[expect(clippy::cast_precision_loss, reason = "counts and seconds are far below 2^53")]
    fn lag(&self, out: &mut DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let (lag, now) = &self.lag;
        let age = |since: Option<Timestamp>| since.map_or(0.0, |since| now.duration_since(since).as_secs_f64().max(0.0));
        let none = Labels::new;
        let help = "Companies that are due for a sync and are not being synced";
        gauge(out, "faktura_due_companies", help, None, [(none(), lag.due as f64)])?;
        let help = "How long the first of them has been due";
        gauge(out, "faktura_due_age", help, Some(&Unit::Seconds), [(none(), age(lag.since))])?;
        let label = |queue: &str| vec![("queue", queue.to_owned())];
        let due = lag.queues.iter().map(|queue| (label(&queue.queue), queue.due as f64));
        gauge(out, "faktura_queue_due", "Items of a queue that are due", None, due)?;
        let ages = lag.queues.iter().map(|queue| (label(&queue.queue), age(queue.since)));
        gauge(out, "faktura_queue_age", "How long the first of them has been due", Some(&Unit::Seconds), ages)?;
        let help = "How long this process has not seen what other processes commit";
        gauge(out, "faktura_behind", help, Some(&Unit::Seconds), [(none(), lag.behind_seconds as f64)])
    }

    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    fn mails(&self, out: &mut DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let figures = self.deliveries.iter().filter_map(|(company, kind, state, count)| {
            // Figures are of no company.
            let mut labels = match self.views.iter().find(|view| view.company.id == *company) {
                Some(view) => labels(view),
                None if company.0 == 0 => Vec::new(),
                None => return None,
            };
            labels.extend([("kind", kind.clone()), ("state", state.as_str().to_owned())]);
            Some((labels, *count as f64))
        });
        let help = "Mails with invoices, reminders and figures, and messages to Slack, by kind and state";
        gauge(out, "faktura_deliveries", help, None, figures.collect::<Vec<_>>())
    }

    /// Webhooks and commands of Slack.
    fn hooks(&self, out: &mut DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let help = "Webhooks and commands of Slack since the process began, by service and whether they were taken";
        let mut family = out.encode_descriptor("faktura_hooks", help, None, MetricType::Counter)?;
        for hook in &self.hooks {
            for (outcome, count) in [("taken", hook.taken), ("refused", hook.refused)] {
                let labels = vec![("service", hook.source.as_str().to_owned()), ("outcome", outcome.to_owned())];
                ConstCounter::new(count).encode(family.encode_family(&labels)?)?;
            }
        }
        Ok(())
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of a run are far below 2^53")]
    fn runs(&self, out: &mut DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let took = |view: &CompanyView| {
            let run = view.last_run.as_ref()?;
            Some(run.ended?.duration_since(run.started).as_secs_f64())
        };
        gauge(out, "faktura_last_run_duration", "How long the last run took", Some(&Unit::Seconds), self.each(took))?;
        let calls = |view: &CompanyView| Some(view.last_run.as_ref()?.counts.api_calls as f64);
        gauge(out, "faktura_last_run_api_calls", "Requests that the last run made", None, self.each(calls))?;
        let mut outcomes = Vec::new();
        for view in &self.views {
            let Some(run) = &view.last_run else { continue };
            let c = run.counts;
            let counts = [
                ("created", c.documents.created),
                ("updated", c.documents.updated),
                ("unchanged", c.documents.unchanged),
                ("skipped", c.documents.skipped),
            ];
            for (outcome, count) in counts {
                let mut labels = labels(view);
                labels.push(("outcome", outcome.to_owned()));
                outcomes.push((labels, count as f64));
            }
        }
        gauge(out, "faktura_last_run_invoices", "Invoices of the last run, by what became of them", None, outcomes)
    }
}

fn labels(view: &CompanyView) -> Labels {
    let name = crate::domain::text::clean(&view.company.name).to_string();
    vec![("company_id", view.company.id.to_string()), ("company", name)]
}

fn gauge(
    out: &mut DescriptorEncoder<'_>,
    name: &str,
    help: &str,
    unit: Option<&Unit>,
    figures: impl IntoIterator<Item = (Labels, f64)>,
) -> Result<(), std::fmt::Error> {
    let mut family = out.encode_descriptor(name, help, unit, MetricType::Gauge)?;
    for (labels, value) in figures {
        ConstGauge::new(value).encode(family.encode_family(&labels)?)?;
    }
    Ok(())
}
