//! Takes a webhook of an accounting service.

use serde::{Deserialize, Serialize};

use crate::domain::HookSource;
use crate::service::{Action, Audit, Context, Delivery, Patience, Repeat, Result, Scope, UseCase};

/// Takes a webhook: verifies it, and has the companies synced that it names.
#[derive(Serialize, Deserialize)]
pub struct TakeHook {
    /// The service that it claims to be of.
    pub source: HookSource,
    /// Its signature, as it came.
    pub signature: String,
    /// Its body, as it came.
    pub body: String,
}

impl std::fmt::Debug for TakeHook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TakeHook").field("source", &self.source).finish_non_exhaustive()
    }
}

impl UseCase for TakeHook {
    type Answer = Delivery;
    const ACTION: Action = Action::Sync;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<Delivery> {
        cx.local.take_hook(self.source, &self.signature, self.body).await
    }
}
