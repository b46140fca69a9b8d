//! Why a consent or a login cannot be used, in words for people. No variant carries a code, a token or a state.

use crate::domain::{LoginId, Message};
use crate::error::{Describe, ErrorKind};
use crate::provider::{ProviderError, Retry};

/// Why a consent was not begun or not finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthError {
    /// The system gives no random numbers.
    NoRandomness {
        /// Why.
        detail: String,
    },
    /// The identifier of the app is missing or cannot be one.
    BadClient {
        /// Where apps are registered.
        page: &'static str,
    },
    /// The service's apps have a secret, and none was given.
    SecretMissing {
        /// Where apps are registered.
        page: &'static str,
    },
    /// A redirect address that no service takes: neither https nor this machine.
    BadRedirect {
        /// As given.
        uri: String,
    },
    /// The root of a host that cannot be used.
    BadRoot {
        /// As given.
        url: String,
    },
    /// The text is not the address that the browser was sent to.
    NoAddress,
    /// The person or the service refused consent.
    Denied {
        /// Why, as the service says.
        detail: String,
    },
    /// No consent is pending: it is finished, or another one was begun.
    NotPending {
        /// The login.
        login: LoginId,
    },
    /// The consent was begun too long ago, or the clock was changed meanwhile.
    Late {
        /// The login.
        login: LoginId,
        /// Minutes in which it could be finished.
        minutes: i64,
    },
    /// The address belongs to another consent.
    WrongState,
    /// The service does not take the code: used, or too old.
    CodeRefused {
        /// The service's code.
        code: String,
    },
    /// The service does not know the app, or its secret is wrong.
    ClientRefused {
        /// The service's code.
        code: String,
        /// Where apps are registered.
        page: &'static str,
    },
    /// The service refuses for another reason.
    Refused {
        /// The service's code.
        code: String,
    },
    /// The address does not name the company.
    RealmMissing {
        /// The parameter that should.
        parameter: &'static str,
    },
    /// The person chose another company than the login has.
    OtherRealm {
        /// The login.
        login: LoginId,
        /// Name of the company that it has.
        company: String,
        /// Its identifier at the service.
        wanted: String,
        /// The identifier that was chosen.
        chosen: String,
    },
    /// The answer has no refresh token.
    NoRefreshToken,
    /// Permissions that were asked for were not granted.
    ScopeMissing {
        /// Their names.
        scopes: String,
    },
    /// The consent opens no company.
    NoTenants,
    /// A company that was asked for is not among those of the consent.
    TenantGone {
        /// As given.
        tenant: String,
        /// The companies there are.
        known: String,
    },
    /// The host of tokens could not be asked.
    Host(ProviderError),
    /// A login that works could not be asked about, or not be revoked.
    Later {
        /// The login.
        login: LoginId,
        /// Why.
        error: ProviderError,
    },
    /// The port of the redirect address cannot be listened on.
    Port {
        /// The port.
        port: u16,
        /// Why.
        detail: String,
    },
}

impl Describe for AuthError {
    fn message(&self) -> Message {
        match self {
            Self::NoRandomness { detail } => Message::new("auth-no-randomness").with("detail", detail.as_str()),
            Self::BadClient { .. } => Message::new("auth-bad-client"),
            Self::SecretMissing { .. } => Message::new("auth-secret-missing"),
            Self::BadRedirect { uri } => Message::new("auth-bad-redirect").with("uri", uri.as_str()),
            Self::BadRoot { url } => Message::new("auth-bad-root").with("url", url.as_str()),
            Self::NoAddress => Message::new("auth-no-address"),
            Self::Denied { detail } => Message::new("auth-denied").with("detail", detail.as_str()),
            Self::NotPending { login } => Message::new("auth-not-pending").with("login", login.to_string()),
            Self::Late { login, minutes } => Message::new("auth-late").with("login", login.to_string()).with("minutes", *minutes),
            Self::WrongState => Message::new("auth-wrong-state"),
            Self::CodeRefused { code } => Message::new("auth-code-refused").with("code", code.as_str()),
            Self::ClientRefused { code, .. } => Message::new("auth-client-refused").with("code", code.as_str()),
            Self::Refused { code } => Message::new("auth-refused").with("code", code.as_str()),
            Self::RealmMissing { parameter } => Message::new("auth-realm-missing").with("parameter", *parameter),
            Self::OtherRealm { login, company, wanted, chosen } => Message::new("auth-other-realm")
                .with("login", login.to_string())
                .with("company", company.as_str())
                .with("wanted", wanted.as_str())
                .with("chosen", chosen.as_str()),
            Self::NoRefreshToken => Message::new("auth-no-refresh-token"),
            Self::ScopeMissing { scopes } => Message::new("auth-scope-missing").with("scopes", scopes.as_str()),
            Self::NoTenants => Message::new("auth-no-tenants"),
            Self::TenantGone { tenant, known } => {
                Message::new("auth-tenant-gone").with("tenant", tenant.as_str()).with("known", known.as_str())
            }
            Self::Host(error) | Self::Later { error, .. } => error.message(),
            Self::Port { port, detail } => {
                Message::new("auth-port").with("port", port.to_string()).with("detail", detail.as_str())
            }
        }
    }

    fn hint(&self) -> Option<Message> {
        let id = match self {
            Self::BadClient { page } => return Some(Message::new("auth-bad-client-hint").with("page", *page)),
            Self::SecretMissing { page } => return Some(Message::new("auth-secret-missing-hint").with("page", *page)),
            Self::ClientRefused { page, .. } => return Some(Message::new("auth-client-refused-hint").with("page", *page)),
            Self::BadRedirect { .. } => "auth-bad-redirect-hint",
            Self::NoAddress => "auth-no-address-hint",
            Self::Denied { .. } | Self::Late { .. } | Self::WrongState | Self::CodeRefused { .. } | Self::NotPending { .. } => {
                "auth-begin-again-hint"
            }
            Self::RealmMissing { .. } => "auth-realm-missing-hint",
            Self::OtherRealm { .. } => "auth-other-realm-hint",
            Self::NoRefreshToken | Self::ScopeMissing { .. } => "auth-scope-missing-hint",
            Self::NoTenants => "auth-no-tenants-hint",
            Self::TenantGone { .. } => "auth-tenant-gone-hint",
            Self::Later { login, error } => {
                let later = || Message::new("auth-later-hint").with("login", login.to_string());
                let lasts = matches!(error.retry(), Retry::Never | Retry::Once);
                return Some(error.hint().filter(|_| lasts).unwrap_or_else(later));
            }
            Self::Host(_) => "auth-host-hint",
            Self::Port { .. } => "auth-port-hint",
            Self::NoRandomness { .. } | Self::BadRoot { .. } | Self::Refused { .. } => return None,
        };
        Some(Message::new(id))
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::NoRandomness { .. } => ErrorKind::Unexpected,
            Self::BadClient { .. } | Self::SecretMissing { .. } | Self::BadRedirect { .. } | Self::BadRoot { .. } => {
                ErrorKind::Config
            }
            Self::Host(_) | Self::Port { .. } => ErrorKind::Failed,
            Self::Later { error, .. } => error.kind(),
            _ => ErrorKind::Credentials,
        }
    }
}

crate::localized_error!(AuthError);
