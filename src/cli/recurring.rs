//! `faktura recurring` and `time map`.

use super::args::books::InArgs;
use super::args::recurring::{RecurringCommand, RecurringFields, TimeMapArgs};
use super::bill::{free_line, step};
use super::books::{change, day, in_books, maybe_day, tell, vat, view, wrong};
use super::context::App;
use super::error::{Exit, Result};
use super::out::with;
use super::table::{Column, Table};
use crate::domain::ledger::{Group, Recurring, RecurringLine, RoundingLevel};
use crate::domain::{Message, RemoteId, text};
use crate::json::BooksJson;
use crate::service::books::{BillStep, BooksEdit, BooksView, RecurringAsk, RecurringView, TimeMapAsk};
use crate::service::cases;

/// Does one of the commands.
pub(super) async fn run(app: &mut App, command: RecurringCommand) -> Result {
    match command {
        RecurringCommand::Add(args) => {
            let edited = in_books(app, &args.fields.at, async |app, service, company| {
                let edit = BooksEdit::AddRecurring(ask(app, None, &args.title, &args.fields)?);
                Ok(service.ask(cases::EditBooks { company, edit }).await?)
            })
            .await?;
            tell(app, &edited, args.fields.at.json)?;
        }
        RecurringCommand::Edit(args) => {
            let known = view(app, &args.fields.at).await?;
            let known = find(&known, &args.wanted)?;
            let title = args.rename.clone().unwrap_or_else(|| known.recurring.title.clone());
            let ask = ask(app, Some(&known.recurring), &title, &args.fields)?;
            let id = known.recurring.id.to_string();
            change(app, &args.fields.at, |_| Ok(BooksEdit::EditRecurring(id, ask))).await?;
        }
        RecurringCommand::List(at) => list(app, &at).await?,
        RecurringCommand::Pause(args) => {
            change(app, &args.at, |_| Ok(BooksEdit::PauseRecurring(args.wanted.clone(), true))).await?;
        }
        RecurringCommand::Resume(args) => {
            change(app, &args.at, |_| Ok(BooksEdit::PauseRecurring(args.wanted.clone(), false))).await?;
        }
        RecurringCommand::Delete(args) => {
            change(app, &args.at, |view| Ok(BooksEdit::Delete(find(view, &args.wanted)?.recurring.id.clone()))).await?;
        }
        RecurringCommand::Run(args) => {
            return step(app, &args.at, |app| Ok(BillStep::Recur(maybe_day(app, args.until.as_ref())?))).await;
        }
    }
    Ok(Exit::Done)
}

fn find(view: &BooksView, wanted: &str) -> Result<RecurringView> {
    let is = |one: &RecurringView| {
        let id = one.recurring.id.as_str();
        id == wanted || wanted.len() >= 6 && id.ends_with(wanted) || one.recurring.title.eq_ignore_ascii_case(wanted)
    };
    let found = view.recurring.iter().find(|one| is(one)).cloned();
    found.ok_or_else(|| wrong(with("books-no-recurring", "wanted", wanted)))
}

