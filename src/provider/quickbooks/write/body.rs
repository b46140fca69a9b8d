//! The request of an order at `QuickBooks`.

use serde::Serialize;

use crate::domain::DocumentType;
use crate::domain::push::{
    ContactField, ContactOrder, DocumentOrder, Frozen, MailOrder, Order, OrderKind, OrderLine, PaymentOrder, TaxModel, Verb,
    VoidOrder, WriteSettings,
};
use crate::domain::{Currency, RemoteId};
use crate::provider::Unwritable;
use crate::provider::order::{amount, body, currency, cut, description, name, priced, text};
use crate::provider::wire::number::Exact;

use super::super::client::split;
use super::RULES;

/// Longest texts that the service takes.
const DESCRIPTION: usize = 4000;
const MEMO: usize = 1000;
const REFERENCE: usize = 21;
const EMAILS: usize = 100;
const TAX_NUMBER: usize = 20;
const STREET: usize = 500;

/// What the service keeps of our mark: it is in a note that customers do not see.
pub(super) fn note(mark: &str) -> String {
    format!("faktura:{mark}")
}

#[derive(Serialize)]
struct Ref<'a> {
    value: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Sale<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    doc_number: &'a str,
    txn_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sales_term_ref: Option<Ref<'a>>,
    customer_ref: Ref<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency_ref: Option<Ref<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exchange_rate: Option<Exact>,
    line: Vec<Line<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    txn_tax_detail: Option<Tax<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    global_tax_calculation: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bill_email: Option<Email>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_memo: Option<Memo>,
    private_note: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Line<'a> {
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    amount: Exact,
    detail_type: &'static str,
    sales_item_line_detail: Detail<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Detail<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    item_ref: Option<Ref<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    qty: Option<Exact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit_price: Option<Exact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_code_ref: Option<Ref<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Tax<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    txn_tax_code_ref: Option<Ref<'a>>,
    total_tax: Exact,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Email {
    address: String,
}

#[derive(Serialize)]
struct Memo {
    value: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Customer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sync_token: Option<&'a str>,
    #[serde(rename = "sparse", skip_serializing_if = "Option::is_none")]
    sparse: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    primary_tax_identifier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    primary_email_addr: Option<Email>,
    #[serde(skip_serializing_if = "Option::is_none")]
    primary_phone: Option<Phone<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bill_addr: Option<Place<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency_ref: Option<Ref<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Phone<'a> {
    free_form_number: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Place<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    line1: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    city: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postal_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Payment<'a> {
    txn_date: String,
    customer_ref: Ref<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency_ref: Option<Ref<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exchange_rate: Option<Exact>,
    total_amt: Exact,
    #[serde(skip_serializing_if = "Option::is_none")]
    deposit_to_account_ref: Option<Ref<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_ref_num: Option<String>,
    line: Vec<Part<'a>>,
    private_note: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Part<'a> {
    amount: Exact,
    linked_txn: [Linked<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Linked<'a> {
    txn_id: &'a str,
    txn_type: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Version<'a> {
    id: &'a str,
    sync_token: &'a str,
}

fn reference(id: &RemoteId) -> Ref<'_> {
    Ref { value: id.as_str() }
}

/// The request of an order.
pub(super) fn render(order: &Order, settings: &WriteSettings) -> Result<Frozen, Unwritable> {
    let (path, query, body) = match order {
        Order::Contact(order) => (vec!["customer"], Vec::new(), contact(order, settings)?),
        Order::Document(order) => {
            let path = if order.kind == DocumentType::CreditNote { "creditmemo" } else { "invoice" };
            (vec![path], Vec::new(), document(order, settings)?)
        }
        Order::Payment(order) => (vec!["payment"], Vec::new(), payment(order, settings)?),
        Order::Void(order) => (vec!["invoice"], vec![("operation", "void".to_owned())], void(order)?),
        Order::Mail(order) => {
            let (path, query) = mail(order)?;
            (path, query, Vec::new())
        }
    };
    Ok(Frozen {
        verb: Verb::Post,
        path: path.into_iter().map(str::to_owned).collect(),
        query: query.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        body,
    })
}

