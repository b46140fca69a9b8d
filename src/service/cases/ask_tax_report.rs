//! The tax authority's answer; asked for live.

use serde::{Deserialize, Serialize};

use crate::domain::{RecordKey, TaxReport};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// The tax authority's answer; asked for live.
#[derive(Debug, Serialize, Deserialize)]
pub struct AskTaxReport(pub RecordKey);

impl UseCase for AskTaxReport {
    type Answer = TaxReport;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.0.company)
    }

    async fn run(self, cx: Context) -> Result<TaxReport> {
        cx.local.tax_report(&self.0).await
    }
}
