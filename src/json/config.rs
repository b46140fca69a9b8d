//! Settings, and what is wrong with a configuration.

use serde::Serialize;
use serde_json::Value;

use crate::config::{ConfigError, Datum, Given, Origin, Setting};
use crate::error::Describe;
use crate::locale::Locale;

/// `faktura config show --json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ConfigJson {
    /// The configuration file.
    pub file: String,
    /// Whether it exists.
    pub exists: bool,
    /// In the order of the example.
    pub settings: Vec<SettingJson>,
}

/// `faktura config set --json` and `faktura config unset --json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SettingChangedJson {
    /// The configuration file.
    pub file: String,
    /// Whether it was changed; it is not where the setting had the value.
    pub changed: bool,
    /// The setting after it; null for one that there is not, which was taken out of the file.
    pub setting: Option<SettingJson>,
}

/// A setting. What is secret in a value is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SettingJson {
    /// Its name, with its section.
    pub key: String,
    /// Its value, of the type that TOML has it in.
    pub value: Value,
    /// Its default.
    pub default: Value,
    /// Where the value comes from: `default`, `file`, `environment`, `flag`, or `screen` for a choice that the screen
    /// keeps beside the file.
    pub origin: &'static str,
    /// Its line in the file.
    pub line: Option<usize>,
    /// The variable or the option.
    pub name: Option<&'static str>,
}

impl From<&Setting> for SettingJson {
    fn from(setting: &Setting) -> Self {
        let (line, name) = match setting.given {
            Given::Default | Given::Screen => (None, None),
            Given::File { line } => (line, None),
            Given::Env { name } | Given::Flag { name } => (None, Some(name)),
        };
        Self {
            key: setting.key.to_owned(),
            value: value(&setting.value),
            default: value(&setting.default),
            origin: setting.given.as_str(),
            line,
            name,
        }
    }
}

fn value(datum: &Datum) -> Value {
    match datum {
        Datum::Text(text) | Datum::Other(text) => Value::from(text.as_str()),
        Datum::Whole(number) => Value::from(*number),
        Datum::Switch(switch) => Value::from(*switch),
        Datum::List(list) => Value::Array(list.iter().map(value).collect()),
        Datum::Table(entries) => Value::Object(entries.iter().map(|(name, datum)| (name.clone(), value(datum))).collect()),
    }
}

/// `faktura config check --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConfigCheckJson {
    /// The file.
    pub file: String,
    /// Whether it can be used.
    pub valid: bool,
    /// What is wrong, in the order of the file.
    pub errors: Vec<ConfigErrorJson>,
}

/// One thing that is wrong with a configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConfigErrorJson {
    /// The setting, as it is written in the file.
    pub key: Option<String>,
    /// Line, from 1.
    pub line: Option<usize>,
    /// Column, from 1.
    pub column: Option<usize>,
    /// The setting that was probably meant.
    pub nearest: Option<&'static str>,
    /// The error for people, in their language.
    pub error: String,
}

impl ConfigErrorJson {
    /// An error in a language.
    #[must_use]
    pub fn new(error: &ConfigError, locale: &Locale) -> Self {
        let (place, key, nearest) = match error {
            ConfigError::Syntax { place, .. } => (Some(place), None, None),
            ConfigError::UnknownKey { place, key, nearest } => (Some(place), Some(key.clone()), *nearest),
            ConfigError::Value { place, key, .. } => (Some(place), Some((*key).to_owned()), None),
            ConfigError::Unreadable { .. } | ConfigError::NoFolders | ConfigError::Path { .. } => (None, None, None),
        };
        let (line, column) = match place {
            Some(Origin::File { line, column, .. }) => (Some(*line), Some(*column)),
            Some(Origin::Env { .. } | Origin::Typed) | None => (None, None),
        };
        Self { key, line, column, nearest, error: locale.text(&error.message()) }
    }
}
