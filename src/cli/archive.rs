//! `faktura archive`: issued documents at an object store.

use secrecy::{ExposeSecret, SecretString};

use super::args::CompaniesArgs;
use super::args::archive::{ArchiveArgs, ArchiveCommand, ArchiveGetArgs, ArchiveKeyArgs, ArchiveRunArgs};
use super::context::{App, close};
use super::error::{CliError, Exit, Result};
use super::file::{existing, size, write};
use super::out::with;
use super::table::{Column, Table};
use crate::domain::{CompanyId, Message, text};
use crate::error::{Error, ErrorKind};
use crate::host::Service;
use crate::json::{ArchiveJson, ArchiveRunJson};
use crate::service::archive::ArchivedView;
use crate::service::cases;

/// Does one of the commands.
pub(super) async fn run(app: &mut App, command: ArchiveCommand) -> Result {
    // Asked for before the store is opened, so that the store is not held during a prompt.
    let secret = match &command {
        ArchiveCommand::SetKey(args) => {
            app.precheck(args.stdin || app.input.is_terminal, cases::CheckSecret { company: None }).await?;
            Some(secret(app, args).await?)
        }
        _ => None,
    };
    let service = app.open().await?;
    let done = match command {
        ArchiveCommand::Run(args) => archive(app, &service, &args).await,
        ArchiveCommand::List(args) => list(app, &service, &args).await,
        ArchiveCommand::Verify(args) => verify(app, &service, &args).await,
        ArchiveCommand::Get(args) => get(app, &service, args).await,
        ArchiveCommand::SetKey(_) => set(app, &service, secret).await,
        ArchiveCommand::RemoveKey => set(app, &service, None).await,
    };
    close(service).await;
    done
}

async fn secret(app: &mut App, args: &ArchiveKeyArgs) -> Result<SecretString> {
    let secret = if args.stdin {
        app.input.secret_line(&app.interrupt).await?
    } else if app.input.is_terminal {
        let prompt = app.out.get("cli-archive-ask-key");
        app.input.secret(&app.interrupt, prompt).await?
    } else {
        return Err(CliError::SecretMissing { option: "--stdin" }.into());
    };
    if secret.expose_secret().is_empty() { Err(CliError::SecretMissing { option: "--stdin" }.into()) } else { Ok(secret) }
}

async fn set(app: &mut App, service: &Service, secret: Option<SecretString>) -> Result {
    let id = if secret.is_some() { "cli-archive-key-set" } else { "cli-archive-key-removed" };
    if let Some(secret) = &secret {
        app.never_log(secret);
    }
    service.ask(cases::SetArchiveSecret { secret }).await?;
    app.out.note(&Message::new(id));
    Ok(Exit::Done)
}

async fn companies(service: &Service, args: &CompaniesArgs) -> Result<Vec<CompanyId>> {
    let mut companies = Vec::new();
    for name in &args.company {
        companies.push(service.ask(cases::FindCompany(name.to_owned())).await?.id);
    }
    Ok(companies)
}

async fn archive(app: &mut App, service: &Service, args: &ArchiveRunArgs) -> Result {
    let companies = companies(service, &args.companies).await?;
    let done = service.ask(cases::ArchiveDocuments { companies, again: args.again }).await?;
    if args.json.json {
        app.out.json(&ArchiveRunJson::from(&done))?;
    } else {
        let message = with("cli-archive-done", "written", done.written).with("there", done.there);
        app.out.note(&message.with("known", done.known));
        for (number, form, why) in &done.refused {
            let why = app.out.locale().text(why);
            app.out.warn(&with("cli-archive-refused", "number", number.as_str()).with("form", form.as_str()).with("why", why));
        }
        if let Some(error) = &done.error {
            let text = app.out.locale().text(error);
            app.out.error_text(&text, None);
        }
    }
    Ok(match (&done.error, done.refused.is_empty()) {
        (Some(_), _) if done.written + done.there == 0 => Exit::As(ErrorKind::Failed),
        (Some(_), _) | (None, false) => Exit::As(ErrorKind::Partial),
        (None, true) => Exit::Done,
    })
}

async fn list(app: &mut App, service: &Service, args: &ArchiveArgs) -> Result {
    let companies = companies(service, &args.companies).await?;
    let views = service.ask(cases::ArchiveItems { companies }).await?;
    shown(app, &views, args.json.json)?;
    Ok(Exit::Done)
}

async fn verify(app: &mut App, service: &Service, args: &ArchiveArgs) -> Result {
    let companies = companies(service, &args.companies).await?;
    let views = service.ask(cases::VerifyArchive { companies }).await?;
    let faults = views.iter().filter(|view| view.fault.is_some()).count();
    if args.json.json {
        app.out.json(&ArchiveJson::new(&views))?;
    } else {
        for view in views.iter().filter(|view| view.fault.is_some()) {
            let why = view.fault.as_ref().map(|fault| app.out.locale().text(fault)).unwrap_or_default();
            app.out.error_text(&format!("{}: {why}", text::clean(&view.item.number)), None);
        }
        app.out.note(&with("cli-archive-verified", "count", views.len()).with("faults", faults));
        if faults > 0 {
            app.out.advise(&Message::new("cli-archive-again-hint"));
        }
    }
    Ok(if faults == 0 { Exit::Done } else { Exit::As(ErrorKind::Partial) })
}

async fn get(app: &mut App, service: &Service, args: ArchiveGetArgs) -> Result {
    let companies = companies(service, &args.companies).await?;
    let views = service.ask(cases::ArchiveItems { companies }).await?;
    let found = views.iter().find(|view| view.item.number == args.number && view.item.form == args.form);
    let missing = || {
        let message = with("cli-archive-none", "number", args.number.as_str()).with("form", args.form.as_str());
        Error::new(ErrorKind::Failed, message).hint(Message::new("cli-archive-none-hint"))
    };
    let company = found.ok_or_else(missing)?.company;
    let (number, form) = (args.number.clone(), args.form.clone());
    let bytes = service.ask(cases::FetchArchived { company, number, form }).await?;
    let path = args.file.display().to_string();
    write(args.file, existing(args.force), bytes).await?;
    app.out.note(&with("cli-archive-got", "number", args.number.as_str()).with("path", path));
    Ok(Exit::Done)
}

fn shown(app: &mut App, views: &[ArchivedView], json: bool) -> Result<()> {
    if json {
        return Ok(app.out.json(&ArchiveJson::new(views))?);
    }
    let title = |id| app.out.get(id);
    let mut table = Table::new(vec![
        Column::left(title("archive-col-number")),
        Column::left(title("archive-col-form")),
        Column::right(title("archive-col-size")),
        Column::left(title("archive-col-at")),
        Column::cut(title("archive-col-object")),
    ]);
    for view in views {
        let locale = app.out.locale();
        table.row(vec![
            text::clean(&view.item.number).into_owned().into(),
            view.item.form.clone().into(),
            size(locale, view.item.size).into(),
            locale.time(view.item.at, app.zone()).into(),
            text::clean(&view.item.name).into_owned().into(),
        ]);
    }
    Ok(app.out.table(&table)?)
}
