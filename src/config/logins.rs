//! `[quickbooks]` and `[xero]`: what a consent is begun with where the command line says nothing. Never: a secret.

use super::Wrong;
use super::reader::Reader;
use crate::provider::{self, OAuth};

/// Settings of each service.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Logins {
    /// `QuickBooks` Online.
    pub quickbooks: LoginSettings,
    /// Xero.
    pub xero: LoginSettings,
}

/// What a consent is begun with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LoginSettings {
    /// Identifier of the app.
    pub client_id: Option<String>,
    /// Redirect address as registered with the app.
    pub redirect_uri: Option<String>,
    /// Whether permissions for writing are asked for.
    pub write: bool,
}

impl Logins {
    /// The settings of a provider.
    #[must_use]
    pub fn of(&self, provider: &str) -> LoginSettings {
        match provider {
            "quickbooks" => self.quickbooks.clone(),
            "xero" => self.xero.clone(),
            _ => LoginSettings::default(),
        }
    }
}

const ACCESS: &[&str] = &["read", "write"];

pub(super) fn read(r: &mut Reader<'_>) -> Logins {
    let client = |text: &str| told(text, Wrong::ClientId, OAuth::is_client_id);
    let redirect = |service: &'static str| {
        move |text: &str| {
            let oauth = provider::find(service).and_then(|entry| entry.oauth);
            told(text, Wrong::Redirect, |uri| oauth.is_none_or(|oauth| oauth.takes_redirect(uri)))
        }
    };
    let access = |text: &str| match text {
        "read" => Ok(false),
        "write" => Ok(true),
        _ => Err(Wrong::Choice { allowed: ACCESS }),
    };
    Logins {
        quickbooks: LoginSettings {
            client_id: r.text("quickbooks.client_id", None, Wrong::ClientId, client),
            redirect_uri: r.text("quickbooks.redirect_uri", None, Wrong::Redirect, redirect("quickbooks")),
            // Its one permission is for both.
            write: false,
        },
        xero: LoginSettings {
            client_id: r.text("xero.client_id", None, Wrong::ClientId, client),
            redirect_uri: r.text("xero.redirect_uri", None, Wrong::Redirect, redirect("xero")),
            write: r.text("xero.access", false, Wrong::Choice { allowed: ACCESS }, access),
        },
    }
}

/// What a setting tells: nothing where it is empty, else a text that fits.
fn told(text: &str, wrong: Wrong, fits: impl Fn(&str) -> bool) -> Result<Option<String>, Wrong> {
    match text.trim() {
        "" => Ok(None),
        text if fits(text) => Ok(Some(text.to_owned())),
        _ => Err(wrong),
    }
}
