//! `companies.json`: its form, and nothing else knows it.

use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::damaged;
use super::envelope;
use crate::domain::{Company, CompanyId, KeyInfo};
use crate::store::StoreError;

/// The version that this program writes.
const VERSION: u32 = 1;

/// Content of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct State {
    /// The number that the next company gets.
    pub(in crate::store) next_id: u32,
    /// In the order of their numbers.
    pub(in crate::store) companies: Vec<Company>,
}

#[derive(Serialize, Deserialize)]
struct Data {
    next_id: u32,
    companies: Vec<Stored>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    id: u32,
    name: String,
    provider: String,
    base_url: Option<String>,
    enabled: bool,
    tax_number: Option<String>,
    legal_name: Option<String>,
    added: String,
    key: Option<Key>,
}

#[derive(Serialize, Deserialize)]
struct Key {
    set: String,
    ending: String,
}

impl Default for State {
    fn default() -> Self {
        Self { next_id: 1, companies: Vec::new() }
    }
}

impl State {
    /// Decodes the file.
    pub(in crate::store) fn from_bytes(content: &[u8], path: &Path) -> Result<Self, StoreError> {
        let data: Data = envelope::read(content, path, VERSION)?;
        let companies = data.companies.into_iter().map(TryInto::try_into).collect::<Result<Vec<_>, _>>();
        Ok(Self { next_id: data.next_id, companies: companies.map_err(|_: jiff::Error| damaged(path))? })
    }

    /// Encodes the file.
    pub(in crate::store) fn to_bytes(&self) -> Result<Vec<u8>, StoreError> {
        let data = Data { next_id: self.next_id, companies: self.companies.iter().map(Into::into).collect() };
        envelope::write(&data, VERSION)
    }
}

impl From<&Company> for Stored {
    fn from(c: &Company) -> Self {
        let key = |key: &KeyInfo| Key { set: key.set.to_string(), ending: key.ending.clone() };
        Self {
            id: c.id.0,
            name: c.name.clone(),
            provider: c.provider.clone(),
            base_url: c.base_url.clone(),
            enabled: c.enabled,
            tax_number: c.tax_number.clone(),
            legal_name: c.legal_name.clone(),
            added: c.added.to_string(),
            key: c.key.as_ref().map(key),
        }
    }
}

impl TryFrom<Stored> for Company {
    type Error = jiff::Error;

    fn try_from(c: Stored) -> Result<Self, jiff::Error> {
        let key = |key: Key| Ok::<_, jiff::Error>(KeyInfo { set: key.set.parse::<Timestamp>()?, ending: key.ending });
        Ok(Self {
            id: CompanyId(c.id),
            name: c.name,
            provider: c.provider,
            base_url: c.base_url,
            enabled: c.enabled,
            tax_number: c.tax_number,
            legal_name: c.legal_name,
            added: c.added.parse()?,
            key: c.key.map(key).transpose()?,
        })
    }
}
