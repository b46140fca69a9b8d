//! What a plan says: items, with the reasons where none can be sent.
//!
//! For: the plan and the use cases of writing. Uses: orders. Never: making one.

use std::collections::{BTreeSet, HashMap, HashSet};

use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use super::sight::{Exchange, Held, Missing, Sight, Taken};
use crate::domain::outgoing::{Outgoing, PushLink, Source};
use crate::domain::push::{Order, OrderKind};
use crate::domain::{CompanyId, Contact, Currency, Invoice, Message, Payment, RemoteId};

/// What is to be written.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// The company that it comes from; `None` for a file.
    pub from: Option<CompanyId>,
    /// Documents.
    pub documents: &'a [Invoice],
    /// Payments of the source; empty where they are not to be written.
    pub payments: &'a [Payment],
    /// Whether payments are to be written.
    pub pays: bool,
    /// Documents of the source with payments that came from the company that is written to.
    pub back: &'a HashSet<RemoteId>,
    /// Contacts of the source, by identifier.
    pub contacts: &'a HashMap<RemoteId, Contact>,
    /// Currency of the source's books: rates of its records are to it. `None` where it is not known.
    pub home: Option<&'a Currency>,
}

impl Material<'_> {
    /// A rate of a record of the source.
    pub(super) fn exchange(&self, rate: Option<Decimal>) -> Option<Exchange> {
        Some(Exchange { amount: rate?, currency: self.home?.clone() })
    }
}

/// What will be written, in the order in which it is written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Items.
    pub items: Vec<Planned>,
    /// Contacts that were recognised by their tax number.
    pub recognised: Vec<PushLink>,
}

/// An item of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// What it comes from.
    pub source: Source,
    /// The document that it is planned for.
    pub document: RemoteId,
    /// Kind.
    pub kind: OrderKind,
    /// Number or name.
    pub title: String,
    /// The order; `None` if something is lacking. Identifiers of what other items make are pending, by source.
    pub outgoing: Option<Outgoing>,
    /// Whether it can be sent.
    pub state: PlannedState,
    /// Mappings that are not set.
    pub missing: Vec<Missing>,
    /// Why it cannot be written.
    pub problems: Vec<Message>,
    /// Amount and currency.
    pub amount: Option<(Decimal, Currency)>,
    /// The record in the way.
    pub taken: Option<Taken>,
    /// Items that must be sent before.
    pub needs: Vec<Source>,
    /// Its customer: the same before and after an item of ours made it.
    pub customer: String,
    /// The item of the same order that the service refused.
    pub held: Option<Held>,
}

/// Whether an item of a plan can be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlannedState {
    /// It can.
    Ready,
    /// A mapping is missing, or another item that it needs cannot be sent.
    Lacking,
    /// It cannot be written as it is.
    Refused,
    /// Another record is in the way.
    Conflict,
    /// The service refused it as it is: until it is retried, or another order comes of its source.
    Rejected,
}

impl Planned {
    /// Whether it changes a record that is there.
    #[must_use]
    pub fn is_update(&self) -> bool {
        self.state == PlannedState::Conflict && self.kind == OrderKind::Contact
            || self.outgoing.as_ref().is_some_and(|outgoing| outgoing.order.action() == "update")
    }
}

impl Plan {
    /// Leaves what the service refused as it is.
    pub(super) fn hold(&mut self, sight: &Sight<'_>) {
        for item in self.items.iter_mut().filter(|item| item.state == PlannedState::Ready) {
            let held = sight.held.get(&item.source);
            if let Some(held) =
                held.filter(|held| item.outgoing.as_ref().is_some_and(|outgoing| outgoing.is_same(&held.outgoing)))
            {
                (item.state, item.held) = (PlannedState::Rejected, Some(held.clone()));
            }
        }
    }

    /// Refuses what cannot be written as it is: `refused` says why the request of an order cannot be made.
    pub fn check(&mut self, refused: impl Fn(&Outgoing) -> Option<Message>) {
        for item in self.items.iter_mut().filter(|item| item.state == PlannedState::Ready) {
            if let Some(problem) = item.outgoing.as_ref().and_then(&refused) {
                (item.state, item.outgoing) = (PlannedState::Refused, None);
                item.problems.push(problem);
            }
        }
        self.settle_needs();
    }

    /// What needs an item that cannot be sent cannot be sent either, and a customer is made for a document alone.
    pub(super) fn settle_needs(&mut self) {
        let states: HashMap<Source, PlannedState> = self.items.iter().map(|item| (item.source.clone(), item.state)).collect();
        for item in &mut self.items {
            let ready = item.needs.iter().all(|need| states.get(need) == Some(&PlannedState::Ready));
            if item.state == PlannedState::Ready && !ready {
                item.state = PlannedState::Lacking;
                item.problems.push(Message::new("push-waits"));
            }
        }
        let needed: BTreeSet<Source> =
            self.items.iter().filter(|item| item.state == PlannedState::Ready).flat_map(|item| item.needs.clone()).collect();
        for item in self.items.iter_mut().filter(|item| item.kind == OrderKind::Contact && !item.is_update()) {
            if item.state == PlannedState::Ready && !needed.contains(&item.source) {
                item.state = PlannedState::Lacking;
                item.problems.push(Message::new("push-unneeded"));
            }
        }
    }

    /// Digests of what each document becomes, in the order of the documents.
    #[must_use]
    pub fn digests(&self) -> Vec<(RemoteId, [u8; 16])> {
        let mut order = Vec::new();
        let mut hashes: HashMap<&RemoteId, Sha256> = HashMap::new();
        // A customer that is made is told by the documents that it is made for.
        for item in self.items.iter().filter(|item| item.kind != OrderKind::Contact || item.is_update()) {
            let hash = hashes.entry(&item.document).or_insert_with(|| {
                order.push(&item.document);
                Sha256::new()
            });
            // Identifiers of what items of ours make are not known while it is planned.
            let mut outgoing = item.outgoing.clone();
            match outgoing.as_mut().map(|outgoing| &mut outgoing.order) {
                Some(Order::Document(order)) => {
                    order.contact = RemoteId::new("");
                    order.contact_name.clear();
                }
                Some(Order::Payment(order)) => {
                    order.contact = RemoteId::new("");
                    order.contact_name.clear();
                    for part in &mut order.parts {
                        part.document = RemoteId::new("");
                    }
                }
                _ => {}
            }
            hash.update(format!("{:?} {:?} {} {outgoing:?}\n", item.source, item.state, item.customer));
        }
        let digest = |id: &RemoteId| {
            let whole = hashes.get(id).map(|hash| hash.clone().finalize());
            let mut short = [0; 16];
            for (target, byte) in short.iter_mut().zip(whole.iter().flatten()) {
                *target = *byte;
            }
            (id.clone(), short)
        };
        order.into_iter().map(digest).collect()
    }
}
