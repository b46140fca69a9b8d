//! Money that goes back: an entry takes an earlier one back, or returns what was paid beyond a document.
//!
//! For: the cases of matching. Uses: entries with their matches. Never: a guess: of two payments that may be meant, none is.
//!
//! Banks mark few such entries as reversals; of the others a person names the document, or the earlier entry. A part of what a document
//! got goes back by a credit note, which the entry then pays as it pays any document.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::bank::{BankRefusal, Writing, lines, match_id, versions};
use super::books::summed;
use super::local::Local;
use super::{Context, Result};
use crate::domain::bank::{BankLine, BankMatch, EntryState, MatchPart, PartKind, Reason};
use crate::domain::{CompanyId, Direction, InvoiceRow, RemoteId};

/// Fewest signs of an entry's identifier that name it beside documents.
const NAMED: usize = 8;

/// What an entry gives back.
#[derive(Debug)]
pub(crate) enum Back {
    /// All of an earlier entry.
    Entry(Box<BankLine>),
    /// Money beyond a document, of which the part has the number.
    Over(MatchPart),
}

/// What an entry gives back of a document or an earlier entry that a person named; `None` if it may be an ordinary payment.
pub(crate) fn named(cx: &Context, line: &BankLine, wanted: &str) -> Result<Option<Back>> {
    let (local, wanted, amount) = (&cx.local, wanted.trim(), line.entry.whole.amount);
    if !line.entry.parts.is_empty() || amount.is_zero() {
        return Ok(None);
    }
    let rows = local.store.ask(|index| index.lookup(wanted, &[line.company]))?;
    if rows.iter().any(|row| !row.open_amount().is_zero() && expects(row, amount)) {
        return Ok(None);
    }
    let mut all = lines(local, line.company, &|statement| statement.currency == line.currency)?;
    let takes_back = |other: &BankLine| {
        let day = |line: &BankLine| line.entry.booked.or(line.entry.valued);
        other.account == line.account
            && other.entry.state == EntryState::Booked
            && other.entry.parts.is_empty()
            && other.entry.whole.amount == -amount
            && day(other).zip(day(line)).is_none_or(|(other, this)| other <= this)
            && !other.matches.iter().any(|one| one.parts.is_empty())
    };
    if rows.is_empty() {
        all.retain(|other| wanted.len() >= NAMED && other.entry.id.as_str().starts_with(wanted) && takes_back(other));
        return Ok(all.pop().filter(|_| all.is_empty()).map(|other| Back::Entry(Box::new(other))));
    }
    let pays = |one: &BankMatch| one.parts.iter().any(|part| rows.iter().any(|row| part.document.as_ref() == Some(&row.id)));
    let document = || wanted.to_owned();
    let paid: Vec<&BankLine> = all.iter().filter(|other| other.matches.iter().any(pays)).collect();
    let mut whole = paid.iter().filter(|other| takes_back(other));
    match (whole.next(), whole.next()) {
        (Some(only), None) => return Ok(Some(Back::Entry(Box::new((*only).clone())))),
        (Some(_), Some(_)) => return Err(BankRefusal::SeveralBack { document: document() }.into()),
        (None, _) => {}
    }
    let is_own = local.by_id(line.company)?.has_own_books();
    let Some(row) = rows.first().filter(|row| !paid.is_empty() || (is_own && row.currency == line.currency)) else {
        return Ok(None);
    };
    let left = beyond(local, line, row, &all)?;
    if left.is_zero() || left.is_sign_negative() == amount.is_sign_negative() || left.abs() < amount.abs() {
        if paid.is_empty() {
            return Ok(None);
        }
        return Err(BankRefusal::NotBack { document: document() }.into());
    }
    Ok(Some(Back::Over(MatchPart {
        document: None,
        number: row.number.clone(),
        kind: PartKind::Over,
        amount: amount.normalize(),
    })))
}

