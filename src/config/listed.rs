//! Every setting as it is: its value, its default, where the value comes from.
//!
//! For: lists of settings. Never: a value of [`Config`](super::Config), which has the meaning of all of them.

use std::path::Path;
use std::sync::OnceLock;

use toml_edit::{Document, DocumentMut, Item, Table};

use super::datum::Datum;
use super::reader::SECRET;
use super::{ConfigError, Env, file, text};

/// The example is the one list of settings with their defaults.
const EXAMPLE: &str = include_str!("../../config.example.toml");

/// Variables that go before the file, by setting.
const VARIABLES: &[(&str, &str)] = &[("lang", "FAKTURA_LANG"), ("log.level", "FAKTURA_LOG"), (SECRET, "FAKTURA_STORE_URL")];

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// It is set nowhere.
    Default,
    /// The configuration file.
    File {
        /// Line, from 1; `None` for a value of many lines that has no single place.
        line: Option<usize>,
    },
    /// A variable of the environment.
    Env {
        /// The variable.
        name: &'static str,
    },
    /// An option of the command line.
    Flag {
        /// The option.
        name: &'static str,
    },
    /// A choice that the state of the screen keeps beside the configuration, as earlier versions wrote it.
    Screen,
}

/// A value from outside the file: the setting, where the value comes from, and the value.
pub type Outside = (&'static str, Given, Datum);

impl Given {
    /// The word of scripts.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::File { .. } => "file",
            Self::Env { .. } => "environment",
            Self::Flag { .. } => "flag",
            Self::Screen => "screen",
        }
    }
}

/// A setting as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its name, with its section.
    pub key: &'static str,
    /// Its value, without what is secret in it.
    pub value: Datum,
    /// Its default.
    pub default: Datum,
    /// Where the value comes from.
    pub given: Given,
}

/// Every setting with its default, in the order of the example.
#[must_use]
pub fn known() -> &'static [(String, Datum)] {
    static KNOWN: OnceLock<Vec<(String, Datum)>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let text = EXAMPLE.lines().fold(String::new(), |text, line| {
            let setting = line.strip_prefix('#').filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
            text + setting.unwrap_or(line) + "\n"
        });
        let document = text.parse::<DocumentMut>().unwrap_or_default();
        let mut known = Vec::new();
        for (name, item) in document.iter() {
            match item {
                Item::Table(section) => {
                    known.extend(section.iter().filter_map(|(key, item)| Some((format!("{name}.{key}"), Datum::of(item)?))));
                }
                item => known.extend(Datum::of(item).map(|value| (name.to_owned(), value))),
            }
        }
        known
    })
}

/// Every setting of a file, the environment and what is `outside` of both: options of the command line go before all, kept choices
/// of the screen before the file alone.
///
/// # Errors
/// The file cannot be used.
pub fn settings(path: &Path, env: Env<'_>, outside: &[Outside]) -> Result<Vec<Setting>, ConfigError> {
    let text = text::read(path)?;
    file::parse(path, &text, env)?;
    Ok(of(&text, env, outside))
}

/// The settings of a text that was found to be right.
pub(super) fn of(text: &str, env: Env<'_>, outside: &[Outside]) -> Vec<Setting> {
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document = Document::parse(bare).ok();
    known()
        .iter()
        .map(|(key, default)| {
            let found = document.as_ref().and_then(|document| find(document.as_table(), key));
            let from = |is: fn(&Given) -> bool| outside.iter().find(|(of, given, _)| of == key && is(given));
            let flag = from(|given| matches!(given, Given::Flag { .. }));
            // What the file says anyway is no choice.
            let usual = found.as_ref().map_or(default, |(value, _)| value);
            let kept = from(|given| *given == Given::Screen).filter(|(.., value)| value != usual);
            let variable = VARIABLES
                .iter()
                .find(|(of, _)| of == key)
                .and_then(|(_, name)| Some((*name, env(name)?.trim().to_owned())).filter(|(_, value)| !value.is_empty()));
            let (value, given) = match (flag, variable, kept, found) {
                (Some((_, given, value)), ..) | (None, None, Some((_, given, value)), _) => (value.clone(), *given),
                (None, Some((name, value)), ..) => (Datum::Text(value), Given::Env { name }),
                (None, None, None, Some((value, at))) => {
                    let line = at.and_then(|at| bare.get(..at)).map(|before| before.matches('\n').count() + 1);
                    (value, Given::File { line })
                }
                (None, None, None, None) => (default.clone(), Given::Default),
            };
            Setting { key, value: shown(key, value), default: default.clone(), given }
        })
        .collect()
}

