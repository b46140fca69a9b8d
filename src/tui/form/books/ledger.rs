//! Forms of books, clients, projects and rates, and the changes that follow from them.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::make::{allows, check, choice, day, line, open, project};
use super::place::{Place, amount, some};
use super::rule::{Own, length, written};
use super::{Books, Told};
use crate::domain::ledger::{Budget, Client, Per, Profile, Project, ProjectState, Retainer, Vat};
use crate::domain::{Currency, Message, Party, RemoteId};
use crate::service;
use crate::service::books::{BooksEdit, NewBooks, RateAsk};
use crate::service::cases;
use crate::tui::event::Effect;
use crate::tui::form::field::{Field, Name, Rule};
use crate::tui::form::order::order;
use crate::tui::form::{Form, Order, make};
use crate::tui::shared::Shared;
use crate::tui::words;

/// What new books have unless something else is typed.
const COUNTRY: &str = "HU";
const CURRENCY: &str = "HUF";
const ZONE: &str = "Europe/Budapest";
const TERMS: &str = "8";
const PREFIX: &str = "INV";
/// Days until an invoice is due, at most.
pub(super) const LONGEST: u32 = 3_650;
/// Seconds of a day that is billed as a whole.
const DAY: i64 = 8 * 3_600;

pub(super) fn vat(text: &str) -> Field {
    line(Name::Vat, "own-vat", text, Rule::Own(Own::Vat))
}

pub(super) fn currency(text: &str) -> Field {
    line(Name::Currency, "own-currency", text, Rule::Own(Own::Currency))
}

pub(super) fn party(of: &Party) -> Vec<Field> {
    let text = |text: &Option<Box<str>>| text.as_deref().unwrap_or_default().to_owned();
    vec![
        line(Name::Tax, "own-tax-number", &text(&of.tax_number), Rule::Any),
        line(Name::Country, "own-country", &text(&of.address.country), Rule::Any),
        line(Name::PostCode, "own-post-code", &text(&of.address.post_code), Rule::Any),
        line(Name::City, "own-city", &text(&of.address.city), Rule::Any),
        line(Name::Street, "own-street", &text(&of.address.street), Rule::Any),
    ]
}

pub(super) fn party_of(form: &Form, of: Party) -> Party {
    let text = |name| some(form, name).map(Into::into);
    let mut party = Party { name: form.text(Name::Name), tax_number: text(Name::Tax), ..of };
    party.address.country = some(form, Name::Country).map(|country| country.to_uppercase().into());
    party.address.post_code = text(Name::PostCode);
    party.address.city = text(Name::City);
    party.address.street = text(Name::Street);
    party
}

/// A form that adds books.
pub(crate) fn books(cx: &mut Shared) {
    if !make::allows(cx, service::Action::Companies, None) {
        return;
    }
    let zone = cx.zone.iana_name().unwrap_or(ZONE).to_owned();
    let mut fields = vec![line(Name::Name, "own-company", "", Rule::Needed)];
    let country = Some(COUNTRY.into());
    let empty = Party { address: crate::domain::Address { country, ..crate::domain::Address::default() }, ..Party::default() };
    fields.extend(party(&empty));
    fields.push(currency(CURRENCY));
    fields.push(line(Name::Zone, "own-zone", &zone, Rule::Own(Own::Zone)));
    fields.push(vat(""));
    fields.push(line(Name::Terms, "own-terms", TERMS, Rule::Own(Own::Count(LONGEST))));
    fields.push(line(Name::Prefix, "own-prefix", PREFIX, Rule::Needed));
    open(cx, Books::New, Message::new("own-books-title"), Message::new("own-books-outcome"), fields);
}

/// Asks for the books that a form describes.
pub(super) fn add(_cx: &Shared, form: &Form) -> Effect {
    let new = NewBooks { name: form.text(Name::Name), profile: profile_of(form), force: form.is_set(Name::Force) };
    order(Order::Books(Told::Added), cases::AddBooks(new))
}

/// The profile that a form of new books describes.
pub(super) fn profile_of(form: &Form) -> Profile {
    Profile {
        party: party_of(form, Party::default()),
        group_tax_number: None,
        currency: Currency::new(&some(form, Name::Currency).unwrap_or_else(|| CURRENCY.to_owned())),
        zone: form.text(Name::Zone),
        terms_days: form.text(Name::Terms).parse().unwrap_or(8),
        prefix: form.text(Name::Prefix),
        vat: Vat::parse(&form.text(Name::Vat)),
        closed_until: None,
    }
}

