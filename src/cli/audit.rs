//! `faktura audit`: prints and verifies the audit log.

use super::args::{AuditArgs, AuditCommand};
use super::context::{App, close};
use super::error::{Exit, Result};
use super::out::with;
use super::style::Style;
use super::table::{Column, Table};
use crate::domain::{AuditLog, Message, text};
use crate::error::ErrorKind;
use crate::json::AuditJson;
use crate::service::cases;

/// How the action of an entry begins that reports a loss.
const LOSS: &str = "audit.";

/// Lists the newest entries, or verifies the log.
pub(super) async fn run(app: &mut App, args: &AuditArgs) -> Result {
    let service = app.open().await?;
    let log = service.ask(cases::ReadAudit { newest: args.verify.is_none().then_some(args.limit) }).await;
    close(service).await;
    let log = log?;
    match args.verify {
        Some(AuditCommand::Verify) => verify(app, &log),
        None => list(app, &log, args),
    }
}

fn list(app: &mut App, log: &AuditLog, args: &AuditArgs) -> Result {
    if args.json {
        app.out.json(&AuditJson::new(log))?;
        return Ok(Exit::Done);
    }
    if log.entries.is_empty() {
        app.out.note(&Message::new("cli-audit-none"));
        return Ok(Exit::Done);
    }
    let left = |id| Column::left(app.out.get(id));
    let mut table = Table::new(vec![
        Column::date(app.out.get("cli-col-at")),
        left("cli-col-who"),
        left("cli-col-action"),
        Column::cut(app.out.get("cli-col-subject")),
        left("cli-col-from").spare(1),
    ]);
    for entry in &log.entries {
        let local = entry.at.to_zoned(app.zone().clone());
        let at = format!("{} {}", app.out.locale().date(local.date()), local.strftime("%H:%M:%S"));
        let cells = [at, entry.actor.0.clone(), entry.action.clone(), entry.subject.clone(), entry.from.clone()];
        table.row(cells.iter().map(|cell| text::clean(cell).to_string().into()).collect());
    }
    app.out.table(&table)?;
    Ok(Exit::Done)
}

fn verify(app: &mut App, log: &AuditLog) -> Result {
    if log.faults.is_empty() {
        let message = with("cli-audit-whole", "count", log.entries.len());
        let words = app.out.text(&message);
        app.out.styled(&words, Style::Green)?;
        return Ok(Exit::Done);
    }
    for place in &log.faults {
        let words = app.out.text(&with("cli-audit-fault", "place", place.as_str()));
        app.out.styled(&words, Style::Red)?;
    }
    // A loss that was found is an entry of the log: it is reported from then on, and there is nothing to repair.
    let losses = log.entries.iter().filter(|entry| entry.action.starts_with(LOSS)).count();
    app.out.note(&Message::new(if log.faults.len() > losses { "cli-check-hint" } else { "cli-audit-loss-hint" }));
    Ok(Exit::As(ErrorKind::Failed))
}
