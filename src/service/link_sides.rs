//! The records of both sides of a link, as they were synced.
//!
//! For: the reconciliation and the orders for one document. Uses: the store. Never: a question to a service.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::Result;
use super::local::Local;
use super::unsynced::Unsynced;
use crate::domain::outgoing::{PushLink, Source};
use crate::domain::{CompanyId, Contact, Entity, Invoice, Kind, Payload, Payment, PaymentStatus, RemoteId};
use crate::store::StoreExt;

/// What is known of a record.
pub(super) enum Synced {
    /// It was synced, and changed last at this time.
    Is(Payload, jiff::Timestamp),
    /// It was there, and is not any more.
    Gone,
    /// No sync told it.
    Never,
}

/// What is looked at beside each link.
pub(super) struct Beside {
    /// Sources of all links of the company.
    pub(super) known: HashSet<Source>,
    /// What was written since the last sync, at the company and where its links come from.
    pub(super) unsynced: HashMap<CompanyId, Unsynced>,
}

impl Local {
    /// What is looked at beside each link of a company.
    pub(super) fn beside(&self, company: CompanyId, links: &[PushLink]) -> Result<Beside> {
        let mut unsynced = HashMap::new();
        let from = links.iter().filter_map(|link| link.source.of_record().map(|(from, ..)| from));
        for of in from.chain([company]) {
            if let Entry::Vacant(free) = unsynced.entry(of) {
                free.insert(Unsynced::of(self, of)?);
            }
        }
        Ok(Beside { known: links.iter().map(|link| link.source.clone()).collect(), unsynced })
    }

    /// A record of a company as it is after what was written since it was synced.
    pub(super) fn now(&self, company: CompanyId, kind: Kind, id: &RemoteId, beside: &Beside) -> Result<Synced> {
        let synced = self.synced(company, kind, id)?;
        Ok(match (synced, beside.unsynced.get(&company)) {
            (Synced::Is(record, at), Some(unsynced)) => Synced::Is(unsynced.over(record, Some(at))?, at),
            (other, _) => other,
        })
    }

    /// Whether a payment is one of the history of a document that is paid: then the history is not asked for, and the document tells that
    /// the money is there.
    pub(super) fn is_paid_whole(&self, company: CompanyId, payment: &RemoteId) -> Result<bool> {
        let Some((document, _)) = payment.as_str().split_once(':') else { return Ok(false) };
        // What the service itself says, without what bank entries pay.
        let found = self.store.inner().invoices(company, &[RemoteId::new(document)])?.into_iter().flatten().next();
        let is_paid = |document: &Invoice| document.status == PaymentStatus::Paid && !document.cancelled;
        Ok(found.is_some_and(|stored| stored.vanished.is_none() && is_paid(&stored.entity)))
    }

    /// A payment; its identifier may be followed by the document that a part pays.
    pub(super) fn whole(&self, company: CompanyId, id: &str) -> Result<RemoteId> {
        let whole = RemoteId::new(id);
        if self.payload(company, Kind::Payment, &whole)?.is_some() {
            return Ok(whole);
        }
        Ok(id.rsplit_once(':').map_or(whole, |(payment, _)| RemoteId::new(payment)))
    }

    /// A record of a company, if it is there.
    pub(super) fn payload(&self, company: CompanyId, kind: Kind, id: &RemoteId) -> Result<Option<Payload>> {
        Ok(match self.synced(company, kind, id)? {
            Synced::Is(record, _) => Some(record),
            Synced::Gone | Synced::Never => None,
        })
    }

    /// What is known of a record of a company.
    pub(super) fn synced(&self, company: CompanyId, kind: Kind, id: &RemoteId) -> Result<Synced> {
        let ids = std::slice::from_ref(id);
        Ok(match kind {
            Kind::Document => self.known_as::<Invoice>(company, ids, |one| Payload::Document(Box::new(one)))?,
            Kind::Payment => self.known_as::<Payment>(company, ids, |one| Payload::Payment(Box::new(one)))?,
            Kind::Contact => self.known_as::<Contact>(company, ids, |one| Payload::Contact(Box::new(one)))?,
        })
    }

    fn known_as<E: Entity>(&self, company: CompanyId, ids: &[RemoteId], of: impl FnOnce(E) -> Payload) -> Result<Synced> {
        let found = self.store.get::<E>(company, ids)?.into_iter().next().flatten();
        Ok(found.map_or(Synced::Never, |stored| match stored.vanished {
            None => Synced::Is(of(stored.entity), stored.changed),
            Some(_) => Synced::Gone,
        }))
    }

    /// A record of a company that is there, of its own type.
    pub(super) fn living<E: Entity>(&self, company: CompanyId, ids: &[RemoteId]) -> Result<Option<E>> {
        let found = self.store.get::<E>(company, ids)?.into_iter().next().flatten();
        Ok(found.filter(|stored| stored.vanished.is_none()).map(|stored| stored.entity))
    }
}

/// A payment of which one part was written: with the money for that document. For a document of the other company it is what was written,
/// unless all of the payment is less.
pub(super) fn part_of(record: Payload, part: Option<&str>, link: &PushLink) -> Payload {
    let (Payload::Payment(payment), Some(part)) = (&record, part) else { return record };
    let document = RemoteId::new(part);
    let pays = payment.allocations.iter().any(|one| one.document == document);
    let of_document = payment.money_of(&document).filter(|_| pays);
    let amount = of_document.or_else(|| link.amount.map(|written| written.min(payment.amount))).unwrap_or(payment.amount);
    Payload::Payment(Box::new(Payment { amount, ..(**payment).clone() }))
}
