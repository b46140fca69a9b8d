//! Money: exact decimals with their currency; sums never mix currencies.

use std::collections::BTreeMap;
use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Direction, as_text};

/// A currency code as the provider writes it, upper case. Not limited to ISO 4217: an unknown code is kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Currency(Box<str>);

/// The currencies of ISO 4217 (2026), without metals, test codes and units of account.
const CODES: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP \
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR \
    ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN \
    NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP \
    SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/// Count and sums of invoices in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CurrencyTotals {
    /// Number of invoices.
    pub count: u64,
    /// Sum of net totals; an invoice without a net total counts as zero.
    #[serde(with = "as_text")]
    pub net: Decimal,
    /// Sum of VAT; as with net.
    #[serde(with = "as_text")]
    pub vat: Decimal,
    /// Sum of gross totals.
    #[serde(with = "as_text")]
    pub gross: Decimal,
    /// Sum of what is left to pay.
    #[serde(with = "as_text")]
    pub balance: Decimal,
    /// Whether a sum would have overflowed and therefore lacks something.
    pub overflow: bool,
    /// Whether these are documents that do not count in turnover, told because nothing else was found.
    pub uncounted: bool,
}

/// The sum of amounts of one currency; `None` where it is larger than an amount can be. The one way to sum amounts that come from outside:
/// a plain sum of them panics.
#[must_use]
pub fn sum(amounts: impl IntoIterator<Item = Decimal>) -> Option<Decimal> {
    amounts.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)
}

/// An amount with the opposite sign. A zero stays without one.
#[must_use]
pub fn turned(amount: Decimal) -> Decimal {
    if amount.is_zero() { amount.abs() } else { -amount }
}

/// The text of a decimal without the sign of a zero: `0.00` for `-0.00`. Any other text stays as it is.
#[must_use]
pub fn unsigned(text: &str) -> &str {
    let rest = text.strip_prefix('-').filter(|rest| rest.starts_with('0'));
    rest.filter(|rest| rest.bytes().all(|byte| matches!(byte, b'0' | b'.'))).unwrap_or(text)
}

/// Totals per currency, in the currencies' alphabetical order.
pub type Totals = BTreeMap<Currency, CurrencyTotals>;

/// Totals per currency and direction: what is issued and what is received are never one sum.
pub type DirectedTotals = BTreeMap<(Currency, Direction), CurrencyTotals>;

impl Currency {
    /// No currency: where one may be left out, that of the books is meant.
    #[must_use]
    pub fn unsaid() -> Self {
        Self("".into())
    }

