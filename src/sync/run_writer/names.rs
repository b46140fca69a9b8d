//! Names of partners that a service refers to by identifier alone: as their stored contacts have them.
//!
//! For: documents and payments before they are compared. Uses: contacts of the store. Never: in place of a name that the service tells.

use std::collections::{BTreeMap, BTreeSet};

use super::contacts::partner;
use super::{Item, RunWriter};
use crate::domain::{Contact, Direction, Entity, Kind, Payload, RemoteId};
use crate::store::StoreError;

impl RunWriter {
    /// Names the partners of records that came without their names.
    pub(super) fn name_partners(&self, at: usize, items: &mut [Item]) -> Result<(), StoreError> {
        if self.kind(at) == Kind::Contact {
            return Ok(());
        }
        let wanted: BTreeSet<RemoteId> = items.iter().filter_map(|item| nameless(item.record.as_ref().ok()?)).collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let ids: Vec<RemoteId> = wanted.into_iter().collect();
        let stored = self.known(Kind::Contact, &ids)?;
        let names: BTreeMap<RemoteId, String> =
            ids.into_iter().zip(stored).filter_map(|(id, record)| Some((id, Contact::stored(record?)?.entity.name))).collect();
        for item in items {
            let Ok(payload) = &mut item.record else { continue };
            if let Some(name) = nameless(payload).and_then(|id| names.get(&id)) {
                set_name(payload, name);
            }
        }
        Ok(())
    }
}

/// The partner of a record that does not tell its name.
fn nameless(payload: &Payload) -> Option<RemoteId> {
    match payload {
        Payload::Document(invoice) => {
            let party = if invoice.direction == Direction::Issued { &invoice.buyer } else { &invoice.seller };
            partner(invoice).filter(|_| party.name.is_empty())
        }
        Payload::Payment(payment) => payment.partner_id.clone().filter(|_| payment.partner_name.is_empty()),
        Payload::Contact(_) => None,
    }
}

fn set_name(payload: &mut Payload, name: &str) {
    let place = match payload {
        Payload::Document(invoice) if invoice.direction == Direction::Issued => &mut invoice.buyer.name,
        Payload::Document(invoice) => &mut invoice.seller.name,
        Payload::Payment(payment) => &mut payment.partner_name,
        Payload::Contact(_) => return,
    };
    name.clone_into(place);
}
