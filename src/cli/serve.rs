//! `faktura serve`: a host that stays, and syncs by itself.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use sd_notify::NotifyState;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::context::{App, close};
use super::error::{CliError, Exit, Failure, Result};
use super::interrupt::Answers;
use super::out::with;
use super::report;
use crate::api::http::Listener;
use crate::domain::{Message, SyncRun};
use crate::error::Error;
use crate::host::{Service, Step, Tick, foreign, keep, keep_calendars, keep_mail, work};
use crate::service::cases;
use crate::service::{Options, store_place};
use crate::sync::schedule::Schedule;

/// Timeout of the self-check; after it the supervisor is not notified.
const PATIENCE: Duration = Duration::from_secs(10);

/// Between two looks whether a sync still runs.
const MOMENT: Duration = Duration::from_millis(200);

/// Why serving paused.
pub(super) enum Pause {
    Stop,
    Reload,
}

/// Signals of the system to a service.
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
}

/// Serves until it is told to stop; reads the configuration again when it is told to.
pub(super) async fn run(app: &mut App, listen: Option<SocketAddr>) -> Result {
    let mut options = app.options()?;
    if !options.config.store.is_shared() {
        foreign::own(&options.paths.store)?;
    }
    app.interrupt.leave_to(Answers::Serve);
    let mut signals = Signals::listen().map_err(|error| CliError::system(&error))?;
    let opened = tokio::select! {
        opened = app.open_with(options.clone()) => opened,
        // Before the service is ready there is nothing to reload.
        () = signals.end() => return Err(Failure::Interrupted),
    };
    let mut service = opened?;
    let mut listener = listening(app, listen, &service, &options).await?;
    tell_ready(app, &service, &options);
    remark(app, &options);
    supervisor(&[NotifyState::Ready]);
    loop {
        let pause = match serve(app, &service, &options, &mut signals).await {
            Pause::Reload => quiet(&service, &mut signals).await,
            Pause::Stop => Pause::Stop,
        };
        if matches!(pause, Pause::Stop) {
            supervisor(&[NotifyState::Stopping]);
            app.out.note(&Message::new("cli-serve-stops"));
            hang_up(listener).await;
            close(service).await;
            return Ok(Exit::Done);
        }
        match app.options() {
            Ok(fresh) => {
                reloading();
                hang_up(listener).await;
                close(service).await;
                options = fresh;
                service = app.open_with(options.clone()).await?;
                listener = listening(app, listen, &service, &options).await?;
                app.out.note(&Message::new("cli-serve-reloaded"));
                remark(app, &options);
                supervisor(&[NotifyState::Ready]);
            }
            // The settings read before stay in force.
            Err(Failure::Error(error)) => app.out.error(&error),
            Err(failure) => return Err(failure),
        }
    }
}

/// Prints the address, or the process that has the store for now.
fn tell_ready(app: &mut App, service: &Service, options: &Options) {
    let path = store_place(options);
    let message = match service.host() {
        Some(host) => with("cli-serve-waits", "path", path).with("pid", host.pid.to_string()),
        None => with("cli-serve-ready", "path", path),
    };
    app.out.note(&message);
}

/// Prints a note if some days lack a configured time.
fn remark(app: &mut App, options: &Options) {
    let schedule = Schedule::new(&options.config.schedule, app.zone());
    if let Some(message) = schedule.remark(app.clock().now()) {
        app.out.note(&message);
    }
}

/// Serves the API over TCP, where that is asked for.
async fn listening(app: &mut App, at: Option<SocketAddr>, service: &Service, options: &Options) -> Result<Option<Listener>> {
    let Some(address) = at else { return Ok(None) };
    let listener = Listener::start(address, service, options).await.map_err(Error::from)?;
    app.out.note(&with("cli-serve-listens", "address", listener.address().to_string()));
    Ok(Some(listener))
}

async fn hang_up(listener: Option<Listener>) {
    if let Some(listener) = listener {
        listener.stop().await;
    }
}

/// Waits until no sync runs: a new configuration is no reason to end one.
async fn quiet(service: &Service, signals: &mut Signals) -> Pause {
    loop {
        match service.ask(cases::Companies).await {
            Ok(companies) if companies.iter().any(|view| view.progress.is_some()) => {}
            _ => return Pause::Reload,
        }
        tokio::select! {
            () = tokio::time::sleep(MOMENT) => {}
            pause = signals.next() => if matches!(pause, Pause::Stop) { return pause },
        }
    }
}

/// Notifies the supervisor of a reload, with its start as newer ones require.
fn reloading() {
    if let Ok(now) = NotifyState::monotonic_usec_now() {
        supervisor(&[NotifyState::Reloading, now]);
    }
}

