//! Asking for consent: the address that a person opens in a browser.
//!
//! Pure but for the random numbers.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use url::Url;

use super::{AuthError, Pending};
use crate::provider::{AppSecret, OAuth, is_loopback};

/// How long a consent that was begun can be finished.
pub const PATIENCE: SignedDuration = SignedDuration::from_mins(10);

/// Redirect address where none is given: the one that Xero's own command line registers.
pub const DEFAULT_REDIRECT: &str = "http://localhost:8742/callback";

/// What a person asks consent for.
#[derive(Debug, Clone)]
pub struct Ask {
    /// What the service states of its OAuth.
    pub oauth: &'static OAuth,
    /// Identifier of the person's app.
    pub client_id: String,
    /// Secret of the app, where it has one.
    pub client_secret: Option<SecretString>,
    /// Redirect address as registered with the app.
    pub redirect_uri: String,
    /// Permissions.
    pub scopes: Vec<String>,
    /// Whether test companies are meant.
    pub sandbox: bool,
    /// Root of the API's host, if not the usual one.
    pub base_url: Option<String>,
    /// Root of the authorisation hosts, if not the usual ones.
    pub identity_url: Option<String>,
}

/// 256 random bits as text that a URL takes.
fn random() -> Result<SecretString, AuthError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| AuthError::NoRandomness { detail: error.to_string() })?;
    Ok(URL_SAFE_NO_PAD.encode(bytes).into())
}

/// Whether the browser of this machine can reach the redirect address on this machine.
#[must_use]
pub fn is_loopback_redirect(uri: &str) -> bool {
    Url::parse(uri).is_ok_and(|url| url.scheme() == "http" && is_loopback(&url))
}

impl Ask {
    /// Begins a consent: what must be kept until it is finished, and the address to open.
    pub fn begin(self, now: Timestamp) -> Result<(Pending, Url), AuthError> {
        self.check()?;
        let state = random()?;
        let verifier = self.uses_pkce().then(random).transpose()?;
        let mut url = Url::parse(&OAuth::address(self.oauth.authorize, self.identity_url.as_deref()))
            .map_err(|_| AuthError::BadRoot { url: self.identity_url.clone().unwrap_or_default() })?;
        let challenge = verifier.as_ref().map(|verifier| challenge(verifier.expose_secret()));
        {
            let mut query = url.query_pairs_mut();
            query
                .append_pair("client_id", &self.client_id)
                .append_pair("response_type", "code")
                .append_pair("scope", &self.scopes.join(" "))
                .append_pair("redirect_uri", &self.redirect_uri)
                .append_pair("state", state.expose_secret());
            if let Some(challenge) = challenge {
                query.append_pair("code_challenge", &challenge).append_pair("code_challenge_method", "S256");
            }
        }
        // A blank may be `+` in a form, in an address the services want it percent-encoded.
        let spaced = url.query().map(|query| query.replace('+', "%20"));
        url.set_query(spaced.as_deref());
        let pending = Pending {
            state,
            verifier,
            begun: now,
            until: now.saturating_add(PATIENCE).unwrap_or(Timestamp::MAX),
            client_id: self.client_id,
            client_secret: self.client_secret,
            redirect_uri: self.redirect_uri,
            scopes: self.scopes,
            sandbox: self.sandbox,
            base_url: self.base_url,
            identity_url: self.identity_url,
        };
        Ok((pending, url))
    }

    /// An app with a secret has no need of PKCE, and some services refuse both together.
    const fn uses_pkce(&self) -> bool {
        matches!(self.oauth.secret, AppSecret::Pkce) && self.client_secret.is_none()
    }

    fn check(&self) -> Result<(), AuthError> {
        if !OAuth::is_client_id(&self.client_id) {
            return Err(AuthError::BadClient { page: self.oauth.app_page });
        }
        if !self.oauth.takes_redirect(&self.redirect_uri) {
            return Err(AuthError::BadRedirect {
                uri: crate::domain::text::clean(&self.redirect_uri).chars().take(200).collect(),
            });
        }
        for root in [&self.base_url, &self.identity_url].into_iter().flatten() {
            crate::provider::base_url(root).map_err(|_| AuthError::BadRoot { url: shown(root) })?;
        }
        // Last, as all that was typed is to be right before a secret is looked for.
        if self.oauth.secret == AppSecret::Required && self.client_secret.is_none() {
            return Err(AuthError::SecretMissing { page: self.oauth.app_page });
        }
        Ok(())
    }
}

/// An address without what could be a secret.
fn shown(url: &str) -> String {
    let url = url.rsplit_once('@').map_or(url, |(_, rest)| rest);
    crate::domain::text::clean(url.split(['?', '#']).next().unwrap_or_default()).chars().take(200).collect()
}

/// The challenge of a verifier: base64url of its SHA-256, without padding.
pub(super) fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}
