//! `faktura calendar`: calendars of own books, their syncs, and events as entries.

use jiff::tz::TimeZone;
use secrecy::{ExposeSecret, SecretString};

use super::args::calendar::{
    CalendarAcceptArgs, CalendarAddArgs, CalendarArgs, CalendarCommand, CalendarDismissArgs, CalendarRemoveArgs,
    CalendarSecretArgs, CalendarSyncArgs, KeepArg, ProposeArgs, ResolveArgs,
};
use super::books::{in_books, maybe_day};
use super::context::App;
use super::error::{CliError, Exit, Result};
use super::out::{with, word};
use super::table::{Column, Table};
use crate::domain::calendar::{EventFacts, EventTime, Keep};
use crate::domain::{CompanyId, Message, text};
use crate::error::ErrorKind;
use crate::host::Service;
use crate::json::{
    CalendarJson, CalendarSyncJson, CalendarSyncsJson, CalendarTestJson, CalendarsJson, EventProposalsJson, EventsDecidedJson,
};
use crate::service::books::{CalendarSynced, CalendarView, Decision, NewCalendar, ProposalAsk};
use crate::service::cases::{self, CalendarChange};

/// Does one of the commands.
pub(super) async fn run(app: &mut App, command: CalendarCommand) -> Result {
    match command {
        CalendarCommand::Add(args) => add(app, args).await,
        CalendarCommand::List(at) => {
            let views = in_books(app, &at, async |_, service, company| Ok(ask(service, company).await?)).await?;
            if at.json {
                app.out.json(&CalendarsJson::new(&views))?;
            } else {
                table(app, &views)?;
            }
            Ok(Exit::Done)
        }
        CalendarCommand::Show(args) => show(app, &args).await,
        CalendarCommand::Test(args) => test(app, &args).await,
        CalendarCommand::Sync(args) => sync(app, &args).await,
        CalendarCommand::Propose(args) => propose(app, &args).await,
        CalendarCommand::Accept(args) => {
            let CalendarAcceptArgs { proposals, project, at } = args;
            decide(app, &at, Decision { ids: proposals, accept: true, project }).await
        }
        CalendarCommand::Dismiss(args) => {
            let CalendarDismissArgs { proposals, at } = args;
            decide(app, &at, Decision { ids: proposals, accept: false, project: None }).await
        }
        CalendarCommand::Resolve(args) => resolve(app, &args).await,
        CalendarCommand::SetSecret(args) => set_secret(app, &args).await,
        CalendarCommand::Remove(args) => remove(app, &args).await,
    }
}

async fn ask(service: &Service, company: CompanyId) -> crate::service::Result<Vec<CalendarView>> {
    service.ask(cases::Calendars { companies: vec![company] }).await
}

/// The calendar of a name or identifier.
fn one(views: Vec<CalendarView>, wanted: &str) -> Result<CalendarView> {
    let folded = crate::query::fold(wanted.trim());
    let is = |view: &CalendarView| view.calendar.id.as_str() == wanted || crate::query::fold(&view.calendar.name) == folded;
    views.into_iter().find(is).ok_or_else(|| super::books::wrong(with("calendar-none-such", "wanted", wanted)))
}

/// Asks for a secret; `option` is how the command reads it from standard input.
async fn secret(app: &mut App, (stdin, option, question): (bool, &'static str, &'static str)) -> Result<SecretString> {
    let secret = if stdin {
        app.input.secret_line(&app.interrupt).await?
    } else if app.input.is_terminal {
        let prompt = app.out.get(question);
        app.input.secret(&app.interrupt, prompt).await?
    } else {
        return Err(CliError::SecretMissing { option }.into());
    };
    if secret.expose_secret().is_empty() {
        return Err(CliError::SecretMissing { option }.into());
    }
    app.never_log(&secret);
    Ok(secret)
}

