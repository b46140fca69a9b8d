//! Takes a command of Slack.

use serde::{Deserialize, Serialize};

use crate::service::{Action, Audit, Context, SlackAnswer, Patience, Repeat, Result, Scope, UseCase};

/// Takes a command of Slack: verifies it, records the time that it says, and answers in words.
#[derive(Serialize, Deserialize)]
pub struct TakeSlack {
    /// The time that it claims to be of, as it came.
    pub timestamp: String,
    /// Its signature, as it came.
    pub signature: String,
    /// Its body, as it came.
    pub body: String,
}

impl std::fmt::Debug for TakeSlack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TakeSlack").finish_non_exhaustive()
    }
}

impl UseCase for TakeSlack {
    type Answer = SlackAnswer;
    const ACTION: Action = Action::Time;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<SlackAnswer> {
        cx.local.take_slack(&self.timestamp, &self.signature, self.body).await
    }
}
