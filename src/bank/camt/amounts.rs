//! Amounts of camt as they are read, each with its currency, and charges.
//!
//! For: the reader of camt. Uses: amounts. Never: a sum over two currencies.

use rust_decimal::Decimal;

use super::super::value::plain_amount;
use super::names::Name::{self, Amt, Chrgs, Rcrd, TtlChrgsAndTaxAmt};
use crate::domain::Currency;

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

    /// The amount, if it is of the account's currency.
    pub(super) fn own(self) -> Option<Decimal> {
        plain_amount(self.text).filter(|_| self.is_own())
    }

    /// The amount, if it is of the account's currency by its own word.
    pub(super) fn told_own(self) -> Option<Decimal> {
        self.own().filter(|_| self.currency.is_some())
    }

    /// The amount, if it is of another currency.
    pub(super) fn foreign(self) -> Option<(Decimal, Currency)> {
        plain_amount(self.text).zip(self.currency.cloned()).filter(|_| !self.is_own())
    }
}

/// Charges of an entry or of a transaction, in the account's currency.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Charges {
    /// The declared total: it has the single charges in it. Version 02 repeats it beside each of them.
    total: Decimal,
    /// Sum of the single charges.
    sum: Decimal,
}

impl Charges {
    /// Takes the element that ends, if it is one of charges.
    pub(super) fn close(&mut self, path: &[Name], read: Read<'_>) {
        let amount = || read.own().unwrap_or_default();
        match path {
            [.., Chrgs, TtlChrgsAndTaxAmt] => self.total = self.total.max(amount()),
            // Up to version 02 a charge stands in `Chrgs` itself, later in a record of it.
            [.., Chrgs, Amt] | [.., Chrgs, Rcrd, Amt] => self.sum = self.sum.saturating_add(amount()),
            _ => {}
        }
    }

    /// What was charged: the total where one is declared, else the single charges together.
    pub(super) const fn amount(self) -> Decimal {
        if self.total.is_zero() { self.sum } else { self.total }
    }
}
