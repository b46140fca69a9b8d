//! Webhooks that accounting services send, and the secrets that are sealed beside the store under a word of their own.

use std::borrow::Cow;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{AlertSecret, RemoteId, as_text};

/// A service that sends webhooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum HookSource {
    /// `QuickBooks` Online.
    QuickBooks,
    /// Xero.
    Xero,
    /// Slack: commands of people, with a signature of another form.
    Slack,
}

impl HookSource {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::QuickBooks, Self::Xero, Self::Slack];

    /// The name of its provider in the registry; also the word of the command line, the path and JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::QuickBooks => "quickbooks",
            Self::Xero => "xero",
            Self::Slack => "slack",
        }
    }
}

/// Webhooks of a service: whether they can be verified, and what came since the host started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HookState {
    /// The service.
    pub source: HookSource,
    /// When the key of its signatures was set; `None` without one.
    #[serde(with = "as_text")]
    pub set: Option<Timestamp>,
    /// Deliveries with a valid signature.
    pub taken: u64,
    /// Deliveries with a wrong signature.
    pub refused: u64,
    /// When the last valid one came.
    #[serde(with = "as_text")]
    pub last: Option<Timestamp>,
}

/// A secret that belongs to no login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretName {
    /// Of a channel of alerts.
    Alert(AlertSecret),
    /// The key of a service's signatures.
    Hook(HookSource),
    /// The secret of the access key of the archive.
    S3,
    /// The password or the private address of a calendar.
    Calendar(RemoteId),
}

/// What the files of secrets of calendars begin with.
const CALENDAR: &str = "calendar-";

impl SecretName {
    /// Every one that has a fixed name.
    pub fn all() -> impl Iterator<Item = Self> {
        AlertSecret::ALL.iter().copied().map(Self::Alert).chain(HookSource::ALL.into_iter().map(Self::Hook)).chain([Self::S3])
    }

    /// The name of its file, without an ending.
    #[must_use]
    pub fn file(&self) -> Cow<'static, str> {
        match self {
            Self::Alert(secret) => secret.as_str().into(),
            Self::Hook(HookSource::QuickBooks) => "hook-quickbooks".into(),
            Self::Hook(HookSource::Xero) => "hook-xero".into(),
            Self::Hook(HookSource::Slack) => "hook-slack".into(),
            Self::S3 => "s3-secret".into(),
            Self::Calendar(id) => format!("{CALENDAR}{id}").into(),
        }
    }

    /// The secret of such a file; `None` for those with a fixed name and for others.
    #[must_use]
    pub fn of_file(name: &str) -> Option<Self> {
        name.strip_prefix(CALENDAR).map(|id| Self::Calendar(RemoteId::new(id)))
    }
}

impl From<AlertSecret> for SecretName {
    fn from(secret: AlertSecret) -> Self {
        Self::Alert(secret)
    }
}

impl From<HookSource> for SecretName {
    fn from(source: HookSource) -> Self {
        Self::Hook(source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_secret_has_a_file_of_its_own() {
        let names: std::collections::BTreeSet<Cow<'_, str>> = SecretName::all().map(|name| name.file()).collect();
        let calendar = SecretName::Calendar(RemoteId::new("7"));
        assert_eq!(SecretName::of_file(&calendar.file()), Some(calendar));
        assert_eq!(names.len(), SecretName::all().count());
        assert!(names.iter().all(|name| !name.bytes().all(|b| b.is_ascii_digit())), "numbers are logins");
    }
}
