//! Tells what the unbilled time of each client would come to.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{Shelf, Unbilled, unbilled};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Tells what the unbilled time of each client would come to, by the rule of a draft of all of it. Nothing is kept.
#[derive(Debug, Serialize, Deserialize)]
pub struct PriceUnbilled {
    /// The company.
    pub company: CompanyId,
}

impl UseCase for PriceUnbilled {
    type Answer = Vec<Unbilled>;
    const ACTION: Action = Action::Ledger;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<Vec<Unbilled>> {
        cx.blocking(move |cx| unbilled(&Shelf::open(&cx.local, self.company)?)).await
    }
}
