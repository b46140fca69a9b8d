//! Doubtful entries that a later statement decides.
//!
//! For: imports. Uses: days and amounts of stored entries, the kept file. Never: a guess: what a statement leaves open stays a question, and
//! so does what a person asked anew.
//!
//! Entries of one statement are different money, so that a statement that tells as many entries of a day and an amount as count and are
//! doubtful here says that the doubtful ones are other money. A statement of which the balances prove that it has every entry of its
//! days, and that tells no more of them than count here, says that the doubtful ones are the same money.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Result;
use super::bank_beside::{Row, is_within};
use super::bank_doubt::{Said, Verdict, days, is_marked, is_verdict, meet, plain};
use super::bank_known::{again, at, mappings};
use crate::bank::Options;
use crate::domain::bank::{BankEntry, BankMatch, BankStatement, EntryState, Reason};
use crate::domain::{CompanyId, Currency, RemoteId};
use crate::store::bank::Versioned;
use crate::store::{Store, bank};

/// What a statement says of a doubtful entry.
#[derive(Debug)]
pub(crate) struct Proven {
    /// The match that keeps it, and the version of the one before.
    pub(crate) verdict: Versioned<BankMatch>,
    /// Name of the file of the statement.
    pub(crate) by: Box<str>,
}

impl Proven {
    /// What was decided, for the audit log.
    pub(crate) fn line(&self) -> String {
        let one = &self.verdict.value;
        let (verdict, why) = if one.undone { ("another", "tells it beside the others") } else { ("same", "has all of its days") };
        let id: String = one.entry.as_str().chars().take(10).collect();
        format!("{id} {verdict} ({} {why})", self.by)
    }
}

/// Account, currency and amount.
type Money = (Box<str>, Currency, Decimal);

/// An entry of some money.
#[derive(Debug, Clone)]
struct Sight {
    id: RemoteId,
    days: [Option<Date>; 2],
}

impl Sight {
    fn of(entry: &BankEntry) -> Self {
        Self { id: entry.id.clone(), days: days(entry) }
    }

    const fn day(&self) -> Option<Date> {
        match self.days {
            [Some(booked), _] => Some(booked),
            [None, valued] => valued,
        }
    }
}

/// All that is known of some money.
#[derive(Debug, Default)]
struct Group {
    /// Entries that count.
    counted: Vec<Sight>,
    /// Doubtful entries of earlier files.
    doubtful: Vec<Sight>,
    /// Doubtful entries of the new file.
    fresh: Vec<Sight>,
    /// What the new statements tell, by their places.
    told: Vec<(usize, Sight)>,
}

/// What new statements of a file, which are written already but for their heads, say of the entries that were doubtful before.
///
/// # Errors
/// The store cannot be read.
pub(crate) fn proven(store: &dyn Store, company: CompanyId, old: &[BankStatement], new: &[BankStatement]) -> Result<Vec<Proven>> {
    let is_near = |one: &BankStatement| {
        new.iter().any(|of| one.account == of.account && one.currency == of.currency && is_within(one, of.from, of.until))
    };
    let near: Vec<&BankStatement> = old.iter().filter(|one| is_near(one)).collect();
    // Doubtful entries are counted as pending ones.
    if near.iter().all(|one| one.pending == 0) {
        return Ok(Vec::new());
    }
    let matches = bank::matches(store, company)?;
    let said = Said::of(matches.iter().map(|one| &one.value));
    let mut groups = questions(store, company, &said, &near)?;
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    count(store, company, &said, (&near, new), &mut groups)?;
    tell(store, company, new, &mut groups)?;
    // What a person asked anew is no program's to answer.
    let anew: HashSet<&RemoteId> = matches
        .iter()
        .filter(|one| is_verdict(&one.value) && one.value.undone && one.value.reasons.is_empty())
        .map(|one| &one.value.entry)
        .collect();
    let versions: HashMap<&RemoteId, u64> = matches.iter().map(|one| (&one.value.id, one.version)).collect();
    let mut found = Vec::new();
    for ((account, ..), group) in &groups {
        for (entry, verdict, by) in group.decided(new) {
            if anew.contains(&entry.id) {
                continue;
            }
            let version = versions.get(&entry.id).copied().unwrap_or_default();
            let value = kept(account, &entry.id, verdict);
            found.push(Proven { verdict: Versioned { version, value }, by: by.name.clone() });
        }
    }
    Ok(found)
}

