//! The request of an order at Billingo.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::domain::push::{
    Choice, ContactField, ContactOrder, DocumentOrder, Frozen, MailOrder, Order, OrderLine, PaymentOrder, Verb, WriteSettings,
};
use crate::domain::{DocumentType, HistoryEntry, PaymentMethod, RemoteId};
use crate::provider::order::{amount, body, currency, description, name, priced, text};
use crate::provider::wire::number::{Exact, bytes};
use crate::provider::wire::{fault, json_text, parse};
use crate::provider::{BodyFault, ProviderError, Unwritable};

use super::super::wire;
use super::RULES;

/// Longest texts that are sent.
const NAME: usize = 255;
const TEXT: usize = 4000;

/// Words of the specification.
const CURRENCIES: &[&str] = &[
    "AED", "AUD", "BGN", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HRK", "HUF", "IDR", "ILS", "INR", "ISK",
    "JPY", "KRW", "MXN", "MYR", "NOK", "NZD", "PHP", "PLN", "RON", "RSD", "RUB", "SEK", "SGD", "THB", "TRY", "UAH", "USD", "ZAR",
];
const LANGUAGES: &[&str] = &["de", "en", "fr", "hr", "hu", "it", "ro", "sk", "us"];
const RATES: &[&str] = &[
    "27%", "18%", "5%", "0%", "AAM", "TAM", "EU", "EUK", "FAD", "F.AFA", "K.AFA", "MAA", "AM", "ÁKK", "ÁTHK", "1%", "2%", "3%",
    "4%", "5,5%", "6%", "7%", "7,7%", "8%", "9%", "9,5%", "10%", "11%", "12%", "13%", "14%", "15%", "16%", "17%", "19%", "20%",
    "21%", "22%", "23%", "24%", "25%", "26%",
];
/// The service's own currency.
const HOME: &str = "HUF";

#[derive(Serialize)]
struct Insert<'a> {
    vendor_id: &'a str,
    partner_id: u64,
    block_id: u64,
    r#type: &'static str,
    fulfillment_date: String,
    due_date: String,
    payment_method: &'a str,
    language: &'static str,
    currency: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    conversion_rate: Option<Exact>,
    items: Vec<Item<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    settings: Option<Settings>,
}

#[derive(Serialize)]
struct Settings {
    order_number: String,
}

#[derive(Serialize)]
struct Item<'a> {
    name: String,
    unit_price: Exact,
    unit_price_type: &'static str,
    quantity: Exact,
    unit: &'a str,
    vat: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
}

#[derive(Serialize)]
struct Partner<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<Address<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    emails: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    taxcode: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_type: Option<&'static str>,
}

#[derive(Serialize)]
struct Address<'a> {
    country_code: &'a str,
    post_code: &'a str,
    city: &'a str,
    address: &'a str,
}

#[derive(Serialize)]
struct Paid<'a> {
    date: String,
    price: Exact,
    payment_method: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    voucher_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    conversion_rate: Option<Exact>,
}

#[derive(Serialize)]
struct Cancellation {
    cancellation_reason: &'static str,
}

#[derive(Serialize)]
struct Mail<'a> {
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    emails: &'a [String],
}

/// The request of an order.
pub(super) fn render(order: &Order, settings: &WriteSettings) -> Result<Frozen, Unwritable> {
    let (verb, path, body) = match order {
        Order::Contact(order) => match &order.existing {
            None => (Verb::Post, vec!["partners"], contact(order)?),
            Some(existing) => (Verb::Put, vec!["partners", existing.id.as_str()], contact(order)?),
        },
        Order::Document(order) => (Verb::Post, vec!["documents"], document(order, settings)?),
        Order::Payment(order) => {
            let [part] = order.parts.as_slice() else {
                return Err(Unwritable::Value { field: "parts", value: order.parts.len().to_string() });
            };
            if part.amount != order.amount {
                return Err(Unwritable::Value { field: "amount", value: order.amount.to_string() });
            }
            (Verb::Put, vec!["documents", part.document.as_str(), "payments"], payment(order)?)
        }
        Order::Void(order) if order.kind == DocumentType::Draft => {
            return Err(Unwritable::Unsupported { kind: crate::domain::push::OrderKind::Void });
        }
        Order::Void(order) => {
            let reason = Cancellation { cancellation_reason: "" };
            (Verb::Post, vec!["documents", order.existing.id.as_str(), "cancel"], body(&reason)?)
        }
        Order::Mail(order) => (Verb::Post, vec!["documents", order.document.as_str(), "send"], mail(order)?),
    };
    Ok(Frozen { verb, path: path.into_iter().map(str::to_owned).collect(), query: Vec::new(), body })
}