    /// Itself; where none was said, another one.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        if self.0.is_empty() { other.clone() } else { self }
    }

    /// The currency of a country by its ISO 3166 code, for those in which own books are likely to be kept: the European Economic Area
    /// and its neighbours, and some that invoice in English. Euro countries as of 2026-01-01.
    #[must_use]
    pub fn of_country(country: &str) -> Option<Self> {
        const EURO: &str = "AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK AD MC SM VA ME XK";
        const OTHERS: &str = "HU:HUF CZ:CZK DK:DKK PL:PLN RO:RON SE:SEK GB:GBP CH:CHF LI:CHF NO:NOK IS:ISK RS:RSD UA:UAH MD:MDL \
            US:USD CA:CAD AU:AUD NZ:NZD";
        let country = country.trim().to_uppercase();
        if EURO.split(' ').any(|code| code == country) {
            return Some(Self("EUR".into()));
        }
        OTHERS
            .split_whitespace()
            .find_map(|pair| pair.split_once(':').filter(|(code, _)| *code == country))
            .map(|(_, currency)| Self(currency.into()))
    }

    /// A currency from its code; white space around it is dropped, letters become upper case.
    #[must_use]
    pub fn new(code: &str) -> Self {
        Self(code.trim().to_uppercase().into())
    }

    /// The code, such as `HUF`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is one of ISO 4217 that money is kept in.
    #[must_use]
    pub fn is_known(&self) -> bool {
        CODES.split_ascii_whitespace().any(|code| code == self.as_str())
    }

    /// Number of decimals for showing an amount: the currency's usual number, two for fractions of forints, or as many as
    /// needed. No digit is lost.
    #[must_use]
    pub fn digits(&self, amount: Decimal) -> u32 {
        let usual = self.decimals();
        if amount.scale() <= usual {
            return usual;
        }
        match amount.normalize().scale() {
            scale if scale <= usual => usual,
            scale => scale.max(2),
        }
    }

    /// A sum as programs are told it: with the currency's decimals, and more only where it has more, however the amounts that it was added
    /// up from were spelled.
    #[must_use]
    pub fn sum(&self, amount: Decimal) -> Decimal {
        let mut sum = amount.normalize();
        if sum.scale() < self.decimals() {
            sum.rescale(self.decimals());
        }
        sum
    }

    /// Usual decimals of the currency: none for forint and yen, three for dinars of the Gulf, else two.
    #[must_use]
    pub fn decimals(&self) -> u32 {
        match self.as_str() {
            "HUF" | "JPY" | "KRW" | "ISK" | "IDR" | "VND" | "CLP" | "PYG" | "UGX" | "RWF" | "XOF" | "XAF" | "XPF" => 0,
            "KWD" | "BHD" | "OMR" | "JOD" | "TND" | "IQD" | "LYD" => 3,
            _ => 2,
        }
    }

    /// Decimals that an amount of money in the currency can have: of forints and rupiahs banks still book hundredths.
    #[must_use]
    pub fn paid_decimals(&self) -> u32 {
        if matches!(self.as_str(), "HUF" | "IDR") { 2 } else { self.decimals() }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl CurrencyTotals {
    /// Adds one invoice. A sum that no decimal can hold stays as it was and sets [`Self::overflow`].
    pub fn add(&mut self, net: Option<Decimal>, vat: Option<Decimal>, gross: Decimal, balance: Decimal) {
        self.count += 1;
        let mut add = |sum: &mut Decimal, value: Decimal| match sum.checked_add(value) {
            Some(total) => *sum = total,
            None => self.overflow = true,
        };
        add(&mut self.net, net.unwrap_or_default());
        add(&mut self.vat, vat.unwrap_or_default());
        add(&mut self.gross, gross);
        add(&mut self.balance, balance);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_in_forint_have_two_decimals() {
        let decimals = |code: &str| (Currency::new(code).decimals(), Currency::new(code).paid_decimals());
        assert_eq!(["HUF", "EUR", "JPY", "KWD"].map(decimals), [(0, 2), (2, 2), (0, 0), (3, 3)]);
    }

    #[test]
    fn a_zero_has_no_sign() {
        let zero = -Decimal::new(0, 2);
        assert_eq!((turned(Decimal::new(0, 2)).to_string(), turned(zero).to_string()), ("0.00".to_owned(), "0.00".to_owned()));
        assert_eq!(turned(Decimal::ONE).to_string(), "-1");
        let shown = ["-0", "-0.00", "0.00", "-0.01", "-10", "-", "-a", "2026-10-10"].map(unsigned);
        assert_eq!(shown, ["0", "0.00", "0.00", "-0.01", "-10", "-", "-a", "2026-10-10"]);
    }

    #[test]
    fn a_sum_is_spelled_by_its_currency_alone() {
        let spelled = |code: &str, amount: &str| Currency::new(code).sum(amount.parse().unwrap()).to_string();
        for amount in ["2000", "2000.0", "2000.00", "2000.000"] {
            assert_eq!(["HUF", "EUR", "KWD"].map(|code| spelled(code, amount)), ["2000", "2000.00", "2000.000"], "{amount}");
        }
        assert_eq!(
            (spelled("HUF", "0.5"), spelled("EUR", "33.33333"), spelled("JPY", "-0.0")),
            ("0.5".into(), "33.33333".into(), "0".into())
        );
        assert_eq!(spelled("EUR", "79228162514264337593543950335"), "79228162514264337593543950335", "no room for decimals");
    }

    #[test]
    fn sums_are_exact_and_never_panic() {
        let mut totals = CurrencyTotals::default();
        totals.add(None, None, Decimal::new(1, 1), Decimal::ZERO);
        totals.add(None, None, Decimal::new(2, 1), Decimal::new(2, 1));
        assert_eq!(totals.gross.to_string(), "0.3");
        totals.add(None, None, Decimal::MAX, Decimal::ZERO);
        totals.add(None, None, Decimal::MAX, Decimal::ZERO);
        assert!(totals.overflow);
        assert_eq!(totals.count, 4);
    }
}