/// The value of a setting in a file, and where it begins.
fn find(root: &Table, key: &str) -> Option<(Datum, Option<usize>)> {
    let (section, name) = key.split_once('.').map_or((None, key), |(section, name)| (Some(section), name));
    let item = match section {
        None => root.get(name)?,
        Some(section) => root.get(section)?.as_table_like()?.get(name)?,
    };
    Some((Datum::of(item)?, item.span().map(|span| span.start)))
}

/// A value without what is secret in it.
fn shown(key: &str, value: Datum) -> Datum {
    match (key, value) {
        (SECRET, Datum::Text(url)) => Datum::Text(without_password(&url)),
        // The path of such an address is what lets a program post there.
        ("alerts.webhook", Datum::Text(url)) if url != "sealed" => Datum::Text(without_path(&url)),
        (_, value) => value,
    }
}

/// An address of a database with nothing but its user, host and name.
fn without_password(url: &str) -> String {
    let Ok(parsed) = url::Url::parse(url) else { return if url.is_empty() { String::new() } else { "…".to_owned() } };
    let user = if parsed.username().is_empty() { String::new() } else { format!("{}:…@", parsed.username()) };
    let port = parsed.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}://{user}{}{port}{}", parsed.scheme(), parsed.host_str().unwrap_or("…"), parsed.path())
}

fn without_path(url: &str) -> String {
    let Ok(parsed) = url::Url::parse(url) else { return if url.is_empty() { String::new() } else { "…".to_owned() } };
    let port = parsed.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}://{}{port}/…", parsed.scheme(), parsed.host_str().unwrap_or("…"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn no_env(_: &str) -> Option<String> {
        None
    }

    fn one<'a>(settings: &'a [Setting], key: &str) -> &'a Setting {
        settings.iter().find(|setting| setting.key == key).unwrap_or_else(|| panic!("{key}"))
    }

    #[test]
    fn each_setting_says_where_it_comes_from() {
        let text = "\u{feff}lang = \"hu\"\n[sync]\npages = 6 # more\n[screen.keys.invoices]\nexport = \"x\"\n";
        let env = |name: &str| (name == "FAKTURA_LOG").then(|| "debug".to_owned());
        let kept = |key, value: &str| (key, Given::Screen, Datum::Text(value.to_owned()));
        let outside = [
            kept("lang", "hu"),
            ("lang", Given::Flag { name: "--lang" }, Datum::Text("en".to_owned())),
            kept("screen.theme", "dark"),
            kept("log.level", "warn"),
        ];
        let listed = of(text, &env, &outside);
        assert_eq!(one(&listed, "screen.theme").given, Given::Screen);
        assert_eq!(one(&of(text, &no_env, &outside[..1]), "lang").value.to_string(), "\"hu\"", "before the file");
        assert_eq!(listed.len(), known().len());
        let (lang, pages, keys) = (one(&listed, "lang"), one(&listed, "sync.pages"), one(&listed, "screen.keys"));
        assert_eq!((lang.value.to_string(), lang.given), ("\"en\"".to_owned(), Given::Flag { name: "--lang" }));
        assert_eq!((pages.value.clone(), pages.given), (Datum::Whole(6), Given::File { line: Some(3) }));
        assert_eq!(pages.default, Datum::Whole(5));
        assert_eq!(keys.value.to_string(), "{ invoices = { export = \"x\" } }");
        assert_eq!(one(&listed, "log.level").given, Given::Env { name: "FAKTURA_LOG" });
        assert_eq!(one(&listed, "sync.retries").given, Given::Default);
        assert_eq!(one(&of("lang = \"hu\"", &no_env, &[]), "lang").given, Given::File { line: Some(1) });
    }

    #[test]
    fn what_is_secret_in_a_value_is_not_shown() {
        let text = "[store]\nurl = \"postgres://anna:hunter2@db.example:5433/books?sslpassword=hunter3\"\n[alerts]\nwebhook = \
                    \"https://hooks.example.com/services/T0/hunter4\"\n";
        let listed = of(text, &no_env, &[]);
        assert_eq!(one(&listed, "store.url").value.to_string(), "\"postgres://anna:…@db.example:5433/books\"");
        assert_eq!(one(&listed, "alerts.webhook").value.to_string(), "\"https://hooks.example.com/…\"");
        let odd = |name: &str| (name == "FAKTURA_STORE_URL").then(|| "host=db password=hunter5".to_owned());
        let listed = of("", &odd, &[]);
        assert_eq!(one(&listed, "store.url").value.to_string(), "\"…\"");
        assert!(!format!("{listed:?}").contains("hunter"));
    }
}
