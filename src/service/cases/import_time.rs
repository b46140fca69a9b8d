//! Imports time from a file: a member's own alone.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{FileTime, Shelf, TimeImported, Whose, import};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Imports time from a file: a member's own alone.
#[derive(Debug, Serialize, Deserialize)]
pub struct ImportTime {
    /// The company.
    pub company: CompanyId,
    /// The entries, or a part of them.
    pub file: FileTime,
}

impl UseCase for ImportTime {
    type Answer = TimeImported;
    const ACTION: Action = Action::Time;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn reads(&self) -> bool {
        self.file.look
    }

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<TimeImported> {
        cx.blocking(move |cx| {
            let _gate = cx.local.shelves.change();
            let shelf = Shelf::open(&cx.local, self.company)?;
            let own_only = !cx.caller.may(Action::Books, &shelf.company);
            import(&shelf, self.file, &Whose { actor: cx.caller.actor.clone(), own_only })
        })
        .await
    }
}
