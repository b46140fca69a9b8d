//! What records that are read one by one show of others.

use std::collections::BTreeSet;

use super::RunWriter;
use crate::domain::{Entity, Invoice, Kind, Payload, Payment, RemoteId};
use crate::provider::Record;
use crate::store::StoreError;

/// What records that are read one by one show of others.
#[derive(Debug, Default)]
pub(in crate::sync) struct Shown {
    /// Documents with another open amount than is stored.
    pub(in crate::sync) moved: BTreeSet<RemoteId>,
    /// Documents that a payment among them pays now, or paid before.
    pub(in crate::sync) paid: BTreeSet<RemoteId>,
}

impl Shown {
    pub(in crate::sync) fn absorb(&mut self, other: Self) {
        self.moved.extend(other.moved);
        self.paid.extend(other.paid);
    }
}

impl RunWriter {
    /// What these records of a feed show of others, before they are taken in.
    pub(in crate::sync) fn shown(&self, at: usize, gone: &[RemoteId], found: &[(RemoteId, Record)]) -> Result<Shown, StoreError> {
        let (mut shown, kind) = (Shown::default(), self.kind(at));
        let ids: Vec<RemoteId> = gone.iter().chain(found.iter().map(|(id, _)| id)).cloned().collect();
        let stored = if kind == Kind::Contact { Vec::new() } else { self.known(kind, &ids)? };
        let fetched = gone.iter().map(|_| None).chain(found.iter().map(|(_, record)| record.as_ref().ok()));
        for ((id, stored), fetched) in ids.iter().zip(stored).zip(fetched) {
            if kind == Kind::Payment {
                let before = stored.and_then(Payment::stored).map(|stored| stored.entity);
                let now = fetched.and_then(|fetched| match fetched {
                    Payload::Payment(payment) => Some((**payment).clone()),
                    _ => None,
                });
                let pays = before.iter().chain(&now).flat_map(|payment| &payment.allocations);
                shown.paid.extend(pays.map(|part| part.document.clone()));
                continue;
            }
            let before = stored.and_then(Invoice::stored).filter(|stored| stored.vanished.is_none()).map(|stored| stored.entity);
            let moved = match (before, fetched) {
                (Some(before), Some(Payload::Document(now))) => (before.balance, before.gross) != (now.balance, now.gross),
                (None, Some(Payload::Document(now))) => now.balance.is_some_and(|balance| balance != now.gross),
                (Some(before), None) if gone.contains(id) => before.balance.is_some_and(|balance| balance != before.gross),
                _ => false,
            };
            if moved {
                shown.moved.insert(id.clone());
            }
        }
        Ok(shown)
    }
}
