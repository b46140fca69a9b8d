//! Does what is due by schedule: reminders, and the figures of the week.

use serde::{Deserialize, Serialize};

use crate::service::{Action, Audit, Context, Patience, Repeat, Result, ScheduledMail, Scope, UseCase};

/// Does what is due by schedule: reminders, and the figures of the week; tells when something is due next.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendScheduledMail;

impl UseCase for SendScheduledMail {
    type Answer = ScheduledMail;
    const ACTION: Action = Action::Deliver;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<ScheduledMail> {
        cx.local.scheduled_mail().await
    }
}
