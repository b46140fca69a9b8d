//! Sets what a name stands for at a company, or takes it back, and plans again what was planned for it.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::companies::name_of;
use crate::service::push_view::PushList;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Sets what a name stands for at a company, or takes it back, and plans again what was planned for it.
#[derive(Debug, Serialize, Deserialize)]
pub struct SetMapping {
    /// The company that is written to.
    pub company: CompanyId,
    /// The name.
    pub name: String,
    /// The service's identifier; `None` takes it back.
    pub id: Option<String>,
}

impl UseCase for SetMapping {
    type Answer = Option<PushList>;
    const ACTION: Action = Action::Push;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Before(|case, names| {
        let to = case.id.as_deref().unwrap_or("–");
        ("push.map", format!("{}: {} → {to}", name_of(names, case.company), case.name))
    });

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.company)
    }

    async fn run(self, cx: Context) -> Result<Option<PushList>> {
        let (local, actor, company) = (cx.local.clone(), cx.caller.actor.clone(), self.company);
        local.set_mapping(company, &self.name, self.id, &actor).await?;
        local.plan_again(company, &actor).await
    }
}
