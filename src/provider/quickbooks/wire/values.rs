//! Parts that several entities share: references, addresses, exact amounts, days, identifiers.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::domain::{Address, Message, RemoteId};
use crate::provider::wire::lenient::{Object, Raw};

/// Longest identifier.
const MAX_ID: usize = 64;
/// Longest part of an unusable value that a reason repeats.
const SHOWN: usize = 60;
/// What the service puts before the note of what was voided.
const VOIDED: &str = "Voided";

/// A reference: the identifier counts, the name is for reading and may be missing.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub(super) struct Reference<'a> {
    pub(super) value: Raw<'a>,
    pub(super) name: Raw<'a>,
}

/// `PhysicalAddress`.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
pub(super) struct Place<'a> {
    line1: Raw<'a>,
    line2: Raw<'a>,
    line3: Raw<'a>,
    city: Raw<'a>,
    country: Raw<'a>,
    #[serde(rename = "CountrySubDivisionCode")]
    state: Raw<'a>,
    postal_code: Raw<'a>,
}

/// An object with one field that is wanted.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub(super) struct Single<'a> {
    #[serde(alias = "Address", alias = "FreeFormNumber")]
    pub(super) value: Raw<'a>,
}

/// `LinkedTxn`.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
pub(super) struct Linked<'a> {
    pub(super) txn_id: Raw<'a>,
    pub(super) txn_type: Raw<'a>,
}

impl<'a> Object<Reference<'a>> {
    /// Identifier.
    pub(super) fn value(&self) -> Raw<'a> {
        self.0.map(|reference| reference.value).unwrap_or_default()
    }

    /// Name.
    pub(super) fn name(&self) -> Raw<'a> {
        self.0.map(|reference| reference.name).unwrap_or_default()
    }
}

impl Object<Single<'_>> {
    /// The addresses in it, which commas separate.
    pub(super) fn emails(&self) -> Vec<String> {
        let text = self.0.and_then(|single| number(single.value)).unwrap_or_default();
        text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    /// The text in it.
    pub(super) fn text(&self) -> Option<Box<str>> {
        self.0.and_then(|single| single.value.boxed())
    }
}

impl Object<Place<'_>> {
    /// The address; its lines and its state are one street.
    pub(super) fn address(&self) -> Address {
        let Some(place) = self.0 else { return Address::default() };
        let lines = [place.line1, place.line2, place.line3].into_iter().filter_map(number).collect::<Vec<_>>();
        let city = [place.city, place.state].into_iter().filter_map(number).collect::<Vec<_>>();
        let joined = |parts: Vec<String>| (!parts.is_empty()).then(|| parts.join(", ").into());
        Address {
            country: place.country.boxed(),
            post_code: place.postal_code.boxed(),
            city: joined(city),
            street: joined(lines),
        }
    }
}

impl Linked<'_> {
    /// Identifier of the linked record in our words, and its entity in lower case: all but invoices carry their entity.
    pub(super) fn target(&self) -> Option<(RemoteId, String)> {
        let entity = number(self.txn_type)?.to_ascii_lowercase();
        let prefix = if entity == "invoice" { String::new() } else { format!("{entity}:") };
        Some((id(&prefix, self.txn_id)?, entity))
    }
}

/// An identifier with what its feed puts before it.
pub(super) fn id(prefix: &str, raw: Raw<'_>) -> Option<RemoteId> {
    let id = raw.word()?;
    let plain = id.len() <= MAX_ID && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    plain.then(|| RemoteId::new([prefix, &id].concat()))
}

/// Identifier and number of an object that cannot be read as a whole.
pub(super) fn identify(json: &str) -> (Raw<'_>, Raw<'_>) {
    let fields: BTreeMap<String, Raw<'_>> = serde_json::from_str(json).unwrap_or_default();
    let field = |name: &str| fields.get(name).copied().unwrap_or_default();
    (field("Id"), field("DocNumber"))
}

/// A text; nothing if it is empty.
pub(super) fn number(raw: Raw<'_>) -> Option<String> {
    raw.word().map(std::borrow::Cow::into_owned)
}

/// An exact amount.
pub(super) fn amount(field: &str, raw: Raw<'_>) -> Result<Option<Decimal>, Message> {
    raw.decimal().map_err(|_| unusable("provider-skip-amount", field, raw))
}

/// A day.
pub(super) fn day(field: &str, raw: Raw<'_>) -> Result<Option<Date>, Message> {
    raw.date().map_err(|_| unusable("provider-skip-date", field, raw))
}

/// Why a value makes its record unusable.
pub(super) fn unusable(reason: &'static str, field: &str, raw: Raw<'_>) -> Message {
    let value: String = raw.json().unwrap_or_default().chars().take(SHOWN).collect();
    Message::new(reason).with("field", field.to_owned()).with("value", value)
}

/// Whether the service voided a record: nothing is left of its amounts and its note begins so. There is no flag.
pub(super) fn is_void(total: Decimal, left: Decimal, note: Raw<'_>) -> bool {
    total.is_zero() && left.is_zero() && note.word().is_some_and(|note| note.starts_with(VOIDED))
}
