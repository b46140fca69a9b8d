//! The companies with own books.

use serde::{Deserialize, Serialize};

use crate::domain::Company;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// The companies with own books that the caller sees.
#[derive(Debug, Serialize, Deserialize)]
pub struct OwnCompanies;

impl UseCase for OwnCompanies {
    type Answer = Vec<Company>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Seen
    }

    async fn run(self, cx: Context) -> Result<Vec<Company>> {
        let sees = cx.sight();
        let companies = cx.local.registry.companies().into_iter();
        Ok(companies.filter(|company| company.has_own_books() && sees(company.id)).collect())
    }
}
