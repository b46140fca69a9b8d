//! Forms of what the configuration of the store's owner decides: roles, alerts, the schedule. One Enter writes all of a form, or nothing.
//!
//! For: the page to manage. The file is changed as by `faktura config set`. Never: a secret that is shown.

use super::books::make::{check, choice, line};
use super::field::{Field, Name, Rule, Value, entries};
use super::hidden::Hidden;
use super::setting::{Kept, typed_value};
use super::{Form, Order, Part, Purpose, State, make};
use crate::config::{self, Config, Datum, Draft, Edit, EditError, Grant, Setting};
use crate::domain::{AlertKind, Message, Role};
use crate::error::{Describe, Error};
use crate::service::Action as Permission;
use crate::tui::Configuration;
use crate::tui::ask::{Question as Ask, Reply};
use crate::tui::case::{AnyAnswer, Case};
use crate::tui::clipboard::send;
use crate::tui::event::Effect;
use crate::tui::notice::Severity;
use crate::tui::pages::PageId;
use crate::tui::shared::{Overlay, Shared};
use crate::tui::words;

/// The configuration as it stands in the file: its text, its settings, and what they mean.
pub(crate) type Written = (Draft, Vec<Setting>, Box<Config>);

/// The roles of the form, the weakest first.
const ROLES: [Role; 3] = [Role::Viewer, Role::Member, Role::Admin];

/// A setting in a form.
struct Line {
    key: &'static str,
    label: &'static str,
    /// What stands between the entries of a list.
    between: Option<char>,
}

const fn of(key: &'static str, label: &'static str) -> Line {
    Line { key, label, between: None }
}

const fn list(key: &'static str, label: &'static str, between: char) -> Line {
    Line { key, label, between: Some(between) }
}

/// The settings of alerts besides the kinds. What another one needs comes before it.
const ALERTS: [Line; 10] = [
    of("alerts.stale_after", "form-alerts-stale"),
    of("alerts.remind", "form-alerts-remind"),
    of("alerts.webhook", "form-alerts-webhook"),
    list("alerts.command", "form-alerts-command", ' '),
    of("alerts.email_from", "form-alerts-from"),
    of("alerts.smtp_host", "form-alerts-host"),
    of("alerts.smtp_port", "form-alerts-port"),
    of("alerts.smtp_security", "form-alerts-security"),
    of("alerts.smtp_user", "form-alerts-user"),
    list("alerts.email_to", "form-alerts-to", ','),
];

const SCHEDULE: [Line; 4] = [
    list("schedule.times", "form-schedule-times", ';'),
    of("schedule.zone", "form-schedule-zone"),
    of("schedule.jitter", "form-schedule-jitter"),
    of("schedule.catch_up", "form-schedule-catch-up"),
];

const fn lines(part: Part) -> &'static [Line] {
    match part {
        Part::Alerts => &ALERTS,
        Part::Schedule => &SCHEDULE,
    }
}

/// Reads the configuration as it stands in the file; `None` where this screen has none.
pub(crate) fn read(cx: &Shared) -> Option<Effect> {
    let Configuration { path, env, .. } = cx.configuration.clone()?;
    let work = move || -> Reply<Written> {
        let (draft, settings): Kept = Draft::open(&path, &*env, &[]).map_err(Error::from)?;
        let config = Config::load(&path, &*env).map_err(Error::from)?;
        Ok((draft, settings, Box::new(config)))
    };
    Some(Effect::Ask(PageId::Manage, Ask::Case(Case::apart("settings-file", work))))
}

/// True if the forms are of use here: an administrator on the screen of the store's owner, since the owner's configuration decides.
pub(crate) fn is_useful(cx: &Shared) -> bool {
    cx.may(Permission::Audit, None) && cx.configuration.as_ref().is_some_and(|configuration| configuration.owns_store)
}

/// True if the forms are of use here; says so if not.
pub(crate) fn allows(cx: &mut Shared) -> bool {
    if !make::allows(cx, Permission::Audit, None) {
        return false;
    }
    let owns = cx.configuration.as_ref().map(|configuration| configuration.owns_store);
    if owns != Some(true) {
        let id = if owns.is_none() { "settings-none" } else { "form-not-owner" };
        cx.say(Message::new(id), Severity::Look);
        return false;
    }
    true
}

