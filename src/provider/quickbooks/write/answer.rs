//! Answers to writes and to look-ups: what was made, what was found, and why an order was refused.

use jiff::Timestamp;
use serde_json::value::RawValue;

use crate::domain::push::{Accepted, Found, Order};
use crate::domain::{Payload, PaymentState, RemoteId};
use crate::provider::order::words;
use crate::provider::wire::lenient::Raw;
use crate::provider::wire::{fault as body_fault, json_text, parse};
use crate::provider::{BodyFault, Clash, Contested, Feed, Ground, ProviderError, Refusal, WriteError};

use super::super::fault::{self, Fields, Said};
use super::super::wire::{self, Home};
use super::body::note;

/// The record of an answer to a write. A success may carry a fault.
pub(super) fn accepted(body: &[u8], feed: &Feed, home: &Home, order: &Order) -> Result<Accepted, WriteError> {
    let text = json_text(body)?;
    let fields: Fields<'_> = parse(&text)?;
    if let Some(error) = fault::in_fields(&fields, 200) {
        return Err(refused(error, body, order));
    }
    let raw = fields.get(wire::entity(feed)).ok_or(body_fault(BodyFault::Shape))?;
    made(raw, feed, home).ok_or(WriteError::Unknown(body_fault(BodyFault::Shape)))
}

fn field(fields: &Fields<'_>, name: &str) -> Option<String> {
    let raw: Raw<'_> = serde_json::from_str(fields.get(name)?.get()).ok()?;
    raw.word().map(std::borrow::Cow::into_owned)
}

/// An object with its version. One that we cannot read as a record is one all the same.
fn made(raw: &RawValue, feed: &Feed, home: &Home) -> Option<Accepted> {
    let fields: Fields<'_> = serde_json::from_str(raw.get()).ok()?;
    let id = RemoteId::new([feed.prefix, &field(&fields, "Id")?].concat());
    let number = field(&fields, if feed.name == "customer" { "DisplayName" } else { "DocNumber" }).unwrap_or_default();
    let record = wire::record(feed, raw.get(), home).ok();
    Some(Accepted { id, number, version: field(&fields, "SyncToken"), record })
}

/// Whether a record is neither voided nor inactive.
fn is_alive(record: Option<&Payload>) -> bool {
    match record {
        Some(Payload::Document(document)) => !document.cancelled,
        Some(Payload::Payment(payment)) => payment.state == PaymentState::Active,
        Some(Payload::Contact(contact)) => contact.active,
        None => true,
    }
}

/// The objects in the answer to a query or to a read of one.
pub(super) fn found(
    body: &[u8],
    feed: &Feed,
    home: &Home,
    order: &Order,
) -> Result<(Vec<Found>, Option<Timestamp>), ProviderError> {
    let text = json_text(body)?;
    let fields: Fields<'_> = parse(&text)?;
    if let Some(error) = fault::in_fields(&fields, 200) {
        return Err(error);
    }
    let rows: Vec<&RawValue> = match (fields.get("QueryResponse"), fields.get(wire::entity(feed))) {
        (Some(response), _) => {
            let response: Fields<'_> = parse(response.get())?;
            response.get(wire::entity(feed)).map_or_else(|| Ok(Vec::new()), |rows| parse(rows.get()))?
        }
        (None, Some(one)) => vec![*one],
        (None, None) => return Err(body_fault(BodyFault::Shape)),
    };
    let now = field(&fields, "time").and_then(|time| time.parse().ok());
    Ok((rows.into_iter().filter_map(|raw| one(raw, feed, home, order)).collect(), now))
}

fn one(raw: &RawValue, feed: &Feed, home: &Home, order: &Order) -> Option<Found> {
    let fields: Fields<'_> = serde_json::from_str(raw.get()).ok()?;
    // A stub is left of what was deleted.
    if field(&fields, "status").as_deref() == Some("Deleted") {
        return None;
    }
    let accepted = made(raw, feed, home)?;
    let mark = note(order.mark());
    let kept = field(&fields, if feed.name == "customer" { "Notes" } else { "PrivateNote" });
    let marked = kept.is_some_and(|kept| kept.contains(&mark));
    let alive = is_alive(accepted.record.as_ref());
    Some(Found { accepted, marked: Some(marked), alive })
}

/// What an error that is no refusal says of a write. A limit may be told after the order was carried out: the same key finds out, or a look at
/// the company.
pub(super) fn unsure(error: ProviderError) -> WriteError {
    if matches!(error, ProviderError::TooMany { .. }) { WriteError::Unknown(error) } else { error.into() }
}

/// The meaning of a refusal, by its code: texts are in the company's language.
pub(super) fn refused(error: ProviderError, body: &[u8], order: &Order) -> WriteError {
    let said = fault::said(body);
    let refusal = |ground: Ground, said: &Said| {
        WriteError::Refused(Refusal { ground, code: Some(said.code.clone()), detail: words(&said.detail) })
    };
    let clash = |what, said: &Said| WriteError::Clash(Clash { what, holder: holder(&said.detail), detail: words(&said.detail) });
    let is_final = matches!(error, ProviderError::Rejected { .. } | ProviderError::NotFound);
    let Some(first) = said.first().filter(|_| is_final) else { return unsure(error) };
    let numbered = first.detail.contains("DocNumber=");
    match first.code.as_str() {
        "5010" => clash(Contested::Version, first),
        "6140" => clash(Contested::Number, first),
        "6240" | "6210" if numbered => clash(Contested::Number, first),
        "6240" if matches!(order, Order::Contact(_)) => clash(Contested::Name, first),
        "6210" => refusal(Ground::Closed, first),
        "6190" => refusal(Ground::Subscription, first),
        "610" | "2500" => refusal(missing(first), first),
        "6000" if matches!(order, Order::Void(_) | Order::Payment(_)) => refusal(Ground::Paid, first),
        _ => refusal(Ground::Other, first),
    }
}

/// What a reference to something gone or inactive was to. `Names` are customers.
fn missing(said: &Said) -> Ground {
    let is_contact = ["Customer", "Names element"].iter().any(|word| said.detail.contains(word));
    if is_contact { Ground::ContactInactive } else { Ground::Mapping }
}

/// The invoice that has a number, as the end of a detail tells: `… with TxnId=88`. Its type is told in the company's language.
fn holder(detail: &str) -> Option<RemoteId> {
    let rest = detail.split_once("TxnId=")?.1;
    let id: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let kind = detail.split_once("TxnType=")?.1.split(" with ").next()?.trim();
    let prefix = match kind {
        "Invoice" => "",
        "CreditMemo" | "Credit Memo" => "creditmemo:",
        "SalesReceipt" | "Sales Receipt" => "salesreceipt:",
        "RefundReceipt" | "Refund Receipt" => "refundreceipt:",
        _ => return None,
    };
    (!id.is_empty()).then(|| RemoteId::new([prefix, &id].concat()))
}
