//! A credit note over a whole document that is at its service.
//!
//! For: the service. Uses: orders of documents. Never: applying it, which is the service's or a person's.

use jiff::civil::Date;

use super::order::{self, Codes};
use super::sight::{Lacks, Missing, Sight};
use crate::domain::push::DocumentOrder;
use crate::domain::{Direction, DocumentType, Invoice, Message, RemoteId};

/// The credit note over a document, with the items and tax codes of the document; or the mappings and reasons that stand against it.
///
/// # Errors
/// Names the mappings that are not set, and why it cannot be ordered.
pub fn credit(
    sight: &Sight<'_>,
    invoice: &Invoice,
    number: String,
    today: Date,
) -> Result<DocumentOrder, (Vec<Missing>, Vec<Message>)> {
    let mut lacks = Lacks::default();
    if invoice.kind != DocumentType::Invoice || invoice.direction != Direction::Issued || invoice.cancelled {
        lacks.problem(Message::new("push-credit-type").with("number", invoice.number.as_str()));
    }
    let contact = RemoteId::new(invoice.buyer.id.clone().unwrap_or_default());
    let note = Invoice { kind: DocumentType::CreditNote, number, issued: Some(today), due: None, ..invoice.clone() };
    let order = order::document(&note, (contact, invoice.buyer.name.clone()), (sight, Codes::Own), &mut lacks);
    match order {
        Some(order) if lacks.is_empty() => {
            let reference = Some(invoice.number.as_str().into());
            Ok(DocumentOrder { reference, due: Some(order.issued), fulfilled: None, ..order })
        }
        _ => Err((lacks.missing, lacks.problems)),
    }
}
