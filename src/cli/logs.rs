//! `faktura logs`: what syncs did.

use super::args::{LogsArgs, LogsCommand};
use super::context::{App, close};
use super::error::{CliError, Exit, Result};
use super::out::word;
use super::report;
use super::style::Style;
use super::table::{Cell, Column, Table};
use crate::domain::{Message, RunId, RunStatus, SyncRun, text};
use crate::host::Service;
use crate::json::{RunJson, RunsJson};
use crate::service::RunFilter;
use crate::service::cases;

/// Lists runs, or shows one.
pub(super) async fn run(app: &mut App, args: LogsArgs) -> Result {
    let service = app.open().await?;
    let result = match args.show {
        Some(LogsCommand::Show(show_args)) => show(app, &service, show_args.run, show_args.json || args.json).await,
        None => list(app, &service, &args).await,
    };
    close(service).await;
    result.map(|()| Exit::Done)
}

async fn list(app: &mut App, service: &Service, args: &LogsArgs) -> Result<()> {
    let filter = RunFilter {
        companies: app.companies(service, &args.companies.company).await?,
        statuses: statuses(&args.status),
        limit: Some(args.limit),
    };
    if args.json {
        let runs = service.ask(cases::ReadRuns(filter)).await?;
        return Ok(app.out.json(&RunsJson::new(&runs, app.out.locale()))?);
    }
    let runs = service.ask(cases::Runs(filter)).await?;
    if runs.is_empty() {
        app.out.note(&Message::new("cli-logs-none"));
        return Ok(());
    }
    let table = table(app, &runs);
    Ok(app.out.table(&table)?)
}

/// The statuses of these words; clap let no others through.
fn statuses(words: &[String]) -> Vec<RunStatus> {
    RunStatus::ALL.into_iter().filter(|status| words.iter().any(|word| word == status.as_str())).collect()
}

fn table(app: &App, runs: &[SyncRun]) -> Table {
    let locale = app.out.locale();
    let (left, right) = (|id| Column::left(locale.get(id)), |id| Column::right(locale.get(id)));
    let mut table = Table::new(vec![
        right("cli-col-run"),
        Column::date(locale.get("cli-col-started")),
        Column::cut(locale.get("cli-col-company")),
        left("cli-col-status"),
        left("cli-col-mode").spare(4),
        right("cli-col-processed"),
        right("cli-col-created").spare(1),
        right("cli-col-updated").spare(2),
        right("cli-col-skipped").spare(3),
        right("cli-col-errors"),
        right("cli-col-time"),
        left("cli-col-trigger").spare(5),
        left("cli-col-actor").spare(6),
    ]);
    let now = app.clock().now();
    for run in runs {
        table.row(vec![
            run.id.to_string().into(),
            locale.time(run.started, app.zone()).into(),
            run.company_name.as_str().into(),
            Cell::new(&report::status(locale, run.status), report::style(run.status)),
            word(locale, "cli-mode", run.mode.as_str()).into(),
            locale.count(run.counts.documents.processed).into(),
            locale.count(run.counts.documents.created).into(),
            locale.count(run.counts.documents.updated).into(),
            locale.count(run.counts.documents.skipped).into(),
            Cell::new(&locale.count(run.error_count), if run.error_count > 0 { Style::Red } else { Style::Plain }),
            report::seconds(locale, report::duration(run, now)).into(),
            word(locale, "cli-trigger", run.trigger.as_str()).into(),
            run.actor.0.as_str().into(),
        ]);
    }
    table
}

async fn show(app: &mut App, service: &Service, wanted: u64, json: bool) -> Result<()> {
    let found = service.ask(cases::ReadRun(RunId(wanted))).await?;
    let (run, errors) = found.ok_or(CliError::RunNotFound { wanted })?;
    if json {
        return Ok(app.out.json(&RunJson::logged(&run, Some(&errors), app.out.locale()))?);
    }
    let locale = app.out.locale();
    let zone = app.zone().clone();
    app.out.styled(&text::clean(&run.company_name), Style::Bold)?;
    let trigger =
        vec![("cli-field-trigger", word(locale, "cli-trigger", run.trigger.as_str())), ("cli-field-actor", run.actor.0.clone())];
    for line in report::block(locale, &zone, &run, &errors, app.clock().now(), &trigger) {
        app.out.line(&line)?;
    }
    Ok(())
}
