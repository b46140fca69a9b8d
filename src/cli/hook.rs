//! `faktura hook`: webhooks of accounting services, and the keys of their signatures.

use secrecy::{ExposeSecret, SecretString};

use super::args::{HookCommand, HookSecretArgs};
use super::context::{App, close};
use super::error::{CliError, Exit, Result};
use super::out::with;
use super::table::{Column, Table};
use crate::domain::HookSource;
use crate::host::Service;
use crate::json::HooksJson;
use crate::service::cases;

/// Does one of the commands.
pub(super) async fn run(app: &mut App, command: HookCommand) -> Result {
    // Asked for before the store is opened, so that the store is not held during a prompt.
    let secret = match &command {
        HookCommand::SetSecret(args) => {
            app.precheck(args.stdin || app.input.is_terminal, cases::CheckSecret { company: None }).await?;
            Some(secret(app, args).await?)
        }
        _ => None,
    };
    let service = app.open().await?;
    let done = match command {
        HookCommand::List(args) => list(app, &service, args.json).await,
        HookCommand::SetSecret(args) => set(app, &service, args.service.into(), secret).await,
        HookCommand::RemoveSecret(args) => set(app, &service, args.service.into(), None).await,
    };
    close(service).await;
    done
}

async fn secret(app: &mut App, args: &HookSecretArgs) -> Result<SecretString> {
    let secret = if args.stdin {
        app.input.secret_line(&app.interrupt).await?
    } else if app.input.is_terminal {
        let prompt = app.out.text(&with("cli-hook-ask-secret", "service", HookSource::from(args.service).as_str()));
        app.input.secret(&app.interrupt, prompt).await?
    } else {
        return Err(CliError::SecretMissing { option: "--stdin" }.into());
    };
    if secret.expose_secret().is_empty() { Err(CliError::SecretMissing { option: "--stdin" }.into()) } else { Ok(secret) }
}

async fn set(app: &mut App, service: &Service, source: HookSource, secret: Option<SecretString>) -> Result {
    let kept = secret.is_some();
    if let Some(secret) = &secret {
        app.never_log(secret);
    }
    service.ask(cases::SetHookSecret { source, secret }).await?;
    let id = if kept { "cli-hook-secret-set" } else { "cli-hook-secret-removed" };
    app.out.note(&with(id, "service", source.as_str()));
    Ok(Exit::Done)
}

async fn list(app: &mut App, service: &Service, json: bool) -> Result {
    let hooks = service.ask(cases::Hooks).await?;
    if json {
        app.out.json(&HooksJson::new(&hooks))?;
        return Ok(Exit::Done);
    }
    let get = |id| app.out.get(id);
    let mut table = Table::new(vec![
        Column::left(get("cli-col-provider")),
        Column::left(get("cli-col-hook-path")),
        Column::left(get("cli-col-hook-set")),
        Column::right(get("cli-col-hook-taken")),
        Column::right(get("cli-col-hook-refused")),
        Column::left(get("cli-col-hook-last")),
    ]);
    let locale = app.out.locale();
    let time = |at: Option<jiff::Timestamp>| at.map_or_else(|| "–".to_owned(), |at| locale.time(at, app.zone()));
    for hook in &hooks {
        table.row(vec![
            hook.source.as_str().into(),
            format!("/hooks/{}", hook.source.as_str()).into(),
            time(hook.set).into(),
            locale.count(hook.taken).into(),
            locale.count(hook.refused).into(),
            time(hook.last).into(),
        ]);
    }
    app.out.table(&table)?;
    Ok(Exit::Done)
}

impl From<super::args::HookServiceArg> for HookSource {
    fn from(arg: super::args::HookServiceArg) -> Self {
        match arg {
            super::args::HookServiceArg::QuickBooks => Self::QuickBooks,
            super::args::HookServiceArg::Xero => Self::Xero,
            super::args::HookServiceArg::Slack => Self::Slack,
        }
    }
}
