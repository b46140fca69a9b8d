//! Bank accounts with their cash and what is unmatched.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::bank::{BankLine, BankStatement};
use crate::domain::{CompanyId, ErrorKind, Message, as_text};
use crate::error::Error;
use crate::service::bank::{AccountView, UnmatchedSum, companies, is_unmatched, lines, pays, units};
use crate::service::{Action, Audit, Context, Given, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};
use crate::store::bank;

/// Bank accounts: the cash position, unmatched entries by age, and whether the last statement follows the one before.
#[derive(Debug, Serialize, Deserialize)]
pub struct BankAccounts {
    /// Companies; all where empty.
    pub companies: Vec<CompanyId>,
    /// Whether entries are looked at, too: without them nothing is unmatched.
    pub entries: bool,
    /// The day that ages are counted to.
    #[serde(with = "as_text")]
    pub today: Date,
}

impl Routed for BankAccounts {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/bank/accounts", "bank_accounts", "bank")
        .about("Bank accounts with their balance, and unmatched entries by age.")
        .params(&[Param::COMPANIES]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self { companies: given.companies()?, entries: true, today: given.today })
    }
}

impl UseCase for BankAccounts {
    type Answer = Vec<AccountView>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<Vec<AccountView>> {
        cx.blocking(move |cx| {
            let mut found = Vec::new();
            for company in companies(cx, &self.companies) {
                let store = cx.local.store.inner();
                let statements = bank::statements(store, company)?;
                let first = found.len();
                for account in bank::accounts(store, company)?.into_iter().map(|one| one.value) {
                    let of = |one: &&BankStatement| one.account == account.account && one.currency == account.currency;
                    let continuous = follows(statements.iter().filter(of));
                    found.push(AccountView { company, account, unmatched: [0; 4], open: <[UnmatchedSum; 2]>::default(), continuous });
                }
                if self.entries {
                    let lines = lines(&cx.local, company, &|_| true)?;
                    for line in lines.iter().filter(|line| is_unmatched(line)) {
                        let sides = unmatched(line).ok_or_else(too_large)?;
                        let view = found.iter_mut().skip(first);
                        let mut view = view.filter(|view| view.account.account == line.account && view.account.currency == line.currency);
                        let Some(view) = view.next() else { continue };
                        let age = line.entry.booked.map_or(0, |day| (self.today - day).get_days());
                        let place = [7, 30, 90].iter().position(|most| age <= *most).unwrap_or(3);
                        if let Some(count) = view.unmatched.get_mut(place) {
                            *count += 1;
                        }
                        for (sum, side) in view.open.iter_mut().zip(sides) {
                            sum.count += side.count;
                            sum.amount = sum.amount.checked_add(side.amount).ok_or_else(too_large)?;
                        }
                    }
                }
            }
            Ok(found)
        })
        .await
    }
}

/// What of an entry pays nothing yet, as it came in and as it went out: of a batch the parts that nothing matches. An entry counts once
/// on a side. `None` if no decimal can hold the sum.
fn unmatched(line: &BankLine) -> Option<[UnmatchedSum; 2]> {
    let mut sides = <[UnmatchedSum; 2]>::default();
    let [incoming, outgoing] = &mut sides;
    for (_, detail) in units(&line.entry).into_iter().filter(|(part, _)| !pays(line, *part)) {
        let side = if detail.amount.is_sign_negative() { &mut *outgoing } else { &mut *incoming };
        side.count = 1;
        side.amount = side.amount.checked_add(detail.amount)?;
    }
    Some(sides)
}

fn too_large() -> Error {
    Error::new(ErrorKind::Failed, Message::new("billing-sum-too-large"))
}

/// Whether the last statement opens with what the one before closed with.
fn follows<'s>(statements: impl Iterator<Item = &'s BankStatement>) -> Option<bool> {
    let ordered: BTreeMap<_, _> = statements.map(|one| ((one.place(), one.id.clone()), one)).collect();
    let mut last = ordered.values().rev().filter(|one| one.opening.is_some() && one.closing.is_some());
    let (this, before) = (last.next()?, last.next()?);
    Some(this.opening == before.closing)
}
