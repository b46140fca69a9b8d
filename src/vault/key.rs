//! The private half: made, read, and refused when it is not as it should be.

use std::io::{Read, Write};
use std::path::Path;

use age::armor::{ArmoredReader, ArmoredWriter, Format};
use age::ssh::{ParseRecipientKeyError, UnsupportedKey};
use age::{DecryptError, Decryptor, Encryptor, ssh, x25519};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::{KeyFacts, KeyKind, Passphrase, Vault, VaultError, file};
use crate::config::Identity;

/// Work of scrypt as a power of two: 2^18 takes 256 MiB and about a second. Tests of this crate have no second to spare.
const WORK: u8 = if cfg!(test) { 6 } else { 18 };

/// The most work that we do for an identity file: 2^20 takes 1 GiB.
const MAX_WORK: u8 = 20;

const ARMOR: &[u8] = b"-----BEGIN AGE ENCRYPTED FILE-----";
const BINARY: &[u8] = b"age-encryption.org/";

/// A private key that is ready for use.
pub(super) enum Key {
    /// An age identity.
    Native(x25519::Identity),
    /// An SSH key, never encrypted here.
    Ssh(Box<ssh::Identity>, ssh::Recipient),
}

/// The public half of a key.
pub(super) enum Recipient {
    /// Age identity.
    Native(x25519::Recipient),
    /// SSH key.
    Ssh(ssh::Recipient),
}

impl Key {
    pub(super) fn identity(&self) -> &dyn age::Identity {
        match self {
            Self::Native(identity) => identity,
            Self::Ssh(identity, _) => identity.as_ref(),
        }
    }

    pub(super) fn recipient(&self) -> Recipient {
        match self {
            Self::Native(identity) => Recipient::Native(identity.to_public()),
            Self::Ssh(_, recipient) => Recipient::Ssh(recipient.clone()),
        }
    }
}

impl Recipient {
    pub(super) fn as_age(&self) -> &dyn age::Recipient {
        match self {
            Self::Native(recipient) => recipient,
            Self::Ssh(recipient) => recipient,
        }
    }
}

/// The passphrase that a new identity of this kind is to be sealed with; `None` for one without.
pub(super) fn passphrase_for(
    identity: &Identity,
    path: &Path,
    passphrase: Passphrase<'_>,
) -> Result<Option<SecretString>, VaultError> {
    match identity {
        Identity::Passphrase => ask(path, passphrase).map(Some),
        Identity::File | Identity::Ssh(_) => Ok(None),
    }
}

fn ask(path: &Path, passphrase: Passphrase<'_>) -> Result<SecretString, VaultError> {
    let given = passphrase().ok_or_else(|| VaultError::PassphraseMissing { path: path.to_path_buf() })?;
    if given.expose_secret().is_empty() {
        return Err(VaultError::PassphraseEmpty);
    }
    Ok(given)
}

/// Makes an identity at `path`, unless one is there.
pub(super) fn create(path: &Path, passphrase: Option<&SecretString>) -> Result<(), VaultError> {
    let bytes = encode(&x25519::Identity::generate(), passphrase).map_err(|e| VaultError::file(path, &e))?;
    file::create(path, &bytes).map(drop)
}

/// Makes an identity and writes it to `path`, in place of what is there.
pub(super) fn create_over(path: &Path, passphrase: Option<&SecretString>) -> Result<(), VaultError> {
    let bytes = encode(&x25519::Identity::generate(), passphrase).map_err(|e| VaultError::file(path, &e))?;
    file::replace(path, &bytes)
}

/// An identity as its file holds it: text that age's own tools read too.
fn encode(identity: &x25519::Identity, passphrase: Option<&SecretString>) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let secret = identity.to_string();
    // Room for all at once, so that no copy is left behind by a buffer that grows.
    let mut plain = Zeroizing::new(Vec::with_capacity(1024));
    writeln!(plain, "# The key of faktura's secrets. Keep a copy in a safe place; whoever has it can open them.")?;
    writeln!(plain, "# public key: {}", identity.to_public())?;
    plain.extend_from_slice(secret.expose_secret().as_bytes());
    plain.push(b'\n');
    let Some(passphrase) = passphrase else { return Ok(plain) };

    let mut recipient = age::scrypt::Recipient::new(passphrase.clone());
    recipient.set_work_factor(WORK);
    let encryptor = Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
        .map_err(|e| std::io::Error::other(e.to_string()))?;
    let mut sealed = Zeroizing::new(Vec::new());
    let armor = ArmoredWriter::wrap_output(&mut *sealed, Format::AsciiArmor)?;
    let mut writer = encryptor.wrap_output(armor)?;
    writer.write_all(&plain)?;
    writer.finish()?.finish()?;
    Ok(sealed)
}