/// Opens the form of a role: a new one, or one that the configuration gives.
pub(crate) fn grant(cx: &mut Shared, known: Option<Grant>, access: &config::Access) {
    if !allows(cx) {
        return;
    }
    let word = |role: &Role| {
        (
            role.as_str().to_owned(),
            cx.locale.text(&Message { id: format!("manage-role-{}", role.as_str()).into(), args: Vec::new() }),
        )
    };
    let mut scopes = vec![(String::new(), cx.locale.get("tui-all-companies"))];
    scopes.extend(cx.companies.all().iter().map(|view| (view.company.name.clone(), view.company.name.clone())));
    // A company that is not here any more keeps its name in the file.
    if let Some(company) = known.as_ref().and_then(|grant| grant.company.clone())
        && !scopes.iter().any(|(name, _)| *name == company)
    {
        scopes.push((company.clone(), company));
    }
    let role = known.as_ref().and_then(|grant| ROLES.iter().position(|role| *role == grant.role)).unwrap_or(0);
    let scope = known.as_ref().and_then(|grant| scopes.iter().position(|(name, _)| Some(name) == grant.company.as_ref()));
    let who = known.as_ref().map_or("", |grant| grant.who.as_str());
    let fields = vec![
        line(Name::Who, "form-holder", who, Rule::User),
        choice(Name::Role, "form-role", ROLES.iter().map(word).collect(), role),
        choice(Name::Scope, "form-scope", scopes, scope.unwrap_or(0)),
    ];
    let title = if known.is_some() { "form-grant-change" } else { "form-grant-title" };
    // Without a group only the owner reaches the store, whatever the lists say.
    let outcome = if access.group.is_some() { "form-grant-outcome" } else { "form-grant-no-group" };
    show(cx, Purpose::Grant(known), title, outcome, fields);
}

/// Opens the form of a part of the configuration.
pub(crate) fn open(cx: &mut Shared, part: Part, written: &Written) {
    if !allows(cx) {
        return;
    }
    let (draft, settings, config) = written;
    let value = |key: &str| settings.iter().find(|setting| setting.key == key).map(|setting| &setting.value);
    let mut fields = Vec::new();
    if part == Part::Alerts {
        let kind = |(place, kind): (usize, &AlertKind)| Field {
            named: Some(words::word(cx.locale, "alert-kind", kind.as_str())),
            ..check(Name::Alert(place), "form-alerts-on", config.alerts.on.contains(kind))
        };
        fields.extend(AlertKind::ALL.iter().enumerate().map(kind));
    }
    fields.extend(lines(part).iter().enumerate().map(|(place, of)| {
        let rule = Rule::Among { draft: draft.clone(), key: of.key, between: of.between };
        let now = value(of.key).map(|value| shown(value, of.between)).unwrap_or_default();
        let value = match (draft.choices(of.key), value(of.key)) {
            _ if of.key == "alerts.webhook" => {
                return Field::new(Name::Setting(place), of.label, Value::Hidden(Hidden::default()), Rule::Any);
            }
            (_, Some(Datum::Switch(on))) => return check(Name::Setting(place), of.label, *on),
            (Some(words), _) => {
                let options: Vec<(String, String)> = words.iter().map(|word| ((*word).to_owned(), (*word).to_owned())).collect();
                let at = options.iter().position(|(word, _)| *word == now).unwrap_or(0);
                Value::Choice { options, at }
            }
            _ => Value::Text(crate::tui::input::Input::new(&now)),
        };
        Field::new(Name::Setting(place), of.label, value, rule)
    }));
    let (title, outcome) = match part {
        Part::Alerts => ("form-alerts-title", "form-alerts-outcome"),
        Part::Schedule => ("form-schedule-title", "form-schedule-outcome"),
    };
    show(cx, Purpose::Configure(part), title, outcome, fields);
}

fn show(cx: &mut Shared, purpose: Purpose, title: &'static str, outcome: &'static str, fields: Vec<Field>) {
    let path = cx.configuration.as_ref().map(|configuration| configuration.path.display().to_string()).unwrap_or_default();
    let outcome = Message::new(outcome).with("path", path);
    let mut form = Form::new(purpose, Message::new(title), outcome, fields);
    form.before = form.fields.iter().map(|field| (field.name, told(&form, field.name))).collect();
    cx.overlay = Some(Overlay::Form(Box::new(form)));
}

/// A value as it is typed in a form. An entry with a separator in it stands in a list of TOML.
fn shown(value: &Datum, between: Option<char>) -> String {
    match (value, between) {
        (Datum::List(list), _) if list.is_empty() => String::new(),
        (Datum::List(list), Some(between)) => {
            let entries: Vec<String> = list.iter().map(typed_value).collect();
            let gap = if between == ' ' { " ".to_owned() } else { format!("{between} ") };
            if entries.iter().any(|entry| entry.contains(between)) { value.to_string() } else { entries.join(&gap) }
        }
        (value, _) => typed_value(value),
    }
}

