//! The log of syncs in `faktura --plain`: the last runs that a query finds, a sentence each.

use super::{Session, page};
use crate::cli::context::App;
use crate::cli::error::Result;
use crate::cli::out::{with, word};
use crate::domain::{Message, SyncRun};
use crate::error::{Error, ErrorKind};
use crate::host::Service;
use crate::query::group::{Grouped, is_groupable, of_rows};
use crate::query::rows::RowQuery;
use crate::query::schema::{Context, named};
use crate::service::{RunFilter, cases};
use crate::tui::RunField;

/// The last runs that the query of the session finds, from its offset on.
pub(super) async fn list(app: &App, service: &Service, session: &mut Session) -> Result<Vec<String>> {
    let locale = app.out.locale();
    let runs = found(app, service, session).await?;
    session.total = runs.len();
    if runs.is_empty() {
        let id = if session.query.is_empty() { "tui-empty-log" } else { "tui-empty-found" };
        return Ok(vec![locale.get(id)]);
    }
    let line = |run: &SyncRun| {
        let message = Message::new("plain-run")
            .with("run", run.id.to_string())
            .with("company", run.company_name.as_str())
            .with("at", locale.time(run.started, app.zone()))
            .with("status", word(locale, "tui-run", run.status.as_str()))
            .with("created", run.counts.documents.created)
            .with("updated", run.counts.documents.updated)
            .with("skipped", run.counts.documents.skipped);
        let told = locale.text(&message);
        match crate::cli::report::reason(locale, app.zone(), run) {
            Some(reason) => format!("{told} {reason}"),
            None => told,
        }
    };
    Ok(page(locale, &runs, session.offset, line))
}

/// The runs that the query of the session finds, grouped by a column.
pub(super) async fn grouped(app: &App, service: &Service, session: &Session, by: &str) -> Result<Grouped> {
    let wrong = || Error::new(ErrorKind::Usage, with("group-no-column", "column", by));
    let column = named::<RunField>(by, is_groupable).ok_or_else(wrong)?;
    let runs = found(app, service, session).await?;
    let rows = runs.iter().map(|run| (run, context(app)));
    Ok(of_rows(column.field, rows, app.zone()))
}

/// A run knows its company: its name here is that of then.
fn context(app: &App) -> Context<'static> {
    Context { company: "", provider: "", today: app.today() }
}

async fn found(app: &App, service: &Service, session: &Session) -> Result<Vec<SyncRun>> {
    let query = RowQuery::<RunField>::parse(&session.query).map_err(Error::from)?;
    let filter = RunFilter { companies: session.companies.clone(), ..RunFilter::default() };
    let mut runs = service.ask(cases::Runs(filter)).await?;
    runs.retain(|run| query.matches(run, &context(app), app.zone()));
    Ok(runs)
}
