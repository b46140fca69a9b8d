//! Forgets what a source became: a plan may make it again.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::domain::outgoing::Source;
use crate::service::companies::name_of;
use crate::service::push_error::PushError;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};
use crate::store::pushes::{self, By};

/// Forgets what a source became: a plan may make it again.
#[derive(Debug, Serialize, Deserialize)]
pub struct UnlinkPush {
    /// The company that was written to.
    pub company: CompanyId,
    /// The source, as the list of links tells it.
    pub source: String,
}

impl UseCase for UnlinkPush {
    type Answer = ();
    const ACTION: Action = Action::Push;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, names| ("push.unlink", format!("{}: {}", name_of(names, case.company), case.source)));

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.company)
    }

    async fn run(self, cx: Context) -> Result<()> {
        cx.blocking(move |cx| {
            let (store, source) = (&*cx.local.store, Source(self.source.as_str().into()));
            if !pushes::links(store, self.company)?.iter().any(|link| link.source == source) {
                return Err(PushError::NoSuchMapping { name: self.source }.into());
            }
            cx.note()?;
            let by = By { at: cx.local.options.clock.now(), author: &cx.caller.actor };
            pushes::unlink(store, self.company, &source, by)?;
            Ok(())
        })
        .await
    }
}
