//! `faktura alert`: state, secrets and tests of alerts.

use secrecy::{ExposeSecret, SecretString};

use super::args::{AlertCommand, AlertSecretArgs, AlertTestArgs};
use super::context::{App, close};
use super::error::{CliError, Exit, Result};
use super::out::{with, word};
use super::style::Style;
use super::table::{Cell, Column, Table};
use crate::domain::{AlertSecret, Channel, Incident, Message, Queued, text};
use crate::error::ErrorKind;
use crate::host::Service;
use crate::json::{AlertsJson, TriedJson};
use crate::query::Names;
use crate::service::AlertsView;
use crate::service::cases;

/// Does one of the commands.
pub(super) async fn run(app: &mut App, command: AlertCommand) -> Result {
    // Asked for before the store is opened, so that the store is not held during a prompt.
    let secret = match &command {
        AlertCommand::SetSecret(args) => {
            app.precheck(args.stdin || app.input.is_terminal, cases::CheckSecret { company: None }).await?;
            Some(secret(app, args).await?)
        }
        _ => None,
    };
    let service = app.open().await?;
    let done = match command {
        AlertCommand::List(args) => list(app, &service, args.json).await,
        AlertCommand::Test(args) => test(app, &service, args).await,
        AlertCommand::SetSecret(args) => set(app, &service, args.name.into(), secret).await,
        AlertCommand::RemoveSecret(args) => set(app, &service, args.name.into(), None).await,
    };
    close(service).await;
    done
}

