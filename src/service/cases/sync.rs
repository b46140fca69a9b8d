//! Syncs companies and answers when all have ended.

use serde::{Deserialize, Serialize};

use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, SyncReport, SyncRequest, UseCase};

/// Syncs companies and answers when all have ended. Dropping the future does not end the sync: [`super::CancelSync`] does.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sync(pub SyncRequest);

impl UseCase for Sync {
    type Answer = SyncReport;
    const ACTION: Action = Action::Sync;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Sync;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.0.companies)
    }

    async fn run(self, cx: Context) -> Result<SyncReport> {
        cx.local.sync(self.0, cx.caller.actor).await
    }
}
