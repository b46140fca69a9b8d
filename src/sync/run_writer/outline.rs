//! Which stored documents are not what an outline says of them.

use super::contacts::partner;
use super::{Item, RunWriter};
use crate::domain::{Entity, Invoice, Kind, Payload, Payment, RemoteId};
use crate::store::StoreError;

impl RunWriter {
    /// The documents of an outline that are not stored as it says. One that is not stored is new, and then its time of modification is too; or it
    /// cannot be taken, and was named when it came.
    pub(in crate::sync) fn outdated(&self, at: usize, items: Vec<Item>) -> Result<Vec<RemoteId>, StoreError> {
        match self.kind(at) {
            Kind::Document => {}
            Kind::Payment => return self.outdated_payments(items),
            Kind::Contact => return Ok(Vec::new()),
        }
        let told = |item: Item| match item.record {
            Ok(Payload::Document(invoice)) => Some((item.id, invoice)),
            _ => None,
        };
        let (ids, outlines): (Vec<RemoteId>, Vec<Box<Invoice>>) = items.into_iter().filter_map(told).unzip();
        let stored = self.known(Kind::Document, &ids)?;
        let is_outdated = |stored: Option<crate::domain::Record>, outline: &Invoice| {
            let stored = stored.and_then(Invoice::stored);
            stored.is_some_and(|stored| stored.vanished.is_some() || differs(&stored.entity, outline))
        };
        let judged = ids.into_iter().zip(stored.into_iter().zip(outlines));
        Ok(judged.filter_map(|(id, (stored, outline))| is_outdated(stored, &outline).then_some(id)).collect())
    }

    /// The payments of which another part is used than is stored.
    fn outdated_payments(&self, items: Vec<Item>) -> Result<Vec<RemoteId>, StoreError> {
        let told = |item: Item| match item.record {
            Ok(Payload::Payment(payment)) => Some((item.id, payment)),
            _ => None,
        };
        let (ids, outlines): (Vec<RemoteId>, Vec<Box<Payment>>) = items.into_iter().filter_map(told).unzip();
        let stored = self.known(Kind::Payment, &ids)?;
        let of = |payment: &Payment| (payment.state.clone(), payment.amount, payment.unapplied, payment.allocations.clone());
        let is_outdated = |stored: Option<crate::domain::Record>, outline: &Payment| {
            let stored = stored.and_then(Payment::stored);
            stored.is_some_and(|stored| stored.vanished.is_some() || of(&stored.entity) != of(outline))
        };
        let judged = ids.into_iter().zip(stored.into_iter().zip(outlines));
        Ok(judged.filter_map(|(id, (stored, outline))| is_outdated(stored, &outline).then_some(id)).collect())
    }
}

/// Whether a document differs in what an outline tells of it.
fn differs(stored: &Invoice, outline: &Invoice) -> bool {
    let of = |invoice: &Invoice| {
        (invoice.number.clone(), invoice.status.clone(), invoice.cancelled, invoice.due, invoice.currency.clone())
    };
    let moved = partner(outline).is_some_and(|now| partner(stored) != Some(now));
    moved || of(stored) != of(outline) || (stored.gross, stored.balance) != (outline.gross, outline.balance)
}
