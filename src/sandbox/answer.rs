//! Answers in the forms of the specification: data, errors, and what their headers say.

use std::fmt::Write as _;
use std::io::Write as _;

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use serde_json::json;

/// Answers below this size are not worth compressing.
const WORTH: usize = 1024;

/// A field that the service does not accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Invalid {
    field: &'static str,
    message: String,
}

impl Invalid {
    pub(super) const fn new(field: &'static str, message: String) -> Self {
        Self { field, message }
    }
}

/// An answer before it is sent.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) kind: &'static str,
    pub(super) body: Bytes,
    pub(super) headers: Vec<(&'static str, String)>,
    /// Close the connection after half of the body.
    pub(super) broken: bool,
}

impl Answer {
    pub(super) fn new(status: u16, kind: &'static str, body: impl Into<Bytes>) -> Self {
        Self { status, kind, body: body.into(), headers: Vec::new(), broken: false }
    }

    pub(super) fn json(body: impl Into<Bytes>) -> Self {
        Self::new(200, "application/json", body)
    }

    /// `ClientErrorResponse`, `SubscriptionErrorResponse`, `TooManyRequestsResponse`, `ServerErrorResponse` or
    /// `ValidationErrorResponse`, whichever goes with the status.
    pub(super) fn error(status: u16) -> Self {
        let message = match status {
            400 => "The request is malformed.",
            401 => "Authorization information (Header: X-API-KEY) is missing or invalid.",
            402 => "You do not have subscription for this operation",
            404 => "Non-existent resource is requested.",
            429 => "Too many requests",
            500.. => "Internal Server Error.",
            _ => "The request failed.",
        };
        let body = match status {
            422 => json!({"message": "The given data was invalid.", "errors": [{"field": "fault", "message": "Asked for."}]}),
            500.. => json!({"error": {"message": message, "trace_id": "664b218f93954a3480cb0ddb8f919c3f"}}),
            202 => json!({"message": "Document PDF has not generated yet."}),
            _ => json!({"error": {"message": message}}),
        };
        Self::new(status, "application/json", body.to_string())
    }

    /// `ValidationErrorResponse`.
    pub(super) fn invalid(errors: &[Invalid]) -> Self {
        let errors: Vec<_> = errors.iter().map(|e| json!({"field": e.field, "message": e.message})).collect();
        let body = json!({"message": "The given data was invalid.", "errors": errors});
        Self::new(422, "application/json", body.to_string())
    }

    pub(super) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The answer as it goes out.
    pub(super) fn send(self, now: Timestamp, gzip: bool) -> Response<Body> {
        let zipped = (gzip && self.body.len() >= WORTH && self.kind == "application/json").then(|| zip(&self.body)).flatten();
        let body = zipped.clone().unwrap_or(self.body);
        let length = body.len();
        let body = if self.broken { half(&body) } else { Body::from(body) };
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        headers.insert(header::CONTENT_LENGTH, length.into());
        if zipped.is_some() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        let date = http_date(now);
        for (name, value) in self.headers.iter().map(|(n, v)| (*n, v)).chain([("date", &date)]) {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
        response
    }
}

/// A point in time as HTTP writes it.
pub(super) fn http_date(at: Timestamp) -> String {
    let mut text = String::new();
    // Writing into a string does not fail; years beyond 9999 have no HTTP date.
    let _ = write!(text, "{}", at.strftime("%a, %d %b %Y %H:%M:%S GMT"));
    text
}

fn zip(body: &[u8]) -> Option<Bytes> {
    let mut zip = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::fast());
    zip.write_all(body).ok()?;
    zip.finish().ok().map(Bytes::from)
}

/// Half of a body, then an error: the connection closes before what was announced has come.
fn half(body: &Bytes) -> Body {
    let half = body.slice(..body.len() / 2);
    let error = std::io::Error::from(std::io::ErrorKind::ConnectionAborted);
    Body::from_stream(futures::stream::iter([Ok(half), Err(error)]))
}
