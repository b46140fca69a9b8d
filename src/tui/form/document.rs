//! The form that writes an invoice as a document: an e-invoice or a printed one.
//!
//! For: what is done with an invoice. The document is made by the service and checked by the rules of its form; the file is written by
//! this process, and none that is there is touched.

use std::path::PathBuf;

use super::books::make::{choice, day, line};
use super::books::place::Next;
use super::books::rule;
use super::field::{Field, Name, Rule};
use super::order::order;
use super::refused::refuse;
use super::taken::taken;
use super::{Form, Making, Order, Purpose, State};
use crate::document::Form as Kind;
use crate::document::rules::Fault;
use crate::document::source::Extra;
use crate::domain::{InvoiceRow, Message, RecordKey};
use crate::json::lacks;
use crate::service::{MadeDocument, cases};
use crate::tui::ask::{Question as Ask, Reply};
use crate::tui::case::{AnyAnswer, Case};
use crate::tui::event::Effect;
use crate::tui::files::{expand, plain_name, put_new};
use crate::tui::notice::Severity;
use crate::tui::shared::{Overlay, Shared};

/// The fields of the form.
pub(super) fn fields(cx: &Shared, row: &InvoiceRow) -> Vec<Field> {
    let kinds = Kind::ALL.map(|kind| (kind.as_str().to_owned(), kind.title().to_owned())).to_vec();
    vec![
        choice(Name::Form, "form-document-form", kinds, 0),
        line(Name::Reference, "form-document-reference", "", Rule::Any),
        line(Name::Address, "form-document-endpoint", "", Rule::Any),
        day(cx, Name::Fulfilled, "form-document-delivered", None, false),
        line(Name::File, "form-document-file", &plain_name(&row.number, row.id.as_str()), Rule::Needed),
    ]
}

/// What follows from a complete form.
pub(super) fn submit(cx: &Shared, form: &Form, key: &RecordKey) -> Option<Next> {
    let some = |name| Some(form.text(name)).filter(|text| !text.is_empty());
    let extra = Extra {
        buyer_reference: some(Name::Reference),
        buyer_endpoint: some(Name::Address),
        language: Some(cx.lang().as_str().to_owned()),
        delivered: rule::day(&form.text(Name::Fulfilled), cx.today()),
        ..Extra::default()
    };
    let kind = Kind::parse(&form.text(Name::Form))?;
    let case = cases::MakeDocument { key: key.clone(), form: kind, extra, file: true };
    Some(Next::Ask(order(Order::Document(Making::Made), case)))
}

/// The file that a form names, with the ending of the document.
fn place(typed: &str, kind: Kind) -> PathBuf {
    let ending = format!(".{}", kind.ending());
    let ends = typed.to_lowercase().ends_with(&ending);
    expand(PathBuf::from(if ends { typed.to_owned() } else { format!("{typed}{ending}") }))
}

/// Takes a document that was made: it is written to its file, or the form says what it lacks.
pub(super) fn made(answer: AnyAnswer, cx: &mut Shared) -> Vec<Effect> {
    let Ok(reply) = answer.downcast::<Reply<MadeDocument>>() else { return Vec::new() };
    let locale = cx.locale;
    let company = match &cx.overlay {
        Some(Overlay::Form(form)) => match &form.purpose {
            Purpose::Deed(_, keys) => keys.first().map(|key| key.company),
            _ => None,
        },
        _ => None,
    };
    let mut views = cx.companies.all().iter();
    let own = views.any(|view| Some(view.company.id) == company && view.company.has_own_books());
    // Nothing is written once the form was left.
    let Some(Overlay::Form(form)) = &mut cx.overlay else { return Vec::new() };
    if form.state != State::Waiting || company.is_none() {
        return Vec::new();
    }
    let mut made = match *reply {
        Ok(made) => made,
        Err(error) => {
            refuse(form, &error.message, error.hint.as_ref());
            return Vec::new();
        }
    };
    let Some(bytes) = made.file.take() else {
        let lasts = made.breaches.iter().any(|breach| matches!(breach.fault, Fault::Decimals { .. }));
        let hint = match (lasts, own) {
            (true, _) => "document-error-pdf-hint",
            (false, true) => "form-document-own-hint",
            (false, false) => "form-document-hint",
        };
        form.state = State::Refused(lacks(&made, locale), Some(Message::new(hint)));
        return Vec::new();
    };
    let path = place(&form.text(Name::File), made.form);
    let write = move || -> Reply<Message> {
        put_new(&path, &bytes)?;
        let id = if made.unprintable.is_empty() { "form-document-done" } else { "form-document-done-lacking" };
        let message = Message::new(id).with("number", made.number).with("place", path.display().to_string());
        Ok(message.with("characters", made.unprintable))
    };
    vec![Effect::Ask(super::order::PAGE, Ask::Order(Order::Document(Making::Saved), Case::apart("document", write)))]
}

/// Says where the document is.
pub(super) fn saved(answer: AnyAnswer, cx: &mut Shared) {
    if let Some(message) = taken::<Message>(answer, Order::Document(Making::Saved), cx) {
        cx.say(message, Severity::Good);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_gets_the_ending_of_its_document_once() {
        for (typed, kind, file) in [
            ("INV-1", Kind::Ubl, "INV-1.xml"),
            ("INV-1.XML", Kind::Nav, "INV-1.XML"),
            ("INV-1.xml", Kind::Pdf, "INV-1.xml.pdf"),
            ("INV.2026", Kind::FacturX, "INV.2026.pdf"),
        ] {
            assert_eq!(place(typed, kind), PathBuf::from(file));
        }
    }
}
