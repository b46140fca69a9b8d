//! The log of the program in `faktura --plain`: the newest lines that a query finds, a sentence each. Secrets are never in it.

use super::{Session, page};
use crate::cli::context::App;
use crate::cli::error::Result;
use crate::cli::out::with;
use crate::error::{Error, ErrorKind};
use crate::host::Service;
use crate::logging::LogLine;
use crate::query::group::{Grouped, is_groupable, of_rows};
use crate::query::rows::RowQuery;
use crate::query::schema::{Context, named};
use crate::service::cases;
use crate::tui::LineField;

/// Lines that are read at most, the newest.
const MOST: usize = 5_000;

/// The lines that the query of the session finds, from its offset on.
pub(super) async fn list(app: &App, service: &Service, session: &mut Session) -> Result<Vec<String>> {
    let locale = app.out.locale();
    let found = found(app, service, session).await?;
    session.total = found.len();
    if found.is_empty() {
        let id = if session.query.is_empty() { "tui-empty-messages" } else { "tui-empty-found" };
        return Ok(vec![locale.get(id)]);
    }
    let line = |line: &LogLine| {
        let message = with("plain-message", "at", line.at.map_or_else(String::new, |at| locale.time(at, app.zone())))
            .with("level", line.level.as_str())
            .with("part", line.target.as_str())
            .with("text", line.text.as_str());
        locale.text(&message).trim_start().to_owned()
    };
    Ok(page(locale, &found, session.offset, line))
}

/// The lines that the query of the session finds, grouped by a column.
pub(super) async fn grouped(app: &App, service: &Service, session: &Session, by: &str) -> Result<Grouped> {
    let wrong = || Error::new(ErrorKind::Usage, with("group-no-column", "column", by));
    let column = named::<LineField>(by, is_groupable).ok_or_else(wrong)?;
    let found = found(app, service, session).await?;
    Ok(of_rows(column.field, found.iter().map(|line| (line, context(app))), app.zone()))
}

/// No line is of a company.
fn context(app: &App) -> Context<'static> {
    Context { company: "", provider: "", today: app.today() }
}

async fn found(app: &App, service: &Service, session: &Session) -> Result<Vec<LogLine>> {
    let query = RowQuery::<LineField>::parse(&session.query).map_err(Error::from)?;
    let mut lines = service.ask(cases::ReadLog { limit: MOST }).await?;
    lines.retain(|line| query.matches(line, &context(app), app.zone()));
    Ok(lines)
}
