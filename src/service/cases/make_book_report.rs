//! Reports of own books: time, profit, budgets, unbilled time, forecast.

use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, Message};
use crate::error::{Error, ErrorKind};
use crate::service::books::{BookReport, BookReportAsk, BookReportKind, Shelf, Whose, report};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// A report of own books: of time a member's own alone, of money for callers that may see it.
#[derive(Debug, Serialize, Deserialize)]
pub struct MakeBookReport {
    /// The company.
    pub company: CompanyId,
    /// Which.
    pub ask: BookReportAsk,
}

impl UseCase for MakeBookReport {
    type Answer = BookReport;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<BookReport> {
        cx.blocking(move |cx| {
            let shelf = Shelf::open(&cx.local, self.company)?;
            let own_only = !cx.caller.may(Action::Ledger, &shelf.company);
            if own_only && self.ask.kind != BookReportKind::Time {
                return Err(Error::new(ErrorKind::NotAllowed, Message::new("books-report-not-allowed")));
            }
            report(&shelf, &self.ask, &Whose { actor: cx.caller.actor.clone(), own_only })
        })
        .await
    }
}
