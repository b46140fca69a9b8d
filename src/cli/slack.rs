//! `faktura slack`: which user of Slack is which person, and what is posted there.

use secrecy::{ExposeSecret, SecretString};

use super::args::books::InArgs;
use super::args::slack::{SlackCommand, SlackSecretArg, SlackSecretArgs};
use super::books::in_books;
use super::context::{App, close};
use super::error::{CliError, Exit, Result};
use super::out::with;
use super::table::{Column, Table};
use crate::domain::{AlertSecret, Message, text};
use crate::json::{SlackPeopleJson, SlackPersonJson};
use crate::service::books::SlackPersonView;
use crate::service::cases;

/// Does one of the commands.
pub(super) async fn run(app: &mut App, command: SlackCommand) -> Result {
    match command {
        SlackCommand::Add(args) => set(app, &args.at, args.user, Some((args.person, args.project))).await,
        SlackCommand::Remove(args) => set(app, &args.at, args.user, None).await,
        SlackCommand::List(at) => list(app, &at).await,
        SlackCommand::Summary(args) => {
            let service = app.open_to_search().await?;
            let done = match service.ask(cases::SendDaily { dry_run: args.dry_run }).await {
                Ok(answer) => super::send::told(app, &service, answer, (true, args.json.json)).await,
                Err(error) => Err(error.into()),
            };
            close(service).await;
            done
        }
        SlackCommand::Test => {
            let service = app.open().await?;
            let tested = service.ask(cases::TestSlack).await;
            close(service).await;
            tested?;
            app.out.note(&Message::new("cli-slack-tested"));
            Ok(Exit::Done)
        }
        SlackCommand::SetSecret(args) => {
            // Asked for before the store is opened, so that the store is not held during a prompt.
            let secret = secret(app, args).await?;
            app.never_log(&secret);
            keep(app, args.name.into(), Some(secret)).await
        }
        SlackCommand::RemoveSecret(args) => keep(app, args.name.into(), None).await,
    }
}

async fn secret(app: &mut App, args: SlackSecretArgs) -> Result<SecretString> {
    let secret = if args.stdin {
        app.input.secret_line(&app.interrupt).await?
    } else if app.input.is_terminal {
        let prompt = app.out.text(&with("cli-ask-secret", "name", AlertSecret::from(args.name).as_str()));
        app.input.secret(&app.interrupt, prompt).await?
    } else {
        return Err(CliError::SecretMissing { option: "--stdin" }.into());
    };
    if secret.expose_secret().is_empty() { Err(CliError::SecretMissing { option: "--stdin" }.into()) } else { Ok(secret) }
}

async fn keep(app: &mut App, which: AlertSecret, secret: Option<SecretString>) -> Result {
    let id = if secret.is_some() { "cli-alert-secret-set" } else { "cli-alert-secret-removed" };
    let service = app.open().await?;
    let kept = service.ask(cases::SetAlertSecret { which, secret }).await;
    close(service).await;
    kept?;
    app.out.note(&with(id, "name", which.as_str()));
    Ok(Exit::Done)
}

impl From<SlackSecretArg> for AlertSecret {
    fn from(arg: SlackSecretArg) -> Self {
        match arg {
            SlackSecretArg::Webhook => Self::SlackWebhook,
            SlackSecretArg::Token => Self::SlackToken,
        }
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
