//! Entries of bank statements as lists show them: one row an entry, and one a part of a batch.
//!
//! For: lists of entries. Uses: the bank's values. Never: a stored form.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::as_text;
use super::bank::{BankEntry, BankLine, BankMatch, EntryDetail, EntryState, MatchPart, PartKind, Reason};
use super::{CompanyId, Currency, RemoteId};

/// How far an entry is matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MatchState {
    /// It pays nothing yet.
    Open,
    /// A person matched it.
    Settled,
    /// It was matched without a person.
    Automatic,
    /// It is a batch: its parts are matched.
    Batch,
    /// It is not booked, so it pays nothing.
    Unbooked,
    /// It was perhaps told before by a file of another form: a person says which it is.
    Doubtful,
    /// It was told before by a file of another form, and pays there.
    Same,
}

impl MatchState {
    /// Every state.
    pub const ALL: [Self; 7] =
        [Self::Open, Self::Settled, Self::Automatic, Self::Batch, Self::Unbooked, Self::Doubtful, Self::Same];

    /// Its word for scripts.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Settled => "settled",
            Self::Automatic => "automatic",
            Self::Batch => "batch",
            Self::Unbooked => "unbooked",
            Self::Doubtful => "doubtful",
            Self::Same => "same",
        }
    }
}

/// A document that an entry may pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedDocument {
    /// The document.
    pub document: RemoteId,
    /// Its number.
    pub number: Box<str>,
    /// Name of the partner.
    pub partner: Box<str>,
    /// What is open of it, with its sign.
    #[serde(with = "as_text")]
    pub open: Decimal,
    /// Gross total.
    #[serde(with = "as_text")]
    pub gross: Decimal,
    /// Currency.
    pub currency: Currency,
    /// Day of issue.
    #[serde(with = "as_text")]
    pub issued: Option<Date>,
    /// Due day.
    #[serde(with = "as_text")]
    pub due: Option<Date>,
}

/// What an entry may pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// What would be paid.
    pub parts: Vec<MatchPart>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// 0 to 100.
    pub score: u8,
    /// Whether no person is needed.
    pub certain: bool,
    /// The documents.
    pub documents: Vec<OfferedDocument>,
}

/// An earlier entry that a doubtful one may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PerhapsSame {
    /// Day.
    #[serde(with = "as_text")]
    pub day: Option<Date>,
    /// Name of the other side.
    pub name: Box<str>,
    /// Text in one line.
    pub text: Box<str>,
    /// The bank's reference.
    pub reference: Box<str>,
}

/// An entry, or a part of a batch, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRow {
    /// Company.
    pub company: CompanyId,
    /// Identifier in lists: of the statement, the entry and the part.
    pub id: RemoteId,
    /// Identifier of the entry in its account.
    pub entry: RemoteId,
    /// Number of the part of a batch; 0 for the whole entry.
    pub part: u32,
    /// Account.
    pub account: Box<str>,
    /// Currency of the account.
    pub currency: Currency,
    /// Statement.
    pub statement: RemoteId,
    /// Line of the file that it begins in.
    pub line: u64,
    /// Day of booking.
    #[serde(with = "as_text")]
    pub booked: Option<Date>,
    /// Day of value.
    #[serde(with = "as_text")]
    pub valued: Option<Date>,
    /// State at the bank.
    pub state: EntryState,
    /// Whether it takes an earlier entry back.
    pub reversal: bool,
    /// Amount with its sign.
    #[serde(with = "as_text")]
    pub amount: Decimal,
    /// Charges that the bank kept.
    #[serde(with = "as_text")]
    pub charges: Option<Decimal>,
    /// Name of the other side.
    pub name: Box<str>,
    /// Account of the other side.
    pub other: Box<str>,
    /// Text in one line.
    pub text: Box<str>,
    /// The bank's reference.
    pub reference: Box<str>,
    /// The payer's reference, or the creditor's.
    pub end_to_end: Box<str>,
    /// The bank's code of the kind of transaction.
    pub code: Box<str>,
    /// How far it is matched.
    pub matched: MatchState,
    /// What it pays.
    pub settled: Option<BankMatch>,
    /// Numbers of the documents that it pays.
    pub numbers: Box<str>,
    /// What it may pay, the best first; only of an open one in a window of a list.
    pub offers: Vec<Offer>,
    /// The entries that it may be; only of a doubtful one in a window of a list.
    pub perhaps: Vec<PerhapsSame>,
}

impl EntryRow {
    /// The rows of an entry: its own, then those of the parts of a batch.
    #[must_use]
    pub fn of(line: &BankLine) -> Vec<Self> {
        let mut rows = vec![Self::unit(line, 0, &line.entry.whole)];
        rows.extend((1u32..).zip(&line.entry.parts).map(|(part, detail)| Self::unit(line, part, detail)));
        rows
    }

