//! Documents that are paid, and of which no payment is known: their service may tell, each by a request.
//!
//! For: plans with payments. Never: a request; a sync asks, within the quota.

use std::collections::HashSet;

use super::super::Result;
use super::super::local::{Local, provider_entry};
use super::Ground;
use crate::domain::outgoing::PlanOf;
use crate::domain::{Invoice, RemoteId};
use crate::push;

impl Local {
    /// The documents of a plan that are paid, and of which no payment is known, where their service tells payments by document.
    pub(super) fn untold(&self, ground: &Ground) -> Result<Option<Vec<RemoteId>>> {
        let Some(from) = ground.from.filter(|_| ground.of == PlanOf::WithPayments) else { return Ok(None) };
        let company = self.by_id(from)?;
        if company.has_own_books() || company.login.is_none() || !provider_entry(&company.provider)?.capabilities.payments {
            return Ok(None);
        }
        let told: HashSet<&RemoteId> =
            ground.payments.iter().flat_map(|payment| &payment.allocations).map(|part| &part.document).collect();
        let is_untold =
            |document: &&Invoice| push::is_paid(document) && !told.contains(&document.id) && !ground.back.contains(&document.id);
        let untold: Vec<RemoteId> = ground.documents.iter().filter(is_untold).map(|document| document.id.clone()).collect();
        Ok((!untold.is_empty()).then_some(untold))
    }
}
