//! A field of a form: its value, the rule for it, and the error beside it.

use crossterm::event::KeyCode;

use super::books::rule::Own;
use super::hidden::Hidden;
use crate::config::{Datum, Draft};
use crate::domain::Message;
use crate::query::fold;
use crate::tui::input::Input;
use crate::tui::key::Key;
use crate::tui::text::columns;

/// Characters of the longest name of a company.
const LONGEST_NAME: usize = 100;
/// Characters of the longest name of a token.
const LONGEST_TOKEN: usize = 64;
/// Characters of the longest name of a user or a group.
const LONGEST_USER: usize = 64;
/// So many options are seen beside each other; the names of more stand below the field.
const FEW: usize = 3;
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
    Write,
    Identity,
    Answer,
    File,
    Skip,
    Account,
    Mapping,
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
    Form,
    Word,
    /// Something that is kept, by its place among all.
    Kept(usize),
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
    /// The letters typed so far of the word that is chosen.
    pub(crate) sought: String,
}

impl Field {
    pub(crate) const fn new(name: Name, label: &'static str, value: Value, rule: Rule) -> Self {
        Self { name, label, named: None, value, rule, touched: false, sought: String::new() }
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
            Value::Choice { options, at } => match chosen(options, *at, &mut self.sought, key) {
                Some(chosen) => {
                    *at = chosen;
                    true
                }
                None => return false,
            },
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

    /// The names to choose from: where nothing is typed yet, or where there are more than one sees beside each other.
    pub(crate) fn offers(&self) -> Vec<&str> {
        match (&self.rule, &self.value) {
            (Rule::Own(own), Value::Text(input)) => own.offers(input.text().trim()).iter().map(String::as_str).collect(),
            (_, Value::Choice { options, .. }) if options.len() > FEW => {
                options.iter().map(|(_, label)| label.as_str()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What a right value means, where that is not plain; of a choice the letters that it was found by.
    pub(crate) fn tells(&self) -> Option<String> {
        match (&self.rule, &self.value) {
            // What stands in a field at first was written by the program, as it is meant.
            (Rule::Own(Own::Amount { .. }), _) if !self.touched => None,
            (Rule::Own(own), Value::Text(input)) => own.tells(input.text().trim()),
            (_, Value::Choice { .. }) if !self.sought.is_empty() => Some(format!("{}…", self.sought)),
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

/// The place of the option that a key chooses: the next one, the previous one, or the first one that what is typed begins.
fn chosen(options: &[(String, String)], at: usize, sought: &mut String, key: Key) -> Option<usize> {
    let count = options.len().max(1);
    let step = match key.code {
        KeyCode::Right => Some((at + 1) % count),
        KeyCode::Left => Some((at + count - 1) % count),
        KeyCode::Backspace => {
            sought.pop();
            return find(options, sought);
        }
        _ => None,
    };
    if step.is_some() {
        sought.clear();
        return step;
    }
    let typed = key.typed()?;
    let longer = format!("{sought}{typed}");
    if let Some(found) = find(options, &longer) {
        *sought = longer;
        return Some(found);
    }
    if typed == ' ' {
        sought.clear();
        return Some((at + 1) % count);
    }
    // Another word begins.
    let found = find(options, &typed.to_string())?;
    *sought = typed.to_string();
    Some(found)
}

/// The first option that a text begins; else the first one that has a word which it begins.
fn find(options: &[(String, String)], sought: &str) -> Option<usize> {
    let sought = fold(sought);
    if sought.trim().is_empty() {
        return None;
    }
    let place = |fits: &dyn Fn(&str) -> bool| options.iter().position(|(_, label)| fits(&fold(label)));
    let inside = format!(" {sought}");
    place(&|label| label.starts_with(&sought)).or_else(|| place(&|label| label.contains(&inside)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::form::{Form, Purpose};

    /// A word of many is found by its first letters, also those of a later word, without accents; another one begins anew.
    #[test]
    fn a_choice_is_found_by_its_letters() {
        let names = ["Kowhai Timber", "Kowhai Timber (2)", "Őrség Kft.", "Own Kft.", "Medka Orvostechnika Kft."];
        let options = names.map(|name| (name.to_owned(), name.to_owned())).to_vec();
        let field = Field::new(Name::To, "form-plan-to", Value::Choice { options, at: 0 }, Rule::Any);
        let mut form = Form::new(Purpose::Plan, Message::new("x"), Message::new("x"), vec![field.clone(), field]);
        let mut after = |keys: &str| {
            for key in Key::script(keys) {
                form.typed(key);
            }
            form.text(Name::To)
        };
        assert_eq!(after("ow"), "Own Kft.");
        assert_eq!(after("<right>o"), "Őrség Kft.", "an arrow ends the word");
        assert_eq!(after("m"), "Medka Orvostechnika Kft.", "what fits no more begins anew");
        assert_eq!(after("<left><right>orvos"), "Medka Orvostechnika Kft.");
        assert_eq!(after("<left>kowhai timber (2"), "Kowhai Timber (2)", "a blank is part of a name");
        assert_eq!(after("<right> "), "Own Kft.", "else it goes on");
        assert_eq!(after("#"), "Own Kft.", "what begins no word changes nothing");
        form.step(true);
        form.step(false);
        let field = form.field(Name::To).expect("it is there");
        assert!(field.sought.is_empty() && field.offers().len() == names.len());
    }
}