/// A form that adds a client, or changes one.
pub(crate) fn client(cx: &mut Shared, known: Option<&Client>) {
    if !allows(cx, service::Action::Books) {
        return;
    }
    // Most clients are at home, and no document for the tax authority can be made without their country.
    let country = cx.books.here().and_then(|view| view.profile.party.address.country.clone());
    let empty = Party { address: crate::domain::Address { country, ..crate::domain::Address::default() }, ..Party::default() };
    let of = known.map_or(&empty, |client| &client.party);
    let mut fields = vec![line(Name::Name, "form-name", &of.name, Rule::Needed)];
    fields.extend(party(of));
    fields.push(line(Name::Email, "own-email", of.emails.first().map_or("", String::as_str), Rule::Any));
    fields.push(currency(known.and_then(|client| client.currency.as_ref()).map_or("", Currency::as_str)));
    let terms = known.and_then(|client| client.terms_days).map(|days| days.to_string()).unwrap_or_default();
    fields.push(line(Name::Terms, "own-terms", &terms, Rule::Own(Own::Count(LONGEST))));
    fields.push(vat(known.and_then(|client| client.vat.as_ref()).map_or("", |vat| vat.word.as_str())));
    fields.push(check(Name::Private, "own-private", of.is_private()));
    if let Some(client) = known {
        fields.push(check(Name::Archived, "own-archived", client.archived));
    }
    let (title, outcome) = match known {
        Some(client) => (Message::new("own-client-change").with("name", client.party.name.as_str()), "own-client-outcome"),
        None => (Message::new("own-client-title"), "own-client-outcome"),
    };
    open(cx, Books::Client(known.cloned().map(Box::new)), title, Message::new(outcome), fields);
}

/// A form that adds a project for a client, or changes one.
pub(crate) fn project_form(cx: &mut Shared, client: &str, known: Option<&Project>) {
    if !allows(cx, service::Action::Books) {
        return;
    }
    let mut fields = vec![line(Name::Name, "form-name", known.map_or("", |project| project.name.as_str()), Rule::Needed)];
    if let Some(project) = known {
        let word = |state: ProjectState| (state.as_str().to_owned(), state_word(cx, state));
        let at = ProjectState::ALL.iter().position(|state| *state == project.state).unwrap_or(0);
        fields.push(choice(Name::State, "own-state", ProjectState::ALL.into_iter().map(word).collect(), at));
    } else {
        let rule = Own::OneOf { names: cx.books.clients(), none: "books-no-client", needed: true };
        fields.push(line(Name::Client, "own-client", client, Rule::Own(rule)));
    }
    let (hours, money) = match known.and_then(|project| project.budget.as_ref()) {
        Some(Budget::Time(seconds)) => (crate::tui::hours::hours(*seconds), String::new()),
        Some(Budget::Money(amount, currency)) => (String::new(), written(cx.locale, *amount, currency)),
        None => (String::new(), String::new()),
    };
    fields.push(line(Name::Hours, "own-budget-hours", &hours, Rule::Own(Own::Length)));
    fields.push(line(Name::Amount, "own-budget-money", &money, Rule::Own(Own::Amount { needed: false })));
    fields.push(check(Name::Billable, "own-billable", known.is_none_or(|project| project.billable)));
    fields.push(line(Name::Note, "own-note", known.map_or("", |project| project.note.as_str()), Rule::Any));
    let title = match known {
        Some(project) => Message::new("own-project-change").with("name", project.name.as_str()),
        None => Message::new("own-project-title"),
    };
    open(cx, Books::Project(known.cloned().map(Box::new)), title, Message::new("own-project-outcome"), fields);
}

/// The word of a project's state.
pub(crate) fn state_word(cx: &Shared, state: ProjectState) -> String {
    let id = format!("books-project-{}", state.as_str().replace('_', "-"));
    cx.locale.text(&Message { id: id.into(), args: Vec::new() })
}

/// A form that sets a rate.
pub(crate) fn rate(cx: &mut Shared, client: &str, of_project: &str) {
    if !allows(cx, service::Action::Books) {
        return;
    }
    let people: Vec<String> =
        cx.books.here().map_or(&[][..], |view| view.people.as_slice()).iter().map(|person| person.name.clone()).collect();
    // That of the client, where it is known; left out, it is found once it is.
    let usual = cx.books.here().and_then(|view| {
        let on_project = view.projects.iter().find(|view| view.project.name == of_project).map(|view| &view.currency);
        let of_client = || view.clients.iter().find(|of| of.party.name == client);
        on_project.or_else(|| Some(of_client()?.currency.as_ref().unwrap_or(&view.profile.currency))).map(Currency::to_string)
    });
    let usual = usual.unwrap_or_default();
    let per = ["hour", "day", "fixed", "retainer"].map(|per| {
        let words = cx.locale.text(&Message { id: format!("books-per-{per}").into(), args: Vec::new() });
        (per.to_owned(), words)
    });
    let one_of = |names, none| Rule::Own(Own::OneOf { names, none, needed: false });
    let fields = vec![
        line(Name::Client, "own-client", client, one_of(cx.books.clients(), "books-no-client")),
        project(cx, of_project, false),
        line(Name::Person, "own-person", "", one_of(people, "books-no-person")),
        line(Name::Amount, "own-amount", "", Rule::Own(Own::Amount { needed: true })),
        currency(&usual),
        choice(Name::Per, "own-per", per.into(), 0),
        day(cx, Name::From, "own-valid-from", None, false),
        line(Name::Hours, "own-included", "", Rule::Own(Own::Length)),
        line(Name::Overage, "own-overage", "", Rule::Own(Own::Amount { needed: false })),
    ];
    open(cx, Books::Rate, Message::new("own-rate-title"), Message::new("own-rate-outcome"), fields);
}

