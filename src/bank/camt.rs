//! camt.052, camt.053 and camt.054 of every version: by names of elements, not by one schema.
//!
//! For: statements of ISO 20022. Uses: the stream of elements. Never: more than one entry in memory.
//!
//! The sign comes from `CdtDbtInd` alone: a reversal has its own already. A batch keeps its transactions as parts; what they leave of
//! the entry is shown as charges. Every amount is of the account's currency: what stands in another one is no part of a sum.

mod amounts;
mod names;
mod part;

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use self::amounts::{Charges, Read, ordered, side, signed};
#[allow(clippy::enum_glob_use, reason = "paths of elements read as they stand; tests do not raise the lint")]
use self::names::Name::{self, *};
use self::names::known;
use self::part::Part;
use super::account::canonical;
use super::event::{BankError, Event, Head, Refused, SHORT, TEXT, Tail, Take, cut, is_absent};
use super::source::Source;
use super::value::{day, plain_amount};
use super::xml::{self, Node};
use crate::domain::bank::{BankEntry, EntryDetail, EntryState};
use crate::domain::{Currency, Message, RemoteId};

/// Most transactions of one batch.
const BATCH: usize = 100_000;
/// Most bytes of the texts of one batch: it is held in memory until its entry ends.
const BATCH_BYTES: usize = 32 << 20;
/// Charges that no amount declares are at most this part of an entry: the twentieth.
const UNDECLARED: i64 = 20;

/// Reads statements.
///
/// # Errors
/// The document is damaged or holds no statement.
pub(super) fn read(source: &dyn Source, take: Take<'_>) -> Result<(), BankError> {
    let mut state = State::default();
    xml::read(xml::open(source)?, "camt", &mut |node, line| state.node(&node, line, take))?;
    if state.seen { Ok(()) } else { Err(BankError::Empty) }
}

#[derive(Debug, Default)]
struct State {
    path: Vec<Name>,
    /// Elements that mean nothing here.
    deep: usize,
    seen: bool,
    head: Head,
    /// The account, as others are compared with it.
    own: Arc<str>,
    begun: bool,
    tail: Tail,
    balance: Balance,
    pages: Pages,
    /// Currency and amount that are being read.
    currency: Option<Currency>,
    entry: Option<Box<Draft>>,
}

/// Where a page stands among the pages of its statement.
#[derive(Debug, Default)]
struct Pages {
    /// The page that the head of the message tells for all in it.
    of_message: Option<(u32, bool)>,
    /// Page and whether it is the last, as the statement tells them.
    of_statement: Option<(u32, bool)>,
    /// Whether a balance between the pages was told already.
    has_interim: bool,
}

impl Pages {
    /// Page and whether it is the last.
    fn told(&self) -> Option<(u32, bool)> {
        self.of_statement.or(self.of_message)
    }

    /// Takes a page number or the mark of the last page.
    fn take(&mut self, of_message: bool, page: Option<u32>, last: Option<bool>) {
        let told = if of_message { &mut self.of_message } else { &mut self.of_statement };
        let (known, is_last) = told.unwrap_or((0, true));
        *told = Some((page.unwrap_or(known), last.unwrap_or(is_last)));
    }
}

#[derive(Debug, Default)]
struct Balance {
    kind: String,
    amount: Option<Decimal>,
    debit: bool,
    day: Option<Date>,
    currency: Option<Currency>,
}

/// An entry that is being read.
#[derive(Debug, Default)]
struct Draft {
    line: u64,
    /// The account that it is of.
    own: Arc<str>,
    amount: Option<Decimal>,
    /// Amounts of `AmtDtls` in the account's currency, the one that means most first: `TxAmt`, `CntrValAmt`, `InstdAmt`.
    others: [Option<Decimal>; 3],
    /// Amounts in another currency: `InstdAmt`, `Amt`, `TxAmt`.
    ordered: [Option<(Decimal, Currency)>; 3],
    debit: Option<bool>,
    state: Option<EntryState>,
    reversal: bool,
    booked: Option<Date>,
    valued: Option<Date>,
    /// A day stands there that is none.
    undated: bool,
    reference: String,
    code: String,
    charges: Charges,
    information: String,
    /// The first transaction: whether it is the only one is not known before the next one.
    first: Option<Box<Part>>,
    /// All of a batch.
    parts: Vec<EntryDetail>,
    part: Option<Box<Part>>,
    /// Sum of the charges of its transactions.
    kept: Decimal,
    /// Bytes of its texts.
    bytes: usize,
    overflow: bool,
    /// A transaction has no amount.
    incomplete: bool,
}

