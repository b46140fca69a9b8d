//! The caller, and what it may do.

use serde::{Deserialize, Serialize};

use crate::domain::Role;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, Standing, UseCase};

/// Reads the caller's roles, so that a screen offers what the caller may do. The service checks each call all the same.
#[derive(Debug, Serialize, Deserialize)]
pub struct WhoAmI;

impl UseCase for WhoAmI {
    type Answer = Standing;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Seen
    }

    async fn run(self, cx: Context) -> Result<Standing> {
        let companies = cx.local.registry.companies();
        let role = |company| [Role::Admin, Role::Member, Role::Viewer].into_iter().find(|role| cx.caller.has(*role, company));
        Ok(Standing {
            actor: cx.caller.actor.clone(),
            everywhere: cx.caller.everywhere,
            companies: companies.iter().filter_map(|company| Some((company.id, role(company)?))).collect(),
            only_reads: cx.local.borrowed.is_some(),
        })
    }
}
