//! `faktura books` and `client`: own books and their clients.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::args::books::{
    BooksAddArgs, BooksCommand, BooksEditArgs, ClientCommand, ClientEditArgs, ClientFields, InArgs, NameArgs, PartyArgs, StepArgs,
};
use super::company::asks_for_force;
use super::context::{App, close};
use super::error::{Exit, Result};
use super::out::with;
use super::table::{Column, Table};
use crate::domain::ledger::{Client, Increment, Profile, Vat};
use crate::domain::time::Typed;
use crate::domain::{Company, CompanyId, Currency, Message, Party, RemoteId, text};
use crate::error::{Error, ErrorKind};
use crate::host::Service;
use crate::json::{BooksAddedJson, BooksJson, EditedJson, SkippedNumbersJson};
use crate::locale::Locale;
use crate::query::ast::When;
use crate::query::fold;
use crate::service::books::doubt::{self, Doubt};
use crate::service::books::{BooksEdit, BooksView, Edited, NewBooks, RateView, not_found};
use crate::service::cases;

/// Country of books that name none.
const COUNTRY: &str = "HU";
/// Days until an invoice is due, where nothing is said.
const TERMS: u16 = 8;
/// Beginning of numbers.
const PREFIX: &str = "INV";

/// An error of an argument.
pub(super) fn wrong(message: Message) -> super::error::Failure {
    Error::new(ErrorKind::Usage, message).into()
}

/// The company that is meant: the one that is named, or the only one with own books.
pub(super) async fn company(service: &Service, at: &InArgs) -> Result<Company> {
    if let Some(name) = &at.company {
        return Ok(service.ask(cases::FindCompany(name.to_owned())).await?);
    }
    let mut all = service.ask(cases::OwnCompanies).await?;
    match (all.pop(), all.is_empty()) {
        (Some(company), true) => Ok(company),
        (None, _) => {
            Err(Error::new(ErrorKind::Config, Message::new("cli-books-none")).hint(Message::new("cli-books-none-hint")).into())
        }
        (Some(last), false) => {
            let names: Vec<String> = all.into_iter().chain([last]).map(|company| company.name).collect();
            Err(wrong(with("cli-books-which", "names", names.join(", "))))
        }
    }
}

/// Opens the service with the company that is meant, and closes it whatever happens.
pub(super) async fn in_books<T>(
    app: &mut App,
    at: &InArgs,
    work: impl AsyncFnOnce(&mut App, &Service, CompanyId) -> Result<T>,
) -> Result<T> {
    let service = app.open().await?;
    let done = match company(&service, at).await {
        Ok(company) => {
            app.books_zone = company.books.zone.as_deref().and_then(|zone| TimeZone::get(zone).ok());
            work(app, &service, company.id).await
        }
        Err(error) => Err(error),
    };
    close(service).await;
    done
}

/// A day as typed; `today` is that of the books, so that it is asked for inside of [`in_books`].
pub(super) fn day(app: &App, given: &str) -> Result<Date> {
    let today = app.today_of_books();
    match When::parse(given.trim()) {
        Some(day @ (When::Day(_) | When::Today | When::Yesterday | When::Tomorrow)) => Ok(day.period(today).0),
        _ => given.trim().parse().map_err(|_| wrong(with("cli-not-a-date", "text", given.trim()))),
    }
}

/// A day that may be left out.
pub(super) fn maybe_day(app: &App, given: Option<&String>) -> Result<Option<Date>> {
    given.map(|given| day(app, given)).transpose()
}

/// VAT as typed.
pub(super) fn vat(given: Option<&String>) -> Result<Option<Vat>> {
    let read = |given: &String| {
        let message = with("cli-not-a-vat", "text", given.as_str()).with("known", Vat::words().join(", "));
        Vat::parse(given).ok_or_else(|| wrong(message))
    };
    given.map(read).transpose()
}

