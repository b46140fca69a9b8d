//! The forms of answers, and refusals before they become one.

use serde_json::Value;

use crate::sandbox::oauth::{ApiAnswer, ApiRequest};

/// A text as JSON.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

pub(super) fn missing() -> ApiAnswer {
    ApiAnswer { kind: "text/html", ..ApiAnswer::json(404, "The resource you're looking for cannot be found") }
}

pub(super) fn fault(status: u16, kind: &str, message: &str) -> ApiAnswer {
    let number = if kind == "QueryParseException" { 16 } else { 10 };
    let body = format!(r#"{{"ErrorNumber":{number},"Type":"{kind}","Message":{},"Elements":[]}}"#, quoted(message));
    ApiAnswer::json(status, body)
}

pub(super) fn envelope(request: &ApiRequest, name: &str, pagination: &str, records: &[String]) -> ApiAnswer {
    let now = request.at.as_millisecond();
    let body = format!(
        r#"{{"Id":"00000000-0000-4000-8000-{:012x}","Status":"OK","ProviderName":"faktura","DateTimeUTC":"\/Date({now})\/"{pagination},"{name}":[{}]}}"#,
        request.number,
        records.join(",")
    );
    ApiAnswer::json(200, body)
}

/// Why an element is refused.
pub(super) enum Refusal {
    /// The reasons, in the service's words.
    Invalid(Vec<String>),
    /// The whole request names something that does not exist.
    Missing,
}

impl Refusal {
    pub(super) fn because(reason: impl Into<String>) -> Self {
        Self::Invalid(vec![reason.into()])
    }
}

/// A text of an element; empty if it is missing.
pub(super) fn text<'a>(element: &'a Value, pointer: &str) -> &'a str {
    element.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}
