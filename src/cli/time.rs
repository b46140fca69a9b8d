//! `faktura time` and `faktura timer`.

use super::args::time::{
    ApproveArgs, ChosenArgs, EntriesArgs, EntryFields, TimeCommand, TimeFormat, TimeListArgs, TimerCommand, TimerStartArgs,
    WriteOffArgs,
};
use super::books::{day, in_books, maybe_day};
use super::context::App;
use super::error::{Exit, Result};
use super::out::{with, word};
use super::style::Style;
use super::table::{Cell, Column, Table};
use super::time_words::{ask, hours, tail};
use crate::domain::time::lint::Lint;
use crate::domain::time::{EntryRow, Price};
use crate::domain::{Currency, text};
use crate::json::{ChangedJson, TimeJson, TimerJson};
use crate::service::books::{Approve, NewEntry, Settle, TimeChange, TimeChanged, TimeView, TimerAsk, TimerView};
use crate::service::cases;

/// `faktura time`.
pub(super) async fn run(app: &mut App, command: TimeCommand) -> Result {
    match command {
        TimeCommand::Add(args) => {
            let add = |app: &App| Ok(TimeChange::Add(entry(app, args.time.clone(), &args.fields)?));
            record(app, &args.at, add, "cli-time-added").await?;
        }
        TimeCommand::Edit(args) => {
            let edit = |app: &App| Ok(TimeChange::Edit(args.entry.clone(), entry(app, args.time.clone(), &args.fields)?));
            record(app, &args.at, edit, "cli-time-changed").await?;
        }
        TimeCommand::Split(args) => {
            let split = |_: &App| Ok(TimeChange::Split(args.entry.clone(), args.place.clone()));
            record(app, &args.at, split, "cli-time-changed").await?;
        }
        TimeCommand::Move(args) => {
            let project = Some(args.project.clone()).filter(|project| project != "none");
            record(app, &args.at, |_| Ok(TimeChange::Move(args.entries.clone(), project)), "cli-time-changed").await?;
        }
        TimeCommand::Merge(EntriesArgs { entries, at }) => {
            record(app, &at, |_| Ok(TimeChange::Merge(entries)), "cli-time-changed").await?;
        }
        TimeCommand::Mend(args) => {
            record(app, &args.at, |_| Ok(TimeChange::Mend(args.entry.clone())), "cli-time-changed").await?;
        }
        TimeCommand::Copy(args) => {
            let copy = |app: &App| Ok(TimeChange::CopyDay(day(app, &args.from)?, day(app, &args.to)?));
            record(app, &args.at, copy, "cli-time-added").await?;
        }
        TimeCommand::Delete(EntriesArgs { entries, at }) => {
            record(app, &at, |_| Ok(TimeChange::Delete(entries)), "cli-time-deleted").await?;
        }
        TimeCommand::Import(args) => return super::time_file::import(app, &args).await,
        TimeCommand::Map(args) => return super::recurring::map(app, &args).await,
        TimeCommand::Export(args) => return super::time_file::export(app, &args).await,
        TimeCommand::List(args) => list(app, &args, false).await?,
        TimeCommand::Lint(args) => list(app, &args, true).await?,
        TimeCommand::Approve(ApproveArgs { chosen, force }) => {
            approve(app, &chosen, Settle::Approve, force, "cli-time-approved").await?;
        }
        TimeCommand::Unapprove(chosen) => approve(app, &chosen, Settle::Unapprove, false, "cli-time-unapproved").await?,
        TimeCommand::WriteOff(WriteOffArgs { chosen, reason }) => {
            approve(app, &chosen, Settle::WriteOff(reason), false, "cli-time-written-off").await?;
        }
        TimeCommand::Restore(chosen) => approve(app, &chosen, Settle::Restore, false, "cli-time-restored").await?,
    }
    Ok(Exit::Done)
}

