//! Statements that follow each other on one day: equal entries of them are different ones, though nothing but their order tells them apart.
//!
//! For: imports. Uses: balances and days. Never: a guess: a statement goes on from another one only where both prove their entries, move
//! money, meet on a day, and one opens with what the other closes with.
//!
//! Banks book a fee twice a day with the same words, and send several statements of a day, or a page in each file. An entry without a
//! reference of the bank is known by its words and its place among equal ones; the place goes on from statement to statement.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use crate::domain::RemoteId;
use crate::domain::bank::{BankEntry, BankStatement, EntryState};

/// Most statements in a row: a day has no more.
const ROW: usize = 50;

/// Whether a statement has every entry of its days: its balances prove it.
pub(crate) fn is_proven(statement: &BankStatement) -> bool {
    let sum = statement.opening.and_then(|opening| opening.checked_add(statement.sum));
    sum.is_some() && sum == statement.closing
}

/// The form of a file without its version: statements of one form tell one entry alike. Tables are of one form that one mapping reads.
pub(crate) fn form(format: &str) -> &str {
    let parts = match format.split('.').next() {
        Some("csv" | "xlsx") => return format,
        Some("camt") => 2,
        _ => 1,
    };
    format.match_indices('.').nth(parts - 1).and_then(|(at, _)| format.get(..at)).unwrap_or(format)
}

/// Whether a statement may hold entries of these days.
pub(crate) fn is_within(statement: &BankStatement, from: Option<Date>, until: Option<Date>) -> bool {
    let early = statement.until.zip(from).is_some_and(|(its, from)| its < from);
    let late = statement.from.zip(until).is_some_and(|(its, until)| its > until);
    !early && !late
}

/// An entry without its place among equal ones.
pub(crate) fn base(id: &RemoteId) -> &str {
    id.as_str().split('.').next().unwrap_or_default()
}

/// An entry moved behind as many equal ones of other statements.
pub(crate) fn moved(entry: &BankEntry, by: u32) -> Option<RemoteId> {
    let (base, rank) = entry.id.as_str().split_once('.').unwrap_or((entry.id.as_str(), "0"));
    let rank = rank.parse::<u32>().ok().filter(|_| entry.state == EntryState::Booked)?;
    Some(RemoteId::new(format!("{base}.{}", rank.checked_add(by)?)))
}

/// Whether a statement goes on right where another one ends, on the last day of that one.
fn follows(before: &BankStatement, after: &BankStatement) -> bool {
    let moves = |one: &BankStatement| is_proven(one) && one.opening != one.closing;
    let meet = before
        .until
        .is_some_and(|day| after.from.is_some_and(|from| from <= day) && after.until.is_some_and(|until| day <= until));
    meet && before.closing == after.opening && before.currency == after.currency && moves(before) && moves(after)
}

/// Whether both are one statement, in two files.
fn is_one(one: &BankStatement, other: &BankStatement) -> bool {
    let figures = |of: &BankStatement| (of.opening, of.closing, of.until, of.sum);
    one.currency == other.currency && figures(one) == figures(other)
}

/// Whether two statements of one day are parts of it, of which another one may lie between: as many entries from another balance to
/// another one are no part of each other.
fn are_apart(one: &BankStatement, other: &BankStatement) -> bool {
    let is_of_day = |one: &BankStatement| one.from.is_some() && one.from == one.until;
    let place = |of: &BankStatement| (of.number.clone(), of.page);
    let same = (one.opening == other.opening, one.closing == other.closing, place(one) == place(other));
    let alike = one.currency == other.currency && one.until == other.until && one.entries == other.entries;
    is_of_day(one) && is_of_day(other) && alike && same == (false, false, false) && is_proven(one) && is_proven(other)
}

/// The statements of a file, and the stored ones in a row with them.
#[derive(Debug, Default)]
pub(crate) struct Row<'s> {
    file: Vec<&'s BankStatement>,
    /// The ones with the fewest entries first.
    stored: Vec<&'s BankStatement>,
    /// Entries of the stored ones by their base: how many, and their day.
    equal: HashMap<RemoteId, BTreeMap<String, (Option<Date>, u32)>>,
}

