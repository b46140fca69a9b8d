//! Writes to an account, as the service takes them: partners, documents, payments, cancellation, sending.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::account::Account;
use super::answer::{Answer, Invalid};
use super::body::{amount, day, text};
use super::compose::{self, Insert};
use super::documents::ZONE;
use super::model::{Address, BillingSettings, Buyer, Document, Partner, Related};
use super::routes::{Context, payments};
use super::written::Booked;

/// Kinds of documents that can be paid and cancelled.
const CLAIMS: &[&str] = &["invoice", "advance", "modification", "receipt"];

/// An error with a message.
fn refused(status: u16, message: &str) -> Answer {
    Answer::new(status, "application/json", json!({"error": {"message": message}}).to_string())
}

fn created(body: String) -> Answer {
    Answer::new(201, "application/json", body)
}

/// Answers a write.
pub(super) fn answer(method: &str, path: &str, body: &[u8], account: &mut Account, context: &Context<'_>) -> Answer {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let body: Value = match (method, serde_json::from_slice(body)) {
        (_, Ok(body)) => body,
        ("DELETE", _) => Value::Null,
        ("POST", _) if parts.get(2) == Some(&"cancel") && body.is_empty() => json!({}),
        _ => return Answer::error(400),
    };
    let id = |text: &str| text.parse::<u64>().ok();
    match (method, parts.as_slice()) {
        ("POST", ["partners"]) => add_partner(account, &body),
        ("PUT", ["partners", partner]) => change_partner(account, partner, &body),
        ("POST", ["documents"]) => add_document(account, &body, context),
        ("PUT", ["documents", document]) => id(document).map_or_else(missing, |id| issue(account, id, &body, context)),
        ("DELETE", ["documents", document]) => id(document).map_or_else(missing, |id| remove(account, id)),
        ("POST", ["documents", document, "cancel"]) => {
            id(document).map_or_else(missing, |id| cancel(account, id, &body, context))
        }
        ("PUT", ["documents", document, "payments"]) => id(document).map_or_else(missing, |id| pay(account, id, &body, context)),
        ("POST", ["documents", document, "send"]) => id(document).map_or_else(missing, |id| mail(account, id, &body)),
        ("GET" | "POST" | "PUT" | "DELETE", _) => missing(),
        _ => Answer::error(405),
    }
}

fn missing() -> Answer {
    Answer::error(404)
}

/// The day of a point in time, where the service is.
fn today(context: &Context<'_>) -> Date {
    context.now.to_zoned(TimeZone::get(ZONE).unwrap_or(TimeZone::UTC)).date()
}

fn partner(body: &Value, id: u64) -> Result<Partner, Answer> {
    let mut errors = Vec::new();
    if text(body, "/name").trim().is_empty() {
        errors.push(Invalid::new("name", "The name field is required.".to_owned()));
    }
    if body.get("address").is_some() && text(body, "/address/country_code").is_empty() {
        errors.push(Invalid::new("address.country_code", "The address.country_code field is required.".to_owned()));
    }
    if !errors.is_empty() {
        return Err(Answer::invalid(&errors));
    }
    let own = |pointer: &str| text(body, pointer).to_owned().into();
    let emails = body.get("emails").and_then(Value::as_array).into_iter().flatten();
    let buyer = Buyer {
        id,
        name: own("/name"),
        address: Address {
            country_code: own("/address/country_code"),
            post_code: own("/address/post_code"),
            city: own("/address/city"),
            address: own("/address/address"),
        },
        emails: emails.filter_map(Value::as_str).map(|email| email.to_owned().into()).collect(),
        taxcode: own("/taxcode"),
        iban: own("/iban"),
        swift: own("/swift"),
        account_number: own("/account_number"),
        phone: own("/phone"),
        tax_type: own("/tax_type"),
    };
    Ok(Partner {
        buyer: Arc::new(buyer),
        general_ledger_number: own("/general_ledger_number"),
        custom_billing_settings: BillingSettings {
            payment_method: "wire_transfer".into(),
            document_form: "electronic".into(),
            due_days: 8,
            document_currency: "HUF".into(),
            template_language_code: "hu".into(),
        },
        group_member_tax_number: own("/group_member_tax_number"),
    })
}

