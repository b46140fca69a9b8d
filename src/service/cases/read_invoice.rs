//! One invoice with its history and warnings.

use serde::{Deserialize, Serialize};

use crate::domain::RecordKey;
use crate::store::StoreExt;
use crate::service::{Action, Audit, Context, InvoiceDetail, Patience, Repeat, Result, Scope, UseCase, finding};

/// Reads one invoice with its history and warnings; `None` if it is unknown.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadInvoice(pub RecordKey);

impl UseCase for ReadInvoice {
    type Answer = Option<Box<InvoiceDetail>>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.0.company)
    }

    async fn run(self, cx: Context) -> Result<Option<Box<InvoiceDetail>>> {
        cx.blocking(move |cx| {
            let (local, key) = (&cx.local, &self.0);
            let stored = local.store.invoices(key.company, std::slice::from_ref(&key.id))?.into_iter().next().flatten();
            let Some(stored) = stored else { return Ok(None) };
            // The index alone knows of it, and need not be asked about what is not open.
            let open = stored.row().outstanding();
            let known = if open { local.store.ask(|index| index.get(key))? } else { None };
            let detail = finding::detail(local, &cx.names(), stored, known.is_some_and(|row| row.has_cancellation))?;
            Ok(Some(Box::new(detail)))
        })
        .await
    }
}
