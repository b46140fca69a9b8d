//! State of alerts.

use serde::{Deserialize, Serialize};

use crate::service::{Action, AlertsView, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Reads channels, incidents and the queue of alerts.
#[derive(Debug, Serialize, Deserialize)]
pub struct Alerts;

impl UseCase for Alerts {
    type Answer = AlertsView;
    const ACTION: Action = Action::Alerts;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;
    const READS: bool = true;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<AlertsView> {
        cx.local.alerts().await
    }
}
