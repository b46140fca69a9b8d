//! Amounts of camt as they are read, each with its currency, and charges.
//!
//! For: the reader of camt. Uses: amounts. Never: a sum over two currencies.

use rust_decimal::Decimal;

use super::super::value::plain_amount;
use super::names::Name::{self, Amt, CdtDbtInd, ChrgInclInd, Chrgs, Rcrd, TtlChrgsAndTaxAmt};
use crate::domain::Currency;
use crate::domain::bank::Ordered;

/// An amount that was read, with its currency and that of the account.
#[derive(Debug, Clone, Copy)]
pub(super) struct Read<'r> {
    pub(super) text: &'r str,
    /// The attribute; an amount without one is of the account's currency.
    pub(super) currency: Option<&'r Currency>,
    pub(super) own: Option<&'r Currency>,
}

impl Read<'_> {
    fn is_own(self) -> bool {
        self.currency.zip(self.own).is_none_or(|(its, own)| its == own)
    }

    /// The amount. Its side is told beside it: one with a sign as well can mean two things.
    fn amount(self) -> Option<Decimal> {
        plain_amount(self.text).filter(|amount| amount.is_zero() || amount.is_sign_positive())
    }

    /// The amount, if it is of the account's currency.
    pub(super) fn own(self) -> Option<Decimal> {
        self.amount().filter(|_| self.is_own())
    }

    /// The amount, if it is of the account's currency by its own word.
    pub(super) fn told_own(self) -> Option<Decimal> {
        self.own().filter(|_| self.currency.is_some())
    }

    /// The amount, if it is of another currency.
    pub(super) fn foreign(self) -> Option<(Decimal, Currency)> {
        self.amount().zip(self.currency.cloned()).filter(|_| !self.is_own())
    }
}

/// Charges of an entry or of a transaction, in the account's currency.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Charges {
    /// The declared total: it has the single charges in it. Version 02 repeats it beside each of them.
    total: Decimal,
    /// Sum of the single charges, less what was given back of them.
    sum: Decimal,
    /// The part of that which is booked by an entry of its own.
    apart: Decimal,
    /// The charge that is being read.
    one: One,
}

/// One charge.
#[derive(Debug, Default, Clone, Copy)]
struct One {
    amount: Decimal,
    /// Whether the bank gives it back.
    credit: bool,
    /// Whether it is no part of the amount of the entry.
    apart: bool,
}

impl Charges {
    /// Takes the element that ends, if it is one of charges.
    pub(super) fn close(&mut self, path: &[Name], read: Read<'_>) {
        let amount = || read.own().unwrap_or_default();
        match path {
            [.., Chrgs, TtlChrgsAndTaxAmt] => self.total = self.total.max(amount()),
            // Up to version 02 a charge stands in `Chrgs` itself, later in a record of it.
            [.., Chrgs, Amt] | [.., Chrgs, Rcrd, Amt] => self.one.amount = amount(),
            [.., Chrgs, CdtDbtInd] | [.., Chrgs, Rcrd, CdtDbtInd] => self.one.credit = read.text == "CRDT",
            [.., Chrgs, Rcrd, ChrgInclInd] => self.one.apart = matches!(read.text, "false" | "0"),
            [.., Chrgs] | [.., Chrgs, Rcrd] => {
                let one = std::mem::take(&mut self.one);
                let amount = if one.credit { -one.amount } else { one.amount };
                self.sum = self.sum.saturating_add(amount);
                if one.apart {
                    self.apart = self.apart.saturating_add(amount);
                }
            }
            _ => {}
        }
    }

    /// What was charged: the total where one is declared, else the single charges together; without what is no part of the entry.
    pub(super) fn amount(self) -> Decimal {
        let all = if self.total.is_zero() { self.sum } else { self.total };
        all.abs().saturating_sub(self.apart.abs()).max(Decimal::ZERO)
    }
}

/// What was ordered in another currency, with the sign of the amount.
pub(super) fn ordered(told: [Option<(Decimal, Currency)>; 3], amount: Decimal) -> Option<Ordered> {
    let (ordered, currency) = told.into_iter().flatten().next()?;
    Some(Ordered { amount: signed(ordered, amount.is_sign_negative()), currency })
}

/// An amount with the sign of its side.
pub(super) fn signed(amount: Decimal, debit: bool) -> Decimal {
    if debit { -amount } else { amount }
}

/// Whether a mark of a side means a debit; `None` if it means nothing.
pub(super) fn side(text: &str) -> Option<bool> {
    match text {
        "CRDT" => Some(false),
        "DBIT" => Some(true),
        _ => None,
    }
}
