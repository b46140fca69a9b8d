//! `faktura status`: the health of every company, for people and for monitoring.

use std::time::Duration;

use jiff::Timestamp;

use super::args::StatusArgs;
use super::context::{App, close};
use super::error::{Exit, Failure, Result};
use super::out::{with, word};
use super::style::Style;
use super::table::{Cell, Column, Table};
use crate::domain::{Health, Light, Message, Totals};
use crate::error::{Error, ErrorKind};
use crate::host::Service;
use crate::json::{Nagios, StatusJson, nagios};
use crate::locale::Locale;
use crate::service::cases::{self, StatusView};
use crate::service::{CompanyView, LagView, ServiceError};

/// Prints the state of each company; the worst one decides the exit code.
pub(super) async fn run(app: &mut App, args: StatusArgs) -> Result {
    if args.nagios {
        return plugin(app).await;
    }
    let service = app.open().await?;
    if let Some(seconds) = args.watch {
        let watched = watch(app, &service, args, Duration::from_secs(u64::from(seconds))).await;
        close(service).await;
        return watched;
    }
    let stands = service.ask(cases::Status).await;
    close(service).await;
    let stands = stands?;
    let views = &stands.companies;
    if args.json {
        app.out.json(&StatusJson::of(&stands, app.out.locale()))?;
    } else {
        show(app, &stands)?;
    }
    if views.is_empty() {
        return Err(Error::from(ServiceError::NoCompanies).into());
    }
    Ok(exit(worst(views)))
}

fn show(app: &mut App, stands: &StatusView) -> Result<()> {
    let views = &stands.companies;
    if views.is_empty() {
        return Ok(());
    }
    let table = table(app, views);
    app.out.table(&table)?;
    for view in views {
        if let Some(reason) = reason(app, view) {
            app.out.say(&reason)?;
        }
    }
    for (view, lost) in views.iter().flat_map(|view| view.behind.iter().map(move |lost| (view, lost))) {
        app.out.say(&lost.message(&view.company.name))?;
        app.out.say(&lost.hint(&view.company.name))?;
    }
    for (company, count) in &stands.doubtful {
        let name = views.iter().find(|view| view.company.id == *company).map_or("", |view| view.company.name.as_str());
        app.out.say(&with("cli-status-doubtful", "company", name).with("count", *count))?;
    }
    for worker in &stands.workers {
        let message = with("worker-at-work", "name", worker.name.as_str()).with("count", worker.companies.len());
        app.out.say(&message)?;
    }
    lag(app, &stands.lag)
}

/// Says what is due and not done yet, where workers are to do it: of a store of one process the lights say what matters.
fn lag(app: &mut App, lag: &LagView) -> Result<()> {
    if !app.options()?.config.store.is_shared() {
        return Ok(());
    }
    let since = |app: &App, at: Option<Timestamp>| at.map_or_else(String::new, |at| app.out.locale().time(at, app.zone()));
    if lag.due > 0 {
        let time = since(app, lag.since);
        app.out.say(&with("worker-lag-companies", "count", lag.due).with("time", time))?;
    }
    for queue in &lag.queues {
        let time = since(app, queue.since);
        app.out.say(&with("worker-lag-queue", "queue", queue.queue.as_str()).with("count", queue.due).with("time", time))?;
    }
    if lag.behind_seconds > 0 {
        app.out.say(&with("worker-lag-behind", "seconds", lag.behind_seconds))?;
    }
    Ok(())
}

/// Clears a terminal and puts the cursor at its beginning.
const CLEAR: &[u8] = b"\x1b[H\x1b[2J";