fn add_partner(account: &mut Account, body: &Value) -> Answer {
    let id = account.partners().iter().map(|partner| partner.buyer.id).max().unwrap_or_default() + 1;
    match partner(body, id) {
        Err(refused) => refused,
        Ok(partner) => {
            let text = serde_json::to_string(&partner).unwrap_or_default();
            account.written.partners.insert(0, Arc::new(partner));
            created(text)
        }
    }
}

fn change_partner(account: &mut Account, id: &str, body: &Value) -> Answer {
    let Some(at) = account.partners().iter().position(|partner| partner.buyer.id.to_string() == id) else { return missing() };
    let id = account.partners().get(at).map(|partner| partner.buyer.id).unwrap_or_default();
    match partner(body, id) {
        Err(refused) => refused,
        Ok(partner) => {
            let text = serde_json::to_string(&partner).unwrap_or_default();
            if let Some(held) = account.written.partners.get_mut(at) {
                *held = Arc::new(partner);
            }
            Answer::json(text)
        }
    }
}

fn add_document(account: &mut Account, body: &Value, context: &Context<'_>) -> Answer {
    let vendor = text(body, "/vendor_id").to_owned();
    let taken = account.written.vendors.iter().any(|(of, _)| !vendor.is_empty() && *of == vendor);
    if taken && account.written.writing.unique_vendor {
        return Answer::invalid(&[Invalid::new("vendor_id", "The vendor_id has already been taken.".to_owned())]);
    }
    let insert = match Insert::of(body, account) {
        Ok(insert) => insert,
        Err(errors) => return Answer::invalid(&errors),
    };
    let kind = insert.kind;
    let mut document = compose::document(insert, account, today(context));
    if kind != "draft" {
        document.invoice_number = number(account, kind, document.invoice_date);
    }
    let paid = body.get("paid").and_then(Value::as_bool).unwrap_or(false) && CLAIMS.contains(&kind);
    if paid {
        document.payment_status = "paid".into();
        document.paid_date = Some(document.invoice_date);
    }
    let id = account.add(document, context.now);
    if !vendor.is_empty() {
        account.written.vendors.push((vendor, id));
    }
    created(account.json(id).unwrap_or_default())
}

/// The next number of a kind of document.
fn number(account: &mut Account, kind: &str, day: Date) -> String {
    let prefix = match kind {
        "proforma" => "DB",
        _ => "INV",
    };
    let last = match account.written.numbers.get(&(prefix, day.year())) {
        Some(last) => *last,
        None => account.last_number(prefix, day.year()),
    };
    account.written.numbers.insert((prefix, day.year()), last + 1);
    format!("{prefix}-{}-{}", day.year(), last + 1)
}

/// Makes an invoice of a draft.
fn issue(account: &mut Account, id: u64, body: &Value, context: &Context<'_>) -> Answer {
    let Some(held) = account.document(id) else { return missing() };
    if held.r#type != "draft" {
        return refused(403, "Only draft documents can be changed.");
    }
    let insert = match Insert::of(body, account) {
        Ok(insert) => insert,
        Err(errors) => return Answer::invalid(&errors),
    };
    let kind = insert.kind;
    let mut document = compose::document(insert, account, today(context));
    if kind != "draft" {
        document.invoice_number = number(account, kind, document.invoice_date);
    }
    account.edit(id, context.now, |held| *held = document);
    Answer::json(account.json(id).unwrap_or_default())
}

fn remove(account: &mut Account, id: u64) -> Answer {
    let Some(held) = account.document(id) else { return missing() };
    if held.r#type != "draft" {
        return refused(403, "Only draft documents can be deleted.");
    }
    account.delete(id);
    account.written.vendors.retain(|(_, of)| *of != id);
    Answer::new(204, "application/json", "")
}

