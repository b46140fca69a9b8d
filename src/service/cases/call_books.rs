//! Changes own books, once for each key of the caller's.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{BooksDone, BooksStep, Shelf, call, step};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Changes own books, once for each key of the caller's.
#[derive(Debug, Serialize, Deserialize)]
pub struct CallBooks {
    /// The company.
    pub company: CompanyId,
    /// A key of the caller's: a call that is repeated with it changes nothing more.
    pub key: Option<String>,
    /// The change.
    pub step: BooksStep,
}

impl UseCase for CallBooks {
    type Answer = BooksDone;
    const ACTION: Action = Action::Books;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, _| case.step.line());

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<BooksDone> {
        cx.blocking(move |cx| {
            let _gate = cx.local.shelves.change();
            let shelf = Shelf::open(&cx.local, self.company)?;
            let author = &cx.caller.actor;
            let shelf = Shelf { call: call(self.key, author, &self.step), ..shelf };
            let again = matches!(&self.step, BooksStep::Bill(step) if step.is_whole());
            let change = || step(&shelf, self.step.clone(), author, &|| cx.note());
            if again { cx.local.decide(self.company, change) } else { change() }
        })
        .await
    }
}
