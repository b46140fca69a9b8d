//! The REST route of a use case, as data: the API serves and describes it from here.
//!
//! For: use cases that scripts may ask over HTTP. Uses: nothing of HTTP. Never: the JSON of a body or an answer, which is `json`'s.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::usecase::UseCase;
use crate::domain::{CompanyId, Message};
use crate::error::{Error, ErrorKind};

/// A use case that scripts ask over HTTP.
pub trait Routed: UseCase {
    /// Its body; `()` without one.
    type Body;
    /// Its route.
    const ROUTE: Route;
    /// The case that a request asks for.
    ///
    /// # Errors
    /// A parameter has a value that it cannot have.
    fn read(given: &Given, body: Self::Body) -> Result<Self, Error>;
}

/// A route and what the API document says of it.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// Method.
    pub method: Method,
    /// Path below the address of the host; parameters in it are in braces.
    pub path: &'static str,
    /// Name of the operation.
    pub id: &'static str,
    /// Group of the operation.
    pub tag: &'static str,
    /// What it answers.
    pub about: &'static str,
    /// Its parameters; any other is refused.
    pub params: &'static [Param],
    /// Whether the body may be left out.
    pub body_optional: bool,
    /// Status of success: 200, 201 with the address of what was made, or 204 without content.
    pub status: u16,
    /// What the status says.
    pub done: &'static str,
    /// Whether the answer is shaped with the caller's companies.
    pub companies: bool,
    /// Whether it names the companies among the requested ones that lack data.
    pub doubts: bool,
    /// Whether a request may have a key of the caller's, with which a repeated one does nothing more.
    pub keyed: bool,
}

impl Route {
    /// A route that reads.
    #[must_use]
    pub const fn get(path: &'static str, id: &'static str, tag: &'static str) -> Self {
        Self {
            method: Method::Get,
            path,
            id,
            tag,
            about: "",
            params: &[],
            body_optional: false,
            status: 200,
            done: "Done",
            companies: false,
            doubts: false,
            keyed: false,
        }
    }

    /// A route that does something.
    #[must_use]
    pub const fn post(path: &'static str, id: &'static str, tag: &'static str) -> Self {
        Self { method: Method::Post, ..Self::get(path, id, tag) }
    }

    /// A route that sets something.
    #[must_use]
    pub const fn put(path: &'static str, id: &'static str, tag: &'static str) -> Self {
        Self { method: Method::Put, ..Self::get(path, id, tag) }
    }

    /// A route that removes something.
    #[must_use]
    pub const fn delete(path: &'static str, id: &'static str, tag: &'static str) -> Self {
        Self { method: Method::Delete, ..Self::get(path, id, tag) }
    }

    /// The same with what it answers.
    #[must_use]
    pub const fn about(self, about: &'static str) -> Self {
        Self { about, ..self }
    }

    /// The same where the body may be left out.
    #[must_use]
    pub const fn optional_body(self) -> Self {
        Self { body_optional: true, ..self }
    }

    /// The same with parameters.
    #[must_use]
    pub const fn params(self, params: &'static [Param]) -> Self {
        Self { params, ..self }
    }

    /// The same with another status.
    #[must_use]
    pub const fn status(self, status: u16, done: &'static str) -> Self {
        Self { status, done, ..self }
    }

    /// The same with the caller's companies, read after the case was performed.
    #[must_use]
    pub const fn with_companies(self) -> Self {
        Self { companies: true, ..self }
    }

    /// The same where a request may have a key of the caller's, with which a repeated one does nothing more.
    #[must_use]
    pub const fn keyed(self) -> Self {
        Self { keyed: true, ..self }
    }

    /// The same with the companies among the requested ones that lack data.
    #[must_use]
    pub const fn with_doubts(self) -> Self {
        Self { doubts: true, ..self }
    }
}

/// How a route is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Does something.
    Post,
    /// Sets something.
    Put,
    /// Removes something.
    Delete,
}

/// A parameter of a request: in the path where the path names it, in the query otherwise.
#[derive(Debug, Clone, Copy)]
pub struct Param {
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub kind: Kind,
    /// What it is for.
    pub about: &'static str,
    /// An example, where one helps.
    pub example: Option<&'static str>,
    /// Whether it must be given; one in the path always is.
    pub required: bool,
}

impl Param {
    /// The query of lists, exports and reports.
    pub const QUERY: Self = Self::new("q", Kind::Text, "The query, as in `faktura invoices`");
    /// The companies that are asked about.
    pub const COMPANIES: Self = Self::new("company", Kind::Companies, "Companies by number; may be repeated; all without");

    /// A parameter that may be left out.
    #[must_use]
    pub const fn new(name: &'static str, kind: Kind, about: &'static str) -> Self {
        Self { name, kind, about, example: None, required: false }
    }

    /// The same with an example.
    #[must_use]
    pub const fn example(self, example: &'static str) -> Self {
        Self { example: Some(example), ..self }
    }

    /// The same where it must be given.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }
}

/// What a parameter says.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Text.
    Text,
    /// Texts; it may be repeated.
    Texts,
    /// Companies by number; it may be repeated.
    Companies,
    /// Yes or no.
    Flag,
    /// A whole number.
    Number,
    /// A whole number up to this one.
    UpTo(usize),
}

/// The parameters of a request.
#[derive(Debug)]
pub struct Given {
    query: Vec<(String, String)>,
    parts: Vec<(String, String)>,
    /// The day that decides what is overdue.
    pub today: Date,
    /// The caller's key of the request (`Idempotency-Key`), where its route takes one.
    pub key: Option<String>,
}

