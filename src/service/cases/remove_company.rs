//! Removes a company with everything of it.

use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, Message};
use crate::error::{Error, ErrorKind};
use crate::service::companies::name_of;
use crate::service::{
    Action, Audit, Context, Given, Kind, Param, Patience, Removal, Repeat, Result, Route, Routed, Scope, ServiceError, UseCase,
};
use crate::store::Store;

/// Removes a company with everything of it. Refused while it is being synced.
#[derive(Debug, Serialize, Deserialize)]
pub struct RemoveCompany {
    /// The company.
    pub company: CompanyId,
    /// Its name, so that a wrong number removes nothing.
    pub name: String,
}

impl Routed for RemoveCompany {
    type Body = ();
    const ROUTE: Route = Route::delete("/v1/companies/{company}", "remove_company", "companies")
        .about("Removes a company with everything of it. Its name must be given, so that a wrong number removes nothing.")
        .params(&[
            Param::new("company", Kind::Number, "Its number"),
            Param::new("name", Kind::Text, "Its name, as it is written").required(),
        ]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self { company: given.company()?, name: given.one("name")?.unwrap_or_default().to_owned() })
    }
}

impl UseCase for RemoveCompany {
    type Answer = Removal;
    const ACTION: Action = Action::Companies;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, names| ("company.remove", name_of(names, case.company)));

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.company)
    }

    async fn run(self, cx: Context) -> Result<Removal> {
        cx.blocking(move |cx| {
            let (local, id) = (&cx.local, self.company);
            let company = local.by_id(id)?;
            if self.name != company.name {
                return Err(Error::new(ErrorKind::Usage, Message::new("api-name-to-remove")));
            }
            if local.engine.is_running(id) {
                return Err(ServiceError::Syncing { company: company.name }.into());
            }
            let count = local.store.count(id)?;
            cx.note()?;
            // Its invoices first: should the process die in between, the company is still there to be removed again.
            local.store.remove_company(id)?;
            local.shelves.forget(id);
            local.registry.remove(id)?;
            local.remote.forget(&company);
            tracing::info!(company = id.0, "company removed");
            Ok(Removal { company, count })
        })
        .await
    }
}
