//! Changing a setting: the form, what it asks for, and what is shown of the answer.
//!
//! For: the page of settings. The file is changed by the same function as by `faktura config set`. Never: a secret that is shown.

use super::field::{Field, Name, Rule, Value};
use super::hidden::Hidden;
use super::{Form, Order, Purpose, State};
use crate::config::{self, Change, Changed, Datum, Draft, EditError, Given, Setting};
use crate::domain::Message;
use crate::error::{Describe, Error};
use crate::locale::Lang;
use crate::tui::Configuration;
use crate::tui::ask::{Question as Ask, Reply};
use crate::tui::case::{AnyAnswer, Case};
use crate::tui::clipboard::send;
use crate::tui::event::Effect;
use crate::tui::input::Input;
use crate::tui::notice::Severity;
use crate::tui::notify::Notify;
use crate::tui::pages::PageId;
use crate::tui::shared::{Overlay, Shared};
use crate::tui::theme::Theme;

/// What the page of settings reads: the configuration, and every setting as it is.
pub(crate) type Kept = (Draft, Vec<Setting>);

/// Settings of which a value may have a secret in it.
const HIDDEN: [&str; 2] = ["store.url", "alerts.webhook"];

/// Reads the configuration; `None` where this screen has none.
pub(crate) fn read(cx: &Shared) -> Option<Effect> {
    let Configuration { path, env, lang, .. } = cx.configuration.clone()?;
    let mut outside = cx.kept.outside();
    outside.extend(lang.map(|lang| ("lang", Given::Flag { name: "--lang" }, Datum::Text(lang.as_str().to_owned()))));
    let work = move || -> Reply<Kept> { Draft::open(&path, &*env, &outside).map_err(Error::from) };
    Some(Effect::Ask(PageId::Options, Ask::Case(Case::apart("settings", work))))
}

/// Changes a setting, or gives it its default again; `None` where this screen has no configuration.
pub(crate) fn change(configuration: Option<&Configuration>, key: &'static str, typed: Option<String>) -> Option<Effect> {
    let case = Case::apart("setting", written(configuration?.clone(), key, typed));
    Some(Effect::Ask(super::order::PAGE, Ask::Order(Order::Setting, case)))
}

fn written(
    configuration: Configuration,
    key: &'static str,
    typed: Option<String>,
) -> impl FnOnce() -> Result<Changed, EditError> + Send + 'static {
    let Configuration { path, env, .. } = configuration;
    move || {
        let words: Vec<String> = typed.into_iter().collect();
        // What is typed here no other user of the machine sees.
        let change = if words.is_empty() { Change::Unset } else { Change::SetHidden(&words) };
        config::change(&path, key, change, &*env, &|config| crate::tui::keys_fault(&config.screen))
    }
}

/// What was typed into the form.
pub(crate) fn typed(form: &Form) -> String {
    use secrecy::ExposeSecret;
    match form.field(Name::Note).map(|field| &field.value) {
        Some(Value::Hidden(hidden)) => hidden.secret().expose_secret().to_owned(),
        _ => form.text(Name::Note),
    }
}

/// Opens the form of a setting.
pub(crate) fn open(cx: &mut Shared, setting: &Setting, draft: &Draft) {
    let key = setting.key;
    let value = match draft.choices(key) {
        _ if HIDDEN.contains(&key) => Value::Hidden(Hidden::default()),
        Some(words) => {
            let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            if key == "screen.theme" {
                words.extend(cx.themes.iter().map(|(name, _)| name.clone()));
            }
            let now = typed_value(&setting.value);
            let at = words.iter().position(|word| *word == now).unwrap_or(0);
            Value::Choice { options: words.into_iter().map(|word| (word.clone(), word)).collect(), at }
        }
        None => Value::Text(Input::new(&typed_value(&setting.value))),
    };
    let rule = if matches!(value, Value::Hidden(_)) { Rule::Needed } else { Rule::Setting(draft.clone(), key) };
    let fields = vec![Field::new(Name::Note, "settings-col-value", value, rule)];
    let path = draft.path().display().to_string();
    let outcome = match setting.given {
        Given::Env { name } | Given::Flag { name } => Message::new("settings-outcome-over").with("name", name),
        Given::Default | Given::File { .. } | Given::Screen => Message::new("settings-outcome"),
    };
    let outcome = outcome.with("path", path).with("default", setting.default.to_string());
    let title = Message::new("settings-form-title").with("key", key);
    cx.overlay = Some(Overlay::Form(Box::new(Form::new(Purpose::Setting(key), title, outcome, fields))));
}

/// A value as it is typed: a text without quotation marks where it needs none.
pub(super) fn typed_value(value: &Datum) -> String {
    match value {
        Datum::Text(text) if !text.chars().any(char::is_control) => text.clone(),
        value => value.to_string(),
    }
}

