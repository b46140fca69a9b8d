//! Mappings of tables that were confirmed.

use serde::{Deserialize, Serialize};

use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};
use crate::store::bank;

/// Texts of the mapping files that were confirmed.
#[derive(Debug, Serialize, Deserialize)]
pub struct BankMappings;

impl UseCase for BankMappings {
    type Answer = Vec<String>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Seen
    }

    async fn run(self, cx: Context) -> Result<Vec<String>> {
        cx.blocking(move |cx| Ok(bank::mappings(cx.local.store.inner())?)).await
    }
}
