//! A value of a setting, as TOML has it.
//!
//! For: what shows and changes settings. Never: what a setting means.

use std::fmt::{self, Write as _};

use toml_edit::{Item, TableLike, Value};

/// A value of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Datum {
    /// A text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// True or false.
    Switch(bool),
    /// A list.
    List(Vec<Self>),
    /// Values by name.
    Table(Vec<(String, Self)>),
    /// What no setting takes, such as a date or a fraction, as it is written.
    Other(String),
}

impl Datum {
    /// The value of an entry; `None` for no entry.
    pub(super) fn of(item: &Item) -> Option<Self> {
        match item {
            Item::None => None,
            Item::Value(value) => Some(Self::of_value(value)),
            Item::Table(table) => Some(Self::of_table(table)),
            Item::ArrayOfTables(list) => Some(Self::List(list.iter().map(|table| Self::of_table(table)).collect())),
        }
    }

    fn of_value(value: &Value) -> Self {
        match value {
            Value::String(text) => Self::Text(text.value().clone()),
            Value::Integer(number) => Self::Whole(*number.value()),
            Value::Boolean(switch) => Self::Switch(*switch.value()),
            Value::Array(list) => Self::List(list.iter().map(Self::of_value).collect()),
            Value::InlineTable(table) => Self::of_table(table),
            Value::Float(_) | Value::Datetime(_) => Self::Other(value.to_string().trim().to_owned()),
        }
    }

    fn of_table(table: &dyn TableLike) -> Self {
        Self::Table(table.iter().filter_map(|(name, item)| Some((name.to_owned(), Self::of(item)?))).collect())
    }

    /// The value of a text in TOML; `None` if it is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        text.trim().parse::<Value>().ok().map(|value| Self::of_value(&value))
    }

    /// The value at a path of names.
    #[cfg(test)]
    pub(super) fn at(&self, path: &[String]) -> Option<&Self> {
        let Some((name, rest)) = path.split_first() else { return Some(self) };
        let Self::Table(entries) = self else { return None };
        entries.iter().find(|(found, _)| found == name)?.1.at(rest)
    }

    /// Puts a value at a path of names, or takes it away; tables that are empty then go as well.
    pub(super) fn put(&mut self, path: &[String], value: Option<&Self>) {
        let Some((name, rest)) = path.split_first() else { return };
        let Self::Table(entries) = self else { return };
        let place = entries.iter().position(|(found, _)| found == name);
        if rest.is_empty() {
            entries.retain(|(found, _)| found != name);
            if let Some(value) = value {
                entries.insert(place.unwrap_or(entries.len()), (name.clone(), value.clone()));
            }
            return;
        }
        let place = place.unwrap_or_else(|| {
            entries.push((name.clone(), Self::Table(Vec::new())));
            entries.len() - 1
        });
        if let Some((_, below)) = entries.get_mut(place) {
            if !matches!(below, Self::Table(_)) {
                *below = Self::Table(Vec::new());
            }
            below.put(rest, value);
        }
    }

    /// The same without order and without empty tables, to be compared.
    pub(super) fn plain(&self) -> Self {
        match self {
            Self::Table(entries) => {
                let mut entries: Vec<(String, Self)> =
                    entries.iter().map(|(name, value)| (name.clone(), value.plain())).collect();
                entries.retain(|(_, value)| *value != Self::Table(Vec::new()));
                entries.sort_by(|(one, _), (two, _)| one.cmp(two));
                Self::Table(entries)
            }
            Self::List(list) => Self::List(list.iter().map(Self::plain).collect()),
            other => other.clone(),
        }
    }
}

/// TOML on one line.
impl fmt::Display for Datum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => quoted(f, text),
            Self::Whole(number) => write!(f, "{number}"),
            Self::Switch(switch) => write!(f, "{switch}"),
            Self::Other(text) => f.write_str(text),
            Self::List(list) => {
                f.write_char('[')?;
                for (index, value) in list.iter().enumerate() {
                    write!(f, "{}{value}", if index == 0 { "" } else { ", " })?;
                }
                f.write_char(']')
            }
            Self::Table(entries) if entries.is_empty() => f.write_str("{}"),
            Self::Table(entries) => {
                f.write_str("{ ")?;
                for (index, (name, value)) in entries.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { ", " })?;
                    named(f, name)?;
                    write!(f, " = {value}")?;
                }
                f.write_str(" }")
            }
        }
    }
}

/// A name, in quotation marks where it needs them.
fn named(f: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
    let bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if bare { f.write_str(name) } else { quoted(f, name) }
}

fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' | '\\' => write!(f, "\\{c}")?,
            '\n' => f.write_str("\\n")?,
            '\t' => f.write_str("\\t")?,
            c if crate::domain::text::is_unsafe(c) => write!(f, "\\U{:08X}", u32::from(c))?,
            c => f.write_char(c)?,
        }
    }
    f.write_char('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_written_as_it_is_read() {
        for text in [
            "\"Ő \\\"x\\\" \\\\ \\n\"",
            "-3",
            "true",
            "[-3, 3, [\"a\"]]",
            "{ invoices = { export = \"x\" }, \"Medka Kft.\" = {} }",
            "\"\\U0000202E\"",
            "2026-11-01",
        ] {
            let value = Datum::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(value.to_string(), text);
        }
        assert_eq!(Datum::parse("[1,\n 2, # two\n]").map(|value| value.to_string()), Some("[1, 2]".to_owned()));
        assert_eq!(Datum::parse("no value"), None);
    }
}
