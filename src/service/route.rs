//! The REST route of a use case, as data: the API serves and describes it from here.
//!
//! For: use cases that scripts may ask over HTTP. Uses: nothing of HTTP. Never: the JSON of an answer, which is `json`'s.

use std::ops::RangeInclusive;

use super::usecase::UseCase;
use crate::domain::{CompanyId, Message};
use crate::error::{Error, ErrorKind};

/// A use case that scripts ask with `GET`.
pub trait Routed: UseCase {
    /// Its route.
    const ROUTE: Route;
    /// The case that a request asks for.
    ///
    /// # Errors
    /// A parameter has a value that it cannot have.
    fn read(given: &mut dyn Given) -> Result<Self, Error>;
}

/// A route and what the API document says of it.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// Path below the address of the host.
    pub path: &'static str,
    /// Name of the operation.
    pub id: &'static str,
    /// Group of the operation.
    pub tag: &'static str,
    /// What it answers.
    pub about: &'static str,
    /// Its parameters; any other is refused.
    pub params: &'static [Param],
}

/// A parameter in the query of a request.
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
    /// A whole number up to this one.
    UpTo(usize),
}

/// The parameters of a request. The one that is not read is refused.
pub trait Given {
    /// Every value of a parameter.
    fn all(&mut self, name: &'static str) -> Vec<String>;
    /// The value of a parameter that may be given once.
    fn one(&mut self, name: &'static str) -> Result<Option<String>, Error>;
    /// A whole number in a range.
    fn number(&mut self, name: &'static str, range: RangeInclusive<usize>) -> Result<Option<usize>, Error>;
    /// Companies by number; empty for all.
    fn companies(&mut self) -> Result<Vec<CompanyId>, Error>;
}

/// The error of a parameter with a value that it cannot have.
#[must_use]
pub fn bad_value(name: &'static str, value: &str, hint: Message) -> Error {
    let shown: String = value.chars().take(60).collect();
    Error::new(ErrorKind::Usage, Message::new("api-bad-parameter").with("name", name).with("value", shown)).hint(hint)
}
