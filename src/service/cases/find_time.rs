//! Finds time entries: a member's own alone.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{Shelf, TimeAsk, TimeView, Whose, find_time};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Finds time entries: a member's own alone.
#[derive(Debug, Serialize, Deserialize)]
pub struct FindTime {
    /// The company.
    pub company: CompanyId,
    /// Which.
    pub ask: TimeAsk,
}

impl UseCase for FindTime {
    type Answer = TimeView;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<TimeView> {
        cx.blocking(move |cx| {
            let shelf = Shelf::open(&cx.local, self.company)?;
            let own_only = !cx.caller.may(Action::Ledger, &shelf.company);
            find_time(&shelf, &self.ask, &Whose { actor: cx.caller.actor.clone(), own_only })
        })
        .await
    }
}
