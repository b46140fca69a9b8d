//! Archived documents.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::archive::ArchivedView;
use crate::service::{Action, Audit, Context, Given, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};

/// Archived documents.
#[derive(Debug, Serialize, Deserialize)]
pub struct ArchiveItems {
    /// Companies; all with own books where empty.
    pub companies: Vec<CompanyId>,
}

impl Routed for ArchiveItems {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/archive", "list_archive", "documents")
        .about("Issued documents that are kept at the object store, each with its object and hash.")
        .params(&[Param::COMPANIES]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self { companies: given.companies()? })
    }
}

impl UseCase for ArchiveItems {
    type Answer = Vec<ArchivedView>;
    const ACTION: Action = Action::Ledger;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<Vec<ArchivedView>> {
        cx.blocking(move |cx| cx.local.archived(&self.companies)).await
    }
}
