//! The smaller answers: organisation, rates of tax, addresses, errors and limits.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde_json::value::RawValue;

use super::lenient::{List, Object, Raw};
use super::page::Envelope;
use super::shapes::{Element, Fault, Organisation, TaxRate};
use super::value::Taxes;
use super::{fault, json_text, parse};
use crate::domain::{Currency, text};
use crate::provider::headers::{quota, retry_after};
use crate::provider::{BodyFault, Profile, ProviderError, RetryAfter};

use super::super::zones;

/// Longest detail of an error that is kept, in characters.
const MAX_DETAIL: usize = 200;

/// When to come back after the limit of a day was reached and the service does not say.
const LATER: Duration = Duration::from_hours(1);

/// When to come back after the limit of a minute was reached and the service does not say.
const SOON: Duration = Duration::from_mins(1);

/// `Organisations`.
pub(in super::super) fn organisation(body: &[u8]) -> Result<Profile, ProviderError> {
    let text = json_text(body)?;
    let found = Envelope::of(&text)?.records("Organisations")?;
    let first = found.first().ok_or(fault(BodyFault::Shape))?;
    let organisation = parse::<Object<Organisation<'_>>>(first.get())?.0.ok_or(fault(BodyFault::Shape))?;
    Ok(Profile {
        name: organisation.name.word().map(std::borrow::Cow::into_owned),
        tax_number: organisation.tax_number.word().map(std::borrow::Cow::into_owned),
        currency: organisation.base_currency.word().map(|code| Currency::new(&code)),
        country: organisation.country_code.word().filter(|code| code.len() == 2).map(|code| code.to_ascii_uppercase()),
        zone: organisation.timezone.word().and_then(|name| zones::iana(&name)).map(ToOwned::to_owned),
    })
}

/// `TaxRates`, with the service's time.
pub(in super::super) fn taxes(body: &[u8]) -> Result<(Taxes, Option<Timestamp>), ProviderError> {
    let text = json_text(body)?;
    let envelope = Envelope::of(&text)?;
    let rate = |json: &&RawValue| {
        let rate = serde_json::from_str::<Object<TaxRate<'_>>>(json.get()).ok()?.0?;
        Some((rate.tax_type.boxed()?, rate.effective_rate.decimal().ok()??))
    };
    Ok((envelope.records("TaxRates")?.iter().filter_map(rate).collect(), envelope.now()))
}

/// `OnlineInvoices`: an address that may be shown and opened.
pub(in super::super) fn public_url(body: &[u8]) -> Result<String, ProviderError> {
    let text = json_text(body)?;
    let found = Envelope::of(&text)?.records("OnlineInvoices")?;
    let shape = || fault(BodyFault::Shape);
    let fields: std::collections::BTreeMap<String, Raw<'_>> = parse(found.first().ok_or_else(shape)?.get())?;
    let url = fields.get("OnlineInvoiceUrl").and_then(|raw| raw.word()).ok_or(ProviderError::NotFound)?;
    let url = url::Url::parse(&url).map_err(|_| shape())?;
    let safe = url.scheme() == "https" || (url.scheme() == "http" && crate::provider::is_loopback(&url));
    if safe { Ok(url.into()) } else { Err(shape()) }
}

/// What the body of an error says.
pub(in super::super) fn error_detail(body: &[u8]) -> String {
    let Ok(text) = json_text(body) else { return String::new() };
    let Some(fault) = serde_json::from_str::<Object<Fault<'_>>>(&text).ok().and_then(|object| object.0) else {
        return String::new();
    };
    let nested = elements(fault.elements).flat_map(|element| elements(element.validation_errors));
    let said: Vec<String> = [fault.message, fault.detail]
        .into_iter()
        .chain(nested.map(|error| error.message))
        .filter_map(|raw| raw.word().map(std::borrow::Cow::into_owned))
        .collect();
    text::clean(&said.join("; ")).chars().take(MAX_DETAIL).collect()
}

fn elements(list: List<Object<Element<'_>>>) -> impl Iterator<Item = Element<'_>> {
    list.0.into_iter().filter_map(|one| one.0)
}

/// Whether the limit of a day was reached; any other limit ends within a minute.
fn day_limit(headers: &HeaderMap) -> bool {
    let problem = headers.get("x-rate-limit-problem").and_then(|value| value.to_str().ok()).unwrap_or_default();
    problem.to_ascii_lowercase().contains("day")
}

/// What a refusal means where its status alone does not tell.
pub(in super::super) fn refusal(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Option<ProviderError> {
    let web_page = body.trim_ascii_start().starts_with(b"<");
    match status {
        // An outage may come with any status.
        StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN if web_page => {
            Some(ProviderError::Server { status: status.as_u16(), after: None })
        }
        StatusCode::UNAUTHORIZED if error_detail(body).contains("AuthorizationUnsuccessful") => Some(ProviderError::ScopeMissing),
        StatusCode::UNAUTHORIZED => Some(ProviderError::TokenRefused),
        StatusCode::FORBIDDEN => Some(ProviderError::Disconnected),
        StatusCode::TOO_MANY_REQUESTS => {
            let told = retry_after(headers);
            let problem = headers.get("x-rate-limit-problem").and_then(|value| value.to_str().ok());
            let concurrent = problem.is_some_and(|problem| problem.to_ascii_lowercase().contains("concurrent"));
            let after = if day_limit(headers) {
                told.or(Some(RetryAfter::In(LATER)))
            } else if concurrent {
                told
            } else {
                told.or(Some(RetryAfter::In(SOON)))
            };
            Some(ProviderError::TooMany { after, quota: quota(headers) })
        }
        _ => None,
    }
}
