//! What forms of own books say: identifiers for names, days, amounts; and what can follow from a form.

use rust_decimal::Decimal;

use super::rule::{self, day};
use crate::domain::{CompanyId, Message};
use crate::tui::event::Effect;
use crate::tui::form::Form;
use crate::tui::form::field::Name;
use crate::tui::hours::meant;
use crate::tui::shared::Shared;

/// What is known beside the form.
pub(super) struct Place<'c> {
    pub(super) cx: &'c Shared,
    pub(super) company: CompanyId,
}

/// What is done with a form: something is asked of the service, or of the person.
pub(crate) enum Next {
    Ask(Effect),
    /// A question; the form gives way to it.
    Confirm(Box<super::Asked>),
    /// It is refused with a reason and a hint.
    Refuse(Message, Option<Message>),
}

/// The text of a field; `None` where it is empty or there is none.
pub(super) fn some(form: &Form, name: Name) -> Option<String> {
    Some(form.text(name)).filter(|text| !text.is_empty())
}

impl Place<'_> {
    /// The identifier of the project that a field names; the text itself where none is known.
    pub(super) fn project(&self, text: String) -> String {
        let names = self.cx.books.projects();
        let name = meant(&names, &text).first().copied().unwrap_or(&text).to_owned();
        self.cx.books.project(&name).map_or(text, |view| view.project.id.to_string())
    }

    /// The identifier of the client that a field names.
    pub(super) fn client(&self, text: String) -> String {
        let names = self.cx.books.clients();
        let name = meant(&names, &text).first().copied().unwrap_or(&text).to_owned();
        self.cx.books.client(&name).map_or(text, |client| client.id.to_string())
    }

    /// The identifier of the person that a field names.
    #[expect(clippy::needless_pass_by_value, reason = "callers have done with it")]
    pub(super) fn person(&self, text: String) -> String {
        let people = self.cx.books.here().map_or(&[][..], |view| view.people.as_slice());
        let names: Vec<String> = people.iter().map(|person| person.name.clone()).collect();
        let name = meant(&names, &text).first().copied().unwrap_or(&text);
        people.iter().find(|person| person.name == name).map_or_else(|| text.clone(), |person| person.id.to_string())
    }

    pub(super) fn day(&self, form: &Form, name: Name) -> Option<jiff::civil::Date> {
        day(&form.text(name), self.cx.books.today(self.cx.now, &self.cx.zone))
    }
}

/// The rate or the percentage of a field.
pub(super) fn number(form: &Form, name: Name) -> Option<Decimal> {
    rule::number(&form.text(name))
}

/// The money of a field.
pub(super) fn amount(form: &Form, name: Name) -> Option<Decimal> {
    rule::amount(&form.text(name))
}
