//! A new key for everything that is sealed, such that a crash at any instant loses nothing.
//!
//! The invariant: **what lies at `identity.age` opens every sealed secret, at every instant.** The steps keep it:
//!
//! 1. A new identity is written to `identity.age.new` and synced. A crash after it: the old one opens all; the leftover is
//!    replaced by the next rotation.
//! 2. Every secret is sealed again to *both* keys, each replaced whole and synced by the caller. A crash in it: some are
//!    sealed to the old key, some to both; the old one opens all.
//! 3. `identity.age.new` is renamed to `identity.age`, and the folder synced. A crash around it: all are sealed to both, so
//!    whichever of the two lies there opens all.
//! 4. Every secret is sealed again to the new key only. A crash in it: some are sealed to both, some to the new key; the new
//!    one opens all. Another rotation ends that.
//!
//! The folder is synced before step 4 begins: otherwise a power loss could bring the old name back after secrets were
//! sealed to the new key only. The old key is gone after step 3: backups sealed to it need a copy of it to be opened.
//!
//! Sealing with the old vault during a rotation is a bug: a shared vault is behind a write lock meanwhile.

use std::path::{Path, PathBuf};

use super::key::{self, Recipient};
use super::{KeyKind, Passphrase, Vault, VaultError, file, seal_to};
use crate::config::Identity;

/// Seals a secret again, in one of the two passes of a rotation.
pub struct Reseal<'a> {
    from: &'a Vault,
    to: Vec<Recipient>,
}

/// A rotation with the new key in place.
#[derive(Debug)]
pub struct Rotated<E> {
    /// The new key; the old vault must not be used any more.
    pub vault: Vault,
    /// Why the last pass did not end: everything opens with the new key, but some of it still with the old one too.
    pub unfinished: Option<E>,
}

/// The instants between which a crash is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The new identity is written beside the old one.
    Written,
    /// Everything is sealed to both.
    Shared,
    /// The new identity is in place.
    Swapped,
}

impl Reseal<'_> {
    /// The secret, sealed as this pass demands. The caller puts it in place of the old bytes: whole, and synced.
    pub fn reseal(&self, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        let secret = self.from.open(sealed)?;
        seal_to(&self.to.iter().collect::<Vec<_>>(), &secret)
    }

    /// Whether more than one key opens a sealed secret: an earlier rotation did not finish its last pass.
    #[cfg(test)]
    pub(super) fn is_shared(sealed: &[u8]) -> bool {
        let header = sealed.split(|b| *b == b'\n').take_while(|line| !line.starts_with(b"---"));
        header.filter(|line| line.starts_with(b"-> X25519 ") || line.starts_with(b"-> ssh-")).count() > 1
    }
}

impl Vault {
    /// Makes a new key of the kind that `identity` asks for, in place of this one, and has everything sealed to it.
    ///
    /// `reseal_all` is called twice. Each time it must pass *every* sealed secret through [`Reseal::reseal`] and replace it
    /// whole and synced. If it fails the first time, nothing has changed: the old key stays, and opens everything.
    pub fn rotate<E: From<VaultError>>(
        &self,
        identity: &Identity,
        passphrase: Passphrase<'_>,
        reseal_all: impl FnMut(&Reseal<'_>) -> Result<(), E>,
    ) -> Result<Rotated<E>, E> {
        self.rotate_with(identity, passphrase, reseal_all, &mut |_| ())
    }

    /// [`Self::rotate`] that tells where it is.
    pub(super) fn rotate_with<E: From<VaultError>>(
        &self,
        identity: &Identity,
        passphrase: Passphrase<'_>,
        mut reseal_all: impl FnMut(&Reseal<'_>) -> Result<(), E>,
        at: &mut dyn FnMut(Step),
    ) -> Result<Rotated<E>, E> {
        let path = self.own_path(identity)?;
        let beside = beside(path);
        let passphrase = key::passphrase_for(identity, path, passphrase)?;
        key::create_over(&beside, passphrase.as_ref())?;
        // Read back from the disk: what cannot be opened must not take the old one's place.
        let mut vault = key::open_own(&beside, &|| passphrase.clone())?;
        at(Step::Written);

        let both = Reseal { from: self, to: vec![self.key.recipient(), vault.key.recipient()] };
        if let Err(error) = reseal_all(&both) {
            // The old key still opens secrets sealed to both. A leftover does no harm.
            let _ = std::fs::remove_file(&beside);
            return Err(error);
        }
        at(Step::Shared);

        file::rename(&beside, path)?;
        vault.facts.path = path.to_path_buf();
        at(Step::Swapped);

        if let Err(error) = file::sync_folder(path) {
            // The new key is in place, but a power loss may undo that: everything stays sealed to both.
            return Ok(Rotated { vault, unfinished: Some(error.into()) });
        }
        let only = Reseal { from: &vault, to: vec![vault.key.recipient()] };
        let unfinished = reseal_all(&only).err();
        Ok(Rotated { vault, unfinished })
    }

    fn own_path(&self, identity: &Identity) -> Result<&Path, VaultError> {
        match (self.facts.kind, identity) {
            (KeyKind::Ssh, _) => Err(VaultError::RotateSsh { path: self.facts.path.clone() }),
            (_, Identity::Ssh(path)) => Err(VaultError::RotateSsh { path: path.clone() }),
            _ => Ok(&self.facts.path),
        }
    }
}

/// `identity.age.new` for `identity.age`.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    PathBuf::from(name)
}

impl std::fmt::Debug for Reseal<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reseal").field("from", &self.from).field("recipients", &self.to.len()).finish()
    }
}
