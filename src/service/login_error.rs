//! Errors of use cases of logins, in words for people.

use crate::domain::{LoginId, Message};
use crate::error::{Describe, ErrorKind};

/// Why a use case of a login was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LoginError {
    /// No accounting service of this name.
    NoSuchService {
        /// Text as given.
        wanted: String,
    },
    /// No login of this number.
    NoSuchLogin {
        /// Text as given.
        wanted: String,
    },
    /// Several consents are pending, and none was named.
    SeveralPending,
    /// No consent is pending.
    NonePending,
    /// What is sealed of the login is gone or is no grant.
    NoGrant {
        /// The login.
        login: LoginId,
    },
    /// The service connects by API key.
    ByKey {
        /// What people call it.
        provider: String,
        /// Its name on the command line.
        name: &'static str,
    },
    /// The service connects by consent.
    ByConsent {
        /// What people call it.
        provider: String,
        /// Its name on the command line.
        name: String,
        /// The login that the company has.
        login: Option<LoginId>,
    },
    /// The company has no login any more.
    Disconnected {
        /// Its name.
        company: String,
        /// Its provider.
        provider: String,
    },
    /// The login to renew is of another service.
    OtherProvider {
        /// The login.
        login: LoginId,
        /// Its provider.
        provider: String,
    },
    /// The consent does not open companies any more that were connected by it.
    TenantsLost {
        /// Their names.
        companies: String,
        /// The login.
        login: LoginId,
    },
}

impl Describe for LoginError {
    fn message(&self) -> Message {
        match self {
            Self::NoSuchService { wanted } => Message::new("service-no-such-provider").with("wanted", wanted.as_str()),
            Self::NoSuchLogin { wanted } => Message::new("service-no-such-login").with("wanted", wanted.as_str()),
            Self::SeveralPending => Message::new("service-several-pending"),
            Self::NonePending => Message::new("service-none-pending"),
            Self::NoGrant { login } => Message::new("service-no-grant").with("login", login.to_string()),
            Self::ByKey { provider, .. } => Message::new("service-by-key").with("provider", provider.as_str()),
            Self::ByConsent { provider, .. } => Message::new("service-by-consent").with("provider", provider.as_str()),
            Self::Disconnected { company, .. } => Message::new("service-disconnected").with("company", company.as_str()),
            Self::OtherProvider { login, provider } => {
                Message::new("service-other-provider").with("login", login.to_string()).with("provider", provider.as_str())
            }
            Self::TenantsLost { companies, .. } => Message::new("service-tenants-lost").with("companies", companies.as_str()),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(match self {
            Self::NoSuchLogin { .. } | Self::SeveralPending => Message::new("service-login-list-hint"),
            Self::NonePending => Message::new("auth-begin-again-hint"),
            Self::NoGrant { login } | Self::TenantsLost { login, .. } | Self::ByConsent { login: Some(login), .. } => {
                Message::new("provider-login-ended-hint").with("login", login.to_string())
            }
            Self::ByKey { name, .. } => Message::new("service-by-key-hint").with("name", *name),
            Self::ByConsent { name, .. } => Message::new("service-by-consent-hint").with("name", name.as_str()),
            Self::Disconnected { provider, .. } => Message::new("service-by-consent-hint").with("name", provider.as_str()),
            Self::NoSuchService { .. } => Message::new("service-no-such-provider-hint").with("known", "quickbooks, xero"),
            Self::OtherProvider { .. } => return None,
        })
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::NoSuchService { .. }
            | Self::NoSuchLogin { .. }
            | Self::SeveralPending
            | Self::ByKey { .. }
            | Self::ByConsent { .. }
            | Self::OtherProvider { .. } => ErrorKind::Usage,
            _ => ErrorKind::Credentials,
        }
    }
}

crate::localized_error!(LoginError);
