//! Plans what documents become at a company; nothing is sent. The plan is kept until it is approved.

use serde::{Deserialize, Serialize};

use crate::service::push_view::{PlanRequest, PushList};
use crate::service::{Action, Audit, Context, Given, Patience, Repeat, Result, Route, Routed, Scope, UseCase};

/// Plans what documents become at a company; nothing is sent. The plan is kept until it is approved.
#[derive(Debug, Serialize, Deserialize)]
pub struct PlanPush(pub PlanRequest);

impl Routed for PlanPush {
    type Body = PlanRequest;
    const ROUTE: Route = Route::post("/v1/push/plan", "plan_push", "push")
        .about("Plans what documents of a company become at another one. Nothing is sent; the plan is kept until it is approved.")
        .with_companies();

    fn read(_: &Given, request: PlanRequest) -> Result<Self> {
        Ok(Self(request))
    }
}

impl UseCase for PlanPush {
    type Answer = PushList;
    const ACTION: Action = Action::Push;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.0.companies)
    }

    async fn run(self, cx: Context) -> Result<PushList> {
        cx.local.plan_push(self.0, &cx.caller.actor).await
    }
}
