//! What names stand for at a company.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::domain::outgoing::Mapping;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};
use crate::store::pushes;

/// What names stand for at a company.
#[derive(Debug, Serialize, Deserialize)]
pub struct PushMappings(pub CompanyId);

impl UseCase for PushMappings {
    type Answer = Vec<Mapping>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.0)
    }

    async fn run(self, cx: Context) -> Result<Vec<Mapping>> {
        cx.blocking(move |cx| {
            let mut all = pushes::mappings(&*cx.local.store, self.0)?;
            all.retain(|mapping| !crate::service::completing::is_meaning(mapping));
            Ok(all)
        })
        .await
    }
}
