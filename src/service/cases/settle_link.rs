//! Takes over what the other side has of a link, or says why a difference is right.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::domain::outgoing::Source;
use crate::service::companies::name_of;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};
use crate::store::pushes::By;

/// Takes over what the other side has of a link, or says why a difference is right.
#[derive(Debug, Serialize, Deserialize)]
pub struct SettleLink {
    /// The company that was written to.
    pub company: CompanyId,
    /// The source, as the list of links tells it.
    pub source: String,
    /// Why the difference is right; `None` takes over what the other side has.
    pub reason: Option<String>,
}

impl UseCase for SettleLink {
    type Answer = ();
    const ACTION: Action = Action::Push;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Before(|case, names| {
        let of = format!("{}: {}", name_of(names, case.company), case.source);
        match &case.reason {
            Some(reason) => ("push.ignore", format!("{of} ({reason})")),
            None => ("push.adopt", of),
        }
    });

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.company)
    }

    async fn run(self, cx: Context) -> Result<()> {
        cx.blocking(move |cx| {
            let by = By { at: cx.local.options.clock.now(), author: &cx.caller.actor };
            cx.local.settle_link(self.company, &Source(self.source.into()), self.reason, by)
        })
        .await
    }
}