fn contact(order: &ContactOrder) -> Result<Vec<u8>, Unwritable> {
    let address = &order.address;
    let country = address.country.as_deref().map(str::trim).filter(|code| code.len() == 2);
    let is_abroad = country.is_some_and(|code| !code.eq_ignore_ascii_case("HU"));
    // What a change leaves out stays as the service has it when it is written.
    let is_taxed = order.sends(ContactField::TaxNumber);
    let is_placed = order.sends(ContactField::Address);
    let tax_type = match order.tax_number {
        _ if !is_taxed && !is_placed => None,
        _ if is_abroad => Some("FOREIGN"),
        Some(_) => Some("HAS_TAX_NUMBER"),
        // A change that names no number leaves what is there.
        None => order.existing.is_none().then_some("NO_TAX_NUMBER"),
    };
    body(&Partner {
        name: Some(name(&order.name, RULES.name)?).filter(|_| order.sends(ContactField::Name)),
        address: (is_placed && *address != crate::domain::Address::default()).then_some(Address {
            country_code: country.unwrap_or("HU"),
            post_code: address.post_code.as_deref().unwrap_or_default(),
            city: address.city.as_deref().unwrap_or_default(),
            address: address.street.as_deref().unwrap_or_default(),
        }),
        emails: if order.sends(ContactField::Emails) { &order.emails } else { &[] },
        taxcode: order.tax_number.as_deref().filter(|_| is_taxed),
        phone: order.phone.as_deref().filter(|_| order.sends(ContactField::Phone)),
        tax_type,
    })
}

/// A partner as the service has it, with what an order changes: what is left out of a body may be cleared.
pub(super) fn merged(theirs: &[u8], ours: &[u8]) -> Result<Vec<u8>, ProviderError> {
    let theirs = json_text(theirs)?;
    let ours = json_text(ours)?;
    let mut fields: BTreeMap<&str, &RawValue> = parse(&theirs)?;
    let changes: BTreeMap<&str, &RawValue> = parse(&ours)?;
    fields.retain(|name, value| *name != "id" && value.get() != "null" && !(*name == "address" && is_nowhere(value)));
    fields.extend(changes);
    bytes(&fields).map_err(|_| fault(BodyFault::Shape))
}

/// Whether an address names no country: the service tells such ones, and takes none.
fn is_nowhere(address: &RawValue) -> bool {
    let fields: Result<BTreeMap<&str, &RawValue>, _> = parse(address.get());
    fields.is_ok_and(|fields| fields.get("country_code").is_none_or(|code| matches!(code.get(), "\"\"" | "null")))
}

/// An identifier that the service has as a number.
fn integer(field: &'static str, id: &RemoteId) -> Result<u64, Unwritable> {
    id.as_str().parse().map_err(|_| Unwritable::Value { field, value: id.as_str().to_owned() })
}

/// The service's word of a way to pay.
fn method(method: Option<&PaymentMethod>) -> &str {
    match method.map(PaymentMethod::as_str) {
        None => "wire_transfer",
        Some(word) if PaymentMethod::KNOWN.contains(&word) && !matches!(word, "" | "unspecified") => word,
        Some(_) => "other",
    }
}

/// The language of the printed document: its own, else Hungarian at home and English abroad.
fn language(order: &DocumentOrder) -> &'static str {
    let named = order.language.as_deref().unwrap_or_default().to_ascii_lowercase();
    let known = LANGUAGES.iter().copied().find(|known| *known == named);
    known.unwrap_or(if order.currency.as_str() == HOME { "hu" } else { "en" })
}

fn document(order: &DocumentOrder, settings: &WriteSettings) -> Result<Vec<u8>, Unwritable> {
    currency(&order.currency, &RULES)?;
    let code = order.currency.as_str();
    if !CURRENCIES.contains(&code) {
        return Err(Unwritable::Value { field: "currency", value: code.to_owned() });
    }
    let due = order.due.ok_or(Unwritable::Missing { field: "due" })?;
    let block = settings.series.as_ref().ok_or(Unwritable::Missing { field: "series" })?;
    let comment = order.comment.as_deref().map(|comment| text("comment", comment, TEXT)).transpose()?;
    let reference = order.reference.as_deref().map(|reference| text("reference", reference, NAME)).transpose()?;
    let language = language(order);
    let decimals = order.currency.decimals();
    body(&Insert {
        vendor_id: &order.mark,
        partner_id: integer("contact", &order.contact)?,
        block_id: integer("series", block)?,
        r#type: if order.draft { "draft" } else { "invoice" },
        fulfillment_date: order.fulfilled.unwrap_or(order.issued).to_string(),
        due_date: due.to_string(),
        payment_method: method(order.method.as_ref()),
        language,
        currency: code,
        conversion_rate: order.rate.filter(|_| code != HOME).map(|rate| Exact(rate.normalize())),
        items: order.lines.iter().map(|line| item(line, decimals, language)).collect::<Result<_, _>>()?,
        comment: comment.filter(|comment| !comment.is_empty()),
        settings: reference.filter(|reference| !reference.is_empty()).map(|order_number| Settings { order_number }),
    })
}

