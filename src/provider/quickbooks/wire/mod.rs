//! What `QuickBooks` sends, and how it becomes records.
//!
//! For: answers to queries, single reads and questions for changes. Uses: serde, domain. Never: HTTP, or anything that keeps state.

mod answer;
mod contact;
mod payment;
mod rates;
mod sales;
mod tax;
mod values;

pub(super) use answer::{changes, count, entity, link, named, number_field, page, profile, single};
pub(super) use rates::{Taxes, inner, percent, rates, raw, word};

use crate::domain::{Currency, Kind, Message, Payload};
use crate::provider::{Feed, Record, RejectedRecord};

use crate::provider::wire::lenient::Raw;
use values::{id, identify, number};

/// The company that answers are of.
#[derive(Debug, Clone, Default)]
pub(super) struct Home {
    /// Its base currency, where it is known.
    pub(super) currency: Option<Currency>,
    /// The words of its tax codes.
    pub(super) taxes: Taxes,
}

/// Parses one record of a feed.
pub(super) fn record(feed: &Feed, json: &str, home: &Home) -> Record {
    let read = match feed.kind {
        Kind::Document => sales::document(feed, json, home).map(Payload::of_document),
        Kind::Payment => payment::payment(json, home).map(|payment| Payload::Payment(Box::new(payment))),
        Kind::Contact => contact::contact(json).map(|contact| Payload::Contact(Box::new(contact))),
    };
    read.map_err(|reason| {
        let (raw, named) = identify(json);
        RejectedRecord { kind: Some(feed.kind), id: id(feed.prefix, raw), number: number(named), reason }
    })
}

/// The reason for a record of another shape.
fn shape<E>(_: E) -> Message {
    Message::new("provider-skip-shape")
}

/// The currency of a record: its own, or the company's.
fn currency(raw: Raw<'_>, home: &Home) -> Result<Currency, Message> {
    match raw.word() {
        Some(code) if code.len() == 3 && code.bytes().all(|b| b.is_ascii_alphabetic()) => Ok(Currency::new(&code)),
        Some(code) => Err(Message::new("provider-skip-currency-code").with("field", "CurrencyRef").with("value", code.as_ref())),
        None => home.currency.clone().ok_or_else(|| Message::new("provider-skip-currency")),
    }
}
