//! API tokens and the role that each carries.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::as_text;
use super::{Actor, CompanyId};

/// A role; the service has the table of what each may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// Reads.
    Viewer,
    /// Reads documents, and records time of its own; of time it sees its own alone.
    Member,
    /// Does everything.
    Admin,
}

/// The stored part of a token: never the token itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Its number in this store.
    pub id: TokenId,
    /// Name that people see; unique in the store, case-insensitively.
    pub name: String,
    /// The role of its bearer.
    pub role: Role,
    /// In these companies; in all when empty.
    pub companies: Vec<CompanyId>,
    /// When it was made.
    #[serde(with = "as_text")]
    pub created: Timestamp,
    /// User that created it.
    pub created_by: Actor,
    /// From when on it is refused; `None` for never.
    #[serde(with = "as_text")]
    pub expires: Option<Timestamp>,
    /// By what it is recognised.
    pub hash: TokenHash,
}

/// Number of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TokenId(pub u32);

/// SHA-256 of a token. A token has 256 random bits, so that its hash tells nothing and needs no salt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TokenHash(pub [u8; 32]);

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Member, Self::Admin];

    /// The word of the configuration and the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Member => "member",
            Self::Admin => "admin",
        }
    }

    /// The role of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;

    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut digits, byte| {
        // A string takes everything.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

impl Token {
    /// Whether it is refused for its age.
    #[must_use]
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires.is_some_and(|expires| expires <= now)
    }
}
