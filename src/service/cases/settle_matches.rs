//! Settles what is certain.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::bank::matching::reversals;
use crate::domain::{CompanyId, Currency, RemoteId};
use crate::domain::bank::{BankEntry, BankLine, BankMatch, EntryDetail, EntryState};
use crate::service::bank::{Matched, Proposed, Writing, companies, lines, matched, money, pays, units, versions};
use crate::service::bank_claims::matcher;
use crate::service::bank_back::{self, returns};
use crate::service::bank_doubt::is_verdict;
use crate::service::local::Local;
use crate::store::bank;
use crate::service::{Action, Audit, Context, Given, Patience, Repeat, Result, Route, Routed, Scope, UseCase};

/// Settles what is certain, the oldest entry first, and proposes for the rest. What was undone once, what the bank may have taken back, or
/// what would change a closed day of own books, waits for a person.
#[derive(Debug, Serialize, Deserialize)]
pub struct SettleMatches {
    /// Companies; all where empty.
    pub companies: Vec<CompanyId>,
}

impl Routed for SettleMatches {
    type Body = Vec<CompanyId>;
    const ROUTE: Route = Route::post("/v1/bank/matches", "settle_matches", "bank")
        .about("Settles what is certain, and proposes for the rest. What was undone once, or may have been taken back by the bank, waits for a person.")
        .optional_body();

    fn read(_: &Given, companies: Vec<CompanyId>) -> Result<Self> {
        Ok(Self { companies })
    }
}

impl UseCase for SettleMatches {
    type Answer = Matched;
    const ACTION: Action = Action::Bank;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Before(|case, _| {
        let ids: Vec<String> = case.companies.iter().map(ToString::to_string).collect();
        ("match.auto", ids.join(", "))
    });

    fn scope(&mut self) -> Scope<'_> {
        Scope::Records(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<Matched> {
        cx.blocking(move |cx| {
            let mut found = Matched::default();
            for company in companies(cx, &self.companies) {
                let mut open = lines(&cx.local, company, &|_| true)?;
                open.retain(|line| line.entry.state == EntryState::Booked);
                if open.is_empty() {
                    continue;
                }
                open.sort_by_key(|line| (line.entry.booked.or(line.entry.valued), line.statement.clone(), line.entry.line));
                settle(cx, company, open, &mut found)?;
            }
            let mut settled: Vec<CompanyId> = found.settled.iter().map(|(company, _)| *company).collect();
            settled.dedup();
            if !settled.is_empty() {
                cx.local.note_matched(&settled);
            }
            Ok(found)
        })
        .await
    }
}

/// Whether a day of own books is closed.
#[derive(Debug, Clone, Copy)]
struct Closed(Option<(Date, Date)>);

impl Closed {
    fn has(self, day: Option<Date>) -> bool {
        self.0.is_some_and(|(until, today)| day.unwrap_or(today) <= until)
    }
}

/// Identifiers of matches that there are or were. That a person said of a doubtful entry what it is was no match.
fn undone(local: &Local, company: CompanyId) -> Result<HashSet<RemoteId>> {
    let all = bank::matches(local.store.inner(), company)?.into_iter().map(|one| one.value);
    Ok(all.filter(|one| !is_verdict(one)).map(|one| one.id).collect())
}

/// Takes back what entries with the bank's mark of a reversal take back: matches of the earlier entry are undone, and both pay nothing.
fn take_back(
    cx: &Context,
    company: CompanyId,
    (open, closed): (Vec<BankLine>, Closed),
    found: &mut Matched,
) -> Result<(Vec<BankLine>, Back)> {
    let mut accounts: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, line) in open.iter().enumerate() {
        accounts.entry((&line.account, line.currency.as_str())).or_default().push(at);
    }
    let known = undone(&cx.local, company)?;
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for places in accounts.into_values() {
        let entries: Vec<&BankEntry> = places.iter().filter_map(|at| open.get(*at)).map(|line| &line.entry).collect();
        let of = |(a, b): (usize, usize)| Some((*places.get(a)?, *places.get(b)?));
        pairs.extend(reversals(&entries).into_iter().filter_map(of));
    }
    let clear: HashSet<usize> = pairs.iter().map(|(reversal, _)| *reversal).collect();
    let back = Back::of(open.iter().enumerate().filter(|(at, line)| !clear.contains(at) && !known.contains(&line.entry.id)));
    // A pair that a person undid stays undone.
    pairs.retain(|(reversal, _)| open.get(*reversal).is_some_and(|line| line.matches.is_empty() && !known.contains(&line.entry.id)));
    let day = |line: &BankLine| line.entry.booked.or(line.entry.valued);
    let changes_closed = |line: &BankLine| closed.has(day(line)) && line.matches.iter().any(|one| !one.parts.is_empty());
    let all = pairs.len();
    pairs.retain(|(_, original)| !open.get(*original).is_some_and(changes_closed));
    found.closed += (all - pairs.len()) as u64;
    if pairs.is_empty() {
        return Ok((open, back));
    }
    let of_pair = |(reversal, original): &(usize, usize)| Some((open.get(*reversal)?, open.get(*original)?));
    let marks: Vec<(BankMatch, &BankLine)> =
        pairs.iter().filter_map(of_pair).map(|(reversal, original)| (returns(reversal), original)).collect();
    let marked: Vec<(&BankMatch, &BankLine)> = marks.iter().map(|(one, original)| (one, *original)).collect();
    bank_back::take_back(cx, company, &marked, || Ok(()))?;
    for (one, original) in &marks {
        found.settled.extend([(company, returns(original)), (company, one.clone())]);
    }
    let taken: HashSet<usize> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
    Ok((open.into_iter().enumerate().filter(|(at, _)| !taken.contains(at)).map(|(_, line)| line).collect(), back))
}

