//! Lists the webhooks that are taken.

use serde::{Deserialize, Serialize};

use crate::domain::HookState;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Lists the services that send webhooks, and what came of each.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Hooks;

impl UseCase for Hooks {
    type Answer = Vec<HookState>;
    const ACTION: Action = Action::Keys;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;
    const READS: bool = true;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<Vec<HookState>> {
        cx.blocking(|cx| cx.local.hooks()).await
    }
}
