//! Objects by the hash of their content.

use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::ArchiveError;
use crate::domain::token::hex;

/// An object that is known by its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewObject {
    /// Its name.
    pub name: String,
    /// SHA-256 of its content, in hexadecimal digits.
    pub sha256: String,
    /// Its size in bytes.
    pub size: u64,
}

/// What became of an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is new.
    New,
    /// It was there.
    There,
}

impl NewObject {
    /// The object of some bytes. The name has the hash before its ending.
    #[must_use]
    pub fn of(bytes: &[u8], folder: &str, ending: &str) -> Self {
        let digest: [u8; 32] = Sha256::digest(bytes).into();
        let sha256 = hex(&digest);
        Self { name: format!("{folder}/{sha256}.{ending}"), sha256, size: bytes.len() as u64 }
    }

    /// The object of a file. Blocks.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn of_file(path: &Path, folder: &str, ending: &str) -> Result<Self, ArchiveError> {
        let (sha256, size) = hash_of(path)?;
        Ok(Self { name: format!("{folder}-{}.{ending}", sha256.get(..16).unwrap_or_default()), sha256, size })
    }
}

fn hash_of(path: &Path) -> Result<(String, u64), ArchiveError> {
    let failed = |error: std::io::Error| ArchiveError::File { detail: error.to_string() };
    let mut file = std::fs::File::open(path).map_err(failed)?;
    let (mut hash, mut size, mut buffer) = (Sha256::new(), 0u64, vec![0; 1 << 20]);
    loop {
        let read = file.read(&mut buffer).map_err(failed)?;
        let Some(part) = buffer.get(..read).filter(|part| !part.is_empty()) else { break };
        hash.update(part);
        size += part.len() as u64;
    }
    let digest: [u8; 32] = hash.finalize().into();
    Ok((hex(&digest), size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_and_its_bytes_are_the_same_object() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("x");
        std::fs::write(&path, b"abc").expect("written");
        let file = NewObject::of_file(&path, "b/x", "backup").expect("read");
        let bytes = NewObject::of(b"abc", "d", "pdf");
        assert_eq!((&file.sha256, file.size), (&bytes.sha256, 3));
        assert_eq!(file.name, "b/x-ba7816bf8f01cfea.backup");
        assert!(
            bytes.name.starts_with("d/ba7816bf8f01cfea")
                && Path::new(&bytes.name).extension().is_some_and(|ending| ending == "pdf")
        );
    }
}
