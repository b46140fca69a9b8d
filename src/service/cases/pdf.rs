//! The invoice as PDF; asked for live.

use serde::{Deserialize, Serialize};

use crate::domain::RecordKey;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// The invoice as PDF; asked for live.
#[derive(Debug, Serialize, Deserialize)]
pub struct Pdf(pub RecordKey);

impl UseCase for Pdf {
    type Answer = Vec<u8>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.0.company)
    }

    async fn run(self, cx: Context) -> Result<Vec<u8>> {
        cx.local.pdf(&self.0).await
    }
}
