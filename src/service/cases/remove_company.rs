//! Removes a company with everything of it.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::companies::name_of;
use crate::store::Store;
use crate::service::{Action, Audit, Context, Patience, Removal, Repeat, Result, Scope, ServiceError, UseCase};

/// Removes a company with everything of it. Refused while it is being synced.
#[derive(Debug, Serialize, Deserialize)]
pub struct RemoveCompany(pub CompanyId);

impl UseCase for RemoveCompany {
    type Answer = Removal;
    const ACTION: Action = Action::Companies;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, names| ("company.remove", name_of(names, case.0)));

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.0)
    }

    async fn run(self, cx: Context) -> Result<Removal> {
        cx.blocking(move |cx| {
            let (local, id) = (&cx.local, self.0);
            let company = local.by_id(id)?;
            if local.engine.is_running(id) {
                return Err(ServiceError::Syncing { company: company.name }.into());
            }
            let count = local.store.count(id)?;
            cx.note()?;
            // Its invoices first: should the process die in between, the company is still there to be removed again.
            local.store.remove_company(id)?;
            local.registry.remove(id)?;
            local.remote.forget(&company);
            tracing::info!(company = id.0, "company removed");
            Ok(Removal { company, count })
        })
        .await
    }
}
