//! Number of records that removing a company deletes.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::store::Store;
use crate::service::{Action, Audit, Context, Patience, Removal, Repeat, Result, Scope, UseCase};

/// Counts the records that removing a company deletes.
#[derive(Debug, Serialize, Deserialize)]
pub struct CountCompany(pub CompanyId);

impl UseCase for CountCompany {
    type Answer = Removal;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.0)
    }

    async fn run(self, cx: Context) -> Result<Removal> {
        cx.blocking(move |cx| Ok(Removal { company: cx.local.by_id(self.0)?, count: cx.local.store.count(self.0)? })).await
    }
}
