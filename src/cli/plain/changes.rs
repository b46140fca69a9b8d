//! What changed in the last days, in `faktura --plain`: the newest that a query finds, a sentence each.

use super::{Session, page};
use crate::cli::context::App;
use crate::cli::error::Result;
use crate::cli::out::with;
use crate::error::{Error, ErrorKind};
use crate::host::Service;
use crate::query::Names;
use crate::query::group::{Grouped, is_groupable, of_rows};
use crate::query::rows::RowQuery;
use crate::query::schema::{Context, named};
use crate::service::cases;
use crate::tui::{ChangeField, ChangeRow, Told, told};

/// Changes that are read at most, the newest.
const MOST: usize = 10_000;

/// The days and the query of what was typed: `7 field:status`.
pub(super) fn asked(typed: &str) -> (i32, &str) {
    let (first, rest) = typed.split_once(' ').unwrap_or((typed, ""));
    first.parse::<i32>().map_or((1, typed), |days| (days.clamp(1, 3660), rest.trim()))
}

/// The changes that the query of the session finds, from its offset on.
pub(super) async fn list(app: &App, service: &Service, session: &mut Session) -> Result<Vec<String>> {
    let locale = app.out.locale();
    let (found, names) = found(app, service, session).await?;
    session.total = found.len();
    if found.is_empty() {
        return Ok(vec![locale.get("tui-empty-changes")]);
    }
    let line = |row: &ChangeRow| {
        let change = &row.change.change;
        let value = |value: String| if value == "–" { locale.get("plain-nothing") } else { value };
        let about = |id| {
            with(id, "number", row.change.number.as_str())
                .with("partner", row.change.partner.as_str())
                .with("at", locale.time(change.at, app.zone()))
                .with("company", names.get(&change.key.company).map_or("", String::as_str))
        };
        locale.text(&match told(locale, change, &row.change.currency) {
            Told::Event(id) => about("plain-change-event").with("what", locale.get(id)),
            Told::Values([field, old, new]) => {
                about("plain-change").with("field", field).with("old", value(old)).with("new", value(new))
            }
        })
    };
    Ok(page(locale, &found, session.offset, line))
}

/// The changes that the query of the session finds, grouped by a column.
pub(super) async fn grouped(app: &App, service: &Service, session: &Session, by: &str) -> Result<Grouped> {
    let wrong = || Error::new(ErrorKind::Usage, with("group-no-column", "column", by));
    let column = named::<ChangeField>(by, is_groupable).ok_or_else(wrong)?;
    let (found, names) = found(app, service, session).await?;
    let rows = found.iter().map(|row| (row, context(app, row, &names)));
    Ok(of_rows(column.field, rows, app.zone()))
}

fn context<'n>(app: &App, row: &ChangeRow, names: &'n Names) -> Context<'n> {
    names.context(row.change.change.key.company, app.today())
}

async fn found(app: &App, service: &Service, session: &Session) -> Result<(Vec<ChangeRow>, Names)> {
    let query = RowQuery::<ChangeField>::parse(&session.query).map_err(Error::from)?;
    let day = app.today().checked_sub(jiff::Span::new().days(session.days)).ok();
    let since = day.and_then(|day| day.to_zoned(app.zone().clone()).ok()).map(|day| day.timestamp());
    let request = cases::Changes { since, run: None, companies: session.companies.clone(), limit: MOST };
    let changes = service.ask(request).await?;
    let names: Names = service.ask(cases::Companies).await?.into_iter().map(|view| view.company).collect();
    let mut found: Vec<ChangeRow> = changes.into_iter().map(|change| ChangeRow { change, count: 1 }).collect();
    found.retain(|row| query.matches(row, &context(app, row, &names), app.zone()));
    Ok((found, names))
}

#[cfg(test)]
mod tests {
    #[test]
    fn days_stand_before_the_query() {
        assert_eq!(super::asked("7 field:status"), (7, "field:status"));
        assert_eq!(super::asked("field:status x"), (1, "field:status x"));
        assert_eq!(super::asked(""), (1, ""));
        assert_eq!(super::asked("99999"), (3660, ""));
    }
}