async fn secret(app: &mut App, args: &AlertSecretArgs) -> Result<SecretString> {
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

async fn set(app: &mut App, service: &Service, which: AlertSecret, secret: Option<SecretString>) -> Result {
    let kept = secret.is_some();
    if let Some(secret) = &secret {
        app.never_log(secret);
    }
    service.ask(cases::SetAlertSecret { which, secret }).await?;
    let id = if kept { "cli-alert-secret-set" } else { "cli-alert-secret-removed" };
    app.out.note(&with(id, "name", which.as_str()));
    Ok(Exit::Done)
}

async fn test(app: &mut App, service: &Service, args: AlertTestArgs) -> Result {
    let tried = service.ask(cases::TestAlerts(args.channel.map(Into::into))).await?;
    let locale = app.out.locale();
    if args.json {
        let json: Vec<TriedJson> =
            tried.iter().map(|(channel, error)| TriedJson::new(*channel, error.as_ref(), locale)).collect();
        app.out.json(&json)?;
    } else {
        for (channel, error) in &tried {
            let (id, style) = if error.is_none() { ("cli-alert-went", Style::Green) } else { ("cli-alert-failed", Style::Red) };
            let name = word(locale, "cli-channel", channel.as_str());
            let why = error.as_ref().map_or_else(String::new, |error| locale.text(&error.message));
            let words = app.out.text(&with(id, "channel", name).with("why", why));
            app.out.styled(&words, style)?;
        }
    }
    let went = tried.iter().filter(|(_, error)| error.is_none()).count();
    let set = tried.iter().any(|(_, error)| error.as_ref().is_none_or(|error| error.kind != ErrorKind::Config));
    Ok(match (tried.len(), went) {
        (0, _) => {
            app.out.note(&Message::new("cli-alert-none-set"));
            Exit::As(ErrorKind::Config)
        }
        (all, went) if went == all => Exit::Done,
        (_, 0) if !set => Exit::As(ErrorKind::Config),
        (_, 0) => Exit::As(ErrorKind::Failed),
        _ => Exit::As(ErrorKind::Partial),
    })
}

async fn list(app: &mut App, service: &Service, json: bool) -> Result {
    let view = service.ask(cases::Alerts).await?;
    if json {
        app.out.json(&AlertsJson::new(&view))?;
        return Ok(Exit::Done);
    }
    let names = super::invoices::names(service).await?;
    head(app, &view)?;
    if !view.incidents.is_empty() {
        let table = incidents(app, &view.incidents, &names);
        app.out.line("")?;
        app.out.table(&table)?;
    }
    if !view.queue.is_empty() {
        let table = waiting(app, &view.queue);
        app.out.line("")?;
        app.out.table(&table)?;
    }
    Ok(Exit::Done)
}

fn head(app: &mut App, view: &AlertsView) -> Result<()> {
    if view.channels.is_empty() {
        app.out.note(&Message::new("cli-alert-none-set"));
    }
    let locale = app.out.locale();
    let channels: Vec<String> = view.channels.iter().map(|channel| word(locale, "cli-channel", channel.as_str())).collect();
    let secrets = view.secrets.iter().map(|secret| {
        let day = locale.date(secret.set.to_zoned(app.zone().clone()).date());
        locale.text(&with("cli-alert-secret-since", "name", secret.secret.as_str()).with("day", day))
    });
    let (secrets, none) = (secrets.collect::<Vec<_>>().join(", "), || "–".to_owned());
    let some = |text: String| if text.is_empty() { none() } else { text };
    let fields = [
        ("cli-field-channels", some(channels.join(", "))),
        ("cli-field-secrets", some(secrets)),
        ("cli-field-incidents", locale.count(view.incidents.len() as u64)),
        ("cli-field-waiting", locale.count(view.queue.len() as u64)),
    ];
    for line in super::report::pairs(locale, &fields) {
        app.out.line(&line)?;
    }
    Ok(())
}

fn incidents(app: &App, incidents: &[Incident], names: &Names) -> Table {
    let locale = app.out.locale();
    let left = |id| Column::left(app.out.get(id));
    let columns = vec![
        Column::cut(app.out.get("cli-col-company")),
        left("cli-col-alert"),
        Column::date(app.out.get("cli-col-since")),
        left("cli-col-told"),
    ];
    let mut table = Table::new(columns);
    for incident in incidents {
        let name =
            names.get(&incident.company).map_or_else(|| incident.company.to_string(), |name| text::clean(name).into_owned());
        let told = incident.told.map_or_else(|| "–".to_owned(), |at| locale.time(at, app.zone()));
        let kind = word(locale, "cli-alert-kind", incident.kind.as_str());
        table.row(vec![name.into(), Cell::new(&kind, Style::Red), locale.time(incident.since, app.zone()).into(), told.into()]);
    }
    table
}

fn waiting(app: &App, queue: &[Queued]) -> Table {
    let locale = app.out.locale();
    let left = |id| Column::left(app.out.get(id));
    let mut table = Table::new(vec![
        left("cli-col-channel"),
        Column::cut(app.out.get("cli-col-company")),
        left("cli-col-alert"),
        Column::right(app.out.get("cli-col-tries")),
        Column::date(app.out.get("cli-col-next")),
        Column::cut(app.out.get("cli-col-why")),
    ]);
    for queued in queue {
        table.row(vec![
            word(locale, "cli-channel", queued.channel.as_str()).into(),
            text::clean(&queued.alert.company_name).into_owned().into(),
            word(locale, "cli-alert-kind", queued.alert.kind.as_str()).into(),
            locale.count(u64::from(queued.tries)).into(),
            locale.time(queued.next, app.zone()).into(),
            text::clean(queued.error.as_deref().unwrap_or("–")).into_owned().into(),
        ]);
    }
    table
}

impl From<super::args::SecretArg> for AlertSecret {
    fn from(arg: super::args::SecretArg) -> Self {
        match arg {
            super::args::SecretArg::WebhookUrl => Self::WebhookUrl,
            super::args::SecretArg::WebhookSecret => Self::WebhookSecret,
            super::args::SecretArg::SmtpPassword => Self::SmtpPassword,
            super::args::SecretArg::MailPassword => Self::MailPassword,
        }
    }
}

impl From<super::args::ChannelArg> for Channel {
    fn from(arg: super::args::ChannelArg) -> Self {
        match arg {
            super::args::ChannelArg::Command => Self::Command,
            super::args::ChannelArg::Webhook => Self::Webhook,
            super::args::ChannelArg::Email => Self::Email,
        }
    }
}
