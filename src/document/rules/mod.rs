//! The rules of EN 16931 and of its national forms that are checked here, before anything is written.
//!
//! For: the service, which refuses what breaks one and names the field to people. Uses: the model, code lists. Never: a
//! rule of layout; the official rule sheets judge the written files in tests.

mod core;
mod nav;
mod profile;
mod sums;
mod vat;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::domain::Message;

use super::form::Form;
use super::model::Document;

/// A rule that a document breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breach {
    /// The rule, such as `BR-CO-15`.
    pub rule: Cow<'static, str>,
    /// The field: a business term of the standard, such as `BT-10`.
    pub term: Cow<'static, str>,
    /// Number of the line.
    pub line: Option<usize>,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// It is missing.
    Missing,
    /// Its value is none that the rule takes.
    Value(String),
    /// It is a sum, and the parts come to something else.
    Sum {
        /// What it is.
        is: String,
        /// What the parts come to.
        parts: String,
    },
    /// It may not stand here.
    Excess,
    /// A currency of which amounts have more decimals than the form holds.
    Decimals {
        /// The currency.
        currency: String,
        /// Its decimals.
        decimals: u32,
    },
}

impl Breach {
    /// The breach in words.
    #[must_use]
    pub fn message(&self) -> Message {
        let message = match &self.fault {
            Fault::Missing => Message::new("document-breach-missing"),
            Fault::Value(value) => Message::new("document-breach-value").with("value", value.as_str()),
            Fault::Sum { is, parts } => Message::new("document-breach-sum").with("is", is.as_str()).with("parts", parts.as_str()),
            Fault::Excess => Message::new("document-breach-excess"),
            Fault::Decimals { currency, decimals } => {
                Message::new("document-breach-decimals").with("currency", currency.as_str()).with("decimals", *decimals)
            }
        };
        message.with("rule", self.rule.as_ref())
    }

    /// Key of the field's name in the locale files.
    #[must_use]
    pub fn name(&self) -> Message {
        Message { id: format!("document-term-{}", self.term.to_ascii_lowercase()).into(), args: Vec::new() }
    }
}

/// Every rule of a form that a document breaks. A printed invoice has none.
#[must_use]
pub fn check(document: &Document, form: Form) -> Vec<Breach> {
    let mut found = Found::default();
    match form {
        Form::Pdf => {}
        Form::Nav => {
            sums::check(document, &mut found);
            nav::check(document, &mut found);
        }
        form => {
            core::check(document, form, &mut found);
            vat::check(document, &mut found);
            sums::check(document, &mut found);
            profile::check(document, form, &mut found);
        }
    }
    found.0
}

/// Breaches as they are found.
#[derive(Debug, Default)]
struct Found(Vec<Breach>);

impl Found {
    fn add(&mut self, rule: &'static str, term: &'static str, fault: Fault) {
        self.0.push(Breach { rule: rule.into(), term: term.into(), line: None, fault });
    }

    fn missing(&mut self, holds: bool, rule: &'static str, term: &'static str) {
        if !holds {
            self.add(rule, term, Fault::Missing);
        }
    }

    fn text(&mut self, text: Option<&str>, rule: &'static str, term: &'static str) {
        self.missing(text.is_some_and(|text| !text.trim().is_empty()), rule, term);
    }

    fn value(&mut self, holds: bool, rule: &'static str, term: &'static str, value: &str) {
        if !holds {
            self.add(rule, term, Fault::Value(value.to_owned()));
        }
    }

    fn sum(&mut self, rule: &'static str, term: &'static str, is: rust_decimal::Decimal, parts: rust_decimal::Decimal) {
        if is != parts {
            self.add(rule, term, Fault::Sum { is: is.to_string(), parts: parts.to_string() });
        }
    }

    fn on_line(&mut self, line: usize, holds: bool, rule: &'static str, term: &'static str, fault: impl FnOnce() -> Fault) {
        if !holds {
            self.0.push(Breach { rule: rule.into(), term: term.into(), line: Some(line), fault: fault() });
        }
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
