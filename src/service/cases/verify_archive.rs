//! Reads every archived document back.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::archive::{self, ArchivedView};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Reads every archived document back.
#[derive(Debug, Serialize, Deserialize)]
pub struct VerifyArchive {
    /// Companies; all with own books where empty.
    pub companies: Vec<CompanyId>,
}

impl UseCase for VerifyArchive {
    type Answer = Vec<ArchivedView>;
    const ACTION: Action = Action::Ledger;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Sync;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<Vec<ArchivedView>> {
        archive::verify(&cx, &self.companies).await
    }
}
