//! What a provider authenticates with.

use std::fmt;

use futures::FutureExt;
use futures::future::BoxFuture;
use secrecy::{ExposeSecret, SecretString};

use super::ProviderError;

/// Longest API key.
const MAX_KEY: usize = 512;

/// Gives the secret that a request carries: an API key, or an access token. A provider asks for it with each request and keeps none.
pub trait Credentials: Send + Sync + fmt::Debug {
    /// The secret that is valid now.
    fn current(&self) -> BoxFuture<'_, Result<SecretString, ProviderError>>;

    /// Notes that the service refused a secret of [`Self::current`] with a 401. An access token is renewed before the next request; an
    /// API key stays what it is.
    fn refused(&self, _secret: &SecretString) {}
}

/// No secret: every request fails before it is sent.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoCredentials;

impl Credentials for NoCredentials {
    fn current(&self) -> BoxFuture<'_, Result<SecretString, ProviderError>> {
        async { Err(ProviderError::KeyFormat) }.boxed()
    }
}

/// An API key: the same until a person sets another one.
pub struct ApiKey(SecretString);

impl ApiKey {
    /// Takes a key, without white space around it; fails if no header can carry it.
    pub fn new(key: &SecretString) -> Result<Self, ProviderError> {
        let key = key.expose_secret().trim();
        if key.is_empty() || key.len() > MAX_KEY || !key.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(ProviderError::KeyFormat);
        }
        Ok(Self(key.to_owned().into()))
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey")
    }
}

impl Credentials for ApiKey {
    fn current(&self) -> BoxFuture<'_, Result<SecretString, ProviderError>> {
        async { Ok(self.0.clone()) }.boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_cannot_be() {
        for key in ["", "  ", "a b", "a\nb", "kulcs\u{e1}", "\u{1b}[2J", &"x".repeat(600)] {
            assert_eq!(ApiKey::new(&key.to_owned().into()).err(), Some(ProviderError::KeyFormat), "{key:?}");
        }
        let pasted = ApiKey::new(&" 4b6f7a1e-0000\n".to_owned().into()).expect("white space around a pasted key");
        assert_eq!(pasted.current().now_or_never().expect("at once").expect("a key").expose_secret(), "4b6f7a1e-0000");
        assert!(!format!("{pasted:?}").contains("4b6f"));
    }
}
