//! Entries of an account that are known already.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::bank::Told;
use crate::domain::{CompanyId, RemoteId, as_text};
use crate::service::bank::is_within;
use crate::service::bank_known::identifiers;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};
use crate::store::bank;

/// Identifiers of the entries of an account that statements of these days told: the ones of then, and the ones of today's readers; each
/// with how much is known of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct BankKnown {
    /// Company.
    pub company: CompanyId,
    /// Account.
    pub account: String,
    /// First day.
    #[serde(with = "as_text")]
    pub from: Option<Date>,
    /// Last day.
    #[serde(with = "as_text")]
    pub until: Option<Date>,
}

impl UseCase for BankKnown {
    type Answer = Vec<(RemoteId, Told)>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.company)
    }

    async fn run(self, cx: Context) -> Result<Vec<(RemoteId, Told)>> {
        cx.blocking(move |cx| {
            let store = cx.local.store.inner();
            let mut statements = bank::statements(store, self.company)?;
            statements.retain(|one| *one.account == *self.account && is_within(one, self.from, self.until));
            let known = identifiers(store, self.company, &self.account, &statements)?;
            Ok(known.into_iter().collect())
        })
        .await
    }
}
