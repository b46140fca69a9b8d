//! What was ordered from here and the last sync may not know: numbers of documents, customers by tax number.
//!
//! For: plans. Uses: links and the outbox of the store. Never: a question to a service.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::Result;
use crate::domain::outgoing::{PushLink, Source, pending};
use crate::domain::push::{ContactOrder, DocumentOrder, Order, OrderKind};
use crate::domain::{CompanyId, Contact, OutboxState, RemoteId};
use crate::push::{Customer, Taken, TaxKey};
use crate::store::pushes::PushEntry;
use crate::store::{Store, StoreExt};

/// Adds the numbers of documents that wait in the outbox, or were written and are not synced yet; `seen` are the synced ones.
pub(super) fn number_orders(
    numbers: &mut HashMap<String, Taken>,
    (entries, links): (&[PushEntry], &BTreeMap<Source, PushLink>),
    seen: &HashSet<RemoteId>,
) {
    for entry in entries {
        let Order::Document(order) = &entry.outgoing.order else { continue };
        let id = match &entry.item.state {
            OutboxState::Rejected { .. } | OutboxState::Discarded { .. } => None,
            OutboxState::Sent { .. } => {
                links.get(&entry.outgoing.source).map(|link| &link.remote).filter(|remote| !seen.contains(*remote))
            }
            _ => Some(&entry.item.key.id),
        };
        if let Some(id) = id.filter(|_| !order.number.is_empty()) {
            numbers.entry(order.number.clone()).or_insert_with(|| taken(order, id));
        }
    }
}

fn taken(order: &DocumentOrder, id: &RemoteId) -> Taken {
    Taken { id: id.clone(), customer: order.contact_name.clone(), gross: order.gross, currency: order.currency.clone() }
}

/// What the source of each customer told until it was written last: each change has the fields alone that it sent.
pub(super) fn ordered(entries: &[PushEntry]) -> BTreeMap<Source, ContactOrder> {
    let mut sent: Vec<_> = entries
        .iter()
        .filter_map(|entry| match (&entry.item.state, &entry.outgoing.order) {
            (OutboxState::Sent { at, .. }, Order::Contact(order)) => {
                Some((*at, &entry.item.key.id, &entry.outgoing.source, order))
            }
            _ => None,
        })
        .collect();
    sent.sort_by_key(|(at, id, ..)| (*at, *id));
    let mut told: BTreeMap<Source, ContactOrder> = BTreeMap::new();
    for (_, _, source, order) in sent {
        let order = told.get(source).map_or_else(|| (**order).clone(), |before| order.after(before));
        told.insert(source.clone(), order);
    }
    told
}

/// The customers that were ordered at a company and are not known to be gone, by tax number and currency.
pub(super) fn customers(
    store: &dyn Store,
    company: CompanyId,
    entries: &[PushEntry],
    links: &BTreeMap<Source, PushLink>,
) -> Result<BTreeMap<TaxKey, Customer>> {
    let mut found = Vec::new();
    for entry in entries {
        let Order::Contact(order) = &entry.outgoing.order else { continue };
        let key = order.tax_number.as_deref().and_then(|number| TaxKey::of(number, order.currency.as_ref()));
        let Some(key) = key.filter(|_| order.existing.is_none()) else { continue };
        let source = &entry.outgoing.source;
        let linked = links.get(source).filter(|link| link.kind == OrderKind::Contact).map(|link| link.remote.clone());
        let id = match &entry.item.state {
            OutboxState::Rejected { .. } | OutboxState::Discarded { .. } => continue,
            OutboxState::Sent { link, .. } => linked.or_else(|| link.as_ref().map(|link| link.remote.clone())),
            _ => Some(linked.unwrap_or_else(|| pending(&entry.item.key.id))),
        };
        found.extend(id.map(|id| (key, Customer { source: source.clone(), id, name: order.name.clone() })));
    }
    let ids: Vec<RemoteId> = found.iter().map(|(_, customer)| customer.id.clone()).collect();
    let stored = store.get::<Contact>(company, &ids)?;
    let gone: HashSet<RemoteId> =
        stored.into_iter().flatten().filter(|one| one.vanished.is_some()).map(|one| one.entity.id).collect();
    let mut customers = BTreeMap::new();
    for (key, customer) in found.into_iter().filter(|(_, customer)| !gone.contains(&customer.id)) {
        customers.entry(key).or_insert(customer);
    }
    Ok(customers)
}
