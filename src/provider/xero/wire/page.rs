//! A page of a feed, and one record. Each record is read on its own, so that a bad one never costs the others.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::lenient::{Object, Raw};
use super::shapes::{Contact, Document, Money};
use super::value::{self, Home};
use super::{document, fault, json_text, money, parse, parties};
use crate::domain::{Kind, Message, Payload, RemoteId};
use crate::provider::{BodyFault, Feed, ListRequest, Page, ProviderError, Record, RejectedRecord};

/// More than this of anything is nonsense.
const MOST: u64 = 100_000_000;

/// Largest record that is taken, in bytes of JSON.
const MAX_RECORD: usize = 4 << 20;

/// `pagination`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
struct Pagination<'a> {
    page_count: Raw<'a>,
    item_count: Raw<'a>,
}

/// The members of an envelope.
pub(super) struct Envelope<'a>(BTreeMap<Cow<'a, str>, &'a RawValue>);

impl<'a> Envelope<'a> {
    pub(super) fn of(text: &'a str) -> Result<Self, ProviderError> {
        parse(text).map(Self)
    }

    /// A member by its name in any case.
    pub(super) fn member(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.get())
    }

    /// The records below a name; an answer without them is no answer.
    pub(super) fn records(&self, name: &str) -> Result<Vec<&'a RawValue>, ProviderError> {
        parse(self.member(name).ok_or(fault(BodyFault::Shape))?)
    }

    /// The service's clock.
    pub(super) fn now(&self) -> Option<Timestamp> {
        value::timestamp(parse(self.member("DateTimeUTC")?).ok()?)
    }
}

/// The page in this body, with the service's time.
pub(in super::super) fn page(
    body: &[u8],
    request: &ListRequest,
    home: &Home,
) -> Result<(Page, Option<Timestamp>), ProviderError> {
    let text = json_text(body)?;
    let envelope = Envelope::of(&text)?;
    let given = envelope.records(request.feed.name)?;
    // A list collected in place would keep the memory of what was parsed.
    let mut records = Vec::with_capacity(given.len());
    records.extend(given.iter().map(|json| record(json.get(), &request.feed, home)));
    let pagination =
        envelope.member("pagination").and_then(|text| parse::<Object<Pagination<'_>>>(text).ok()?.0).unwrap_or_default();
    let seen = records.len() as u64;
    let sane = |raw: Raw<'_>| u64::try_from(raw.integer()?).ok().filter(|number| *number <= MOST);
    let total = sane(pagination.item_count).filter(|total| *total >= seen);
    let reached = |last: &u64| seen == 0 || *last >= u64::from(request.page());
    let last_page = sane(pagination.page_count).filter(reached).and_then(|last| u32::try_from(last).ok());
    Ok((Page { records, total, last_page, next: None }, envelope.now()))
}

/// The one record in this body.
pub(in super::super) fn single(body: &[u8], feed: &Feed, home: &Home) -> Result<Record, ProviderError> {
    let text = json_text(body)?;
    let envelope = Envelope::of(&text)?;
    match envelope.records(feed.name)?.as_slice() {
        [json] => Ok(record(json.get(), feed, home)),
        [] => Err(ProviderError::NotFound),
        _ => Err(fault(BodyFault::Shape)),
    }
}

/// Parses one record of a feed.
pub(in super::super) fn record(json: &str, feed: &Feed, home: &Home) -> Record {
    if json.len() > MAX_RECORD {
        return Err(rejected(json, feed, Message::new("provider-skip-size").with("size", json.len() >> 20)));
    }
    let payload = match feed.kind {
        Kind::Document => {
            read::<Document<'_>>(json).and_then(|document| document::invoice(document, home)).map(Payload::of_document)
        }
        Kind::Payment => read::<Money<'_>>(json)
            .and_then(|money| money::payment(money, home))
            .map(|payment| Payload::Payment(Box::new(payment))),
        Kind::Contact => read::<Contact<'_>>(json)
            .and_then(|contact| parties::contact(&contact))
            .map(|contact| Payload::Contact(Box::new(contact))),
    };
    payload.map_err(|reason| rejected(json, feed, reason))
}

fn read<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T, Message> {
    let object = serde_json::from_str::<Object<T>>(json).ok().and_then(|object| object.0);
    object.ok_or_else(|| Message::new("provider-skip-shape"))
}

/// A record that cannot be taken, with what identifies it.
fn rejected(json: &str, feed: &Feed, reason: Message) -> RejectedRecord {
    let fields: BTreeMap<String, Raw<'_>> = serde_json::from_str(json).unwrap_or_default();
    let first = |names: &[&str]| names.iter().find_map(|name| fields.get(*name).copied());
    let id = first(&["InvoiceID", "CreditNoteID", "PaymentID", "OverpaymentID", "PrepaymentID", "ContactID"]);
    let number = first(&["InvoiceNumber", "CreditNoteNumber", "Reference", "Name"]);
    let id: Option<RemoteId> = id.and_then(value::id);
    RejectedRecord { kind: Some(feed.kind), id, number: number.and_then(Raw::word).map(Cow::into_owned), reason }
}
