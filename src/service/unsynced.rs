//! What was written at a company since its last sync began, which the records that were synced cannot know.
//!
//! For: the reconciliation. Uses: the outbox of the store, and what the service answered. Never: a question to a service.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use rust_decimal::Decimal;

use super::Result;
use super::books::summed;
use super::local::{Local, main_feed};
use crate::domain::outgoing::{Source, awaited};
use crate::domain::push::Order;
use crate::domain::{CompanyId, Invoice, OutboxState, Payload, PaymentStatus, RemoteId, RunStatus};
use crate::store::pushes;
use crate::store::{RunFilter, Store};

/// When the last sync of a company that ended began: it knows what was written before. A run that read records by name knows only these: the
/// time up to which the account was read is older then.
pub(super) fn last_sync(local: &Local, company: CompanyId) -> Result<Option<Timestamp>> {
    let ended = vec![RunStatus::Completed, RunStatus::Partial];
    let last = RunFilter { companies: vec![company], statuses: ended, limit: Some(1) };
    let Some(began) = local.store.runs(&last)?.first().map(|run| run.started) else { return Ok(None) };
    let Some(company) = local.registry.company(company) else { return Ok(Some(began)) };
    let read = local.store.sync_state(company.id, main_feed(&company))?.cursor;
    Ok(Some(read.map_or(began, |read| read.min(began))))
}

/// What was written at a company since its last sync began.
#[derive(Debug, Default)]
pub(super) struct Unsynced {
    /// Sources of what was made.
    made: HashSet<Source>,
    /// When documents were voided.
    voided: HashMap<RemoteId, Timestamp>,
    /// When what was paid on documents.
    paid: HashMap<RemoteId, Vec<(Timestamp, Decimal)>>,
}

impl Unsynced {
    /// Reads it from the outbox.
    pub(super) fn of(local: &Local, company: CompanyId) -> Result<Self> {
        let mut found = Self::default();
        let Some(since) = last_sync(local, company)? else { return Ok(found) };
        let entries = pushes::entries(&*local.store, company)?;
        let became: HashMap<&RemoteId, &RemoteId> = entries
            .iter()
            .filter_map(|entry| match &entry.item.state {
                OutboxState::Sent { link: Some(link), .. } => Some((&entry.item.key.id, &link.remote)),
                _ => None,
            })
            .collect();
        for entry in &entries {
            let OutboxState::Sent { at, .. } = &entry.item.state else { continue };
            if *at < since {
                continue;
            }
            match &entry.outgoing.order {
                Order::Void(order) => {
                    found.voided.insert(order.existing.id.clone(), *at);
                }
                Order::Payment(order) => {
                    found.made.insert(entry.outgoing.source.clone());
                    for part in &order.parts {
                        // The document may have been made by an item of ours, and have no other identifier in the order.
                        let document = match awaited(&part.document) {
                            Some(item) => became.get(&item).map(|remote| (*remote).clone()),
                            None => Some(part.document.clone()),
                        };
                        if let Some(document) = document {
                            found.paid.entry(document).or_default().push((*at, part.amount));
                        }
                    }
                }
                Order::Document(_) | Order::Contact(_) => {
                    found.made.insert(entry.outgoing.source.clone());
                }
                Order::Mail(_) => {}
            }
        }
        Ok(found)
    }

    /// Whether the record of this source was made since.
    pub(super) fn has_made(&self, source: &Source) -> bool {
        self.made.contains(source)
    }

    /// A record as it is after what was written since; `known` is when it was synced, `None` if it is what the service answered.
    pub(super) fn over(&self, record: Payload, known: Option<Timestamp>) -> Result<Payload> {
        let Payload::Document(mut document) = record else { return Ok(record) };
        let is_newer = |at: Timestamp| known.is_none_or(|known| at > known);
        document.cancelled |= self.voided.get(&document.id).is_some_and(|at| is_newer(*at));
        let paid = self.paid.get(&document.id).into_iter().flatten().filter(|(at, _)| is_newer(*at)).map(|(_, amount)| *amount);
        pay(&mut document, summed(paid)?);
        Ok(Payload::Document(document))
    }
}

/// Takes money off what is open of a document.
fn pay(document: &mut Invoice, paid: Decimal) {
    // What is left of a document that is paid in part is known where its service says it.
    let is_whole = document.status.is_unpaid() && document.status != PaymentStatus::PartiallyPaid;
    let whole = is_whole.then_some(document.gross);
    let open = document.balance.or(whole).and_then(|open| open.checked_sub(paid));
    if let Some(open) = open.filter(|open| !paid.is_zero() && *open >= Decimal::ZERO) {
        document.status = if open.is_zero() { PaymentStatus::Paid } else { PaymentStatus::PartiallyPaid };
        document.balance = Some(open);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::push::tests::{dec, invoice};

    #[test]
    fn money_and_voids_change_what_was_synced_before_them() {
        let at = |second| Timestamp::from_second(second).expect("in range");
        let id = RemoteId::new("9");
        let unsynced = Unsynced {
            made: HashSet::new(),
            voided: HashMap::from([(RemoteId::new("8"), at(20))]),
            paid: HashMap::from([(id.clone(), vec![(at(20), dec("27.64")), (at(30), dec("100"))])]),
        };
        let over = |id: &str, known: Option<i64>| {
            let record = Payload::Document(Box::new(invoice(id, "A-1")));
            match unsynced.over(record, known.map(at)) {
                Ok(Payload::Document(document)) => (document.balance, document.cancelled),
                other => panic!("a document: {other:?}"),
            }
        };
        let whole = invoice("9", "A-1").balance;
        assert_eq!(over("9", Some(10)), (Some(dec("0.00")), false));
        assert_eq!(over("9", None), (Some(dec("0.00")), false));
        assert_eq!(over("9", Some(20)), (Some(dec("27.64")), false), "the record has the first payment already");
        assert_eq!(over("9", Some(30)), (whole, false));
        assert_eq!((over("8", Some(10)), over("8", Some(20))), ((whole, true), (whole, false)));
    }
}
