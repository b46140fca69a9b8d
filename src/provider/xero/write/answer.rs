//! Answers to writes and to look-ups: what was made, what was found, and why an order was refused.

use serde_json::value::RawValue;

use crate::domain::push::{Accepted, Found, Order};
use crate::domain::{Payload, PaymentState};
use crate::provider::order::words;
use crate::provider::{BodyFault, Clash, Contested, Feed, Ground, ProviderError, Refusal, WriteError};

use super::super::wire::{self, Home};
use super::body;

const SHAPE: ProviderError = ProviderError::Body { reason: BodyFault::Shape };

/// The record of an answer to a write. A success may tell of refused elements.
pub(super) fn accepted(body: &[u8], feed: &Feed, home: &Home, order: &Order) -> Result<Accepted, WriteError> {
    if let Order::Mail(order) = order {
        // The answer to a mail is empty.
        return Ok(Accepted { id: order.document.clone(), number: order.number.clone(), version: None, record: None });
    }
    let elements = wire::elements(body, feed.name)?;
    let [element] = elements.as_slice() else { return Err(WriteError::Unknown(SHAPE)) };
    if element.refused {
        return Err(refusal(&element.reasons, order));
    }
    made(&element.json, feed, home).ok_or(WriteError::Unknown(SHAPE))
}

/// A record as the service keeps it. One that we cannot read whole is one all the same.
fn made(json: &RawValue, feed: &Feed, home: &Home) -> Option<Accepted> {
    let (id, number) = wire::named(json.get());
    Some(Accepted {
        id: id?,
        number: number.unwrap_or_default(),
        version: None,
        record: wire::record(json.get(), feed, home).ok(),
    })
}

/// Whether a record is neither voided, deleted nor archived.
fn is_alive(record: Option<&Payload>) -> bool {
    match record {
        Some(Payload::Document(document)) => !document.cancelled,
        Some(Payload::Payment(payment)) => payment.state == PaymentState::Active,
        Some(Payload::Contact(contact)) => contact.active,
        None => true,
    }
}

/// The records of a list, or of one.
pub(super) fn found(body: &[u8], feed: &Feed, home: &Home, order: &Order) -> Result<Vec<Found>, ProviderError> {
    let elements = wire::elements(body, feed.name)?;
    let one = |element: &wire::Element| {
        let accepted = made(&element.json, feed, home)?;
        let alive = is_alive(accepted.record.as_ref());
        Some(Found { marked: marked(accepted.record.as_ref(), order), accepted, alive })
    };
    Ok(elements.iter().filter_map(one).collect())
}

/// Whether a record carries our mark. Documents have no place for it that customers do not see: their number is ours.
fn marked(record: Option<&Payload>, order: &Order) -> Option<bool> {
    match (record?, order) {
        (Payload::Contact(contact), Order::Contact(order)) => Some(contact.number.as_deref() == Some(&*order.mark)),
        (Payload::Payment(payment), Order::Payment(order)) => {
            Some(payment.reference.as_deref() == Some(&*body::reference(order)))
        }
        _ => None,
    }
}

/// The meaning of a refusal with a status of its own.
pub(super) fn refused(error: ProviderError, body: &[u8], order: &Order) -> WriteError {
    let reasons = wire::reasons(body);
    match error {
        ProviderError::Rejected { .. } => refusal(&reasons, order),
        // The whole request names a contact, a document or an account that is not there.
        ProviderError::NotFound => {
            WriteError::Refused(Refusal { ground: Ground::Mapping, code: None, detail: words(&reasons.join("; ")) })
        }
        error => error.into(),
    }
}

/// The meaning of reasons. The service has no codes: its words are in English whatever the language of the organisation.
fn refusal(reasons: &[String], order: &Order) -> WriteError {
    let all = reasons.join("; ");
    let says = |words: &[&str]| words.iter().any(|words| all.contains(words));
    let clash = |what| WriteError::Clash(Clash { what, holder: None, detail: words(&all) });
    if says(&["Idempotency Key"]) && says(&["different request"]) {
        return WriteError::KeyTaken;
    }
    if says(&["# must be unique"]) {
        return clash(Contested::Number);
    }
    if matches!(order, Order::Contact(_)) && says(&["already assigned to another contact", "ContactNumber"]) {
        return clash(Contested::Name);
    }
    let grounds: [(Ground, &[&str]); 7] = [
        (Ground::ContactInactive, &["has been archived", "archived contact", "Archived contacts"]),
        (Ground::Closed, &["lock date"]),
        (Ground::Currency, &["not subscribed to currency"]),
        (Ground::Tax, &["TaxAmount", "tax amount"]),
        (Ground::Mapping, &["Account code", "Account could not be found", "TaxType", "Item code", "AccountID"]),
        (
            Ground::Paid,
            &[
                "not of valid status",
                "payment or credit note allocated",
                "can only be made against Authorised",
                "exceeds the amount outstanding",
            ],
        ),
        (Ground::Permission, &["permission", "not authorised to"]),
    ];
    let ground = grounds.iter().find(|(_, words)| says(words)).map_or(Ground::Other, |(ground, _)| *ground);
    WriteError::Refused(Refusal { ground, code: None, detail: words(&all) })
}
