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

impl Answer {
    /// Reads an address. Of what a terminal makes of a paste, blanks and line ends are left out.
    pub fn read(pasted: &SecretString) -> Result<Self, AuthError> {
        let pasted: String = pasted.expose_secret().chars().filter(|c| !c.is_whitespace()).collect();
        let pasted = pasted.trim_matches(['"', '\'', '<', '>']);
        if pasted.is_empty() || pasted.len() > LONGEST {
            return Err(AuthError::NoAddress);
        }
        let url = Url::parse(pasted).map_err(|_| AuthError::NoAddress)?;
        let query: Vec<(String, SecretString)> =
            url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned().into())).collect();
        let of =
            |name: &str| query.iter().find(|(n, value)| n == name && !value.expose_secret().is_empty()).map(|(_, v)| v.clone());
        if let Some(error) = of("error") {
            let detail = of("error_description").unwrap_or(error);
            let detail = text::clean(detail.expose_secret()).chars().take(200).collect();
            return Err(AuthError::Denied { detail });
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
