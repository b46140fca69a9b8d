//! A transaction of an entry: parties, text, references, amounts.
//!
//! For: the reader of camt. Uses: amounts. Never: the entry that it is of.

use rust_decimal::Decimal;

use super::super::account::canonical;
use super::super::event::{SHORT, TEXT, cut, is_absent};
use super::amounts::{Charges, Read, ordered, side};
#[allow(clippy::enum_glob_use, reason = "paths of elements read as they stand; tests do not raise the lint")]
use super::names::Name::{self, *};
use crate::domain::Currency;
use crate::domain::bank::EntryDetail;

/// A transaction of an entry.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// Amounts in the account's currency, the one that means most first: `Amt`, and of `AmtDtls` `TxAmt`, `CntrValAmt`, `InstdAmt`.
    amounts: [Option<Decimal>; 4],
    pub(super) debit: Option<bool>,
    end_to_end: String,
    pub(super) reference: String,
    debtor: Side,
    creditor: Side,
    text: String,
    structured: String,
    information: String,
    /// Amounts in another currency: `InstdAmt`, `Amt`, `TxAmt`.
    ordered: [Option<(Decimal, Currency)>; 3],
    pub(super) charges: Charges,
}

/// The names that a transaction has of one side, and its account.
#[derive(Debug, Default)]
struct Side {
    /// The party itself.
    party: String,
    /// The bank in its place.
    agent: String,
    /// For which the party acts.
    ultimate: String,
    account: String,
}

impl Side {
    /// Whether it is this account.
    fn is(&self, own: &str) -> bool {
        !self.account.is_empty() && canonical(&self.account) == own
    }

    fn is_told(&self) -> bool {
        [&self.party, &self.ultimate, &self.agent, &self.account].into_iter().any(|text| !text.is_empty())
    }

    /// The name: of the party, where it has none of the one behind it, else of the bank that stands in its place.
    fn name(self) -> (String, String) {
        let names = [self.party, self.ultimate, self.agent];
        (names.into_iter().find(|name| !name.is_empty()).unwrap_or_default(), self.account)
    }
}

impl Part {
    /// Takes an element that ends.
    pub(super) fn close(&mut self, path: &[Name], read: Read<'_>) {
        let text = read.text;
        let end = |count: usize| path.len().checked_sub(count).and_then(|at| path.get(at..)).unwrap_or_default();
        let kept = |text: &str| String::from(cut(text, SHORT));
        match (end(2), end(3)) {
            ([TxDtls, Amt], _) => (self.amounts[0], self.ordered[1]) = (read.own(), read.foreign()),
            ([TxDtls, CdtDbtInd], _) => self.debit = side(text),
            (_, [AmtDtls, TxAmt, Amt]) => (self.amounts[1], self.ordered[2]) = (read.own(), read.foreign()),
            (_, [AmtDtls, CntrValAmt, Amt]) => self.amounts[2] = read.own(),
            (_, [AmtDtls, InstdAmt, Amt]) => (self.amounts[3], self.ordered[0]) = (read.told_own(), read.foreign()),
            ([Refs, EndToEndId | AcctSvcrRef], _) if is_absent(text) => {}
            ([Refs, EndToEndId], _) => self.end_to_end = kept(text),
            ([Refs, AcctSvcrRef], _) => self.reference = kept(text),
            ([Dbtr, Nm], _) | (_, [Dbtr, Pty, Nm]) => self.debtor.party = kept(text),
            ([Cdtr, Nm], _) | (_, [Cdtr, Pty, Nm]) => self.creditor.party = kept(text),
            ([UltmtDbtr, Nm], _) | (_, [UltmtDbtr, Pty, Nm]) => self.debtor.ultimate = kept(text),
            ([UltmtCdtr, Nm], _) | (_, [UltmtCdtr, Pty, Nm]) => self.creditor.ultimate = kept(text),
            ([FinInstnId, Nm], _) if path.contains(&Dbtr) => self.debtor.agent = kept(text),
            ([FinInstnId, Nm], _) if path.contains(&Cdtr) => self.creditor.agent = kept(text),
            ([Id, Iban] | [Othr, Id], _) if path.contains(&DbtrAcct) => self.debtor.account = kept(text),
            ([Id, Iban] | [Othr, Id], _) if path.contains(&CdtrAcct) => self.creditor.account = kept(text),
            ([CdtrRefInf, Ref], _) => self.structured = kept(text),
            ([RmtInf, Ustrd] | [RfrdDocInf, Nb] | [Strd, AddtlRmtInf], _) => add(&mut self.text, text),
            ([TxDtls, AddtlTxInf], _) => self.information = String::from(cut(text, TEXT)),
            _ => self.charges.close(path, read),
        }
    }

    /// The amount in the account's currency.
    pub(super) fn amount(&self) -> Option<Decimal> {
        self.amounts.into_iter().flatten().next()
    }

    /// The other side: the debtor of what came in, the creditor of what went out. A reversal has them the other way round, and some banks
    /// leave them so without the mark of a reversal: the account that the statement is of is never the other side.
    pub(super) fn detail(self, amount: Decimal, reversal: bool, own: &str) -> EntryDetail {
        let other_is_debtor = amount.is_sign_negative() == reversal;
        let (side, behind) = if other_is_debtor { (self.debtor, self.creditor) } else { (self.creditor, self.debtor) };
        let is_us = side.is(own) && !behind.is(own) && behind.is_told();
        let (name, account) = if is_us { behind } else { side }.name();
        let text = if self.text.is_empty() { self.information } else { self.text };
        EntryDetail {
            amount,
            name: name.into(),
            account: account.into(),
            text: cut(&text, TEXT),
            end_to_end: self.end_to_end.into(),
            structured: self.structured.into(),
            ordered: ordered(self.ordered, amount),
        }
    }
}

fn add(text: &mut String, more: &str) {
    if text.len() + more.len() < TEXT {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(more);
    }
}
