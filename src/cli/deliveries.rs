//! `faktura deliveries`: mails with invoices and reminders, and the mail server's password.

use secrecy::{ExposeSecret, SecretString};

use super::args::{DeliveriesCommand, DeliveriesListArgs, DeliveryArgs, MailPasswordArgs};
use super::context::{App, close};
use super::delivery_table;
use super::error::{CliError, Exit, Result};
use super::out::with;
use crate::domain::{AlertSecret, Delivery, DeliveryState, Message};
use crate::error::{Error, ErrorKind};
use crate::host::Service;
use crate::json::DeliveriesJson;
use crate::service::{DeliveryFilter, cases};

/// Does one of the commands.
pub(super) async fn run(app: &mut App, command: DeliveriesCommand) -> Result {
    // Asked for before the store is opened, so that the store is not held during a prompt.
    let secret = match command {
        DeliveriesCommand::SetPassword(args) => {
            app.precheck(args.stdin || app.input.is_terminal, cases::CheckSecret { company: None }).await?;
            Some(password(app, args).await?)
        }
        _ => None,
    };
    let service = app.open_to_search().await?;
    let done = match command {
        DeliveriesCommand::Summary(args) => {
            let answer = service.ask(cases::SendSummary { to: args.to, dry_run: args.dry_run }).await;
            match answer {
                Ok(answer) => super::send::told(app, &service, answer, (true, args.json.json)).await,
                Err(error) => Err(error.into()),
            }
        }
        DeliveriesCommand::List(args) => list(app, &service, args).await,
        DeliveriesCommand::Retry(args) => each(app, &service, args, true).await,
        DeliveriesCommand::Cancel(args) => each(app, &service, args, false).await,
        DeliveriesCommand::SetPassword(_) | DeliveriesCommand::RemovePassword => set(app, &service, secret).await,
        DeliveriesCommand::Test(args) => {
            let tested = service.ask(cases::TestMail { to: args.to.clone() }).await;
            tested.map_err(Into::into).map(|()| {
                app.out.note(&with("delivery-tested", "to", args.to));
                Exit::Done
            })
        }
    };
    close(service).await;
    done
}

async fn password(app: &mut App, args: MailPasswordArgs) -> Result<SecretString> {
    let secret = if args.stdin {
        app.input.secret_line(&app.interrupt).await?
    } else if app.input.is_terminal {
        let prompt = app.out.text(&with("cli-ask-secret", "name", AlertSecret::MailPassword.as_str()));
        app.input.secret(&app.interrupt, prompt).await?
    } else {
        return Err(CliError::SecretMissing { option: "--stdin" }.into());
    };
    if secret.expose_secret().is_empty() { Err(CliError::SecretMissing { option: "--stdin" }.into()) } else { Ok(secret) }
}

async fn set(app: &mut App, service: &Service, secret: Option<SecretString>) -> Result {
    let id = if secret.is_some() { "cli-alert-secret-set" } else { "cli-alert-secret-removed" };
    if let Some(secret) = &secret {
        app.never_log(secret);
    }
    service.ask(cases::SetAlertSecret { which: AlertSecret::MailPassword, secret }).await?;
    app.out.note(&with(id, "name", AlertSecret::MailPassword.as_str()));
    Ok(Exit::Done)
}

async fn list(app: &mut App, service: &Service, args: DeliveriesListArgs) -> Result {
    let filter = DeliveryFilter {
        companies: app.companies(service, &args.companies.company).await?,
        states: args.state.iter().filter_map(|word| DeliveryState::parse(word)).collect(),
        wanted: args.wanted,
        document: None,
        limit: Some(args.limit),
    };
    let found = service.ask(cases::Deliveries(filter)).await?;
    tell(app, service, &found, args.json.json).await?;
    Ok(Exit::Done)
}

/// Retries or cancels each of the deliveries meant.
async fn each(app: &mut App, service: &Service, args: DeliveryArgs, retry: bool) -> Result {
    let companies = app.companies(service, &args.companies.company).await?;
    let mut touched = Vec::new();
    for wanted in &args.delivery {
        let filter = DeliveryFilter { companies: companies.clone(), wanted: vec![wanted.clone()], ..DeliveryFilter::default() };
        let mut found = service.ask(cases::Deliveries(filter)).await?;
        if found.len() > 1 {
            // A number may have several; only deliveries that are not over are meant.
            let open = |one: &Delivery| one.is_open() || retry && one.state == DeliveryState::Failed || one.is_doubted();
            found.retain(open);
        }
        let wrong = |id: &'static str| Error::new(ErrorKind::Usage, with(id, "delivery", wanted.as_str()));
        let delivery = match found.as_slice() {
            [one] => one,
            [] => return Err(wrong("delivery-no-such").into()),
            _ => return Err(wrong("delivery-ambiguous").into()),
        };
        let (company, id) = (delivery.company, delivery.id.to_string());
        if retry {
            service.ask(cases::RetryDelivery { company, delivery: id.clone() }).await?;
        } else {
            service.ask(cases::CancelDelivery { company, delivery: id.clone() }).await?;
        }
        touched.push(id);
    }
    let mut after = settled(service, &touched).await?;
    // A mail that is taken up again is tried before the command ends.
    while retry
        && after
            .iter()
            .any(|one| matches!(one.state, DeliveryState::Sending) || one.due.is_some_and(|due| due <= app.clock().now()))
    {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        after = settled(service, &touched).await?;
    }
    tell(app, service, &after, args.json.json).await?;
    let sent = |one: &Delivery| !retry || one.state == DeliveryState::Sent;
    Ok(if after.iter().all(sent) { Exit::Done } else { Exit::As(ErrorKind::Partial) })
}

async fn settled(service: &Service, ids: &[String]) -> Result<Vec<Delivery>> {
    let filter = DeliveryFilter { wanted: ids.to_vec(), ..DeliveryFilter::default() };
    Ok(service.ask(cases::Deliveries(filter)).await?)
}

async fn tell(app: &mut App, service: &Service, found: &[Delivery], json: bool) -> Result<()> {
    let names = super::invoices::names(service).await?;
    if json {
        app.out.json(&DeliveriesJson::new(found, &names, app.out.locale()))?;
        return Ok(());
    }
    if found.is_empty() {
        app.out.note(&Message::new("delivery-none"));
        return Ok(());
    }
    let found: Vec<&Delivery> = found.iter().collect();
    let table = delivery_table::of(app, &found, &names);
    app.out.table(&table)?;
    Ok(())
}
