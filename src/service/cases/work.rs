//! Takes up a company that is due.

use serde::{Deserialize, Serialize};

use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase, Worked};

/// Takes up a company that is due, and answers when its run has ended.
#[derive(Debug, Serialize, Deserialize)]
pub struct Work;

impl UseCase for Work {
    type Answer = Worked;
    const ACTION: Action = Action::Sync;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Sync;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<Worked> {
        cx.local.work(cx.caller.actor).await
    }
}
