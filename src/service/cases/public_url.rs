//! The invoice's public address; asked for live.

use serde::{Deserialize, Serialize};

use crate::domain::RecordKey;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// The invoice's public address; asked for live.
#[derive(Debug, Serialize, Deserialize)]
pub struct PublicUrl(pub RecordKey);

impl UseCase for PublicUrl {
    type Answer = String;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.0.company)
    }

    async fn run(self, cx: Context) -> Result<String> {
        cx.local.public_url(&self.0).await
    }
}
