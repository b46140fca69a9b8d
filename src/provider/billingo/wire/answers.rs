//! The smaller answers: payments, the tax authority, time, organisation, addresses, errors.

use jiff::Timestamp;
use jiff::fmt::temporal::Pieces;
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::domain::{HistoryEntry, PaymentMethod, TaxReport, mend, text};
use crate::provider::{BodyFault, ProviderError, ServerTime};

use crate::provider::wire::lenient::{List, Object, Raw};
use crate::provider::wire::{fault, json_text, parse};

/// Longest detail of an error that is kept, in characters.
const MAX_DETAIL: usize = 200;

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
struct PaymentHistory<'a> {
    date: Raw<'a>,
    price: Raw<'a>,
    payment_method: Raw<'a>,
    voucher_number: Raw<'a>,
    conversion_rate: Raw<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
struct OnlineSzamlaStatus<'a> {
    transaction_id: Raw<'a>,
    status: Raw<'a>,
    messages: List<Object<OnlineSzamlaMessage<'a>>>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
struct OnlineSzamlaMessage<'a> {
    validation_result_code: Raw<'a>,
    validation_error_code: Raw<'a>,
    human_readable_message: Raw<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
struct Time<'a> {
    epoch: Raw<'a>,
    w3c: Raw<'a>,
    timezone: Raw<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
struct OrganizationData<'a> {
    tax_code: Raw<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
struct PublicUrl<'a> {
    public_url: Raw<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
struct ErrorBody<'a> {
    error: Object<ErrorText<'a>>,
    message: Raw<'a>,
    errors: List<Object<ErrorText<'a>>>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
struct ErrorText<'a> {
    field: Raw<'a>,
    message: Raw<'a>,
}

/// The object in a body.
fn object<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, ProviderError> {
    parse::<Object<T>>(text)?.0.ok_or(fault(BodyFault::Shape))
}

/// `PaymentHistory[]`. A payment without a readable amount makes the whole unreadable: a sum must not lack one.
pub(in super::super) fn payments(body: &[u8]) -> Result<Vec<HistoryEntry>, ProviderError> {
    let text = json_text(body)?;
    let payment = |payment: PaymentHistory<'_>| {
        let unreadable = |_| fault(BodyFault::Shape);
        Ok(HistoryEntry {
            date: payment.date.date().map_err(unreadable)?,
            amount: {
                let price = payment.price.decimal().map_err(unreadable)?.ok_or(fault(BodyFault::Shape))?;
                mend::amount(price).unwrap_or(price)
            },
            method: payment.payment_method.word().map_or(PaymentMethod::Unspecified, |word| (&*word).into()),
            voucher: payment.voucher_number.boxed(),
            rate: payment.conversion_rate.decimal().map_err(unreadable)?.map(|rate| mend::factor(rate).unwrap_or(rate)),
        })
    };
    parse::<Vec<PaymentHistory<'_>>>(&text)?.into_iter().map(payment).collect()
}

/// `OnlineSzamlaStatus`.
pub(in super::super) fn tax_report(body: &[u8]) -> Result<TaxReport, ProviderError> {
    let text = json_text(body)?;
    let report: OnlineSzamlaStatus<'_> = object(&text)?;
    let message = |message: OnlineSzamlaMessage<'_>| {
        let codes = [message.validation_result_code.word(), message.validation_error_code.word()];
        let codes = codes.into_iter().flatten().collect::<Vec<_>>().join(" ");
        match (codes.is_empty(), message.human_readable_message.word()) {
            (true, text) => text.map(std::borrow::Cow::into_owned),
            (false, None) => Some(codes),
            (false, Some(text)) => Some(format!("{codes}: {text}")),
        }
    };
    Ok(TaxReport {
        transaction: report.transaction_id.boxed(),
        status: report.status.word().map(|word| (&*word).into()),
        messages: report.messages.0.into_iter().filter_map(|m| m.0).filter_map(message).collect(),
    })
}

/// `ServerTime`, with the zone to write times to the service in, where it can be told.
pub(in super::super) fn server_time(body: &[u8]) -> Result<(ServerTime, Option<TimeZone>), ProviderError> {
    let text = json_text(body)?;
    let time: Time<'_> = object(&text)?;
    let w3c = time.w3c.word();
    let written = w3c.as_deref().and_then(|w3c| w3c.parse::<Timestamp>().ok());
    let counted = time.epoch.integer().and_then(|epoch| Timestamp::from_second(epoch).ok());
    let now = counted.or(written).ok_or(fault(BodyFault::Shape))?;
    let named = time.timezone.word().filter(|name| name.len() <= 64).map(std::borrow::Cow::into_owned);
    let zone = named.as_deref().and_then(|name| TimeZone::get(name).ok());
    let offset = w3c.as_deref().and_then(|w3c| Pieces::parse(w3c).ok()?.to_numeric_offset());
    Ok((ServerTime { now, zone: named }, zone.or_else(|| offset.map(TimeZone::fixed))))
}

/// The tax number in `OrganizationData`.
pub(in super::super) fn organization(body: &[u8]) -> Result<Option<String>, ProviderError> {
    let text = json_text(body)?;
    let organization: OrganizationData<'_> = object(&text)?;
    Ok(organization.tax_code.word().map(std::borrow::Cow::into_owned))
}

