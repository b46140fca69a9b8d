//! Makes the forms: the fields of each, with what is known already.

use super::field::{Field, Name, Rule, Value};
use super::{Form, PLANS, Purpose, State};
use crate::domain::bank::PartKind;
use crate::domain::{CompanyId, LoginId, Message};
use crate::service::{Action, Begun, CompanyView, Finished, TenantView, consent_services, key_services};
use crate::tui::input::Input;
use crate::tui::jobs::Work;
use crate::tui::notice::Severity;
use crate::tui::shared::{Overlay, Shared};

fn view(cx: &Shared, id: CompanyId) -> Option<&CompanyView> {
    cx.companies.all().iter().find(|view| view.company.id == id)
}

/// Opens a form if this screen may do what it is for; says so if not.
pub(crate) fn open(cx: &mut Shared, purpose: Purpose) {
    let (action, company) = match purpose {
        Purpose::Company | Purpose::Login(_) | Purpose::Renew(_) | Purpose::Consent(_) | Purpose::Tenants(_) => {
            (Action::Companies, None)
        }
        Purpose::Rename(id) | Purpose::Remove(id) => (Action::Companies, Some(id)),
        Purpose::Key(id) => (Action::Keys, Some(id)),
        Purpose::Token => (Action::Tokens, None),
        // Opened by `books`, `invoice`, `details`, `configured`, `links` and the page of settings, which know what is there.
        Purpose::Books(_)
        | Purpose::Deed(..)
        | Purpose::Setting(_)
        | Purpose::Grant(_)
        | Purpose::Configure(_)
        | Purpose::Detail(_)
        | Purpose::Connect(_) => return,
        Purpose::Statement(company) => (Action::Bank, company),
        Purpose::Match { company, .. } => (Action::Bank, Some(company)),
        Purpose::Mapping { company, .. } | Purpose::Ignore { company, .. } => (Action::Push, Some(company)),
        Purpose::Plan => (Action::Push, None),
    };
    // A plan names its company only in the form: it is enough that there is one it may be made for.
    let may = purpose == Purpose::Plan && cx.may_anywhere(action);
    if !may && !allows(cx, action, company) {
        return;
    }
    let form = match purpose {
        Purpose::Company => Some(company_form(cx)),
        Purpose::Rename(id) => view(cx, id).map(|view| rename(cx, view)),
        Purpose::Key(id) => view(cx, id).map(key),
        Purpose::Remove(id) => view(cx, id).map(remove),
        Purpose::Token => Some(token(cx)),
        Purpose::Login(service) => Some(login(service.as_deref())),
        Purpose::Renew(login) => Some(renewal(login)),
        // Made from an answer: see `consent` and `tenants`.
        Purpose::Consent(_)
        | Purpose::Tenants(_)
        | Purpose::Books(_)
        | Purpose::Deed(..)
        | Purpose::Setting(_)
        | Purpose::Grant(_)
        | Purpose::Configure(_)
        | Purpose::Detail(_)
        | Purpose::Connect(_) => None,
        Purpose::Statement(company) => Some(statement(cx, company)),
        purpose @ Purpose::Match { .. } => Some(matching(cx, purpose)),
        Purpose::Plan => Some(plan(cx)),
        purpose @ Purpose::Mapping { .. } => Some(line(purpose, Name::Id, "form-mapping-id", "form-mapping-outcome")),
        purpose @ Purpose::Ignore { .. } => Some(line(purpose, Name::Reason, "form-ignore-reason", "form-ignore-outcome")),
    };
    if let Some(form) = form {
        cx.overlay = Some(Overlay::Form(Box::new(form)));
    }
}

/// Opens a form with a title that says what it is about.
pub(crate) fn open_titled(cx: &mut Shared, purpose: Purpose, title: Message) {
    open(cx, purpose);
    if let Some(Overlay::Form(form)) = &mut cx.overlay {
        form.title = title;
    }
}

