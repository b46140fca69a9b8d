//! Reminds buyers of open documents: queues the reminders that are due, or shows them.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::companies::name_of;
use crate::service::{
    Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, SendAnswer, UseCase,
};

/// Reminds buyers of open documents: queues the reminders that are due, each step once, or shows them.
#[derive(Debug, Serialize, Deserialize)]
pub struct Remind {
    /// Companies; all for which reminders are on where empty.
    pub companies: Vec<CompanyId>,
    /// Whether nothing is queued.
    pub dry_run: bool,
}

impl Routed for Remind {
    type Body = Vec<CompanyId>;
    const ROUTE: Route = Route::post("/v1/reminders", "send_reminders", "deliveries")
        .about("Queues the reminders that are due, each step once however often this is asked.")
        .params(&[Param::new("dry_run", Kind::Flag, "Queues nothing, and answers what would be sent")])
        .optional_body()
        .with_companies();

    fn read(given: &Given, companies: Vec<CompanyId>) -> Result<Self> {
        Ok(Self { companies, dry_run: given.flag("dry_run")? })
    }
}

impl UseCase for Remind {
    type Answer = SendAnswer;
    const ACTION: Action = Action::Deliver;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Certain(|case, names| {
        ("delivery.remind", case.companies.iter().map(|id| name_of(names, *id)).collect::<Vec<_>>().join(", "))
    });

    fn reads(&self) -> bool {
        self.dry_run
    }

    fn scope(&mut self) -> Scope<'_> {
        Scope::Records(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<SendAnswer> {
        // A company that is named must be there, as for a sync.
        self.companies.iter().try_for_each(|company| cx.local.by_id(*company).map(|_| ()))?;
        let (local, author) = (cx.local.clone(), cx.caller.actor.clone());
        local.remind(self.companies, self.dry_run, author, move || cx.note()).await
    }
}
