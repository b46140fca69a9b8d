//! Approves what was planned for companies. What still is what was planned is queued, and sent by the worker.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::companies::name_of;
use crate::service::outgoing::Approval;
use crate::service::push_view::{PushList, PushView};
use crate::service::{Action, Audit, Context, Given, Patience, Repeat, Result, Route, Routed, Scope, UseCase};

/// Approves what was planned for companies. What still is what was planned is queued, and sent by the worker.
#[derive(Debug, Serialize, Deserialize)]
pub struct ApplyPush {
    /// The companies that are written to; all with a plan where empty.
    pub companies: Vec<CompanyId>,
    /// Whether only what a rule of the configuration permits is approved.
    pub by_rule: bool,
    /// Items of the plan, as it names them, that alone are approved; all where empty. A customer that is among them is made only for a
    /// document that needs it.
    pub items: Vec<String>,
    /// A key of the caller's: a call that is repeated with it queues nothing more, and tells what the first one queued.
    pub key: Option<String>,
}

/// An item in the audit log: kind, number or name, amount.
fn told(item: &PushView) -> String {
    let amount = item.amount.zip(item.currency.as_ref()).map(|(amount, currency)| format!(" {} {currency}", amount.normalize()));
    format!("{} {}{}", item.kind.as_str(), item.title, amount.unwrap_or_default())
}

impl Routed for ApplyPush {
    type Body = Vec<CompanyId>;
    const ROUTE: Route = Route::post("/v1/push/apply", "apply_push", "push").keyed().about(
        "Approves what was planned for companies. What still is what was planned is queued, each item once however often this is asked. With the header Idempotency-Key a repeated request tells what the first one queued.",
    )
    .optional_body()
    .with_companies();

    fn read(given: &Given, companies: Vec<CompanyId>) -> Result<Self> {
        Ok(Self { companies, by_rule: false, items: Vec::new(), key: given.key.clone() })
    }
}

impl UseCase for ApplyPush {
    type Answer = PushList;
    const ACTION: Action = Action::Push;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Before(|case, names| {
        let of = case.companies.iter().map(|id| name_of(names, *id)).collect::<Vec<_>>().join(", ");
        ("push.apply", if case.by_rule { format!("{of} (by rule)") } else { of })
    });

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<PushList> {
        let mut companies = self.companies;
        if companies.is_empty() {
            let local = cx.local.clone();
            companies = cx.clone().blocking(move |_| local.planned_companies()).await?;
        }
        // Before anything is queued of the others.
        for company in &companies {
            cx.local.by_id(*company)?;
        }
        let mut list = PushList::default();
        for company in companies {
            let approval = Approval { by_rule: self.by_rule, only: self.items.clone(), call: self.key.clone() };
            let applied = cx.local.apply_push(company, approval, &cx.caller.actor).await?;
            // What an earlier call queued has the time at which it was.
            let fresh = applied.items.iter().filter(|item| item.state == "queued" && item.queued.is_none());
            let fresh: Vec<String> = fresh.map(told).collect();
            let name = name_of(&cx.names(), company);
            cx.local.approved(&cx.caller, "push.item", &name, &fresh).await?;
            list.items.extend(applied.items);
            list.paused |= applied.paused;
        }
        Ok(list)
    }
}
