//! Reads settings out of a TOML document one by one; keys that no setting asked for are errors.

use std::ops::RangeInclusive;
use std::path::Path;
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use super::{ConfigError, Env, Origin, Wrong, value};

/// The setting with a password in it: no error shows its value.
pub(super) const SECRET: &str = "store.url";

/// Characters of a value that an error shows.
const SHOWN: usize = 60;

/// A document in the course of being read. A wrong value is remembered and the default goes on.
pub(super) struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
    env: Env<'a>,
    root: DeTable<'a>,
    known: Vec<&'static str>,
    /// Errors with their position in the document; the first one is reported.
    errors: Vec<(usize, ConfigError)>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(path: &'a Path, text: &'a str, env: Env<'a>) -> Result<Self, ConfigError> {
        let mut reader = Self { path, text, env, root: DeTable::new(), known: Vec::new(), errors: Vec::new() };
        match DeTable::parse(text) {
            Ok(root) => {
                reader.root = root.into_inner();
                Ok(reader)
            }
            Err(error) => {
                let place = reader.place(error.span().map_or(text.len(), |span| span.start));
                Err(ConfigError::Syntax { place, detail: error.message().to_owned() })
            }
        }
    }

    /// The folder of the configuration.
    pub(super) fn folder(&self) -> Option<&'a Path> {
        self.path.parent()
    }

    /// A setting read by `parse`, or its default.
    pub(super) fn read<T>(&mut self, key: &'static str, default: T, parse: impl FnOnce(&DeValue<'a>) -> Result<T, Wrong>) -> T {
        self.known.push(key);
        let Some(found) = self.find(key) else { return default };
        match parse(found.get_ref()) {
            Ok(value) => value,
            Err(wrong) => {
                let span = found.span();
                let shown = self.text.get(span.clone()).filter(|_| key != SECRET).unwrap_or("…");
                let value = shown.chars().take(SHOWN).collect();
                let place = self.place(span.start);
                self.errors.push((span.start, ConfigError::Value { place, key, value, wrong }));
                default
            }
        }
    }

    /// A setting that is text.
    pub(super) fn text<T>(
        &mut self,
        key: &'static str,
        default: T,
        wrong: Wrong,
        parse: impl FnOnce(&str) -> Result<T, Wrong>,
    ) -> T {
        self.read(key, default, |found| found.as_str().map_or(Err(wrong), parse))
    }

    /// A setting that is a whole number.
    pub(super) fn number<T: TryFrom<u64>>(&mut self, key: &'static str, default: T, range: RangeInclusive<u64>) -> T {
        let wrong = || Wrong::Number { min: *range.start(), max: *range.end() };
        self.read(key, default, |found| {
            let number = found.as_integer().and_then(whole).filter(|n| range.contains(n));
            number.and_then(|n| T::try_from(n).ok()).ok_or_else(wrong)
        })
    }

    /// A setting that is a duration.
    pub(super) fn span(&mut self, key: &'static str, default: Duration, range: RangeInclusive<Duration>) -> Duration {
        let (min, max) = range.into_inner();
        self.text(key, default, Wrong::Span { min, max }, |text| value::span(text, min, max))
    }

    /// A setting that is a size.
    pub(super) fn size(&mut self, key: &'static str, default: u64, range: RangeInclusive<u64>) -> u64 {
        let (min, max) = range.into_inner();
        self.text(key, default, Wrong::Size { min, max }, |text| value::size(text, min, max))
    }

    /// The value of an environment variable, else of the file. An empty variable counts as unset.
    pub(super) fn or_env<T>(
        &mut self,
        name: &'static str,
        key: &'static str,
        from_file: T,
        parse: impl FnOnce(&str) -> Result<T, Wrong>,
    ) -> T {
        let Some(text) = (self.env)(name).filter(|text| !text.trim().is_empty()) else { return from_file };
        match parse(text.trim()) {
            Ok(value) => value,
            Err(wrong) => {
                let value = text.chars().take(SHOWN).collect();
                let error = ConfigError::Value { place: Origin::Env { name }, key, value, wrong };
                self.errors.push((usize::MAX, error));
                from_file
            }
        }
    }

    /// Refuses a setting for what others say.
    pub(super) fn refuse(&mut self, key: &'static str, wrong: Wrong) {
        let Some(span) = self.find(key).map(Spanned::span) else {
            // The setting has its default, which conflicts with another setting.
            let place = self.place(0);
            self.errors.push((0, ConfigError::Value { place, key, value: String::new(), wrong }));
            return;
        };
        let value = self.text.get(span.clone()).unwrap_or_default().chars().take(SHOWN).collect();
        let place = self.place(span.start);
        self.errors.push((span.start, ConfigError::Value { place, key, value, wrong }));
    }

    /// Returns the names of all settings, or the errors in the order of the file. A key that no setting asked for is an error.
    pub(super) fn finish(mut self) -> Result<Vec<&'static str>, Vec<ConfigError>> {
        let sections: Vec<&'static str> = self.known.iter().filter_map(|key| Some(key.split_once('.')?.0)).collect();
        let mut unknown = Vec::new();
        for (name, found) in &self.root {
            match (found.get_ref(), sections.contains(&name.get_ref().as_ref())) {
                (DeValue::Table(section), true) => {
                    let keys = section.keys().map(|key| (key.span().start, format!("{}.{}", name.get_ref(), key.get_ref())));
                    let strange = keys.filter(|(_, key)| !self.known.contains(&key.as_str()));
                    unknown.extend(strange.map(|(at, key)| {
                        let nearest = value::nearest(&key, &self.known);
                        (at, key, nearest)
                    }));
                }
                (_, true) => self.errors.push(self.no_section(name.get_ref(), found)),
                (_, false) if self.known.contains(&name.get_ref().as_ref()) => {}
                (found, false) => {
                    let key = name.get_ref().to_string();
                    let meant = if matches!(found, DeValue::Table(_)) { value::nearest(&key, &sections) } else { None };
                    let nearest = meant.or_else(|| value::nearest(&key, &self.known));
                    unknown.push((name.span().start, key, nearest));
                }
            }
        }
        for (at, key, nearest) in unknown {
            self.errors.push((at, ConfigError::UnknownKey { place: self.place(at), key, nearest }));
        }
        self.errors.sort_by_key(|(at, _)| *at);
        if self.errors.is_empty() { Ok(self.known) } else { Err(self.errors.into_iter().map(|(_, error)| error).collect()) }
    }

    fn no_section(&self, name: &str, found: &Spanned<DeValue<'_>>) -> (usize, ConfigError) {
        let key = self.known.iter().filter_map(|key| Some(key.split_once('.')?.0)).find(|section| *section == name);
        let value = self.text.get(found.span()).unwrap_or_default().chars().take(SHOWN).collect();
        let place = self.place(found.span().start);
        (found.span().start, ConfigError::Value { place, key: key.unwrap_or_default(), value, wrong: Wrong::Section })
    }

    fn find(&self, key: &str) -> Option<&Spanned<DeValue<'a>>> {
        let entry = |table: &'_ DeTable<'a>, name: &str| table.iter().position(|(key, _)| key.get_ref() == name);
        match key.split_once('.') {
            None => self.root.values().nth(entry(&self.root, key)?),
            Some((section, name)) => match self.root.values().nth(entry(&self.root, section)?)?.get_ref() {
                DeValue::Table(table) => table.values().nth(entry(table, name)?),
                _ => None,
            },
        }
    }

    fn place(&self, at: usize) -> Origin {
        place(self.path, self.text, at)
    }
}

/// Line and column of a byte.
pub(super) fn place(path: &Path, text: &str, at: usize) -> Origin {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Origin::File { path: path.to_path_buf(), line, column }
}

fn whole(number: &DeInteger<'_>) -> Option<u64> {
    u64::from_str_radix(number.as_str(), number.radix()).ok()
}