/// Seconds of a duration as typed.
pub(super) fn seconds(given: &str) -> Result<i64> {
    match Typed::parse(given) {
        Ok(Typed::Seconds(seconds)) => Ok(seconds),
        _ => Err(wrong(with("time-not-a-duration", "text", given))),
    }
}

/// Steps as typed.
pub(super) fn increment(args: &StepArgs) -> Result<Option<Increment>> {
    let Some(step) = &args.step else { return Ok(None) };
    let least = args.least.as_deref().map_or(Ok(0), seconds)?;
    Ok(Some(Increment { step: seconds(step)?, up: !args.nearest, least }))
}

fn party(mut party: Party, args: &PartyArgs) -> Party {
    fn set(of: &mut Option<Box<str>>, given: Option<&String>) {
        if let Some(given) = given {
            *of = Some(given.trim()).filter(|given| !given.is_empty()).map(Into::into);
        }
    }
    set(&mut party.tax_number, args.tax_number.as_ref());
    set(&mut party.eu_tax_number, args.eu_tax_number.as_ref());
    // What is no code is refused as it was written.
    let code = |country: &String| if country.trim().len() == 2 { country.to_uppercase() } else { country.clone() };
    set(&mut party.address.country, args.country.as_ref().map(code).as_ref());
    set(&mut party.address.post_code, args.post_code.as_ref());
    set(&mut party.address.city, args.city.as_ref());
    set(&mut party.address.street, args.street.as_ref());
    set(&mut party.phone, args.phone.as_ref());
    set(&mut party.bank, args.bank.as_ref());
    set(&mut party.account_number, args.account_number.as_ref());
    set(&mut party.iban, args.iban.as_ref());
    set(&mut party.swift, args.swift.as_ref());
    if !args.email.is_empty() {
        party.emails.clone_from(&args.email);
    }
    if let Some(name) = &args.legal_name {
        name.trim().clone_into(&mut party.name);
    }
    party
}

/// `faktura books`.
pub(super) async fn run(app: &mut App, command: BooksCommand) -> Result {
    match command {
        BooksCommand::Add(args) => add(app, &args).await?,
        BooksCommand::Edit(args) => edit(app, &args).await?,
        BooksCommand::Show(at) => {
            let view = view(app, &at).await?;
            if at.json {
                app.out.json(&BooksJson::new(&view))?;
            } else {
                show(app, &view)?;
            }
        }
        BooksCommand::Check(at) => return check(app, &at).await,
        BooksCommand::SkipLost(at) => skip_lost(app, &at).await?,
    }
    Ok(Exit::Done)
}

async fn add(app: &mut App, args: &BooksAddArgs) -> Result<()> {
    let zone =
        args.zone.clone().or_else(|| app.zone().iana_name().map(str::to_owned)).unwrap_or_else(|| "Europe/Budapest".to_owned());
    let named = Party { name: args.name.trim().to_owned(), ..Party::default() };
    let mut party = party(named, &args.party);
    party.address.country.get_or_insert_with(|| COUNTRY.into());
    let country = party.address.country.as_deref().unwrap_or(COUNTRY);
    let currency = match &args.party.currency {
        Some(code) => Currency::new(code),
        None => Currency::of_country(country)
            .ok_or_else(|| wrong(with("cli-books-which-currency", "country", text::clean(country).to_string())))?,
    };
    let profile = Profile {
        party,
        group_tax_number: args.party.group_tax_number.clone(),
        currency,
        zone,
        terms_days: args.party.terms.unwrap_or(TERMS),
        prefix: args.prefix.clone().unwrap_or_else(|| PREFIX.to_owned()),
        vat: vat(args.party.vat.as_ref())?,
        closed_until: None,
    };
    let service = app.open().await?;
    let new = |force| NewBooks { name: args.name.clone(), profile: profile.clone(), force };
    let mut added = service.ask(cases::AddBooks(new(args.force))).await;
    if let Err(error) = &added
        && asks_for_force(app, error).await?
    {
        added = service.ask(cases::AddBooks(new(true))).await;
    }
    let company = match added {
        Ok(company) => company,
        Err(error) => {
            close(service).await;
            return Err(error.into());
        }
    };
    let view = service.ask(cases::ReadBooks { company: company.id }).await;
    close(service).await;
    if args.json {
        let view = view?;
        warn(app, &doubt::of_profile(&view.profile));
        return Ok(app.out.json(&BooksAddedJson::new(&view, app.out.locale()))?);
    }
    app.out.note(&with("cli-books-added", "name", company.name).with("id", company.id.to_string()));
    warn(app, &doubt::of_profile(&profile));
    Ok(())
}

