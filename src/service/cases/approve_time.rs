//! Approves time, takes approvals back, or decides not to bill what is left.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{Approve, Shelf, TimeView, Whose, approve};
use crate::service::companies::name_of;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Approves time, takes approvals back, or decides not to bill what is left.
#[derive(Debug, Serialize, Deserialize)]
pub struct ApproveTime {
    /// The company.
    pub company: CompanyId,
    /// What is done with which entries.
    pub ask: Approve,
}

impl UseCase for ApproveTime {
    type Answer = TimeView;
    const ACTION: Action = Action::Books;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, names| (case.ask.action.word(), name_of(names, case.company)));

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<TimeView> {
        cx.blocking(move |cx| {
            let _gate = cx.local.shelves.change();
            let shelf = Shelf::open(&cx.local, self.company)?;
            let whose = Whose { actor: cx.caller.actor.clone(), own_only: false };
            approve(&shelf, &self.ask, &whose, &|| cx.note())
        })
        .await
    }
}