/// Money that went back by the bank's mark without it being clear which entry brought it, with the last day of it: by account, currency
/// and the amount that came in.
#[derive(Debug)]
struct Back(HashMap<(Box<str>, Currency, Decimal), Option<Date>>);

impl Back {
    fn of<'l>(lines: impl Iterator<Item = (usize, &'l BankLine)>) -> Self {
        let mut back: HashMap<_, Option<Date>> = HashMap::new();
        for (_, line) in lines.filter(|(_, line)| line.entry.reversal && line.matches.is_empty()) {
            let day = line.entry.booked.or(line.entry.valued);
            // A batch may go back as a whole, and each of its parts alone.
            for amount in std::iter::once(&line.entry.whole).chain(&line.entry.parts).map(|detail| detail.amount) {
                let key = (line.account.clone(), line.currency.clone(), (-amount).normalize());
                let last = back.entry(key).or_insert(day);
                // A reversal without a day may be of any.
                *last = last.zip(day).map(|(last, day)| last.max(day));
            }
        }
        Self(back)
    }

    /// Whether it may be what this part of an entry brought: then a person says what the entry pays.
    fn may_have(&self, line: &BankLine, detail: &EntryDetail) -> bool {
        let day = line.entry.booked.or(line.entry.valued);
        let went = |amount: Decimal| {
            let key = (line.account.clone(), line.currency.clone(), amount.normalize());
            self.0.get(&key).is_some_and(|last| last.zip(day).is_none_or(|(last, day)| day <= last))
        };
        !line.entry.reversal && (went(detail.amount) || went(line.entry.whole.amount))
    }
}

fn settle(cx: &Context, company: CompanyId, open: Vec<BankLine>, found: &mut Matched) -> Result<()> {
    let closed = Closed(crate::service::books::closed(&cx.local, company)?);
    let (open, back) = take_back(cx, company, (open, closed), found)?;
    let mut matcher = matcher(&cx.local, company)?;
    let (versions, undone) = (versions(&cx.local, company)?, undone(&cx.local, company)?);
    let mut writing = Writing::new(cx, company);
    let mut rest = Vec::new();
    for line in open {
        for (part, detail) in units(&line.entry) {
            if pays(&line, part) {
                continue;
            }
            let money = money(&line, part, detail);
            let id = crate::service::bank::match_id(&line.entry.id, part);
            match matcher.certain(&money).filter(|_| !undone.contains(&id) && !back.may_have(&line, detail)) {
                Some(_) if closed.has(money.day) => {
                    found.closed += 1;
                    rest.push((line.clone(), part));
                }
                Some(proposal) => {
                    let one = matched(&line, part, &proposal, true);
                    matcher.take(&proposal);
                    writing.add(&one, versions.get(&id).copied().unwrap_or_default(), money.day, &line.currency)?;
                    found.settled.push((company, one));
                }
                None => rest.push((line.clone(), part)),
            }
        }
    }
    writing.end()?;
    for (line, part) in rest {
        let Some((_, detail)) = units(&line.entry).into_iter().find(|(number, _)| *number == part) else { continue };
        let proposals = matcher.propose(&money(&line, part, detail)).into_iter().map(Into::into).collect();
        found.proposed.push(Proposed { line, part, proposals });
    }
    Ok(())
}
