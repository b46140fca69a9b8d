//! JSON as services send it: exact amounts from its text, and values taken for what they can be.
//!
//! For: the wire forms of each provider. Uses: serde. Never: floats, HTTP, or anything that keeps state.

pub(super) mod amount;
pub(super) mod lenient;
pub(super) mod number;

use super::{BodyFault, ProviderError};

/// A body of the wrong form as an error.
pub(super) const fn fault(reason: BodyFault) -> ProviderError {
    ProviderError::Body { reason }
}

/// The JSON text of a body: decoded (a stray byte becomes `\u{FFFD}`), neither empty nor a web page.
pub(super) fn json_text(body: &[u8]) -> Result<std::borrow::Cow<'_, str>, ProviderError> {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body).trim_ascii();
    match body.first() {
        None => Err(fault(BodyFault::Empty)),
        Some(b'<') => Err(fault(BodyFault::Html)),
        // What is whole, which is nearly every body, is checked faster than it is mended.
        Some(_) => Ok(std::str::from_utf8(body).map_or_else(|_| String::from_utf8_lossy(body), Into::into)),
    }
}

/// Reads JSON of the shape `T`.
pub(super) fn parse<'a, T: serde::Deserialize<'a>>(text: &'a str) -> Result<T, ProviderError> {
    serde_json::from_str(text).map_err(|error| {
        fault(match error.classify() {
            serde_json::error::Category::Eof => BodyFault::Truncated,
            _ => BodyFault::Shape,
        })
    })
}

/// Checks that the text is one JSON object.
pub(super) fn object(text: &str) -> Result<(), ProviderError> {
    let raw: &serde_json::value::RawValue = parse(text)?;
    if raw.get().starts_with('{') { Ok(()) } else { Err(fault(BodyFault::Shape)) }
}
