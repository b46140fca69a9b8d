//! Payments booked at the provider; asked for live.

use serde::{Deserialize, Serialize};

use crate::domain::{RecordKey, HistoryEntry};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Payments booked at the provider; asked for live.
#[derive(Debug, Serialize, Deserialize)]
pub struct Payments(pub RecordKey);

impl UseCase for Payments {
    type Answer = Vec<HistoryEntry>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.0.company)
    }

    async fn run(self, cx: Context) -> Result<Vec<HistoryEntry>> {
        cx.local.payments(&self.0).await
    }
}
