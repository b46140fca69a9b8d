//! Invoices with their items that match a query.

use serde::{Deserialize, Serialize};

use crate::query::Request;
use crate::store::{Damage, DamageKind, Store, StoreError};
use crate::service::{Action, Audit, Context, ItemizedInvoice, Patience, Repeat, Result, Scope, UseCase, finding};

/// Invoices with their items that match a query, in its order, from `offset`, at most `limit`: for exports, page by page.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadInvoices(pub Request);

impl UseCase for ReadInvoices {
    type Answer = Vec<ItemizedInvoice>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Records(&mut self.0.companies)
    }

    async fn run(self, cx: Context) -> Result<Vec<ItemizedInvoice>> {
        cx.blocking(move |cx| {
            let store = &cx.local.store;
            let found = finding::find(&cx.local, &self.0)?;
            let mut itemized = Vec::with_capacity(found.rows.len());
            for row in found.rows {
                // A record that was removed in between is not worth the whole export; one that does not decode is said to be missing.
                let items = match store.items(row.company, std::slice::from_ref(&row.id)) {
                    Err(StoreError::Damaged { place }) => {
                        store.doubt(&Damage { place, kind: DamageKind::Undecodable, company: Some(row.company) })?;
                        continue;
                    }
                    found => found?.into_iter().next().flatten(),
                };
                itemized.extend(items.map(|items| ItemizedInvoice { row, items }));
            }
            Ok(itemized)
        })
        .await
    }
}
