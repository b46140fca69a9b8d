//! `faktura remind`: reminders of open invoices, and what gets none.

use std::collections::BTreeMap;

use serde::Serialize;

use super::args::{HushArgs, HushedArgs, RemindArgs, RemindCommand};
use super::context::{App, close, refuse_damaged};
use super::error::{CliError, Exit, Result};
use super::out::with;
use super::send;
use super::table::{Column, Table};
use crate::domain::{CompanyId, HushTarget, Hushed, Message, text};
use crate::error::{Error, ErrorKind};
use crate::host::Service;
use crate::query::contact;
use crate::query::sieve::ListRequest;
use crate::service::cases;

/// What gets no reminders.
#[derive(Serialize)]
struct HushedJson {
    off: Vec<OffJson>,
}

#[derive(Serialize)]
struct OffJson {
    company_id: u32,
    company: String,
    invoice_id: Option<String>,
    contact_id: Option<String>,
    title: String,
}

/// Reminds, or changes what gets none.
pub(super) async fn run(app: &mut App, args: RemindArgs) -> Result {
    let service = app.open_to_search().await?;
    let done = match args.set {
        None => remind(app, &service, args).await,
        Some(RemindCommand::Off(args)) => hush(app, &service, args, true).await,
        Some(RemindCommand::On(args)) => hush(app, &service, args, false).await,
        Some(RemindCommand::List(args)) => list(app, &service, args).await,
    };
    close(service).await;
    done
}

async fn remind(app: &mut App, service: &Service, args: RemindArgs) -> Result {
    let companies = app.companies(service, &args.companies.company).await?;
    let answer = service.ask(cases::Remind { companies, dry_run: args.dry_run }).await?;
    for name in &answer.unknown {
        app.out.warn(&with("delivery-reminders-unknown", "company", text::clean(name).into_owned()));
    }
    if answer.off {
        app.out.warn(&Message::new("delivery-reminders-off"));
    }
    if !args.json.json && answer.prepared.is_empty() && answer.skipped.is_empty() {
        if !answer.off {
            app.out.note(&Message::new("delivery-no-reminders"));
        }
        return Ok(Exit::Done);
    }
    send::told(app, service, answer, (!args.no_wait, args.json.json)).await
}

async fn hush(app: &mut App, service: &Service, args: HushArgs, hush: bool) -> Result {
    let companies = app.companies(service, &args.companies.company).await?;
    let mut targets: Vec<(CompanyId, HushTarget, String)> = Vec::new();
    if let Some(name) = &args.partner {
        targets.push(partner(app, service, name, companies.clone()).await?);
    }
    for wanted in &args.invoice {
        let rows = service.ask(cases::LookUp { wanted: wanted.clone(), companies: companies.clone() }).await?;
        match rows.as_slice() {
            [row] => targets.push((row.company, HushTarget::Document(row.id.clone()), row.number.to_string())),
            [] => {
                refuse_damaged(service, &companies).await?;
                return Err(CliError::InvoiceNotFound { wanted: wanted.clone() }.into());
            }
            several => return Err(CliError::InvoiceAmbiguous { wanted: wanted.clone(), count: several.len() }.into()),
        }
    }
    for (company, target, title) in targets {
        service.ask(cases::HushReminders { company, target, title: title.clone(), hush }).await?;
        app.out.note(&with(if hush { "delivery-hushed" } else { "delivery-unhushed" }, "title", title));
    }
    Ok(Exit::Done)
}

/// The only partner of a name: a contact of a synced company, or a client of own books.
async fn partner(app: &App, service: &Service, name: &str, companies: Vec<CompanyId>) -> Result<(CompanyId, HushTarget, String)> {
    let folded = name.trim().to_lowercase();
    let is_meant = |name: &str| name.trim().to_lowercase() == folded;
    let mut meant = BTreeMap::new();
    for company in service.ask(cases::OwnCompanies).await? {
        if companies.is_empty() || companies.contains(&company.id) {
            let view = service.ask(cases::ReadBooks { company: company.id }).await?;
            let clients = view.clients.into_iter().filter(|client| is_meant(&client.party.name));
            meant.extend(clients.map(|client| ((company.id, client.id), client.party.name)));
        }
    }
    let request = ListRequest::<contact::Field> { companies, ..ListRequest::all(app.today()) };
    let found = service.ask(cases::FindContacts(request)).await?;
    let contacts = found.rows.iter().filter(|row| !row.vanished && is_meant(&row.name));
    meant.extend(contacts.map(|row| ((row.company, row.id.clone()), row.name.to_string())));
    let wrong = |id: &'static str| Error::new(ErrorKind::Usage, with(id, "name", name));
    match (meant.pop_first(), meant.is_empty()) {
        (Some(((company, id), name)), true) => Ok((company, HushTarget::Partner(id), name)),
        (None, _) => Err(wrong("delivery-no-partner").into()),
        (Some(_), false) => Err(wrong("delivery-partners").into()),
    }
}

async fn list(app: &mut App, service: &Service, args: HushedArgs) -> Result {
    let companies = app.companies(service, &args.companies.company).await?;
    let found = service.ask(cases::HushedReminders(companies)).await?;
    let names = super::invoices::names(service).await?;
    let name = |company: &CompanyId| names.get(company).cloned().unwrap_or_default();
    if args.json.json {
        let off = |(company, hushed): &(CompanyId, Hushed)| {
            let (invoice_id, contact_id) = match &hushed.target {
                HushTarget::Document(id) => (Some(id.to_string()), None),
                HushTarget::Partner(id) => (None, Some(id.to_string())),
            };
            OffJson { company_id: company.0, company: name(company), invoice_id, contact_id, title: hushed.title.clone() }
        };
        app.out.json(&HushedJson { off: found.iter().map(off).collect() })?;
        return Ok(Exit::Done);
    }
    if found.is_empty() {
        app.out.note(&Message::new("delivery-none-hushed"));
        return Ok(Exit::Done);
    }
    let mut table =
        Table::new(vec![Column::cut(app.out.get("delivery-col-company")), Column::cut(app.out.get("delivery-col-what"))]);
    for (company, hushed) in &found {
        table.row(vec![text::clean(&name(company)).into_owned().into(), text::clean(&hushed.title).into_owned().into()]);
    }
    app.out.table(&table)?;
    Ok(Exit::Done)
}