    fn unit(line: &BankLine, part: u32, detail: &EntryDetail) -> Self {
        let entry: &BankEntry = &line.entry;
        // A match without parts is of the whole entry: it was taken back by another one.
        let settled = line.matches.iter().find(|one| !one.undone && (one.part == part || one.parts.is_empty())).cloned();
        let matched = match (&settled, entry.state) {
            (_, EntryState::Doubtful) => MatchState::Doubtful,
            (_, EntryState::Same) => MatchState::Same,
            (Some(one), _) if one.automatic => MatchState::Automatic,
            (Some(_), _) => MatchState::Settled,
            (None, EntryState::Booked) if part == 0 && !entry.parts.is_empty() => MatchState::Batch,
            (None, EntryState::Booked) => MatchState::Open,
            (None, _) => MatchState::Unbooked,
        };
        let numbers = settled.iter().flat_map(|one| &one.parts).map(|part| &*part.number).filter(|number| !number.is_empty());
        let numbers = numbers.collect::<Vec<_>>().join(", ");
        let id = if part == 0 {
            format!("{}/{}", line.statement, entry.id)
        } else {
            format!("{}/{}-{part}", line.statement, entry.id)
        };
        let reference = if detail.structured.is_empty() { &detail.end_to_end } else { &detail.structured };
        Self {
            company: line.company,
            id: RemoteId::new(id),
            entry: entry.id.clone(),
            part,
            account: line.account.clone(),
            currency: line.currency.clone(),
            statement: line.statement.clone(),
            line: entry.line,
            booked: entry.booked,
            valued: entry.valued,
            state: entry.state,
            reversal: entry.reversal,
            amount: detail.amount,
            charges: entry.charges.filter(|_| part == 0),
            name: detail.name.clone(),
            other: detail.account.clone(),
            text: detail.text.replace('\n', "").into(),
            reference: entry.reference.clone(),
            end_to_end: reference.clone(),
            code: entry.code.clone(),
            matched,
            settled,
            numbers: numbers.into(),
            offers: Vec::new(),
            perhaps: Vec::new(),
        }
    }

    /// The day that it counts on.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        self.booked.or(self.valued)
    }

    /// Whether it is summed: booked, and no part of a batch. The batch itself is summed.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.part == 0 && self.state == EntryState::Booked
    }

    /// Whether something is to be decided about it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.matched == MatchState::Open
    }
}

impl Offer {
    /// The parts that are no money for a document: fees, differences.
    pub fn differences(&self) -> impl Iterator<Item = &MatchPart> {
        self.parts.iter().filter(|part| part.kind != PartKind::Principal)
    }
}

/// The sum of the entries of a currency.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EntryTotal {
    /// Entries.
    pub count: u64,
    /// What came in.
    #[serde(with = "as_text")]
    pub incoming: Decimal,
    /// What went out: negative.
    #[serde(with = "as_text")]
    pub outgoing: Decimal,
    /// An amount did not fit and is missing.
    pub overflow: bool,
}

/// Totals of entries per currency, in this order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EntryTotals(pub Vec<(Currency, EntryTotal)>);

impl EntryTotals {
    /// Adds an entry, if it counts.
    pub fn add(&mut self, row: &EntryRow) {
        if !row.counts() {
            return;
        }
        let at = self.0.binary_search_by(|(currency, _)| currency.cmp(&row.currency)).unwrap_or_else(|at| {
            self.0.insert(at, (row.currency.clone(), EntryTotal::default()));
            at
        });
        let Some((_, total)) = self.0.get_mut(at) else { return };
        total.count += 1;
        let side = if row.amount.is_sign_negative() { &mut total.outgoing } else { &mut total.incoming };
        match side.checked_add(row.amount) {
            Some(sum) => *side = sum,
            None => total.overflow = true,
        }
    }

    /// Takes others away.
    pub fn less(&mut self, less: &Self) {
        for (currency, less) in &less.0 {
            if let Some((_, total)) = self.0.iter_mut().find(|(known, _)| known == currency) {
                total.count = total.count.saturating_sub(less.count);
                total.incoming = total.incoming.checked_sub(less.incoming).unwrap_or(total.incoming);
                total.outgoing = total.outgoing.checked_sub(less.outgoing).unwrap_or(total.outgoing);
            }
        }
        self.0.retain(|(_, total)| total.count > 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(parts: &[i64]) -> BankLine {
        let detail = |amount: i64| EntryDetail { amount: Decimal::from(amount), ..EntryDetail::default() };
        BankLine {
            company: CompanyId(1),
            account: "HU1".into(),
            currency: Currency::new("HUF"),
            statement: RemoteId::new("s"),
            entry: BankEntry {
                id: RemoteId::new("e"),
                line: 1,
                booked: None,
                valued: None,
                state: EntryState::Booked,
                reversal: false,
                reference: "".into(),
                code: "".into(),
                charges: None,
                whole: detail(parts.iter().sum::<i64>().max(1)),
                parts: parts.iter().map(|amount| detail(*amount)).collect(),
            },
            matches: Vec::new(),
            perhaps: Vec::new(),
        }
    }

    #[test]
    fn a_batch_counts_once_and_its_parts_are_open() {
        let rows = EntryRow::of(&line(&[10, 20]));
        assert_eq!(
            rows.iter().map(|row| row.matched).collect::<Vec<_>>(),
            [MatchState::Batch, MatchState::Open, MatchState::Open]
        );
        let mut totals = EntryTotals::default();
        rows.iter().for_each(|row| totals.add(row));
        assert_eq!(totals.0.iter().map(|(_, total)| (total.count, total.incoming)).collect::<Vec<_>>(), [(1, Decimal::from(30))]);
        let same = totals.clone();
        totals.less(&same);
        assert!(totals.0.is_empty());
        assert!(EntryRow::of(&line(&[])).iter().all(EntryRow::is_open));
    }
}
