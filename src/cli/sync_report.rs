//! `faktura report syncs`: how long each sync took, its calls and its errors, over time; the figures of the picture of the sync log.

use jiff::civil::Date;

use super::args::{FormatArg, ReportArgs};
use super::books::maybe_day;
use super::context::{App, close};
use super::error::{CliError, Exit, Failure, Result};
use super::invoices::query;
use super::report;
use super::style::Style;
use super::table::{Cell, Column, Table};
use crate::domain::{Message, SyncRun};
use crate::error::Error;
use crate::export::Dialect;
use crate::host::Service;
use crate::json::{SyncFiguresJson, SyncsJson};
use crate::query::rows::RowQuery;
use crate::query::schema::Context;
use crate::service::{RunFilter, cases};
use crate::tui::RunField;

/// Prints the report.
pub(super) async fn run(app: &mut App, args: &ReportArgs) -> Result {
    if args.by.is_some() {
        return Err(Error::from(CliError::ReportBy).into());
    }
    let period = (maybe_day(app, args.from.as_ref())?, maybe_day(app, args.until.as_ref())?);
    let service = app.open().await?;
    let runs = found(app, &service, args, period).await;
    close(service).await;
    let (runs, more) = runs?;
    match args.output.format {
        FormatArg::Table => list(app, &runs, more, &query(&args.query))?,
        FormatArg::Json => app.out.json(&SyncsJson::new(&runs, more))?,
        FormatArg::Ndjson => runs.iter().try_for_each(|run| app.out.json_line(&SyncFiguresJson::new(run)))?,
        FormatArg::Csv => csv(app, &runs, args.output.csv.dialect(app.chosen))?,
    }
    Ok(Exit::Done)
}

/// The newest runs that ended, in the order of time, and how many older ones are left out.
async fn found(
    app: &App,
    service: &Service,
    args: &ReportArgs,
    (from, until): (Option<Date>, Option<Date>),
) -> Result<(Vec<SyncRun>, usize)> {
    let wanted = RowQuery::<RunField>::parse(&query(&args.query)).map_err(Error::from)?;
    let companies = app.companies(service, &args.companies.company).await?;
    let mut runs = service.ask(cases::Runs(RunFilter { companies, ..RunFilter::default() })).await?;
    let context = Context { company: "", provider: "", today: app.today() };
    runs.retain(|run| {
        let day = run.started.to_zoned(app.zone().clone()).date();
        let within = from.is_none_or(|from| day >= from) && until.is_none_or(|until| day <= until);
        run.ended.is_some() && within && wanted.matches(run, &context, app.zone())
    });
    runs.sort_by_key(|run| (run.started, run.id));
    let limit = args.limit.filter(|limit| *limit > 0).unwrap_or(usize::MAX);
    let more = runs.len().saturating_sub(limit);
    runs.drain(..more);
    Ok((runs, more))
}

fn list(app: &mut App, runs: &[SyncRun], more: usize, asked: &str) -> Result<()> {
    if runs.is_empty() {
        let id = if asked.is_empty() { "cli-logs-none" } else { "tui-empty-found" };
        app.out.note(&Message::new(id));
        return Ok(());
    }
    let locale = app.out.locale();
    let (left, right) = (|id| Column::left(locale.get(id)), |id| Column::right(locale.get(id)));
    let mut table = Table::new(vec![
        Column::date(locale.get("cli-col-started")),
        Column::cut(locale.get("cli-col-company")),
        left("cli-col-status"),
        right("cli-col-time"),
        right("cli-field-calls"),
        right("cli-col-errors"),
    ]);
    for run in runs {
        let figures = SyncFiguresJson::new(run);
        let errors = if figures.errors > 0 { Style::Red } else { Style::Plain };
        table.row(vec![
            locale.time(run.started, app.zone()).into(),
            run.company_name.as_str().into(),
            Cell::new(&report::status(locale, run.status), report::style(run.status)),
            report::seconds(locale, report::duration(run, run.started)).into(),
            locale.count(figures.api_calls).into(),
            Cell::new(&locale.count(figures.errors), errors),
        ]);
    }
    app.out.table(&table)?;
    if more > 0 {
        app.out.note(&Message::new("cli-report-more").with("count", more));
    }
    Ok(())
}

fn csv(app: &mut App, runs: &[SyncRun], dialect: Dialect) -> Result<()> {
    const NAMES: [&str; 9] =
        ["company_id", "company", "run_id", "started", "status", "mode", "duration_seconds", "api_calls", "errors"];
    let mut out = app.out.shared();
    dialect.begin(&mut out).map_err(Failure::Output)?;
    let mut writer = dialect.builder().from_writer(out);
    let failed = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(error) => Failure::Output(error),
        _ => Failure::Output(std::io::ErrorKind::Other.into()),
    };
    writer.write_record(NAMES).map_err(failed)?;
    for run in runs {
        let figures = SyncFiguresJson::new(run);
        let millis = i64::try_from(report::duration(run, run.started).as_millis()).unwrap_or(i64::MAX);
        writer
            .write_record([
                figures.company_id.to_string(),
                dialect.text(&figures.company).into_owned(),
                figures.run_id.to_string(),
                run.started.to_string(),
                figures.status.to_owned(),
                figures.mode.to_owned(),
                dialect.number(rust_decimal::Decimal::new(millis, 3)),
                figures.api_calls.to_string(),
                figures.errors.to_string(),
            ])
            .map_err(failed)?;
    }
    writer.flush().map_err(Failure::Output)
}
