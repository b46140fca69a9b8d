//! Version 2 of an order of the outbox (the change of a contact with what the service had when it was planned) and of a link. Frozen once
//! released.

use serde::{Deserialize, Serialize};

use super::push_v1 as v1;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Outgoing {
    pub(super) outgoing: v1::Outgoing,
    pub(super) base: Base,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Base {
    pub(super) name: String,
    pub(super) tax_number: Option<String>,
    pub(super) emails: Vec<String>,
    pub(super) phone: Option<String>,
    pub(super) country: Option<String>,
    pub(super) post_code: Option<String>,
    pub(super) city: Option<String>,
    pub(super) street: Option<String>,
}

/// A link with how the sides stood when a difference was said to be right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Link {
    pub(super) link: v1::Link,
    pub(super) ignored_as: Option<String>,
}