/// What a field says.
fn told(form: &Form, name: Name) -> String {
    match form.field(name).map(|field| &field.value) {
        Some(Value::Check(on)) => on.to_string(),
        Some(Value::Hidden(hidden)) => {
            use secrecy::ExposeSecret;
            hidden.secret().expose_secret().trim().to_owned()
        }
        _ => form.text(name),
    }
}

/// The changes that follow from a form of a part of the configuration: of what is another one now.
fn edits(form: &Form, part: Part) -> Vec<Edit> {
    let changed = |name: Name| form.before.iter().any(|(known, before)| *known == name && *before != told(form, name));
    let mut edits = Vec::new();
    if part == Part::Alerts && (0..AlertKind::ALL.len()).any(|place| changed(Name::Alert(place))) {
        let on = AlertKind::ALL.iter().enumerate().filter(|(place, _)| form.is_set(Name::Alert(*place)));
        let on = Datum::List(on.map(|(_, kind)| Datum::Text(kind.as_str().to_owned())).collect());
        edits.push(Edit::of("alerts.on", Some(on.to_string())));
    }
    for (place, of) in lines(part).iter().enumerate().filter(|(place, _)| changed(Name::Setting(*place))) {
        let typed = told(form, Name::Setting(place));
        let typed = (!typed.is_empty()).then(|| of.between.map_or_else(|| typed.clone(), |between| entries(&typed, between)));
        edits.push(Edit::of(of.key, typed));
    }
    edits
}

/// The role that a form of a role says.
fn granted(form: &Form) -> Grant {
    Grant {
        who: form.text(Name::Who),
        role: Role::parse(&form.text(Name::Role)).unwrap_or(Role::Viewer),
        company: Some(form.text(Name::Scope)).filter(|name| !name.is_empty()),
    }
}

/// Asks for what follows from a form; `None` where this screen has no configuration.
pub(super) fn submit(form: &Form, configuration: Option<&Configuration>) -> Option<Effect> {
    match &form.purpose {
        Purpose::Grant(known) => {
            let (gone, new) = (known.iter().cloned().collect::<Vec<_>>(), granted(form));
            Some(change(configuration?, move |config| config.access.granting(&gone, Some(&new))))
        }
        Purpose::Configure(part) => {
            let edits = edits(form, *part);
            Some(change(configuration?, move |_| edits.clone()))
        }
        _ => None,
    }
}

/// Takes roles away that the configuration gives.
pub(crate) fn take_away(cx: &Shared, gone: Vec<Grant>) -> Option<Effect> {
    Some(change(cx.configuration.as_ref()?, move |config| config.access.granting(&gone, None)))
}

fn change(configuration: &Configuration, edits: impl Fn(&Config) -> Vec<Edit> + Send + 'static) -> Effect {
    let Configuration { path, env, .. } = configuration.clone();
    let work = move || config::change_all(&path, &edits, &*env, &|config| crate::tui::keys_fault(&config.screen));
    Effect::Ask(super::order::PAGE, Ask::Order(Order::Configured, Case::apart("setting-many", work)))
}

/// Takes the answer.
pub(super) fn answered(answer: AnyAnswer, cx: &mut Shared) -> Vec<Effect> {
    let Ok(reply) = answer.downcast::<Result<bool, EditError>>() else { return Vec::new() };
    let waits = matches!(&cx.overlay, Some(Overlay::Form(form)) if form.state == State::Waiting);
    match *reply {
        Ok(written) => {
            if waits {
                cx.overlay = None;
            }
            let path = cx.configuration.as_ref().map(|configuration| configuration.path.display().to_string());
            let id = if written { "form-configured" } else { "form-configured-same" };
            cx.say(Message::new(id).with("path", path.unwrap_or_default()), Severity::Good);
            read(cx).into_iter().chain(super::setting::read(cx)).chain([Effect::FollowConfig]).collect()
        }
        Err(error) => {
            let lines = match &error {
                EditError::ReadOnly { lines, .. } => Some(lines.clone()),
                _ => None,
            };
            let hint = if lines.is_some() { Some(Message::new("settings-paste-screen")) } else { error.hint() };
            match &mut cx.overlay {
                Some(Overlay::Form(form)) if waits => {
                    form.state = State::Refused(error.message(), hint);
                    form.shown.clone_from(&lines);
                }
                _ => cx.say_error(error.into()),
            }
            lines.map_or_else(Vec::new, |lines| send(cx, lines, Message::new("settings-copied")))
        }
    }
}
