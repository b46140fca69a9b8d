//! A company: one account at one provider.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::as_text;
use super::{CompanyId, LoginId, Tenant};

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
}
