//! Bank accounts with their cash and what is unmatched.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::bank::{BankLine, BankStatement, EntryState};
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
                    found.push(AccountView { company, account, unmatched: [0; 4], open: <[UnmatchedSum; 2]>::default(), doubtful: UnmatchedSum::default(), continuous });
                }
                if self.entries {
                    let lines = lines(&cx.local, company, &|_| true)?;
                    count(&lines, found.get_mut(first..).unwrap_or_default())?;
                    for line in lines.iter().filter(|line| is_unmatched(line)) {
                        let sides = unmatched(line).ok_or_else(too_large)?;
                        let view = found.iter_mut().skip(first);
                        let mut view = view.filter(|view| view.account.account == line.account && view.account.currency == line.currency);
                        let Some(view) = view.next() else { continue };
                        let age = line.entry.booked.or(line.entry.valued).map_or(0, |day| (self.today - day).get_days());
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

/// Counts the entries of accounts and sums the doubtful ones. Those are not counted as entries, nor is what was told twice: an announced
/// entry that was booked is one, and so is what a person or a statement said to be the same.
fn count(lines: &[BankLine], views: &mut [AccountView]) -> Result<()> {
    views.iter_mut().for_each(|view| view.account.entries = 0);
    for line in lines.iter().filter(|line| line.entry.state != EntryState::Same) {
        let mut views = views.iter_mut();
        let view = views.find(|view| view.account.account == line.account && view.account.currency == line.currency);
        let Some(view) = view else { continue };
        if line.entry.state == EntryState::Doubtful {
            view.doubtful.count += 1;
            view.doubtful.amount = view.doubtful.amount.checked_add(line.entry.whole.amount).ok_or_else(too_large)?;
        } else {
            view.account.entries += 1;
        }
    }
    Ok(())
}

fn too_large() -> Error {
    Error::new(ErrorKind::Failed, Message::new("billing-sum-too-large"))
}

/// Whether the statements of the last days open with what those before closed with. A statement that came twice counts once; those of the
/// same days follow each other in whatever order fits.
fn follows<'s>(statements: impl Iterator<Item = &'s BankStatement>) -> Option<bool> {
    let mut days: BTreeMap<_, BTreeSet<(Decimal, Decimal)>> = BTreeMap::new();
    for one in statements {
        if let (Some(opening), Some(closing)) = (one.opening, one.closing) {
            days.entry((one.until, one.from)).or_default().insert((opening.normalize(), closing.normalize()));
        }
    }
    let mut last = days.values().rev();
    let these = last.next()?;
    match (ends(these), last.next()) {
        (None, _) => Some(false),
        (Some(_), None) => (these.len() > 1).then_some(true),
        (Some((openings, _)), Some(before)) => {
            // A gap among those before is of those before.
            let closings = ends(before).map_or_else(|| before.iter().map(|(_, closing)| *closing).collect(), |(_, last)| last);
            Some(openings.iter().any(|opening| closings.contains(opening)))
        }
    }
}

/// The balances that statements of the same days may have opened and closed with, in the order in which they follow each other; `None` if
/// they do not.
fn ends(all: &BTreeSet<(Decimal, Decimal)>) -> Option<(Vec<Decimal>, Vec<Decimal>)> {
    let mut openings: Vec<Decimal> = all.iter().map(|(opening, _)| *opening).collect();
    let mut closings = Vec::new();
    for (_, closing) in all {
        match openings.iter().position(|opening| opening == closing) {
            Some(at) => {
                openings.swap_remove(at);
            }
            None => closings.push(*closing),
        }
    }
    if openings.is_empty() {
        // All in a circle: any of them may be the first.
        return Some(all.iter().copied().unzip());
    }
    (openings.len() == 1).then_some((openings, closings))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Currency, RemoteId};

    fn statement(day: i8, opening: i64, closing: i64) -> BankStatement {
        let day = Some(jiff::civil::date(2026, 2, day));
        BankStatement {
            id: RemoteId::new(""),
            account: "".into(),
            currency: Currency::new("HUF"),
            number: "7".into(),
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
    fn statements_follow_each_other_whatever_came_twice_and_in_which_order() {
        let told = |all: &[(i8, i64, i64)]| {
            let all: Vec<BankStatement> = all.iter().map(|(day, opening, closing)| statement(*day, *opening, *closing)).collect();
            follows(all.iter())
        };
        assert_eq!(told(&[(1, 10, 20)]), None);
        assert_eq!(told(&[(1, 10, 20), (2, 20, 30)]), Some(true));
        assert_eq!(told(&[(1, 10, 20), (2, 21, 30)]), Some(false));
        // The last one came twice; the same day has two, in any order; one of them has nothing booked.
        assert_eq!(told(&[(1, 10, 20), (2, 20, 30), (2, 20, 30)]), Some(true));
        assert_eq!(told(&[(1, 10, 20), (2, 25, 30), (2, 20, 25)]), Some(true));
        assert_eq!(told(&[(1, 10, 20), (2, 20, 20), (2, 20, 30)]), Some(true));
        assert_eq!(told(&[(1, 10, 20), (2, 20, 30), (2, 30, 20)]), Some(true));
        assert_eq!(told(&[(1, 10, 20), (2, 20, 25), (2, 26, 30)]), Some(false));
        assert_eq!(told(&[(2, 20, 25), (2, 25, 30)]), Some(true));
    }
}
