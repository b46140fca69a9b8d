//! Errors of the vault, in words for people. No variant carries a secret.

use std::path::{Path, PathBuf};

use crate::domain::Message;
use crate::error::{Describe, ErrorKind};

/// Why something could not be sealed or opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VaultError {
    /// The key file is missing.
    Missing {
        /// Expected path.
        path: PathBuf,
    },
    /// The SSH key that the configuration names is not there.
    SshMissing {
        /// Expected path.
        path: PathBuf,
    },
    /// Group or others can read the key.
    Permissions {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The key belongs to another user.
    Owner {
        /// The file.
        path: PathBuf,
        /// The owner's number.
        uid: u32,
    },
    /// A folder, device or pipe instead of a file.
    NotFile {
        /// The path.
        path: PathBuf,
    },
    /// The file holds no age identity, or several.
    NotIdentity {
        /// The file.
        path: PathBuf,
    },
    /// The configuration asks for a passphrase, but the identity on disk lies there without one.
    Unprotected {
        /// The file.
        path: PathBuf,
    },
    /// A passphrase is needed and none was given.
    PassphraseMissing {
        /// The key that it opens.
        path: PathBuf,
    },
    /// The passphrase given is empty.
    PassphraseEmpty,
    /// The passphrase does not open the key.
    PassphraseWrong {
        /// The key.
        path: PathBuf,
    },
    /// Opening the key takes more work than is allowed.
    TooMuchWork {
        /// The key.
        path: PathBuf,
        /// Its work factor: a power of two.
        work: u8,
        /// The largest that is allowed.
        most: u8,
    },
    /// The file holds no SSH private key, or a damaged one.
    NotSshKey {
        /// The file.
        path: PathBuf,
    },
    /// An SSH key that nothing can be sealed to.
    SshUnsupported {
        /// The file.
        path: PathBuf,
        /// Its kind, as the file says.
        key_type: String,
    },
    /// Sealed to another key than ours.
    OtherKey,
    /// The sealed bytes are damaged or were never sealed.
    Damaged,
    /// Longer than a secret can be.
    TooLarge,
    /// An SSH key is the user's own: we cannot make a new one.
    RotateSsh {
        /// The SSH key.
        path: PathBuf,
    },
    /// A file could not be read or written.
    File {
        /// The file.
        path: PathBuf,
        /// Detail from the system.
        detail: String,
    },
}

impl VaultError {
    /// A failure of the file at `path`.
    pub(super) fn file(path: &Path, error: &std::io::Error) -> Self {
        Self::File { path: path.to_path_buf(), detail: error.to_string() }
    }

    const fn id(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "vault-missing",
            Self::SshMissing { .. } => "vault-ssh-missing",
            Self::Permissions { .. } => "vault-permissions",
            Self::Owner { .. } => "vault-owner",
            Self::NotFile { .. } => "vault-not-file",
            Self::NotIdentity { .. } => "vault-not-identity",
            Self::Unprotected { .. } => "vault-unprotected",
            Self::PassphraseMissing { .. } => "vault-passphrase-missing",
            Self::PassphraseEmpty => "vault-passphrase-empty",
            Self::PassphraseWrong { .. } => "vault-passphrase-wrong",
            Self::TooMuchWork { .. } => "vault-too-much-work",
            Self::NotSshKey { .. } => "vault-not-ssh-key",
            Self::SshUnsupported { .. } => "vault-ssh-unsupported",
            Self::OtherKey => "vault-other-key",
            Self::Damaged => "vault-damaged",
            Self::TooLarge => "vault-too-large",
            Self::RotateSsh { .. } => "vault-rotate-ssh",
            Self::File { .. } => "vault-file",
        }
    }

    fn path(&self) -> Option<&Path> {
        match self {
            Self::Missing { path }
            | Self::SshMissing { path }
            | Self::Permissions { path, .. }
            | Self::Owner { path, .. }
            | Self::NotFile { path }
            | Self::NotIdentity { path }
            | Self::Unprotected { path }
            | Self::PassphraseMissing { path }
            | Self::PassphraseWrong { path }
            | Self::TooMuchWork { path, .. }
            | Self::NotSshKey { path }
            | Self::SshUnsupported { path, .. }
            | Self::RotateSsh { path }
            | Self::File { path, .. } => Some(path),
            Self::PassphraseEmpty | Self::OtherKey | Self::Damaged | Self::TooLarge => None,
        }
    }

    fn with_path(&self, message: Message) -> Message {
        match self.path() {
            Some(path) => message.with("path", path.display().to_string()),
            None => message,
        }
    }
}

impl Describe for VaultError {
    fn message(&self) -> Message {
        let message = self.with_path(Message::new(self.id()));
        match self {
            Self::Permissions { mode, .. } => message.with("mode", format!("{mode:04o}")),
            Self::Owner { uid, .. } => message.with("uid", uid.to_string()),
            Self::SshUnsupported { key_type, .. } => message.with("type", key_type.as_str()),
            Self::TooMuchWork { work, most, .. } => message.with("work", i64::from(*work)).with("most", i64::from(*most)),
            Self::File { detail, .. } => message.with("detail", detail.as_str()),
            _ => message,
        }
    }

    fn hint(&self) -> Option<Message> {
        let id = match self {
            Self::Missing { .. } => "vault-missing-hint",
            Self::Permissions { .. } => "vault-permissions-hint",
            Self::Owner { .. } => "vault-owner-hint",
            Self::NotIdentity { .. } => "vault-not-identity-hint",
            Self::Unprotected { .. } => "vault-unprotected-hint",
            Self::PassphraseMissing { .. } => "vault-passphrase-missing-hint",
            Self::PassphraseWrong { .. } => "vault-passphrase-wrong-hint",
            Self::TooMuchWork { .. } => "vault-too-much-work-hint",
            Self::SshMissing { .. } | Self::NotSshKey { .. } | Self::SshUnsupported { .. } => "vault-ssh-hint",
            Self::OtherKey => "vault-other-key-hint",
            Self::Damaged => "vault-damaged-hint",
            Self::RotateSsh { .. } => "vault-rotate-ssh-hint",
            Self::NotFile { .. } | Self::PassphraseEmpty | Self::TooLarge | Self::File { .. } => return None,
        };
        Some(self.with_path(Message::new(id)))
    }

    fn kind(&self) -> ErrorKind {
        ErrorKind::Config
    }
}

crate::localized_error!(VaultError);