impl<'s> Row<'s> {
    /// Finds the row.
    pub(crate) fn of(file: &'s [BankStatement], stored: &'s [BankStatement]) -> Self {
        let mut row = Self { file: file.iter().collect(), ..Self::default() };
        let mut left: Vec<&BankStatement> =
            stored.iter().filter(|one| is_proven(one) && !file.iter().any(|of| is_one(of, one))).collect();
        let mut reached: Vec<&BankStatement> = row.file.clone();
        while let Some(at) = reached.pop() {
            let (found, others): (Vec<_>, Vec<_>) =
                left.into_iter().partition(|one| follows(one, at) || follows(at, one) || are_apart(one, at));
            left = others;
            reached.extend(&found);
            row.stored.extend(found);
        }
        row.stored.sort_by_key(|one| one.entries);
        row
    }

    /// All of these that prove their entries.
    pub(crate) fn all(stored: &'s [BankStatement]) -> Self {
        let mut stored: Vec<&BankStatement> = stored.iter().filter(|one| is_proven(one)).collect();
        stored.sort_by_key(|one| one.entries);
        Self { stored, ..Self::default() }
    }

    /// Whether entries of a stored statement are to be taken.
    pub(crate) fn has(&self, statement: &RemoteId) -> bool {
        self.stored.iter().any(|one| one.id == *statement)
    }

    /// Takes an entry of a stored statement.
    pub(crate) fn take(&mut self, statement: &RemoteId, entry: &BankEntry) {
        if entry.state == EntryState::Booked && entry.reference.is_empty() {
            let of = self.equal.entry(statement.clone()).or_default();
            let (_, count) = of.entry(base(&entry.id).to_owned()).or_insert((entry.booked.or(entry.valued), 0));
            *count = count.saturating_add(1);
        }
    }

    /// How many equal entries the other statements of the row have, by base.
    pub(crate) fn beside(&self) -> Vec<(String, u32)> {
        let days: BTreeMap<&String, Option<Date>> = self.equal.values().flatten().map(|(base, (day, _))| (base, *day)).collect();
        let most = |(base, day): (&String, Option<Date>)| {
            let most = self.file.iter().map(|of| self.others(of, base, day)).max().unwrap_or_default();
            (most > 0).then(|| (base.clone(), most))
        };
        days.into_iter().filter_map(most).collect()
    }

    /// Equal entries of stored statements that are no part of one of the file.
    fn others(&self, of: &BankStatement, base: &str, day: Option<Date>) -> u32 {
        let equal =
            |one: &BankStatement| self.equal.get(&one.id).and_then(|equal| equal.get(base)).map_or(0, |(_, count)| *count);
        self.most(&|one| if equal(one) > 0 && self.are_two(of, one, day) { equal(one) } else { 0 }, day)
    }

    /// The most entries of a day that stored statements have which are no part of each other: the small ones, or a large one.
    pub(crate) fn most(&self, count: &dyn Fn(&BankStatement) -> u32, day: Option<Date>) -> u32 {
        let (mut chosen, mut sum, mut most): (Vec<&BankStatement>, u32, u32) = (Vec::new(), 0, 0);
        for (one, count) in self.stored.iter().map(|one| (*one, count(one))).filter(|(_, count)| *count > 0) {
            most = most.max(count);
            if chosen.len() < ROW && chosen.iter().all(|other| self.are_two(other, one, day)) {
                sum = sum.saturating_add(count);
                chosen.push(one);
            }
        }
        sum.max(most)
    }

    /// Whether two statements have no entry of a day in common.
    fn are_two(&self, one: &BankStatement, other: &BankStatement, day: Option<Date>) -> bool {
        are_apart(one, other) || self.leads(one, other, day) || self.leads(other, one, day)
    }

    /// Whether statements of a day go on from one to another one.
    fn leads(&self, from: &BankStatement, to: &BankStatement, day: Option<Date>) -> bool {
        let all: Vec<&BankStatement> = self.file.iter().chain(&self.stored).copied().collect();
        let (mut seen, mut next) = (BTreeSet::from([&from.id]), vec![from]);
        while let Some(at) = next.pop() {
            for one in all.iter().filter(|one| at.until == day && follows(at, one)) {
                if one.id == to.id {
                    return true;
                }
                if seen.len() < ROW && seen.insert(&one.id) {
                    next.push(one);
                }
            }
        }
        false
    }
}
