//! A refusal of the service in a form: the field that it is about, and what is done there, where the hint of the commands names an
//! option of theirs.
//!
//! For: orders of forms, and pages that show an error. Never: the service.

use super::field::Name;
use super::{Form, State};
use crate::domain::Message;
use crate::error::Error;
use crate::locale::Locale;

/// What the screen knows about a refusal.
struct About {
    /// Its message.
    id: &'static str,
    /// The field that it is about.
    field: Option<Name>,
    /// The message in its place, where the one of the commands names an option.
    says: Option<&'static str>,
    /// The hint in place of the one for commands, where that says something else.
    hint: Option<&'static str>,
}

const fn about(id: &'static str, field: Option<Name>, hint: &'static str) -> About {
    About { id, field, says: None, hint: Some(hint) }
}

static KNOWN: [About; 18] = [
    About { id: "books-bad-country", field: Some(Name::Country), says: None, hint: None },
    about("books-bad-email", Some(Name::Email), "form-hint-email"),
    About { id: "provider-refused", field: Some(Name::Key), says: None, hint: None },
    about("books-no-vat", Some(Name::Vat), "form-hint-vat"),
    about("books-nothing-to-bill", Some(Name::From), "form-hint-approve"),
    About {
        says: Some("form-no-exchange-rate"),
        ..about("billing-no-exchange-rate", Some(Name::FxRate), "form-hint-exchange-rate")
    },
    about("billing-no-rate", None, "form-hint-rate"),
    about("billing-seller-tax-number", None, "form-hint-own-books"),
    about("delivery-no-address", Some(Name::To), "form-hint-address"),
    about("delivery-cancelled", Some(Name::Again), "form-hint-again"),
    about("delivery-cancelled-by", Some(Name::Again), "form-hint-again"),
    About { says: Some("form-sent-already"), ..about("delivery-sent-already", Some(Name::Again), "form-hint-again") },
    about("push-mailed", Some(Name::Again), "form-hint-again"),
    about("push-mailed-own", Some(Name::Again), "form-hint-again"),
    about("bank-more-than-money", Some(Name::Difference), "form-hint-difference"),
    about("bank-rounding", Some(Name::Difference), "form-hint-difference"),
    about("auth-bad-client", Some(Name::Client), "form-hint-app"),
    about("auth-secret-missing", Some(Name::Secret), "form-hint-app"),
];

fn known(message: &Message) -> Option<&'static About> {
    KNOWN.iter().find(|about| about.id == message.id)
}

/// The message and the hint of a refusal, as the screen says them.
pub(crate) fn told(message: &Message, hint: Option<&Message>) -> (Message, Option<Message>) {
    let Some(about) = known(message) else { return (message.clone(), hint.cloned()) };
    let says = about.says.map_or_else(|| message.clone(), |id| Message { id: id.into(), args: message.args.clone() });
    let Some(instead) = about.hint else { return (says, hint.cloned()) };
    let args = hint.map(|hint| hint.args.clone()).unwrap_or_default();
    (says, Some(Message { id: instead.into(), args }))
}

/// The same of an error.
pub(crate) fn told_of(error: &Error) -> (Message, Option<Message>) {
    told(&error.message, error.hint.as_ref())
}

/// A refusal where there is no form: with the hint where the screen knows what is done here.
pub(super) fn said(error: &Error, locale: &Locale) -> Message {
    let (says, hint) = told_of(error);
    match hint.filter(|_| known(&error.message).is_some_and(|about| about.hint.is_some())) {
        Some(hint) => Message::new("form-refused-so").with("said", locale.text(&says)).with("hint", locale.text(&hint)),
        None => says,
    }
}

/// Shows a refusal in its form: the cursor goes to the field that it is about.
pub(super) fn refuse(form: &mut Form, message: &Message, hint: Option<&Message>) {
    let field = known(message).and_then(|about| about.field);
    let place = field.and_then(|name| form.fields.iter().position(|field| field.name == name));
    form.at = place.unwrap_or(form.at);
    let (says, hint) = told(message, hint);
    form.state = State::Refused(says, hint);
}
