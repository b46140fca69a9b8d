//! age: sealing and opening secrets.
//!
//! For: API keys at rest, and backups. Uses: age, the identity that the configuration names, files of its own. Never: the
//! environment or a terminal (a passphrase comes from a closure), the store (the caller keeps the sealed bytes), logs.
//!
//! A [`Vault`] is an open key. Which one, [`Identity`] says: an age identity in a file of ours, the same file sealed with a
//! passphrase, or an SSH key of the user. What it seals is plain age: `age --decrypt -i identity.age` opens it without us.
//! All calls block, with a passphrase for about a second: async callers use a blocking thread.

mod error;
mod file;
mod key;
mod rotate;
mod stream;

use std::fmt;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use age::{DecryptError, Decryptor, Encryptor};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

pub use error::VaultError;
pub use stream::{DecryptStream, EncryptStream};

use crate::config::Identity;
use key::{Key, Recipient};

/// Bytes of the longest secret.
pub const MAX_SECRET: usize = 64 * 1024;

/// Limit for the bytes that age adds to a secret: header, recipients, tag.
const MAX_OVERHEAD: usize = 16 * 1024;

/// Source of a passphrase: a prompt or the environment. `None` without a terminal.
pub type Passphrase<'a> = &'a dyn Fn() -> Option<SecretString>;

/// An open key. It seals secrets, and opens what was sealed to it.
pub struct Vault {
    key: Key,
    facts: KeyFacts,
}

/// The part of a key that may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFacts {
    /// The public half, as age and SSH write it.
    pub recipient: String,
    /// The file of the private half.
    pub path: PathBuf,
    /// Kind of the key file.
    pub kind: KeyKind,
    /// Permission bits of the key file.
    pub mode: u32,
}

/// Kind of a key file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// An age identity in a file.
    File,
    /// An age identity in a file that a passphrase opens.
    Passphrase,
    /// An SSH key.
    Ssh,
}

impl KeyKind {
    /// The word of the configuration file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Passphrase => "passphrase",
            Self::Ssh => "ssh",
        }
    }
}

impl Vault {
    /// Whether the key is there; `path` is the place of our own identity file.
    #[must_use]
    pub fn exists(identity: &Identity, path: &Path) -> bool {
        match identity {
            Identity::File | Identity::Passphrase => path.exists(),
            Identity::Ssh(key) => key.exists(),
        }
    }

    /// Opens the key, made on first use (an SSH key never is). Of processes that race to make it, all get the same one.
    pub fn open_or_create(identity: &Identity, path: &Path, passphrase: Passphrase<'_>) -> Result<Self, VaultError> {
        match Self::open_existing(identity, path, passphrase) {
            Err(VaultError::Missing { .. }) if !matches!(identity, Identity::Ssh(_)) => {
                // Another process may create the file first; its content counts, and the passphrase must open it too.
                let asked = key::passphrase_for(identity, path, passphrase)?;
                key::create(path, asked.as_ref())?;
                Self::open_existing(identity, path, &|| asked.clone())
            }
            done => done,
        }
    }

    /// Opens the key; one that is not there is [`VaultError::Missing`]. For when there are sealed secrets already, which a
    /// new key could not open.
    pub fn open_existing(identity: &Identity, path: &Path, passphrase: Passphrase<'_>) -> Result<Self, VaultError> {
        let vault = Self::open_to_rotate(identity, path, passphrase)?;
        if *identity == Identity::Passphrase && vault.facts.kind == KeyKind::File {
            return Err(VaultError::Unprotected { path: path.to_path_buf() });
        }
        Ok(vault)
    }

    /// Opens the key as it is on disk, also where the configuration has since asked for a passphrase: [`Self::rotate`] then
    /// makes one with it.
    pub fn open_to_rotate(identity: &Identity, path: &Path, passphrase: Passphrase<'_>) -> Result<Self, VaultError> {
        match identity {
            Identity::File | Identity::Passphrase => key::open_own(path, passphrase),
            Identity::Ssh(ssh) => key::open_ssh(ssh, passphrase),
        }
    }

    /// The part of the key that may be shown.
    #[must_use]
    pub const fn facts(&self) -> &KeyFacts {
        &self.facts
    }

    /// The public half of the key.
    #[must_use]
    pub fn recipient(&self) -> String {
        self.facts.recipient.clone()
    }

    /// Seals a secret.
    pub fn seal(&self, secret: &SecretString) -> Result<Vec<u8>, VaultError> {
        seal_to(&[&self.key.recipient()], secret)
    }

    /// Opens a sealed secret.
    pub fn open(&self, sealed: &[u8]) -> Result<SecretString, VaultError> {
        if sealed.len() > MAX_SECRET + MAX_OVERHEAD {
            return Err(VaultError::TooLarge);
        }
        let decryptor = Decryptor::new_buffered(sealed).map_err(|_| VaultError::Damaged)?;
        let reader = decryptor.decrypt(std::iter::once(self.key.identity())).map_err(|e| refused(&e))?;
        // Room for all at once, so that no copy is left behind by a buffer that grows.
        let mut bytes = Zeroizing::new(Vec::with_capacity(sealed.len()));
        reader.take(MAX_SECRET as u64 + 1).read_to_end(&mut bytes).map_err(|_| VaultError::Damaged)?;
        if bytes.len() > MAX_SECRET {
            return Err(VaultError::TooLarge);
        }
        std::str::from_utf8(&bytes).map(SecretString::from).map_err(|_| VaultError::Damaged)
    }

    /// Seals what is written to it into `output`, which is whole only after [`EncryptStream::finish`].
    pub fn encrypt_stream<W: Write>(&self, output: W) -> std::io::Result<EncryptStream<W>> {
        EncryptStream::new(&self.key.recipient(), output)
    }

    /// Opens what was sealed by [`Self::encrypt_stream`]. Reading to the end proves that it is whole: an error in the midst
    /// means that nothing read before may be used.
    pub fn decrypt_stream<R: Read>(&self, input: R) -> Result<DecryptStream<R>, VaultError> {
        DecryptStream::new(self.key.identity(), input)
    }
}

/// Shows the path and the public half only.
impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Vault").field(&self.facts).finish()
    }
}

/// Seals a secret so that each of the recipients can open it.
fn seal_to(recipients: &[&Recipient], secret: &SecretString) -> Result<Vec<u8>, VaultError> {
    let secret = secret.expose_secret().as_bytes();
    if secret.len() > MAX_SECRET {
        return Err(VaultError::TooLarge);
    }
    // Writing to memory does not fail; recipients of these kinds go together.
    let encryptor = Encryptor::with_recipients(recipients.iter().map(|r| r.as_age())).map_err(|_| VaultError::Damaged)?;
    let mut sealed = Vec::with_capacity(secret.len() + 1024);
    encryptor
        .wrap_output(&mut sealed)
        .and_then(|mut writer| writer.write_all(secret).and_then(|()| writer.finish()))
        .map_err(|_| VaultError::Damaged)?;
    Ok(sealed)
}

/// Why age did not open something that was sealed to a key.
const fn refused(error: &DecryptError) -> VaultError {
    match error {
        DecryptError::NoMatchingKeys => VaultError::OtherKey,
        _ => VaultError::Damaged,
    }
}

#[cfg(test)]
mod tests;
