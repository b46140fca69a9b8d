//! Tokens, without their secret.

use jiff::Timestamp;
use serde::Serialize;

use super::value::{Instant, Shown};
use crate::domain::Token;

/// `faktura token list --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TokensJson<'r> {
    /// In the order of their numbers.
    pub tokens: Vec<TokenJson<'r>>,
}

/// `faktura token add --json`.
#[derive(Serialize)]
pub struct IssuedTokenJson<'r> {
    /// What is kept of it.
    #[serde(flatten)]
    pub token: TokenJson<'r>,
    /// The token itself, told this once.
    #[serde(rename = "token")]
    pub secret: &'r str,
}

/// What is kept of a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are the promise; Token explains them")]
pub struct TokenJson<'r> {
    pub id: u32,
    pub name: &'r str,
    pub role: &'static str,
    /// Numbers of companies; all when empty.
    pub companies: Vec<u32>,
    pub created: Instant,
    pub created_by: &'r str,
    pub expires: Option<Instant>,
    pub expired: bool,
}

impl<'r> TokenJson<'r> {
    /// What scripts see of a token.
    #[must_use]
    pub fn new(token: &'r Token, now: Timestamp) -> Self {
        Self {
            id: token.id.0,
            name: &token.name,
            role: token.role.as_str(),
            companies: token.companies.iter().map(|id| id.0).collect(),
            created: Shown(token.created),
            created_by: &token.created_by.0,
            expires: token.expires.map(Shown),
            expired: token.is_expired(now),
        }
    }
}
