//! The envelope of every small JSON file of the store: format version, version of the program that wrote it, checksum.
//!
//! For: files that people may read and must not damage unnoticed. Never: what the content means.

use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::damaged;
use crate::store::StoreError;

/// First fields of every version.
#[derive(Deserialize)]
struct Head {
    version: u32,
    written_by: String,
}

#[derive(Serialize, Deserialize)]
struct File<T> {
    version: u32,
    written_by: String,
    checksum: String,
    data: T,
}

/// The version that a file says it has.
pub(super) fn version(content: &[u8]) -> Option<u32> {
    serde_json::from_slice::<Head>(content).ok().map(|head| head.version)
}

/// Decodes a file of this version or an older one.
pub(super) fn read<T: Serialize + DeserializeOwned>(content: &[u8], path: &Path, version: u32) -> Result<T, StoreError> {
    let head: Head = serde_json::from_slice(content).map_err(|_| damaged(path))?;
    let file = serde_json::from_slice::<File<T>>(content);
    if head.version > version {
        // Unless it is ours with a flipped number.
        let ours = file.is_ok_and(|file| checksum(&file.data, &file.written_by, version).is_ok_and(|sum| sum == file.checksum));
        return Err(if ours { damaged(path) } else { StoreError::Newer { written_by: head.written_by } });
    }
    let file = file.map_err(|_| damaged(path))?;
    // Written again it must be the same, byte for byte: so even a flipped white space is found.
    if render(&file.data, &file.written_by, version)? != content {
        return Err(damaged(path));
    }
    Ok(file.data)
}

/// Encodes a file.
pub(super) fn write<T: Serialize>(data: &T, version: u32) -> Result<Vec<u8>, StoreError> {
    render(data, env!("CARGO_PKG_VERSION"), version)
}

fn failed(error: &serde_json::Error) -> StoreError {
    StoreError::Database { detail: error.to_string() }
}

fn checksum<T: Serialize>(data: &T, written_by: &str, version: u32) -> Result<String, StoreError> {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&version.to_le_bytes());
    hasher.update(written_by.as_bytes());
    hasher.update(&serde_json::to_vec(data).map_err(|error| failed(&error))?);
    Ok(format!("{:08x}", hasher.finalize()))
}

fn render<T: Serialize>(data: &T, written_by: &str, version: u32) -> Result<Vec<u8>, StoreError> {
    let checksum = checksum(data, written_by, version)?;
    let file = File { version, written_by: written_by.to_owned(), checksum, data };
    let mut bytes = serde_json::to_vec_pretty(&file).map_err(|error| failed(&error))?;
    bytes.push(b'\n');
    Ok(bytes)
}
