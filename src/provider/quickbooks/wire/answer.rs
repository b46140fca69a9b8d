//! Answers: pages, counts, single records, changes, and what a company tells of itself.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::domain::{Currency, RemoteId};
use crate::provider::wire::lenient::{Object, Raw};
use crate::provider::wire::{fault, parse};
use crate::provider::{BodyFault, Changes, Feed, Named, Page, Profile, ProviderError, Record};

use super::super::fault::{Fields, in_fields, success};
use super::super::{FEEDS, MOST};
use super::values::{id, identify, number};
use super::{Home, Taxes, record};

/// Reads a body: the fields of its object, unless they tell of a fault, which comes with a success too.
fn with<T>(
    body: &[u8],
    read: impl FnOnce(&Fields<'_>) -> Result<T, ProviderError>,
) -> Result<(T, Option<Timestamp>), ProviderError> {
    let text = success(body)?;
    let fields: Fields<'_> = parse(&text)?;
    if let Some(error) = in_fields(&fields, 200) {
        return Err(error);
    }
    let now = fields.get("time").and_then(|raw| time(raw.get()));
    Ok((read(&fields)?, now))
}

/// The service's clock.
fn time(json: &str) -> Option<Timestamp> {
    serde_json::from_str::<Raw<'_>>(json).ok()?.word()?.parse().ok()
}

/// Name of a feed's entity in bodies and queries.
pub(in super::super) fn entity(feed: &Feed) -> &'static str {
    match feed.name {
        "creditmemo" => "CreditMemo",
        "salesreceipt" => "SalesReceipt",
        "refundreceipt" => "RefundReceipt",
        "payment" => "Payment",
        "customer" => "Customer",
        _ => "Invoice",
    }
}

/// The fields of `QueryResponse`; without it the answer is none to a query.
fn response<'a>(fields: &Fields<'a>) -> Result<Fields<'a>, ProviderError> {
    parse(fields.get("QueryResponse").ok_or(fault(BodyFault::Shape))?.get())
}

/// The objects of an entity; nothing found leaves the name out.
fn rows<'a>(response: &Fields<'a>, name: &str) -> Result<Vec<&'a RawValue>, ProviderError> {
    response.get(name).map_or_else(|| Ok(Vec::new()), |raw| parse(raw.get()))
}

fn whole(response: &Fields<'_>, name: &str) -> Option<u64> {
    let raw: Raw<'_> = serde_json::from_str(response.get(name)?.get()).ok()?;
    u64::try_from(raw.integer()?).ok()
}

/// The page in this body, and the service's clock. `keys` tells that the next page begins after the last identifier.
pub(in super::super) fn page(
    body: &[u8],
    (feed, asked, keys): (&Feed, u32, bool),
    home: &Home,
) -> Result<(Page, Option<Timestamp>), ProviderError> {
    with(body, |fields| {
        let rows = rows(&response(fields)?, entity(feed))?;
        // A page that is not full is the last one; so is a full one that an empty one follows.
        let full = rows.len() as u64 >= u64::from(asked);
        let last = rows.last().filter(|_| keys && full).map(|row| identify(row.get()).0);
        let next = last.and_then(|raw| id("", raw)).map(|id| id.0);
        let mut records: Vec<Record> = Vec::with_capacity(rows.len());
        records.extend(rows.iter().map(|row| record(feed, row.get(), home)));
        Ok(Page { records, total: None, last_page: None, next })
    })
}

/// Name of the field with the number of a feed's records, or the name of its contacts.
pub(in super::super) fn number_field(feed: &Feed) -> &'static str {
    match feed.name {
        "payment" => "PaymentRefNum",
        "customer" => "DisplayName",
        _ => "DocNumber",
    }
}

/// What names the one record in this body, if there is one.
pub(in super::super) fn named(body: &[u8], feed: &Feed) -> Result<(Option<Named>, Option<Timestamp>), ProviderError> {
    with(body, |fields| {
        let rows = rows(&response(fields)?, entity(feed))?;
        let Some(row) = rows.first() else { return Ok(None) };
        let object: BTreeMap<String, Raw<'_>> = parse(row.get())?;
        let raw = object.get("Id").copied().ok_or(fault(BodyFault::Shape))?;
        let mark = id("", raw).ok_or(fault(BodyFault::Shape))?.0;
        let id = id(feed.prefix, raw).ok_or(fault(BodyFault::Shape))?;
        Ok(Some(Named { mark, id, number: object.get(number_field(feed)).copied().and_then(number) }))
    })
}

/// The count in this body.
pub(in super::super) fn count(body: &[u8]) -> Result<(u64, Option<Timestamp>), ProviderError> {
    with(body, |fields| whole(&response(fields)?, "totalCount").ok_or(fault(BodyFault::Shape)))
}

/// The record in a body of one.
pub(in super::super) fn single(body: &[u8], feed: &Feed, home: &Home) -> Result<(Record, Option<Timestamp>), ProviderError> {
    with(body, |fields| {
        let raw = fields.get(entity(feed)).ok_or(fault(BodyFault::Shape))?;
        if is_deleted(raw) { Err(ProviderError::NotFound) } else { Ok(record(feed, raw.get(), home)) }
    })
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
struct Stub<'a> {
    status: Raw<'a>,
}

