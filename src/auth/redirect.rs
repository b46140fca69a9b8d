//! The address that the browser was sent to, as a listener got it or a person pasted it.
//!
//! Pure. Nothing of it is ever shown: it has a code in it.

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::AuthError;
use crate::domain::text;

/// Longest address; codes of about 4 KB are known.
const LONGEST: usize = 16 << 10;

/// What the service answered to a consent.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The state that the consent was begun with.
    pub state: SecretString,
    /// The code that tokens are had for.
    pub code: SecretString,
    query: Vec<(String, SecretString)>,
}

/// A consent that was refused, as its address tells.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// The state that the consent was begun with.
    pub state: SecretString,
    /// The service's code, such as `access_denied`.
    pub code: String,
}

/// The parameters of an address. Of what a terminal makes of a paste, blanks and line ends are left out.
fn parameters(pasted: &SecretString) -> Result<Vec<(String, SecretString)>, AuthError> {
    let pasted: String = pasted.expose_secret().chars().filter(|c| !c.is_whitespace()).collect();
    let pasted = pasted.trim_matches(['"', '\'', '<', '>']);
    if pasted.is_empty() || pasted.len() > LONGEST {
        return Err(AuthError::NoAddress);
    }
    let url = Url::parse(pasted).map_err(|_| AuthError::NoAddress)?;
    Ok(url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned().into())).collect())
}

/// A parameter that has a value.
fn parameter(query: &[(String, SecretString)], name: &str) -> Option<SecretString> {
    query.iter().find(|(n, value)| n == name && !value.expose_secret().is_empty()).map(|(_, value)| value.clone())
}

/// Text of a service, cleaned and cut.
fn told(text: &SecretString) -> String {
    text::clean(text.expose_secret()).chars().take(200).collect()
}

impl Refusal {
    /// Reads an address; `None` if it refuses nothing, or does not tell which consent.
    #[must_use]
    pub fn read(pasted: &SecretString) -> Option<Self> {
        let query = parameters(pasted).ok()?;
        Some(Self { code: told(&parameter(&query, "error")?), state: parameter(&query, "state")? })
    }
}

impl Answer {
    /// Reads an address.
    pub fn read(pasted: &SecretString) -> Result<Self, AuthError> {
        let query = parameters(pasted)?;
        let of = |name: &str| parameter(&query, name);
        if let Some(error) = of("error") {
            return Err(AuthError::Denied { detail: told(&of("error_description").unwrap_or(error)) });
        }
        let (Some(state), Some(code)) = (of("state"), of("code")) else { return Err(AuthError::NoAddress) };
        Ok(Self { state, code, query })
    }

    /// Another parameter of the address.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(n, _)| n == name).map(|(_, value)| value.expose_secret()).filter(|value| !value.is_empty())
    }
}
