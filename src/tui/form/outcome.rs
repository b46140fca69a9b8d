//! The answers to orders: the form is closed, or says why it was refused.

use secrecy::ExposeSecret;

use super::books::told::told;
use super::hidden::Hidden;
use super::taken::taken;
use super::{Making, Order, Purpose, State, make};
use crate::domain::bank::BankMatch;
use crate::domain::{Channel, Company, Kind, Message, Token};
use crate::error::Error;
use crate::service::{Begun, Finished, IssuedToken, LoginView, Removal, Tested, cases};
use crate::tui::ask::{Question as Ask, Reply};
use crate::tui::case::{AnyAnswer, Case};
use crate::tui::clipboard::send;
use crate::tui::event::Effect;
use crate::tui::notice::Severity;
use crate::tui::pages::PageId;
use crate::tui::shared::{Overlay, Shared};

/// Takes the answer to an order.
pub(crate) fn ordered(order: Order, answer: AnyAnswer, cx: &mut Shared) -> Vec<Effect> {
    cx.dirty = true;
    let named = |id: &'static str, name: &str| Message::new(id).with("name", name);
    match order {
        Order::Add { sync } => {
            let Some(tested) = taken::<Tested>(answer, order, cx) else { return Vec::new() };
            let id = tested.company.id;
            cx.say(named("manage-added", &tested.company.name), Severity::Good);
            let mut effects = cx.companies.load();
            if sync {
                effects.push(Effect::StartSync(vec![id]));
            }
            return effects;
        }
        Order::SetKey | Order::TestKey => {
            let Some(tested) = taken::<Tested>(answer, order, cx) else { return Vec::new() };
            cx.say(named("manage-key-works", &tested.company.name), Severity::Good);
        }
        Order::Rename | Order::Enable => {
            let Some(company) = taken::<Company>(answer, order, cx) else { return Vec::new() };
            let renamed = matches!(order, Order::Rename);
            let message = if renamed { named("manage-renamed", &company.name) } else { company.switched() };
            cx.say(message, Severity::Good);
        }
        Order::Count => {
            count(answer, cx);
            return Vec::new();
        }
        Order::Remove => {
            let Some(removal) = taken::<Removal>(answer, order, cx) else { return Vec::new() };
            cx.say(counted("cli-company-removed", &removal), Severity::Good);
        }
        Order::AddToken => {
            issued(answer, cx);
            return cx.tokens.load();
        }
        Order::Revoke => {
            let Some(token) = taken::<Token>(answer, order, cx) else { return Vec::new() };
            cx.say(named("manage-revoked", &token.name), Severity::Good);
            return cx.tokens.load();
        }
        Order::TestAlerts => {
            tried(answer, cx);
            return Vec::new();
        }
        Order::BeginLogin => {
            let Some(begun) = taken::<Begun>(answer, order, cx) else { return Vec::new() };
            if cx.overlay.is_some() {
                return Vec::new();
            }
            cx.overlay = Some(Overlay::Form(Box::new(make::consent(&begun))));
            let mut effects = send(cx, begun.authorize_url, Message::new("manage-login-copied"));
            effects.push(logins());
            return effects;
        }
        Order::FinishLogin => {
            let Some(finished) = taken::<Finished>(answer, order, cx) else { return Vec::new() };
            if finished.choices.is_empty() {
                let names: Vec<&str> = finished.connected.iter().map(|company| company.name.as_str()).collect();
                cx.say(named("manage-login-connected", &names.join(", ")), Severity::Good);
            } else {
                cx.overlay = Some(Overlay::Form(Box::new(make::tenants(&finished))));
            }
        }
        Order::TestLogin => {
            let Some(finished) = taken::<Finished>(answer, order, cx) else { return vec![logins()] };
            let message = named("manage-login-works", &finished.login.title).with("count", finished.choices.len());
            cx.say(message, Severity::Good);
        }
        Order::Books(of) => {
            told(of, answer, cx);
            return if of == super::books::Told::Added { cx.companies.load() } else { Vec::new() };
        }
        Order::Match => {
            let Some(one) = taken::<BankMatch>(answer, order, cx) else { return Vec::new() };
            cx.writes += 1;
            let numbers: Vec<&str> = one.parts.iter().map(|part| &*part.number).filter(|number| !number.is_empty()).collect();
            cx.say(Message::new("bank-matched").with("parts", numbers.join(", ")), Severity::Good);
            return Vec::new();
        }
        Order::Send => {
            super::invoice::sent(answer, cx);
            return Vec::new();
        }
        Order::Each { together, index } => return super::each::told((together, index), answer, cx),
        Order::Setting | Order::Configured | Order::Connect(_) | Order::Detail(_) | Order::Document(_) => {
            return elsewhere(order, answer, cx);
        }
        Order::RemoveLogin => {
            let Some(removed) = taken::<LoginView>(answer, order, cx) else { return Vec::new() };
            cx.say(named("manage-login-removed", &removed.title).with("count", removed.companies.len()), Severity::Good);
        }
    }
    let mut effects = cx.companies.load();
    effects.extend(cx.runs.load());
    effects.push(logins());
    effects
}