fn entry(app: &App, time: Option<String>, fields: &EntryFields) -> Result<NewEntry> {
    let price = fields
        .rate
        .map(|amount| Price { amount, currency: fields.currency.as_deref().map_or_else(Currency::unsaid, Currency::new) });
    Ok(NewEntry {
        project: fields.project.clone(),
        person: fields.person.clone(),
        start: fields.start.clone(),
        end: fields.end.clone(),
        date: maybe_day(app, fields.date.as_ref())?,
        time,
        zone: fields.zone.clone(),
        task: fields.task.clone(),
        note: fields.note.clone(),
        tags: Some(fields.tag.clone()).filter(|tags| !tags.is_empty()),
        billable: fields.billable,
        price,
    })
}

async fn record(
    app: &mut App,
    at: &super::args::books::InArgs,
    make: impl FnOnce(&App) -> Result<TimeChange>,
    told: &'static str,
) -> Result<()> {
    let changed: TimeChanged = in_books(app, at, async |app, service, company| {
        let change = make(app)?;
        Ok(service.ask(cases::RecordTime { company, change }).await?)
    })
    .await?;
    if at.json {
        return Ok(app.out.json(&ChangedJson::new(&changed))?);
    }
    let seconds: i64 = changed.entries.iter().map(|row| row.entry.seconds()).sum();
    app.out.note(&with(told, "count", changed.entries.len()).with("hours", hours(seconds)));
    for row in &changed.entries {
        let line = format!("{}  {}  {}", tail(row.entry.id.as_str()), row.date, hours(row.entry.seconds()));
        app.out.line(&line)?;
    }
    warn(app, &changed.lints);
    Ok(())
}

/// Warns of what is worth a look.
fn warn(app: &mut App, lints: &[Lint]) {
    for lint in lints {
        let message = with("cli-time-lint", "entry", tail(lint.entry.as_str()))
            .with("date", lint.date.to_string())
            .with("what", word(app.out.locale(), "books-lint", lint.kind.as_str()))
            .with("hours", hours(lint.seconds));
        app.out.warn(&message);
    }
}

async fn list(app: &mut App, args: &TimeListArgs, only_lints: bool) -> Result<()> {
    let view: TimeView = in_books(app, &args.at, async |app, service, company| {
        let ask = ask(app, &args.period, args.limit)?;
        Ok(service.ask(cases::FindTime { company, ask }).await?)
    })
    .await?;
    if args.at.json || args.format == TimeFormat::Json {
        return Ok(app.out.json(&TimeJson::new(&view))?);
    }
    if only_lints {
        return lints(app, &view.lints);
    }
    table(app, &view.entries)?;
    if view.days.len() > 1 {
        for (date, seconds) in &view.days {
            app.out.line(&format!("{date}  {}", hours(*seconds)))?;
        }
    }
    app.out.note(&with("cli-time-total", "count", view.total).with("hours", hours(view.seconds)));
    warn(app, &view.lints);
    Ok(())
}

fn lints(app: &mut App, lints: &[Lint]) -> Result<()> {
    if lints.is_empty() {
        app.out.note(&crate::domain::Message::new("cli-time-no-lints"));
        return Ok(());
    }
    let title = |id| app.out.get(id);
    let mut table = Table::new(vec![
        Column::left(title("cli-col-id")),
        Column::date(title("cli-col-date")),
        Column::left(title("cli-col-what")),
        Column::right(title("cli-col-hours")),
        Column::left(title("cli-col-other")),
    ]);
    for lint in lints {
        table.row(vec![
            tail(lint.entry.as_str()).into(),
            app.out.locale().date(lint.date).into(),
            word(app.out.locale(), "books-lint", lint.kind.as_str()).into(),
            hours(lint.seconds).into(),
            lint.other.as_ref().map_or_else(|| "–".to_owned(), |other| tail(other.as_str())).into(),
        ]);
    }
    Ok(app.out.table(&table)?)
}