/// The match that keeps a verdict.
fn kept(account: &str, entry: &RemoteId, verdict: Verdict) -> BankMatch {
    let reason = if verdict == Verdict::Same { Reason::Sum } else { Reason::Reference };
    BankMatch {
        id: entry.clone(),
        account: account.into(),
        entry: entry.clone(),
        part: 0,
        parts: Vec::new(),
        reasons: vec![reason],
        score: 100,
        automatic: true,
        undone: verdict == Verdict::Another,
        taught: None,
        call: None,
    }
}

/// The doubtful entries of statements.
fn questions(
    store: &dyn Store,
    company: CompanyId,
    said: &Said,
    statements: &[&BankStatement],
) -> Result<BTreeMap<Money, Group>> {
    let mut groups: BTreeMap<Money, Group> = BTreeMap::new();
    for statement in statements.iter().filter(|one| one.pending > 0) {
        for entry in bank::entries(store, company, &statement.id)? {
            if is_marked(&entry.id) && said.state(&entry) == EntryState::Doubtful {
                groups.entry(money(statement, &entry)).or_default().doubtful.push(Sight::of(&entry));
            }
        }
    }
    Ok(groups)
}

fn money(statement: &BankStatement, entry: &BankEntry) -> Money {
    (statement.account.clone(), statement.currency.clone(), entry.whole.amount.normalize())
}

/// Adds the entries that count, of earlier statements and of the new ones.
fn count(
    store: &dyn Store,
    company: CompanyId,
    said: &Said,
    (near, new): (&[&BankStatement], &[BankStatement]),
    groups: &mut BTreeMap<Money, Group>,
) -> Result<()> {
    let all = near.iter().map(|one| (*one, false)).chain(new.iter().map(|one| (one, true)));
    for (statement, is_new) in all {
        for entry in bank::entries(store, company, &statement.id)? {
            let Some(group) = groups.get_mut(&money(statement, &entry)) else { continue };
            match said.state(&entry) {
                EntryState::Booked => group.counted.push(Sight::of(&entry)),
                EntryState::Doubtful if is_new => group.fresh.push(Sight::of(&entry)),
                _ => {}
            }
        }
    }
    Ok(())
}

/// Adds what the new statements tell, known entries too: reads their file again.
fn tell(store: &dyn Store, company: CompanyId, new: &[BankStatement], groups: &mut BTreeMap<Money, Group>) -> Result<()> {
    let places: HashMap<usize, usize> = new.iter().enumerate().filter_map(|(place, one)| Some((at(one)?, place))).collect();
    let mappings = mappings(store)?;
    let files: BTreeSet<(&str, &str)> = new.iter().map(|one| (&*one.file, &*one.account)).collect();
    for (file, account) in files {
        let Some(first) = new.iter().find(|one| *one.file == *file && *one.account == *account) else { continue };
        let options = Options {
            name: first.name.to_string(),
            account: Some(account.to_owned()),
            currency: Some(first.currency.clone()),
            known: Vec::new(),
            mappings: mappings.clone(),
        };
        let bytes = bank::file(store, company, file)?;
        let mut give = |at: usize, of: &BankStatement, entry: BankEntry| {
            if *of.account == *account
                && entry.state == EntryState::Booked
                && let Some(place) = places.get(&at)
                && let Some(group) = groups.get_mut(&money(of, &entry))
            {
                group.told.push((*place, Sight::of(&entry)));
            }
            Ok(())
        };
        // A file that no reader understands without what the import was given proves nothing.
        if again(&bytes, &options, &mut give).is_err() {
            groups.values_mut().for_each(|group| group.told.clear());
        }
    }
    Ok(())
}

