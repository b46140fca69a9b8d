//! Takes a match back.

use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, Currency};
use crate::domain::bank::{BankLine, BankMatch, Reason};
use crate::service::bank_doubt::taken_back;
use crate::service::bank_named::{first_of_equal, is_named};
use crate::service::bank::{BankRefusal, Writing, lines, versions};
use crate::service::companies::name_of;
use crate::service::{Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};
use crate::store::bank;

/// Takes a match back: its documents are open again. The match stays, as undone. Of an entry that takes another one back both are open.
#[derive(Debug, Serialize, Deserialize)]
pub struct UndoMatch {
    /// Company.
    pub company: CompanyId,
    /// Beginning of the identifier of the match, which is the entry's.
    pub wanted: String,
}

impl Routed for UndoMatch {
    type Body = ();
    const ROUTE: Route = Route::delete("/v1/bank/{company}/matches/{match}", "undo_match", "bank")
        .about("Takes a match back: its documents are open again. A payment that was recorded at a service stays there.")
        .params(&[
            Param::new("company", Kind::Number, "The number of the company"),
            Param::new("match", Kind::Text, "The match; its first signs are enough"),
        ]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self { company: given.company()?, wanted: given.part("match").to_owned() })
    }
}

impl UseCase for UndoMatch {
    type Answer = BankMatch;
    const ACTION: Action = Action::Bank;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, names| ("match.undo", format!("{}: {}", name_of(names, case.company), case.wanted)));

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.company)
    }

    async fn run(self, cx: Context) -> Result<BankMatch> {
        cx.blocking(move |cx| {
            let mut found = bank::matches(cx.local.store.inner(), self.company)?;
            found.retain(|one| !one.value.undone && is_named(one.value.id.as_str(), &self.wanted));
            first_of_equal(&mut found, |one| one.value.id.as_str());
            if found.len() > 1 {
                let whole = found.iter().position(|one| one.value.id.as_str() == self.wanted);
                let whole = whole.ok_or_else(|| BankRefusal::Ambiguous { wanted: self.wanted.clone() })?;
                found = vec![found.swap_remove(whole)];
            }
            let one = found.pop().ok_or_else(|| BankRefusal::NotFound { wanted: self.wanted.clone() })?;
            let all = lines(&cx.local, self.company, &|statement| statement.account == one.value.account)?;
            let line = all.iter().find(|line| line.entry.id == one.value.entry);
            let other = line.and_then(|line| other_side(line, &all));
            let undone = taken_back(one.value);
            let mut writing = Writing::new(cx, self.company);
            let day = line.and_then(|line| line.entry.booked.or(line.entry.valued));
            let currency = line.map_or_else(|| Currency::new(""), |line| line.currency.clone());
            writing.add(&undone, one.version, day, &currency)?;
            if let Some((line, other)) = other {
                let version = versions(&cx.local, self.company)?.get(&other.id).copied().unwrap_or_default();
                let day = line.entry.booked.or(line.entry.valued);
                writing.add(&taken_back(other.clone()), version, day, &line.currency)?;
            }
            writing.must_be_open()?;
            cx.note()?;
            writing.end()?;
            Ok(undone)
        })
        .await
    }
}

/// The match that says that an entry takes another back, or was taken back.
fn reversal(line: &BankLine) -> Option<&BankMatch> {
    line.matches.iter().find(|one| one.parts.is_empty() && one.reasons.contains(&Reason::Reversal))
}

/// The other side of an entry that takes one back or was taken back, with its match: without it neither does. `None` where several may be
/// meant.
fn other_side<'l>(line: &BankLine, all: &'l [BankLine]) -> Option<(&'l BankLine, &'l BankMatch)> {
    reversal(line)?;
    let is = |other: &&BankLine| other.currency == line.currency && other.entry.whole.amount == -line.entry.whole.amount;
    let mut found = all.iter().filter(is).filter_map(|other| Some((other, reversal(other)?)));
    found.next().filter(|_| found.next().is_none())
}
