//! Errors as RFC 9457 has them, in the language that was asked for.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Message;
use crate::error::{Error, ErrorKind};
use crate::locale::Locale;

/// The media type of a problem.
pub(super) const MEDIA_TYPE: &str = "application/problem+json";

/// Why something was not done. It becomes words when it leaves: only then the language is known.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    pub(super) status: StatusCode,
    pub(super) message: Message,
    pub(super) hint: Option<Message>,
    /// Seconds after which it may be tried again.
    pub(super) retry_after: Option<u32>,
}

/// An error as RFC 9457 has it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct ProblemJson {
    /// Always `about:blank`: `code` tells kinds apart.
    #[serde(rename = "type")]
    #[schema(example = "about:blank")]
    kind: &'static str,
    /// The words of the status.
    title: String,
    /// The status.
    status: u16,
    /// What happened, for people, in the language of `Accept-Language` (en, hu).
    detail: String,
    /// What to do about it, where there is something.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    /// What happened, for programs; it stays the same in every language.
    code: String,
}

impl Problem {
    pub(super) fn new(status: StatusCode, message: Message) -> Self {
        Self { status, message, hint: None, retry_after: None }
    }

    /// A request that says something wrong.
    pub(super) fn bad(message: Message) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// The process is about to let go of the store.
    pub(super) fn leaving() -> Self {
        let message = Message::new("api-leaving");
        Self { retry_after: Some(1), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, message) }
    }

    /// An answer that takes too long.
    pub(super) fn too_slow() -> Self {
        Self::new(StatusCode::GATEWAY_TIMEOUT, Message::new("api-too-slow"))
    }

    /// What should not happen.
    pub(super) fn unexpected() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, Message::new("api-unexpected"))
    }

    /// The answer in a language.
    pub(super) fn render(&self, locale: &Locale) -> Response {
        let json = ProblemJson {
            kind: "about:blank",
            title: self.status.canonical_reason().unwrap_or_default().to_owned(),
            status: self.status.as_u16(),
            detail: locale.text(&self.message),
            hint: self.hint.as_ref().map(|hint| locale.text(hint)),
            code: self.message.id.to_string(),
        };
        let mut bytes = Vec::new();
        // A vector takes everything.
        let _ = crate::json::to_line(&mut bytes, &json);
        let mut response = (self.status, [(header::CONTENT_TYPE, MEDIA_TYPE)], bytes).into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let status = status(&error);
        let retry_after = match error.message.id.as_ref() {
            "service-pdf-not-ready" => Some(60),
            _ if status == StatusCode::SERVICE_UNAVAILABLE => Some(1),
            _ => None,
        };
        if status == StatusCode::INTERNAL_SERVER_ERROR {
            tracing::error!(%error, "a request failed");
        }
        Self { status, message: error.message, hint: error.hint, retry_after }
    }
}

/// The status of an error: by what it says where that matters to a program, by its kind otherwise.
fn status(error: &Error) -> StatusCode {
    match (error.message.id.as_ref(), error.kind) {
        (
            "service-no-such-company"
            | "service-no-such-invoice"
            | "service-no-such-payment"
            | "service-no-such-contact"
            | "bank-not-found"
            | "api-no-such-run"
            | "provider-not-found"
            | "provider-unsupported"
            | "delivery-no-such"
            | "delivery-gone"
            | "calendar-none-such"
            | "calendar-no-proposal"
            | "slack-no-such-user"
            | "calendar-no-conflict"
            | "push-no-such-item",
            _,
        ) => StatusCode::NOT_FOUND,
        (
            "service-name-taken"
            | "service-same-key"
            | "service-same-account"
            | "service-same-unseen"
            | "service-syncing"
            | "service-damaged"
            | "bank-taken"
            | "bank-changed"
            | "bank-not-booked"
            | "bank-doubtful"
            | "bank-not-doubtful"
            | "bank-nothing-proposed"
            | "calendar-several-proposals",
            _,
        ) => StatusCode::CONFLICT,
        ("service-token-unknown" | "service-token-expired", _) => StatusCode::UNAUTHORIZED,
        ("service-pdf-not-ready" | "service-host-lost" | "store-unreachable", _) => StatusCode::SERVICE_UNAVAILABLE,
        (id, ErrorKind::Failed | ErrorKind::Usage) if id.starts_with("bank-") || id.starts_with("transfer-") => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        (id, ErrorKind::Failed) if id.starts_with("books-no-") => StatusCode::NOT_FOUND,
        (id, ErrorKind::Failed) if id.starts_with("books-") => StatusCode::CONFLICT,
        (id, ErrorKind::Failed) if id.starts_with("billing-") || id.starts_with("time-") => StatusCode::UNPROCESSABLE_ENTITY,
        (id, ErrorKind::Failed) if id.starts_with("push-") => StatusCode::CONFLICT,
        ("calendar-bad-address", _) => StatusCode::BAD_REQUEST,
        ("delivery-not-now", _) => StatusCode::CONFLICT,
        ("delivery-unreachable", _) => StatusCode::BAD_GATEWAY,
        (id, ErrorKind::Failed) if id.starts_with("document-") || id.starts_with("delivery-") => StatusCode::UNPROCESSABLE_ENTITY,
        ("provider-refused" | "provider-key-format" | "provider-address" | "provider-subscription", _) => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        (id, ErrorKind::Failed) if id.starts_with("provider-") || id.starts_with("calendar-") => StatusCode::BAD_GATEWAY,
        (_, ErrorKind::Usage) => StatusCode::BAD_REQUEST,
        (_, ErrorKind::NotAllowed) => StatusCode::FORBIDDEN,
        (_, ErrorKind::Config | ErrorKind::Credentials) => StatusCode::CONFLICT,
        (_, ErrorKind::InUse | ErrorKind::Interrupted) => StatusCode::SERVICE_UNAVAILABLE,
        (_, ErrorKind::Unexpected | ErrorKind::Partial | ErrorKind::Failed) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