/// The currency of a record: told only where the company has several, because a company with one refuses it.
fn currency_of<'a>(of: &'a Currency, settings: &WriteSettings) -> Result<Option<Ref<'a>>, Unwritable> {
    currency(of, &RULES)?;
    if settings.foreign == Some(true) {
        return Ok(Some(Ref { value: of.as_str() }));
    }
    if settings.home.as_ref().is_some_and(|home| home != of) {
        return Err(Unwritable::Value { field: "currency", value: of.as_str().to_owned() });
    }
    Ok(None)
}

fn contact(order: &ContactOrder, settings: &WriteSettings) -> Result<Vec<u8>, Unwritable> {
    let display_name = name(&order.name, RULES.name)?;
    if display_name.contains(':') {
        return Err(Unwritable::Value { field: "name", value: display_name });
    }
    let existing = order.existing.as_ref();
    let version =
        existing.map(|existing| existing.version.as_deref().ok_or(Unwritable::Missing { field: "version" })).transpose()?;
    let emails = text("emails", &order.emails.join(", "), EMAILS)?;
    let address = &order.address;
    let street = address.street.as_deref().map(|street| text("address", street, STREET)).transpose()?;
    let place = Place {
        line1: street,
        city: address.city.as_deref(),
        postal_code: address.post_code.as_deref(),
        country: address.country.as_deref(),
    };
    let is_new = existing.is_none();
    // The service shows a tax number masked; what it shows must not be written back.
    let tax_number = order.tax_number.as_deref().filter(|_| is_new);
    let currency_ref = match &order.currency {
        Some(of) if is_new => currency_of(of, settings)?,
        _ => None,
    };
    body(&Customer {
        id: existing.map(|existing| existing.id.as_str()),
        sync_token: version,
        sparse: existing.map(|_| true),
        // A sparse change leaves what is not named as it is.
        display_name: Some(display_name).filter(|_| order.sends(ContactField::Name)),
        primary_tax_identifier: tax_number.map(|number| text("tax_number", number, TAX_NUMBER)).transpose()?,
        primary_email_addr: Some(emails)
            .filter(|emails| !emails.is_empty() && order.sends(ContactField::Emails))
            .map(|address| Email { address }),
        primary_phone: order
            .phone
            .as_deref()
            .filter(|_| order.sends(ContactField::Phone))
            .map(|free_form_number| Phone { free_form_number }),
        bill_addr: (*address != crate::domain::Address::default() && order.sends(ContactField::Address)).then_some(place),
        currency_ref,
        notes: is_new.then(|| note(&order.mark)),
    })
}

fn document(order: &DocumentOrder, settings: &WriteSettings) -> Result<Vec<u8>, Unwritable> {
    let kind = if order.kind == DocumentType::CreditNote { OrderKind::CreditNote } else { OrderKind::Invoice };
    if order.draft {
        return Err(Unwritable::Unsupported { kind });
    }
    let currency_ref = currency_of(&order.currency, settings)?;
    let memo = [order.comment.as_deref(), order.reference.as_deref()];
    let memo = memo.into_iter().flatten().collect::<Vec<_>>().join("\n");
    let by_line = settings.tax == TaxModel::Line;
    let is_invoice = kind == OrderKind::Invoice;
    let line = order.lines.iter().map(|line| self::line(line, by_line)).collect::<Result<Vec<_>, _>>()?;
    body(&Sale {
        doc_number: &text("number", &order.number, RULES.number)?,
        txn_date: order.issued.to_string(),
        due_date: order.due.filter(|_| is_invoice).map(|day| day.to_string()),
        sales_term_ref: order.term.as_ref().filter(|_| is_invoice).map(reference),
        customer_ref: reference(&order.contact),
        exchange_rate: order.rate.filter(|_| currency_ref.is_some()).map(|rate| Exact(rate.normalize())),
        currency_ref,
        line,
        txn_tax_detail: tax(order, settings.tax)?,
        global_tax_calculation: by_line.then_some("TaxExcluded"),
        bill_email: order
            .email
            .as_deref()
            .map(|email| text("email", email, EMAILS))
            .transpose()?
            .map(|address| Email { address }),
        customer_memo: Some(text("comment", &memo, MEMO)?).filter(|memo| !memo.is_empty()).map(|value| Memo { value }),
        private_note: note(&order.mark),
    })
}

