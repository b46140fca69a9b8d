//! Companies with lost or damaged data.

use serde::{Deserialize, Serialize};

use crate::domain::Doubt;
use crate::store::Store;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Reads the companies with lost or damaged data that no full sync has replaced yet.
#[derive(Debug, Serialize, Deserialize)]
pub struct Doubts;

impl UseCase for Doubts {
    type Answer = Vec<Doubt>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Seen
    }

    async fn run(self, cx: Context) -> Result<Vec<Doubt>> {
        let sees = cx.sight();
        let mut doubts = cx.local.store.doubted();
        doubts.retain(|doubt| sees(doubt.company));
        Ok(doubts)
    }
}