async fn add(app: &mut App, args: CalendarAddArgs) -> Result {
    if args.ical == args.url.is_some() {
        return Err(super::books::wrong(Message::new("cli-calendar-url-or-ical")));
    }
    let from = maybe_day(app, args.from.as_ref())?;
    let asks = args.ical || args.user.is_some();
    let question = if args.ical { "cli-calendar-ask-address" } else { "cli-calendar-ask-password" };
    let new = |secret| NewCalendar {
        name: args.name.clone(),
        url: args.url.clone(),
        user: args.user.clone().unwrap_or_default(),
        secret,
        person: args.person.clone(),
        project: args.project.clone(),
        from,
        writes: !args.no_write,
        test: !args.no_test,
    };
    let secret = if asks || args.secret_stdin {
        let calendar = new(None);
        in_books(app, &args.at, async |_, service, company| Ok(service.ask(cases::CheckCalendar { company, calendar }).await?))
            .await?;
        Some(secret(app, (args.secret_stdin, "--secret-stdin", question)).await?)
    } else {
        None
    };
    let new = new(secret);
    let view = in_books(app, &args.at, async |_, service, company| {
        Ok(service.ask(cases::AddCalendar { company, calendar: new }).await?)
    })
    .await?;
    if args.at.json {
        app.out.json(&Shown { calendar: CalendarJson::new(&view) })?;
    } else {
        let id = if view.calendar.way.writes() { "cli-calendar-added" } else { "cli-calendar-added-read" };
        app.out.note(&with(id, "name", view.calendar.name.as_str()));
    }
    Ok(Exit::Done)
}

#[derive(serde::Serialize)]
struct Shown {
    calendar: CalendarJson,
}

fn table(app: &mut App, views: &[CalendarView]) -> Result<()> {
    let title = |id| app.out.get(id);
    let mut table = Table::new(vec![
        Column::left(title("cli-col-name")),
        Column::left(title("calendar-col-kind")),
        Column::cut(title("calendar-col-address")),
        Column::left(title("calendar-col-person")),
        Column::date(title("calendar-col-synced")),
        Column::right(title("calendar-col-linked")),
        Column::right(title("calendar-col-conflicts")),
        Column::cut(title("calendar-col-state")),
    ]);
    for view in views {
        let json = CalendarJson::new(view);
        let locale = app.out.locale();
        let state = view.error.as_ref().map(|error| locale.text(error)).unwrap_or_default();
        table.row(vec![
            text::clean(&json.name).into_owned().into(),
            word(locale, "calendar-kind", json.kind).into(),
            text::clean(&json.address).into_owned().into(),
            text::clean(&json.person).into_owned().into(),
            view.synced.map_or_else(|| "–".to_owned(), |at| locale.time(at, app.zone())).into(),
            locale.count(view.linked as u64).into(),
            locale.count(view.conflicts.len() as u64).into(),
            state.into(),
        ]);
    }
    Ok(app.out.table(&table)?)
}

async fn show(app: &mut App, args: &CalendarArgs) -> Result {
    let views = in_books(app, &args.at, async |_, service, company| Ok(ask(service, company).await?)).await?;
    let view = one(views, &args.calendar)?;
    if args.at.json {
        app.out.json(&Shown { calendar: CalendarJson::new(&view) })?;
        return Ok(Exit::Done);
    }
    table(app, std::slice::from_ref(&view))?;
    for conflict in &view.conflicts {
        let locale = app.out.locale();
        // Both sides in the zone of the entry, in which its person thinks of them, as in lists of time.
        let zone = TimeZone::get(&conflict.zone).unwrap_or_else(|_| app.zone().clone());
        let side =
            |facts: Option<&EventFacts>| facts.map_or_else(|| app.out.get("calendar-side-none"), |facts| fact(app, facts, &zone));
        let message = with("cli-calendar-conflict", "entry", conflict.entry.as_str())
            .with("why", word(locale, "calendar-conflict", conflict.conflict.as_str()))
            .with("books", side(conflict.ours.as_ref()))
            .with("calendar", side(conflict.theirs.as_ref()));
        app.out.say(&message)?;
    }
    if !view.conflicts.is_empty() {
        app.out.note(&with("cli-calendar-resolve", "name", view.calendar.name.as_str()));
    }
    Ok(Exit::Done)
}

