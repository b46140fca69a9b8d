//! Changes clients, projects, people, rates or the profile of own books.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{BooksEdit, Edited, Shelf, edit};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Changes clients, projects, people, rates or the profile of own books.
#[derive(Debug, Serialize, Deserialize)]
pub struct EditBooks {
    /// The company.
    pub company: CompanyId,
    /// The change.
    pub edit: BooksEdit,
}

impl UseCase for EditBooks {
    type Answer = Edited;
    const ACTION: Action = Action::Books;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, _| case.edit.line());

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<Edited> {
        cx.blocking(move |cx| {
            let _gate = cx.local.shelves.change();
            let shelf = Shelf::open(&cx.local, self.company)?;
            edit(&shelf, self.edit, &cx.caller.actor, &|| cx.note())
        })
        .await
    }
}