/// A form that imports a file of bank statements. What was typed for an import that was refused is there again, with the reason.
fn statement(cx: &Shared, company: Option<CompanyId>) -> Form {
    let again = cx.jobs.refused_import().and_then(|(work, error)| match work {
        Work::Statement { path, company, skip, beside } => Some((path, company.clone(), (*skip, beside.clone()), error)),
        _ => None,
    });
    let mut options = vec![(String::new(), cx.locale.get("form-by-account"))];
    options.extend(cx.companies.all().iter().map(|view| (view.company.id.to_string(), view.company.name.clone())));
    let chosen = again.as_ref().map_or_else(|| company.map(|id| id.to_string()), |(_, company, ..)| company.clone());
    let at = options.iter().position(|(word, _)| Some(word) == chosen.as_ref()).unwrap_or(0);
    let path = again.as_ref().map(|(path, ..)| path.display().to_string()).unwrap_or_default();
    let (skip, beside) = again.as_ref().map(|(_, _, told, _)| told.clone()).unwrap_or_default();
    let text = |name, label, typed: &str| Field::new(name, label, Value::Text(Input::new(typed)), Rule::Any);
    let fields = vec![
        Field::new(Name::File, "form-file", Value::Text(Input::new(&path)), Rule::Needed),
        Field::new(Name::Scope, "tui-col-company", Value::Choice { options, at }, Rule::Any),
        Field::new(Name::Skip, "form-skip", Value::Check(skip), Rule::Any),
        text(Name::Account, "form-import-account", &beside.account),
        text(Name::Currency, "form-import-currency", &beside.currency),
        text(Name::Mapping, "form-import-mapping", &beside.mapping),
    ];
    let purpose = Purpose::Statement(company);
    let form = Form::new(purpose, Message::new("form-statement-title"), Message::new("form-statement-outcome"), fields);
    match again {
        Some((.., error)) => Form { state: State::Refused(error.message.clone(), error.hint.clone()), ..form },
        None => form,
    }
}

/// A form of one line that is needed.
fn line(purpose: Purpose, name: Name, label: &'static str, outcome: &'static str) -> Form {
    let fields = vec![Field::new(name, label, Value::Text(Input::default()), Rule::Needed)];
    Form::new(purpose, Message::new(label), Message::new(outcome), fields)
}

/// A form that plans what documents become at a company.
fn plan(cx: &Shared) -> Form {
    let companies = || cx.companies.all().iter().map(|view| (view.company.id.to_string(), view.company.name.clone()));
    let to: Vec<(String, String)> = companies().collect();
    let mut from = vec![(String::new(), cx.locale.get("form-from-file"))];
    from.extend(companies());
    let choice = |options, at| Value::Choice { options, at };
    let text = || Value::Text(Input::default());
    // Mostly what own books issued is written at a service.
    let own = cx.companies.all().iter().position(|view| view.company.has_own_books());
    let other = cx.companies.all().iter().position(|view| !view.company.has_own_books()).unwrap_or(0);
    // The first one to take them from is a file.
    let source = own.filter(|own| *own != other).map_or(0, |own| own + 1);
    let plan_of = |word: &'static str| {
        (word.to_owned(), cx.locale.text(&Message { id: format!("form-plan-{word}").into(), args: Vec::new() }))
    };
    let of = PLANS.into_iter().map(plan_of).collect();
    let fields = vec![
        Field::new(Name::To, "form-plan-to", choice(to, other), Rule::Any),
        Field::new(Name::From, "form-plan-from", choice(from, source), Rule::Any),
        Field::new(Name::File, "form-file", text(), Rule::Any),
        Field::new(Name::Query, "form-plan-query", text(), Rule::Any),
        Field::new(Name::Payments, "form-plan-payments", choice(of, 0), Rule::Any),
    ];
    Form::new(Purpose::Plan, Message::new("form-plan-title"), Message::new("form-plan-outcome"), fields)
}

