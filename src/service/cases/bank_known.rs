//! Entries of an account that are known already.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::domain::bank::BankStatement;
use crate::service::bank_beside::is_within;
use crate::service::bank_known::{KnownEntries, known};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};
use crate::store::bank;

/// Identifiers of the entries of an account that statements of the days of a file told: the ones of then, and the ones of today's readers;
/// each with how much is known of it. With them entries that the file may tell again in another form, and equal ones beside it.
#[derive(Debug, Serialize, Deserialize)]
pub struct BankKnown {
    /// Company.
    pub company: CompanyId,
    /// Account.
    pub account: String,
    /// The statements of the account in the file that is to be imported.
    pub statements: Vec<BankStatement>,
}

impl UseCase for BankKnown {
    type Answer = KnownEntries;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.company)
    }

    async fn run(self, cx: Context) -> Result<KnownEntries> {
        cx.blocking(move |cx| {
            let store = cx.local.store.inner();
            let mut statements = bank::statements(store, self.company)?;
            let (from, until) = days(&self.statements);
            statements.retain(|one| *one.account == *self.account && is_within(one, from, until));
            known(store, self.company, &self.account, (&statements, &self.statements))
        })
        .await
    }
}

/// First and last day of statements; `None` where one of them has none.
fn days(statements: &[BankStatement]) -> (Option<Date>, Option<Date>) {
    let day = |of: fn(&BankStatement) -> Option<Date>| statements.iter().map(of).collect::<Option<Vec<Date>>>().unwrap_or_default();
    (day(|one| one.from).into_iter().min(), day(|one| one.until).into_iter().max())
}
