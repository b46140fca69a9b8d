//! What was ordered, if it was done; else the form says why not.

use super::field::{Field, Name, Rule, Value};
use super::refused::{refuse, said};
use super::{Order, State};
use crate::domain::Message;
use crate::error::Error;
use crate::tui::ask::Reply;
use crate::tui::case::AnyAnswer;
use crate::tui::notice::Severity;
use crate::tui::shared::{Overlay, Shared};

/// What is asked for, if it was done: the form is closed. If not, the form says why, or a notice where there is none.
pub(super) fn taken<T: 'static>(answer: AnyAnswer, order: Order, cx: &mut Shared) -> Option<T> {
    let reply = *answer.downcast::<Reply<T>>().ok()?;
    match (reply, &mut cx.overlay) {
        (Ok(value), Some(Overlay::Form(form))) if form.state == State::Waiting => {
            cx.overlay = None;
            Some(value)
        }
        (Ok(value), _) => Some(value),
        (Err(error), Some(Overlay::Form(form))) if form.state == State::Waiting => {
            let hint = if is_double(&error) {
                let field = Field::new(Name::Force, "form-force", Value::Check(false), Rule::Any);
                form.offer(field);
                Some(Message::new("form-force-hint"))
            } else if matches!(order, Order::Add { .. })
                && error.hint.as_ref().is_some_and(|hint| hint.id == "provider-refused-hint")
            {
                // A refused key is no reason to set one: there is no company yet.
                Some(Message::new("form-not-added-hint"))
            } else {
                error.hint
            };
            refuse(form, &error.message, hint.as_ref());
            None
        }
        (Err(error), _) => {
            cx.say(said(&error, cx.locale), Severity::Act);
            None
        }
    }
}

/// True if the account is here already as another company.
fn is_double(error: &Error) -> bool {
    matches!(error.message.id.as_ref(), "service-same-key" | "service-same-account" | "service-same-unseen")
}