fn item<'a>(line: &'a OrderLine, decimals: u32, language: &str) -> Result<Item<'a>, Unwritable> {
    amount("lines.net", line.net, RULES.amount_decimals)?;
    let priced = priced(line, decimals, &RULES);
    let usual = if language == "hu" { "db" } else { "pcs" };
    let unit = line.unit.trim();
    let word = line.tax_code.as_ref().map_or(line.tax_word.as_str(), RemoteId::as_str);
    let vat = RATES.iter().copied().find(|rate| *rate == word);
    let comment = [priced.told.as_deref(), line.comment.as_deref()].into_iter().flatten().collect::<Vec<_>>().join("\n");
    let alone = OrderLine { comment: None, ..line.clone() };
    Ok(Item {
        name: description(&alone, None, NAME)?,
        unit_price: Exact(priced.price),
        unit_price_type: "net",
        quantity: Exact(priced.quantity),
        unit: if unit.is_empty() { usual } else { unit },
        vat: vat.ok_or_else(|| Unwritable::Value { field: "lines.tax_code", value: word.to_owned() })?,
        comment: Some(text("lines.comment", &comment, TEXT)?).filter(|comment| !comment.is_empty()),
    })
}

/// The new entry alone; the list around it is read when it is sent.
fn payment(order: &PaymentOrder) -> Result<Vec<u8>, Unwritable> {
    currency(&order.currency, &RULES)?;
    body(&[Paid {
        date: order.date.to_string(),
        price: amount("amount", order.amount, RULES.amount_decimals)?,
        payment_method: method(order.method.as_ref()),
        voucher_number: Some(&order.mark),
        conversion_rate: order.rate.filter(|_| order.currency.as_str() != HOME).map(|rate| Exact(rate.normalize())),
    }])
}

/// The entry in the bytes of a payment.
pub(super) fn entry(body: &[u8]) -> Option<HistoryEntry> {
    wire::payments(body).ok()?.into_iter().next()
}

/// A list of payments with one more. An entry without a day cannot be written back.
pub(super) fn history(before: &[HistoryEntry], own: &HistoryEntry) -> Result<Vec<u8>, Unwritable> {
    let one = |entry: &HistoryEntry| -> Result<(String, HistoryEntry), Unwritable> {
        Ok((entry.date.ok_or(Unwritable::Missing { field: "date" })?.to_string(), entry.clone()))
    };
    let entries: Vec<(String, HistoryEntry)> = before.iter().chain([own]).map(one).collect::<Result<_, _>>()?;
    let list: Vec<Paid<'_>> = entries
        .iter()
        .map(|(date, entry)| Paid {
            date: date.clone(),
            price: Exact(entry.amount.normalize()),
            payment_method: entry.method.as_str(),
            voucher_number: entry.voucher.as_deref(),
            conversion_rate: entry.rate.map(|rate| Exact(rate.normalize())),
        })
        .collect();
    body(&list)
}

fn mail(order: &MailOrder) -> Result<Vec<u8>, Unwritable> {
    if let Some(wrong) = order.to.iter().find(|to| !to.contains('@')) {
        return Err(Unwritable::Value { field: "to", value: wrong.clone() });
    }
    body(&Mail { emails: &order.to })
}

/// The rates that lines may name, the usual ones first.
pub(super) fn rates() -> Vec<Choice> {
    let choice = |word: &&str| {
        let percent = word.strip_suffix('%').and_then(|number| number.replace(',', ".").parse::<Decimal>().ok());
        Choice {
            id: RemoteId::new(*word),
            name: (*word).to_owned(),
            code: None,
            currency: None,
            percent: Some(percent.unwrap_or_default()),
            days: None,
            usual: *word == "27%",
        }
    };
    RATES.iter().map(choice).collect()
}
