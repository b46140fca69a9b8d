//! A field of a form: its value, the rule for it, and the error beside it.

use crossterm::event::KeyCode;

use super::books::rule::Own;
use super::hidden::Hidden;
use crate::config::{Datum, Draft};
use crate::domain::Message;
use crate::tui::input::Input;
use crate::tui::key::Key;
use crate::tui::text::columns;

/// Characters of the longest name of a company.
const LONGEST_NAME: usize = 100;
/// Characters of the longest name of a token.
const LONGEST_TOKEN: usize = 64;
/// Characters of the longest name of a user or a group.
const LONGEST_USER: usize = 64;
/// Columns of a checkbox, and of the signs around the words of a choice.
const BOX: u16 = 3;
const SIGNS: u16 = 4;

/// The name of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::enum_variant_names, reason = "a field is called a name, too")]
pub(crate) enum Name {
    Service,
    Name,
    Address,
    Key,
    Sync,
    Force,
    Role,
    Scope,
    Expiry,
    Client,
    Secret,
    Redirect,
    Sandbox,
    Identity,
    Answer,
    File,
    Skip,
    Documents,
    Difference,
    Rate,
    To,
    From,
    Query,
    Payments,
    Id,
    Reason,
    /// A company at a service, by its place among those to choose from.
    Tenant(usize),
    Project,
    Person,
    Time,
    Day,
    Start,
    End,
    Task,
    Note,
    Tags,
    Billable,
    Tax,
    Country,
    PostCode,
    City,
    Street,
    Email,
    Currency,
    Zone,
    Terms,
    Prefix,
    Vat,
    Archived,
    Private,
    State,
    Hours,
    Amount,
    Per,
    Overage,
    Until,
    Group,
    Round,
    Discount,
    FxRate,
    FxSource,
    FxDate,
    Fulfilled,
    Due,
    Method,
    By,
    Reference,
    Again,
    Parts,
    WriteOff,
    Who,
    /// A kind of alert, by its place among all.
    Alert(usize),
    /// A setting of the configuration, by its place in its form.
    Setting(usize),
}

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// A line.
    Text(Input),
    /// A secret.
    Hidden(Hidden),
    /// One of several: words for the program with words for people.
    Choice { options: Vec<(String, String)>, at: usize },
    /// On or off.
    Check(bool),
}

