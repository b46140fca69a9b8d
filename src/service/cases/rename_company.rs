//! Renames a company.

use serde::{Deserialize, Serialize};

use crate::domain::{Company, CompanyId};
use crate::service::companies::{change, check_name, name_of};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Renames a company.
#[derive(Debug, Serialize, Deserialize)]
pub struct RenameCompany {
    /// The company.
    pub company: CompanyId,
    /// Its new name.
    pub name: String,
}

impl UseCase for RenameCompany {
    type Answer = Company;
    const ACTION: Action = Action::Companies;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, names| ("company.rename", format!("{} → {}", name_of(names, case.company), case.name)));

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.company)
    }

    async fn run(self, cx: Context) -> Result<Company> {
        cx.blocking(move |cx| {
            let name = self.name.trim().to_owned();
            cx.local.by_id(self.company)?;
            check_name(&cx.local, &name, Some(self.company))?;
            cx.note()?;
            change(&cx.local, self.company, |company| company.name = name)
        })
        .await
    }
}
