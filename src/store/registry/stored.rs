//! `companies.json`: its form, and nothing else knows it.
//!
//! Version 1 had the API key of a company in the company. It is read as a login with one tenant, which has the number of its company,
//! so that the sealed key stays in its file.

use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::damaged;
use super::envelope;
use crate::domain::{Company, CompanyId, KeyInfo, Login, LoginId, LoginState, Tenant};
use crate::store::StoreError;

/// The version that this program writes.
const VERSION: u32 = 2;

/// Content of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct State {
    /// The number that the next company gets.
    pub(in crate::store) next_id: u32,
    /// The number that the next login gets whose company's number is taken.
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
}

#[derive(Serialize, Deserialize)]
struct StoredLogin {
    id: u32,
    provider: String,
    state: String,
    added: String,
    secret: Option<Key>,
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
        })
    }
}