/// Takes the answer to a change.
pub(crate) fn told(answer: AnyAnswer, cx: &mut Shared) -> Vec<Effect> {
    let Ok(reply) = answer.downcast::<Result<Changed, EditError>>() else { return Vec::new() };
    match *reply {
        Ok(Changed { setting, .. }) => {
            if matches!(&cx.overlay, Some(Overlay::Form(form)) if matches!(form.purpose, Purpose::Setting(_))) {
                cx.overlay = None;
            }
            let mut effects = Vec::new();
            if let Some(setting) = setting {
                effects.extend(apply(&setting, cx));
                cx.unsaved |= cx.kept.forget(setting.key);
                // Settings of the screen are read by screens alone, which follow the file.
                let id = if setting.key.starts_with("screen.") { "settings-chosen" } else { "settings-saved" };
                let path = cx.configuration.as_ref().map(|configuration| configuration.path.display().to_string());
                let message = Message::new(id).with("key", setting.key).with("value", setting.value.to_string());
                cx.say(message.with("path", path.unwrap_or_default()), Severity::Good);
            }
            effects.extend(read(cx));
            effects.push(Effect::FollowConfig);
            effects
        }
        Err(EditError::ReadOnly { path, lines }) => {
            let error = EditError::ReadOnly { path, lines: lines.clone() };
            let hint = Message::new("settings-paste-screen");
            if let Some(Overlay::Form(form)) = &mut cx.overlay {
                form.state = State::Refused(error.message(), Some(hint));
                form.shown = Some(lines.clone());
            }
            send(cx, lines, Message::new("settings-copied"))
        }
        Err(error) => {
            if let Some(Overlay::Form(form)) = &mut cx.overlay {
                form.state = State::Refused(error.message(), error.hint());
            } else {
                cx.say_error(error.into());
            }
            Vec::new()
        }
    }
}

/// Writes what was chosen in the list of settings: one change after another, so that the last choice is what stays.
pub(crate) fn choose(cx: &mut Shared, key: &'static str, value: String) -> Vec<Effect> {
    if cx.configuration.is_none() {
        return Vec::new();
    }
    if cx.read_only {
        cx.say(Message::new("settings-session"), Severity::Look);
        return Vec::new();
    }
    // The first one is being written; of others only the newest value of each setting counts.
    let idle = cx.choosing.is_empty();
    match cx.choosing.iter_mut().skip(1).find(|(known, _)| *known == key) {
        Some((_, waiting)) => *waiting = value,
        None => cx.choosing.push_back((key, value)),
    }
    if idle { write_next(cx) } else { Vec::new() }
}

/// Writes the first choice. It is no order: the next order of a person must not cancel it.
fn write_next(cx: &Shared) -> Vec<Effect> {
    let next = cx.choosing.front().zip(cx.configuration.clone()).map(|((key, value), configuration)| {
        let case = Case::apart("setting-choice", written(configuration, key, Some(value.clone())));
        Effect::Ask(PageId::Options, Ask::Case(case))
    });
    next.into_iter().collect()
}

/// Takes the answer to a change from the list of settings. The choice holds on this screen, whether it was written or not.
pub(crate) fn chosen(reply: Result<Changed, EditError>, cx: &mut Shared) -> Vec<Effect> {
    cx.choosing.pop_front();
    cx.dirty = true;
    let mut effects = match reply {
        Ok(Changed { setting, .. }) => {
            if let Some(setting) = setting {
                let path = cx.configuration.as_ref().map(|configuration| configuration.path.display().to_string());
                cx.unsaved |= cx.kept.forget(setting.key);
                let message = Message::new("settings-chosen").with("key", setting.key).with("value", setting.value.to_string());
                cx.say(message.with("path", path.unwrap_or_default()), Severity::Good);
            }
            Vec::new()
        }
        Err(EditError::ReadOnly { path, lines }) => {
            let message = Message::new("settings-session-paste").with("path", path.display().to_string());
            let message = message.with("lines", lines.replace('\n', "  "));
            send(cx, lines, message)
        }
        Err(error) => {
            cx.say_error(error.into());
            Vec::new()
        }
    };
    if cx.page == PageId::Options {
        effects.extend(read(cx));
    }
    if cx.choosing.is_empty() {
        effects.push(Effect::FollowConfig);
        effects.extend(std::mem::take(&mut cx.quits).then_some(Effect::Quit));
    } else {
        effects.extend(write_next(cx));
    }
    effects
}

/// Lets this screen follow a setting of screens at once.
fn apply(setting: &Setting, cx: &mut Shared) -> Vec<Effect> {
    let text = typed_value(&setting.value);
    let on = setting.value == Datum::Switch(true);
    match setting.key {
        "lang" => cx.settings.lang = Lang::parse(&text),
        "screen.theme" => cx.settings.theme = Theme::parse(&text, &cx.themes).unwrap_or_default(),
        "screen.ascii" => cx.settings.ascii = on,
        "screen.reduced_motion" => cx.settings.calm = on,
        "screen.low_bandwidth" => cx.settings.low_bandwidth = on,
        "screen.notify" => cx.settings.notify = Notify::parse(&text).unwrap_or_default(),
        "screen.mouse" => {
            cx.settings.no_mouse = !on;
            return vec![Effect::Mouse(on)];
        }
        _ => return Vec::new(),
    }
    cx.relook = true;
    Vec::new()
}

/// The language and the theme that the form shows before they are kept; `None` where no such form is open.
pub(crate) fn preview(cx: &Shared) -> Option<(Option<Lang>, Theme)> {
    let Some(Overlay::Form(form)) = &cx.overlay else { return None };
    let typed = typed(form);
    match form.purpose {
        Purpose::Setting("lang") => Some((Lang::parse(&typed), cx.settings.theme)),
        Purpose::Setting("screen.theme") => Some((cx.settings.lang, Theme::parse(&typed, &cx.themes)?)),
        _ => None,
    }
}
