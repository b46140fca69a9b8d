//! Checks that own books add up: seconds, numbers, documents.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{Shelf, Unsound, verify};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Checks that own books add up: seconds, numbers, documents.
#[derive(Debug, Serialize, Deserialize)]
pub struct CheckBooks {
    /// The company.
    pub company: CompanyId,
}

impl UseCase for CheckBooks {
    type Answer = Vec<Unsound>;
    const ACTION: Action = Action::Ledger;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<Vec<Unsound>> {
        cx.blocking(move |cx| {
            let shelf = Shelf::open(&cx.local, self.company)?;
            verify(&shelf)
        })
        .await
    }
}
