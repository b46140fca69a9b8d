//! Records or changes time or the caller's timer, once for each key of the caller's: a member's own alone.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{BooksDone, Shelf, TimeStep, Whose, call, time_step};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Records or changes time or the caller's timer, once for each key of the caller's: a member's own alone.
#[derive(Debug, Serialize, Deserialize)]
pub struct CallTime {
    /// The company.
    pub company: CompanyId,
    /// A key of the caller's: a call that is repeated with it changes nothing more.
    pub key: Option<String>,
    /// The change.
    pub step: TimeStep,
}

impl UseCase for CallTime {
    type Answer = BooksDone;
    const ACTION: Action = Action::Time;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<BooksDone> {
        cx.blocking(move |cx| {
            let _gate = cx.local.shelves.change();
            let shelf = Shelf::open(&cx.local, self.company)?;
            let actor = cx.caller.actor.clone();
            // A timer is a person's own, whatever the role.
            let own_only = matches!(self.step, TimeStep::Timer(_)) || !cx.caller.may(Action::Books, &shelf.company);
            let shelf = Shelf { call: call(self.key, &actor, &self.step), ..shelf };
            time_step(&shelf, self.step, &Whose { actor, own_only })
        })
        .await
    }
}