/// Warns of values that are kept as they are.
pub(super) fn warn(app: &mut App, doubts: &[Doubt]) {
    for doubt in doubts {
        app.out.warn(&doubt.message);
    }
}

async fn edit(app: &mut App, args: &BooksEditArgs) -> Result<()> {
    let vat = vat(args.party.vat.as_ref())?;
    let edited = in_books(app, &args.at, async |app, service, company| {
        let closed = match args.closed_until.as_deref() {
            None => None,
            Some("none") => Some(None),
            Some(date) => Some(Some(day(app, date)?)),
        };
        let profile = service.ask(cases::ReadBooks { company }).await?.profile;
        let profile = Profile {
            party: party(profile.party, &args.party),
            group_tax_number: args.party.group_tax_number.clone().or(profile.group_tax_number),
            currency: args.party.currency.as_deref().map_or(profile.currency, Currency::new),
            zone: profile.zone,
            terms_days: args.party.terms.unwrap_or(profile.terms_days),
            prefix: args.prefix.clone().unwrap_or(profile.prefix),
            vat: vat.or(profile.vat),
            closed_until: closed.unwrap_or(profile.closed_until),
        };
        Ok(service.ask(cases::EditBooks { company, edit: BooksEdit::Profile(profile) }).await?)
    })
    .await?;
    tell(app, &edited, args.at.json)
}

/// What does not add up: nothing where all is well.
async fn check(app: &mut App, at: &InArgs) -> Result {
    let found = in_books(app, at, async |_, service, company| Ok(service.ask(cases::CheckBooks { company }).await?)).await?;
    if at.json {
        let texts: Vec<String> = found.iter().map(|unsound| app.out.text(&unsound.what)).collect();
        app.out.json(&texts)?;
    } else if found.is_empty() {
        app.out.note(&Message::new("cli-books-sound"));
    } else {
        for unsound in &found {
            app.out.say(&unsound.what)?;
        }
    }
    Ok(if found.is_empty() { Exit::Done } else { Exit::As(ErrorKind::Failed) })
}

/// Has series go on after numbers that the store lost.
async fn skip_lost(app: &mut App, at: &InArgs) -> Result<()> {
    let skipped =
        in_books(app, at, async |_, service, company| Ok(service.ask(cases::SkipLostNumbers { company }).await?)).await?;
    if at.json {
        return Ok(app.out.json(&SkippedNumbersJson::new(&skipped))?);
    }
    for lost in &skipped {
        let id = if lost.replaced.is_some() { "cli-books-replaced" } else { "cli-books-skipped" };
        app.out.say(&lost.about(id))?;
    }
    Ok(())
}

/// The books that are meant.
pub(super) async fn view(app: &mut App, at: &InArgs) -> Result<BooksView> {
    in_books(app, at, async |_, service, company| Ok(service.ask(cases::ReadBooks { company }).await?)).await
}

