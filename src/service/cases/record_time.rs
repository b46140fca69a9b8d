//! Records or changes time: a member's own alone.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{Shelf, TimeChange, TimeChanged, Whose, record};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Records or changes time: a member's own alone.
#[derive(Debug, Serialize, Deserialize)]
pub struct RecordTime {
    /// The company.
    pub company: CompanyId,
    /// The change.
    pub change: TimeChange,
}

impl UseCase for RecordTime {
    type Answer = TimeChanged;
    const ACTION: Action = Action::Time;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<TimeChanged> {
        cx.blocking(move |cx| {
            let _gate = cx.local.shelves.change();
            let shelf = Shelf::open(&cx.local, self.company)?;
            let own_only = !cx.caller.may(Action::Books, &shelf.company);
            record(&shelf, self.change, &Whose { actor: cx.caller.actor.clone(), own_only })
        })
        .await
    }
}
