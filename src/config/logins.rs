//! `[quickbooks]` and `[xero]`: what a consent is begun with where the command line says nothing. Never: a secret.

use super::Wrong;
use super::reader::Reader;

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
    let text = |text: &str| Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()));
    let any = Wrong::Choice { allowed: &["text"] };
    let access = |text: &str| match text {
        "read" => Ok(false),
        "write" => Ok(true),
        _ => Err(Wrong::Choice { allowed: ACCESS }),
    };
    Logins {
        quickbooks: LoginSettings {
            client_id: r.text("quickbooks.client_id", None, any.clone(), text),
            redirect_uri: r.text("quickbooks.redirect_uri", None, any.clone(), text),
            // Its one permission is for both.
            write: false,
        },
        xero: LoginSettings {
            client_id: r.text("xero.client_id", None, any.clone(), text),
            redirect_uri: r.text("xero.redirect_uri", None, any, text),
            write: r.text("xero.access", false, Wrong::Choice { allowed: ACCESS }, access),
        },
    }
}
