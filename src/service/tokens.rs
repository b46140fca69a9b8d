//! API tokens: creation and lookup.

use secrecy::SecretString;
use sha2::{Digest, Sha256};

use super::local::Local;
use super::{Result, ServiceError};
use crate::domain::TokenHash;
use crate::domain::token;

/// Prefix of every token, so that scanners for secrets recognise it.
const PREFIX: &str = "fkt_";

/// By what a token is recognised.
#[must_use]
pub fn hash(token: &str) -> TokenHash {
    TokenHash(Sha256::digest(token).into())
}

pub(super) fn check_name(local: &Local, name: &str) -> Result<()> {
    let count = name.chars().count();
    // A number is how another one is told.
    if count == 0 || count > 64 || name.chars().all(|c| c.is_ascii_digit()) || name.chars().any(char::is_control) {
        return Err(ServiceError::BadTokenName { name: name.to_owned() }.into());
    }
    if local.tokens.all()?.iter().any(|token| token.name.to_lowercase() == name.to_lowercase()) {
        return Err(ServiceError::TokenNameTaken { name: name.to_owned() }.into());
    }
    Ok(())
}

/// 256 random bits as text.
pub(super) fn random() -> Result<SecretString> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| ServiceError::NoRandomness { detail: error.to_string() })?;
    Ok(SecretString::from(format!("{PREFIX}{}", token::hex(&bytes))))
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use jiff::tz::TimeZone;
    use jiff::{SignedDuration, Timestamp};
    use secrecy::ExposeSecret;

    use super::*;
    use crate::clock::Clock;
    use crate::config::{Config, Paths};
    use crate::domain::{Actor, CompanyId, Role};
    use crate::error::ErrorKind;
    use crate::host::Service;
    use crate::service::cases::{self, AdmitToken};
    use crate::service::{NewToken, Options};

    /// A clock that is set.
    struct Set(Mutex<Timestamp>);

    impl Clock for Set {
        fn now(&self) -> Timestamp {
            *self.0.lock().expect("nobody panics")
        }
    }

    #[tokio::test]
    async fn a_token_lets_in_until_it_expires_or_is_revoked() {
        let dir = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(Set(Mutex::new("2026-11-21T00:00:00Z".parse().expect("a time"))));
        let options = Options {
            paths: Paths::resolve(Some(dir.path().to_owned()), None, &|_| None).expect("a folder"),
            config: Config::default(),
            clock: clock.clone(),
            zone: TimeZone::UTC,
            actor: Actor("anna".to_owned()),
            passphrase: Arc::new(|| None),
            read_only: false,
            searches: false,
        };
        let service = Service::open(options).await.expect("opens");
        let new = |name: &str| NewToken { name: name.to_owned(), role: Role::Viewer, companies: Vec::new(), expires: None };
        let expires = Some("2026-11-22T00:00:00Z".parse().expect("a time"));
        let issued = service.ask(cases::AddToken(NewToken { expires, ..new("robot") })).await.expect("made");
        let secret = issued.secret.expose_secret();
        assert!(secret.starts_with("fkt_") && secret.len() == 68, "{secret}");
        assert!(!format!("{issued:?}").contains(secret));
        assert_eq!(service.ask(AdmitToken(hash(secret))).await.expect("let in"), issued.token);
        *clock.0.lock().expect("nobody panics") += SignedDuration::from_hours(24);
        let refused = service.ask(AdmitToken(hash(secret))).await.expect_err("expired");
        assert_eq!((refused.kind, refused.message.id.as_ref()), (ErrorKind::NotAllowed, "service-token-expired"));
        assert!(service.ask(AdmitToken(hash(&secret.replace("fkt_", "fkt-")))).await.is_err());

        let other = service.ask(cases::AddToken(new("másik"))).await.expect("made");
        assert_ne!(other.secret.expose_secret(), secret);
        for wrong in ["", "  ", "123", "ROBOT", "a\nb", &"x".repeat(65)] {
            assert!(service.ask(cases::AddToken(new(wrong))).await.is_err(), "{wrong}");
        }
        let nowhere = NewToken { companies: vec![CompanyId(7)], ..new("nowhere") };
        assert!(service.ask(cases::AddToken(nowhere)).await.is_err());
        service.ask(cases::RevokeToken("MÁSIK".to_owned())).await.expect("revoked");
        assert!(service.ask(AdmitToken(hash(other.secret.expose_secret()))).await.is_err());
        assert!(service.ask(cases::RevokeToken("2".to_owned())).await.is_err(), "it is gone");
        assert_eq!(service.ask(cases::Tokens).await.expect("read"), [issued.token]);
        service.close().await.expect("closes");
    }
}