/// What was paid beyond a document and did not go back yet, as the account saw it. In own books all credit of its client.
fn beyond(local: &Local, line: &BankLine, row: &InvoiceRow, all: &[BankLine]) -> Result<Decimal> {
    if local.by_id(line.company)?.has_own_books() {
        let is_own = row.currency == line.currency;
        return if is_own { super::books::credit_with(local, line.company, &row.id) } else { Ok(Decimal::ZERO) };
    }
    let beyond = |parts: &[MatchPart], number: &str| {
        let is = |part: &&MatchPart| part.document.is_none() && part.kind == PartKind::Over && *part.number == *number;
        parts.iter().filter(is).map(|part| part.amount).collect::<Vec<_>>()
    };
    let matches = || all.iter().flat_map(|other| &other.matches);
    let pays = |one: &BankMatch| one.parts.iter().any(|part| part.document.as_ref() == Some(&row.id));
    let over = matches().filter(|one| pays(one)).flat_map(|one| beyond(&one.parts, ""));
    summed(over.chain(matches().flat_map(|one| beyond(&one.parts, &row.number))))
}

/// Whether a document brings money of this direction.
fn expects(row: &InvoiceRow, amount: Decimal) -> bool {
    let goes_out = row.open_amount().is_sign_negative() != (row.direction == Direction::Received);
    goes_out == amount.is_sign_negative()
}

/// Writes what a person said that an entry gives back; the match of the entry.
pub(crate) fn settle(cx: &Context, line: &BankLine, back: Back, key: Option<&str>) -> Result<BankMatch> {
    let mut one = returns(line);
    (one.automatic, one.call) = (false, key.map(Into::into));
    one.reasons.push(Reason::Chosen);
    match back {
        Back::Entry(other) => take_back(cx, line.company, &[(&one, &*other)], || cx.note())?,
        Back::Over(part) => {
            (one.parts, one.reasons) = (vec![part], vec![Reason::Chosen]);
            let mut writing = Writing::new(cx, line.company);
            let version = versions(&cx.local, line.company)?.get(&one.id).copied().unwrap_or_default();
            writing.add(&one, version, line.entry.booked.or(line.entry.valued), &line.currency)?;
            writing.must_be_open()?;
            cx.note()?;
            writing.end()?;
        }
    }
    Ok(one)
}

/// The match of an entry that takes another back, or was taken back: it pays nothing.
pub(crate) fn returns(line: &BankLine) -> BankMatch {
    BankMatch {
        id: match_id(&line.entry.id, 0),
        account: line.account.clone(),
        entry: line.entry.id.clone(),
        part: 0,
        parts: Vec::new(),
        reasons: vec![Reason::Reversal],
        score: 100,
        automatic: true,
        undone: false,
        taught: None,
        call: None,
    }
}

/// Undoes what earlier entries pay, and marks them and the entries that take them back: each pair is the match of the later entry, and
/// the earlier one. `note` is called before anything is written.
pub(crate) fn take_back(
    cx: &Context,
    company: CompanyId,
    pairs: &[(&BankMatch, &BankLine)],
    note: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let known = versions(&cx.local, company)?;
    let version = |known: &HashMap<RemoteId, u64>, id: &RemoteId| known.get(id).copied().unwrap_or_default();
    let mut writing = Writing::new(cx, company);
    for (_, original) in pairs {
        for one in &original.matches {
            let undone = BankMatch { undone: true, ..one.clone() };
            let day = original.entry.booked.or(original.entry.valued);
            writing.add(&undone, version(&known, &one.id), day, &original.currency)?;
        }
    }
    writing.must_be_open()?;
    note()?;
    writing.end()?;
    let known = versions(&cx.local, company)?;
    for (one, original) in pairs {
        for one in [&returns(original), one] {
            writing.add(one, version(&known, &one.id), None, &original.currency)?;
        }
    }
    writing.end()
}
