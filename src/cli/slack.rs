//! `faktura slack`: which user of Slack is which person.

use super::args::books::InArgs;
use super::args::slack::SlackCommand;
use super::books::in_books;
use super::context::App;
use super::error::{Exit, Result};
use super::out::with;
use super::table::{Column, Table};
use crate::domain::text;
use crate::json::{SlackPeopleJson, SlackPersonJson};
use crate::service::books::SlackPersonView;
use crate::service::cases;

/// Does one of the commands.
pub(super) async fn run(app: &mut App, command: SlackCommand) -> Result {
    match command {
        SlackCommand::Add(args) => set(app, &args.at, args.user, Some((args.person, args.project))).await,
        SlackCommand::Remove(args) => set(app, &args.at, args.user, None).await,
        SlackCommand::List(at) => list(app, &at).await,
    }
}

async fn people(app: &mut App, at: &InArgs) -> Result<Vec<SlackPersonView>> {
    in_books(app, at, async |_, service, company| Ok(service.ask(cases::SlackPeople { company }).await?)).await
}

async fn set(app: &mut App, at: &InArgs, user: String, person: Option<(String, Option<String>)>) -> Result {
    let id = if person.is_some() { "cli-slack-added" } else { "cli-slack-removed" };
    let shown = user.clone();
    in_books(app, at, async |_, service, company| Ok(service.ask(cases::SetSlackPerson { company, user, person }).await?))
        .await?;
    if at.json {
        let people = people(app, at).await?;
        app.out.json(&SlackPeopleJson { people: people.iter().map(SlackPersonJson::from).collect() })?;
    } else {
        app.out.note(&with(id, "user", shown));
    }
    Ok(Exit::Done)
}

async fn list(app: &mut App, at: &InArgs) -> Result {
    let people = people(app, at).await?;
    if at.json {
        app.out.json(&SlackPeopleJson { people: people.iter().map(SlackPersonJson::from).collect() })?;
        return Ok(Exit::Done);
    }
    let title = |id| app.out.get(id);
    let mut table = Table::new(vec![
        Column::left(title("slack-col-user")),
        Column::left(title("calendar-col-person")),
        Column::left(title("slack-col-project")),
    ]);
    for one in &people {
        table.row(vec![
            one.user.clone().into(),
            text::clean(&one.person).into_owned().into(),
            text::clean(one.project.as_deref().unwrap_or("–")).into_owned().into(),
        ]);
    }
    app.out.table(&table)?;
    Ok(Exit::Done)
}
