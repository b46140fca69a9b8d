//! Writes what lists show of own documents anew, where it is not what was issued and paid.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{Shelf, relist};
use crate::service::companies::name_of;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Writes what lists show of own documents anew, where it is not what was issued and paid; the answer is how many there were.
#[derive(Debug, Serialize, Deserialize)]
pub struct RelistBooks {
    /// The company.
    pub company: CompanyId,
}

impl UseCase for RelistBooks {
    type Answer = u64;
    const ACTION: Action = Action::Books;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, names| ("books.relist", name_of(names, case.company)));

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<u64> {
        cx.blocking(move |cx| {
            let _gate = cx.local.shelves.change();
            let shelf = Shelf::open(&cx.local, self.company)?;
            relist(&shelf, &cx.caller.actor, &|| cx.note())
        })
        .await
    }
}
