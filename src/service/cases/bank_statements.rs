//! Statements that were imported.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::bank::{StatementView, companies};
use crate::service::{Action, Audit, Context, Given, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};
use crate::store::bank;

/// Statements, the newest last.
#[derive(Debug, Serialize, Deserialize)]
pub struct BankStatements {
    /// Companies; all where empty.
    pub companies: Vec<CompanyId>,
}

impl Routed for BankStatements {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/bank/statements", "bank_statements", "bank")
        .about("Statements that were imported, with the proof of their balances.")
        .params(&[Param::COMPANIES]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self { companies: given.companies()? })
    }
}

impl UseCase for BankStatements {
    type Answer = Vec<StatementView>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<Vec<StatementView>> {
        cx.blocking(move |cx| {
            let mut found = Vec::new();
            for company in companies(cx, &self.companies) {
                let all = bank::statements(cx.local.store.inner(), company)?;
                found.extend(all.into_iter().map(|statement| StatementView { company, statement }));
            }
            found.sort_by(|a, b| {
                let key = |view: &StatementView| (view.company, view.statement.account.clone(), view.statement.until, view.statement.id.clone());
                key(a).cmp(&key(b))
            });
            Ok(found)
        })
        .await
    }
}