/// A form that names the documents that an entry pays.
fn matching(cx: &Shared, purpose: Purpose) -> Form {
    let mut options = vec![(String::new(), cx.locale.get("form-no-difference"))];
    let kinds = PartKind::ALL.into_iter().filter(|kind| *kind != PartKind::Principal);
    options.extend(kinds.map(|kind| {
        (
            kind.as_str().to_owned(),
            cx.locale.text(&Message { id: format!("bank-part-{}", kind.as_str()).into(), args: Vec::new() }),
        )
    }));
    let fields = vec![
        Field::new(Name::Documents, "form-documents", Value::Text(Input::default()), Rule::Needed),
        Field::new(Name::Difference, "form-difference", Value::Choice { options, at: 0 }, Rule::Any),
        Field::new(Name::Rate, "form-match-rate", Value::Text(Input::default()), Rule::Any),
    ];
    Form::new(purpose, Message::new("form-match-title"), Message::new("form-match-outcome"), fields)
}

/// True if this screen may do it; says so if not.
pub(crate) fn allows(cx: &mut Shared, action: Action, company: Option<CompanyId>) -> bool {
    if cx.only_reads() {
        cx.say(Message::new("tui-read-only-refused"), Severity::Look);
        return false;
    }
    let may = cx.may(action, company);
    if !may {
        cx.say(Message::new("manage-not-allowed"), Severity::Look);
    }
    may
}

/// The names of the companies, in lower case, but for one.
fn taken(cx: &Shared, own: Option<CompanyId>) -> Vec<String> {
    let others = cx.companies.all().iter().filter(|view| Some(view.company.id) != own);
    others.map(|view| view.company.name.to_lowercase()).collect()
}

fn key_field() -> Field {
    Field::new(Name::Key, "form-key", Value::Hidden(super::hidden::Hidden::default()), Rule::Needed)
}

fn company_form(cx: &Shared) -> Form {
    let services = key_services().into_iter().map(|(name, title)| (name.to_owned(), title.to_owned())).collect();
    let fields = vec![
        Field::new(Name::Name, "form-name", Value::Text(Input::default()), Rule::Company(taken(cx, None))),
        Field::new(Name::Service, "form-service", Value::Choice { options: services, at: 0 }, Rule::Any),
        key_field(),
        Field::new(Name::Address, "form-address", Value::Text(Input::default()), Rule::Address),
        Field::new(Name::Sync, "form-sync", Value::Check(true), Rule::Any),
    ];
    Form::new(Purpose::Company, Message::new("form-company-title"), Message::new("form-company-outcome"), fields)
}

fn named(id: &'static str, view: &CompanyView) -> Message {
    Message::new(id).with("name", view.company.name.as_str())
}

fn rename(cx: &Shared, view: &CompanyView) -> Form {
    let id = view.company.id;
    let name = Value::Text(Input::new(&view.company.name));
    let fields = vec![Field::new(Name::Name, "form-new-name", name, Rule::Company(taken(cx, Some(id))))];
    Form::new(Purpose::Rename(id), named("form-rename-title", view), Message::new("form-rename-outcome"), fields)
}

fn key(view: &CompanyView) -> Form {
    let outcome = named("form-key-outcome", view).with("service", view.service.title.as_str());
    Form::new(Purpose::Key(view.company.id), named("form-key-title", view), outcome, vec![key_field()])
}

fn remove(view: &CompanyView) -> Form {
    let rule = Rule::Exactly(view.company.name.clone());
    let fields = vec![Field::new(Name::Name, "form-its-name", Value::Text(Input::default()), rule)];
    let outcome = named("form-remove-counting", view);
    Form::new(Purpose::Remove(view.company.id), named("form-remove-title", view), outcome, fields)
}

