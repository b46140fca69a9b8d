//! Answers to writes and to look-ups: what was made, what was found, and why an order was refused.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::domain::push::{Accepted, Found, Order, TaxModel, WriteSettings};
use crate::domain::{Address, Contact, Currency, HistoryEntry, Payload, RemoteId};
use crate::provider::order::{one_line, words};
use crate::provider::wire::lenient::{List, Object, Raw};
use crate::provider::wire::{fault, json_text, parse};
use crate::provider::{BodyFault, Ground, ProviderError, Refusal, WriteError};

use super::super::wire;

/// The fields of an object.
type Fields<'a> = BTreeMap<String, &'a RawValue>;

fn raw<'a>(fields: &Fields<'a>, name: &str) -> Raw<'a> {
    fields.get(name).and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default()
}

fn word(fields: &Fields<'_>, name: &str) -> Option<String> {
    raw(fields, name).word().map(std::borrow::Cow::into_owned)
}

/// The record of an answer to a write.
pub(super) fn accepted(body: &[u8], order: &Order) -> Result<Accepted, WriteError> {
    if let Order::Mail(order) = order {
        return Ok(Accepted { id: order.document.clone(), number: order.number.clone(), version: None, record: None });
    }
    let text = json_text(body)?;
    made(&text, matches!(order, Order::Contact(_))).ok_or(WriteError::Unknown(fault(BodyFault::Shape)))
}

/// A document or a partner. One that we cannot read whole is one all the same.
fn made(json: &str, is_partner: bool) -> Option<Accepted> {
    let fields: Fields<'_> = serde_json::from_str(json).ok()?;
    let id = RemoteId::new(word(&fields, "id").filter(|id| id.bytes().all(|b| b.is_ascii_digit()))?);
    if is_partner {
        let record = partner(&fields, id.clone());
        return Some(Accepted {
            id,
            number: record.name.clone(),
            version: None,
            record: Some(Payload::Contact(Box::new(record))),
        });
    }
    let number = word(&fields, "invoice_number").unwrap_or_default();
    Some(Accepted { id, number, version: None, record: wire::record(json).ok() })
}

fn partner(fields: &Fields<'_>, id: RemoteId) -> Contact {
    let address: Fields<'_> = fields.get("address").and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default();
    Contact {
        tax_number: raw(fields, "taxcode").boxed(),
        emails: raw(fields, "emails").texts(),
        phone: raw(fields, "phone").boxed(),
        address: Address {
            country: raw(&address, "country_code").boxed(),
            post_code: raw(&address, "post_code").boxed(),
            city: raw(&address, "city").boxed(),
            street: raw(&address, "address").boxed(),
        },
        account: raw(fields, "iban").boxed().or_else(|| raw(fields, "account_number").boxed()),
        ..Contact::new(id, word(fields, "name").unwrap_or_default())
    }
}

/// The records of a list, or of one. What was asked for by our mark carries it, though the answer does not tell it.
pub(super) fn found(body: &[u8], order: &Order, by_mark: bool) -> Result<Vec<Found>, ProviderError> {
    let text = json_text(body)?;
    let is_partner = matches!(order, Order::Contact(_));
    let fields: Fields<'_> = parse(&text)?;
    let rows: Vec<&RawValue> = match fields.get("data") {
        Some(list) => parse(list.get())?,
        None => vec![parse(&text)?],
    };
    let one = |row: &&RawValue| {
        let accepted = made(row.get(), is_partner)?;
        let alive = match &accepted.record {
            Some(Payload::Document(document)) => !document.cancelled,
            _ => true,
        };
        Some(Found { marked: by_mark.then_some(true), accepted, alive })
    };
    let all = rows.iter().filter_map(one);
    Ok(all.filter(|found| is_like(found, order)).collect())
}

/// Whether a partner is the one that an order may have made: the list finds parts of names as well.
fn is_like(found: &Found, order: &Order) -> bool {
    let (Order::Contact(order), Some(Payload::Contact(contact))) = (order, &found.accepted.record) else { return true };
    if order.existing.is_some() {
        return true;
    }
    let digits = |number: &str| number.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    match (&order.tax_number, &contact.tax_number) {
        (Some(ours), Some(theirs)) => digits(ours) == digits(theirs),
        _ => one_line(&order.name).to_lowercase() == one_line(&contact.name).to_lowercase(),
    }
}

