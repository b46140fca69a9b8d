//! The bytes of an imported file.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::bank::BankRefusal;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};
use crate::store::bank;

/// The bytes of the file of a statement, as they were imported.
#[derive(Debug, Serialize, Deserialize)]
pub struct BankFile {
    /// Company.
    pub company: CompanyId,
    /// SHA-256 of the file.
    pub file: String,
}

impl UseCase for BankFile {
    type Answer = Vec<u8>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.company)
    }

    async fn run(self, cx: Context) -> Result<Vec<u8>> {
        cx.blocking(move |cx| {
            let bytes = bank::file(cx.local.store.inner(), self.company, &self.file)?;
            if bytes.is_empty() { Err(BankRefusal::NotFound { wanted: self.file }.into()) } else { Ok(bytes) }
        })
        .await
    }
}
