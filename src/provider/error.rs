//! What can go wrong with one request, whether repeating it helps, and what to do.

use std::time::Duration;

use jiff::Timestamp;

use super::Quota;
use crate::domain::{Failure, LoginId, LoginState, Message};
use crate::error::{Describe, ErrorKind};

/// Why a request failed. No variant carries a key, a header value we sent, or raw text from outside that was not bounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProviderError {
    /// The address is not usable: not a URL, or without TLS and not loopback.
    Address {
        /// What was given.
        url: String,
    },
    /// The key cannot be one: empty, or with characters that no header may carry.
    KeyFormat,
    /// 401 or 403: the service refuses the key.
    Refused {
        /// HTTP status.
        status: u16,
        /// Where a new key is made.
        key_page: &'static str,
    },
    /// 401 to an access token: it ended early, or the consent is withdrawn. It is renewed before the request is repeated.
    TokenRefused,
    /// The access token does not permit what was asked for.
    ScopeMissing,
    /// The consent no longer covers this company.
    Disconnected,
    /// The login has no token that works: a person must renew it.
    LoginEnded {
        /// The login.
        login: LoginId,
        /// Why it cannot be used.
        state: LoginState,
    },
    /// No token could be had just now; the login is kept. Nothing was sent to the service itself.
    TokenHost {
        /// What the host of tokens did.
        error: Box<Self>,
    },
    /// The process could not open or keep a token: vault or disk.
    TokenStore {
        /// Why.
        failure: Failure,
    },
    /// 402: the account's subscription does not include the API.
    Subscription,
    /// The service cannot do this.
    Unsupported,
    /// 404.
    NotFound,
    /// 400 or 422: the service does not accept what we ask.
    Rejected {
        /// HTTP status.
        status: u16,
        /// What the service says, cut to 200 characters.
        detail: String,
    },
    /// 429: too many requests.
    TooMany {
        /// When to come back, as the service says.
        after: Option<RetryAfter>,
        /// What the headers said.
        quota: Quota,
    },
    /// The service failed over what it was asked for: one record may be the cause.
    Stumbled {
        /// HTTP status.
        status: u16,
        /// What the service says, cut to 200 characters.
        detail: String,
    },
    /// 5xx, or an unexpected status.
    Server {
        /// HTTP status.
        status: u16,
        /// When to come back (503).
        after: Option<RetryAfter>,
    },
    /// No connection.
    Connect {
        /// Why, without addresses or secrets.
        detail: String,
    },
    /// It took too long.
    Timeout,
    /// The answer came in fewer bytes a second than we wait for.
    Dripped {
        /// Bytes that came.
        bytes: u64,
        /// In how many seconds.
        seconds: u64,
    },
    /// The answer was not there in time.
    TooSlow {
        /// Bytes that came.
        bytes: u64,
        /// In how many seconds.
        seconds: u64,
    },
    /// 3xx: the data is elsewhere, or the address is not the service's.
    Redirected {
        /// HTTP status.
        status: u16,
        /// Where to, without user, query or key.
        to: String,
    },
    /// The connection broke in mid-answer.
    Broken {
        /// Why.
        detail: String,
    },
    /// A 200 with an unusable body: HTML, empty, truncated or wrong JSON, or larger than allowed.
    Body {
        /// What it is instead.
        reason: BodyFault,
    },
}

/// What a body is instead of what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyFault {
    /// Nothing.
    Empty,
    /// A web page.
    Html,
    /// JSON that ends too early.
    Truncated,
    /// Not JSON, or JSON of another shape.
    Shape,
    /// More than we take.
    TooLarge,
}

/// A `Retry-After` that makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// In so many seconds.
    In(Duration),
    /// At a point in time.
    At(Timestamp),
}

/// Whether repeating the request helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// No.
    Never,
    /// Yes, after a growing pause.
    Backoff,
    /// Yes, once: each try takes long.
    Once,
    /// Yes, when the service says.
    After(RetryAfter),
}

/// What became of a request that failed: whether the service may have carried it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It never reached the service.
    NotSent,
    /// The service answered that it did not carry it out.
    Rejected,
    /// It may have been carried out: only the service knows.
    Unknown,
}