/// The address in `DocumentPublicUrl`: with TLS, or on this machine, and free of what could command a terminal.
pub(in super::super) fn public_url(body: &[u8]) -> Result<String, ProviderError> {
    let text = json_text(body)?;
    let answer: PublicUrl<'_> = object(&text)?;
    let url = answer.public_url.word().and_then(|url| url::Url::parse(&url).ok()).ok_or(fault(BodyFault::Shape))?;
    let safe = url.scheme() == "https" || (url.scheme() == "http" && crate::provider::is_loopback(&url));
    if safe && url.has_host() { Ok(url.into()) } else { Err(fault(BodyFault::Shape)) }
}

/// What an error's body says, on one line, safe to show, at most 200 characters; empty when it says nothing.
pub(in super::super) fn error_detail(body: &[u8]) -> String {
    let Ok(text) = json_text(body) else { return String::new() };
    let error = serde_json::from_str::<Object<ErrorBody<'_>>>(&text).ok().and_then(|object| object.0).unwrap_or_default();
    let mut parts: Vec<String> = Vec::new();
    parts.extend(error.error.0.and_then(|error| error.message.word()).or_else(|| error.message.word()).map(Into::into));
    for one in error.errors.0.into_iter().filter_map(|one| one.0) {
        parts.push(match (one.field.word(), one.message.word()) {
            (Some(field), Some(message)) => format!("{field}: {message}"),
            (one, other) => one.or(other).unwrap_or_default().into_owned(),
        });
    }
    parts.retain(|part| !part.is_empty());
    text::clean(&parts.join("; ")).chars().take(MAX_DETAIL).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::NavStatus;

    #[test]
    fn payments_are_exact() {
        let body = br#"[{"date":"2025-10-27","price":12345678901234567.89,"payment_method":"cash","voucher_number":null},
            {"date":"","price":"100","payment_method":null,"conversion_rate":"395.5","extra":1}]"#;
        let payments = payments(body).unwrap();
        assert_eq!(payments[0].amount.to_string(), "12345678901234567.89");
        assert_eq!(payments[0].method, PaymentMethod::Cash);
        assert_eq!((payments[1].date, payments[1].rate.unwrap().to_string()), (None, "395.5".to_owned()));
        for bad in [r#"[{"price":1e38}]"#, "[{}]", "{}", "[1]"] {
            assert!(super::payments(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_the_tax_authority_said() {
        let body = r#"{"transaction_id":"4ABC","status":"nav_warn","messages":[
            {"validation_result_code":"WARN","validation_error_code":"X","human_readable_message":"Hibás adószám"},
            {"human_readable_message":"másik"},{"validation_result_code":"INFO"},{},null]}"#;
        let report = tax_report(body.as_bytes()).unwrap();
        assert_eq!(report.status, Some(NavStatus::NavWarn));
        assert_eq!(report.messages, ["WARN X: Hibás adószám", "másik", "INFO"]);
        assert_eq!(tax_report(br#"{"messages":null}"#).unwrap(), TaxReport::default());
    }

    #[test]
    fn the_clock_of_the_service() {
        let at: Timestamp = "2025-10-27T09:00:00Z".parse().unwrap();
        let body = format!(
            r#"{{"epoch":{},"formatted":"2025-10-27 10:00:00","w3c":"2025-10-27T10:00:00+01:00","timezone":"Europe/Budapest"}}"#,
            at.as_second()
        );
        let (time, zone) = server_time(body.as_bytes()).unwrap();
        assert_eq!((time.now, time.zone.as_deref()), (at, Some("Europe/Budapest")));
        assert_eq!(at.to_zoned(zone.unwrap()).hour(), 10);
        let (time, zone) = server_time(br#"{"epoch":null,"w3c":"2025-10-27T10:00:00+01:00","timezone":"Nowhere/City"}"#).unwrap();
        assert_eq!(time.now, at);
        assert_eq!(at.to_zoned(zone.unwrap()).hour(), 10, "the offset will do where the zone is unknown");
        assert!(server_time(b"{}").is_err());
        assert!(server_time(br#"{"epoch":99999999999999999}"#).is_err());
    }

    #[test]
    fn addresses_that_may_be_shown() {
        let of = |url: &str| public_url(format!(r#"{{"public_url":"{url}"}}"#).as_bytes());
        assert_eq!(of("https://app.billingo.hu/d/abc").unwrap(), "https://app.billingo.hu/d/abc");
        assert_eq!(of("http://127.0.0.1:9/d").unwrap(), "http://127.0.0.1:9/d");
        assert!(!of("https://a.hu/\\u001b[2J").unwrap().contains('\u{1b}'));
        for bad in ["http://a.hu/", "javascript:alert(1)", "", "file:///etc/passwd", "ssh://x"] {
            assert!(of(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_an_error_says() {
        assert_eq!(error_detail(br#"{"error":{"message":"Wrong\u001b[2J key"}}"#), "Wrong\u{FFFD}[2J key");
        assert_eq!(
            error_detail(br#"{"message":"Invalid","errors":[{"field":"per_page","message":"too large"},{"message":"x"},{}]}"#),
            "Invalid; per_page: too large; x"
        );
        assert_eq!(error_detail(b"<html>"), "");
        assert_eq!(error_detail(b"[]"), "");
        assert_eq!(error_detail(format!(r#"{{"message":"{}"}}"#, "á".repeat(999)).as_bytes()).chars().count(), 200);
    }
}
