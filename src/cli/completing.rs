//! `faktura company buyer` and `faktura company vat`: what completes the documents of a service.

use serde::Serialize;

use super::args::{BuyerArgs, VatArgs};
use super::context::{App, close};
use super::error::{CliError, Failure, Result};
use super::out::with;
use super::table::{Column, Table};
use crate::domain::text::clean;
use crate::domain::{BuyerDetails, Company, Message, RemoteId};
use crate::error::Error;
use crate::host::Service;
use crate::json::{BuyerJson, VatWordsJson};
use crate::query::contact;
use crate::query::sieve::ListRequest;
use crate::service::{ServiceError, cases};

#[derive(Serialize)]
struct Shown {
    contact_id: String,
    buyer: BuyerJson,
}

/// Changes and shows what is kept of a contact.
pub(super) async fn buyer(app: &mut App, (service, company): (Service, Company), args: BuyerArgs) -> Result<()> {
    let asked = ask(app, &service, &company, args.contact, args.fields).await;
    close(service).await;
    let (buyer, name, changed) = asked?;
    if args.json {
        let shown = Shown { contact_id: buyer.contact.to_string(), buyer: BuyerJson::from(&buyer) };
        return app.out.json(&shown).map_err(Failure::Output);
    }
    if changed {
        app.out.note(&with("cli-buyer-changed", "name", name));
        return Ok(());
    }
    let locale = app.out.locale();
    let mut shown = 0;
    for (name, value) in BuyerDetails::NAMES.into_iter().zip(buyer.fields()) {
        let Some(value) = value else { continue };
        let word = locale.text(&Message { id: format!("document-buyer-{}", name.replace('_', "-")).into(), args: Vec::new() });
        app.out.line(&format!("{word}: {}", clean(value)))?;
        shown += 1;
    }
    if shown == 0 {
        app.out.note(&Message::new("cli-buyer-none"));
    }
    Ok(())
}

async fn ask(
    app: &App,
    service: &Service,
    company: &Company,
    wanted: String,
    fields: super::args::BuyerFields,
) -> Result<(BuyerDetails, String, bool)> {
    let (contact, name) = meant(app, service, company, wanted).await?;
    Ok(match fields.change(contact.clone()) {
        Some(change) => (service.ask(cases::SetBuyer { company: company.id, change }).await?, name, true),
        None => (service.ask(cases::ReadBuyer { company: company.id, contact }).await?, name, false),
    })
}

/// The contact of this identifier, else the only one of this name.
async fn meant(app: &App, service: &Service, company: &Company, wanted: String) -> Result<(RemoteId, String)> {
    let request = ListRequest::<contact::Field> { companies: vec![company.id], ..ListRequest::all(app.today()) };
    let rows = service.ask(cases::FindContacts(request)).await?.rows;
    let folded = wanted.trim().to_lowercase();
    let of_id: Vec<_> = rows.iter().filter(|row| row.id.as_str() == wanted.trim()).collect();
    let named = || rows.iter().filter(|row| !row.vanished && row.name.trim().to_lowercase() == folded).collect();
    let found: Vec<_> = if of_id.is_empty() { named() } else { of_id };
    match found.as_slice() {
        [row] => Ok((row.id.clone(), row.name.to_string())),
        [] => Err(Error::from(ServiceError::NoSuchContact { wanted }).into()),
        several => Err(CliError::RecordAmbiguous { wanted, count: several.len() }.into()),
    }
}

/// Says what a word of VAT means, or shows what was said.
pub(super) async fn vat(app: &mut App, (service, company): (Service, Company), args: VatArgs) -> Result<()> {
    let changed = args.word.clone().zip(args.means.clone());
    let answer = match changed.clone() {
        Some((word, means)) => service.ask(cases::SetVatMeaning { company: company.id, word, means }).await,
        None => service.ask(cases::VatMeanings(company.id)).await,
    };
    close(service).await;
    let words = answer?;
    if args.json {
        return app.out.json(&VatWordsJson::new(&words)).map_err(Failure::Output);
    }
    if let Some((word, means)) = changed {
        let id = if means.trim().is_empty() { "cli-vat-forgotten" } else { "cli-vat-changed" };
        let canonical = words.iter().find(|known| known.word.to_lowercase() == word.trim().to_lowercase());
        let means = canonical.map_or(means, |known| known.means.clone());
        app.out.note(&with(id, "name", company.name).with("word", word).with("means", means));
        return Ok(());
    }
    if words.is_empty() {
        app.out.note(&Message::new("cli-vat-none"));
        return Ok(());
    }
    let mut table = Table::new(vec![Column::cut(app.out.get("cli-vat-col-word")), Column::cut(app.out.get("cli-vat-col-means"))]);
    for known in &words {
        table.row(vec![clean(&known.word).into_owned().into(), clean(&known.means).into_owned().into()]);
    }
    Ok(app.out.table(&table)?)
}