/// Time and title, on a line.
fn fact(app: &App, facts: &EventFacts, zone: &TimeZone) -> String {
    let locale = app.out.locale();
    let when = match facts.when {
        EventTime::Clock { start, end } => format!("{} – {}", locale.time(start, zone), locale.time(end, zone)),
        EventTime::Day { date } => locale.date(date),
    };
    format!("{when} {}", text::clean(&facts.title))
}

async fn test(app: &mut App, args: &CalendarArgs) -> Result {
    let calendar = args.calendar.clone();
    let (name, writable) =
        in_books(app, &args.at, async |_, service, company| Ok(service.ask(cases::TestCalendar { company, calendar }).await?))
            .await?;
    if args.at.json {
        app.out.json(&CalendarTestJson { name, writable })?;
    } else {
        let id = if writable == Some(false) { "cli-calendar-reads" } else { "cli-calendar-works" };
        app.out.note(&with(id, "name", args.calendar.as_str()));
    }
    Ok(Exit::Done)
}

async fn sync(app: &mut App, args: &CalendarSyncArgs) -> Result {
    let done = in_books(app, &args.at, async |_, service, company| {
        let names = if args.calendars.is_empty() {
            ask(service, company).await?.into_iter().map(|view| view.calendar.id.to_string()).collect()
        } else {
            args.calendars.clone()
        };
        let mut done = Vec::new();
        for calendar in names {
            done.push(service.ask(cases::SyncCalendar { company, calendar }).await?);
        }
        Ok(done)
    })
    .await?;
    if args.at.json {
        app.out.json(&CalendarSyncsJson { calendars: done.iter().map(CalendarSyncJson::from).collect() })?;
    } else {
        for one in &done {
            told(app, one)?;
        }
    }
    let failed = done.iter().filter(|one| one.error.is_some()).count();
    Ok(match failed {
        0 if done.iter().any(|one| one.conflicts > 0) => Exit::As(ErrorKind::Partial),
        0 => Exit::Done,
        failed if failed == done.len() => Exit::As(ErrorKind::Failed),
        _ => Exit::As(ErrorKind::Partial),
    })
}

fn told(app: &mut App, done: &CalendarSynced) -> Result<()> {
    if let Some(error) = &done.error {
        let error = app.out.locale().text(error);
        app.out.say(&with("cli-calendar-failed", "name", done.calendar.as_str()).with("error", error))?;
        return Ok(());
    }
    let message = with("cli-calendar-synced", "name", done.calendar.as_str())
        .with("created", done.created)
        .with("updated", done.updated)
        .with("deleted", done.deleted)
        .with("edited", done.edited)
        .with("removed", done.removed);
    app.out.say(&message)?;
    if done.conflicts > 0 {
        app.out.warn(&with("cli-calendar-conflicts", "name", done.calendar.as_str()).with("count", done.conflicts));
    }
    if done.proposals > 0 {
        app.out.note(&with("cli-calendar-proposals", "count", done.proposals));
    }
    Ok(())
}

async fn propose(app: &mut App, args: &ProposeArgs) -> Result {
    let view = in_books(app, &args.at, async |app, service, company| {
        let (from, until) = (maybe_day(app, args.from.as_ref())?, maybe_day(app, args.until.as_ref())?);
        let ask = ProposalAsk { calendar: args.calendar.clone(), from, until };
        Ok(service.ask(cases::FindProposals { company, ask }).await?)
    })
    .await?;
    if args.at.json {
        app.out.json(&EventProposalsJson::new(&view))?;
        return Ok(Exit::Done);
    }
    let title = |id| app.out.get(id);
    let mut table = Table::new(vec![
        Column::left(title("calendar-col-proposal")),
        Column::left(title("calendar-col-change")),
        Column::date(title("calendar-col-start")),
        Column::right(title("calendar-col-length")),
        Column::left(title("calendar-col-calendar")),
        Column::cut(title("calendar-col-title")),
    ]);
    for proposal in &view.proposals {
        let locale = app.out.locale();
        let seconds = proposal.span.seconds();
        let day = locale.date(proposal.date);
        let start = proposal.span.shown(proposal.date).map_or_else(|| day.clone(), |clock| format!("{day} {clock}"));
        table.row(vec![
            proposal.id.to_string().into(),
            word(locale, "calendar-change", proposal.change.as_str()).into(),
            start.into(),
            format!("{}:{:02}", seconds / 3600, seconds / 60 % 60).into(),
            text::clean(&proposal.calendar_name).into_owned().into(),
            text::clean(&proposal.title).into_owned().into(),
        ]);
    }
    app.out.table(&table)?;
    for (calendar, error) in &view.refused {
        let error = app.out.locale().text(error);
        app.out.warn(&with("cli-calendar-refused", "name", calendar.as_str()).with("error", error));
    }
    Ok(Exit::Done)
}