/// Opens an identity file of ours, sealed with a passphrase or not.
pub(super) fn open_own(path: &Path, passphrase: Passphrase<'_>) -> Result<Vault, VaultError> {
    let private = file::read(path)?;
    let sealed = private.bytes.starts_with(ARMOR) || private.bytes.starts_with(BINARY);
    let (identity, kind) = if sealed {
        (parse(path, &unseal(path, &private.bytes, passphrase)?)?, KeyKind::Passphrase)
    } else {
        (parse(path, &private.bytes)?, KeyKind::File)
    };
    let recipient = identity.to_public().to_string();
    let facts = KeyFacts { recipient, path: path.to_path_buf(), kind, mode: private.mode };
    Ok(Vault { key: Key::Native(identity), facts })
}

fn unseal(path: &Path, sealed: &[u8], passphrase: Passphrase<'_>) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let broken = || VaultError::NotIdentity { path: path.to_path_buf() };
    let decryptor = Decryptor::new_buffered(ArmoredReader::new(sealed)).map_err(|_| broken())?;
    if !decryptor.is_scrypt() {
        return Err(broken());
    }
    let mut identity = age::scrypt::Identity::new(ask(path, passphrase)?);
    identity.set_max_work_factor(MAX_WORK);
    let reader = decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity)).map_err(|error| match error {
        DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => {
            VaultError::PassphraseWrong { path: path.to_path_buf() }
        }
        DecryptError::ExcessiveWork { required, .. } => {
            VaultError::TooMuchWork { path: path.to_path_buf(), work: required, most: MAX_WORK }
        }
        _ => broken(),
    })?;
    let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len()));
    reader.take(sealed.len() as u64).read_to_end(&mut plain).map_err(|_| broken())?;
    Ok(plain)
}

/// The one identity in the text of an identity file.
fn parse(path: &Path, bytes: &[u8]) -> Result<x25519::Identity, VaultError> {
    let broken = || VaultError::NotIdentity { path: path.to_path_buf() };
    let text = std::str::from_utf8(bytes).map_err(|_| broken())?;
    let mut keys = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    match (keys.next(), keys.next()) {
        (Some(key), None) => key.parse().map_err(|_| broken()),
        _ => Err(broken()),
    }
}

/// Opens an SSH private key of the user.
pub(super) fn open_ssh(path: &Path, passphrase: Passphrase<'_>) -> Result<Vault, VaultError> {
    let private = file::read(path).map_err(|error| match error {
        VaultError::Missing { path } => VaultError::SshMissing { path },
        VaultError::NotIdentity { path } => VaultError::NotSshKey { path },
        error => error,
    })?;
    let broken = || VaultError::NotSshKey { path: path.to_path_buf() };
    let found = ssh::Identity::from_buffer(&private.bytes[..], None).map_err(|_| broken())?;
    let identity = match found {
        ssh::Identity::Unencrypted(_) => found,
        ssh::Identity::Encrypted(key) => match key.decrypt(ask(path, passphrase)?) {
            Ok(key) => key.into(),
            Err(_) => return Err(VaultError::PassphraseWrong { path: path.to_path_buf() }),
        },
        ssh::Identity::Unsupported(kind) => {
            return Err(VaultError::SshUnsupported { path: path.to_path_buf(), key_type: name_of(kind) });
        }
    };
    let recipient = public_half(&identity).map_err(|error| match error {
        ParseRecipientKeyError::Unsupported(key_type) => VaultError::SshUnsupported { path: path.to_path_buf(), key_type },
        ParseRecipientKeyError::RsaModulusTooSmall => unsupported(path, "ssh-rsa < 2048 bit"),
        ParseRecipientKeyError::RsaModulusTooLarge => unsupported(path, "ssh-rsa > 4096 bit"),
        _ => broken(),
    })?;
    let facts = KeyFacts { recipient: recipient.to_string(), path: path.to_path_buf(), kind: KeyKind::Ssh, mode: private.mode };
    Ok(Vault { key: Key::Ssh(Box::new(identity), recipient), facts })
}

/// The public half as text and back: only reading it from text looks at whether RSA is long enough.
fn public_half(identity: &ssh::Identity) -> Result<ssh::Recipient, ParseRecipientKeyError> {
    ssh::Recipient::try_from(identity.clone())?.to_string().parse()
}

fn unsupported(path: &Path, key_type: &str) -> VaultError {
    VaultError::SshUnsupported { path: path.to_path_buf(), key_type: key_type.to_owned() }
}

fn name_of(kind: UnsupportedKey) -> String {
    match kind {
        UnsupportedKey::EncryptedPem => "PEM, DEK-Info".to_owned(),
        UnsupportedKey::EncryptedSsh(name) | UnsupportedKey::Hardware(name) | UnsupportedKey::Type(name) => name,
    }
}
