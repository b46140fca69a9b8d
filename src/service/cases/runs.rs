//! Sync runs, newest first.

use serde::{Deserialize, Serialize};

use crate::domain::SyncRun;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};
use crate::store::{RunFilter, Store};

/// Sync runs, newest first.
#[derive(Debug, Serialize, Deserialize)]
pub struct Runs(pub RunFilter);

impl UseCase for Runs {
    type Answer = Vec<SyncRun>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.0.companies)
    }

    async fn run(self, cx: Context) -> Result<Vec<SyncRun>> {
        cx.blocking(move |cx| Ok(cx.local.store.runs(&self.0)?)).await
    }
}
