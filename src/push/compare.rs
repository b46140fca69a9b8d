//! An order against the record that it became: field by field, amounts to the cent.

use rust_decimal::Decimal;

use super::matching::{bare_name, tax_key};
use crate::domain::push::{ContactBase, ContactField, ContactOrder, DocumentOrder, Order, PaymentOrder};
use crate::domain::{Contact, Invoice, Payload, Payment};
use crate::query::fold;

/// A field in which a record is not what was ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Name of the field, in the words of the JSON.
    pub field: &'static str,
    /// What was ordered.
    pub ours: String,
    /// What the service has.
    pub theirs: String,
}

struct Found(Vec<Difference>);

impl Found {
    fn text(&mut self, field: &'static str, ours: &str, theirs: &str) {
        if ours.trim() != theirs.trim() {
            self.0.push(Difference { field, ours: ours.to_owned(), theirs: theirs.to_owned() });
        }
    }

    fn amount(&mut self, field: &'static str, ours: Decimal, theirs: Decimal) {
        if ours != theirs {
            let (ours, theirs) = (ours.normalize().to_string(), theirs.normalize().to_string());
            self.0.push(Difference { field, ours, theirs });
        }
    }
}

/// The fields in which a record is not what was ordered; none if it is of no other kind and the same in all that is compared.
#[must_use]
pub fn differences(order: &Order, record: &Payload) -> Vec<Difference> {
    let mut found = Found(Vec::new());
    match (order, record) {
        (Order::Document(order), Payload::Document(record)) => document(order, record, &mut found),
        (Order::Payment(order), Payload::Payment(record)) => payment(order, record, &mut found),
        (Order::Contact(order), Payload::Contact(record)) => contact(order, record, &mut found),
        // What they do is in the state of the record, which has its own look.
        (Order::Void(_) | Order::Mail(_), _) => {}
        (order, record) => found.text("kind", order.kind().as_str(), record.kind().as_str()),
    }
    found.0
}

fn document(order: &DocumentOrder, record: &Invoice, found: &mut Found) {
    if !order.number.is_empty() {
        found.text("invoice_number", &order.number, &record.number);
    }
    // Records of ours sign credit notes.
    found.amount("gross_total", order.gross, record.gross.abs());
    if let Some(net) = record.net {
        found.amount("net_total", order.net, net.abs());
    }
    found.text("currency", order.currency.as_str(), record.currency.as_str());
    // A service that gives the numbers dates a document with the day of issue.
    if let Some(issued) = record.issued.filter(|_| !order.number.is_empty()) {
        found.text("invoice_date", &order.issued.to_string(), &issued.to_string());
    }
    if let Some(contact) = record.buyer.id.as_deref() {
        found.text("contact_id", order.contact.as_str(), contact);
    }
}

fn payment(order: &PaymentOrder, record: &Payment, found: &mut Found) {
    found.amount("amount", order.amount, record.amount);
    found.text("currency", order.currency.as_str(), record.currency.as_str());
    if let Some(date) = record.date {
        found.text("date", &order.date.to_string(), &date.to_string());
    }
    for part in &order.parts {
        found.amount("allocation", part.amount, record.pays(&part.document));
    }
}

/// Of a change the fields that it sends: the others are what the service has now.
fn contact(order: &ContactOrder, record: &Contact, found: &mut Found) {
    if order.sends(ContactField::Name)
        && fold(&order.name) != fold(&record.name)
        && bare_name(&order.name) != bare_name(&record.name)
    {
        found.text("name", &order.name, &record.name);
    }
    let key = |number: &Option<Box<str>>| number.as_deref().and_then(tax_key);
    if order.sends(ContactField::TaxNumber)
        && let (Some(ours), Some(theirs)) = (key(&order.tax_number), key(&record.tax_number))
    {
        found.text("tax_number", &ours, &theirs);
    }
    if let (Some(ours), Some(theirs)) = (&order.currency, &record.currency) {
        found.text("currency", ours.as_str(), theirs.as_str());
    }
}

/// Whether two texts of a contact are the same to people.
fn same(one: &str, other: &str) -> bool {
    fold(one.trim()) == fold(other.trim())
}

/// What a change of a contact would overwrite: the fields that it sends and that are neither what the service had when it was planned, nor
/// what is ordered.
pub(super) fn overwritten(order: &ContactOrder, now: &Contact) -> Vec<Difference> {
    let Some(base) = &order.base else { return Vec::new() };
    let (ordered, now) = (order.fields(), ContactBase::from(now));
    let sent = ContactField::ALL.into_iter().filter(|field| order.sends(*field));
    let told = sent.map(|field| (field, ordered.text(field), now.text(field)));
    let changed = told.filter(|(field, ours, theirs)| !same(theirs, &base.text(*field)) && !same(theirs, ours));
    changed.map(|(field, ours, theirs)| Difference { field: field.as_str(), ours, theirs }).collect()
}

/// Whether a contact has all that a change of it sends.
pub(super) fn has_all(order: &ContactOrder, now: &Contact) -> bool {
    let (ordered, now) = (order.fields(), ContactBase::from(now));
    ContactField::ALL.into_iter().filter(|field| order.sends(*field)).all(|field| same(&ordered.text(field), &now.text(field)))
}