/// What is certain of a doubtful entry, and the statement that says so.
type Decided<'g, 'n> = (&'g Sight, Verdict, &'n BankStatement);

fn verdicts<'g, 'n>(all: Vec<&'g Sight>, verdict: Verdict, by: &'n BankStatement) -> Vec<Decided<'g, 'n>> {
    all.into_iter().map(|one| (one, verdict, by)).collect()
}

impl Group {
    /// What is certain of the doubtful entries, with the statement that says so.
    fn decided<'g, 'n>(&'g self, new: &'n [BankStatement]) -> Vec<Decided<'g, 'n>> {
        let of_days: BTreeSet<Option<Date>> = self.doubtful.iter().map(Sight::day).collect();
        of_days.into_iter().flat_map(|day| self.of_day(day, new)).collect()
    }

    fn of_day<'g, 'n>(&'g self, day: Option<Date>, new: &'n [BankStatement]) -> Vec<Decided<'g, 'n>> {
        let is_of = |one: &&Sight| one.day() == day;
        let doubtful: Vec<&Sight> = self.doubtful.iter().filter(is_of).collect();
        let told: Vec<&(usize, Sight)> = self.told.iter().filter(|(_, one)| one.day() == day).collect();
        // Days that overlap without being equal may be of one entry: which one is not known.
        let others = self.counted.iter().chain(&self.doubtful).chain(self.told.iter().map(|(_, one)| one));
        let is_mixed = others.filter(|one| one.day() != day).any(|one| doubtful.iter().any(|of| meet(of.days, one.days)));
        if told.is_empty() || is_mixed {
            return Vec::new();
        }
        let of_place = |place: usize| told.iter().filter(|(of, _)| *of == place).count();
        let Some((most, place)) =
            (0..new.len()).map(|place| (of_place(place), place)).max_by_key(|(count, place)| (*count, usize::MAX - place))
        else {
            return Vec::new();
        };
        let Some(by) = new.get(place) else { return Vec::new() };
        let count = |one: &BankStatement| {
            let place = new.iter().position(|of| of.id == one.id);
            place.map_or(0, |place| u32::try_from(of_place(place)).unwrap_or(u32::MAX))
        };
        let proven = usize::try_from(Row::all(new).most(&count, day)).unwrap_or_default();
        let (at_least, counted) = (most.max(proven), self.counted.iter().filter(is_of).count());
        // Statements that prove fewer entries than another one of the file tells contradict it.
        let is_all = proven > 0 && proven == at_least;
        let fresh = self.fresh.iter().filter(is_of).count();
        if fresh == 0 && counted + doubtful.len() <= at_least {
            return verdicts(doubtful, Verdict::Another, by);
        }
        // What the new file brought is here already, even where it is a question whether it counts.
        if counted + fresh >= at_least {
            return if is_all { verdicts(doubtful, Verdict::Same, by) } else { Vec::new() };
        }
        // Some of them are other money: the statement tells these under their own identifiers, if there are as many.
        let own: HashSet<&str> = told.iter().filter(|(of, _)| *of == place).map(|(_, one)| one.id.as_str()).collect();
        let (here, rest): (Vec<&Sight>, Vec<&Sight>) = doubtful.into_iter().partition(|one| own.contains(plain(&one.id)));
        if fresh > 0 || counted + here.len() != at_least {
            return Vec::new();
        }
        let mut found = verdicts(here, Verdict::Another, by);
        if is_all {
            found.extend(verdicts(rest, Verdict::Same, by));
        }
        found
    }
}

/// Doubtful entries of a company.
///
/// # Errors
/// The store cannot be read.
pub(crate) fn waiting(store: &dyn Store, company: CompanyId) -> Result<u64> {
    let statements = bank::statements(store, company)?;
    let some: Vec<&BankStatement> = statements.iter().filter(|one| one.pending > 0).collect();
    if some.is_empty() {
        return Ok(0);
    }
    let said = Said::of(bank::matches(store, company)?.iter().map(|one| &one.value));
    let groups = questions(store, company, &said, &some)?;
    Ok(groups.values().map(|group| group.doubtful.len() as u64).sum::<u64>())
}
