//! Keys in a form, and the order that follows from a complete one.

use jiff::ToSpan;

use super::books::place::Next;
use super::books::submit;
use super::field::{Name, Value};
use super::order::PAGE;
pub(crate) use super::order::order;
use super::{Form, Order, PLANS, Purpose, State, alone, details, invoice};
use crate::bank::amount;
use crate::bank::matching::Rate;
use crate::domain::bank::PartKind;
use crate::domain::outgoing::PlanOf;
use crate::domain::{CompanyId, LoginId, Message, Role};
use crate::error::Describe;
use crate::service::bank::{BankRefusal, Chosen};
use crate::service::cases;
use crate::service::{NewCompany, NewKey, NewLogin, NewToken, PlanRequest};
use crate::tui::ask::{Lane, Question as Ask};
use crate::tui::case::Case;
use crate::tui::event::Effect;
use crate::tui::jobs::{Beside, Work};
use crate::tui::keymap::Action;
use crate::tui::notice::Severity;
use crate::tui::pages::PageId;
use crate::tui::shared::{Overlay, Question, Shared};

/// Does what a key means in the form that is open.
pub(crate) fn act(cx: &mut Shared, action: Action) -> Vec<Effect> {
    if matches!(action, Action::Down | Action::Up) && alone::turn(cx, action == Action::Down) {
        return Vec::new();
    }
    let Some(Overlay::Form(form)) = &mut cx.overlay else { return Vec::new() };
    match action {
        Action::Give | Action::Apply if form.alone.is_some() => form.alone = None,
        Action::Down if form.is_editable() => form.step(true),
        Action::Up if form.is_editable() => form.step(false),
        Action::Give => {
            let waits = form.state == State::Waiting;
            cx.overlay = None;
            // What was asked for is ended; what is done already stays done, and the lists are read again.
            return if waits { vec![Effect::Drop(PAGE, Lane::Order)] } else { Vec::new() };
        }
        Action::Apply if matches!(form.state, State::Told(_)) => cx.overlay = None,
        Action::Apply if form.is_editable() && form.is_complete() => return submit(cx),
        _ => {}
    }
    Vec::new()
}

