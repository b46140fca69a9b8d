//! Posts a test to Slack at once.

use serde::{Deserialize, Serialize};

use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Posts a test to Slack at once, and tells what Slack said of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct TestSlack;

impl UseCase for TestSlack {
    type Answer = ();
    const ACTION: Action = Action::Deliver;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Before(|_, _| ("slack.test", String::new()));

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<()> {
        cx.local.test_slack().await
    }
}
