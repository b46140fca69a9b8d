//! A company: one account at one provider.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::as_text;
use super::{CompanyId, Currency, LoginId, Message, Tenant};

/// A company with invoices to sync.
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
    /// The login that opens its account; `None` without a key.
    pub login: Option<LoginId>,
    /// Which of the companies that the login opens, where it opens several.
    pub tenant: Option<Tenant>,
    /// How it keeps its books, as its account tells it.
    pub books: Books,
}

/// Provider of companies with own books.
pub const OWN_BOOKS: &str = "books";

/// Provider of companies that are known to have one, though not which: their list was damaged.
pub const UNKNOWN_PROVIDER: &str = "unknown";

impl Company {
    /// Whether its service has to be named again before anything is sent to it.
    #[must_use]
    pub fn has_unknown_provider(&self) -> bool {
        self.provider == UNKNOWN_PROVIDER
    }

    /// Whether its books are kept here: no service has them, and nothing is synced.
    #[must_use]
    pub fn has_own_books(&self) -> bool {
        self.provider == OWN_BOOKS
    }

    /// The sentence after it was enabled or disabled.
    #[must_use]
    pub fn switched(&self) -> Message {
        let id = match (self.enabled, self.has_own_books()) {
            (true, false) => "cli-company-enabled",
            (false, false) => "cli-company-disabled",
            (true, true) => "cli-books-enabled",
            (false, true) => "cli-books-disabled",
        };
        Message::new(id).with("name", self.name.as_str())
    }
}

/// How a company keeps its books.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Books {
    /// Base currency; `None` for the provider's usual one.
    pub currency: Option<Currency>,
    /// Country, two letters.
    pub country: Option<String>,
    /// IANA time zone.
    pub zone: Option<String>,
}