/// The change that a form of clients, projects or rates describes.
pub(super) fn edit(place: &Place<'_>, form: &Form, books: &Books) -> Result<BooksEdit, Message> {
    match books {
        Books::Client(known) => Ok(client_of(form, known.as_deref())),
        Books::Project(known) => project_of(place, form, known.as_deref()),
        _ => rate_of(place, form).map(BooksEdit::SetRate),
    }
}

fn client_of(form: &Form, known: Option<&Client>) -> BooksEdit {
    let empty = Client {
        id: RemoteId::new(""),
        party: Party::default(),
        group_tax_number: None,
        currency: None,
        language: None,
        terms_days: None,
        vat: None,
        buyer_reference: None,
        endpoint: None,
        contact: None,
        archived: false,
    };
    let of = known.cloned().unwrap_or(empty);
    let mut party = party_of(form, of.party);
    let email = some(form, Name::Email);
    let others = party.emails.into_iter().skip(1);
    party.emails = email.into_iter().chain(others).collect();
    party.set_private(form.is_set(Name::Private));
    let client = Client {
        party,
        currency: some(form, Name::Currency).map(|code| Currency::new(&code)),
        terms_days: form.text(Name::Terms).parse().ok(),
        vat: Vat::parse(&form.text(Name::Vat)),
        archived: form.is_set(Name::Archived),
        ..of
    };
    if known.is_some() { BooksEdit::EditClient(client) } else { BooksEdit::AddClient(client) }
}

fn project_of(place: &Place<'_>, form: &Form, known: Option<&Project>) -> Result<BooksEdit, Message> {
    let budget = match (some(form, Name::Hours), amount(form, Name::Amount)) {
        (Some(_), Some(_)) => return Err(Message::new("own-two-budgets")),
        (Some(hours), None) => Some(Budget::Time(length(&hours)?)),
        (None, Some(amount)) if !amount.is_zero() => Some(Budget::Money(amount, Currency::unsaid())),
        _ => None,
    };
    let (name, note, billable) = (form.text(Name::Name), form.text(Name::Note), form.is_set(Name::Billable));
    Ok(match known {
        Some(project) => {
            let state = ProjectState::parse(&form.text(Name::State)).unwrap_or(project.state);
            BooksEdit::EditProject(Project { name, note, billable, budget, state, ..project.clone() })
        }
        None => {
            let project = Project {
                id: RemoteId::new(""),
                name,
                client: RemoteId::new(""),
                state: ProjectState::Active,
                budget,
                billable,
                increment: None,
                note,
            };
            BooksEdit::AddProject(project, place.client(form.text(Name::Client)))
        }
    })
}

fn rate_of(place: &Place<'_>, form: &Form) -> Result<RateAsk, Message> {
    let per = match form.text(Name::Per).as_str() {
        "day" => Per::Day(DAY),
        "fixed" => Per::Fixed,
        "retainer" => {
            let (hours, overage) = (some(form, Name::Hours), amount(form, Name::Overage));
            let (Some(hours), Some(overage)) = (hours, overage) else { return Err(Message::new("own-retainer-needs")) };
            Per::Retainer(Retainer { included: length(&hours)?, overage })
        }
        _ => Per::Hour,
    };
    let from: Option<Date> = place.day(form, Name::From);
    Ok(RateAsk {
        project: some(form, Name::Project).map(|text| place.project(text)),
        client: some(form, Name::Client).map(|text| place.client(text)),
        person: some(form, Name::Person).map(|text| place.person(text)),
        amount: amount(form, Name::Amount).unwrap_or(Decimal::ZERO),
        currency: some(form, Name::Currency).map_or_else(Currency::unsaid, |code| Currency::new(&code)),
        per,
        from,
        until: None,
        increment: None,
        surcharges: Vec::new(),
        cap: None,
    })
}

/// What a rate is for, in words.
pub(crate) fn level_words(cx: &Shared, view: &crate::service::books::RateView) -> String {
    let names = [view.client.as_deref(), view.project.as_deref(), view.person.as_deref()];
    let names: Vec<&str> = names.into_iter().flatten().collect();
    if names.is_empty() { cx.locale.get("books-level-company") } else { names.join(" × ") }
}

/// A rate in words: its amount, its unit, its first day.
pub(crate) fn rate_words(cx: &Shared, view: &crate::service::books::RateView) -> String {
    let rate = &view.rate;
    let per = Message { id: format!("books-per-{}", rate.per.as_str()).into(), args: Vec::new() };
    format!("{} / {} · {}", cx.locale.money(rate.amount, &rate.currency), cx.locale.text(&per), words::date(Some(rate.from)))
}
