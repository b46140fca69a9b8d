//! Errors of a query or a sort: the problem, its position, and a hint.

use super::ast::Span;
use super::schema::Named;
use crate::domain::Message;
use crate::error::{Describe, ErrorKind};

/// A query, sort or list of columns that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// The bytes that are wrong.
    pub at: Span,
    /// The place as people count: characters from 1.
    pub character: usize,
    /// Problem.
    pub problem: Problem,
}

/// Problem of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The query is longer than [`super::MAX_LENGTH`].
    TooLong,
    /// Parentheses and negations are nested deeper than [`super::MAX_DEPTH`].
    TooDeep,
    /// A quotation mark has no partner.
    UnclosedQuote,
    /// A parenthesis is never closed.
    UnclosedParenthesis,
    /// A parenthesis was never opened.
    UnexpectedParenthesis,
    /// Empty parentheses.
    EmptyParentheses,
    /// A `-` without a term.
    NothingToNegate,
    /// `or` without a term on one side.
    OrNeedsBoth,
    /// No field has this name.
    UnknownKey {
        /// Text as written.
        name: String,
        /// The field that may have been meant.
        meant: Option<&'static str>,
        /// Fields that there are.
        possible: Vec<Named>,
    },
    /// A field has no value.
    MissingValue {
        /// The field.
        key: Named,
        /// An example of a term.
        example: &'static str,
        /// The example in Hungarian.
        example_hu: String,
    },
    /// A field cannot be compared like this.
    Operator {
        /// The field.
        key: Named,
        /// Text as written.
        operator: &'static str,
    },
    /// A field has no such value.
    UnknownValue {
        /// The field.
        key: Named,
        /// Text as written.
        value: String,
        /// Possible values.
        possible: Box<[String]>,
        /// These in Hungarian.
        possible_hu: Box<[String]>,
    },
    /// Not an amount.
    Amount {
        /// Text as written.
        value: String,
    },
    /// An amount that may mean two things, such as `1.000`.
    AmbiguousAmount {
        /// Text as written.
        value: String,
    },
    /// Not a date.
    Date {
        /// Text as written.
        value: String,
    },
    /// An ambiguous date, such as `05/11/2026`: day and month may be swapped.
    AmbiguousDate {
        /// Text as written.
        value: String,
        /// The dates that it may mean.
        candidates: Vec<String>,
    },
    /// Not a whole number.
    Count {
        /// Text as written.
        value: String,
    },
    /// Means something in other query languages only.
    Foreign {
        /// Text as written.
        word: String,
        /// Its meaning in other languages.
        foreign: Foreign,
    },
    /// An operator without a field before it.
    LooseOperator {
        /// Text as written.
        operator: &'static str,
    },
    /// Not the number of a run.
    Run {
        /// Text as written.
        value: String,
    },
    /// A range ends before it begins.
    EmptyRange {
        /// Text as written.
        value: String,
    },
    /// No list is ordered by this.
    UnknownSort {
        /// Text as written.
        name: String,
        /// Possible values.
        possible: String,
    },
    /// No list has this column.
    UnknownColumn {
        /// Text as written.
        name: String,
        /// Possible values.
        possible: String,
    },
}

/// Meaning of a word in other query languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// Both sides hold.
    And,
    /// Either side holds.
    Or,
    /// The next term does not hold.
    Not,
    /// Any letters may stand here.
    Placeholder,
}

impl Foreign {
    /// What to write instead of a word that other query languages join terms by, in small letters: here it is a text to look for, which
    /// explains why nothing is found. `None` where there is none.
    #[must_use]
    pub fn advice(query: &str) -> Option<Message> {
        let quoted = |place: usize| query.get(..place).is_some_and(|before| before.matches('"').count() % 2 == 1);
        let mut words = query.split_whitespace().filter(|word| !quoted(word.as_ptr() as usize - query.as_ptr() as usize));
        words.find_map(|word| match word {
            "not" | "nem" => Some(Message::new("query-foreign-not")),
            "and" | "és" => Some(Message::new("query-foreign-and")),
            _ => None,
        })
    }
}

impl QueryError {
    /// An error at a place of a text.
    #[must_use]
    pub fn new(text: &str, at: Span, problem: Problem) -> Self {
        let character = text.char_indices().take_while(|(index, _)| *index < at.start).count() + 1;
        Self { at, character, problem }
    }
}

/// A message about a field, with its name in each language.
fn of_field(id: &'static str, key: Named) -> Message {
    Message::new(id).with("field", key.english).with("field_hu", key.hungarian)
}

/// A message with the possible values in each language.
fn possible_are(english: &str, hungarian: &str) -> Message {
    Message::new("query-possible").with("possible", english).with("possible_hu", hungarian)
}