/// The answers that leave the lists of this page as they are.
fn elsewhere(order: Order, answer: AnyAnswer, cx: &mut Shared) -> Vec<Effect> {
    match order {
        Order::Setting => super::setting::told(answer, cx),
        Order::Connect(connect) => super::links::told(connect, answer, cx),
        Order::Document(Making::Made) => super::document::made(answer, cx),
        Order::Document(Making::Saved) => {
            super::document::saved(answer, cx);
            Vec::new()
        }
        Order::Detail(step) => {
            super::details::told(step, answer, cx);
            Vec::new()
        }
        _ => super::configured::answered(answer, cx),
    }
}

/// Reads the logins again.
fn logins() -> Effect {
    Effect::Ask(PageId::Logins, Ask::Case(Case::new(cases::Logins)))
}

fn counted(id: &'static str, removal: &Removal) -> Message {
    Message::new(id)
        .with("name", removal.company.name.as_str())
        .with("invoices", removal.count.of(Kind::Document).records)
        .with("changes", removal.count.changes)
        .with("runs", removal.count.runs)
}

/// Says in the form what goes.
fn count(answer: AnyAnswer, cx: &mut Shared) {
    let Ok(reply) = answer.downcast::<Reply<Removal>>() else { return };
    let Some(Overlay::Form(form)) = &mut cx.overlay else { return };
    match *reply {
        Ok(removal) if form.purpose == Purpose::Remove(removal.company.id) => {
            let own = removal.company.has_own_books();
            form.outcome = counted(if own { "form-remove-outcome-books" } else { "form-remove-outcome" }, &removal);
        }
        Ok(_) => {}
        Err(error) => form.state = State::Refused(error.message, error.hint),
    }
}

/// Shows a token, this once.
fn issued(answer: AnyAnswer, cx: &mut Shared) {
    let waits = matches!(&cx.overlay, Some(Overlay::Form(form)) if form.state == State::Waiting);
    let form = if waits { cx.overlay.clone() } else { None };
    let Some(issued) = taken::<IssuedToken>(answer, Order::AddToken, cx) else { return };
    if let Some(Overlay::Form(mut form)) = form {
        let mut secret = Hidden::default();
        secret.insert(issued.secret.expose_secret());
        form.state = State::Told(secret);
        form.title = Message::new("form-token-made").with("name", issued.token.name.as_str());
        form.outcome = Message::new("form-token-once");
        cx.overlay = Some(Overlay::Form(form));
    }
}

/// Says which test alerts went.
fn tried(answer: AnyAnswer, cx: &mut Shared) {
    let Some(tried) = taken::<Vec<(Channel, Option<Error>)>>(answer, Order::TestAlerts, cx) else { return };
    match tried.iter().find_map(|(_, error)| error.as_ref()) {
        Some(error) => cx.say(error.message.clone(), Severity::Act),
        None if tried.is_empty() => cx.say(Message::new("cli-alert-none-set"), Severity::Look),
        None => cx.say(Message::new("manage-alerts-went").with("count", tried.len()), Severity::Good),
    }
}
