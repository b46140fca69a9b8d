//! `faktura sync` and `faktura --headless`.

use std::sync::Arc;
use std::time::Duration;

use super::args::SyncArgs;
use super::company::quoted;
use super::context::{App, close};
use super::error::{Exit, Failure, Result};
use super::progress::{Live, Speaker};
use super::report;
use super::style::Style;
use crate::domain::{Message, RunStatus, SyncRun, Trigger, text};
use crate::error::ErrorKind;
use crate::host::Service;
use crate::json::{SyncReportJson, overall};
use crate::service::cases;
use crate::service::{SyncReport, SyncRequest};

/// Timeout for a cancelled sync to finish its commit: Ctrl-C takes effect within a second.
const PATIENCE: Duration = Duration::from_millis(700);
/// Number of repetitions meanwhile.
const CANCELS: u32 = 14;
/// Timeout of closing after that.
const LAST_PATIENCE: Duration = Duration::from_millis(100);

/// Failures that another API key mends.
const KEY_FAILURES: [&str; 3] = ["provider-refused", "provider-key-format", "service-no-key"];

/// Syncs, tells what happened, and answers Ctrl-C within a second.
pub(super) async fn run(app: &mut App, args: &SyncArgs, trigger: Trigger) -> Result {
    let interrupt = app.interrupt.clone();
    let service = tokio::select! {
        service = app.open() => service?,
        () = interrupt.happened() => return Err(Failure::Interrupted),
    };
    let result = with(app, &service, args, trigger).await;
    if matches!(result, Err(Failure::Interrupted)) {
        // Whatever still holds the store up loses nothing by the end of the process: commits are whole or not at all.
        let _ = tokio::time::timeout(LAST_PATIENCE, close(service)).await;
    } else {
        close(service).await;
    }
    result
}

/// Runs a sync on an open service.
pub(super) async fn with(app: &mut App, service: &Service, args: &SyncArgs, trigger: Trigger) -> Result {
    let report = sync(app, service, args, trigger).await?;
    tell(app, args, &report)?;
    Ok(exit(&report))
}

async fn sync(app: &mut App, service: &Service, args: &SyncArgs, trigger: Trigger) -> Result<SyncReport> {
    let companies = app.companies(service, &args.companies.company).await?;
    let request = SyncRequest { companies, full: args.full, accept_deletions: args.accept_deletions, trigger };
    let live = watch(app, service);
    let report = work(app, service, request).await;
    if let Some(live) = live {
        live.end().await;
    }
    report
}

/// Bars, where a person watches.
fn watch(app: &App, service: &Service) -> Option<Live> {
    let speaker = Speaker {
        locale: app.out.locale(),
        zone: app.zone().clone(),
        clock: Arc::clone(app.clock()),
        color: app.out.color_err(),
    };
    // Log lines on the same terminal would tear the bars.
    let wanted = app.environment.stderr_is_terminal && !app.out.quiet() && app.globals.verbosity == 0;
    wanted.then(|| Live::start(service.events(), speaker))
}

/// Waits for the sync; asked for an end, it cancels and waits for what is being committed, but not for long.
async fn work(app: &App, service: &Service, request: SyncRequest) -> Result<SyncReport> {
    if app.interrupt.has_happened() {
        return Err(Failure::Interrupted);
    }
    let companies = request.companies.clone();
    let work = service.ask(cases::Sync(request));
    tokio::pin!(work);
    tokio::select! {
        report = &mut work => return Ok(report?),
        () = app.interrupt.happened() => {}
    }
    // Asked again and again: a run that is just about to begin would not hear it the first time.
    for _ in 0..CANCELS {
        service.cancel(&companies);
        if let Ok(report) = tokio::time::timeout(PATIENCE / CANCELS, &mut work).await {
            return Ok(report?);
        }
    }
    Err(Failure::Interrupted)
}

fn tell(app: &mut App, args: &SyncArgs, report: &SyncReport) -> std::result::Result<(), Failure> {
    let locale = app.out.locale();
    let zone = app.zone().clone();
    if args.json {
        // One line, so that a log of nightly runs has one line a night.
        app.out.json_line(&SyncReportJson::new(report, locale))?;
    } else if app.out.quiet() {
        tell_failures(app, report);
        return Ok(());
    } else if args.verbose {
        for (run, errors) in &report.runs {
            app.out.styled(&text::clean(&run.company_name), Style::Bold)?;
            for line in report::block(locale, &zone, run, errors, report.ended, &[]) {
                app.out.line(&line)?;
            }
            app.out.line("")?;
        }
        app.out.line(&report::summary(locale, report))?;
    } else {
        app.out.table(&report::overview(locale, &zone, report))?;
        app.out.line(&report::summary(locale, report))?;
    }
    advise(app, args, report);
    Ok(())
}

/// Prints the failures alone, each with its next step: what cron mails is all that its reader has.
fn tell_failures(app: &mut App, report: &SyncReport) {
    let locale = app.out.locale();
    let zone = app.zone().clone();
    let mut told: Vec<Message> = Vec::new();
    for (run, _) in report.runs.iter().filter(|(run, _)| !report::succeeded(run)) {
        let why = report::reason(locale, &zone, run).unwrap_or_else(|| report::status(locale, run.status));
        let step = next_step(run, true).filter(|step| !told.contains(step));
        let hint = step.as_ref().map(|step| locale.text(step));
        app.out.error_text(&format!("{}: {why}", text::clean(&run.company_name)), hint.as_deref());
        told.extend(step);
    }
}

