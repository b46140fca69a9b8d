//! Faults: both shapes of JSON, and XML, which some errors are in whatever was asked for.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::domain::text;
use crate::provider::wire::json_text;
use crate::provider::wire::lenient::{List, Object, Raw};
use crate::provider::{BodyFault, ProviderError, RetryAfter, headers};

/// Longest detail of an error that is kept, in characters.
const MAX_DETAIL: usize = 200;
/// Pause after a refusal for the number of requests, where the answer names none.
const PAUSE: RetryAfter = RetryAfter::In(Duration::from_mins(1));

/// Fields of an object and their JSON.
pub(super) type Fields<'a> = BTreeMap<String, &'a RawValue>;

/// `Fault`; the gateway writes it in lower case.
#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
struct Fault<'a> {
    #[serde(rename = "Error", alias = "error")]
    errors: List<Object<OneError<'a>>>,
    #[serde(rename = "type", alias = "Type")]
    kind: Raw<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
struct OneError<'a> {
    #[serde(alias = "Message")]
    message: Raw<'a>,
    #[serde(alias = "Detail")]
    detail: Raw<'a>,
    #[serde(alias = "Code")]
    code: Raw<'a>,
}

/// What a fault says, whatever it was written in.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    /// Codes, without leading zeros.
    codes: Vec<String>,
    /// Type, in lower case.
    kind: String,
    /// Codes and words for people, cut.
    detail: String,
}

/// One error of a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// Code, without leading zeros.
    pub(super) code: String,
    /// Words for people: the detail, else the message.
    pub(super) detail: String,
}

/// Every error of a fault, whole.
pub(super) fn said(body: &[u8]) -> Vec<Said> {
    let text = String::from_utf8_lossy(body);
    let Ok(fields) = serde_json::from_str::<Fields<'_>>(text.trim_start_matches('\u{feff}').trim()) else { return Vec::new() };
    let fault = fields.get("Fault").or_else(|| fields.get("fault"));
    let fault = fault.and_then(|raw| serde_json::from_str::<Object<Fault<'_>>>(raw.get()).ok()?.0).unwrap_or_default();
    let word = |raw: Raw<'_>| raw.word().map(Cow::into_owned).unwrap_or_default();
    let errors = fault.errors.0.into_iter().filter_map(|error| error.0);
    let said = errors.map(|error| {
        let detail = Some(word(error.detail)).filter(|detail| !detail.is_empty()).unwrap_or_else(|| word(error.message));
        Said { code: word(error.code).trim_start_matches('0').to_owned(), detail }
    });
    said.collect()
}

/// The text of an answer with success. A fault comes with one too, and may be in XML.
pub(super) fn success(body: &[u8]) -> Result<Cow<'_, str>, ProviderError> {
    json_text(body).map_err(|error| {
        let is_markup = error == ProviderError::Body { reason: BodyFault::Html };
        let told = if is_markup { read(body) } else { None };
        told.map_or(error, |told| meaning(&told, 200, None))
    })
}

/// The fault in the fields of an answer, which may come with any status.
pub(super) fn in_fields(fields: &Fields<'_>, status: u16) -> Option<ProviderError> {
    Some(meaning(&of_fields(fields)?, status, None))
}

/// The meaning of an answer without success.
pub(super) fn refusal(status: StatusCode, sent: &HeaderMap, body: &[u8]) -> Option<ProviderError> {
    let after = headers::retry_after(sent);
    let mut told = read(body).unwrap_or_default();
    if let Some(trace) = sent.get("intuit_tid").and_then(|value| value.to_str().ok())
        && !told.detail.is_empty()
    {
        told.detail = format!("{} [intuit_tid {}]", told.detail, cut(trace));
    }
    let known = !told.codes.is_empty() || !told.kind.is_empty() || matches!(status.as_u16(), 401 | 403 | 429);
    // A web page in place of a refusal is an outage on the way.
    if told == Told::default() && status == StatusCode::FORBIDDEN && body.trim_ascii_start().starts_with(b"<") {
        return Some(ProviderError::Server { status: status.as_u16(), after });
    }
    known.then(|| meaning(&told, status.as_u16(), after))
}