impl Describe for QueryError {
    fn message(&self) -> Message {
        let message = match &self.problem {
            Problem::TooLong => Message::new("query-too-long").with("max", super::MAX_LENGTH),
            Problem::TooDeep => Message::new("query-too-deep").with("max", super::MAX_DEPTH),
            Problem::UnclosedQuote => Message::new("query-unclosed-quote"),
            Problem::UnclosedParenthesis => Message::new("query-unclosed-parenthesis"),
            Problem::UnexpectedParenthesis => Message::new("query-unexpected-parenthesis"),
            Problem::EmptyParentheses => Message::new("query-empty-parentheses"),
            Problem::NothingToNegate => Message::new("query-nothing-to-negate"),
            Problem::OrNeedsBoth => Message::new("query-or-needs-both"),
            Problem::UnknownKey { name, .. } => Message::new("query-unknown-field").with("name", name.as_str()),
            Problem::MissingValue { key, .. } => of_field("query-missing-value", *key),
            Problem::Operator { key, operator } => of_field("query-operator", *key).with("operator", *operator),
            Problem::UnknownValue { key, value, .. } => of_field("query-unknown-value", *key).with("value", value.as_str()),
            Problem::Amount { value } => Message::new("query-amount").with("value", value.as_str()),
            Problem::AmbiguousAmount { value } => Message::new("query-amount-ambiguous").with("value", value.as_str()),
            Problem::Date { value } => Message::new("query-date").with("value", value.as_str()),
            Problem::AmbiguousDate { value, .. } => Message::new("query-date-ambiguous").with("value", value.as_str()),
            Problem::Count { value } => Message::new("query-count").with("value", value.as_str()),
            Problem::Foreign { word, .. } => Message::new("query-foreign").with("word", word.as_str()),
            Problem::LooseOperator { operator } => Message::new("query-loose-operator").with("operator", *operator),
            Problem::Run { value } => Message::new("query-run").with("value", value.as_str()),
            Problem::EmptyRange { value } => Message::new("query-empty-range").with("value", value.as_str()),
            Problem::UnknownSort { name, .. } => Message::new("query-unknown-sort").with("name", name.as_str()),
            Problem::UnknownColumn { name, .. } => Message::new("query-unknown-column").with("name", name.as_str()),
        };
        message.with("at", self.character)
    }

    fn hint(&self) -> Option<Message> {
        Some(match &self.problem {
            Problem::TooLong | Problem::TooDeep | Problem::EmptyRange { .. } => return None,
            Problem::UnclosedQuote => Message::new("query-unclosed-quote-hint"),
            Problem::UnclosedParenthesis | Problem::UnexpectedParenthesis | Problem::EmptyParentheses => {
                Message::new("query-parenthesis-hint")
            }
            Problem::NothingToNegate => Message::new("query-nothing-to-negate-hint"),
            Problem::OrNeedsBoth => Message::new("query-or-needs-both-hint"),
            Problem::UnknownKey { meant: Some(meant), .. } => Message::new("query-did-you-mean").with("name", *meant),
            Problem::UnknownKey { meant: None, possible, .. } => {
                let names = |of: fn(&Named) -> &'static str| possible.iter().map(of).collect::<Vec<_>>().join(", ");
                let (english, hungarian) = (names(|name| name.english), names(|name| name.hungarian));
                Message::new("query-unknown-field-hint").with("possible", english).with("possible_hu", hungarian)
            }
            Problem::MissingValue { example, example_hu, .. } => {
                Message::new("query-missing-value-hint").with("example", *example).with("example_hu", example_hu.as_str())
            }
            Problem::Operator { key, .. } => of_field("query-operator-hint", *key),
            Problem::UnknownValue { possible, possible_hu, .. } => possible_are(&possible.join(", "), &possible_hu.join(", ")),
            Problem::Amount { .. } | Problem::AmbiguousAmount { .. } => Message::new("query-amount-hint"),
            Problem::Date { .. } => Message::new("query-date-hint"),
            Problem::AmbiguousDate { candidates, .. } => {
                Message::new("query-date-ambiguous-hint").with("candidates", candidates.join(" / "))
            }
            Problem::Count { .. } => Message::new("query-count-hint"),
            Problem::LooseOperator { .. } => Message::new("query-loose-operator-hint"),
            Problem::Foreign { foreign: Foreign::And, .. } => Message::new("query-foreign-and"),
            Problem::Foreign { foreign: Foreign::Or, .. } => Message::new("query-foreign-or"),
            Problem::Foreign { foreign: Foreign::Not, .. } => Message::new("query-foreign-not"),
            Problem::Foreign { foreign: Foreign::Placeholder, word } => {
                Message::new("query-foreign-placeholder").with("bare", word.trim_matches('*'))
            }
            Problem::Run { .. } => Message::new("query-run-hint"),
            Problem::UnknownSort { possible, .. } | Problem::UnknownColumn { possible, .. } => possible_are(possible, possible),
        })
    }

    fn kind(&self) -> ErrorKind {
        ErrorKind::Usage
    }
}

crate::localized_error!(QueryError);
