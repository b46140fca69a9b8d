//! A document as the service writes it → an invoice, or the reason why it cannot be one.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::domain::{
    Currency, Discount, DocumentType, Invoice, LineItem, Message, Payload, PaymentStatus, RelatedDocument, RemoteId, VatLine,
};
use crate::provider::{Record, RejectedRecord};

use super::document::{self, Document};
use super::party;
use crate::provider::wire::lenient::{List, Object, Raw};

/// Largest document that is taken, in bytes of JSON.
pub(super) const MAX_DOCUMENT: usize = 4 << 20;

/// Longest identifier.
const MAX_ID: usize = 64;

/// Longest part of an unusable value that a reason repeats.
const SHOWN: usize = 60;

/// Parses one document.
pub(in super::super) fn record(json: &str) -> Record {
    if json.len() > MAX_DOCUMENT {
        let (id, number) = identify(json);
        let reason = Message::new("provider-skip-size").with("size", json.len() >> 20);
        return Err(RejectedRecord { kind: None, id, number, reason });
    }
    serde_json::from_str::<Object<Document<'_>>>(json).map_or_else(
        |_| {
            let (id, number) = identify(json);
            Err(RejectedRecord { kind: None, id, number, reason: Message::new("provider-skip-shape") })
        },
        taken,
    )
}

/// A parsed document as a record. Something else in its place names nothing.
pub(super) fn taken(document: Object<Document<'_>>) -> Record {
    let Some(document) = document.0 else {
        return Err(RejectedRecord { kind: None, id: None, number: None, reason: Message::new("provider-skip-shape") });
    };
    let (id, number) = (document.id, document.invoice_number);
    let refused = |reason| RejectedRecord { kind: None, id: self::id(id), number: self::number(number), reason };
    invoice(document).map(Payload::of_document).map_err(refused)
}

/// What identifies a document that cannot be read as a whole.
fn identify(json: &str) -> (Option<RemoteId>, Option<String>) {
    let fields: BTreeMap<String, Raw<'_>> = serde_json::from_str(json).unwrap_or_default();
    let field = |name: &str| fields.get(name).copied().unwrap_or_default();
    (id(field("id")), number(field("invoice_number")))
}

fn invoice(document: Document<'_>) -> Result<Invoice, Message> {
    let id = id(document.id).ok_or_else(|| Message::new("provider-skip-id"))?;
    let currency = currency(document.currency)?;
    let gross = amount("gross_total", document.gross_total)?;
    let gross = gross.ok_or_else(|| Message::new("provider-skip-amount-missing").with("field", "gross_total"))?;
    let summary = document.summary.0.unwrap_or_default();
    let settings = document.settings.0.unwrap_or_default();
    let mut invoice = Invoice {
        id,
        number: number(document.invoice_number).unwrap_or_default(),
        kind: document.r#type.word().map_or_else(|| DocumentType::Other("unknown".into()), |word| (&*word).into()),
        direction: crate::domain::Direction::Issued,
        balance: None,
        correction: document.correction_type.word().map(|word| (&*word).into()),
        cancelled: document.cancelled.flag(),
        block_id: whole(document.block_id),
        status: document.payment_status.word().map_or(PaymentStatus::None, |word| (&*word).into()),
        method: document.payment_method.word().map(|word| (&*word).into()),
        currency,
        rate: amount("conversion_rate", document.conversion_rate)?,
        gross,
        net: amount("summary.net_amount", summary.net_amount)?,
        vat: amount("summary.vat_amount", summary.vat_amount)?,
        gross_local: amount("summary.gross_amount_local", summary.gross_amount_local)?,
        issued: date("invoice_date", document.invoice_date)?,
        fulfilled: date("fulfillment_date", document.fulfillment_date)?,
        due: date("due_date", document.due_date)?,
        paid: date("paid_date", document.paid_date)?,
        seller: party::seller(document.organization.0.unwrap_or_default()),
        buyer: party::buyer(document.document_partner, document.partner),
        electronic: document.electronic.flag(),
        comment: document.comment.boxed(),
        tags: document.tags.texts(),
        language: document.language.boxed(),
        notification: document.notification_status.boxed(),
        nav: document.online_szamla_status.word().map(|word| (&*word).into()),
        order_number: settings.order_number.boxed(),
        related: related(document.related_documents),
        discount: discount(document.discount)?,
        vat_lines: vat_lines(summary.vat_rate_summary)?,
        items: items(document.items)?,
        rounding: settings.round.word().map(|word| (&*word).into()),
        original: Vec::new(),
    };
    invoice.mend();
    invoice.complete();
    Ok(invoice)
}

