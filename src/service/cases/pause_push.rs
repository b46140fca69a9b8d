//! Pauses writing at every service, or lets it go on. What is on its way ends.

use serde::{Deserialize, Serialize};

use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};
use crate::store::pushes::{self, By};

/// Pauses writing at every service, or lets it go on. What is on its way ends.
#[derive(Debug, Serialize, Deserialize)]
pub struct PausePush(pub bool);

impl UseCase for PausePush {
    type Answer = ();
    const ACTION: Action = Action::Push;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Before(|case, _| (if case.0 { "push.pause" } else { "push.resume" }, String::new()));

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<()> {
        let local = cx.local.clone();
        cx.blocking(move |cx| {
            let by = By { at: cx.local.options.clock.now(), author: &cx.caller.actor };
            Ok(pushes::pause(&*cx.local.store, self.0, by)?)
        })
        .await?;
        local.wake_pushing();
        Ok(())
    }
}
