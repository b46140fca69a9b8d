//! `[store]`: where the store is. An address may hold a password: it is shown nowhere.

use std::fmt;
use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};
use toml::de::DeValue;

use super::reader::{Reader, SECRET};
use super::{Env, Wrong};

/// Where the store is.
#[derive(Clone, Default)]
pub enum StoreAt {
    /// In files of this machine.
    #[default]
    Files,
    /// In a database of this address.
    Url(SecretString),
    /// In a database, with the address in a file.
    UrlFile(PathBuf),
}

impl StoreAt {
    /// Whether the store is a database that other machines use too.
    #[must_use]
    pub const fn is_shared(&self) -> bool {
        !matches!(self, Self::Files)
    }
}

impl fmt::Debug for StoreAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Files => f.write_str("Files"),
            Self::Url(_) => f.write_str("Url"),
            Self::UrlFile(path) => f.debug_tuple("UrlFile").field(path).finish(),
        }
    }
}

impl PartialEq for StoreAt {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Files, Self::Files) => true,
            (Self::Url(one), Self::Url(two)) => one.expose_secret() == two.expose_secret(),
            (Self::UrlFile(one), Self::UrlFile(two)) => one == two,
            _ => false,
        }
    }
}

impl Eq for StoreAt {}

/// Whether a text can be the address of a database; empty for none. What it says besides is read when the store is opened.
fn is_address(text: &str) -> bool {
    text.is_empty() || ["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme))
}

/// Reads the settings; the environment goes first, then the address, then its file.
pub(super) fn read(r: &mut Reader<'_>, env: Env<'_>) -> StoreAt {
    let text = |found: &DeValue<'_>| found.as_str().map(|text| text.trim().to_owned()).ok_or(Wrong::StoreUrl);
    let address = |found: &DeValue<'_>| text(found).and_then(|url| if is_address(&url) { Ok(url) } else { Err(Wrong::StoreUrl) });
    let url = r.read(SECRET, String::new(), address);
    let file = r.read("store.url_file", String::new(), text);
    let given = env("FAKTURA_STORE_URL").map(|url| url.trim().to_owned()).filter(|url| !url.is_empty());
    if let Some(url) = given.or_else(|| Some(url).filter(|url| !url.is_empty())) {
        return StoreAt::Url(SecretString::from(url));
    }
    if file.is_empty() {
        return StoreAt::Files;
    }
    StoreAt::UrlFile(r.folder().map_or_else(|| PathBuf::from(&file), |folder| folder.join(&file)))
}