impl ProviderError {
    /// What became of the request. Each variant states it: a request that writes must not be repeated after
    /// [`Effect::Unknown`] before the service was asked for what it wrote.
    #[must_use]
    pub const fn effect(&self) -> Effect {
        match self {
            Self::Address { .. }
            | Self::KeyFormat
            | Self::Unsupported
            | Self::LoginEnded { .. }
            | Self::TokenHost { .. }
            | Self::TokenStore { .. }
            | Self::Connect { .. } => Effect::NotSent,
            Self::Refused { .. }
            | Self::TokenRefused
            | Self::ScopeMissing
            | Self::Disconnected
            | Self::Subscription
            | Self::NotFound
            | Self::Rejected { .. }
            | Self::TooMany { .. }
            | Self::Redirected { .. } => Effect::Rejected,
            Self::Stumbled { .. }
            | Self::Server { .. }
            | Self::Timeout
            | Self::Dripped { .. }
            | Self::TooSlow { .. }
            | Self::Broken { .. }
            | Self::Body { .. } => Effect::Unknown,
        }
    }

    /// Whether repeating the request helps.
    #[must_use]
    pub const fn retry(&self) -> Retry {
        match self {
            Self::TooMany { after: Some(after), .. } | Self::Server { after: Some(after), .. } => Retry::After(*after),
            Self::Dripped { .. } | Self::TooSlow { .. } | Self::TokenRefused | Self::Stumbled { .. } => Retry::Once,
            Self::TokenHost { error } => error.retry(),
            // What is too large is as large the next time.
            Self::Body { reason: BodyFault::TooLarge }
            | Self::Address { .. }
            | Self::KeyFormat
            | Self::Refused { .. }
            | Self::ScopeMissing
            | Self::Disconnected
            | Self::LoginEnded { .. }
            | Self::TokenStore { .. }
            | Self::Subscription
            | Self::Unsupported
            | Self::NotFound
            | Self::Redirected { .. }
            | Self::Rejected { .. } => Retry::Never,
            Self::TooMany { .. }
            | Self::Server { .. }
            | Self::Connect { .. }
            | Self::Timeout
            | Self::Broken { .. }
            | Self::Body { .. } => Retry::Backoff,
        }
    }
}

impl Describe for ProviderError {
    fn message(&self) -> Message {
        match self {
            Self::Address { url } => Message::new("provider-address").with("url", url.as_str()),
            Self::KeyFormat => Message::new("provider-key-format"),
            Self::Refused { status, .. } => Message::new("provider-refused").with("status", *status),
            Self::TokenRefused => Message::new("provider-token-refused"),
            Self::ScopeMissing => Message::new("provider-scope-missing"),
            Self::Disconnected => Message::new("provider-disconnected"),
            Self::LoginEnded { login, state } => {
                Message::new("provider-login-ended").with("login", login.to_string()).with("state", state.as_str())
            }
            Self::TokenHost { error } => error.message(),
            Self::TokenStore { failure } => failure.message.clone(),
            Self::Subscription => Message::new("provider-subscription"),
            Self::Unsupported => Message::new("provider-unsupported"),
            Self::NotFound => Message::new("provider-not-found"),
            Self::Rejected { status, detail } => {
                Message::new("provider-rejected").with("status", *status).with("detail", detail.as_str())
            }
            Self::TooMany { .. } => Message::new("provider-too-many"),
            Self::Stumbled { status, detail } => {
                Message::new("provider-stumbled").with("status", *status).with("detail", detail.as_str())
            }
            Self::Server { status, .. } => Message::new("provider-server").with("status", *status),
            Self::Connect { detail } => Message::new("provider-connect").with("detail", detail.as_str()),
            Self::Timeout => Message::new("provider-timeout"),
            Self::Dripped { bytes, seconds } | Self::TooSlow { bytes, seconds } => {
                Message::new("provider-too-slow").with("bytes", *bytes).with("seconds", *seconds)
            }
            Self::Redirected { status, to } => Message::new("provider-redirect").with("status", *status).with("to", to.as_str()),
            Self::Broken { detail } => Message::new("provider-broken").with("detail", detail.as_str()),
            Self::Body { reason } => Message::new(match reason {
                BodyFault::Empty => "provider-body-empty",
                BodyFault::Html => "provider-body-html",
                BodyFault::Truncated => "provider-body-truncated",
                BodyFault::Shape => "provider-body-shape",
                BodyFault::TooLarge => "provider-body-too-large",
            }),
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self::Address { .. } => Some(Message::new("provider-address-hint")),
            Self::Refused { key_page, .. } => Some(Message::new("provider-refused-hint").with("page", *key_page)),
            Self::KeyFormat => Some(Message::new("provider-key-format-hint")),
            Self::TokenRefused => Some(Message::new("provider-token-refused-hint")),
            Self::ScopeMissing => Some(Message::new("provider-scope-missing-hint")),
            Self::Disconnected => Some(Message::new("provider-disconnected-hint")),
            Self::LoginEnded { login, .. } => Some(Message::new("provider-login-ended-hint").with("login", login.to_string())),
            Self::TokenHost { .. } => Some(Message::new("provider-token-host-hint")),
            Self::TokenStore { failure } => failure.hint.clone(),
            Self::Subscription => Some(Message::new("provider-subscription-hint")),
            Self::TooMany { .. } => Some(Message::new("provider-too-many-hint")),
            Self::Connect { .. } => Some(Message::new("provider-connect-hint")),
            Self::Dripped { .. } => Some(Message::new("provider-dripped-hint")),
            Self::TooSlow { .. } => Some(Message::new("provider-too-slow-hint")),
            Self::Redirected { .. } => Some(Message::new("provider-redirect-hint")),
            _ => None,
        }
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::Address { .. } | Self::Subscription => ErrorKind::Config,
            Self::KeyFormat
            | Self::Refused { .. }
            | Self::TokenRefused
            | Self::ScopeMissing
            | Self::Disconnected
            | Self::LoginEnded { .. } => ErrorKind::Credentials,
            Self::TokenStore { failure } => failure.kind,
            _ => ErrorKind::Failed,
        }
    }
}

