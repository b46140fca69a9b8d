//! Forms of the page of integrations: a calendar, the key of a service's webhooks, a user of Slack; and of secrets of alerts.

use super::field::{Field, Name, Rule, Value};
use super::hidden::Hidden;
use super::order::order;
use super::taken::taken;
use super::{Connect, Form, Order, Purpose};
use crate::domain::{AlertSecret, CompanyId, HookSource, Message};
use crate::service::books::{CalendarView, NewCalendar};
use crate::service::{Action, cases};
use crate::tui::ask::Question as Ask;
use crate::tui::case::{AnyAnswer, Case};
use crate::tui::event::Effect;
use crate::tui::input::Input;
use crate::tui::notice::Severity;
use crate::tui::pages::PageId;
use crate::tui::shared::{Overlay, Shared};

/// The word of a calendar with a private iCalendar address, and of one at a `CalDAV` server.
const PRIVATE: &str = "ical";
const SERVER: &str = "caldav";

/// Opens a form if this screen may do what it is for; says so if not.
pub(crate) fn open(cx: &mut Shared, connect: Connect) {
    let form = match connect {
        Connect::Key(source) => {
            if !super::make::allows(cx, Action::Keys, None) {
                return;
            }
            let title = Message::new("form-hook-title").with("service", source.as_str());
            let fields = vec![Field::new(Name::Secret, "form-hook-key", Value::Hidden(Hidden::default()), Rule::Needed)];
            Form::new(Purpose::Connect(connect), title, Message::new("form-hook-outcome"), fields)
        }
        Connect::Secret => {
            if !super::make::allows(cx, Action::Alerts, None) {
                return;
            }
            secret(cx)
        }
        Connect::Calendar | Connect::Person => {
            let Some(books) = books(cx) else { return };
            if connect == Connect::Calendar { calendar(cx, books) } else { person(books) }
        }
    };
    cx.overlay = Some(Overlay::Form(Box::new(form)));
}

/// The field of the own books that may be changed; says so where there are none.
fn books(cx: &mut Shared) -> Option<Field> {
    let own = cx.companies.all().iter().map(|view| &view.company).filter(|company| company.has_own_books());
    let own: Vec<(CompanyId, String)> = own.map(|company| (company.id, company.name.clone())).collect();
    let Some((first, _)) = own.first() else {
        cx.say(Message::new("links-no-books"), Severity::Look);
        return None;
    };
    let may = own.iter().find(|(id, _)| cx.may(Action::Books, Some(*id))).map_or(*first, |(id, _)| *id);
    if !super::make::allows(cx, Action::Books, Some(may)) {
        return None;
    }
    let at = own.iter().position(|(id, _)| *id == may).unwrap_or(0);
    let options = own.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    Some(Field::new(Name::Scope, "tui-col-company", Value::Choice { options, at }, Rule::Any))
}

fn line(name: Name, label: &'static str, rule: Rule) -> Field {
    Field::new(name, label, Value::Text(Input::default()), rule)
}

fn calendar(cx: &Shared, books: Field) -> Form {
    let way = |word: &str, id| (word.to_owned(), cx.locale.get(id));
    let ways = vec![way(SERVER, "form-calendar-server"), way(PRIVATE, "form-calendar-private")];
    let fields = vec![
        line(Name::Name, "form-name", Rule::Needed),
        Field::new(Name::Service, "calendar-col-kind", Value::Choice { options: ways, at: 0 }, Rule::Any),
        line(Name::Address, "form-calendar-address", Rule::Address),
        line(Name::Client, "form-calendar-user", Rule::Any),
        Field::new(Name::Secret, "form-calendar-secret", Value::Hidden(Hidden::default()), Rule::Any),
        Field::new(Name::Write, "form-calendar-write", Value::Check(true), Rule::Any),
        books,
        line(Name::Person, "form-calendar-person", Rule::Any),
        line(Name::Project, "form-calendar-project", Rule::Any),
    ];
    let purpose = Purpose::Connect(Connect::Calendar);
    Form::new(purpose, Message::new("form-calendar-title"), Message::new("form-calendar-outcome"), fields)
}

