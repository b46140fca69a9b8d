//! Enables or disables a company.

use serde::{Deserialize, Serialize};

use crate::domain::{Company, CompanyId, Message};
use crate::error::{Error, ErrorKind};
use crate::service::companies::{change, name_of};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Enables or disables a company.
#[derive(Debug, Serialize, Deserialize)]
pub struct EnableCompany {
    /// The company.
    pub company: CompanyId,
    /// Whether it is synced.
    pub enabled: bool,
}

impl UseCase for EnableCompany {
    type Answer = Company;
    const ACTION: Action = Action::Companies;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Before(|case, names| {
        let action = if case.enabled { "company.enable" } else { "company.disable" };
        (action, name_of(names, case.company))
    });

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.company)
    }

    async fn run(self, cx: Context) -> Result<Company> {
        cx.blocking(move |cx| {
            let company = cx.local.by_id(self.company)?;
            if self.enabled && company.has_unknown_provider() {
                let message = |id| Message::new(id).with("company", company.name.as_str());
                let refused = Error::new(ErrorKind::Config, message("service-provider-unknown"));
                return Err(refused.hint(message("service-provider-lost")));
            }
            change(&cx.local, self.company, |company| company.enabled = self.enabled)
        })
        .await
    }
}
