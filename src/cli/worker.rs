//! `faktura worker`: syncs, pushes and sends what is due; any number of them.

use sd_notify::NotifyState;
use tokio_util::sync::CancellationToken;

use super::args::WorkerArgs;
use super::context::{App, close};
use super::error::{CliError, Exit, Failure, Result};
use super::interrupt::Answers;
use super::out::with;
use super::report;
use super::serve::{Pause, Signals, supervisor, tell_ended, watchdog};
use super::sync;
use crate::domain::Message;
use crate::host::{Service, Step, foreign, work};
use crate::service::{Options, SyncReport, store_place};
use crate::sync::Outcome;

/// Works until it is told to stop, or until nothing is due.
pub(super) async fn run(app: &mut App, args: WorkerArgs) -> Result {
    let mut options = app.options()?;
    if !options.config.store.is_shared() {
        foreign::own(&options.paths.store)?;
    }
    app.interrupt.leave_to(Answers::Serve);
    let mut signals = Signals::listen().map_err(|error| CliError::system(&error))?;
    let opened = tokio::select! {
        opened = app.open_with(options.clone()) => opened,
        () = signals.end() => return Err(Failure::Interrupted),
    };
    let mut service = opened?;
    tell_ready(app, &service, &options);
    supervisor(&[NotifyState::Ready]);
    let started = app.clock().now();
    // Of a worker that ends by itself; another one tells each run once.
    let mut runs = args.until_idle.then(Vec::new);
    loop {
        let pause = match at_work(app, &service, &options, args, &mut signals, &mut runs).await {
            Ok(Some(pause)) => pause,
            Ok(None) => {
                close(service).await;
                let report = SyncReport { runs: runs.unwrap_or_default(), started, ended: app.clock().now() };
                return Ok(finish(app, &report));
            }
            Err(error) => {
                close(service).await;
                return Err(error.into());
            }
        };
        supervisor(&[NotifyState::Stopping]);
        // What runs is left to other workers, which go on after its last commit.
        service.suspend().await;
        close(service).await;
        if matches!(pause, Pause::Stop) {
            app.out.note(&Message::new("cli-serve-stops"));
            return Ok(Exit::Done);
        }
        match app.options() {
            Ok(fresh) => {
                options = fresh;
                app.out.note(&Message::new("cli-serve-reloaded"));
            }
            // The settings read before stay in force.
            Err(Failure::Error(error)) => app.out.error(&error),
            Err(failure) => return Err(failure),
        }
        service = app.open_with(options.clone()).await?;
        supervisor(&[NotifyState::Ready]);
    }
}

/// Tells where it works; on a machine where another process has the store, that this one works through it.
fn tell_ready(app: &mut App, service: &Service, options: &Options) {
    let path = store_place(options);
    let message = match service.host() {
        Some(host) => with("worker-beside", "path", path).with("pid", host.pid.to_string()),
        None => with("worker-ready", "path", path),
    };
    app.out.note(&message);
}

/// Works until a signal comes; `None` if nothing is due any more.
async fn at_work(
    app: &mut App,
    service: &Service,
    options: &Options,
    args: WorkerArgs,
    signals: &mut Signals,
    runs: &mut Option<Vec<Outcome>>,
) -> std::result::Result<Option<Pause>, crate::error::Error> {
    let stop = CancellationToken::new();
    let places = args.companies.map_or(options.config.sync.companies, usize::from);
    let work = work(service, places, args.until_idle, &stop, |step| tell(app, step, runs));
    tokio::pin!(work);
    let pulse = watchdog(service);
    tokio::pin!(pulse);
    tokio::select! {
        done = &mut work => done.map(|()| None),
        () = &mut pulse => Ok(Some(Pause::Stop)),
        pause = signals.next() => Ok(Some(pause)),
    }
}

/// Tells what a worker that ended by itself has done.
fn finish(app: &mut App, report: &SyncReport) -> Exit {
    if report.runs.is_empty() {
        app.out.note(&Message::new("worker-idle"));
        return Exit::Done;
    }
    if !app.out.quiet() {
        let line = report::summary(app.out.locale(), report);
        app.out.beside(&line);
    }
    sync::exit(report)
}

fn tell(app: &mut App, step: Step, runs: &mut Option<Vec<Outcome>>) {
    match step {
        Step::Failed(error) => app.out.error(&error),
        Step::Recovered => app.out.note(&Message::new("worker-recovered")),
        Step::Ended(one) => {
            let (run, errors) = *one;
            tell_ended(app, &run);
            if let Some(runs) = runs {
                runs.push((run, errors));
            }
        }
    }
}