/// Makes the document that cancels another one.
fn cancel(account: &mut Account, id: u64, body: &Value, context: &Context<'_>) -> Answer {
    let Some(held) = account.document(id) else { return missing() };
    if !CLAIMS.contains(&held.r#type.as_ref()) {
        return refused(400, "A document of this type can not be cancelled.");
    }
    if held.cancelled {
        return refused(400, "The document is already cancelled.");
    }
    let mut document = compose::negated(&held);
    document.r#type = if held.r#type == "receipt" { "receipt_cancellation" } else { "cancellation" }.into();
    document.invoice_date = today(context);
    document.due_date = Some(today(context));
    document.paid_date = None;
    document.payment_status = "none".into();
    document.comment = text(body, "/cancellation_reason").to_owned().into();
    document.related_documents = vec![Related { id, invoice_number: held.invoice_number.clone() }];
    document.invoice_number = number(account, "cancellation", document.invoice_date);
    let printed = document.invoice_number.clone();
    let made = account.add(document, context.now);
    let keeps = account.written.writing.cancelled_keeps_state;
    account.edit(id, context.now, |held| {
        held.cancelled = true;
        held.related_documents.push(Related { id: made, invoice_number: printed });
        if !keeps {
            held.payment_status = "none".into();
        }
    });
    Answer::json(account.json(made).unwrap_or_default())
}

fn booked(element: &Value) -> Option<Booked> {
    Some(Booked {
        date: day(element, "/date")?,
        price: amount(element, "/price")?,
        method: Some(text(element, "/payment_method").to_owned()).filter(|method| !method.is_empty())?,
        voucher: element.get("voucher_number").and_then(Value::as_str).map(str::to_owned),
        rate: amount(element, "/conversion_rate"),
    })
}

/// Books payments of a document; its state follows.
fn pay(account: &mut Account, id: u64, body: &Value, context: &Context<'_>) -> Answer {
    let Some(held) = account.document(id) else { return missing() };
    if !CLAIMS.contains(&held.r#type.as_ref()) || held.cancelled {
        return refused(403, "No payment can be booked on this document.");
    }
    let list: Option<Vec<Booked>> = body.as_array().and_then(|list| list.iter().map(booked).collect());
    let Some(mut list) = list else {
        return Answer::invalid(&[Invalid::new("price", "The date, the price and the payment_method are required.".to_owned())]);
    };
    if account.written.writing.payments_add {
        list.splice(0..0, history(account, &held));
    }
    let sum: Decimal = list.iter().map(|paid| paid.price).sum();
    let last = list.iter().map(|paid| paid.date).max();
    let gross = held.gross_total.decimal().unwrap_or_default();
    account.written.payments.insert(id, list);
    account.edit(id, context.now, |document| {
        let (status, paid) = if sum >= gross {
            ("paid", last)
        } else if sum.is_zero() {
            ("outstanding", None)
        } else {
            ("partially_paid", None)
        };
        (document.payment_status, document.paid_date) = (status.into(), paid);
    });
    account.document(id).map_or_else(missing, |document| Answer::json(payments(account, &document)))
}

/// Payments of a document, as they were written or made up.
fn history(account: &Account, document: &Document) -> Vec<Booked> {
    if let Some(list) = account.written.payments.get(&document.id) {
        return list.clone();
    }
    let made: Value = serde_json::from_str(&payments(account, document)).unwrap_or_default();
    made.as_array().into_iter().flatten().filter_map(booked).collect()
}

fn mail(account: &mut Account, id: u64, body: &Value) -> Answer {
    let Some(held) = account.document(id) else { return missing() };
    if held.r#type == "draft" {
        return refused(400, "A draft can not be sent.");
    }
    let given = body.get("emails").and_then(Value::as_array).into_iter().flatten();
    let mut emails: Vec<String> = given.filter_map(Value::as_str).map(str::to_owned).collect();
    if emails.is_empty() {
        emails = held.partner.buyer.emails.iter().map(ToString::to_string).collect();
    }
    if emails.is_empty() || emails.iter().any(|email| !email.contains('@')) {
        return Answer::invalid(&[Invalid::new("emails", "The emails must be valid email addresses.".to_owned())]);
    }
    account.written.mailed.push((id, emails.clone()));
    Answer::json(json!({"emails": emails}).to_string())
}
