//! Reads drafts: one with what its lines were made of, or all.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{DraftView, Shelf, explain, list_drafts};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Reads drafts: one with what its lines were made of, or all.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadDrafts {
    /// The company.
    pub company: CompanyId,
    /// The draft, by its identifier; all where it is left out.
    pub draft: Option<String>,
    /// Whether issued and discarded ones are listed too.
    pub all: bool,
}

impl UseCase for ReadDrafts {
    type Answer = Vec<DraftView>;
    const ACTION: Action = Action::Ledger;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<Vec<DraftView>> {
        cx.blocking(move |cx| {
            let shelf = Shelf::open(&cx.local, self.company)?;
            match &self.draft {
                Some(draft) => Ok(vec![explain(&shelf, draft)?]),
                None => list_drafts(&shelf, self.all),
            }
        })
        .await
    }
}