/// The currency: three letters, in any case. A total of its own is not made of anything else.
fn currency(raw: Raw<'_>) -> Result<Currency, Message> {
    let code = raw.word().ok_or_else(|| Message::new("provider-skip-currency"))?;
    if code.len() == 3 && code.bytes().all(|b| b.is_ascii_alphabetic()) {
        Ok(Currency::new(&code))
    } else {
        Err(unusable("provider-skip-currency-code", "currency".to_owned(), raw))
    }
}

/// An identifier: digits, as a number or a text, or whatever else fits into a path unchanged.
fn id(raw: Raw<'_>) -> Option<RemoteId> {
    let id = whole(raw)?;
    let plain = id.len() <= MAX_ID && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    plain.then(|| RemoteId::new(id))
}

/// A whole number as its digits also when it came as a float; any other text as it is.
fn whole(raw: Raw<'_>) -> Option<Box<str>> {
    let word = raw.word()?;
    if word.bytes().all(|b| b.is_ascii_digit()) {
        return Some(word.as_ref().into());
    }
    Some(raw.integer().map_or_else(|| word.as_ref().into(), |number| number.to_string().into()))
}

fn number(raw: Raw<'_>) -> Option<String> {
    raw.word().map(std::borrow::Cow::into_owned)
}

fn text(raw: Raw<'_>) -> String {
    number(raw).unwrap_or_default()
}

fn amount(field: impl Into<String>, raw: Raw<'_>) -> Result<Option<Decimal>, Message> {
    raw.decimal().map_err(|_| unusable("provider-skip-amount", field.into(), raw))
}

fn date(field: &str, raw: Raw<'_>) -> Result<Option<Date>, Message> {
    raw.date().map_err(|_| unusable("provider-skip-date", field.to_owned(), raw))
}

fn unusable(reason: &'static str, field: String, raw: Raw<'_>) -> Message {
    let value: String = raw.json().unwrap_or_default().chars().take(SHOWN).collect();
    Message::new(reason).with("field", field).with("value", value)
}

fn items(list: List<Object<document::Item<'_>>>) -> Result<Vec<LineItem>, Message> {
    list.0.into_iter().filter_map(|item| item.0).enumerate().map(|(index, item)| line(index + 1, &item)).collect()
}

fn line(position: usize, item: &document::Item<'_>) -> Result<LineItem, Message> {
    // The name is only put together where it is needed: for a reason.
    let amount = |field: &str, raw: Raw<'_>| {
        raw.decimal().map_err(|_| unusable("provider-skip-amount", format!("items[{position}].{field}"), raw))
    };
    Ok(LineItem {
        product_id: whole(item.product_id),
        name: text(item.name),
        quantity: amount("quantity", item.quantity)?.unwrap_or_default(),
        unit: text(item.unit),
        net_unit_amount: amount("net_unit_amount", item.net_unit_amount)?,
        net: amount("net_amount", item.net_amount)?,
        vat: text(item.vat),
        vat_amount: amount("vat_amount", item.vat_amount)?,
        gross: amount("gross_amount", item.gross_amount)?,
        entitlement: item.entitlement.boxed(),
        comment: item.comment.boxed(),
    })
}

fn vat_lines(list: List<Object<document::VatRate<'_>>>) -> Result<Vec<VatLine>, Message> {
    let line = |rate: document::VatRate<'_>| {
        Ok(VatLine {
            name: text(rate.vat_name),
            net: amount("vat_rate_net_amount", rate.vat_rate_net_amount)?,
            vat: amount("vat_rate_vat_amount", rate.vat_rate_vat_amount)?,
            gross: amount("vat_rate_gross_amount", rate.vat_rate_gross_amount)?,
        })
    };
    list.0.into_iter().filter_map(|rate| rate.0).map(line).collect()
}

fn related(list: List<Object<document::Ancestor<'_>>>) -> Vec<RelatedDocument> {
    let document =
        |other: document::Ancestor<'_>| Some(RelatedDocument { id: id(other.id)?, number: text(other.invoice_number) });
    list.0.into_iter().filter_map(|other| other.0).filter_map(document).collect()
}

/// The discount; one of nothing is none.
fn discount(discount: Object<document::Discount<'_>>) -> Result<Option<Discount>, Message> {
    let Some(discount) = discount.0 else { return Ok(None) };
    let value = amount("discount.value", discount.value)?.filter(|value| !value.is_zero());
    Ok(value.map(|value| Discount { kind: discount.r#type.boxed().unwrap_or_else(|| "percent".into()), value }))
}

#[cfg(test)]
#[path = "convert_tests.rs"]
mod tests;
