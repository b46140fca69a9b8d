//! The company of a name or number.

use serde::{Deserialize, Serialize};

use crate::domain::Company;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, ServiceError, UseCase, companies};

/// Finds the company of this name or number, or the only one with this part of a name; a name goes before a number.
#[derive(Debug, Serialize, Deserialize)]
pub struct FindCompany(pub String);

impl UseCase for FindCompany {
    type Answer = Company;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Named(&mut self.0)
    }

    async fn run(self, cx: Context) -> Result<Company> {
        let sees = cx.sight();
        let company = cx.blocking(move |cx| companies::find(&cx.local, &self.0)).await?;
        if sees(company.id) { Ok(company) } else { Err(ServiceError::NoSuchCompany { wanted: company.name, meant: None }.into()) }
    }
}
