//! Leaves out the numbers of documents that own books lost when their store went back in time.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{Behind, Shelf, skip_lost};
use crate::service::companies::name_of;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Leaves out the numbers that own books gave and that their store, put back to an earlier state, does not know any more: each series goes on
/// after the last one. Refused where nothing is remembered that the store lacks.
#[derive(Debug, Serialize, Deserialize)]
pub struct SkipLostNumbers {
    /// The company.
    pub company: CompanyId,
}

impl UseCase for SkipLostNumbers {
    type Answer = Vec<Behind>;
    const ACTION: Action = Action::Books;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, names| ("books.skip-lost", name_of(names, case.company)));

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<Vec<Behind>> {
        cx.blocking(move |cx| {
            let _gate = cx.local.shelves.change();
            let shelf = Shelf::open(&cx.local, self.company)?;
            cx.local.decide(self.company, || skip_lost(&shelf, &cx.caller.actor, &|| cx.note()))
        })
        .await
    }
}