impl State {
    fn node(&mut self, node: &Node<'_>, line: u64, take: Take<'_>) -> Result<(), BankError> {
        match node {
            Node::Open(name, attributes) => {
                let known = if self.deep == 0 { known(name) } else { None };
                let Some(known) = known else {
                    // What is around the document, as a message that carries it, is passed by.
                    self.deep += usize::from(!self.path.is_empty());
                    return Ok(());
                };
                if matches!(known, Amt | InstdAmt | TxAmt | CntrValAmt | TtlChrgsAndTaxAmt) {
                    let told = attributes.iter().find(|(name, _)| name == "Ccy").map(|(_, value)| Currency::new(value));
                    // An amount in an amount is of its currency; others are of none that stood before.
                    let around = matches!(self.path.last(), Some(InstdAmt | TxAmt | CntrValAmt));
                    self.currency = told.or_else(|| self.currency.take().filter(|_| around));
                }
                self.path.push(known);
                self.open(known, line);
                Ok(())
            }
            Node::Close(_, _) if self.deep > 0 => {
                self.deep -= 1;
                Ok(())
            }
            Node::Close(_, _) if self.path.is_empty() => Ok(()),
            Node::Close(_, text) => {
                let path = std::mem::take(&mut self.path);
                let done = self.close(&path, text, line, take);
                self.path = path;
                self.path.pop();
                done
            }
        }
    }

