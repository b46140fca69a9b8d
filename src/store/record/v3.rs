//! Version 2 of documents and states. Frozen once released, as version 1 is.

use serde::{Deserialize, Serialize};

use super::v1;

/// A document with its circumstances. What the provider told comes last and alone: its bytes are hashed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stored<'a> {
    pub(super) life: Life,
    pub(super) balance: Option<v1::Number>,
    #[serde(borrow)]
    pub(super) content: Content<'a>,
}

/// What is known of the life of a record here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Life {
    pub(super) company: u32,
    pub(super) first_seen: v1::Time,
    pub(super) first_run: u64,
    pub(super) changed: v1::Time,
    pub(super) changed_run: u64,
    pub(super) vanished: Option<v1::Time>,
}

/// A document as before, how its total is rounded, amounts as they came, and its direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Content<'a> {
    #[serde(borrow)]
    pub(super) invoice: v1::Invoice<'a>,
    #[serde(borrow)]
    pub(super) rounding: Option<&'a str>,
    #[serde(borrow)]
    pub(super) original: Vec<(&'a str, &'a str)>,
    pub(super) received: bool,
}

/// State of a company's sync: as before, with the payments still to be fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) state: v1::State,
    pub(super) payments_due: Option<Vec<String>>,
    /// Mark of a walk by identifiers.
    pub(super) after: Option<String>,
}