/// A payment that is in the list of a document. It has no identifier of its own: the document's and our mark are one.
pub(super) fn payment(document: &RemoteId, entry: &HistoryEntry) -> Accepted {
    let voucher = entry.voucher.as_deref().unwrap_or_default();
    let id = RemoteId::new(format!("{}:{voucher}", document.as_str()));
    Accepted { id, number: voucher.to_owned(), version: None, record: None }
}

/// The payments of a list that carry our mark.
pub(super) fn booked(list: &[HistoryEntry], document: &RemoteId, mark: &str) -> Vec<Found> {
    let own = list.iter().filter(|entry| entry.voucher.as_deref() == Some(mark));
    own.map(|entry| Found { accepted: payment(document, entry), marked: Some(true), alive: true }).collect()
}

/// A list of payments in one line, for a person.
pub(super) fn list(payments: &[HistoryEntry]) -> String {
    let one = |entry: &HistoryEntry| {
        let day = entry.date.map(|day| day.to_string()).unwrap_or_default();
        format!("{day} {} {}", entry.amount, entry.voucher.as_deref().unwrap_or_default()).trim().to_owned()
    };
    words(&payments.iter().map(one).collect::<Vec<_>>().join("; "))
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
struct Refused<'a> {
    errors: List<Object<Field<'a>>>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
struct Field<'a> {
    field: Raw<'a>,
}

/// The meaning of a refusal, by the fields that it names.
pub(super) fn refused(error: ProviderError, body: &[u8], order: &Order) -> WriteError {
    let told = || words(&wire::error_detail(body));
    let refusal = |ground| WriteError::Refused(Refusal { ground, code: None, detail: told() });
    match error {
        // The key is right: it is this document or this account that may not be changed so.
        ProviderError::Refused { status: 403, .. } => refusal(Ground::Permission),
        ProviderError::NotFound => refusal(Ground::Mapping),
        ProviderError::Rejected { .. } => {
            let named = fields(body);
            let has = |names: &[&str]| named.iter().any(|field| names.iter().any(|name| field.starts_with(name)));
            if has(&["vendor_id"]) {
                // What has our mark is ours: it must be looked for.
                return WriteError::Unknown(error);
            }
            refusal(match order {
                _ if has(&["partner_id"]) => Ground::ContactInactive,
                _ if has(&["currency", "conversion_rate"]) => Ground::Currency,
                _ if named.iter().any(|field| field.contains("vat")) => Ground::Tax,
                _ if has(&["block_id", "bank_account_id"]) => Ground::Mapping,
                Order::Void(_) | Order::Payment(_) => Ground::Paid,
                _ => Ground::Other,
            })
        }
        error => error.into(),
    }
}

fn fields(body: &[u8]) -> Vec<String> {
    let Ok(text) = json_text(body) else { return Vec::new() };
    let refused = serde_json::from_str::<Object<Refused<'_>>>(&text).ok().and_then(|one| one.0).unwrap_or_default();
    let each = refused.errors.0.into_iter().filter_map(|one| one.0);
    each.filter_map(|field| field.field.word().map(std::borrow::Cow::into_owned)).collect()
}

/// What the account says about writing: the block that invoices are numbered in.
pub(super) fn settings(body: &[u8]) -> Result<WriteSettings, ProviderError> {
    let text = json_text(body)?;
    let fields: Fields<'_> = parse(&text)?;
    let blocks: Vec<&RawValue> = parse(fields.get("data").ok_or(fault(BodyFault::Shape))?.get())?;
    let read = |block: &&RawValue| {
        let fields: Fields<'_> = serde_json::from_str(block.get()).ok()?;
        let is_invoice = word(&fields, "type").is_none_or(|kind| kind == "invoice");
        word(&fields, "id").filter(|_| is_invoice)
    };
    Ok(WriteSettings {
        home: Some(Currency::new("HUF")),
        country: Some("HU".to_owned()),
        foreign: Some(true),
        own_numbers: Some(false),
        tax: TaxModel::Line,
        closed_until: None,
        series: blocks.iter().find_map(read).map(RemoteId::new),
    })
}
