//! `companies.json`: its form, and nothing else knows it.
//!
//! Version 1 had the API key of a company in the company. It is read as a login with one tenant, which has the number of its company,
//! so that the sealed key stays in its file.

use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::damaged;
use super::envelope;
use crate::domain::{Books, Company, CompanyId, Currency, Grant, KeyInfo, Login, LoginId, LoginState, Tenant};
use crate::store::StoreError;

/// The version that this program writes.
const VERSION: u32 = 2;

/// Content of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct State {
    /// The number that the next company gets.
    pub(in crate::store) next_id: u32,
    /// The number of the next login, where that of its company is taken.
    pub(in crate::store) next_login: u32,
    /// In the order of their numbers.
    pub(in crate::store) companies: Vec<Company>,
    /// In the order of their numbers.
    pub(in crate::store) logins: Vec<Login>,
}

#[derive(Serialize, Deserialize)]
struct Data {
    next_id: u32,
    next_login: u32,
    companies: Vec<StoredCompany>,
    logins: Vec<StoredLogin>,
}

#[derive(Serialize, Deserialize)]
struct StoredCompany {
    id: u32,
    name: String,
    provider: String,
    base_url: Option<String>,
    enabled: bool,
    tax_number: Option<String>,
    legal_name: Option<String>,
    added: String,
    login: Option<u32>,
    tenant: Option<String>,
    currency: Option<String>,
    country: Option<String>,
    zone: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct StoredLogin {
    id: u32,
    provider: String,
    state: String,
    added: String,
    secret: Option<Key>,
    grant: Option<StoredGrant>,
}

#[derive(Serialize, Deserialize)]
struct StoredGrant {
    client_id: String,
    redirect_uri: String,
    scopes: Vec<String>,
    sandbox: bool,
    base_url: Option<String>,
    identity_url: Option<String>,
    asked_until: Option<String>,
    renewed: Option<String>,
    idle_until: Option<String>,
    ends: Option<String>,
    realm: Option<String>,
    reason: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Key {
    set: String,
    ending: String,
}

/// Version 1. Frozen.
mod v1 {
    use serde::{Deserialize, Serialize};

    use super::Key;

    #[derive(Serialize, Deserialize)]
    pub(super) struct Data {
        pub(super) next_id: u32,
        pub(super) companies: Vec<Stored>,
    }

    #[derive(Serialize, Deserialize)]
    pub(super) struct Stored {
        pub(super) id: u32,
        pub(super) name: String,
        pub(super) provider: String,
        pub(super) base_url: Option<String>,
        pub(super) enabled: bool,
        pub(super) tax_number: Option<String>,
        pub(super) legal_name: Option<String>,
        pub(super) added: String,
        pub(super) key: Option<Key>,
    }
}

impl Default for State {
    fn default() -> Self {
        Self { next_id: 1, next_login: 1, companies: Vec::new(), logins: Vec::new() }
    }
}

impl State {
    /// Decodes the file, of this version or an older one.
    pub(in crate::store) fn from_bytes(content: &[u8], path: &Path) -> Result<Self, StoreError> {
        let data = match envelope::version(content) {
            Some(1) => envelope::read::<v1::Data>(content, path, 1)?.into(),
            _ => envelope::read::<Data>(content, path, VERSION)?,
        };
        data.try_into().map_err(|_: Unreadable| damaged(path))
    }

    /// Whether these are the bytes of an older version.
    pub(in crate::store) fn is_older(content: &[u8]) -> Option<u32> {
        envelope::version(content).filter(|version| *version < VERSION)
    }

    /// Encodes the file.
    pub(in crate::store) fn to_bytes(&self) -> Result<Vec<u8>, StoreError> {
        let data = Data {
            next_id: self.next_id,
            next_login: self.next_login,
            companies: self.companies.iter().map(Into::into).collect(),
            logins: self.logins.iter().map(Into::into).collect(),
        };
        envelope::write(&data, VERSION)
    }
}

/// Rows of a database: the same forms, one by one.
#[cfg(feature = "postgres")]
impl State {
    /// A company as a row has it.
    pub(in crate::store) fn company_row(company: &Company) -> Result<String, StoreError> {
        row(&StoredCompany::from(company))
    }

    /// A login as a row has it.
    pub(in crate::store) fn login_row(login: &Login) -> Result<String, StoreError> {
        row(&StoredLogin::from(login))
    }

    /// The company of a row; `None` if it does not decode.
    pub(in crate::store) fn company_of(row: &str) -> Option<Company> {
        serde_json::from_str::<StoredCompany>(row).ok()?.try_into().ok()
    }

    /// The login of a row; `None` if it does not decode.
    pub(in crate::store) fn login_of(row: &str) -> Option<Login> {
        serde_json::from_str::<StoredLogin>(row).ok()?.try_into().ok()
    }
}

#[cfg(feature = "postgres")]
fn row<T: Serialize>(stored: &T) -> Result<String, StoreError> {
    serde_json::to_string(stored).map_err(|error| StoreError::Database { detail: error.to_string() })
}

/// A value of the file that means nothing.
struct Unreadable;

impl From<jiff::Error> for Unreadable {
    fn from(_: jiff::Error) -> Self {
        Self
    }
}

impl TryFrom<Data> for State {
    type Error = Unreadable;

