//! The form that changes own books: the company as it stands on invoices, its account, its terms, the days that are closed.
//!
//! For: the pages of projects and drafts. What the books have is known there already. Never: the service.

use super::ledger::{LONGEST, currency, party, party_of, vat};
use super::make::{allows, day, line, open};
use super::place::{Place, some};
use super::rule::Own;
use super::{Books, Told};
use crate::domain::ledger::{Profile, Vat};
use crate::domain::{Currency, Message, Party};
use crate::service;
use crate::service::books::BooksEdit;
use crate::service::cases;
use crate::tui::event::Effect;
use crate::tui::form::field::{Field, Name, Rule};
use crate::tui::form::order::order;
use crate::tui::form::{Form, Order};
use crate::tui::notice::Severity;
use crate::tui::shared::Shared;

/// The names of what only a seller has, in the order of their fields.
const SELLER: [&str; 6] = [
    "document-sender-vat-number",
    "own-phone",
    "document-sender-iban",
    "document-sender-account",
    "document-sender-bic",
    "document-sender-bank",
];

/// Opens the form of the books that are shown.
pub(crate) fn change(cx: &mut Shared) {
    if !allows(cx, service::Action::Books) {
        return;
    }
    let Some(profile) = cx.books.here().map(|view| view.profile.clone()) else {
        cx.say(Message::new("tui-loading"), Severity::Look);
        return;
    };
    let of = &profile.party;
    let mut fields = vec![line(Name::Name, "own-company", &of.name, Rule::Needed)];
    fields.extend(party(of));
    fields.push(line(Name::Email, "own-email", of.emails.first().map_or("", String::as_str), Rule::Any));
    fields.extend(seller(of));
    fields.push(currency(profile.currency.as_str()));
    fields.push(vat(profile.vat.as_ref().map_or("", |vat| vat.word.as_str())));
    fields.push(line(Name::Terms, "own-terms", &profile.terms_days.to_string(), Rule::Own(Own::Count(LONGEST))));
    fields.push(line(Name::Prefix, "own-prefix", &profile.prefix, Rule::Needed));
    fields.push(day(cx, Name::Until, "own-closed", profile.closed_until, false));
    let title = Message::new("own-profile-title").with("name", of.name.as_str());
    open(cx, Books::Profile(Box::new(profile)), title, Message::new("own-profile-outcome"), fields);
}

/// The fields of what only a seller has.
fn seller(of: &Party) -> Vec<Field> {
    let texts = [&of.eu_tax_number, &of.phone, &of.iban, &of.account_number, &of.swift, &of.bank];
    let one = |(at, (label, text)): (usize, (&'static str, &Option<Box<str>>))| {
        line(Name::Kept(at), label, text.as_deref().unwrap_or_default(), Rule::Any)
    };
    SELLER.into_iter().zip(texts).enumerate().map(one).collect()
}

/// Asks for the books that the form describes; what it has no field for stays as it is.
pub(super) fn keep(place: &Place<'_>, form: &Form, known: &Profile) -> Effect {
    let mut party = party_of(form, known.party.clone());
    let texts = [
        &mut party.eu_tax_number,
        &mut party.phone,
        &mut party.iban,
        &mut party.account_number,
        &mut party.swift,
        &mut party.bank,
    ];
    for (at, text) in texts.into_iter().enumerate() {
        *text = some(form, Name::Kept(at)).map(Into::into);
    }
    let others = party.emails.into_iter().skip(1);
    party.emails = some(form, Name::Email).into_iter().chain(others).collect();
    let profile = Profile {
        party,
        group_tax_number: known.group_tax_number.clone(),
        currency: some(form, Name::Currency).map_or_else(|| known.currency.clone(), |code| Currency::new(&code)),
        zone: known.zone.clone(),
        terms_days: form.text(Name::Terms).parse().unwrap_or(known.terms_days),
        prefix: form.text(Name::Prefix),
        vat: Vat::parse(&form.text(Name::Vat)),
        closed_until: place.day(form, Name::Until),
    };
    let case = cases::EditBooks { company: place.company, edit: BooksEdit::Profile(profile) };
    order(Order::Books(Told::Edited), case)
}