/// What is asked, with what a known one has where nothing is given.
fn ask(app: &App, known: Option<&Recurring>, title: &str, fields: &RecurringFields) -> Result<RecurringAsk> {
    let unknown = |given: &str| wrong(with("cli-not-a-word", "text", given));
    let needed = |option: &'static str| wrong(with("cli-recurring-needs", "option", option));
    let mut lines = Vec::new();
    for given in &fields.line {
        let line = free_line(given, false)?;
        let crate::service::books::ExpenseLine { text, quantity, unit_price, vat, .. } = line;
        lines.push(RecurringLine { text, quantity, unit_price, vat });
    }
    if lines.is_empty() {
        lines = known.map(|known| known.lines.clone()).unwrap_or_default();
    }
    let group = fields.group.as_deref().map(|given| Group::parse(given).ok_or_else(|| unknown(given))).transpose()?;
    let level = fields.round.as_deref().map(|given| RoundingLevel::parse(given).ok_or_else(|| unknown(given))).transpose()?;
    let client = fields.client.clone().or_else(|| known.map(|known| known.client.to_string()));
    let next = match &fields.next {
        Some(given) => Some(day(app, given)?),
        None => known.map(|known| known.next),
    };
    Ok(RecurringAsk {
        title: title.trim().to_owned(),
        client: client.ok_or_else(|| needed("--client"))?,
        project: fields.project.clone().or_else(|| known?.project.as_ref().map(RemoteId::to_string)),
        months: fields.every.or_else(|| known.map(|known| known.months)).unwrap_or(1),
        next: next.ok_or_else(|| needed("--next"))?,
        until: maybe_day(app, fields.until.as_ref())?.or_else(|| known?.until),
        time: fields.time.or_else(|| known.map(|known| known.time)).unwrap_or(lines.is_empty()),
        group: group.or_else(|| known.map(|known| known.group)).unwrap_or(Group::Project),
        level: level.or_else(|| known.map(|known| known.level)).unwrap_or(RoundingLevel::Line),
        lines,
        vat: vat(fields.vat.as_ref())?.or_else(|| known?.vat.clone()),
        note: fields.note.clone().or_else(|| known.map(|known| known.note.clone())).unwrap_or_default(),
    })
}

async fn list(app: &mut App, at: &InArgs) -> Result<()> {
    let view = view(app, at).await?;
    if at.json {
        let json = BooksJson::new(&view);
        return Ok(app.out.json(&BooksJson { recurring: json.recurring, ..BooksJson::bare(&view) })?);
    }
    let title = |id| app.out.get(id);
    let mut table = Table::new(vec![
        Column::cut(title("cli-col-name")),
        Column::cut(title("cli-col-client")),
        Column::right(title("cli-col-months")),
        Column::date(title("cli-col-next-draft")),
        Column::date(title("books-col-until")),
        Column::left(title("cli-col-state")),
    ]);
    for one in &view.recurring {
        let (recurring, locale) = (&one.recurring, app.out.locale());
        let has_ended = recurring.until.is_some_and(|until| recurring.next > until);
        let state = match (has_ended, recurring.paused) {
            (true, _) => "cli-recurring-ended",
            (false, true) => "books-project-on-hold",
            (false, false) => "books-project-active",
        };
        let next = if has_ended { "–".to_owned() } else { locale.date(recurring.next) };
        table.row(vec![
            text::clean(&recurring.title).to_string().into(),
            text::clean(&one.client).to_string().into(),
            recurring.months.to_string().into(),
            next.into(),
            recurring.until.map_or_else(|| "–".to_owned(), |until| locale.date(until)).into(),
            app.out.get(state).into(),
        ]);
    }
    Ok(app.out.table(&table)?)
}

/// `faktura time map`: maps a name to a project, or lists the names.
pub(super) async fn map(app: &mut App, args: &TimeMapArgs) -> Result {
    if let Some(name) = &args.name {
        let Some(project) = &args.project else { return Err(wrong(Message::new("cli-map-needs"))) };
        let project = Some(project.clone()).filter(|project| project != "none");
        let ask = TimeMapAsk { name: name.clone(), tag: args.tag, project };
        change(app, &args.at, |_| Ok(BooksEdit::MapTime(ask))).await?;
        return Ok(Exit::Done);
    }
    let view = view(app, &args.at).await?;
    if args.at.json {
        let json = BooksJson::new(&view);
        app.out.json(&BooksJson { time_maps: json.time_maps, ..BooksJson::bare(&view) })?;
        return Ok(Exit::Done);
    }
    let title = |id| app.out.get(id);
    let mut table = Table::new(vec![
        Column::cut(title("cli-col-name")),
        Column::left(title("cli-col-what")),
        Column::cut(title("cli-col-project")),
    ]);
    for (map, project) in &view.maps {
        let what = app.out.get(if map.tag { "cli-map-tag" } else { "cli-map-project" });
        table.row(vec![text::clean(&map.name).to_string().into(), what.into(), text::clean(project).to_string().into()]);
    }
    app.out.table(&table)?;
    Ok(Exit::Done)
}
