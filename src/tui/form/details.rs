//! Forms of what a person adds to the documents of a company: details of a buyer, what the company says of itself, what its words of VAT
//! mean.
//!
//! For: the pages of companies, contacts and invoices. What is kept is read first, and only what was changed is sent. Never: a page.

use super::books::make::line;
use super::books::place::Next;
use super::books::rule::Own;
use super::books::submit::changed;
use super::field::{Field, Name, Rule, Value};
use super::order::order;
use super::refused::refuse;
use super::taken::taken;
use super::{Detail, Form, Order, Purpose, Step, make};
use crate::domain::{Arg, BuyerDetails, CompanyId, Message, RemoteId, Sender};
use crate::error::Error;
use crate::service::{Action, VatMeaning, cases};
use crate::tui::ask::Reply;
use crate::tui::case::AnyAnswer;
use crate::tui::event::Effect;
use crate::tui::input::Input;
use crate::tui::notice::Severity;
use crate::tui::shared::{Overlay, Shared};

/// True if this screen may change what is added to the documents of a company; says why not.
fn allows(cx: &mut Shared, company: CompanyId) -> bool {
    if cx.masked {
        cx.say(Message::new("own-masked"), Severity::Look);
        return false;
    }
    make::allows(cx, Action::Companies, Some(company))
}

/// A line for each field that is kept, with its words.
fn lines(cx: &Shared, words: &str, names: &[&str]) -> Vec<Field> {
    let one = |(at, name): (usize, &&str)| {
        let label = Message { id: format!("{words}-{}", name.replace('_', "-")).into(), args: Vec::new() };
        Field { named: Some(cx.locale.text(&label)), ..line(Name::Kept(at), "form-name", "", Rule::Any) }
    };
    names.iter().enumerate().map(one).collect()
}

/// Opens a form before what is kept is read: what is typed meanwhile stays, and is all that is sent if it cannot be read.
fn open(cx: &mut Shared, detail: Detail, title: Message, outcome: &'static str, fields: Vec<Field>) {
    let mut form = Form::new(Purpose::Detail(detail), title, Message::new(outcome), fields);
    form.before = form.fields.iter().map(|field| (field.name, form.text(field.name))).collect();
    cx.overlay = Some(Overlay::Form(Box::new(form)));
}

/// Opens the form of what is kept of a contact.
pub(crate) fn buyer(cx: &mut Shared, (company, contact): (CompanyId, RemoteId), name: &str) -> Vec<Effect> {
    if !allows(cx, company) {
        return Vec::new();
    }
    let fields = lines(cx, "document-buyer", &BuyerDetails::NAMES);
    let title = Message::new("form-buyer-title").with("name", name);
    open(cx, Detail::Buyer { company, contact: contact.clone() }, title, "form-buyer-outcome", fields);
    vec![order(Order::Detail(Step::Read), cases::ReadBuyer { company, contact })]
}

/// Opens the form of what a company says of itself.
pub(crate) fn sender(cx: &mut Shared, company: CompanyId) -> Vec<Effect> {
    if !allows(cx, company) {
        return Vec::new();
    }
    let fields = lines(cx, "document-sender", &Sender::NAMES);
    let title = Message::new("form-sender-title").with("name", cx.company_name(company).unwrap_or_default());
    open(cx, Detail::Sender(company), title, "form-sender-outcome", fields);
    vec![order(Order::Detail(Step::Read), cases::ReadSender(company))]
}

/// Opens the form of what a word of VAT means; these words stand on an invoice.
pub(crate) fn vat(cx: &mut Shared, company: CompanyId, words: Vec<String>) -> Vec<Effect> {
    if !allows(cx, company) {
        return Vec::new();
    }
    let first = words.first().cloned().unwrap_or_default();
    let fields = vec![
        line(Name::Word, "form-vat-word", &first, Rule::Own(Own::Word { words, known: Vec::new() })),
        line(Name::Vat, "form-vat-means", "", Rule::Own(Own::Meaning)),
    ];
    let title = Message::new("form-vat-title").with("name", cx.company_name(company).unwrap_or_default());
    open(cx, Detail::Vat(company), title, "form-vat-outcome", fields);
    vec![order(Order::Detail(Step::Read), cases::VatMeanings(company))]
}

/// What follows from a complete form.
pub(super) fn submit(form: &Form, detail: &Detail) -> Next {
    let kept = |count: usize| (0..count).map(|at| changed(form, Name::Kept(at))).collect::<Vec<_>>();
    let told = Order::Detail(Step::Keep);
    let effect = match detail {
        Detail::Buyer { company, contact } => {
            let mut change = BuyerDetails::none(contact.clone());
            put(change.fields_mut(), kept(BuyerDetails::NAMES.len()))
                .then(|| order(told, cases::SetBuyer { company: *company, change }))
        }
        Detail::Sender(company) => {
            let mut change = Sender::default();
            put(change.fields_mut(), kept(Sender::NAMES.len()))
                .then(|| order(told, cases::SetSender { company: *company, change }))
        }
        Detail::Vat(company) => {
            let (word, means) = (form.text(Name::Word), form.text(Name::Vat));
            // An empty meaning forgets one, where it was typed and emptied: not where a word was only looked up.
            let is_said = form.fields.iter().any(|field| field.name == Name::Vat && field.touched);
            is_said.then(|| order(told, cases::SetVatMeaning { company: *company, word, means }))
        }
    };
    effect.map_or_else(|| Next::Refuse(Message::new("form-nothing-changed"), None), Next::Ask)
}

