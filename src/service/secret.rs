//! Secrets on their way to the process that seals them, over a socket that only its owner can open:
//! `#[serde(with = "secret")]` on a field. Nothing else writes a secret down.

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A secret, or none.
pub(super) trait Carried: Sized {
    /// Its text.
    fn text(&self) -> Option<&str>;
    /// The secret of a text.
    fn of(text: Option<String>) -> Option<Self>;
}

impl Carried for SecretString {
    fn text(&self) -> Option<&str> {
        Some(self.expose_secret())
    }

    fn of(text: Option<String>) -> Option<Self> {
        text.map(Self::from)
    }
}

impl Carried for Option<SecretString> {
    fn text(&self) -> Option<&str> {
        self.as_ref().map(ExposeSecret::expose_secret)
    }

    fn of(text: Option<String>) -> Option<Self> {
        Some(text.map(SecretString::from))
    }
}

pub(super) fn serialize<T: Carried, S: Serializer>(secret: &T, serializer: S) -> Result<S::Ok, S::Error> {
    secret.text().serialize(serializer)
}

pub(super) fn deserialize<'de, T: Carried, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::of(Option::deserialize(deserializer)?).ok_or_else(|| serde::de::Error::custom("no secret"))
}
