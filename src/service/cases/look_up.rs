//! Invoices of a number or identifier.

use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, InvoiceRow, RecordKey, RemoteId};
use crate::service::local::Local;
use crate::store::{Store, StoreExt};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Invoices of a number or identifier.
#[derive(Debug, Serialize, Deserialize)]
pub struct LookUp {
    /// A number, or the provider's identifier.
    pub wanted: String,
    /// In these companies; in all when empty.
    pub companies: Vec<CompanyId>,
}

impl UseCase for LookUp {
    type Answer = Vec<InvoiceRow>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Records(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<Vec<InvoiceRow>> {
        cx.blocking(move |cx| lookup(&cx.local, self.wanted.trim(), &self.companies)).await
    }
}

fn lookup(local: &Local, wanted: &str, companies: &[CompanyId]) -> Result<Vec<InvoiceRow>> {
    let all: Vec<CompanyId> = local.registry.companies().iter().map(|company| company.id).collect();
    let mut keys = Vec::new();
    for company in all.into_iter().filter(|id| companies.is_empty() || companies.contains(id)) {
        keys.extend(local.store.by_number(Some(company), wanted)?);
        keys.push(RecordKey::document(company, RemoteId::new(wanted)));
    }
    let mut rows: Vec<InvoiceRow> = Vec::new();
    for key in keys {
        let stored = local.store.invoices(key.company, &[key.id])?.into_iter().next().flatten();
        let stored = stored.map(|stored| local.store.after_bank(stored)).transpose()?;
        rows.extend(stored.map(|stored| stored.row()).filter(|row| !rows.iter().any(|known| known.key() == row.key())));
    }
    if rows.is_empty() {
        // Written in another form: other dashes, characters of another width.
        rows = local.store.ask(|index| index.lookup(wanted, companies))?;
    }
    Ok(rows)
}
