//! A run with its errors.

use serde::{Deserialize, Serialize};

use crate::domain::{RunError, RunId, SyncRun};
use crate::store::Store;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// A run with its errors.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadRun(pub RunId);

impl UseCase for ReadRun {
    type Answer = Option<(SyncRun, Vec<RunError>)>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Seen
    }

    async fn run(self, cx: Context) -> Result<Option<(SyncRun, Vec<RunError>)>> {
        let sees = cx.sight();
        let read = cx.blocking(move |cx| {
            let Some(run) = cx.local.store.run(self.0)? else { return Ok(None) };
            Ok(Some((run, cx.local.store.run_errors(self.0)?)))
        });
        Ok(read.await?.filter(|(run, _)| sees(run.company)))
    }
}
