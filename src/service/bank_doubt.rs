//! Entries that a file of another form perhaps told before: they count nowhere until a person says which money they are.
//!
//! For: imports, and the cases that read and decide about entries. Uses: matches, days and amounts. Never: a guess.
//!
//! Where neither references nor balances prove that an entry is one of an earlier file, the import puts a sign at the end of its identifier.
//! What a person says of it is a match without parts: in force where it is the same money, undone where it is other money.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Result;
use super::bank_beside::{form, is_within};
use crate::domain::bank::{BankEntry, BankLine, BankMatch, BankStatement, EntryState, Reason};
use crate::domain::{CompanyId, Currency, RemoteId};
use crate::store::{Store, bank};

/// The sign of a doubtful entry: no other identifier ends with it.
const SIGN: char = 'q';

/// What a person says of a doubtful entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It is the money of an entry that is here already.
    Same,
    /// It is other money.
    Another,
}

impl Verdict {
    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Another => "another",
        }
    }
}

/// The identifier of an entry that is doubtful.
pub(crate) fn marked(id: &RemoteId) -> RemoteId {
    RemoteId::new(format!("{id}{SIGN}"))
}

/// Whether an identifier is of an entry that is or was doubtful.
pub(crate) fn is_marked(id: &RemoteId) -> bool {
    id.as_str().ends_with(SIGN)
}

/// The identifier without its sign.
pub(crate) fn plain(id: &RemoteId) -> &str {
    id.as_str().strip_suffix(SIGN).unwrap_or(id.as_str())
}

/// Whether a match of a marked entry is only what a person said of it.
pub(crate) fn is_verdict(one: &BankMatch) -> bool {
    is_marked(&one.entry) && one.parts.is_empty() && !one.reasons.contains(&Reason::Reversal)
}

/// The match that keeps what a person says of an entry.
pub(crate) fn verdict(line: &BankLine, verdict: Verdict) -> BankMatch {
    BankMatch {
        id: line.entry.id.clone(),
        account: line.account.clone(),
        entry: line.entry.id.clone(),
        part: 0,
        parts: Vec::new(),
        reasons: vec![Reason::Chosen],
        score: 100,
        automatic: false,
        undone: verdict == Verdict::Another,
        taught: None,
        call: None,
    }
}

/// The same match when it is taken back: what a person said is a question again.
pub(crate) fn taken_back(one: BankMatch) -> BankMatch {
    let reasons = if is_verdict(&one) { Vec::new() } else { one.reasons };
    BankMatch { undone: true, reasons, ..one }
}

/// What persons said of marked entries.
#[derive(Debug, Default)]
pub(crate) struct Said(HashMap<RemoteId, EntryState>);

impl Said {
    /// All of it, by the matches of a company, undone ones too.
    pub(crate) fn of<'m>(matches: impl Iterator<Item = &'m BankMatch>) -> Self {
        let state = |one: &BankMatch| match () {
            () if !is_verdict(one) => EntryState::Booked,
            () if !one.undone => EntryState::Same,
            () if one.reasons.is_empty() => EntryState::Doubtful,
            () => EntryState::Booked,
        };
        let whole = matches.filter(|one| one.part == 0 && is_marked(&one.entry));
        Self(whole.map(|one| (one.entry.clone(), state(one))).collect())
    }

    /// The state of an entry.
    pub(crate) fn state(&self, entry: &BankEntry) -> EntryState {
        if entry.state != EntryState::Booked || !is_marked(&entry.id) {
            return entry.state;
        }
        self.0.get(&entry.id).copied().unwrap_or(EntryState::Doubtful)
    }
}

/// The days of an entry.
pub(crate) fn days(entry: &BankEntry) -> [Option<Date>; 2] {
    [entry.booked, entry.valued]
}

/// Whether two entries have a day in common, or neither has one.
pub(crate) fn meet(one: [Option<Date>; 2], other: [Option<Date>; 2]) -> bool {
    let mut all = one.iter().flatten().peekable();
    if all.peek().is_none() { other == [None; 2] } else { all.any(|day| other.contains(&Some(*day))) }
}

/// Names for each doubtful line the entries of other forms that it may be.
pub(crate) fn name_others(
    store: &dyn Store,
    company: CompanyId,
    (said, statements): (&Said, &[BankStatement]),
    found: &mut [BankLine],
) -> Result<()> {
    let mut wanted: HashMap<(Box<str>, Currency, Decimal), Vec<usize>> = HashMap::new();
    for (at, line) in found.iter().enumerate().filter(|(_, line)| line.entry.state == EntryState::Doubtful) {
        let key = (line.account.clone(), line.currency.clone(), line.entry.whole.amount.normalize());
        wanted.entry(key).or_default().push(at);
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let forms: HashMap<RemoteId, &str> = statements.iter().map(|one| (one.id.clone(), form(&one.format))).collect();
    let doubtful = wanted.values().flatten().filter_map(|at| found.get(*at));
    let all: Vec<Date> = doubtful.flat_map(|line| days(&line.entry)).flatten().collect();
    let (first, last) = (all.iter().min().copied(), all.iter().max().copied());
    let accounts: HashSet<Box<str>> = wanted.keys().map(|(account, ..)| account.clone()).collect();
    for statement in statements.iter().filter(|one| accounts.contains(&one.account) && is_within(one, first, last)) {
        for entry in bank::entries(store, company, &statement.id)? {
            let key = (statement.account.clone(), statement.currency.clone(), entry.whole.amount.normalize());
            let Some(places) = wanted.get(&key).filter(|_| said.state(&entry) == EntryState::Booked) else { continue };
            for at in places {
                let Some(line) = found.get_mut(*at) else { continue };
                if forms.get(&line.statement) != Some(&form(&statement.format)) && meet(days(&entry), days(&line.entry)) {
                    line.perhaps.push(entry.id.clone());
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::{EntryDetail, MatchPart, PartKind};

    fn entry(id: &str) -> BankEntry {
        let (day, whole) = (Some(jiff::civil::date(2026, 2, 2)), EntryDetail::default());
        BankEntry {
            id: RemoteId::new(id),
            line: 1,
            booked: day,
            valued: None,
            state: EntryState::Booked,
            reversal: false,
            reference: "".into(),
            code: "".into(),
            charges: None,
            whole,
            parts: Vec::new(),
        }
    }

    #[test]
    fn what_was_said_of_an_entry_is_kept_whatever_it_pays_later() {
        let entry = entry("abq");
        let line = BankLine {
            company: CompanyId(1),
            account: "A".into(),
            currency: Currency::new("HUF"),
            statement: RemoteId::new("s"),
            entry: entry.clone(),
            matches: Vec::new(),
            perhaps: Vec::new(),
        };
        let state = |all: &[BankMatch]| Said::of(all.iter()).state(&entry);
        let (same, another) = (verdict(&line, Verdict::Same), verdict(&line, Verdict::Another));
        assert_eq!(state(&[]), EntryState::Doubtful);
        assert_eq!(state(std::slice::from_ref(&same)), EntryState::Same);
        assert_eq!(state(&[taken_back(same)]), EntryState::Doubtful);
        assert_eq!(state(std::slice::from_ref(&another)), EntryState::Booked);
        let paid = MatchPart { document: None, number: "".into(), kind: PartKind::Over, amount: Decimal::ONE };
        let matched = BankMatch { parts: vec![paid], undone: false, ..another };
        assert_eq!(state(std::slice::from_ref(&matched)), EntryState::Booked);
        assert_eq!(state(&[taken_back(matched)]), EntryState::Booked);
        assert_eq!(Said::default().state(&self::entry("ab")), EntryState::Booked);
    }
}
