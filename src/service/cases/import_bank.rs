//! Imports the statements of a file of which all parts are written.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::domain::bank::{BankAccount, BankStatement};
use crate::service::bank::BankRefusal;
use crate::service::bank_proof::{Proven, proven};
use crate::service::companies::name_of;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};
use crate::store::bank::{self, Versioned};
use crate::store::{OwnBatch, OwnData, StoreError};

/// Imports statements: from here on their entries are there. Answers how many earlier doubtful entries they decide. Fails if another
/// import of an account came between, and if a statement is there already.
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
    type Answer = u64;
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

    async fn run(self, cx: Context) -> Result<u64> {
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
            let mut stored = bank::statements(store.inner(), self.company)?;
            let proven = proven(store.inner(), self.company, &stored, &self.statements)?;
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
                    if let Some(closing) = statement.closing.filter(|_| statement.until >= account.day) {
                        let balance = if statement.until == account.day { end_of_day(account, statement, &stored) } else { closing };
                        (account.balance, account.day) = (Some(balance), statement.until);
                    }
                    stored.push(statement.clone());
                }
            }
            for account in accounts.iter().filter(|one| of(&one.value)) {
                batch.put_account(self.company, &account.value, account.version)?;
            }
            let lines: Vec<String> = proven.iter().map(Proven::line).collect();
            for Versioned { version, value } in proven.into_iter().map(|one| one.verdict) {
                batch.put_match(self.company, &value, version)?;
            }
            cx.note()?;
            cx.local.decided(&cx.caller, "bank.proven", &name_of(&cx.names(), self.company), &lines)?;
            match store.transact(&batch) {
                Err(StoreError::Stale { .. }) => Err(BankRefusal::Changed.into()),
                written => Ok(written.map(|()| lines.len() as u64)?),
            }
        })
        .await
    }
}

/// What an account has after the statements of one day, which may come in any order: what the only one of them closes with that no other
/// one goes on from; else what the one of the highest number closes with.
fn end_of_day(account: &BankAccount, statement: &BankStatement, stored: &[BankStatement]) -> Decimal {
    let closing = statement.closing.unwrap_or_default();
    let is_same = |other: &&BankStatement| {
        other.account == statement.account && other.currency == statement.currency && other.until == statement.until
    };
    let of_day = || stored.iter().filter(is_same).chain([statement]);
    let pairs: BTreeSet<(Decimal, Decimal)> = of_day().filter_map(|one| one.opening.zip(one.closing)).collect();
    let mut openings: Vec<Decimal> = pairs.iter().map(|(opening, _)| *opening).collect();
    let mut last = Vec::new();
    for (_, closing) in &pairs {
        match openings.iter().position(|opening| opening == closing) {
            Some(at) => {
                openings.swap_remove(at);
            }
            None => last.push(*closing),
        }
    }
    let number = |one: &BankStatement| (one.number.parse::<u64>().unwrap_or_default(), one.page);
    let known = of_day().filter(|one| one.closing == account.balance).map(number).max();
    match (last.as_slice(), account.balance) {
        ([only], _) => *only,
        (_, Some(balance)) if statement.opening != account.balance && known > Some(number(statement)) => balance,
        _ => closing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Currency, RemoteId};

    fn statement(number: u32, opening: i64, closing: i64) -> BankStatement {
        let day = Some(jiff::civil::date(2026, 2, 2));
        BankStatement {
            id: RemoteId::new(number.to_string()),
            account: "A".into(),
            currency: Currency::new("HUF"),
            number: number.to_string().into(),
            page: 0,
            format: "".into(),
            file: "".into(),
            name: "".into(),
            opening: Some(opening.into()),
            closing: Some(closing.into()),
            from: day,
            until: day,
            entries: 0,
            duplicates: 0,
            sum: Decimal::ZERO,
            refused: 0,
            pending: 0,
        }
    }

    #[test]
    fn the_balance_of_a_day_is_that_of_its_last_statement_in_whatever_order_they_come() {
        let day = [statement(1, 10, 20), statement(2, 20, 25), statement(3, 25, 30)];
        // With a gap in the day the numbers tell.
        let gap = [statement(1, 10, 20), statement(2, 21, 25), statement(3, 25, 30)];
        for all in [&day, &gap] {
            for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
                let (account, currency) = ("A".into(), Currency::new("HUF"));
                let mut known = BankAccount { account, currency, statements: 0, entries: 0, balance: None, day: all[0].until };
                let mut stored = Vec::new();
                for at in order {
                    known.balance = Some(end_of_day(&known, &all[at], &stored));
                    stored.push(all[at].clone());
                }
                assert_eq!(known.balance, Some(30.into()), "{order:?}");
            }
        }
    }
}
