//! Bodies: bounded in size and time, and read strictly.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::Reply;
use super::limits::{BODY, BODY_TIME, HOOK_BODY, HOOKS};
use super::problem::Problem;
use crate::domain::Message;

/// Reads a body whole before the request is handled: a body that is too large or too slow costs nothing more.
pub(super) async fn limit(request: Request, next: Next) -> Response {
    if request.uri().query().is_some_and(|query| !is_text(query)) {
        return Problem::bad(Message::new("api-not-text")).into_response();
    }
    let most = if request.uri().path().starts_with(HOOKS) { HOOK_BODY } else { BODY };
    let (head, body) = request.into_parts();
    match tokio::time::timeout(BODY_TIME, axum::body::to_bytes(body, most)).await {
        Ok(Ok(bytes)) => next.run(Request::from_parts(head, Body::from(bytes))).await,
        Ok(Err(_)) => Problem::new(StatusCode::PAYLOAD_TOO_LARGE, Message::new("api-body-too-large")).into_response(),
        Err(_) => Problem::new(StatusCode::REQUEST_TIMEOUT, Message::new("api-body-too-slow")).into_response(),
    }
}

/// What a body says. It must be JSON and say nothing that is not known.
pub(super) fn read<T: DeserializeOwned>(bytes: &Bytes) -> Result<T, Problem> {
    let bad = |detail: String| Problem::bad(Message::new("api-bad-body").with("detail", detail));
    // A list would be taken for the members in their order.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(bad("not a JSON object".to_owned()));
    }
    // What a value says may be a key: only where it is wrong is told.
    serde_json::from_slice(bytes).map_err(|error| match error.classify() {
        Category::Data => bad(error.to_string().chars().take(200).collect()),
        _ => bad(format!("not JSON (line {}, column {})", error.line(), error.column())),
    })
}

/// The same where nothing at all may be said too: it means an object without members.
pub(super) fn read_optional<T: DeserializeOwned>(bytes: &Bytes) -> Result<T, Problem> {
    if matches!(bytes.trim_ascii(), b"" | b"null") { read(&Bytes::from_static(b"{}")) } else { read(bytes) }
}

/// An answer as JSON.
pub(super) fn json<T: Serialize>(status: StatusCode, value: &T) -> Reply {
    let mut bytes = Vec::new();
    crate::json::to_line(&mut bytes, value).map_err(|error| {
        tracing::error!(%error, "an answer that cannot be written");
        Problem::unexpected()
    })?;
    Ok((status, [(header::CONTENT_TYPE, "application/json")], bytes).into_response())
}

/// Whether a query is UTF-8 once its escapes are read: what is not would be searched for as something else.
fn is_text(query: &str) -> bool {
    let mut bytes = query.bytes();
    let mut decoded = Vec::with_capacity(query.len());
    while let Some(byte) = bytes.next() {
        let escaped = (byte == b'%').then(|| {
            let mut ahead = bytes.clone();
            let digits = [ahead.next()?, ahead.next()?];
            let byte = u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?;
            bytes = ahead;
            Some(byte)
        });
        decoded.push(escaped.flatten().unwrap_or(byte));
    }
    std::str::from_utf8(&decoded).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_text() {
        for text in ["", "q=petz+alad%C3%A1r", "q=100%", "q=%zz", "q=%2", "q=á"] {
            assert!(is_text(text), "{text}");
        }
        for other in ["q=%ff", "q=%C3", "q=%C3+%A1", "a=1&q=%80"] {
            assert!(!is_text(other), "{other}");
        }
    }
}
