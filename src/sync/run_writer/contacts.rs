//! Contacts of documents, for services that list no contacts: a partner as it stands on its newest document.
//!
//! Such contacts cost no request. Documents are listed newest first, so within a run the first one tells; between runs a new document
//! tells, and one that is known only where its contact is not.

use super::judge::{Judged, Mark, judge_plain, same_content};
use super::{Item, RunWriter, mark_key};
use crate::domain::{Contact, Direction, Entity, Invoice, Kind, Payload, RemoteId};
use crate::store::StoreError;
use crate::sync::compare::Stamp;

/// A contact, and the position of its document in the page.
type Derived = (usize, Box<Contact>);

impl RunWriter {
    /// The contacts of documents that were not looked at in this run.
    pub(super) fn derived(&mut self, at: usize, items: &[Item]) -> Vec<Derived> {
        let listed = self.feeds.iter().any(|place| place.feed.kind == Kind::Contact);
        if listed || self.kind(at) != Kind::Document {
            return Vec::new();
        }
        let mut derived = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let Some(invoice) = item.record.as_ref().ok().and_then(Payload::document) else { continue };
            let Some(id) = partner(invoice) else { continue };
            if self.derived.insert(mark_key(Kind::Contact, &id)) {
                derived.push((index, Box::new(contact(id, invoice))));
            }
        }
        derived
    }

    /// The records of a page with the contacts of its documents.
    pub(super) fn with_contacts(
        &self,
        at: usize,
        mut judged: Vec<Judged>,
        derived: Vec<Derived>,
        stamp: Stamp,
    ) -> Result<Vec<Judged>, StoreError> {
        if derived.is_empty() {
            return Ok(judged);
        }
        let ids: Vec<RemoteId> = derived.iter().map(|(_, contact)| contact.id.clone()).collect();
        let heads = self.store.heads(self.run.company, Kind::Contact, &ids)?;
        let doubted = self.is_doubted();
        // The pages of an earlier run had newer documents.
        let resumed = self.feeds.get(at).and_then(|place| place.scan.as_ref()).is_some_and(|scan| scan.resumed);
        for ((index, contact), head) in derived.into_iter().zip(heads) {
            let created = !resumed && judged.get(index).is_some_and(|document| document.mark == Mark::Created);
            let stored = match head {
                None => None,
                // One that cannot be read is written anew.
                Some(head) if !created && !doubted && head.content.is_some() => continue,
                Some(head) => {
                    let contact = Payload::Contact(contact.clone());
                    if head.content.is_some_and(|hash| same_content(&contact, hash)) {
                        continue;
                    }
                    self.known(Kind::Contact, std::slice::from_ref(contact.id()))?.into_iter().next().flatten()
                }
            };
            judged.push(judge_plain(contact.id.clone(), stored.and_then(Contact::stored), *contact, stamp));
        }
        Ok(judged)
    }
}

/// The provider's identifier of the other party of a document.
pub(super) fn partner(invoice: &Invoice) -> Option<RemoteId> {
    let party = match invoice.direction {
        Direction::Issued => &invoice.buyer,
        Direction::Received => &invoice.seller,
    };
    party.id.as_deref().map(RemoteId::new)
}

/// The other party of a document as a contact.
fn contact(id: RemoteId, invoice: &Invoice) -> Contact {
    let issued = invoice.direction == Direction::Issued;
    let party = if issued { &invoice.buyer } else { &invoice.seller };
    Contact {
        tax_number: party.tax_number.clone(),
        emails: party.emails.clone(),
        phone: party.phone.clone(),
        address: party.address.clone(),
        account: party.iban.clone().or_else(|| party.account_number.clone()),
        customer: issued,
        supplier: !issued,
        ..Contact::new(id, party.name.clone())
    }
}