async fn decide(app: &mut App, at: &super::args::books::InArgs, decision: Decision) -> Result {
    let accept = decision.accept;
    let done =
        in_books(app, at, async |_, service, company| Ok(service.ask(cases::DecideProposals { company, decision }).await?))
            .await?;
    if at.json {
        app.out.json(&EventsDecidedJson::from(&done))?;
    } else if accept {
        let message = with("cli-calendar-accepted", "created", done.created);
        app.out.note(&message.with("changed", done.changed).with("deleted", done.deleted));
    } else {
        app.out.note(&with("cli-calendar-dismissed", "count", done.dismissed));
    }
    Ok(Exit::Done)
}

async fn resolve(app: &mut App, args: &ResolveArgs) -> Result {
    let keep = match args.keep {
        KeepArg::Books => Keep::Books,
        KeepArg::Calendar => Keep::Calendar,
    };
    let (calendar, entry) = (args.calendar.clone(), args.entry.clone());
    let done = in_books(app, &args.at, async |_, service, company| {
        let change = CalendarChange::Resolve { entry, keep };
        service.ask(cases::ChangeCalendar { company, calendar: calendar.clone(), change }).await?;
        Ok(service.ask(cases::SyncCalendar { company, calendar }).await?)
    })
    .await?;
    if args.at.json {
        app.out.json(&CalendarSyncJson::from(&done))?;
    } else {
        told(app, &done)?;
    }
    Ok(if done.error.is_some() { Exit::As(ErrorKind::Failed) } else { Exit::Done })
}

async fn set_secret(app: &mut App, args: &CalendarSecretArgs) -> Result {
    in_books(app, &args.at, async |_, service, company| one(ask(service, company).await?, &args.calendar).map(drop)).await?;
    let secret = secret(app, (args.stdin, "--stdin", "cli-calendar-ask-secret")).await?;
    let calendar = args.calendar.clone();
    in_books(app, &args.at, async |_, service, company| {
        let change = CalendarChange::SetSecret { secret };
        Ok(service.ask(cases::ChangeCalendar { company, calendar, change }).await?)
    })
    .await?;
    app.out.note(&with("cli-calendar-secret-set", "name", args.calendar.as_str()));
    Ok(Exit::Done)
}

async fn remove(app: &mut App, args: &CalendarRemoveArgs) -> Result {
    let name = || args.calendar.clone();
    if !args.yes {
        if !app.input.is_terminal {
            return Err(CliError::RemovalNeedsYes { name: name() }.into());
        }
        app.out.ask(&with("cli-calendar-remove-ask", "name", name()));
        let answer = app.input.line(&app.interrupt).await?.unwrap_or_default();
        if !super::company::is_yes(&answer) {
            return Err(CliError::NotConfirmed { name: name() }.into());
        }
    }
    let calendar = name();
    in_books(app, &args.at, async |_, service, company| {
        Ok(service.ask(cases::ChangeCalendar { company, calendar, change: CalendarChange::Remove }).await?)
    })
    .await?;
    app.out.note(&with("cli-calendar-removed", "name", args.calendar.as_str()));
    Ok(Exit::Done)
}
