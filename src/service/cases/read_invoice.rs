//! One invoice with its history and warnings.

use serde::{Deserialize, Serialize};

use crate::domain::{RecordKey, RemoteId};
use crate::service::{
    Action, Audit, Context, Given, InvoiceDetail, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase, finding,
};
use crate::store::StoreExt;

/// Reads one invoice with its history and warnings; `None` if it is unknown.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadInvoice(pub RecordKey);

impl Routed for ReadInvoice {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/companies/{company}/invoices/{invoice}", "get_invoice", "invoices")
        .about("One invoice whole: its items, its parties and, if asked for, its history.")
        .params(&[
            Param::new("company", Kind::Number, "The company's number"),
            Param::new("invoice", Kind::Text, "The accounting service's identifier (`invoice_id`)"),
            Param::new("history", Kind::Flag, "Also what changed, and when"),
        ]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        // Read where the answer is shaped; a wrong value is refused here.
        given.flag("history")?;
        Ok(Self(RecordKey::document(given.company()?, RemoteId::new(given.part("invoice")))))
    }
}

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
            let Some(stored) = stored.map(|stored| local.store.after_bank(stored)).transpose()? else { return Ok(None) };
            // The index alone knows of it, and need not be asked about what is not open.
            let open = stored.row().outstanding();
            let known = if open { local.store.ask(|index| index.get(key))? } else { None };
            let gross = stored.entity.gross;
            let mut detail = finding::detail(local, &cx.names(), stored, known.is_some_and(|row| row.has_cancellation))?;
            // Damaged books hide no invoice: what can be done with it is decided by the books all the same.
            detail.credits = local.credits(key, gross).unwrap_or_default();
            if cx.caller.may(Action::Deliver, &local.by_id(key.company)?) {
                detail.mails = local.mails(&detail.stored).unwrap_or_default();
            }
            Ok(Some(Box::new(detail)))
        })
        .await
    }
}
