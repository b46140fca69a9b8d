//! Settings of the screen.

use toml::de::DeValue;

use super::Wrong;
use super::open::Open;
use super::reader::Reader;
use super::theme::{self, Palette, THEMES};

/// A command of the user's on rows of lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreenCommand {
    /// Its name.
    pub name: String,
    /// Program and arguments; `{field}` stands for a field of the row.
    pub run: Vec<String>,
    /// Pages that offer it, by their words; every page where empty.
    pub pages: Vec<String>,
    /// Whether it is asked about first.
    pub confirm: bool,
}

/// Screen settings of the configuration. The screen writes what is set on it here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    /// Other keys for some actions: the place, the action, its keys.
    pub keys: Vec<(String, String, Vec<String>)>,
    /// Colours: the name of a shipped theme, or of one in `themes` beside the configuration.
    pub theme: String,
    /// The user's own themes, by name; not read with the configuration but by [`super::themes`].
    pub themes: Vec<(String, Palette)>,
    /// Read-only screen: no sync, no key, no change of companies.
    pub read_only: bool,
    /// Fewer bytes to the terminal.
    pub low_bandwidth: bool,
    /// Draw progress once a second at most.
    pub reduced_motion: bool,
    /// Borders and signs in ASCII.
    pub ascii: bool,
    /// Listen to the mouse.
    pub mouse: bool,
    /// How the terminal is notified of what ended: `off`, `bell`, `osc9` or `osc777`.
    pub notify: String,
    /// Commands of the user's own.
    pub commands: Vec<ScreenCommand>,
    /// Programs that open documents; a section of their own.
    pub open: Open,
}

impl Default for Screen {
    fn default() -> Self {
        Self {
            keys: Vec::new(),
            theme: "terminal".to_owned(),
            themes: Vec::new(),
            read_only: false,
            low_bandwidth: false,
            reduced_motion: false,
            ascii: false,
            mouse: true,
            notify: "off".to_owned(),
            commands: Vec::new(),
            open: Open::default(),
        }
    }
}

/// Ways to notify the terminal.
const NOTIFY: &[&str] = &["off", "bell", "osc9", "osc777"];
const SWITCH: &[&str] = &["true", "false"];

pub(super) fn read(r: &mut Reader<'_>, default: Screen) -> Screen {
    let flag = |r: &mut Reader<'_>, key: &'static str, default: bool| {
        r.read(key, default, |found| found.as_bool().ok_or(Wrong::Choice { allowed: SWITCH }))
    };
    let own = r.folder().map(|folder| folder.join("themes"));
    let known = |name: &str| {
        THEMES.contains(&name)
            || theme::is_name(name) && own.as_ref().is_some_and(|own| own.join(format!("{name}.toml")).is_file())
    };
    Screen {
        themes: default.themes,
        theme: r.text("screen.theme", default.theme, Wrong::Choice { allowed: THEMES }, |text| {
            if known(text) { Ok(text.to_owned()) } else { Err(Wrong::Choice { allowed: THEMES }) }
        }),
        read_only: flag(r, "screen.read_only", default.read_only),
        low_bandwidth: flag(r, "screen.low_bandwidth", default.low_bandwidth),
        reduced_motion: flag(r, "screen.reduced_motion", default.reduced_motion),
        ascii: flag(r, "screen.ascii", default.ascii),
        mouse: flag(r, "screen.mouse", default.mouse),
        notify: r.text("screen.notify", default.notify, Wrong::Choice { allowed: NOTIFY }, |text| {
            if NOTIFY.contains(&text) { Ok(text.to_owned()) } else { Err(Wrong::Choice { allowed: NOTIFY }) }
        }),
        commands: r.read("screen.commands", default.commands, commands),
        keys: r.read("screen.keys", default.keys, keys),
        open: super::open::read(r, default.open),
    }
}

/// `{ invoices = { export = "x", pdf = ["d", "f2"] } }`.
fn keys(found: &DeValue<'_>) -> Result<Vec<(String, String, Vec<String>)>, Wrong> {
    let DeValue::Table(places) = found else { return Err(Wrong::Keys) };
    let mut keys = Vec::new();
    for (place, actions) in places {
        let DeValue::Table(actions) = actions.get_ref() else { return Err(Wrong::Keys) };
        for (action, value) in actions {
            let names = match value.get_ref() {
                DeValue::Array(list) => {
                    let name = |entry: &toml::Spanned<DeValue<'_>>| entry.get_ref().as_str().map(str::to_owned);
                    list.iter().map(name).collect::<Option<Vec<String>>>().ok_or(Wrong::Keys)?
                }
                value => vec![value.as_str().ok_or(Wrong::Keys)?.to_owned()],
            };
            keys.push((place.get_ref().to_string(), action.get_ref().to_string(), names));
        }
    }
    Ok(keys)
}

/// `{ mail = { run = ["mail-it", "{number}"], pages = ["invoices"], confirm = true } }`.
fn commands(found: &DeValue<'_>) -> Result<Vec<ScreenCommand>, Wrong> {
    let DeValue::Table(all) = found else { return Err(Wrong::Commands) };
    let words = |value: &DeValue<'_>| {
        let DeValue::Array(list) = value else { return None };
        list.iter().map(|entry| entry.get_ref().as_str().map(str::to_owned)).collect::<Option<Vec<String>>>()
    };
    let mut commands = Vec::new();
    for (name, settings) in all {
        let DeValue::Table(settings) = settings.get_ref() else { return Err(Wrong::Commands) };
        let mut command = ScreenCommand { name: name.get_ref().to_string(), run: Vec::new(), pages: Vec::new(), confirm: true };
        for (key, value) in settings {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("run", value) => command.run = words(value).ok_or(Wrong::Commands)?,
                ("pages", value) => command.pages = words(value).ok_or(Wrong::Commands)?,
                ("confirm", value) => command.confirm = value.as_bool().ok_or(Wrong::Commands)?,
                _ => return Err(Wrong::Commands),
            }
        }
        if command.run.first().is_none_or(String::is_empty) {
            return Err(Wrong::Commands);
        }
        commands.push(command);
    }
    Ok(commands)
}
