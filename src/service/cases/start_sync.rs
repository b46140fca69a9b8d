//! Begins to sync companies and answers which, without waiting.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, SyncRequest, UseCase};

/// Begins to sync companies and answers which, without waiting.
#[derive(Debug, Serialize, Deserialize)]
pub struct StartSync(pub SyncRequest);

impl UseCase for StartSync {
    type Answer = Vec<CompanyId>;
    const ACTION: Action = Action::Sync;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.0.companies)
    }

    async fn run(self, cx: Context) -> Result<Vec<CompanyId>> {
        cx.local.start(self.0, cx.caller.actor).await
    }
}