    fn open(&mut self, name: Name, line: u64) {
        match name {
            Stmt | Rpt | Ntfctn => {
                self.head = Head { adds_up: name == Stmt, ..Head::default() };
                (self.tail, self.begun, self.seen, self.own) = (Tail::default(), false, true, Arc::default());
                self.pages = Pages { of_message: self.pages.of_message, ..Pages::default() };
            }
            Bal => self.balance = Balance::default(),
            Ntry => self.entry = Some(Box::new(Draft { line, own: self.own.clone(), ..Draft::default() })),
            TxDtls => {
                if let Some(entry) = self.entry.as_mut() {
                    entry.part = Some(Box::default());
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, take: Take<'_>) -> Result<(), BankError> {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        self.head.page = self.pages.told().map_or(0, |(page, _)| page);
        self.head.closing = self.tail.closing;
        self.head.until = self.head.until.or(self.tail.until);
        take(Event::Begin(Box::new(self.head.clone())))
    }

    fn close(&mut self, path: &[Name], text: &str, line: u64, take: Take<'_>) -> Result<(), BankError> {
        let end = |count: usize| path.len().checked_sub(count).and_then(|at| path.get(at..)).unwrap_or_default();
        if let Some(part) = self.entry.as_mut().and_then(|entry| entry.part.as_mut())
            && path.last() != Some(&TxDtls)
        {
            part.close(path, Read { text, currency: self.currency.as_ref(), own: self.head.currency.as_ref() });
            return Ok(());
        }
        if self.entry.is_some() {
            return self.close_entry(path, text, take);
        }
        match (end(1), end(2), end(3)) {
            ([Stmt | Rpt | Ntfctn], _, _) => {
                self.begin(take)?;
                return take(Event::End(std::mem::take(&mut self.tail)));
            }
            (_, _, [Acct, Id, Iban]) => self.account(text),
            (_, _, [Id, Othr, Id]) if self.head.account.is_empty() && path.contains(&Acct) => self.account(text),
            (_, [Acct, Ccy], _) => self.head.currency = Some(Currency::new(text)),
            (_, [Stmt | Rpt | Ntfctn, ElctrncSeqNb], _) => self.head.number = cut(text, SHORT).into(),
            (_, [Stmt | Rpt | Ntfctn, LglSeqNb | Id], _) if self.head.number.is_empty() => {
                self.head.number = cut(text, SHORT).into();
            }
            ([PgNb], _, _) => self.pages.take(path.contains(&MsgPgntn), text.parse().ok(), None),
            ([LastPgInd], _, _) => self.pages.take(path.contains(&MsgPgntn), None, Some(matches!(text, "true" | "1"))),
            (_, [FrToDt, FrDtTm | FrDt], _) => self.head.from = day(text, None),
            (_, [FrToDt, ToDtTm | ToDt], _) => self.head.until = day(text, None),
            (_, [CdOrPrtry, Cd | Prtry], _) => text.clone_into(&mut self.balance.kind),
            (_, [Bal, Amt], _) => {
                self.balance.amount = plain_amount(text);
                self.balance.currency = self.currency.take();
            }
            (_, [Bal, CdtDbtInd], _) => self.balance.debit = text == "DBIT",
            (_, [Dt, Dt | DtTm], _) => self.balance.day = day(text, None),
            ([Bal], _, _) => return self.close_balance(line, take),
            _ => {}
        }
        Ok(())
    }

    fn account(&mut self, text: &str) {
        self.head.account = cut(text, SHORT).into();
        self.own = canonical(&self.head.account).into();
    }

    fn close_balance(&mut self, line: u64, take: Take<'_>) -> Result<(), BankError> {
        let balance = std::mem::take(&mut self.balance);
        let Some(amount) = balance.amount else {
            return take(Event::Refused(Refused::new(line, Message::new("bank-refused-balance"))));
        };
        let amount = if balance.debit { -amount } else { amount };
        // The balance at the end of a page that another one follows, and at the beginning of that one.
        let (page, is_last) = self.pages.told().filter(|_| self.head.adds_up).unwrap_or((0, true));
        let kind = match balance.kind.as_str() {
            "ITBD" if page > 1 && self.head.opening.is_none() && !std::mem::replace(&mut self.pages.has_interim, true) => "OPBD",
            "ITBD" if !is_last => "CLBD",
            kind => kind,
        };
        let is_told = matches!(kind, "OPBD" | "PRCD" | "CLBD");
        if is_told && self.head.currency.as_ref().zip(balance.currency.as_ref()).is_some_and(|(own, its)| own != its) {
            return take(Event::Refused(Refused::new(line, Message::new("bank-refused-balance-currency"))));
        }
        self.head.currency = self.head.currency.take().or(balance.currency);
        match kind {
            "OPBD" => (self.head.opening, self.head.from) = (Some(amount), self.head.from.or(balance.day)),
            // The closing balance of the day before opens a day where no opening balance stands.
            "PRCD" if self.head.opening.is_none() => self.head.opening = Some(amount),
            "CLBD" => self.tail = Tail { closing: Some(amount), until: balance.day },
            _ => {}
        }
        Ok(())
    }

    fn close_entry(&mut self, path: &[Name], text: &str, take: Take<'_>) -> Result<(), BankError> {
        if let [.., Ntry, Amt] = path {
            // Where nothing before it tells the account's currency, the first amount does.
            self.head.currency = self.head.currency.take().or_else(|| self.currency.clone());
        }
        if path.last() == Some(&Ntry) {
            self.begin(take)?;
        }
        let read = Read { text, currency: self.currency.as_ref(), own: self.head.currency.as_ref() };
        let Some(entry) = self.entry.as_mut() else { return Ok(()) };
        let end = |count: usize| path.len().checked_sub(count).and_then(|at| path.get(at..)).unwrap_or_default();
        match (end(2), end(3)) {
            ([.., Ntry], _) => {
                let entry = self.entry.take().map(|draft| draft.finish());
                return match entry {
                    Some(Ok(entry)) => take(Event::Entry(Box::new(entry))),
                    Some(Err(refused)) => take(Event::Refused(refused)),
                    None => Ok(()),
                };
            }
            ([_, TxDtls], _) => {
                if let Some(part) = entry.part.take() {
                    entry.add(part);
                }
            }
            ([Ntry, Amt], _) => (entry.amount, entry.ordered[1]) = (read.own(), read.foreign()),
            (_, [AmtDtls, TxAmt, Amt]) => (entry.others[0], entry.ordered[2]) = (read.own(), read.foreign()),
            (_, [AmtDtls, CntrValAmt, Amt]) => entry.others[1] = read.own(),
            (_, [AmtDtls, InstdAmt, Amt]) => (entry.others[2], entry.ordered[0]) = (read.told_own(), read.foreign()),
            ([Ntry, CdtDbtInd], _) => entry.debit = side(text),
            ([Ntry, RvslInd], _) => entry.reversal = matches!(text, "true" | "1"),
            ([Ntry, Sts], _) if !text.is_empty() => entry.state = Some(state(text)),
            (_, [Ntry, Sts, Cd | Prtry]) => entry.state = Some(state(text)),
            ([mark @ (BookgDt | ValDt), Dt | DtTm], _) => {
                let told = day(text, None);
                entry.undated |= told.is_none() && !text.is_empty();
                if *mark == BookgDt { entry.booked = told } else { entry.valued = told }
            }
            ([Ntry, AcctSvcrRef], _) if !is_absent(text) => entry.reference = cut(text, SHORT).into(),
            ([Ntry, AddtlNtryInf], _) => entry.information = cut(text, TEXT).into(),
            ([Domn | Fmly, Cd | SubFmlyCd] | [Prtry, Cd], _) if path.contains(&BkTxCd) => {
                if !entry.code.is_empty() {
                    entry.code.push('-');
                }
                entry.code.push_str(&cut(text, SHORT));
            }
            _ => entry.charges.close(path, read),
        }
        Ok(())
    }
}

/// Whether the transactions of a batch come to more than its entry with the charges that the bank may have kept.
fn claims_more(sum: Decimal, whole: Decimal, charges: Decimal) -> bool {
    let kept = charges.abs().max(sum.abs() / Decimal::from(UNDECLARED));
    let over = if whole.is_sign_negative() { whole.saturating_sub(sum) } else { sum.saturating_sub(whole) };
    if whole.is_zero() { !sum.is_zero() && sum.abs() > charges.abs() } else { over > kept }
}

fn state(text: &str) -> EntryState {
    match text {
        "BOOK" => EntryState::Booked,
        "PDNG" | "FUTR" => EntryState::Pending,
        _ => EntryState::Info,
    }
}

impl Draft {
    /// Takes a transaction.
    fn add(&mut self, part: Box<Part>) {
        self.kept = self.kept.saturating_add(part.charges.amount());
        if self.first.is_none() && self.parts.is_empty() {
            self.first = Some(part);
            return;
        }
        if let Some(first) = self.first.take() {
            self.close(*first);
        }
        self.close(*part);
    }

    /// Makes a transaction of a batch a part of the entry.
    fn close(&mut self, part: Part) {
        self.overflow |= self.parts.len() >= BATCH || self.bytes > BATCH_BYTES;
        let Some(amount) = part.amount() else {
            self.incomplete = true;
            return;
        };
        if self.overflow {
            return;
        }
        let amount = signed(amount, part.debit.or(self.debit).unwrap_or_default());
        let detail = part.detail(amount, self.reversal, &self.own);
        self.bytes += detail.bytes();
        self.parts.push(detail);
    }

    fn finish(mut self) -> Result<BankEntry, Refused> {
        let line = self.line;
        let refused = |id| Refused::new(line, Message::new(id));
        let foreign = self.ordered[1].is_some();
        let other = || self.others.into_iter().flatten().next().or_else(|| self.first.as_ref()?.amount());
        let told = if foreign { other() } else { self.amount };
        let wrong = if foreign { "bank-refused-currency" } else { "bank-refused-amount" };
        let amount = told.ok_or_else(|| refused(wrong))?;
        let debit = self.debit.ok_or_else(|| refused("bank-refused-side"))?;
        if self.undated {
            return Err(refused("bank-refused-day"));
        }
        if self.overflow {
            return Err(refused("bank-refused-batch"));
        }
        if self.incomplete {
            return Err(refused("bank-refused-part"));
        }
        let whole_amount = signed(amount, debit);
        let mut charges = Some(self.charges.amount()).filter(|charges| !charges.is_zero()).unwrap_or(self.kept);
        let only = self.first.take();
        if let Some(only) = &only
            && self.reference.is_empty()
        {
            self.reference.clone_from(&only.reference);
        }
        let sum = self.parts.iter().fold(Decimal::ZERO, |sum, part| sum.saturating_add(part.amount));
        if !self.parts.is_empty() && claims_more(sum, whole_amount, charges) {
            return Err(refused("bank-refused-batch-sum"));
        }
        if !self.parts.is_empty() && sum != whole_amount && charges.is_zero() {
            // What the bank kept, or gave.
            charges = whole_amount.saturating_sub(sum).abs();
        }
        let only = only.map(|part| part.detail(whole_amount, self.reversal, &self.own));
        let mut whole = only.unwrap_or_else(|| EntryDetail { amount: whole_amount, ..EntryDetail::default() });
        if whole.text.is_empty() {
            whole.text = self.information.into();
        }
        if whole.ordered.is_none() && self.parts.is_empty() {
            whole.ordered = ordered(self.ordered, whole_amount);
        }
        Ok(BankEntry {
            id: RemoteId::new(""),
            line: self.line,
            booked: self.booked,
            valued: self.valued,
            state: self.state.unwrap_or(EntryState::Booked),
            reversal: self.reversal,
            reference: self.reference.into(),
            code: self.code.into(),
            charges: Some(charges).filter(|charges| !charges.is_zero()),
            whole,
            parts: self.parts,
        })
    }
}