    fn try_from(data: Data) -> Result<Self, Unreadable> {
        Ok(Self {
            next_id: data.next_id,
            next_login: data.next_login,
            companies: data.companies.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
            logins: data.logins.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
        })
    }
}

impl From<v1::Data> for Data {
    fn from(data: v1::Data) -> Self {
        let (mut companies, mut logins) = (Vec::new(), Vec::new());
        for c in data.companies {
            let login = c.key.is_some().then_some(c.id);
            logins.extend(c.key.map(|key| StoredLogin {
                id: c.id,
                provider: c.provider.clone(),
                state: LoginState::Active.as_str().to_owned(),
                added: key.set.clone(),
                secret: Some(key),
                grant: None,
            }));
            companies.push(StoredCompany {
                id: c.id,
                name: c.name,
                provider: c.provider,
                base_url: c.base_url,
                enabled: c.enabled,
                tax_number: c.tax_number,
                legal_name: c.legal_name,
                added: c.added,
                login,
                tenant: None,
                currency: None,
                country: None,
                zone: None,
            });
        }
        Self { next_id: data.next_id, next_login: data.next_id, companies, logins }
    }
}

impl From<&Company> for StoredCompany {
    fn from(c: &Company) -> Self {
        Self {
            id: c.id.0,
            name: c.name.clone(),
            provider: c.provider.clone(),
            base_url: c.base_url.clone(),
            enabled: c.enabled,
            tax_number: c.tax_number.clone(),
            legal_name: c.legal_name.clone(),
            added: c.added.to_string(),
            login: c.login.map(|login| login.0),
            tenant: c.tenant.as_ref().map(|tenant| tenant.0.to_string()),
            currency: c.books.currency.as_ref().map(ToString::to_string),
            country: c.books.country.clone(),
            zone: c.books.zone.clone(),
        }
    }
}

impl TryFrom<StoredCompany> for Company {
    type Error = Unreadable;

    fn try_from(c: StoredCompany) -> Result<Self, Unreadable> {
        Ok(Self {
            id: CompanyId(c.id),
            name: c.name,
            provider: c.provider,
            base_url: c.base_url,
            enabled: c.enabled,
            tax_number: c.tax_number,
            legal_name: c.legal_name,
            added: c.added.parse()?,
            login: c.login.map(LoginId),
            tenant: c.tenant.map(|tenant| Tenant(tenant.into())),
            books: Books { currency: c.currency.as_deref().map(Currency::new), country: c.country, zone: c.zone },
        })
    }
}

impl From<&Login> for StoredLogin {
    fn from(l: &Login) -> Self {
        let key = |key: &KeyInfo| Key { set: key.set.to_string(), ending: key.ending.clone() };
        Self {
            id: l.id.0,
            provider: l.provider.clone(),
            state: l.state.as_str().to_owned(),
            added: l.added.to_string(),
            secret: l.secret.as_ref().map(key),
            grant: l.grant.as_deref().map(Into::into),
        }
    }
}

impl TryFrom<StoredLogin> for Login {
    type Error = Unreadable;

    fn try_from(l: StoredLogin) -> Result<Self, Unreadable> {
        let key = |key: Key| Ok::<_, jiff::Error>(KeyInfo { set: key.set.parse::<Timestamp>()?, ending: key.ending });
        Ok(Self {
            id: LoginId(l.id),
            provider: l.provider,
            state: LoginState::ALL.into_iter().find(|state| state.as_str() == l.state).ok_or(Unreadable)?,
            added: l.added.parse()?,
            secret: l.secret.map(key).transpose()?,
            grant: l.grant.map(Grant::try_from).transpose()?.map(Box::new),
        })
    }
}

impl From<&Grant> for StoredGrant {
    fn from(g: &Grant) -> Self {
        let text = |at: &Option<Timestamp>| at.as_ref().map(ToString::to_string);
        Self {
            client_id: g.client_id.clone(),
            redirect_uri: g.redirect_uri.clone(),
            scopes: g.scopes.clone(),
            sandbox: g.sandbox,
            base_url: g.base_url.clone(),
            identity_url: g.identity_url.clone(),
            asked_until: text(&g.asked_until),
            renewed: text(&g.renewed),
            idle_until: text(&g.idle_until),
            ends: text(&g.ends),
            realm: g.realm.as_ref().map(|realm| realm.0.to_string()),
            reason: g.reason.clone(),
        }
    }
}

impl TryFrom<StoredGrant> for Grant {
    type Error = Unreadable;

    fn try_from(g: StoredGrant) -> Result<Self, Unreadable> {
        let at = |text: Option<String>| text.map(|text| text.parse::<Timestamp>()).transpose();
        Ok(Self {
            client_id: g.client_id,
            redirect_uri: g.redirect_uri,
            scopes: g.scopes,
            sandbox: g.sandbox,
            base_url: g.base_url,
            identity_url: g.identity_url,
            asked_until: at(g.asked_until)?,
            renewed: at(g.renewed)?,
            idle_until: at(g.idle_until)?,
            ends: at(g.ends)?,
            realm: g.realm.map(|realm| Tenant(realm.into())),
            reason: g.reason,
        })
    }
}