fn show(app: &mut App, view: &BooksView) -> Result<()> {
    let profile = &view.profile;
    let locale = app.out.locale();
    let dash = || "–".to_owned();
    let fields = [
        ("cli-field-legal-name", profile.party.name.clone()),
        ("cli-field-tax-number", profile.party.tax_number.as_deref().map_or_else(dash, str::to_owned)),
        ("cli-field-address", profile.party.address.line()),
        ("cli-books-currency", profile.currency.to_string()),
        ("cli-books-zone", profile.zone.clone()),
        ("cli-books-closed", profile.closed_until.map_or_else(dash, |date| locale.date(date))),
        ("cli-books-clients", view.clients.len().to_string()),
        ("cli-books-projects", view.projects.len().to_string()),
    ];
    app.out.styled(&text::clean(&view.company.name), super::style::Style::Bold)?;
    for line in super::report::pairs(locale, &fields) {
        app.out.line(&line)?;
    }
    Ok(())
}

/// Tells a change.
pub(super) fn tell(app: &mut App, edited: &Edited, json: bool) -> Result<()> {
    if json {
        warn(app, &edited.doubts());
        return Ok(app.out.json(&EditedJson::new(edited, app.out.locale()))?);
    }
    let (id, name) = match edited {
        Edited::Profile(profile) => ("cli-books-changed", profile.party.name.clone()),
        Edited::Client(client) => ("cli-books-client", client.party.name.clone()),
        Edited::Project(view) => ("cli-books-project", view.project.name.clone()),
        Edited::Person(person) => ("cli-books-person", person.name.clone()),
        Edited::Rate(view) => ("cli-books-rate", rate(app.out.locale(), view)),
        Edited::Recurring(view) => ("cli-books-recurring", view.recurring.title.clone()),
        Edited::TimeMap(map, Some(project)) => ("cli-books-map", format!("{} → {project}", map.name)),
        Edited::TimeMap(map, None) => ("cli-books-deleted", map.name.clone()),
        Edited::Deleted(id) => ("cli-books-deleted", id.to_string()),
    };
    app.out.note(&with(id, "name", name));
    warn(app, &edited.doubts());
    Ok(())
}

/// A rate with what it is for: `18 000 Ft (Site)`.
fn rate(locale: &Locale, view: &RateView) -> String {
    let of: Vec<&str> = [&view.person, &view.project, &view.client].into_iter().flatten().map(String::as_str).collect();
    let amount = locale.money(view.rate.amount, &view.rate.currency);
    if of.is_empty() { amount } else { format!("{amount} ({})", of.join(", ")) }
}

/// The one of some values that a text names.
pub(super) fn pick<'v, T>(
    values: &'v [T],
    wanted: &str,
    of: impl Fn(&T) -> (&RemoteId, &str),
    none: &'static str,
) -> Result<&'v T> {
    let folded = fold(wanted);
    let exact = values.iter().find(|value| of(value).0.as_str() == wanted || fold(of(value).1) == folded);
    let mut parts = values.iter().filter(|value| fold(of(value).1).contains(&folded));
    let part = parts.next().filter(|_| parts.next().is_none());
    Ok(exact.or(part).ok_or_else(|| not_found(none, wanted))?)
}

fn client_of<'v>(view: &'v BooksView, wanted: &str) -> Result<&'v Client> {
    pick(&view.clients, wanted, |client| (&client.id, &client.party.name), "books-no-client")
}

/// Reads the books, makes a change of them and tells it.
pub(super) async fn change(app: &mut App, at: &InArgs, make: impl FnOnce(&BooksView) -> Result<BooksEdit>) -> Result<()> {
    let edited = in_books(app, at, async |_, service, company| {
        let view = service.ask(cases::ReadBooks { company }).await?;
        Ok(service.ask(cases::EditBooks { company, edit: make(&view)? }).await?)
    })
    .await?;
    tell(app, &edited, at.json)
}