/// What is right in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Anything.
    Any,
    /// A name of a company other than these, which are in lower case.
    Company(Vec<String>),
    /// A name of a token other than these, which are in lower case.
    Token(Vec<String>),
    /// An address, or nothing.
    Address,
    /// Something.
    Needed,
    /// This text.
    Exactly(String),
    /// Something of own books.
    Own(Own),
    /// A value of a setting.
    Setting(Draft, &'static str),
    /// A value of this setting by itself, with its entries apart where it is a list; empty for its default.
    Among { draft: Draft, key: &'static str, between: Option<char> },
    /// The name of a user, or of a group after `@`.
    User,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    /// Its name.
    pub(crate) name: Name,
    /// The text beside it.
    pub(crate) label: &'static str,
    /// A name from outside beside it, in place of the text.
    pub(crate) named: Option<String>,
    /// Its value.
    pub(crate) value: Value,
    /// What is right in it.
    pub(crate) rule: Rule,
    /// Something was typed, or Enter was pressed: what is missing is an error from then on.
    pub(crate) touched: bool,
}

impl Field {
    pub(crate) const fn new(name: Name, label: &'static str, value: Value, rule: Rule) -> Self {
        Self { name, label, named: None, value, rule, touched: false }
    }

    /// Takes a key; returns true if the value changed.
    pub(crate) fn key(&mut self, key: Key) -> bool {
        let changed = match &mut self.value {
            Value::Text(input) => match self.rule.completion(input, key) {
                Some(whole) => {
                    *input = Input::new(&whole);
                    true
                }
                None => input.key(key),
            },
            Value::Hidden(hidden) => hidden.key(key),
            Value::Check(on) if key == Key::char(' ') => {
                *on = !*on;
                true
            }
            Value::Check(_) => false,
            Value::Choice { options, at } => {
                let count = options.len().max(1);
                match key.code {
                    KeyCode::Right | KeyCode::Char(' ') => *at = (*at + 1) % count,
                    KeyCode::Left => *at = (*at + count - 1) % count,
                    _ => return false,
                }
                true
            }
        };
        self.touched |= changed;
        changed
    }

    /// True if no letter more fits in.
    pub(crate) fn is_full(&self) -> bool {
        matches!(&self.value, Value::Text(input) if input.room() == 0)
    }

    /// Follows a click at a column of the value: the cursor of a text goes there, a switch is turned. Returns true if the value changed.
    pub(crate) fn point(&mut self, column: u16) -> bool {
        let key = match &mut self.value {
            Value::Text(input) => {
                input.point(column);
                return false;
            }
            Value::Hidden(_) => return false,
            Value::Check(_) => (column < BOX).then_some(Key::char(' ')),
            Value::Choice { options, at } => {
                let words = options.get(*at).map_or(0, |(_, label)| columns(label));
                let key = if column == 0 { KeyCode::Left } else { KeyCode::Right };
                (column < words + SIGNS).then_some(Key::of(key))
            }
        };
        key.is_some_and(|key| self.key(key))
    }

    /// Takes text that was pasted; returns false if it did not fit.
    pub(crate) fn paste(&mut self, text: &str) -> bool {
        self.touched = true;
        match &mut self.value {
            Value::Text(input) => {
                let fits = input.fits(text);
                input.insert(text);
                fits
            }
            Value::Hidden(hidden) => hidden.insert(text),
            Value::Choice { .. } | Value::Check(_) => true,
        }
    }

    /// What is wrong in it; while one types (`shown`), only once it was touched.
    pub(crate) fn error(&self, shown: bool) -> Option<Message> {
        if shown && !self.touched {
            return None;
        }
        let text = match &self.value {
            Value::Text(input) => input.text().trim(),
            Value::Hidden(hidden) => return (hidden.count() == 0 && self.rule == Rule::Needed).then(missing),
            Value::Choice { .. } | Value::Check(_) => return None,
        };
        match &self.rule {
            Rule::Any => None,
            Rule::Company(taken) => named(text, LONGEST_NAME, taken),
            Rule::Token(taken) => named(text, LONGEST_TOKEN, taken),
            Rule::Needed => text.is_empty().then(missing),
            Rule::Address => (!text.is_empty() && !is_address(text)).then(|| Message::new("form-bad-address")),
            Rule::Exactly(wanted) => (text != wanted.trim()).then(|| Message::new("form-other-name")),
            Rule::Own(own) => own.error(text),
            Rule::Setting(draft, key) => draft.fault(key, text),
            // Empty is the default.
            Rule::Among { .. } if text.is_empty() => None,
            Rule::Among { draft, key, between: None } => draft.fault_alone(key, text),
            Rule::Among { draft, key, between: Some(between) } => draft.fault_alone(key, &entries(text, *between)),
            Rule::User => user(text),
        }
    }

    /// The names to choose from, where nothing is typed yet.
    pub(crate) fn offers(&self) -> &[String] {
        match (&self.rule, &self.value) {
            (Rule::Own(own), Value::Text(input)) => own.offers(input.text().trim()),
            _ => &[],
        }
    }

    /// What a right value means, where that is not plain.
    pub(crate) fn tells(&self) -> Option<String> {
        match (&self.rule, &self.value) {
            (Rule::Own(own), Value::Text(input)) => own.tells(input.text().trim()),
            _ => None,
        }
    }
}

impl Rule {
    /// The text that a key at the end of a line completes it to.
    fn completion(&self, input: &Input, key: Key) -> Option<String> {
        match self {
            Self::Own(own) if key == Key::of(KeyCode::Right) && input.cursor() == input.text().len() => {
                own.completes(input.text().trim())
            }
            _ => None,
        }
    }
}

/// The entries of a list as a list of TOML; what is a list already stays.
pub(super) fn entries(typed: &str, between: char) -> String {
    if typed.trim_start().starts_with('[') {
        return typed.to_owned();
    }
    let entries = typed.split(between).map(str::trim).filter(|entry| !entry.is_empty());
    Datum::List(entries.map(|entry| Datum::Text(entry.to_owned())).collect()).to_string()
}

/// What is wrong with the name of a user, or of a group after `@`.
fn user(text: &str) -> Option<Message> {
    let name = text.strip_prefix('@').unwrap_or(text).trim();
    if name.is_empty() {
        Some(missing())
    } else if text.chars().count() > LONGEST_USER {
        Some(Message::new("form-too-long").with("most", LONGEST_USER))
    } else if text.contains([',', ':', '"']) || name.starts_with('@') {
        Some(Message::new("form-bad-user"))
    } else {
        None
    }
}

fn missing() -> Message {
    Message::new("form-missing")
}

fn named(text: &str, most: usize, taken: &[String]) -> Option<Message> {
    if text.is_empty() {
        Some(missing())
    } else if text.chars().count() > most {
        Some(Message::new("form-too-long").with("most", most))
    } else if text.chars().all(|c| c.is_ascii_digit()) {
        Some(Message::new("form-only-digits"))
    } else if taken.contains(&text.to_lowercase()) {
        Some(Message::new("form-taken"))
    } else {
        None
    }
}

/// True for what can be an address; the service looks closer.
fn is_address(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.starts_with('/') && !host.contains(char::is_whitespace))
}
