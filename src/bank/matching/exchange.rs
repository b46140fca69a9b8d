//! Money of an account in the currency of the documents that it pays.
//!
//! For: the matcher. Uses: the amount of the order where the bank tells one, else a rate that a person states. Never: a rate of its own.

use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::Money;
use crate::domain::Currency;
use crate::domain::as_text;

/// Decimals of a rate that follows from amounts.
const RATE: u32 = 10;

/// A rate of exchange: how much of one currency one unit of another one is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    #[serde(with = "as_text")]
    amount: Decimal,
    of: Currency,
    per: Currency,
}

/// A text that is no rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoRate;

impl FromStr for Rate {
    type Err = NoRate;

    /// Reads `391.25 HUF/EUR`: 391.25 forints for one euro.
    fn from_str(text: &str) -> Result<Self, NoRate> {
        let text = text.trim();
        let at = text.find(|sign: char| sign.is_ascii_alphabetic()).ok_or(NoRate)?;
        let (amount, pair) = text.split_at_checked(at).ok_or(NoRate)?;
        let (of, per) = pair.split_once('/').ok_or(NoRate)?;
        let currency = |code: &str| {
            let code = code.trim().to_ascii_uppercase();
            let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
            is_code.then(|| Currency::new(&code))
        };
        let (of, per) = currency(of).zip(currency(per)).filter(|(of, per)| of != per).ok_or(NoRate)?;
        let amount = crate::bank::amount(amount.trim(), Some('.')).filter(|amount| *amount > Decimal::ZERO).ok_or(NoRate)?;
        Ok(Self { amount, of, per })
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}/{}", self.amount.normalize(), self.of, self.per)
    }
}

impl Rate {
    /// An amount of one of its currencies in the other one; `None` if it is not a rate of both, or no decimal can hold that.
    fn exchanged(&self, amount: Decimal, from: &Currency, to: &Currency) -> Option<Decimal> {
        match () {
            () if (from, to) == (&self.per, &self.of) => amount.checked_mul(self.amount),
            () if (from, to) == (&self.of, &self.per) => amount.checked_div(self.amount),
            () => None,
        }
    }
}

/// Money as it counts for documents of a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Exchanged {
    /// In the currency of the documents.
    pub(super) amount: Decimal,
    /// In that of the account.
    booked: Decimal,
    /// Decimals of the account's currency; none where both are one.
    decimals: Option<u32>,
}

impl Exchanged {
    /// The money for documents of a currency; `None` if nothing tells the rate.
    pub(super) fn of(money: &Money<'_>, currency: &Currency, rate: Option<&Rate>) -> Option<Self> {
        let booked = money.detail.amount;
        if currency == money.currency {
            return rate.is_none().then_some(Self { amount: booked, booked, decimals: None });
        }
        let amount = match rate {
            Some(rate) => rounded(rate.exchanged(booked, money.currency, currency)?, currency.decimals()),
            None => money.detail.ordered.as_ref().filter(|ordered| ordered.currency == *currency)?.amount,
        };
        let is_sound = !amount.is_zero() && amount.is_sign_negative() == booked.is_sign_negative();
        is_sound.then(|| Self { amount, booked, decimals: Some(money.currency.decimals()) })
    }

    /// A part of it in the currency of the account.
    pub(super) fn back(&self, part: Decimal) -> Option<Decimal> {
        let Some(decimals) = self.decimals else { return Some(part) };
        Some(rounded(self.booked.checked_mul(part)?.checked_div(self.amount)?, decimals))
    }
}

/// The rate at which what an account shows paid an amount of documents: as short as it can be to give the amount of the account again.
#[must_use]
pub fn paid_at(shown: Decimal, paid: Decimal, account: &Currency) -> Option<Decimal> {
    let exact = shown.checked_div(paid).filter(|rate| *rate > Decimal::ZERO)?;
    let gives = |rate: &Decimal| paid.checked_mul(*rate).is_some_and(|again| rounded(again, account.decimals()) == shown);
    let shortest = (0..=RATE).map(|scale| rounded(exact, scale)).find(gives);
    Some(shortest.unwrap_or_else(|| rounded(exact, RATE)).normalize()).filter(|rate| !rate.is_zero())
}

fn rounded(amount: Decimal, decimals: u32) -> Decimal {
    amount.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_names_both_currencies() {
        for (typed, shown) in
            [("391.25 HUF/EUR", "391.25 HUF/EUR"), (" 391.250huf / eur", "391.25 HUF/EUR"), ("1.1USD/EUR", "1.1 USD/EUR")]
        {
            assert_eq!(typed.parse::<Rate>().map(|rate| rate.to_string()).as_deref(), Ok(shown));
        }
        for typed in [
            "391.25",
            "",
            "HUF/EUR",
            "0 HUF/EUR",
            "-1 HUF/EUR",
            "1 EUR/EUR",
            "1 HUF",
            "1 HUF/EURO",
            "x HUF/EUR",
            "391,25,1 HUF/EUR",
        ] {
            assert_eq!(typed.parse::<Rate>(), Err(NoRate), "{typed}");
        }
    }

    #[test]
    fn the_rate_of_a_payment_gives_what_the_account_shows() {
        let at = |shown: &str, paid: &str, currency: &str| {
            let decimal = |text: &str| text.parse::<Decimal>().expect("a number");
            paid_at(decimal(shown), decimal(paid), &Currency::new(currency)).map(|rate| rate.to_string())
        };
        for (shown, paid, currency, rate) in [
            ("39125", "100", "HUF", Some("391.25")),
            ("-39125", "-100", "HUF", Some("391.25")),
            ("40000", "102.24", "HUF", Some("391.24")),
            ("613.49", "100000", "EUR", Some("0.0061349")),
            ("33333.33", "100", "HUF", Some("333.3333")),
            ("-39125", "100", "HUF", None),
            ("100", "0", "HUF", None),
            ("0", "100", "HUF", None),
        ] {
            assert_eq!(at(shown, paid, currency).as_deref(), rate, "{shown} / {paid}");
        }
    }

    #[test]
    fn an_amount_is_exchanged_either_way() {
        let (rate, huf, eur) = ("391.25 HUF/EUR".parse::<Rate>().expect("a rate"), Currency::new("HUF"), Currency::new("EUR"));
        assert_eq!(rate.exchanged(Decimal::from(100), &eur, &huf), Some(Decimal::from(39_125)));
        assert_eq!(rate.exchanged(Decimal::from(39_125), &huf, &eur), Some(Decimal::from(100)));
        assert_eq!(rate.exchanged(Decimal::from(100), &eur, &eur), None);
        assert_eq!(rate.exchanged(Decimal::MAX, &eur, &huf), None);
    }
}