/// `faktura client`.
pub(super) async fn client(app: &mut App, command: ClientCommand) -> Result {
    match command {
        ClientCommand::Add(args) => {
            let named = Party { name: args.name.trim().to_owned(), ..Party::default() };
            let new = client_with(empty_client(named), &args.fields)?;
            change(app, &args.fields.at, |_| Ok(BooksEdit::AddClient(new))).await?;
        }
        ClientCommand::List(at) => {
            let view = view(app, &at).await?;
            if at.json {
                let json = BooksJson::new(&view);
                app.out.json(&BooksJson { clients: json.clients, ..BooksJson::bare(&view) })?;
            } else {
                clients(app, view.clients.iter())?;
            }
        }
        ClientCommand::Show(args) => {
            let view = view(app, &args.at).await?;
            let client = client_of(&view, &args.subject)?;
            if args.at.json {
                app.out.json(&EditedJson::new(&Edited::Client(Box::new(client.clone())), app.out.locale()))?;
            } else {
                clients(app, std::iter::once(client))?;
            }
        }
        ClientCommand::Edit(args) => {
            let ClientEditArgs { subject, rename, restore, fields } = &args;
            change(app, &fields.at, |view| {
                let mut client = client_with(client_of(view, subject)?.clone(), fields)?;
                if let Some(name) = rename {
                    name.trim().clone_into(&mut client.party.name);
                }
                client.archived &= !restore;
                Ok(BooksEdit::EditClient(client))
            })
            .await?;
        }
        ClientCommand::Archive(NameArgs { subject, at }) => {
            change(app, &at, |view| Ok(BooksEdit::EditClient(Client { archived: true, ..client_of(view, &subject)?.clone() })))
                .await?;
        }
        ClientCommand::Delete(NameArgs { subject, at }) => {
            change(app, &at, |view| Ok(BooksEdit::Delete(client_of(view, &subject)?.id.clone()))).await?;
        }
    }
    Ok(Exit::Done)
}

fn empty_client(party: Party) -> Client {
    Client {
        id: RemoteId::new(""),
        party,
        group_tax_number: None,
        currency: None,
        language: None,
        terms_days: None,
        vat: None,
        buyer_reference: None,
        endpoint: None,
        contact: None,
        archived: false,
    }
}

fn client_with(client: Client, fields: &ClientFields) -> Result<Client> {
    let link = |given: &String| {
        let parts = given.split_once(':').and_then(|(company, id)| Some((CompanyId(company.parse().ok()?), RemoteId::new(id))));
        parts.ok_or_else(|| wrong(with("cli-not-a-contact", "text", given.as_str())))
    };
    let args = &fields.party;
    let mut party = party(client.party, args);
    if let Some(private) = fields.private {
        party.set_private(private);
    }
    Ok(Client {
        id: client.id,
        party,
        group_tax_number: args.group_tax_number.clone().or(client.group_tax_number),
        currency: args.currency.as_deref().map(Currency::new).or(client.currency),
        language: fields.language.clone().or(client.language),
        terms_days: args.terms.or(client.terms_days),
        vat: vat(args.vat.as_ref())?.or(client.vat),
        buyer_reference: fields.buyer_reference.clone().or(client.buyer_reference),
        endpoint: fields.endpoint.clone().or(client.endpoint),
        contact: fields.contact.as_ref().map(link).transpose()?.or(client.contact),
        archived: client.archived,
    })
}

fn clients<'c>(app: &mut App, clients: impl Iterator<Item = &'c Client>) -> Result<()> {
    let title = |id| app.out.get(id);
    let mut table = Table::new(vec![
        Column::cut(title("cli-col-name")),
        Column::left(title("cli-col-tax-number")),
        Column::left(title("cli-books-currency")),
        Column::cut(title("cli-field-address")),
        Column::left(title("cli-col-state")),
    ]);
    for client in clients {
        let state = if client.archived { "books-project-archived" } else { "books-project-active" };
        table.row(vec![
            text::clean(&client.party.name).to_string().into(),
            client.party.tax_number.as_deref().unwrap_or("–").into(),
            client.currency.as_ref().map_or("–", Currency::as_str).into(),
            text::clean(&client.party.address.line()).to_string().into(),
            app.out.get(state).into(),
        ]);
    }
    Ok(app.out.table(&table)?)
}