/// Prints the state again and again until it is interrupted: on a terminal in place, elsewhere only where it changed. JSON is a
/// line each time.
async fn watch(app: &mut App, service: &Service, args: StatusArgs, pause: Duration) -> Result {
    let mut before = None;
    loop {
        let stands = service.ask(cases::Status).await?;
        if stands.companies.is_empty() {
            return Err(Error::from(ServiceError::NoCompanies).into());
        }
        let changed = before.as_ref() != Some(&stands);
        if args.json && changed {
            app.out.json_line(&StatusJson::of(&stands, app.out.locale()))?;
        } else if !args.json && (changed || app.environment.stdout_is_terminal) {
            if app.environment.stdout_is_terminal {
                app.out.stdout().write_all(CLEAR)?;
            }
            let now = app.out.locale().time(app.clock().now(), app.zone());
            app.out.line(&now)?;
            show(app, &stands)?;
            app.out.line("")?;
        }
        app.out.flush()?;
        before = Some(stands);
        tokio::select! {
            () = app.interrupt.happened() => return Err(Failure::Interrupted),
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// One line for monitoring, in every case: a plugin without output is worse than one that says "unknown".
async fn plugin(app: &mut App) -> Result {
    let answer = match look(app).await {
        Ok(views) => nagios(&views, app.clock().now()),
        Err(Failure::Error(error)) => Nagios::unknown(&error.to_string()),
        Err(failure) => return Err(failure),
    };
    app.out.line(&answer.line)?;
    Ok(Exit::Code(answer.state.exit_code()))
}

async fn look(app: &mut App) -> Result<Vec<CompanyView>> {
    let service = app.open().await?;
    let views = service.ask(cases::Companies).await;
    close(service).await;
    Ok(views?)
}

/// The worst light of all companies.
pub(super) fn worst(views: &[CompanyView]) -> Light {
    Light::worst(views.iter().map(|view| view.health.light()))
}

const fn exit(light: Light) -> Exit {
    match light {
        Light::Green => Exit::Done,
        Light::Yellow => Exit::As(ErrorKind::Partial),
        Light::Red => Exit::As(ErrorKind::Failed),
    }
}

/// The style of a light.
pub(super) const fn style(light: Light) -> Style {
    match light {
        Light::Green => Style::Green,
        Light::Yellow => Style::Yellow,
        Light::Red => Style::Red,
    }
}

fn table(app: &App, views: &[CompanyView]) -> Table {
    let locale = app.out.locale();
    let mut table = Table::new(vec![
        Column::left(locale.get("cli-col-light")),
        Column::cut(locale.get("cli-col-company")),
        Column::left(locale.get("cli-col-health")),
        Column::date(locale.get("cli-col-last-sync")),
        Column::right(locale.get("cli-col-invoices")).spare(1),
        Column::right(locale.get("cli-col-outstanding")),
        Column::right(locale.get("cli-col-overdue")),
        Column::right(locale.get("cli-col-warnings")).spare(2),
    ]);
    for view in views {
        let light = view.health.light();
        table.row(vec![
            Cell::new(&format!("● {}", word(locale, "cli-light", light.as_str())), style(light)),
            view.company.name.as_str().into(),
            health(locale, view).into(),
            Cell::parts(&last_sync(app, view), "; "),
            locale.count(view.invoices).into(),
            Cell::parts(&main_totals(locale, &view.outstanding), " + "),
            Cell::parts(&main_totals(locale, &view.overdue), " + "),
            locale.count(view.warnings).into(),
        ]);
    }
    table
}

/// When a company was last brought up to date, and until when it must wait.
pub(super) fn last_sync(app: &App, view: &CompanyView) -> Vec<String> {
    let locale = app.out.locale();
    // Own books are never synced, and lack nothing by that.
    let never = || if view.company.has_own_books() { "–".to_owned() } else { locale.get("cli-never") };
    let ended = view.last_success.as_ref().and_then(|run| run.ended);
    let last = ended.map_or_else(never, |at| locale.time(at, app.zone()));
    let until = view.deferred_until.filter(|until| *until > app.clock().now());
    let until = until.map(|until| locale.text(&with("cli-deferred-until", "time", locale.time(until, app.zone()))));
    std::iter::once(last).chain(until).collect()
}

/// Why the last run of a company failed, and when; `None` where it did not, or the company is not judged by it.
pub(super) fn reason(app: &App, view: &CompanyView) -> Option<Message> {
    let failure = view.failure().filter(|_| view.company.enabled)?;
    let locale = app.out.locale();
    let at = view.last_ended.map_or_else(String::new, |at| locale.time(at, app.zone()));
    let message = with("cli-status-failed", "company", view.company.name.as_str()).with("time", at);
    Some(message.with("reason", locale.text(&failure.message)))
}

/// The sums of the two currencies with the most invoices, and how many more there are.
fn main_totals(locale: &Locale, all: &Totals) -> Vec<String> {
    let mut ordered: Vec<_> = all.iter().collect();
    ordered.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.count));
    let more = ordered.len().saturating_sub(2);
    if ordered.is_empty() {
        return vec!["–".to_owned()];
    }
    let shown = ordered.iter().take(2).map(|(currency, sum)| locale.money(sum.balance, currency));
    let more = (more > 0).then(|| locale.text(&with("cli-more-currencies", "count", more)));
    shown.chain(more).collect()
}

/// Sums, one per currency.
pub(super) fn totals(locale: &Locale, totals: &Totals) -> String {
    if totals.is_empty() {
        return "–".to_owned();
    }
    let sums: Vec<String> = totals.iter().map(|(currency, sum)| locale.money(sum.balance, currency)).collect();
    sums.join(" + ")
}

/// Why the light of a company shows what it shows.
pub(super) fn health(locale: &Locale, view: &CompanyView) -> String {
    if view.company.has_unknown_provider() && view.health == Health::NoKey {
        return locale.get("cli-health-service-lost");
    }
    if view.health == Health::NoKey && view.service.uses_consent {
        return locale.get("cli-health-no-login");
    }
    if view.company.has_own_books() && matches!(view.health, Health::Damaged | Health::Incomplete) {
        return locale.get("cli-health-books-damaged");
    }
    if view.health == Health::Fresh && view.company.has_own_books() {
        return locale.get("tui-about-own");
    }
    word(locale, "cli-health", view.health.as_str())
}