/// Whether only a stub is left of a record. It is the one sign of a deletion.
fn is_deleted(raw: &RawValue) -> bool {
    let stub = serde_json::from_str::<Object<Stub<'_>>>(raw.get());
    stub.is_ok_and(|stub| stub.0.is_some_and(|stub| stub.status.word().is_some_and(|word| word == "Deleted")))
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
struct Block<'a> {
    #[serde(rename = "QueryResponse", borrow)]
    responses: Vec<BTreeMap<String, &'a RawValue>>,
}

/// The changes in this body, and the service's time. An answer has at most 1,000 objects of all entities together and tells nothing of the rest.
pub(in super::super) fn changes(body: &[u8], feeds: &[Feed], home: &Home) -> Result<(Changes, Option<Timestamp>), ProviderError> {
    with(body, |fields| {
        let blocks: Vec<Block<'_>> = parse(fields.get("CDCResponse").ok_or(fault(BodyFault::Shape))?.get())?;
        // A block for each entity that was asked for, empty or not: with fewer, something is not told.
        if blocks.iter().map(|block| block.responses.len()).sum::<usize>() != feeds.len() {
            return Err(fault(BodyFault::Shape));
        }
        let mut changes = Changes::default();
        let mut told = 0;
        for response in blocks.iter().flat_map(|block| &block.responses) {
            // A fault in place of one entity's changes is one of the answer.
            if let Some(error) = in_fields(response, 200) {
                return Err(error);
            }
            for feed in FEEDS.iter().filter(|feed| response.contains_key(entity(feed))) {
                let rows = rows(response, entity(feed))?;
                told += rows.len();
                if whole(response, "totalCount").is_some_and(|total| total > rows.len() as u64) {
                    changes.overflow.push(feed.name);
                }
                for row in rows {
                    if is_deleted(row) {
                        let (raw, _) = identify(row.get());
                        changes.deleted.extend(id(feed.prefix, raw).map(|id: RemoteId| (feed.kind, id)));
                    } else {
                        changes.records.push(record(feed, row.get(), home));
                    }
                }
            }
        }
        if told >= MOST as usize {
            changes.overflow = feeds.iter().map(|feed| feed.name).collect();
        }
        Ok(changes)
    })
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
struct CompanyInfo<'a> {
    company_name: Raw<'a>,
    legal_name: Raw<'a>,
    country: Raw<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
struct Preferences<'a> {
    #[serde(rename = "CurrencyPrefs")]
    currencies: Object<CurrencyPrefs<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
struct CurrencyPrefs<'a> {
    #[serde(rename = "HomeCurrency")]
    home: Object<super::values::Reference<'a>>,
}

/// The objects of an entity in the items of a batch that were answered.
fn objects<'a>(items: &[Fields<'a>], name: &str) -> Vec<Fields<'a>> {
    let told = items.iter().filter_map(|item| response(item).ok());
    let rows = told.flat_map(|response| rows(&response, name).unwrap_or_default());
    rows.filter_map(|row| serde_json::from_str(row.get()).ok()).collect()
}

/// What a company tells of itself in a batch of queries, and the words of its tax codes.
pub(in super::super) fn profile(body: &[u8]) -> Result<((Profile, Taxes), Option<Timestamp>), ProviderError> {
    with(body, |fields| {
        let items: Vec<Fields<'_>> = parse(fields.get("BatchItemResponse").ok_or(fault(BodyFault::Shape))?.get())?;
        let mut profile = Profile::default();
        for item in &items {
            if let Some(error) = in_fields(item, 200) {
                return Err(error);
            }
            let response = response(item)?;
            if let Some(info) = rows(&response, "CompanyInfo")?.first() {
                let info = serde_json::from_str::<Object<CompanyInfo<'_>>>(info.get()).ok().and_then(|info| info.0);
                let info = info.unwrap_or_default();
                profile.name = number(info.company_name).or_else(|| number(info.legal_name));
                profile.country = number(info.country).filter(|code| code.len() == 2);
            }
            if let Some(preferences) = rows(&response, "Preferences")?.first() {
                let read = serde_json::from_str::<Object<Preferences<'_>>>(preferences.get()).ok().and_then(|it| it.0);
                let home = read.and_then(|preferences| preferences.currencies.0).and_then(|it| number(it.home.value()));
                profile.currency = home.map(|code| Currency::new(&code));
            }
        }
        let taxes = Taxes::of(&objects(&items, "TaxCode"), &objects(&items, "TaxRate"));
        Ok((profile, taxes))
    })
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
struct Linkable<'a> {
    #[serde(rename = "InvoiceLink")]
    link: Raw<'a>,
}

/// The address at which a customer sees an invoice; there is one only with payments on line.
pub(in super::super) fn link(body: &[u8]) -> Result<(String, Option<Timestamp>), ProviderError> {
    with(body, |fields| {
        let raw = fields.get("Invoice").ok_or(fault(BodyFault::Shape))?;
        let invoice: Linkable<'_> = parse(raw.get())?;
        number(invoice.link).ok_or(ProviderError::NotFound)
    })
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
