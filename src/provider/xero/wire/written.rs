//! Answers to writes, and lists that orders refer to: elements with their refusals, accounts, items, rates of tax, locks.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::lenient::{List, Object, Raw};
use super::page::Envelope;
use super::shapes;
use super::value;
use super::{fault, json_text, organisation, parse};
use crate::domain::RemoteId;
use crate::provider::{BodyFault, Profile, ProviderError};

/// An element of an answer.
pub(in super::super) struct Element {
    pub(in super::super) json: Box<RawValue>,
    /// Whether the service refused it: it was not written.
    pub(in super::super) refused: bool,
    /// Why, in the service's words.
    pub(in super::super) reasons: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
struct Checked<'a> {
    status_attribute_string: Raw<'a>,
    has_errors: Raw<'a>,
    validation_errors: List<Object<Told<'a>>>,
}

/// A reason; older answers call it `Description`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
struct Told<'a> {
    message: Raw<'a>,
    description: Raw<'a>,
}

fn owned(raw: Raw<'_>) -> Option<String> {
    raw.word().map(Cow::into_owned)
}

fn told(list: List<Object<Told<'_>>>) -> Vec<String> {
    let each = list.0.into_iter().filter_map(|one| one.0);
    each.filter_map(|one| owned(one.message).or_else(|| owned(one.description))).collect()
}

/// The elements below a name in an answer. A success tells of refused elements too.
pub(in super::super) fn elements(body: &[u8], name: &str) -> Result<Vec<Element>, ProviderError> {
    let text = json_text(body)?;
    let records = Envelope::of(&text)?.records(name)?;
    let read = |json: &&RawValue| {
        let checked = serde_json::from_str::<Object<Checked<'_>>>(json.get()).ok().and_then(|one| one.0).unwrap_or_default();
        let reasons = told(checked.validation_errors);
        let is_error = checked.status_attribute_string.word().as_deref() == Some("ERROR") || checked.has_errors.flag();
        let refused = is_error || !reasons.is_empty();
        Element { json: (*json).to_owned(), refused, reasons }
    };
    Ok(records.iter().map(read).collect())
}

/// Every reason in the body of a refusal: of its elements, else its message or detail.
pub(in super::super) fn reasons(body: &[u8]) -> Vec<String> {
    let Ok(text) = json_text(body) else { return Vec::new() };
    let Some(fault) = serde_json::from_str::<Object<shapes::Fault<'_>>>(&text).ok().and_then(|one| one.0) else {
        return Vec::new();
    };
    let elements = fault.elements.0.into_iter().filter_map(|one| one.0);
    let nested = elements.flat_map(|element| element.validation_errors.0.into_iter().filter_map(|one| one.0));
    let mut said: Vec<String> = nested.filter_map(|error| owned(error.message)).collect();
    if said.is_empty() {
        said.extend([fault.message, fault.detail].into_iter().filter_map(owned));
    }
    said.dedup();
    said
}

/// Identifier, and number or name, of a record.
pub(in super::super) fn named(json: &str) -> (Option<RemoteId>, Option<String>) {
    let fields: BTreeMap<String, Raw<'_>> = serde_json::from_str(json).unwrap_or_default();
    let id = ["InvoiceID", "CreditNoteID", "PaymentID", "ContactID"].iter().find_map(|name| fields.get(*name).copied());
    let number = ["InvoiceNumber", "CreditNoteNumber", "Name"].iter().find_map(|name| fields.get(*name).copied());
    (id.and_then(value::id), number.and_then(owned))
}

/// An entry of a list: an account, an item or a rate of tax.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Entry {
    pub(in super::super) id: Option<String>,
    pub(in super::super) code: Option<String>,
    pub(in super::super) name: String,
    pub(in super::super) kind: Option<String>,
    pub(in super::super) status: Option<String>,
    pub(in super::super) currency: Option<String>,
    pub(in super::super) takes_payments: bool,
    pub(in super::super) sold: bool,
    pub(in super::super) tax_type: Option<String>,
    pub(in super::super) revenue: bool,
    pub(in super::super) percent: Option<Decimal>,
}

/// The entries of a list.
pub(in super::super) fn entries(body: &[u8], name: &str) -> Result<Vec<Entry>, ProviderError> {
    let text = json_text(body)?;
    let envelope = Envelope::of(&text)?;
    let read = |json: &&RawValue| {
        let fields: BTreeMap<String, Raw<'_>> = serde_json::from_str(json.get()).ok()?;
        let raw = |name: &str| fields.get(name).copied().unwrap_or_default();
        // What is left out of a flag means yes: older organisations tell none.
        let flag = |name: &str| raw(name).word().is_none_or(|word| word == "true");
        Some(Entry {
            id: owned(raw("AccountID")).or_else(|| owned(raw("ItemID"))),
            code: owned(raw("Code")),
            name: owned(raw("Name")).unwrap_or_default(),
            kind: owned(raw("Type")),
            status: owned(raw("Status")),
            currency: owned(raw("CurrencyCode")),
            takes_payments: raw("EnablePaymentsToAccount").flag(),
            sold: flag("IsSold"),
            tax_type: owned(raw("TaxType")),
            revenue: flag("CanApplyToRevenue"),
            percent: raw("EffectiveRate").decimal().ok().flatten(),
        })
    };
    Ok(envelope.records(name)?.iter().filter_map(read).collect())
}

/// What an organisation tells of itself, and the days up to which its books are locked.
pub(in super::super) fn locks(body: &[u8]) -> Result<(Profile, [Option<Date>; 2]), ProviderError> {
    let profile = organisation(body)?;
    let text = json_text(body)?;
    let found = Envelope::of(&text)?.records("Organisations")?;
    let fields: BTreeMap<String, Raw<'_>> = parse(found.first().ok_or(fault(BodyFault::Shape))?.get())?;
    let lock = |name: &str| {
        let raw = fields.get(name).copied().unwrap_or_default();
        value::day(name, Raw::default(), raw).ok().flatten()
    };
    Ok((profile, [lock("PeriodLockDate"), lock("EndOfYearLockDate")]))
}
