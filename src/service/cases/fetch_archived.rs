//! The bytes of an archived document, as they were written.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::archive;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// The bytes of an archived document, as they were written.
#[derive(Debug, Serialize, Deserialize)]
pub struct FetchArchived {
    /// The company.
    pub company: CompanyId,
    /// Number of the document.
    pub number: String,
    /// Word of the form.
    pub form: String,
}

impl UseCase for FetchArchived {
    type Answer = Vec<u8>;
    const ACTION: Action = Action::Ledger;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<Vec<u8>> {
        archive::fetch(&cx, (self.company, &self.number), &self.form).await
    }
}
