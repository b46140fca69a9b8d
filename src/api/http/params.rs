//! Query parameters and parts of a path, each known by name.

use std::ops::RangeInclusive;

use super::problem::Problem;
use crate::domain::{CompanyId, Message};
use crate::error::{Error, ErrorKind};
use crate::service::Given;

/// Parameters of a request while they are read. An unread one is an error.
pub(super) struct Params(Vec<(String, String)>);

impl Params {
    pub(super) fn parse(query: Option<&str>) -> Self {
        Self(url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect())
    }

    /// Whether a query is UTF-8 once its escapes are read: what is not would be searched for as something else.
    pub(super) fn are_text(query: &str) -> bool {
        let mut bytes = query.bytes();
        let mut decoded = Vec::with_capacity(query.len());
        while let Some(byte) = bytes.next() {
            let escaped = (byte == b'%').then(|| {
                let mut ahead = bytes.clone();
                let digits = [ahead.next()?, ahead.next()?];
                let byte = u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?;
                bytes = ahead;
                Some(byte)
            });
            decoded.push(escaped.flatten().unwrap_or(byte));
        }
        std::str::from_utf8(&decoded).is_ok()
    }

    /// Every value of a parameter.
    pub(super) fn all(&mut self, name: &str) -> Vec<String> {
        self.0.extract_if(.., |(key, _)| key == name).map(|(_, value)| value).collect()
    }

    /// The value of a parameter that may be given once.
    pub(super) fn one(&mut self, name: &'static str) -> Result<Option<String>, Problem> {
        let mut values = self.all(name);
        let first = values.pop();
        if values.is_empty() { Ok(first) } else { Err(Problem::bad(Message::new("api-twice").with("name", name))) }
    }

    /// A whole number in a range.
    pub(super) fn number(&mut self, name: &'static str, range: RangeInclusive<usize>) -> Result<Option<usize>, Problem> {
        let Some(text) = self.one(name)? else { return Ok(None) };
        let number = Some(&text).filter(|text| text.bytes().all(|b| b.is_ascii_digit())).and_then(|text| text.parse().ok());
        let wrong = || {
            let (min, max) = (range.start().to_string(), range.end().to_string());
            bad_value(name, &text, Message::new("api-number").with("min", min).with("max", max))
        };
        number.filter(|number| range.contains(number)).map(Some).ok_or_else(wrong)
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, name: &'static str) -> Result<bool, Problem> {
        match self.one(name)?.as_deref() {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(other) => Err(bad_value(name, other, Message::new("api-flag"))),
        }
    }

    /// Companies by number; empty for all.
    pub(super) fn companies(&mut self) -> Result<Vec<CompanyId>, Problem> {
        let texts = self.all("company");
        let number =
            |text: &String| text.parse().map(CompanyId).map_err(|_| bad_value("company", text, Message::new("api-company")));
        texts.iter().map(number).collect()
    }

    /// Whether all that was given was asked for.
    pub(super) fn finish(self) -> Result<(), Problem> {
        match self.0.into_iter().next() {
            None => Ok(()),
            Some((name, _)) => Err(Problem::bad(Message::new("api-unknown-parameter").with("name", name))),
        }
    }
}

impl Given for Params {
    fn all(&mut self, name: &'static str) -> Vec<String> {
        Self::all(self, name)
    }

    fn one(&mut self, name: &'static str) -> Result<Option<String>, Error> {
        Ok(Self::one(self, name)?)
    }

    fn number(&mut self, name: &'static str, range: RangeInclusive<usize>) -> Result<Option<usize>, Error> {
        Ok(Self::number(self, name, range)?)
    }

    fn companies(&mut self) -> Result<Vec<CompanyId>, Error> {
        Ok(Self::companies(self)?)
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self { kind: ErrorKind::Usage, message: problem.message, hint: problem.hint }
    }
}

/// A parameter with a value that it cannot have.
pub(super) fn bad_value(name: &'static str, value: &str, hint: Message) -> Problem {
    crate::service::bad_value(name, value, hint).into()
}

/// The company that a path names.
pub(super) fn company(part: &str) -> Result<CompanyId, Problem> {
    part.parse().map(CompanyId).map_err(|_| bad_value("company", part, Message::new("api-company")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(problem: Result<impl std::fmt::Debug, Problem>) -> String {
        problem.expect_err("refused").message.id.to_string()
    }

    #[test]
    fn a_query_is_text() {
        for text in ["", "q=petz+alad%C3%A1r", "q=100%", "q=%zz", "q=%2", "q=á"] {
            assert!(Params::are_text(text), "{text}");
        }
        for other in ["q=%ff", "q=%C3", "q=%C3+%A1", "a=1&q=%80"] {
            assert!(!Params::are_text(other), "{other}");
        }
    }

    #[test]
    fn parameters_are_read_by_name_and_nothing_is_ignored() {
        let mut params = Params::parse(Some("q=petz+alad%C3%A1r&company=1&limit=20&company=2&history=true"));
        assert_eq!(params.one("q").expect("once").as_deref(), Some("petz aladár"));
        assert_eq!(params.companies().expect("numbers"), [CompanyId(1), CompanyId(2)]);
        assert_eq!(params.number("limit", 1..=100).expect("in range"), Some(20));
        assert_eq!(params.number("offset", 0..=100).expect("not given"), None);
        assert!(params.flag("history").expect("a flag"));
        params.finish().expect("nothing is left");
        assert_eq!(code(Params::parse(Some("lmit=3")).finish()), "api-unknown-parameter");
        assert_eq!(code(Params::parse(Some("q=a&q=b")).one("q")), "api-twice");
        for wrong in ["limit=", "limit=-1", "limit=101", "limit=+5", "limit=1e3", "limit=99999999999999999999999"] {
            assert_eq!(code(Params::parse(Some(wrong)).number("limit", 1..=100)), "api-bad-parameter", "{wrong}");
        }
        assert_eq!(code(Params::parse(Some("company=abc")).companies()), "api-bad-parameter");
        assert_eq!(code(Params::parse(Some("full=1")).flag("full")), "api-bad-parameter");
    }
}
