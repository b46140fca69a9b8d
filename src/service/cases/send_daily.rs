//! Posts the figures since the last ones to Slack, or shows them.

use serde::{Deserialize, Serialize};

use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, SendAnswer, UseCase};

/// Posts the figures since the last ones to Slack, once a day, or shows them.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendDaily {
    /// Whether nothing is queued.
    pub dry_run: bool,
}

impl UseCase for SendDaily {
    type Answer = SendAnswer;
    const ACTION: Action = Action::Deliver;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Before(|_, _| ("slack.summary", String::new()));

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<SendAnswer> {
        cx.local.send_daily(self.dry_run, cx.caller.actor.clone()).await
    }
}