async fn serve(app: &mut App, service: &Service, options: &Options, signals: &mut Signals) -> Pause {
    let stop = CancellationToken::new();
    let (clock, zone) = (Arc::clone(app.clock()), app.zone().clone());
    let settings = options.config.schedule.clone();
    let locale = app.out.locale();
    let schedule = async {
        if options.config.store.is_shared() {
            // Other processes have the same schedule: leases say which of them takes up what.
            let places = options.config.sync.companies;
            let step = |step| match step {
                Step::Ended(one) => tell_ended(app, &one.0),
                Step::Failed(error) => app.out.error(&error),
                Step::Recovered => app.out.note(&Message::new("worker-recovered")),
            };
            // Only a worker that ends by itself fails.
            let _ = work(service, places, false, &stop, step).await;
        } else {
            keep(service, &settings, &clock, &zone, &stop, |tick| tell(app, &tick)).await;
        }
    };
    tokio::pin!(schedule);
    let calendars = keep_calendars(service, options.config.calendars_every);
    tokio::pin!(calendars);
    let mail = send_mail(locale, service, (&clock, &stop));
    tokio::pin!(mail);
    let pulse = watchdog(service);
    tokio::pin!(pulse);
    tokio::select! {
        () = &mut schedule => Pause::Stop,
        () = &mut calendars => Pause::Stop,
        () = &mut mail => Pause::Stop,
        () = &mut pulse => Pause::Stop,
        pause = signals.next() => pause,
    }
}

/// Tells how a run of a worker ended.
pub(super) fn tell_ended(app: &mut App, run: &SyncRun) {
    let locale = app.out.locale();
    let name = crate::domain::text::clean(&run.company_name);
    if !report::succeeded(run) {
        let why = report::reason(locale, app.zone(), run).unwrap_or_else(|| report::status(locale, run.status));
        app.out.error_text(&format!("{name}: {why}"), None);
    } else if !app.out.quiet() {
        let line = format!("{name}: {}", report::counts(locale, &run.counts));
        app.out.beside(&line);
    }
}

fn tell(app: &mut App, tick: &Tick) {
    let locale = app.out.locale();
    match tick {
        Tick::Next(at) => {
            let time = at.strftime("%Y-%m-%d %H:%M %Z").to_string();
            supervisor(&[NotifyState::Status(&format!("next sync {time}"))]);
            app.out.note(&Message::new("cli-serve-next").with("time", time));
        }
        Tick::Never => app.out.note(&Message::new("cli-serve-never")),
        Tick::Begins { late: true } => app.out.note(&Message::new("cli-serve-late")),
        Tick::Begins { late: false } => app.out.note(&Message::new("cli-serve-begins")),
        Tick::Ended(done) => {
            for (run, _) in done.runs.iter().filter(|(run, _)| !report::succeeded(run)) {
                let why = report::reason(locale, app.zone(), run).unwrap_or_else(|| report::status(locale, run.status));
                app.out.error_text(&format!("{}: {why}", crate::domain::text::clean(&run.company_name)), None);
            }
            if !app.out.quiet() {
                app.out.beside(&report::summary(locale, done));
            }
        }
        Tick::Failed(error) => app.out.error(error),
    }
}

/// Notifies the supervisor's watchdog at its interval; waits for ever without one.
pub(super) async fn watchdog(service: &Service) {
    let Some(limit) = sd_notify::watchdog_enabled() else { return std::future::pending().await };
    loop {
        tokio::time::sleep(limit / 3).await;
        if tokio::time::timeout(PATIENCE.min(limit / 3), service.ask(cases::FindCompany("\u{0}".to_owned()))).await.is_ok() {
            supervisor(&[NotifyState::Watchdog]);
        }
    }
}

/// Notifies the supervisor, if there is one.
pub(super) fn supervisor(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        tracing::debug!(%error, "no supervisor");
    }
}

impl Signals {
    pub(super) fn listen() -> std::io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }

    /// Waits for one that asks for an end.
    pub(super) async fn end(&mut self) {
        while matches!(self.next().await, Pause::Reload) {}
    }

    pub(super) async fn next(&mut self) -> Pause {
        tokio::select! {
            _ = self.terminate.recv() => Pause::Stop,
            _ = self.interrupt.recv() => Pause::Stop,
            _ = self.hang_up.recv() => Pause::Reload,
        }
    }
}

/// Sends mail by schedule; what is sent or fails is told in the log and by `faktura deliveries`.
async fn send_mail(
    locale: &'static crate::locale::Locale,
    service: &Service,
    (clock, stop): (&Arc<dyn crate::clock::Clock>, &CancellationToken),
) {
    keep_mail(service, clock, stop, |done| match done {
        Ok(done) if done.reminders > 0 || done.summary || done.daily => {
            tracing::info!(reminders = done.reminders, summary = done.summary, daily = done.daily, "mail by schedule was queued");
        }
        Ok(_) => {}
        Err(error) => tracing::error!(why = %locale.text(&error.message), "mail by schedule failed"),
    })
    .await;
}