fn token(cx: &Shared) -> Form {
    let role =
        |role: &str| (role.to_owned(), cx.locale.text(&Message { id: format!("manage-role-{role}").into(), args: Vec::new() }));
    let mut scopes = vec![(String::new(), cx.locale.get("tui-all-companies"))];
    scopes.extend(cx.companies.all().iter().map(|view| (view.company.id.to_string(), view.company.name.clone())));
    let days = |days: u32| (days.to_string(), cx.locale.text(&Message::new("tui-days").with("count", days)));
    let mut expiry: Vec<(String, String)> = [90, 365, 30, 7].into_iter().map(days).collect();
    expiry.push((String::new(), cx.locale.get("form-never")));
    let choice = |options| Value::Choice { options, at: 0 };
    let fields = vec![
        Field::new(Name::Name, "form-name", Value::Text(Input::default()), Rule::Token(Vec::new())),
        Field::new(Name::Role, "form-role", choice(vec![role("viewer"), role("member"), role("admin")]), Rule::Any),
        Field::new(Name::Scope, "form-scope", choice(scopes), Rule::Any),
        Field::new(Name::Expiry, "form-expiry", choice(expiry), Rule::Any),
    ];
    Form::new(Purpose::Token, Message::new("form-token-title"), Message::new("form-token-outcome"), fields)
}

/// A form that begins a consent.
fn login(service: Option<&str>) -> Form {
    let services: Vec<(String, String)> =
        consent_services().into_iter().map(|(name, title)| (name.to_owned(), title.to_owned())).collect();
    let at = services.iter().position(|(name, _)| Some(name.as_str()) == service).unwrap_or(0);
    let line = || Value::Text(Input::default());
    let secret = Value::Hidden(super::hidden::Hidden::default());
    let fields = vec![
        Field::new(Name::Service, "form-service", Value::Choice { options: services, at }, Rule::Any),
        Field::new(Name::Client, "form-client", line(), Rule::Any),
        Field::new(Name::Secret, "form-secret", secret, Rule::Any),
        Field::new(Name::Redirect, "form-redirect", line(), Rule::Address),
        Field::new(Name::Write, "form-write", Value::Check(false), Rule::Any),
        Field::new(Name::Sandbox, "form-sandbox", Value::Check(false), Rule::Any),
        Field::new(Name::Address, "form-address", line(), Rule::Address),
        Field::new(Name::Identity, "form-identity", line(), Rule::Address),
    ];
    let purpose = Purpose::Login(service.map(str::to_owned));
    Form::new(purpose, Message::new("form-login-title"), Message::new("form-login-outcome"), fields)
}

/// A form that begins another consent of a login that may only read.
fn renewal(login: LoginId) -> Form {
    let fields = vec![Field::new(Name::Write, "form-write", Value::Check(false), Rule::Any)];
    let (title, outcome) = (Message::new("form-renew-title"), Message::new("form-renew-outcome"));
    Form::new(Purpose::Renew(login), title, outcome, fields)
}

/// A form that finishes a consent that was begun: the address to open, and a line for the one that the browser is sent to.
pub(super) fn consent(begun: &Begun) -> Form {
    let secret = Value::Hidden(super::hidden::Hidden::default());
    let fields = vec![Field::new(Name::Answer, "form-answer", secret, Rule::Needed)];
    let title = Message::new("form-consent-title").with("service", begun.title.as_str()).with("login", begun.login.to_string());
    let id = if begun.adds_writing { "form-consent-outcome-writing" } else { "form-consent-outcome" };
    let outcome = Message::new(id).with("redirect", begun.redirect_uri.as_str());
    let form = Form::new(Purpose::Consent(begun.login), title, outcome, fields);
    Form { shown: Some(begun.authorize_url.clone()), ..form }
}

/// A form that chooses the companies that a login connects; none is chosen by itself.
pub(super) fn tenants(finished: &Finished) -> Form {
    let field = |(at, view): (usize, &TenantView)| {
        let named = view.name.clone().unwrap_or_else(|| view.tenant.0.to_string());
        let field = Field::new(Name::Tenant(at), "form-tenant", Value::Check(false), Rule::Any);
        Field { named: Some(crate::tui::text::clean(&named).into_owned()), ..field }
    };
    let fields = finished.choices.iter().enumerate().map(field).collect();
    let title = Message::new("form-tenants-title").with("service", finished.login.title.as_str());
    let form = Form::new(Purpose::Tenants(finished.login.login.id), title, Message::new("form-tenants-outcome"), fields);
    Form { tenants: finished.choices.iter().map(|view| view.tenant.0.to_string()).collect(), ..form }
}