/// What an error says.
pub(super) fn detail(body: &[u8]) -> String {
    read(body).unwrap_or_default().detail
}

fn read(body: &[u8]) -> Option<Told> {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.starts_with('<') { of_xml(text) } else { of_fields(&serde_json::from_str(text).ok()?) }
}

fn of_fields(fields: &Fields<'_>) -> Option<Told> {
    let raw = fields.get("Fault").or_else(|| fields.get("fault"))?;
    let fault = serde_json::from_str::<Object<Fault<'_>>>(raw.get()).ok()?.0?;
    let errors: Vec<OneError<'_>> = fault.errors.0.into_iter().filter_map(|error| error.0).collect();
    let word = |raw: Raw<'_>| raw.word().map(Cow::into_owned).unwrap_or_default();
    let mut told = Told { kind: word(fault.kind).to_ascii_lowercase(), ..Told::default() };
    let mut details = Vec::new();
    for error in errors {
        let (code, message, detail) = (word(error.code), word(error.message), word(error.detail));
        let said = if detail.is_empty() || detail == message { message } else { format!("{message}: {detail}") };
        details.push(format!("{code} {said}"));
        told.codes.push(code.trim_start_matches('0').to_owned());
    }
    told.codes.retain(|code| !code.is_empty());
    told.detail = cut(&details.join("; "));
    Some(told)
}

/// The fault in XML. A web page has none.
fn of_xml(text: &str) -> Option<Told> {
    let between = |from: &str, to: &str| {
        let rest = text.split_once(from)?.1;
        rest.split_once(to).map(|(found, _)| found.trim())
    };
    let kind = between("<Fault type=\"", "\"")?.to_ascii_lowercase();
    let code = between("code=\"", "\"").unwrap_or_default().trim_start_matches('0').to_owned();
    let said = between("<Detail>", "<").or_else(|| between("<Message>", "<")).unwrap_or_default();
    Some(Told { detail: cut(&format!("{code} {said}")), codes: vec![code], kind })
}

fn cut(words: &str) -> String {
    text::clean(words).trim().chars().take(MAX_DETAIL).collect()
}

