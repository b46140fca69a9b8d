//! What an item writes at a service, as it is decided: the record with what its parts are mapped to.

use serde::Serialize;

use super::value::{Amount, Day, Shown};
use crate::domain::RemoteId;
use crate::domain::outgoing::awaited;
use crate::domain::push::{DocumentOrder, Order, OrderLine, PaymentOrder};

/// The record that an item makes: a document or a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = PushOrder))]
pub struct PushOrderJson {
    /// The service's identifier of the customer; `null` while another item makes it.
    pub contact_id: Option<String>,
    /// Name of the customer.
    pub contact: String,
    /// Day of issue, or of the payment.
    pub date: Day,
    /// Due date.
    pub due_date: Option<Day>,
    /// The service's term of payment.
    pub term: Option<String>,
    /// Reference.
    pub reference: Option<String>,
    /// The service's account that a payment is booked to.
    pub account: Option<String>,
    /// The service's tax code of the whole document, where it has one.
    pub tax_code: Option<String>,
    /// Net total, as the lines sum to it.
    pub net_total: Option<Amount>,
    /// Tax, as the lines sum to it.
    pub vat_total: Option<Amount>,
    /// Gross total that the service must come to, or the amount of a payment.
    pub gross_total: Amount,
    /// Lines of a document.
    pub items: Vec<PushOrderLineJson>,
    /// Documents that a payment pays.
    pub pays: Vec<PushOrderPartJson>,
}

/// A line of a document that an item makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = PushOrderLine))]
#[expect(missing_docs, reason = "the names are the promise; OrderLine explains them")]
pub struct PushOrderLineJson {
    pub name: String,
    pub quantity: Amount,
    pub unit: String,
    pub net_unit_amount: Amount,
    pub net_amount: Amount,
    /// The rate or exemption in the words of the source.
    pub vat: String,
    pub vat_amount: Amount,
    /// The service's account.
    pub account: Option<String>,
    /// The service's item.
    pub item: Option<String>,
    /// The service's tax code.
    pub tax_code: Option<String>,
}

/// A document that a payment pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = PushOrderPart))]
#[expect(missing_docs, reason = "the names are the promise; OrderPart explains them")]
pub struct PushOrderPartJson {
    pub invoice_number: String,
    pub amount: Amount,
}

fn text(id: Option<&RemoteId>) -> Option<String> {
    id.map(ToString::to_string)
}

/// What is there already.
fn known(contact: &RemoteId) -> Option<String> {
    awaited(contact).is_none().then(|| contact.to_string()).filter(|id| !id.is_empty())
}

impl PushOrderJson {
    /// What scripts see of an order; `None` of one that makes neither a document nor a payment.
    #[must_use]
    pub fn new(order: &Order) -> Option<Self> {
        match order {
            Order::Document(order) => Some(Self::document(order)),
            Order::Payment(order) => Some(Self::payment(order)),
            Order::Contact(_) | Order::Void(_) | Order::Mail(_) => None,
        }
    }

    fn document(order: &DocumentOrder) -> Self {
        Self {
            contact_id: known(&order.contact),
            contact: order.contact_name.clone(),
            date: Shown(order.issued),
            due_date: order.due.map(Shown),
            term: text(order.term.as_ref()),
            reference: order.reference.as_deref().map(str::to_owned),
            account: None,
            tax_code: text(order.tax_code.as_ref()),
            net_total: Some(Shown(order.net)),
            vat_total: Some(Shown(order.tax)),
            gross_total: Shown(order.gross),
            items: order.lines.iter().map(line).collect(),
            pays: Vec::new(),
        }
    }

    fn payment(order: &PaymentOrder) -> Self {
        let part = |part: &crate::domain::push::OrderPart| PushOrderPartJson {
            invoice_number: part.number.clone(),
            amount: Shown(part.amount),
        };
        Self {
            contact_id: known(&order.contact),
            contact: order.contact_name.clone(),
            date: Shown(order.date),
            due_date: None,
            term: None,
            reference: order.reference.as_deref().map(str::to_owned),
            account: text(order.account.as_ref()),
            tax_code: None,
            net_total: None,
            vat_total: None,
            gross_total: Shown(order.amount),
            items: Vec::new(),
            pays: order.parts.iter().map(part).collect(),
        }
    }
}

fn line(line: &OrderLine) -> PushOrderLineJson {
    PushOrderLineJson {
        name: line.name.clone(),
        quantity: Shown(line.quantity),
        unit: line.unit.clone(),
        net_unit_amount: Shown(line.price),
        net_amount: Shown(line.net),
        vat: line.tax_word.clone(),
        vat_amount: Shown(line.tax),
        account: text(line.account.as_ref()),
        item: text(line.item.as_ref()),
        tax_code: text(line.tax_code.as_ref()),
    }
}