fn line(line: &OrderLine, by_line: bool) -> Result<Line<'_>, Unwritable> {
    let priced = priced(line, RULES.amount_decimals, &RULES);
    let code = match &line.tax_code {
        Some(code) if by_line => reference(code),
        None if by_line => return Err(Unwritable::Missing { field: "lines.tax_code" }),
        _ if line.tax.is_zero() => Ref { value: "NON" },
        _ => Ref { value: "TAX" },
    };
    let told = priced.told.is_none();
    Ok(Line {
        description: description(line, priced.told.as_deref(), DESCRIPTION)?,
        amount: amount("lines.net", line.net, RULES.amount_decimals)?,
        detail_type: "SalesItemLineDetail",
        sales_item_line_detail: Detail {
            item_ref: line.item.as_ref().map(reference),
            qty: told.then_some(Exact(priced.quantity)),
            unit_price: told.then_some(Exact(priced.price)),
            tax_code_ref: Some(code),
        },
    })
}

/// The tax of the whole document, where it is told: what is sent stands, and the answer is compared with it.
fn tax(order: &DocumentOrder, model: TaxModel) -> Result<Option<Tax<'_>>, Unwritable> {
    let total_tax = amount("tax", order.tax, RULES.amount_decimals)?;
    match model {
        TaxModel::Line => Ok(None),
        TaxModel::Automatic => Ok(Some(Tax { txn_tax_code_ref: None, total_tax })),
        TaxModel::Whole if order.tax.is_zero() => Ok(None),
        TaxModel::Whole => {
            let code = order.tax_code.as_ref().ok_or(Unwritable::Missing { field: "tax_code" })?;
            Ok(Some(Tax { txn_tax_code_ref: Some(reference(code)), total_tax }))
        }
    }
}

fn payment(order: &PaymentOrder, settings: &WriteSettings) -> Result<Vec<u8>, Unwritable> {
    let currency_ref = currency_of(&order.currency, settings)?;
    let part = |part: &'_ crate::domain::push::OrderPart| -> Result<(Exact, RemoteId), Unwritable> {
        Ok((amount("parts.amount", part.amount, RULES.amount_decimals)?, part.document.clone()))
    };
    let parts: Vec<(Exact, RemoteId)> = order.parts.iter().map(part).collect::<Result<_, _>>()?;
    let line = parts.iter().map(|(amount, document)| {
        let (feed, id) = split(document);
        Part { amount: *amount, linked_txn: [Linked { txn_id: id, txn_type: super::super::wire::entity(feed) }] }
    });
    body(&Payment {
        txn_date: order.date.to_string(),
        customer_ref: reference(&order.contact),
        exchange_rate: order.rate.filter(|_| currency_ref.is_some()).map(|rate| Exact(rate.normalize())),
        currency_ref,
        total_amt: amount("amount", order.amount, RULES.amount_decimals)?,
        deposit_to_account_ref: order.account.as_ref().map(reference),
        // Our mark is in the note: this is for people.
        payment_ref_num: order.reference.as_deref().map(|number| cut(number, REFERENCE)),
        line: line.collect(),
        private_note: note(&order.mark),
    })
}

/// Only invoices: whether the service voids a credit memo is not documented.
fn void(order: &VoidOrder) -> Result<Vec<u8>, Unwritable> {
    let (feed, id) = split(&order.existing.id);
    if feed.name != "invoice" {
        return Err(Unwritable::Unsupported { kind: OrderKind::Void });
    }
    let sync_token = order.existing.version.as_deref().ok_or(Unwritable::Missing { field: "version" })?;
    body(&Version { id, sync_token })
}

/// Path and parameters.
type Mail<'a> = (Vec<&'a str>, Vec<(&'static str, String)>);

fn mail(order: &MailOrder) -> Result<Mail<'_>, Unwritable> {
    let (feed, id) = split(&order.document);
    let to = text("to", &order.to.join(","), EMAILS)?;
    let query = if to.is_empty() { Vec::new() } else { vec![("sendTo", to)] };
    Ok((vec![feed.name, id, "send"], query))
}
