//! Changes of customers: what the source says now against what was ordered, and what the service has now against what it had.
//!
//! For: the plan. Uses: links with their base. Never: a value that the service changed itself, an empty value over one that is there.

use super::planned::{Material, Planned, PlannedState};
use super::sight::Sight;
use crate::domain::outgoing::{LinkedBy, Outgoing, Source};
use crate::domain::push::{ContactBase, ContactField, ContactOrder, Existing, Order, OrderKind};
use crate::domain::{Contact, Invoice, Message, Payload, RemoteId};
use crate::query::fold;

/// A field of both sides, before and now.
struct Field {
    name: &'static str,
    ordered: String,
    ours: String,
    base: String,
    theirs: String,
}

impl Field {
    /// Whether the source changed it, and the service did not take the same value meanwhile.
    fn is_ours(&self) -> bool {
        let same = |a: &str, b: &str| fold(a.trim()) == fold(b.trim());
        !self.ours.trim().is_empty() && !same(&self.ours, &self.ordered) && !same(&self.ours, &self.theirs)
    }

    /// Whether the service changed it.
    fn is_theirs(&self) -> bool {
        fold(self.base.trim()) != fold(self.theirs.trim())
    }
}

/// The change of a customer that was made from this source, as its latest document tells it; `None` if there is none.
pub(super) fn change(sight: &Sight<'_>, material: &Material<'_>, source: &Source, invoice: &Invoice) -> Option<Planned> {
    let link = sight.links.get(source).filter(|link| matches!(link.how, LinkedBy::Made | LinkedBy::Found))?;
    let Some(Payload::Contact(base)) = &link.base else { return None };
    let ordered = sight.ordered.get(source).filter(|_| !sight.waiting.contains_key(source))?;
    let theirs = sight.contacts.by_id(&link.remote).filter(|contact| contact.active)?;
    let ours = told(material, invoice, ordered);
    let fields = fields(ordered, &ours, base, theirs);
    let changed: Vec<&Field> = fields.iter().filter(|field| field.is_ours()).collect();
    if changed.is_empty() {
        return None;
    }
    let is = |name: &str| changed.iter().any(|field| field.name == name);
    let problems: Vec<Message> = changed
        .iter()
        .filter(|field| field.is_theirs())
        .map(|field| {
            let message = Message::new("push-contact-conflict").with("field", field.name).with("base", field.base.as_str());
            message.with("ours", field.ours.as_str()).with("theirs", field.theirs.as_str())
        })
        .collect();
    let order = ContactOrder {
        mark: Box::default(),
        existing: Some(Existing { id: link.remote.clone(), version: link.version.clone() }),
        name: if is("name") { ours.name.clone() } else { theirs.name.clone() },
        tax_number: if is("tax_number") { ours.tax_number.clone() } else { theirs.tax_number.clone() },
        emails: if is("emails") { ours.emails.clone() } else { theirs.emails.clone() },
        phone: if is("phone") { ours.phone.clone() } else { theirs.phone.clone() },
        address: if is("address") { ours.address.clone() } else { theirs.address.clone() },
        currency: ordered.currency.clone(),
        base: Some(Box::new(theirs.into())),
    };
    let state = if problems.is_empty() { PlannedState::Ready } else { PlannedState::Conflict };
    let outgoing = Outgoing { source: source.clone(), order: Order::Contact(Box::new(order)) };
    Some(Planned {
        source: source.clone(),
        document: invoice.id.clone(),
        kind: OrderKind::Contact,
        title: theirs.name.clone(),
        outgoing: (state == PlannedState::Ready).then_some(outgoing),
        state,
        missing: Vec::new(),
        problems,
        amount: None,
        taken: None,
        needs: Vec::new(),
        customer: String::new(),
        held: None,
    })
}

/// The customer as a document and the source's own record tell it.
fn told(material: &Material<'_>, invoice: &Invoice, ordered: &ContactOrder) -> Contact {
    let buyer = &invoice.buyer;
    let known = buyer.id.as_deref().and_then(|id| material.contacts.get(&RemoteId::new(id)));
    let name = buyer.name.split_whitespace().collect::<Vec<_>>().join(" ");
    // A name that was made unique keeps what was added.
    let name = if ordered.name.starts_with(&format!("{name} (")) { ordered.name.clone() } else { name };
    let mut contact = Contact::new(RemoteId::new(""), name);
    contact.tax_number = buyer.tax_number.clone().or_else(|| known.and_then(|known| known.tax_number.clone()));
    contact.emails =
        if buyer.emails.is_empty() { known.map(|known| known.emails.clone()).unwrap_or_default() } else { buyer.emails.clone() };
    contact.phone = buyer.phone.clone().or_else(|| known.and_then(|known| known.phone.clone()));
    contact.address = if buyer.address.line().is_empty() {
        known.map(|known| known.address.clone()).unwrap_or_default()
    } else {
        buyer.address.clone()
    };
    contact
}

fn fields(ordered: &ContactOrder, ours: &Contact, base: &Contact, theirs: &Contact) -> Vec<Field> {
    let [ours, base, theirs] = [ours, base, theirs].map(ContactBase::from);
    let ordered = ordered.fields();
    let field = |field: ContactField| Field {
        name: field.as_str(),
        ordered: ordered.text(field),
        ours: ours.text(field),
        base: base.text(field),
        theirs: theirs.text(field),
    };
    ContactField::ALL.map(field).into()
}