crate::localized_error!(ProviderError);

#[cfg(test)]
mod tests {
    use Effect::{NotSent, Rejected, Unknown};

    use super::*;

    #[test]
    fn every_error_has_words_an_exit_code_and_an_effect() {
        let detail = || "why".to_owned();
        let body = |reason| ProviderError::Body { reason };
        let errors = [
            (ProviderError::Address { url: detail() }, 6, NotSent),
            (ProviderError::KeyFormat, 6, NotSent),
            (ProviderError::Refused { status: 401, key_page: "https://example.com" }, 6, Rejected),
            (ProviderError::TokenRefused, 6, Rejected),
            (ProviderError::ScopeMissing, 6, Rejected),
            (ProviderError::Disconnected, 6, Rejected),
            (ProviderError::LoginEnded { login: LoginId(1), state: LoginState::Expired }, 6, NotSent),
            (ProviderError::TokenHost { error: Box::new(ProviderError::Timeout) }, 4, NotSent),
            (ProviderError::Subscription, 6, Rejected),
            (ProviderError::Unsupported, 4, NotSent),
            (ProviderError::NotFound, 4, Rejected),
            (ProviderError::Rejected { status: 422, detail: detail() }, 4, Rejected),
            (ProviderError::TooMany { after: None, quota: Quota::default() }, 4, Rejected),
            (ProviderError::Stumbled { status: 500, detail: detail() }, 4, Unknown),
            (ProviderError::Server { status: 503, after: None }, 4, Unknown),
            (ProviderError::Connect { detail: detail() }, 4, NotSent),
            (ProviderError::Timeout, 4, Unknown),
            (ProviderError::Dripped { bytes: 7, seconds: 30 }, 4, Unknown),
            (ProviderError::TooSlow { bytes: 7, seconds: 30 }, 4, Unknown),
            (ProviderError::Redirected { status: 302, to: detail() }, 4, Rejected),
            (ProviderError::Broken { detail: detail() }, 4, Unknown),
            (body(BodyFault::Empty), 4, Unknown),
            (body(BodyFault::Html), 4, Unknown),
            (body(BodyFault::Truncated), 4, Unknown),
            (body(BodyFault::Shape), 4, Unknown),
            (body(BodyFault::TooLarge), 4, Unknown),
        ];
        for (error, code, effect) in errors {
            assert_eq!(error.effect(), effect, "{error:?}");
            assert_eq!(error.kind().exit_code(), code, "{error:?}");
            for message in std::iter::once(error.message()).chain(error.hint()) {
                for lang in [crate::locale::Lang::En, crate::locale::Lang::Hu] {
                    let text = lang.locale().text(&message);
                    assert!(lang.locale().has(&message.id) && !text.contains('{'), "{text}");
                }
            }
        }
        // A month's calls that are used up look like too many in a minute.
        assert!(ProviderError::TooMany { after: None, quota: Quota::default() }.hint().is_some());
    }
}
