//! What is sealed of a login: the secret of its app, its refresh token, and a consent that is not finished yet.
//!
//! Its form stays readable: a field may be added, none renamed. An access token is never in it.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

/// What is sealed of a login.
#[derive(Debug, Clone, Default)]
pub struct Sealed {
    /// Secret of the app, where it has one.
    pub client_secret: Option<SecretString>,
    /// What it renews access with; `None` before the first consent.
    pub tokens: Option<Tokens>,
    /// A consent that was begun and is not finished.
    pub pending: Option<Pending>,
}

impl Sealed {
    /// Whether access is renewed with the same token as that of another one.
    #[must_use]
    pub fn refreshes_with(&self, other: &Self) -> bool {
        let token = |sealed: &Self| sealed.tokens.as_ref().map(|tokens| tokens.refresh.expose_secret().to_owned());
        token(self) == token(other)
    }
}

/// What access is renewed with.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// The newest refresh token.
    pub refresh: SecretString,
    /// The one before, while the service still takes it.
    pub previous: Option<(SecretString, Timestamp)>,
}

/// A consent that was begun.
#[derive(Debug, Clone)]
pub struct Pending {
    /// What the redirect address must carry.
    pub state: SecretString,
    /// What proves, with PKCE, that the code is exchanged by the process that began.
    pub verifier: Option<SecretString>,
    /// When it was begun.
    pub begun: Timestamp,
    /// Until when it can be finished.
    pub until: Timestamp,
    /// Identifier of the app.
    pub client_id: String,
    /// Secret of the app.
    pub client_secret: Option<SecretString>,
    /// Redirect address that it was begun with.
    pub redirect_uri: String,
    /// Permissions that were asked for.
    pub scopes: Vec<String>,
    /// Whether test companies are meant.
    pub sandbox: bool,
    /// Root of the API's host, if not the usual one.
    pub base_url: Option<String>,
    /// Root of the authorisation hosts, if not the usual ones.
    pub identity_url: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct StoredSealed {
    version: u32,
    client_secret: Option<String>,
    refresh: Option<String>,
    previous: Option<StoredPrevious>,
    pending: Option<StoredPending>,
}

#[derive(Serialize, Deserialize)]
struct StoredPrevious {
    token: String,
    until: String,
}

#[derive(Serialize, Deserialize)]
struct StoredPending {
    state: String,
    verifier: Option<String>,
    begun: String,
    until: String,
    client_id: String,
    client_secret: Option<String>,
    redirect_uri: String,
    scopes: Vec<String>,
    sandbox: bool,
    base_url: Option<String>,
    identity_url: Option<String>,
}

fn open(secret: Option<&SecretString>) -> Option<String> {
    secret.map(|secret| secret.expose_secret().to_owned())
}

impl Sealed {
    /// Encodes it for the vault.
    #[must_use]
    pub fn to_secret(&self) -> SecretString {
        let tokens = self.tokens.as_ref();
        let previous = tokens.and_then(|tokens| tokens.previous.as_ref());
        let stored = StoredSealed {
            version: 1,
            client_secret: open(self.client_secret.as_ref()),
            refresh: open(tokens.map(|tokens| &tokens.refresh)),
            previous: previous
                .map(|(token, until)| StoredPrevious { token: token.expose_secret().to_owned(), until: until.to_string() }),
            pending: self.pending.as_ref().map(Pending::stored),
        };
        // Texts and numbers can be encoded.
        serde_json::to_string(&stored).unwrap_or_default().into()
    }

    /// Decodes what [`Self::to_secret`] made; `None` if it is something else.
    #[must_use]
    pub fn of_secret(secret: &SecretString) -> Option<Self> {
        let stored: StoredSealed = serde_json::from_str(secret.expose_secret()).ok()?;
        let previous = match stored.previous {
            Some(previous) => Some((previous.token.into(), previous.until.parse().ok()?)),
            None => None,
        };
        let pending = match stored.pending {
            Some(pending) => Some(pending.read()?),
            None => None,
        };
        Some(Self {
            client_secret: stored.client_secret.map(Into::into),
            tokens: stored.refresh.map(|refresh| Tokens { refresh: refresh.into(), previous }),
            pending,
        })
    }
}

impl Pending {
    fn stored(&self) -> StoredPending {
        StoredPending {
            state: self.state.expose_secret().to_owned(),
            verifier: open(self.verifier.as_ref()),
            begun: self.begun.to_string(),
            until: self.until.to_string(),
            client_id: self.client_id.clone(),
            client_secret: open(self.client_secret.as_ref()),
            redirect_uri: self.redirect_uri.clone(),
            scopes: self.scopes.clone(),
            sandbox: self.sandbox,
            base_url: self.base_url.clone(),
            identity_url: self.identity_url.clone(),
        }
    }

    /// Whether it can be finished now. A clock that was set back makes it neither younger nor longer.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        // A few seconds of a clock that is being adjusted are no reason to refuse.
        self.begun.saturating_sub(jiff::SignedDuration::from_mins(1)).is_ok_and(|begun| begun <= now) && now < self.until
    }
}

impl StoredPending {
    fn read(self) -> Option<Pending> {
        Some(Pending {
            state: self.state.into(),
            verifier: self.verifier.map(Into::into),
            begun: self.begun.parse().ok()?,
            until: self.until.parse().ok()?,
            client_id: self.client_id,
            client_secret: self.client_secret.map(Into::into),
            redirect_uri: self.redirect_uri,
            scopes: self.scopes,
            sandbox: self.sandbox,
            base_url: self.base_url,
            identity_url: self.identity_url,
        })
    }
}