/// Prints the next steps for failures, besides the report.
fn advise(app: &mut App, args: &SyncArgs, report: &SyncReport) {
    let mut told: Vec<Message> = Vec::new();
    for (run, _) in &report.runs {
        let is_told = args.verbose || args.json;
        // One step may mend several companies: a login that ended, a network that is down.
        if let Some(step) = next_step(run, is_told).filter(|step| !told.contains(step)) {
            app.out.note(&step);
            told.push(step);
        }
    }
}

/// What to do about a run; `is_told` says that its errors were printed.
fn next_step(run: &SyncRun, is_told: bool) -> Option<Message> {
    let Some(failure) = run.failure.as_ref() else {
        let log = || with_name("cli-sync-log-hint", run).with("run", run.id.to_string());
        return (run.status == RunStatus::Partial && !is_told).then(log);
    };
    // What is said of a login names the login: a company with one has no key.
    let is_key = failure.kind == ErrorKind::Credentials && KEY_FAILURES.contains(&&*failure.message.id);
    if is_key { Some(with_name("cli-sync-key-hint", run)) } else { failure.hint.clone() }
}

fn with_name(id: &'static str, run: &SyncRun) -> Message {
    Message::new(id).with("name", run.company_name.as_str()).with("quoted", quoted(&run.company_name))
}

/// The exit code: where every company failed for its key or address, that is what must be mended first.
pub(super) fn exit(report: &SyncReport) -> Exit {
    match overall(report) {
        RunStatus::Completed => Exit::Done,
        RunStatus::Partial => Exit::As(ErrorKind::Partial),
        RunStatus::Cancelled => Exit::As(ErrorKind::Interrupted),
        RunStatus::Failed if report.runs.iter().all(|(run, _)| is_configuration(run)) => Exit::As(ErrorKind::Config),
        _ => Exit::As(ErrorKind::Failed),
    }
}

/// Whether a run failed for what only a person mends: its key, its address, the identity.
fn is_configuration(run: &SyncRun) -> bool {
    run.failure.as_ref().is_some_and(|failure| matches!(failure.kind, ErrorKind::Config | ErrorKind::Credentials))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::report::tests::report;
    use crate::domain::{LoginId, LoginState};
    use crate::error::{Describe, Error};
    use crate::provider::ProviderError;
    use RunStatus::{Cancelled, Completed, Deferred, Failed, Partial};

    #[test]
    fn the_exit_code_is_that_of_the_worst_that_matters() {
        assert_eq!(exit(&report(&[Completed, Completed])), Exit::Done);
        assert_eq!(exit(&report(&[Completed, Partial])), Exit::As(ErrorKind::Partial));
        assert_eq!(exit(&report(&[Partial])), Exit::As(ErrorKind::Partial));
        assert_eq!(exit(&report(&[Completed, Failed])), Exit::As(ErrorKind::Partial));
        assert_eq!(exit(&report(&[Failed, Deferred])), Exit::As(ErrorKind::Failed));
        assert_eq!(exit(&report(&[Completed, Cancelled])), Exit::As(ErrorKind::Interrupted));
    }

    #[test]
    fn a_login_that_ended_is_renewed_and_only_a_refused_key_is_replaced() {
        let step = |error: &ProviderError| {
            let mut report = report(&[Failed]);
            report.runs[0].0.failure = Some(Error { kind: error.kind(), message: error.message(), hint: error.hint() });
            next_step(&report.runs[0].0, false).map(|step| step.id)
        };
        let ended = ProviderError::LoginEnded { login: LoginId(5), state: LoginState::Expired };
        assert_eq!(step(&ended).as_deref(), Some("provider-login-ended-hint"));
        assert_eq!(step(&ProviderError::ScopeMissing).as_deref(), Some("provider-scope-missing-hint"));
        assert_eq!(step(&ProviderError::KeyFormat).as_deref(), Some("cli-sync-key-hint"));
        assert_eq!(step(&ProviderError::Refused { status: 401, key_page: "" }).as_deref(), Some("cli-sync-key-hint"));
    }

    #[test]
    fn keys_that_are_refused_everywhere_are_a_matter_of_configuration() {
        let refused = |mut report: SyncReport, kinds: &[ErrorKind]| {
            for ((run, _), kind) in report.runs.iter_mut().zip(kinds) {
                run.failure = Some(Error::new(*kind, Message::new("cli-never")));
            }
            exit(&report)
        };
        let (key, identity, other) = (ErrorKind::Credentials, ErrorKind::Config, ErrorKind::Failed);
        assert_eq!(refused(report(&[Failed, Failed]), &[key, identity]), Exit::As(ErrorKind::Config));
        assert_eq!(refused(report(&[Failed, Failed]), &[key, other]), Exit::As(ErrorKind::Failed));
        assert_eq!(refused(report(&[Completed, Failed]), &[other, key]), Exit::As(ErrorKind::Partial));
    }
}
