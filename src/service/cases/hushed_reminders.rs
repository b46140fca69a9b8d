//! Documents and partners that get no reminders.

use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, Hushed};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Documents and partners that get no reminders, by company.
#[derive(Debug, Serialize, Deserialize)]
pub struct HushedReminders(pub Vec<CompanyId>);

impl UseCase for HushedReminders {
    type Answer = Vec<(CompanyId, Hushed)>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.0)
    }

    async fn run(self, cx: Context) -> Result<Vec<(CompanyId, Hushed)>> {
        cx.blocking(move |cx| {
            let companies = cx.local.registry.companies().into_iter().map(|company| company.id);
            let mut found = Vec::new();
            for company in companies.filter(|id| self.0.is_empty() || self.0.contains(id)) {
                found.extend(cx.local.hushed(company)?.into_iter().map(|hushed| (company, hushed)));
            }
            Ok(found)
        })
        .await
    }
}
