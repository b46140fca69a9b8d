//! Imports the statements of a file of which all parts are written.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::domain::bank::{BankAccount, BankStatement};
use crate::service::bank::BankRefusal;
use crate::service::companies::name_of;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};
use crate::store::bank::{self, Versioned};
use crate::store::{OwnBatch, OwnData, StoreError};

/// Imports statements: from here on their entries are there. Fails if another import of an account came between, and if a statement
/// is there already.
#[derive(Debug, Serialize, Deserialize)]
pub struct ImportBank {
    /// Company.
    pub company: CompanyId,
    /// Statements; entries that were known are not counted as theirs.
    pub statements: Vec<BankStatement>,
    /// How many statements of the accounts the caller knew: of the others it left out entries.
    pub known: u64,
}

impl UseCase for ImportBank {
    type Answer = ();
    const ACTION: Action = Action::Bank;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, names| {
        let accounts: Vec<&str> = case.statements.iter().map(|one| &*one.account).collect();
        ("bank.import", format!("{}: {}", name_of(names, case.company), accounts.join(", ")))
    });

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.company)
    }

    async fn run(self, cx: Context) -> Result<()> {
        cx.blocking(move |cx| {
            cx.local.by_id(self.company)?;
            let store = &*cx.local.store;
            let mut accounts = bank::accounts(store, self.company)?;
            let of = |account: &BankAccount| {
                self.statements.iter().any(|one| one.account == account.account)
            };
            let known: u64 = accounts.iter().filter(|one| of(&one.value)).map(|one| one.value.statements).sum();
            if known != self.known {
                return Err(BankRefusal::Changed.into());
            }
            let mut batch = OwnBatch::new(cx.local.options.clock.now(), cx.caller.actor.clone());
            // The balance of an account is what its last statement closes with.
            for statement in crate::bank::in_order(&self.statements).into_iter().filter_map(|at| self.statements.get(at)) {
                batch.put_statement(self.company, statement)?;
                let place = accounts.iter().position(|one| one.value.account == statement.account && one.value.currency == statement.currency);
                let place = place.unwrap_or_else(|| {
                    let (account, currency) = (statement.account.clone(), statement.currency.clone());
                    let value = BankAccount { account, currency, statements: 0, entries: 0, balance: None, day: None };
                    accounts.push(Versioned { version: 0, value });
                    accounts.len() - 1
                });
                if let Some(account) = accounts.get_mut(place).map(|one| &mut one.value) {
                    account.statements += 1;
                    account.entries += statement.entries.saturating_sub(statement.duplicates);
                    if statement.closing.is_some() && statement.until >= account.day {
                        (account.balance, account.day) = (statement.closing, statement.until);
                    }
                }
            }
            for account in accounts.iter().filter(|one| of(&one.value)) {
                batch.put_account(self.company, &account.value, account.version)?;
            }
            cx.note()?;
            match store.transact(&batch) {
                Err(StoreError::Stale { .. }) => Err(BankRefusal::Changed.into()),
                written => Ok(written?),
            }
        })
        .await
    }
}
