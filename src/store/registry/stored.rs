//! `companies.json`: its form, and nothing else knows it.

use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::damaged;
use crate::domain::{Company, CompanyId, KeyInfo};
use crate::store::StoreError;

/// The version that this program writes.
const VERSION: u32 = 1;

/// What the file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct State {
    /// The number that the next company gets.
    pub(in crate::store) next_id: u32,
    /// In the order of their numbers.
    pub(in crate::store) companies: Vec<Company>,
}

/// What every version begins with.
#[derive(Deserialize)]
struct Head {
    version: u32,
    written_by: String,
}

#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    written_by: String,
    checksum: String,
    data: Data,
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
    /// What the file says.
    pub(in crate::store) fn from_bytes(content: &[u8], path: &Path) -> Result<Self, StoreError> {
        let head: Head = serde_json::from_slice(content).map_err(|_| damaged(path))?;
        let file = serde_json::from_slice::<File>(content);
        if head.version > VERSION {
            // Unless it is ours with a flipped number.
            let ours = file.is_ok_and(|file| checksum(&file.data, &file.written_by).is_ok_and(|sum| sum == file.checksum));
            return Err(if ours { damaged(path) } else { StoreError::Newer { written_by: head.written_by } });
        }
        let file = file.map_err(|_| damaged(path))?;
        // Written again it must be the same, byte for byte: so even a flipped white space is found.
        let (bytes, data) = render(file.data, &file.written_by)?;
        if bytes != content {
            return Err(damaged(path));
        }
        let companies = data.companies.into_iter().map(TryInto::try_into).collect::<Result<Vec<_>, _>>();
        Ok(Self { next_id: data.next_id, companies: companies.map_err(|_: jiff::Error| damaged(path))? })
    }

    /// What the file is to say.
    pub(in crate::store) fn to_bytes(&self) -> Result<Vec<u8>, StoreError> {
        let data = Data { next_id: self.next_id, companies: self.companies.iter().map(Into::into).collect() };
        render(data, env!("CARGO_PKG_VERSION")).map(|(bytes, _)| bytes)
    }
}

fn failed(error: &serde_json::Error) -> StoreError {
    StoreError::Database { detail: error.to_string() }
}

fn checksum(data: &Data, written_by: &str) -> Result<String, StoreError> {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&VERSION.to_le_bytes());
    hasher.update(written_by.as_bytes());
    hasher.update(&serde_json::to_vec(data).map_err(|error| failed(&error))?);
    Ok(format!("{:08x}", hasher.finalize()))
}

fn render(data: Data, written_by: &str) -> Result<(Vec<u8>, Data), StoreError> {
    let checksum = checksum(&data, written_by)?;
    let file = File { version: VERSION, written_by: written_by.to_owned(), checksum, data };
    let mut bytes = serde_json::to_vec_pretty(&file).map_err(|error| failed(&error))?;
    bytes.push(b'\n');
    Ok((bytes, file.data))
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
