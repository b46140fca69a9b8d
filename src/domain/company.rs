//! A company: one account at one provider.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::CompanyId;
use super::as_text;

/// A company with invoices to sync. Its API key is not here, only the part that may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    /// Its number in this store.
    pub id: CompanyId,
    /// Name that people see; unique in the store, case-insensitively.
    pub name: String,
    /// Name of the provider in the registry, such as `billingo`.
    pub provider: String,
    /// Address of the provider's API, if not the usual one.
    pub base_url: Option<String>,
    /// Disabled companies are not synced; their data stays.
    pub enabled: bool,
    /// Tax number as the account tells it.
    pub tax_number: Option<String>,
    /// Name as the account tells it.
    pub legal_name: Option<String>,
    /// When it was added.
    #[serde(with = "as_text")]
    pub added: Timestamp,
    /// The part of the API key that may be shown; `None` without a key.
    pub key: Option<KeyInfo>,
}

/// The part of a secret that may be shown: its last characters, and when it was set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyInfo {
    /// When it was set.
    #[serde(with = "as_text")]
    pub set: Timestamp,
    /// Its last four characters; empty for a key shorter than sixteen, of which nothing is shown.
    pub ending: String,
}

impl KeyInfo {
    /// The part of `secret` that may be shown.
    #[must_use]
    pub fn of(secret: &str, set: Timestamp) -> Self {
        let count = secret.chars().count();
        let ending = if count < 16 { String::new() } else { secret.chars().skip(count - 4).collect() };
        Self { set, ending }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_end_of_a_long_key_is_shown() {
        let at = Timestamp::UNIX_EPOCH;
        assert_eq!(KeyInfo::of("4b6f7a1e-0000-4000-8000-0000000001c9", at).ending, "01c9");
        assert_eq!(KeyInfo::of("short", at).ending, "");
    }
}
