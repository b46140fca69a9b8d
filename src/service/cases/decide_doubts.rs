//! Keeps what a person says of entries that a file of another form perhaps told before.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::domain::bank::{BankLine, BankMatch, EntryState};
use crate::service::bank::{BankRefusal, Writing, companies, lines, versions};
use crate::service::bank_doubt::{Verdict, is_marked, verdict};
use crate::service::bank_named::{first_of_equal, is_named};
use crate::service::{Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};

/// Keeps a verdict on doubtful entries: the same money as an earlier entry, which counts once, or other money, which counts and is matched.
/// A later verdict replaces an earlier one, unless the entry pays something.
#[derive(Debug, Serialize, Deserialize)]
pub struct DecideDoubts {
    /// Companies; all where empty.
    pub companies: Vec<CompanyId>,
    /// Beginnings of the identifiers of the entries; all doubtful ones where empty.
    pub entries: Vec<String>,
    /// What they are.
    pub verdict: Verdict,
}

/// The bodies of a request over HTTP.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DoubtAsked {
    /// Whether it is the same money as an earlier entry.
    pub same: bool,
}

impl Routed for DecideDoubts {
    type Body = DoubtAsked;
    const ROUTE: Route = Route::post("/v1/bank/{company}/entries/{entry}/doubt", "decide_doubt", "bank")
        .about("Says of a doubtful entry whether it is the same money as an entry of an earlier file, which counts once, or other money.")
        .params(&[
            Param::new("company", Kind::Number, "The number of the company"),
            Param::new("entry", Kind::Text, "The entry; its first signs are enough"),
        ]);

    fn read(given: &Given, asked: DoubtAsked) -> Result<Self> {
        let verdict = if asked.same { Verdict::Same } else { Verdict::Another };
        Ok(Self { companies: vec![given.company()?], entries: vec![given.part("entry").to_owned()], verdict })
    }
}

impl UseCase for DecideDoubts {
    type Answer = Vec<(CompanyId, BankMatch)>;
    const ACTION: Action = Action::Bank;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, _| {
        let action = match case.verdict {
            Verdict::Same => "bank.same",
            Verdict::Another => "bank.another",
        };
        (action, if case.entries.is_empty() { "--all".to_owned() } else { case.entries.join(", ") })
    });

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<Vec<(CompanyId, BankMatch)>> {
        cx.blocking(move |cx| {
            let mut all: Vec<BankLine> = Vec::new();
            for company in companies(cx, &self.companies) {
                all.extend(
                    lines(&cx.local, company, &|_| true)?
                        .into_iter()
                        .filter(|line| is_marked(&line.entry.id) || !self.entries.is_empty()),
                );
            }
            let chosen = self.chosen(all)?;
            cx.note()?;
            let mut decided = Vec::with_capacity(chosen.len());
            for of_company in chosen.chunk_by(|one, other| one.company == other.company) {
                let Some(company) = of_company.first().map(|line| line.company) else { continue };
                let known = versions(&cx.local, company)?;
                let mut writing = Writing::new(cx, company);
                for line in of_company {
                    let one = verdict(line, self.verdict);
                    writing.add(&one, known.get(&one.id).copied().unwrap_or_default(), None, &line.currency)?;
                    decided.push((company, one));
                }
                writing.end()?;
            }
            Ok(decided)
        })
        .await
    }
}

impl DecideDoubts {
    /// The entries that are meant, those of a company beside each other.
    fn chosen(&self, all: Vec<BankLine>) -> Result<Vec<BankLine>> {
        if self.entries.is_empty() {
            return Ok(all.into_iter().filter(|line| line.entry.state == EntryState::Doubtful).collect());
        }
        let mut chosen: Vec<BankLine> = Vec::new();
        for wanted in &self.entries {
            let line = one(&all, wanted)?;
            if !chosen.iter().any(|known| known.entry.id == line.entry.id) {
                chosen.push(line);
            }
        }
        chosen.sort_by_key(|line| line.company);
        Ok(chosen)
    }
}

/// The entry with an identifier that begins so: a doubtful one, or one of which a person said what it is and that pays nothing.
fn one(all: &[BankLine], wanted: &str) -> Result<BankLine> {
    let wanted = wanted.trim();
    let mut found: Vec<&BankLine> = all.iter().filter(|line| is_named(line.entry.id.as_str(), wanted)).collect();
    if found.len() > 1 && found.iter().any(|line| is_marked(&line.entry.id)) {
        found.retain(|line| is_marked(&line.entry.id));
    }
    first_of_equal(&mut found, |line| line.entry.id.as_str());
    let entry = wanted.to_owned();
    match found.as_slice() {
        [] => Err(BankRefusal::NotFound { wanted: entry }.into()),
        [line] if !is_marked(&line.entry.id) => Err(BankRefusal::NotDoubtful { entry }.into()),
        [line] if line.entry.state == EntryState::Booked && !line.matches.is_empty() => Err(BankRefusal::Taken { entry }.into()),
        [line] => Ok((*line).clone()),
        several => match several.iter().find(|line| line.entry.id.as_str() == wanted) {
            Some(line) => Ok((*line).clone()),
            None => Err(BankRefusal::Ambiguous { wanted: entry }.into()),
        },
    }
}
