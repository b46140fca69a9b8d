//! A report of what a query finds.

use serde::{Deserialize, Serialize};

use crate::query::{Report, ReportKind, ReportRequest};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase, vat};

/// A report of what a query finds.
#[derive(Debug, Serialize, Deserialize)]
pub struct MakeReport(pub ReportRequest);

impl UseCase for MakeReport {
    type Answer = Report;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Records(&mut self.0.companies)
    }

    async fn run(self, cx: Context) -> Result<Report> {
        cx.blocking(move |cx| {
            let names = cx.names();
            if self.0.kind == ReportKind::Vat {
                return vat::report(&cx.local, &self.0, &names);
            }
            Ok(cx.local.store.ask(|index| index.report(&self.0, &names))??)
        })
        .await
    }
}
