//! The request of an order at Xero.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::domain::DocumentType;
use crate::domain::push::{
    ContactField, ContactOrder, DocumentOrder, Frozen, MailOrder, Order, OrderLine, PaymentOrder, Verb, VoidOrder, WriteSettings,
};
use crate::provider::Unwritable;
use crate::provider::order::{amount, body, currency, cut, description, name, priced, text};
use crate::provider::wire::number::Exact;

use super::RULES;

/// Longest texts that the service takes.
const DESCRIPTION: usize = 4000;
const REFERENCE: usize = 255;
const STREET: usize = 500;
/// Decimals of a rate.
const RATE: u32 = 10;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Invoices<'a> {
    invoices: [Document<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct CreditNotes<'a> {
    credit_notes: [Document<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Document<'a> {
    r#type: &'static str,
    contact: Party<'a>,
    line_items: Vec<Line<'a>>,
    date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_date: Option<String>,
    line_amount_types: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoice_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit_note_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    currency_code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency_rate: Option<Exact>,
    status: &'static str,
}

/// Nothing but the identifier: more fields would change the contact.
#[derive(Serialize)]
struct Party<'a> {
    #[serde(rename = "ContactID")]
    id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Line<'a> {
    description: String,
    quantity: Exact,
    unit_amount: Exact,
    #[serde(skip_serializing_if = "Option::is_none")]
    item_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_type: Option<&'a str>,
    tax_amount: Exact,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Contacts<'a> {
    contacts: [Contact<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Contact<'a> {
    #[serde(rename = "ContactID", skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phones: Option<[Phone<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    addresses: Option<[Place<'a>; 1]>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Phone<'a> {
    phone_type: &'static str,
    phone_number: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Place<'a> {
    address_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    address_line1: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    city: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postal_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Payments<'a> {
    payments: [Payment<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Payment<'a> {
    invoice: Paid<'a>,
    account: Account<'a>,
    date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency_rate: Option<Exact>,
    amount: Exact,
    reference: String,
}

#[derive(Serialize)]
struct Paid<'a> {
    #[serde(rename = "InvoiceID")]
    id: &'a str,
}

#[derive(Serialize)]
struct Account<'a> {
    #[serde(rename = "AccountID")]
    id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Voided {
    #[serde(skip_serializing_if = "Option::is_none")]
    invoices: Option<[Status; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit_notes: Option<[Status; 1]>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Status {
    status: &'static str,
}

/// The reference of a payment: what people see, and our mark, by which it is found again.
pub(super) fn reference(order: &PaymentOrder) -> String {
    let seen = order.reference.as_deref().map(str::trim).filter(|seen| !seen.is_empty());
    let mark = format!("faktura:{}", order.mark);
    // The mark stays whole: it is what the payment is found by.
    let left = REFERENCE.saturating_sub(mark.chars().count() + 1);
    seen.map_or_else(|| mark.clone(), |seen| format!("{} {mark}", cut(seen, left)))
}

/// The request of an order.
pub(super) fn render(order: &Order, settings: &WriteSettings) -> Result<Frozen, Unwritable> {
    let one = ("summarizeErrors", "false");
    let (verb, path, query, body) = match order {
        Order::Contact(order) => match &order.existing {
            None => (Verb::Put, vec!["Contacts"], vec![one], contact(order)?),
            Some(existing) => (Verb::Post, vec!["Contacts", existing.id.as_str()], Vec::new(), contact(order)?),
        },
        Order::Document(order) => {
            let path = if order.kind == DocumentType::CreditNote { "CreditNotes" } else { "Invoices" };
            (Verb::Put, vec![path], vec![one, ("unitdp", "4")], document(order, settings)?)
        }
        Order::Payment(order) => (Verb::Put, vec!["Payments"], vec![one], payment(order, settings)?),
        Order::Void(order) => {
            let path = if order.kind == DocumentType::CreditNote { "CreditNotes" } else { "Invoices" };
            (Verb::Post, vec![path, order.existing.id.as_str()], Vec::new(), void(order)?)
        }
        Order::Mail(order) => (Verb::Post, vec!["Invoices", order.document.as_str(), "Email"], Vec::new(), mail(order)?),
    };
    Ok(Frozen {
        verb,
        path: path.into_iter().map(str::to_owned).collect(),
        query: query.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        body,
    })
}

/// The service's rate is foreign units for one unit of its own currency, the other way round than ours.
fn rate(ours: Option<Decimal>) -> Option<Exact> {
    let inverse = Decimal::ONE.checked_div(ours?)?;
    Some(Exact(inverse.round_dp(RATE).normalize()))
}

fn contact(order: &ContactOrder) -> Result<Vec<u8>, Unwritable> {
    let name = name(&order.name, RULES.name)?;
    if name.contains(['<', '>']) {
        return Err(Unwritable::Value { field: "name", value: name });
    }
    let email = order.emails.first().map(|email| email.trim());
    if let Some(email) = email.filter(|email| !email.is_ascii() || !email.contains('@')) {
        return Err(Unwritable::Value { field: "emails", value: email.to_owned() });
    }
    let address = &order.address;
    let street = address.street.as_deref().map(|street| text("address", street, STREET)).transpose()?;
    let place = Place {
        address_type: "POBOX",
        address_line1: street,
        city: address.city.as_deref(),
        postal_code: address.post_code.as_deref(),
        country: address.country.as_deref(),
    };
    let existing = order.existing.as_ref();
    // The service leaves what is not named as it is.
    let phone = order.phone.as_deref().filter(|_| order.sends(ContactField::Phone));
    let is_placed = *address != crate::domain::Address::default() && order.sends(ContactField::Address);
    body(&Contacts {
        contacts: [Contact {
            id: existing.map(|existing| existing.id.as_str()),
            contact_number: existing.is_none().then_some(&*order.mark),
            name: Some(name).filter(|_| order.sends(ContactField::Name)),
            email_address: email.filter(|_| order.sends(ContactField::Emails)),
            tax_number: order.tax_number.as_deref().filter(|_| order.sends(ContactField::TaxNumber)),
            phones: phone.map(|phone_number| [Phone { phone_type: "DEFAULT", phone_number }]),
            addresses: is_placed.then_some([place]),
        }],
    })
}

fn document(order: &DocumentOrder, settings: &WriteSettings) -> Result<Vec<u8>, Unwritable> {
    currency(&order.currency, &RULES)?;
    let is_credit = order.kind == DocumentType::CreditNote;
    let number = text("number", &order.number, RULES.number)?;
    if number.is_empty() {
        // With a number of the service's own a lost answer could not be told from a twin.
        return Err(Unwritable::Missing { field: "number" });
    }
    if order.due.is_none() && !is_credit {
        return Err(Unwritable::Missing { field: "due" });
    }
    let parts = [order.reference.as_deref(), order.comment.as_deref()];
    let reference = parts.into_iter().flatten().map(str::trim).find(|part| !part.is_empty());
    let is_foreign = settings.home.as_ref().is_some_and(|home| *home != order.currency);
    let document = Document {
        r#type: if is_credit { "ACCRECCREDIT" } else { "ACCREC" },
        contact: Party { id: order.contact.as_str() },
        line_items: order.lines.iter().map(|line| self::line(line, order.draft)).collect::<Result<_, _>>()?,
        date: order.issued.to_string(),
        due_date: order.due.filter(|_| !is_credit).map(|day| day.to_string()),
        line_amount_types: "Exclusive",
        invoice_number: (!is_credit).then(|| number.clone()),
        credit_note_number: is_credit.then_some(number),
        reference: reference.map(|reference| cut(reference, REFERENCE)),
        currency_code: order.currency.as_str(),
        currency_rate: rate(order.rate.filter(|_| is_foreign)),
        status: if order.draft { "DRAFT" } else { "AUTHORISED" },
    };
    if is_credit { body(&CreditNotes { credit_notes: [document] }) } else { body(&Invoices { invoices: [document] }) }
}

fn line(line: &OrderLine, draft: bool) -> Result<Line<'_>, Unwritable> {
    let priced = priced(line, RULES.amount_decimals, &RULES);
    amount("lines.net", line.net, RULES.amount_decimals)?;
    let account_code = line.account.as_ref().map(crate::domain::RemoteId::as_str);
    if account_code.is_none() && line.item.is_none() && !draft {
        return Err(Unwritable::Missing { field: "lines.account" });
    }
    Ok(Line {
        description: description(line, priced.told.as_deref(), DESCRIPTION)?,
        quantity: Exact(priced.quantity),
        unit_amount: Exact(priced.price),
        item_code: line.item.as_ref().map(crate::domain::RemoteId::as_str),
        account_code,
        tax_type: line.tax_code.as_ref().map(crate::domain::RemoteId::as_str),
        tax_amount: amount("lines.tax", line.tax, RULES.amount_decimals)?,
    })
}

fn payment(order: &PaymentOrder, settings: &WriteSettings) -> Result<Vec<u8>, Unwritable> {
    currency(&order.currency, &RULES)?;
    let [part] = order.parts.as_slice() else {
        return Err(Unwritable::Value { field: "parts", value: order.parts.len().to_string() });
    };
    if part.amount != order.amount {
        // What is paid too much would need a bank transaction.
        return Err(Unwritable::Value { field: "amount", value: order.amount.to_string() });
    }
    let account = order.account.as_ref().ok_or(Unwritable::Missing { field: "account" })?;
    let is_foreign = settings.home.as_ref().is_some_and(|home| *home != order.currency);
    body(&Payments {
        payments: [Payment {
            invoice: Paid { id: part.document.as_str() },
            account: Account { id: account.as_str() },
            date: order.date.to_string(),
            currency_rate: rate(order.rate.filter(|_| is_foreign)),
            amount: amount("amount", order.amount, RULES.amount_decimals)?,
            reference: text("reference", &reference(order), REFERENCE)?,
        }],
    })
}

/// What was approved is voided; a draft is deleted, which leaves it there as well.
fn void(order: &VoidOrder) -> Result<Vec<u8>, Unwritable> {
    let status = || [Status { status: if order.kind == DocumentType::Draft { "DELETED" } else { "VOIDED" } }];
    let is_credit = order.kind == DocumentType::CreditNote;
    body(&Voided { invoices: (!is_credit).then(status), credit_notes: is_credit.then(status) })
}

/// The service mails to the contact's own address alone.
fn mail(order: &MailOrder) -> Result<Vec<u8>, Unwritable> {
    if order.kind == DocumentType::CreditNote {
        return Err(Unwritable::Unsupported { kind: crate::domain::push::OrderKind::Mail });
    }
    match order.to.first() {
        Some(to) => Err(Unwritable::Value { field: "to", value: to.clone() }),
        None => Ok(b"{}".to_vec()),
    }
}