/// Puts changes into their fields; returns false if there is none.
fn put<'f>(fields: impl IntoIterator<Item = &'f mut Option<String>>, changes: Vec<Option<String>>) -> bool {
    let some = changes.iter().any(Option::is_some);
    fields.into_iter().zip(changes).for_each(|(field, change)| *field = change);
    some
}

/// Takes the answer to an order.
pub(super) fn told(step: Step, answer: AnyAnswer, cx: &mut Shared) {
    let form = match &cx.overlay {
        Some(Overlay::Form(form)) => Some(form),
        _ => None,
    };
    let Some((detail, [word, means])) = form.and_then(|form| match &form.purpose {
        Purpose::Detail(detail) => Some((detail.clone(), [form.text(Name::Word), form.text(Name::Vat)])),
        _ => None,
    }) else {
        return;
    };
    let of = |company| cx.company_name(company).unwrap_or_default().to_owned();
    match (step, &detail) {
        (Step::Read, Detail::Buyer { .. }) => {
            let read = read::<BuyerDetails>(answer, cx);
            fill(cx, read.iter().flat_map(BuyerDetails::fields));
        }
        (Step::Read, Detail::Sender(_)) => {
            let read = read::<Sender>(answer, cx);
            fill(cx, read.iter().flat_map(Sender::fields));
        }
        (Step::Read, Detail::Vat(_)) => {
            if let Some(known) = read::<Vec<VatMeaning>>(answer, cx) {
                offer(cx, known);
            }
        }
        (Step::Keep, Detail::Buyer { .. }) => {
            let name = named(cx);
            if keep::<BuyerDetails>(answer, &BuyerDetails::NAMES, cx).is_some() {
                cx.say(Message::new("cli-buyer-changed").with("name", name), Severity::Good);
            }
        }
        (Step::Keep, Detail::Sender(company)) => {
            let name = of(*company);
            if keep::<Sender>(answer, &Sender::NAMES, cx).is_some() {
                cx.say(Message::new("cli-sender-changed").with("name", name), Severity::Good);
            }
        }
        (Step::Keep, Detail::Vat(company)) => {
            let name = of(*company);
            if let Some(words) = keep::<Vec<VatMeaning>>(answer, &[], cx) {
                let id = if means.is_empty() { "cli-vat-forgotten" } else { "cli-vat-changed" };
                let known = words.into_iter().find(|known| known.word.to_lowercase() == word.to_lowercase());
                let means = known.map_or(means, |known| known.means);
                cx.say(Message::new(id).with("name", name).with("word", word).with("means", means), Severity::Good);
            }
        }
    }
}

/// The name in the title of the form.
fn named(cx: &Shared) -> String {
    let title = match &cx.overlay {
        Some(Overlay::Form(form)) => Some(&form.title),
        _ => None,
    };
    let name = title.and_then(|title| title.args.iter().find(|(name, _)| name == "name"));
    match name {
        Some((_, Arg::Text(name))) => name.clone(),
        _ => String::new(),
    }
}

/// What is kept, if it could be read; the form says why not.
fn read<T: 'static>(answer: AnyAnswer, cx: &mut Shared) -> Option<T> {
    let reply = *answer.downcast::<Reply<T>>().ok()?;
    let Some(Overlay::Form(form)) = &mut cx.overlay else { return None };
    match reply {
        Ok(kept) => Some(kept),
        Err(error) => {
            refuse(form, &error.message, error.hint.as_ref());
            None
        }
    }
}

/// Puts what is kept into the fields in which nothing was typed yet.
fn fill<'k>(cx: &mut Shared, kept: impl Iterator<Item = &'k Option<String>>) {
    let Some(Overlay::Form(form)) = &mut cx.overlay else { return };
    for ((field, before), text) in form.fields.iter_mut().zip(&mut form.before).zip(kept) {
        let text = text.as_deref().unwrap_or_default();
        text.clone_into(&mut before.1);
        if !field.touched {
            field.value = Value::Text(Input::new(text));
        }
    }
}

/// Offers the words that mean something already beside those of the invoice.
fn offer(cx: &mut Shared, all: Vec<VatMeaning>) {
    let Some(Overlay::Form(form)) = &mut cx.overlay else { return };
    let field = form.fields.iter_mut().find(|field| field.name == Name::Word);
    if let Some(Field { rule: Rule::Own(Own::Word { words, known }), .. }) = field {
        for VatMeaning { word, means } in all {
            if !words.contains(&word) {
                words.push(word.clone());
            }
            known.push((word, means));
        }
        // No word is one, too, and has no name to choose.
        words.retain(|word| !word.is_empty());
    }
}

/// What was kept; if it was refused, the cursor goes to the field that the refusal names.
fn keep<T: 'static>(answer: AnyAnswer, names: &[&str], cx: &mut Shared) -> Option<T> {
    let error = answer.downcast_ref::<Reply<T>>().and_then(|reply| reply.as_ref().err());
    let place = error.and_then(|error| place_of(error, names));
    let kept = taken::<T>(answer, Order::Detail(Step::Keep), cx);
    if kept.is_some() {
        // Documents that are shown in figures are made anew.
        cx.writes += 1;
    } else if let (Some(place), Some(Overlay::Form(form))) = (place, &mut cx.overlay) {
        form.at = place;
    }
    kept
}

/// The place of the field that an error names.
fn place_of(error: &Error, names: &[&str]) -> Option<usize> {
    let named = error.message.args.iter().find(|(name, _)| name == "field");
    let Some((_, Arg::Text(field))) = named else { return None };
    names.iter().position(|name| name == field)
}