impl Given {
    /// The parameters of a request: its query, and the parts of its path.
    ///
    /// # Errors
    /// The query has a parameter that is not known.
    pub fn new(query: Option<&str>, known: &[&str], parts: Vec<(String, String)>, today: Date) -> Result<Self, Error> {
        let query: Vec<(String, String)> =
            url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect();
        match query.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(bad(Message::new("api-unknown-parameter").with("name", name.as_str()))),
            None => Ok(Self { query, parts, today, key: None }),
        }
    }

    /// The same with the caller's key of the request.
    ///
    /// # Errors
    /// It is empty, longer than 100 characters, or has others than letters, digits and dashes.
    pub fn keyed(self, key: Option<&str>) -> Result<Self, Error> {
        let fits = |key: &str| {
            (1..=100).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        };
        match key {
            Some(key) if !fits(key) => Err(bad_value("Idempotency-Key", key, Message::new("api-idempotency-key"))),
            key => Ok(Self { key: key.map(str::to_owned), ..self }),
        }
    }

    /// Every value of a parameter.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.query.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value of a parameter that may be given once.
    ///
    /// # Errors
    /// It is given more than once.
    pub fn one(&self, name: &'static str) -> Result<Option<&str>, Error> {
        let mut values = self.all(name);
        let first = values.next();
        if values.next().is_none() { Ok(first) } else { Err(bad(Message::new("api-twice").with("name", name))) }
    }

    /// A whole number in a range.
    ///
    /// # Errors
    /// It is another value.
    pub fn number(&self, name: &'static str, range: RangeInclusive<usize>) -> Result<Option<usize>, Error> {
        let Some(text) = self.one(name)? else { return Ok(None) };
        let number = Some(text).filter(|text| text.bytes().all(|b| b.is_ascii_digit())).and_then(|text| text.parse().ok());
        let wrong = || {
            let (min, max) = (range.start().to_string(), range.end().to_string());
            bad_value(name, text, Message::new("api-number").with("min", min).with("max", max))
        };
        number.filter(|number| range.contains(number)).map(Some).ok_or_else(wrong)
    }

    /// A day.
    ///
    /// # Errors
    /// It is none.
    pub fn day(&self, name: &'static str) -> Result<Option<Date>, Error> {
        let Some(text) = self.one(name)? else { return Ok(None) };
        text.parse().map(Some).map_err(|_| bad_value(name, text, Message::new("api-day")))
    }

    /// Yes or no; no where it is not given.
    ///
    /// # Errors
    /// It is another value.
    pub fn flag(&self, name: &'static str) -> Result<bool, Error> {
        match self.one(name)? {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(other) => Err(bad_value(name, other, Message::new("api-flag"))),
        }
    }

    /// Companies by number; empty for all.
    ///
    /// # Errors
    /// One is no number.
    pub fn companies(&self) -> Result<Vec<CompanyId>, Error> {
        self.all("company").map(company).collect()
    }

    /// A part of the path.
    #[must_use]
    pub fn part(&self, name: &str) -> &str {
        self.parts.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The company in the path.
    ///
    /// # Errors
    /// It is no number.
    pub fn company(&self) -> Result<CompanyId, Error> {
        company(self.part("company"))
    }
}

/// A company by number.
fn company(text: &str) -> Result<CompanyId, Error> {
    text.parse().map(CompanyId).map_err(|_| bad_value("company", text, Message::new("api-company")))
}

/// The word of a list that a parameter says.
///
/// # Errors
/// It says none of them.
pub fn one_of<T: Copy>(name: &'static str, given: &str, all: &[T], word: fn(T) -> &'static str) -> Result<T, Error> {
    let known = || all.iter().map(|value| word(*value)).collect::<Vec<_>>().join(", ");
    let found = all.iter().copied().find(|value| word(*value) == given);
    found.ok_or_else(|| bad_value(name, given, Message::new("api-one-of").with("known", known())))
}

/// The error of a parameter with a value that it cannot have.
#[must_use]
pub fn bad_value(name: &'static str, value: &str, hint: Message) -> Error {
    let shown: String = value.chars().take(60).collect();
    bad(Message::new("api-bad-parameter").with("name", name).with("value", shown)).hint(hint)
}

fn bad(message: Message) -> Error {
    Error::new(ErrorKind::Usage, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 6] = ["q", "company", "limit", "offset", "history", "full"];

    fn given(query: &str) -> Given {
        Given::new(Some(query), &KNOWN, Vec::new(), Date::MIN).expect("known parameters")
    }

    fn code(refused: Result<impl std::fmt::Debug, Error>) -> String {
        refused.expect_err("refused").message.id.to_string()
    }

    #[test]
    fn parameters_are_read_by_name_and_nothing_is_ignored() {
        let params = given("q=petz+alad%C3%A1r&company=1&limit=20&company=2&history=true");
        assert_eq!(params.one("q").expect("once"), Some("petz aladár"));
        assert_eq!(params.companies().expect("numbers"), [CompanyId(1), CompanyId(2)]);
        assert_eq!(params.number("limit", 1..=100).expect("in range"), Some(20));
        assert_eq!(params.number("offset", 0..=100).expect("not given"), None);
        assert!(params.flag("history").expect("a flag"));
        assert_eq!(code(Given::new(Some("lmit=3"), &KNOWN, Vec::new(), Date::MIN)), "api-unknown-parameter");
        assert_eq!(code(given("q=a&q=b").one("q")), "api-twice");
        for wrong in ["limit=", "limit=-1", "limit=101", "limit=+5", "limit=1e3", "limit=99999999999999999999999"] {
            assert_eq!(code(given(wrong).number("limit", 1..=100)), "api-bad-parameter", "{wrong}");
        }
        assert_eq!(code(given("company=abc").companies()), "api-bad-parameter");
        assert_eq!(code(given("full=1").flag("full")), "api-bad-parameter");
    }
}
