//! Records of a kind with an identifier, in any company.

use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, Kind, RecordKey};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Keys of the records of a kind that have this identifier.
#[derive(Debug, Serialize, Deserialize)]
pub struct LookUpRecords {
    /// Kind.
    pub kind: Kind,
    /// The provider's identifier.
    pub wanted: String,
    /// In these companies; in all when empty.
    pub companies: Vec<CompanyId>,
}

impl UseCase for LookUpRecords {
    type Answer = Vec<RecordKey>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Records(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<Vec<RecordKey>> {
        cx.blocking(move |cx| {
            let all = || cx.local.registry.companies().iter().map(|company| company.id).collect();
            let companies = if self.companies.is_empty() { all() } else { self.companies };
            cx.local.store.keys_of(self.kind, self.wanted.trim(), &companies)
        })
        .await
    }
}