/// A form with the secret of a channel.
fn secret(cx: &Shared) -> Form {
    let one = |which: &AlertSecret| {
        let id = format!("manage-secret-{}", which.as_str());
        (which.as_str().to_owned(), cx.locale.text(&Message { id: id.into(), args: Vec::new() }))
    };
    let options = AlertSecret::ALL.iter().map(one).collect();
    let fields = vec![
        Field::new(Name::Service, "form-secret-which", Value::Choice { options, at: 0 }, Rule::Any),
        Field::new(Name::Secret, "form-secret-value", Value::Hidden(Hidden::default()), Rule::Needed),
    ];
    let purpose = Purpose::Connect(Connect::Secret);
    Form::new(purpose, Message::new("form-secret-title"), Message::new("form-secret-outcome"), fields)
}

fn person(books: Field) -> Form {
    let fields = vec![
        line(Name::Client, "slack-col-user", Rule::Needed),
        line(Name::Person, "calendar-col-person", Rule::Needed),
        line(Name::Project, "slack-col-project", Rule::Any),
        books,
    ];
    let purpose = Purpose::Connect(Connect::Person);
    Form::new(purpose, Message::new("form-slack-title"), Message::new("form-slack-outcome"), fields)
}

/// The order that follows from a form; nothing where a company is gone meanwhile.
pub(super) fn submit(form: &Form, connect: Connect) -> Option<Effect> {
    let some = |name| Some(form.text(name)).filter(|text| !text.is_empty());
    let company = || form.text(Name::Scope).parse().ok().map(CompanyId);
    let secret = match form.field(Name::Secret).map(|field| &field.value) {
        Some(Value::Hidden(hidden)) if hidden.count() > 0 => Some(hidden.secret()),
        _ => None,
    };
    let told = Order::Connect(connect);
    Some(match connect {
        Connect::Key(source) => order(told, cases::SetHookSecret { source, secret }),
        Connect::Secret => {
            let which = form.text(Name::Service);
            let which = AlertSecret::ALL.iter().copied().find(|known| known.as_str() == which)?;
            order(told, cases::SetAlertSecret { which, secret })
        }
        Connect::Person => {
            let person = Some((form.text(Name::Person), some(Name::Project)));
            order(told, cases::SetSlackPerson { company: company()?, user: form.text(Name::Client), person })
        }
        Connect::Calendar => {
            let private = form.text(Name::Service) == PRIVATE;
            let calendar = NewCalendar {
                name: form.text(Name::Name),
                url: (!private).then(|| form.text(Name::Address)),
                user: if private { String::new() } else { form.text(Name::Client) },
                secret,
                person: some(Name::Person),
                project: some(Name::Project),
                from: None,
                writes: form.is_set(Name::Write),
                test: true,
            };
            order(told, cases::AddCalendar { company: company()?, calendar })
        }
    })
}

/// Says what was connected, and reads the page again.
pub(super) fn told(connect: Connect, answer: AnyAnswer, cx: &mut Shared) -> Vec<Effect> {
    let order = Order::Connect(connect);
    let name = match connect {
        Connect::Calendar => taken::<CalendarView>(answer, order, cx).map(|view| view.calendar.name),
        Connect::Key(source) => taken::<()>(answer, order, cx).map(|()| source.as_str().to_owned()),
        Connect::Person => taken::<()>(answer, order, cx).map(|()| HookSource::Slack.as_str().to_owned()),
        Connect::Secret => {
            if taken::<()>(answer, order, cx).is_some() {
                cx.say(Message::new("form-secret-kept"), Severity::Good);
            }
            return Vec::new();
        }
    };
    let Some(name) = name else { return Vec::new() };
    cx.say(Message::new("links-now-connected").with("name", name), Severity::Good);
    let ask = |case| Effect::Ask(PageId::Links, Ask::Case(case));
    let hooks = cx.sees(Action::Keys, None).then(|| ask(Case::new(cases::Hooks)));
    std::iter::once(ask(Case::new(cases::Calendars { companies: Vec::new() }))).chain(hooks).collect()
}