fn table(app: &mut App, rows: &[EntryRow]) -> Result<()> {
    let title = |id| app.out.get(id);
    let mut table = Table::new(vec![
        Column::left(title("cli-col-id")),
        Column::date(title("cli-col-date")),
        Column::date(title("cli-col-time")),
        Column::right(title("cli-col-hours")),
        Column::cut(title("cli-col-project")),
        Column::cut(title("cli-col-person")),
        Column::left(title("cli-col-state")),
        Column::cut(title("cli-col-note")),
    ]);
    for row in rows {
        let locale = app.out.locale();
        let state = row.state().as_str();
        let style = if state == "pending" { Style::Yellow } else { Style::Green };
        let words = [row.entry.task.as_str(), row.entry.note.as_str()];
        let note = words.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ");
        table.row(vec![
            tail(row.entry.id.as_str()).into(),
            locale.date(row.date).into(),
            row.entry.span.shown(row.date).unwrap_or_else(|| "–".to_owned()).into(),
            hours(row.entry.seconds()).into(),
            text::clean(row.project.as_deref().unwrap_or("–")).to_string().into(),
            text::clean(&row.person).to_string().into(),
            Cell::new(&word(locale, "books-state", state), style),
            text::clean(&note).to_string().into(),
        ]);
    }
    Ok(app.out.table(&table)?)
}

async fn approve(app: &mut App, chosen: &ChosenArgs, action: Settle, force: bool, told: &'static str) -> Result<()> {
    let view: TimeView = in_books(app, &chosen.at, async |app, service, company| {
        let ask = Approve { of: ask(app, &chosen.period, None)?, action, force };
        Ok(service.ask(cases::ApproveTime { company, ask }).await?)
    })
    .await?;
    if chosen.at.json {
        return Ok(app.out.json(&TimeJson::new(&view))?);
    }
    app.out.note(&with(told, "count", view.total).with("hours", hours(view.seconds)));
    Ok(())
}

/// `faktura timer`.
pub(super) async fn timer(app: &mut App, command: TimerCommand) -> Result {
    let new = |args: &TimerStartArgs| NewEntry {
        project: args.project.clone(),
        task: args.task.clone(),
        note: args.note.clone(),
        tags: Some(args.tag.clone()),
        start: args.since.clone(),
        zone: args.zone.clone(),
        ..NewEntry::default()
    };
    let dropped = matches!(command, TimerCommand::Discard(_));
    let (ask, at) = match command {
        TimerCommand::Start(args) => (TimerAsk::Start(new(&args)), args.at),
        TimerCommand::Switch(args) => (TimerAsk::Switch(new(&args)), args.at),
        TimerCommand::Stop(args) => (TimerAsk::Stop(args.until), args.at),
        TimerCommand::Status(at) => (TimerAsk::Status, at),
        TimerCommand::Discard(at) => (TimerAsk::Discard, at),
    };
    let view: TimerView =
        in_books(app, &at, async |_, service, company| Ok(service.ask(cases::RunTimer { company, ask }).await?)).await?;
    if at.json {
        app.out.json(&TimerJson::new(&view))?;
        return Ok(Exit::Done);
    }
    if let Some(row) = &view.entry {
        let message = with("cli-timer-stopped", "hours", hours(row.entry.seconds())).with("entry", tail(row.entry.id.as_str()));
        app.out.note(&message);
    }
    match &view.running {
        Some(timer) => {
            // In the zone in which `--at` is read, which need not be that of this machine.
            let zone = jiff::tz::TimeZone::get(&timer.zone).unwrap_or_else(|_| app.zone().clone());
            let start = app.out.locale().time(timer.start, &zone);
            let is_apart = zone.to_offset(timer.start) != app.zone().to_offset(timer.start);
            let start = if is_apart { format!("{start} {}", timer.zone) } else { start };
            let project = view.project.clone().unwrap_or_else(|| "–".to_owned());
            let message = with("cli-timer-runs", "start", start).with("hours", hours(view.seconds)).with("project", project);
            app.out.say(&message)?;
            if let Some(end) = view.proposed_end {
                let end = end.to_zoned(zone).strftime("%Y-%m-%dT%H:%M").to_string();
                app.out.warn(&with("cli-timer-forgotten", "end", end));
            }
        }
        None if dropped => app.out.note(&crate::domain::Message::new("cli-timer-dropped")),
        None if view.entry.is_none() => app.out.note(&crate::domain::Message::new("cli-timer-none")),
        None => {}
    }
    warn(app, &view.lints);
    Ok(Exit::Done)
}
