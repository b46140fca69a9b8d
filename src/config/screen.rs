//! Settings of the screen.

use toml::de::DeValue;

use super::Wrong;
use super::reader::Reader;

/// Screen settings of the configuration. Settings made in the screen override them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    /// Other keys for some actions: the place, the action, its keys.
    pub keys: Vec<(String, String, Vec<String>)>,
    /// Colours: the name of one of the themes that there are.
    pub theme: String,
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
}

impl Default for Screen {
    fn default() -> Self {
        Self {
            keys: Vec::new(),
            theme: "terminal".to_owned(),
            read_only: false,
            low_bandwidth: false,
            reduced_motion: false,
            ascii: false,
            mouse: true,
        }
    }
}

/// The names of the themes.
pub(super) const THEMES: &[&str] = &["terminal", "dark", "light", "contrast", "safe", "mono"];

const SWITCH: &[&str] = &["true", "false"];

pub(super) fn read(r: &mut Reader<'_>, default: Screen) -> Screen {
    let flag = |r: &mut Reader<'_>, key: &'static str, default: bool| {
        r.read(key, default, |found| found.as_bool().ok_or(Wrong::Choice { allowed: SWITCH }))
    };
    Screen {
        theme: r.text("screen.theme", default.theme, Wrong::Choice { allowed: THEMES }, |text| {
            if THEMES.contains(&text) { Ok(text.to_owned()) } else { Err(Wrong::Choice { allowed: THEMES }) }
        }),
        read_only: flag(r, "screen.read_only", default.read_only),
        low_bandwidth: flag(r, "screen.low_bandwidth", default.low_bandwidth),
        reduced_motion: flag(r, "screen.reduced_motion", default.reduced_motion),
        ascii: flag(r, "screen.ascii", default.ascii),
        mouse: flag(r, "screen.mouse", default.mouse),
        keys: r.read("screen.keys", default.keys, keys),
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
