//! Closes the store for a maintenance command.

use serde::{Deserialize, Serialize};

use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, ServiceError, UseCase};

/// Closes the store for a maintenance command. Refused while a sync runs.
#[derive(Debug, Serialize, Deserialize)]
pub struct YieldStore;

impl UseCase for YieldStore {
    type Answer = ();
    const ACTION: Action = Action::Maintenance;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<()> {
        if cx.local.engine.is_syncing() {
            return Err(ServiceError::SyncRuns.into());
        }
        cx.local.aside.notify_one();
        Ok(())
    }
}
