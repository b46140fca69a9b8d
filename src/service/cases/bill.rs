//! Goes a step from a draft to money: makes, discards or issues drafts, corrects documents, settles them.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{BillStep, Billed, Shelf, bill};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Goes a step from a draft to money: makes, discards or issues drafts, corrects documents, settles them.
#[derive(Debug, Serialize, Deserialize)]
pub struct Bill {
    /// The company.
    pub company: CompanyId,
    /// The step.
    pub step: BillStep,
}

impl UseCase for Bill {
    type Answer = Billed;
    const ACTION: Action = Action::Books;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, _| case.step.line());

    fn reads(&self) -> bool {
        matches!(&self.step, BillStep::Make(ask) if ask.dry || ask.as_if.is_some())
    }

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<Billed> {
        cx.blocking(move |cx| {
            let _gate = cx.local.shelves.change();
            let shelf = Shelf::open(&cx.local, self.company)?;
            let (author, note) = (&cx.caller.actor, || cx.note());
            let change = || bill(&shelf, &self.step, author, &note);
            if self.step.is_whole() { cx.local.decide(self.company, change) } else { change() }
        })
        .await
    }
}