/// Asks the service to do what the form says; a removal is asked about once more.
fn submit(cx: &mut Shared) -> Vec<Effect> {
    let (now, zone) = (cx.now, cx.zone.clone());
    let Some(Overlay::Form(form)) = &mut cx.overlay else { return Vec::new() };
    if matches!(form.purpose, Purpose::Books(_) | Purpose::Deed(..) | Purpose::Detail(_)) {
        return of_books(cx);
    }
    let effect = match form.purpose {
        Purpose::Books(_) | Purpose::Deed(..) | Purpose::Detail(_) => return Vec::new(),
        Purpose::Setting(key) => {
            let typed = super::setting::typed(form);
            let Some(effect) = super::setting::change(cx.configuration.as_ref(), key, Some(typed)) else { return Vec::new() };
            effect
        }
        Purpose::Grant(_) | Purpose::Configure(_) => {
            let Some(effect) = super::configured::submit(form, cx.configuration.as_ref()) else { return Vec::new() };
            effect
        }
        Purpose::Connect(connect) => {
            let Some(effect) = super::links::submit(form, connect) else { return Vec::new() };
            effect
        }
        Purpose::Statement(_) => {
            let work = statement(form);
            cx.overlay = None;
            let id = cx.jobs.add(work.clone(), now);
            return vec![Effect::StartJob(id, work)];
        }
        Purpose::Plan => {
            let company = |name| form.text(name).parse().ok().map(CompanyId);
            let (to, from, file) = (company(Name::To), company(Name::From), form.text(Name::File));
            let of = PlanOf::ALL.into_iter().zip(PLANS).find(|(_, word)| *word == form.text(Name::Payments));
            let of = of.map(|(of, _)| of).unwrap_or_default();
            let itself = of == PlanOf::Matches;
            let Some(to) = to.filter(|_| itself || from.is_some() || !file.is_empty()) else {
                form.state = State::Refused(Message::new("push-no-source"), Some(Message::new("form-plan-hint")));
                form.at = form.fields.iter().position(|field| field.name == Name::From).unwrap_or(form.at);
                return Vec::new();
            };
            let companies = std::iter::once(to).chain(from.filter(|_| !itself)).collect();
            let request = PlanRequest { companies, query: form.text(Name::Query), file: None, of };
            let file = (from.is_none() && !itself).then(|| file.into());
            cx.overlay = None;
            cx.say(Message::new("outbox-planning"), Severity::Look);
            return vec![Effect::Ask(PageId::Outbox, Ask::Plan { request, file })];
        }
        Purpose::Mapping { company, ref name } => {
            let case = cases::SetMapping { company, name: name.clone(), id: Some(form.text(Name::Id)) };
            cx.overlay = None;
            return vec![Effect::Ask(PageId::Outbox, Ask::Named("mapped", Case::new(case)))];
        }
        Purpose::Ignore { company, ref source } => {
            let case = cases::SettleLink { company, source: source.clone(), reason: Some(form.text(Name::Reason)) };
            cx.overlay = None;
            return vec![Effect::Ask(PageId::Outbox, Ask::Named("settled", Case::new(case)))];
        }
        Purpose::Match { .. } => {
            let Some(effect) = accept(form) else { return Vec::new() };
            effect
        }
        Purpose::Company => add(form),
        Purpose::Rename(company) => order(Order::Rename, cases::RenameCompany { company, name: form.text(Name::Name) }),
        Purpose::Key(company) => {
            let Some(key) = secret(form) else { return Vec::new() };
            let key = NewKey { key, test: true, force: form.is_set(Name::Force) };
            order(Order::SetKey, cases::SetKey { company, key })
        }
        Purpose::Remove(company) => {
            let name = form.text(Name::Name);
            cx.confirm(Question::Remove { company, name });
            return Vec::new();
        }
        Purpose::Token => {
            let day = form.text(Name::Expiry).parse::<i64>().ok();
            let expires = day.and_then(|days| now.to_zoned(zone).checked_add(days.days()).ok()).map(|at| at.timestamp());
            let role = Role::parse(&form.text(Name::Role)).unwrap_or(Role::Viewer);
            let companies = form.text(Name::Scope).parse().ok().map(CompanyId).into_iter().collect();
            order(Order::AddToken, cases::AddToken(NewToken { name: form.text(Name::Name), role, companies, expires }))
        }
        Purpose::Login(_) => begin(form),
        Purpose::Renew(login) => renew(login, form.is_set(Name::Write)),
        Purpose::Consent(login) => {
            let Some(answer) = hidden(form, Name::Answer) else { return Vec::new() };
            let (login, redirect) = (Some(login.to_string()), Some(answer));
            order(Order::FinishLogin, cases::FinishLogin { login, redirect, tenants: Vec::new(), all: false })
        }
        Purpose::Tenants(login) => {
            let chosen = form.tenants.iter().enumerate().filter(|(at, _)| form.is_set(Name::Tenant(*at)));
            let tenants: Vec<String> = chosen.map(|(_, tenant)| tenant.clone()).collect();
            if tenants.is_empty() {
                let (message, hint) = (Message::new("form-tenants-none"), Some(Message::new("form-tenants-none-hint")));
                form.state = State::Refused(message, hint);
                return Vec::new();
            }
            let login = Some(login.to_string());
            order(Order::FinishLogin, cases::FinishLogin { login, redirect: None, tenants, all: false })
        }
    };
    form.state = State::Waiting;
    vec![effect]
}

/// The file of a bank that is to be imported.
fn statement(form: &Form) -> Work {
    let company = Some(form.text(Name::Scope)).filter(|text| !text.is_empty());
    let (account, currency, mapping) = (form.text(Name::Account), form.text(Name::Currency), form.text(Name::Mapping));
    let beside = Beside { account, currency, mapping };
    Work::Statement { path: form.text(Name::File).into(), company, skip: form.is_set(Name::Skip), beside }
}

