//! Sends a test through a channel, or through all.

use serde::{Deserialize, Serialize};

use crate::domain::Channel;
use crate::error::Error;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Sends a test through a channel, or through all, and tells how each went.
#[derive(Debug, Serialize, Deserialize)]
pub struct TestAlerts(pub Option<Channel>);

impl UseCase for TestAlerts {
    type Answer = Vec<(Channel, Option<Error>)>;
    const ACTION: Action = Action::Alerts;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Before(|case, _| ("alert.test", case.0.map_or("*", Channel::as_str).to_owned()));

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<Vec<(Channel, Option<Error>)>> {
        cx.local.test_alerts(self.0).await
    }
}
