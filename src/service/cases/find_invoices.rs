//! Invoices that match a query.

use serde::{Deserialize, Serialize};

use crate::query::{Found, Request};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase, finding};

/// Invoices that match a query. A query that does not parse is an error of kind Usage that points at the place.
#[derive(Debug, Serialize, Deserialize)]
pub struct FindInvoices(pub Request);

impl UseCase for FindInvoices {
    type Answer = Found;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Records(&mut self.0.companies)
    }

    async fn run(self, cx: Context) -> Result<Found> {
        cx.blocking(move |cx| finding::find(&cx.local, &self.0)).await
    }
}
