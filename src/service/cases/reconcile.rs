//! How what was written stands against what is there now.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::push_view::ReconcileView;
use crate::service::{Action, Audit, Context, Given, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};

/// How what was written stands against what is there now.
#[derive(Debug, Serialize, Deserialize)]
pub struct Reconcile(pub Vec<CompanyId>);

impl Routed for Reconcile {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/push/reconcile", "reconcile", "push")
        .about("What was written against what is there now, per field and cent, from what was synced of both sides.")
        .params(&[Param::COMPANIES]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self(given.companies()?))
    }
}

impl UseCase for Reconcile {
    type Answer = ReconcileView;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.0)
    }

    async fn run(self, cx: Context) -> Result<ReconcileView> {
        cx.blocking(move |cx| {
            let mut companies = self.0.clone();
            if companies.is_empty() {
                companies = cx.local.registry.companies().into_iter().map(|company| company.id).collect();
            }
            cx.local.reconcile(&companies)
        })
        .await
    }
}