fn meaning(told: &Told, status: u16, after: Option<RetryAfter>) -> ProviderError {
    let has = |codes: &[&str]| told.codes.iter().any(|code| codes.contains(&code.as_str()));
    let rejected = || ProviderError::Rejected { status, detail: told.detail.clone() };
    if status == 429 || has(&["3001"]) {
        return ProviderError::TooMany { after: after.or(Some(PAUSE)), quota: crate::provider::Quota::default() };
    }
    if has(&["3100", "120"]) {
        return ProviderError::Disconnected;
    }
    if status == 401 || has(&["3200", "3201", "100", "130"]) || told.kind.starts_with("authentication") {
        return ProviderError::TokenRefused;
    }
    if has(&["610"]) {
        return ProviderError::NotFound;
    }
    if has(&["6190"]) {
        return ProviderError::Subscription;
    }
    if status == 403 || told.kind.starts_with("authoriza") {
        return ProviderError::Disconnected;
    }
    if has(&["10000"]) || told.kind == "systemfault" {
        return ProviderError::Stumbled { status, detail: told.detail.clone() };
    }
    match status {
        500.. => ProviderError::Server { status, after },
        200..=299 if told.codes.is_empty() => ProviderError::Body { reason: BodyFault::Shape },
        _ => rejected(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, body: &str) -> Option<ProviderError> {
        let mut headers = HeaderMap::new();
        headers.insert("intuit_tid", "1-abc".parse().unwrap());
        refusal(StatusCode::from_u16(status).unwrap(), &headers, body.as_bytes())
    }

    fn upper(kind: &str, code: &str) -> String {
        format!(
            r#"{{"Fault":{{"Error":[{{"Message":"M","Detail":"D","code":"{code}","element":""}}],"type":"{kind}"}},"time":"t"}}"#
        )
    }

    fn lower(kind: &str, code: &str) -> String {
        format!(
            r#"{{"warnings":null,"fault":{{"error":[{{"message":"message=M; errorCode=00{code}","detail":null,"code":"{code}"}}],"type":"{kind}"}},"time":1795812332077}}"#
        )
    }

    #[test]
    fn both_shapes_by_code() {
        let too_many = Some(ProviderError::TooMany { after: Some(PAUSE), quota: crate::provider::Quota::default() });
        for code in ["3001", "003001"] {
            assert_eq!(refused(429, &lower("SERVICE", code)), too_many);
            assert_eq!(refused(403, &upper("SERVICE", code)), too_many);
        }
        assert_eq!(refused(429, ""), too_many, "without a body");
        for body in [lower("AUTHENTICATION", "3200"), upper("AuthenticationFault", "003200"), String::new(), "<html>".to_owned()]
        {
            assert_eq!(refused(401, &body), Some(ProviderError::TokenRefused), "{body}");
        }
        // The consent no longer opens the company: there is no key that could be set again.
        let disconnected = Some(ProviderError::Disconnected);
        assert_eq!(refused(403, &lower("AUTHORIZATION", "3100")), disconnected);
        assert_eq!(refused(403, &upper("AuthorizatonFault", "")), disconnected);
        assert_eq!(refused(401, &upper("AuthenticationFault", "120")), disconnected);
        assert_eq!(refused(403, ""), disconnected);
        assert_eq!(refused(403, "<html>"), Some(ProviderError::Server { status: 403, after: None }));
        assert_eq!(refused(400, &upper("ValidationFault", "610")), Some(ProviderError::NotFound));
        assert_eq!(refused(400, &upper("ValidationFault", "6190")), Some(ProviderError::Subscription));
        assert!(matches!(refused(500, &upper("SystemFault", "10000")), Some(ProviderError::Stumbled { status: 500, .. })));
        let detail = "4000 M: D [intuit_tid 1-abc]".to_owned();
        assert_eq!(refused(400, &upper("ValidationFault", "4000")), Some(ProviderError::Rejected { status: 400, detail }));
        assert_eq!(refused(502, "<html>"), None);
    }

    #[test]
    fn errors_in_xml() {
        let xml = r#"<?xml version="1.0"?><IntuitResponse time="2026"><Fault type="AuthenticationFault"><Error code="130"><Message>wrong cluster</Message></Error></Fault></IntuitResponse>"#;
        assert_eq!(refused(401, xml), Some(ProviderError::TokenRefused));
        assert_eq!(detail(xml.as_bytes()), "130 wrong cluster");
        assert_eq!(refused(400, "<!DOCTYPE html><html></html>"), None);
    }

    #[test]
    fn a_fault_in_a_success() {
        let in_200 = |body: &str| in_fields(&serde_json::from_str(body).unwrap(), 200);
        assert_eq!(in_200(&upper("ValidationFault", "610")), Some(ProviderError::NotFound));
        assert_eq!(in_200(&lower("AUTHENTICATION", "3200")), Some(ProviderError::TokenRefused));
        assert_eq!(in_200(r#"{"fault":null,"QueryResponse":{}}"#), None);
        let xml = |kind: &str, code: &str| {
            format!(
                r#"<?xml version="1.0"?><IntuitResponse><Fault type="{kind}"><Error code="{code}"><Message>M</Message></Error></Fault></IntuitResponse>"#
            )
        };
        assert_eq!(success(xml("AUTHENTICATION", "3200").as_bytes()), Err(ProviderError::TokenRefused));
        let stumbled = Err(ProviderError::Stumbled { status: 200, detail: "10000 M".to_owned() });
        assert_eq!(success(xml("SystemFault", "10000").as_bytes()), stumbled);
        assert_eq!(success(b"<html>"), Err(ProviderError::Body { reason: BodyFault::Html }), "a web page is none");
        assert_eq!(success(b"{}").as_deref(), Ok("{}"));
    }
}
