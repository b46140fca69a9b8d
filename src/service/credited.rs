//! How much of a document is credited at its service already.
//!
//! For: credit notes that are ordered from here. Uses: what was synced. Never: a question to a service.

use std::ops::ControlFlow;

use rust_decimal::Decimal;

use super::Result;
use super::local::Local;
use crate::domain::{CompanyId, Entity, Invoice, Kind, Payment};
use crate::store::Store;

impl Local {
    /// What of a document is settled otherwise than by payments: by credit notes that were applied to it, or by entries of the books. Blocks.
    pub(super) fn credited_there(&self, company: CompanyId, invoice: &Invoice) -> Result<Decimal> {
        let Some(settled) = invoice.balance.and_then(|left| invoice.gross.checked_sub(left)) else {
            return Ok(Decimal::ZERO);
        };
        let mut money = Decimal::ZERO;
        self.store.visit(Some(company), Kind::Payment, &mut |record| {
            let stored = Payment::stored(record).filter(|stored| stored.vanished.is_none() && stored.entity.counts());
            if let Some(payment) = stored.map(|stored| stored.entity) {
                let paid = payment.money_of(&invoice.id).unwrap_or_else(|| payment.pays(&invoice.id));
                money = money.saturating_add(paid);
            }
            ControlFlow::Continue(())
        })?;
        Ok(settled.saturating_sub(money).max(Decimal::ZERO))
    }
}
