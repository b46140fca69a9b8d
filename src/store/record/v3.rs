//! Version 3 of the stored forms that changed since version 2, and version 2 of the invoice and of the state. Frozen, as those are.

use serde::{Deserialize, Serialize};

use super::{v1, v2};

/// An invoice with its circumstances: as before, what is left to pay, how its total is rounded, and amounts as they came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stored<'a> {
    #[serde(borrow)]
    pub(super) stored: v1::Stored<'a>,
    pub(super) balance: Option<v1::Number>,
    #[serde(borrow)]
    pub(super) rounding: Option<&'a str>,
    #[serde(borrow)]
    pub(super) original: Vec<(&'a str, &'a str)>,
    pub(super) received: bool,
}

/// Columns of an invoice for lists: as before, with the fields of totals and searches. `warnings` replaces the narrower one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) row: v2::Row,
    pub(super) warnings: u16,
    pub(super) correction: Option<String>,
    pub(super) balance: Option<v1::Number>,
    pub(super) partner_id: Option<String>,
    pub(super) items: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) related: Vec<String>,
    pub(super) received: bool,
}

/// State of a company's sync: as before, with the payments still to be fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) state: v1::State,
    pub(super) payments_due: Option<Vec<String>>,
}