/// Accepts the documents that were chosen for a bank entry; nothing where the rate is none.
fn accept(form: &mut Form) -> Option<Effect> {
    let Purpose::Match { company, ref entry, part } = form.purpose else { return None };
    let (entry, difference) = (entry.to_string(), PartKind::parse(&form.text(Name::Difference)));
    let documents = chosen(&form.text(Name::Documents));
    let typed = Some(form.text(Name::Rate)).filter(|text| !text.trim().is_empty());
    let Ok(rate) = typed.as_deref().map(str::parse::<Rate>).transpose() else {
        let wrong = BankRefusal::BadRate { rate: typed.unwrap_or_default() };
        form.state = State::Refused(wrong.message(), wrong.hint());
        return None;
    };
    let seen = Vec::new();
    Some(order(Order::Match, cases::AcceptMatch { company, entry, part, documents, difference, rate, seen, key: None }))
}

/// Does what follows from a form of own books, of an invoice or of details: it asks the service, or asks once more.
fn of_books(cx: &mut Shared) -> Vec<Effect> {
    let next = match &cx.overlay {
        Some(Overlay::Form(form)) => match &form.purpose {
            Purpose::Books(books) => submit::submit(cx, form, books),
            Purpose::Deed(deed, keys) => invoice::submit(cx, form, *deed, keys),
            Purpose::Detail(detail) => Some(details::submit(form, detail)),
            _ => None,
        },
        _ => None,
    };
    let mut effects = Vec::new();
    let state = match next {
        Some(Next::Ask(effect)) => {
            effects.push(effect);
            State::Waiting
        }
        Some(Next::Confirm(asked)) => {
            cx.confirm(Question::Books(asked));
            return effects;
        }
        Some(Next::Refuse(message, hint)) => State::Refused(message, hint),
        None => return effects,
    };
    if let Some(Overlay::Form(form)) = &mut cx.overlay {
        form.state = state;
    }
    effects
}

/// Documents as they are typed: numbers with commas between, an amount after `=`.
fn chosen(typed: &str) -> Vec<Chosen> {
    let one = |given: &str| {
        // A number may have a `=` of its own: an amount after the last one is what is meant, if it is one.
        let split = given.rsplit_once('=').and_then(|(number, text)| Some((number.trim(), amount(text.trim(), Some('.'))?)));
        let (document, amount) = split.map_or((given, None), |(number, amount)| (number, Some(amount)));
        Chosen { document: document.to_owned(), amount }
    };
    typed.split(',').map(str::trim).filter(|given| !given.is_empty()).map(one).collect()
}

/// Begins a consent of a new login.
fn begin(form: &Form) -> Effect {
    let some = |name| Some(form.text(name)).filter(|text| !text.is_empty());
    let new = NewLogin {
        provider: Some(form.text(Name::Service)),
        renew: None,
        client_id: some(Name::Client),
        client_secret: hidden(form, Name::Secret),
        redirect_uri: some(Name::Redirect),
        sandbox: form.is_set(Name::Sandbox),
        write: form.is_set(Name::Write),
        base_url: some(Name::Address),
        identity_url: some(Name::Identity),
    };
    order(Order::BeginLogin, cases::BeginLogin(new))
}

/// Begins another consent of a login, with permission to write or as it was: everything about its app is known.
pub(crate) fn renew(login: LoginId, write: bool) -> Effect {
    let new = NewLogin {
        provider: None,
        renew: Some(login.to_string()),
        client_id: None,
        client_secret: None,
        redirect_uri: None,
        sandbox: false,
        write,
        base_url: None,
        identity_url: None,
    };
    order(Order::BeginLogin, cases::BeginLogin(new))
}

fn add(form: &Form) -> Effect {
    let address = form.text(Name::Address);
    let new = NewCompany {
        name: form.text(Name::Name),
        provider: form.text(Name::Service),
        base_url: (!address.is_empty()).then_some(address),
        key: secret(form),
        test: true,
        force: form.is_set(Name::Force),
    };
    order(Order::Add { sync: form.is_set(Name::Sync) }, cases::AddCompany(new))
}

fn secret(form: &Form) -> Option<secrecy::SecretString> {
    hidden(form, Name::Key)
}

/// A secret that was typed; `None` if nothing was.
fn hidden(form: &Form, name: Name) -> Option<secrecy::SecretString> {
    match form.field(name).map(|field| &field.value) {
        Some(Value::Hidden(hidden)) if hidden.count() > 0 => Some(hidden.secret()),
        _ => None,
    }
}
