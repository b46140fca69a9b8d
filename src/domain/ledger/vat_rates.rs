//! Rates of VAT by country, to name a rate that is none of its country's. Never: a refusal; laws change before programs do.

use rust_decimal::Decimal;

use super::Vat;
use crate::domain::numbers::Country;

/// Rates in percent by country, where facts of ours name them all: Hungary's, as Billingo and the invoices of its tax authority have them.
const RATES: &[(&str, &[&str])] = &[("HU", &["27", "18", "5"])];

/// The highest rate of the European Union, which is Hungary's.
const HIGHEST: Decimal = Decimal::from_parts(27, 0, 0, false, 0);

impl Vat {
    /// Whether a company of this country may charge it at home: a rate of that country, nothing, or a reason for none. Where its
    /// rates are not known here, every rate up to the highest known one.
    #[must_use]
    pub fn is_usual_in(&self, country: Option<Country>) -> bool {
        if self.percent.is_zero() {
            return true;
        }
        let of = |code: &str| Country::of(code) == country && country.is_some();
        match RATES.iter().find(|(code, _)| of(code)) {
            Some((_, rates)) => rates.iter().any(|rate| rate.parse::<Decimal>().is_ok_and(|rate| rate == self.percent)),
            None => self.percent <= HIGHEST,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_usual_at_home_alone() {
        let usual = |rate: &str, country: &str| Vat::parse(rate).expect("a rate").is_usual_in(Country::of(country));
        for (rate, country) in
            [("27", "HU"), ("5", "hu"), ("0", "HU"), ("AAM", "HU"), ("25,5", "FI"), ("19.0", "DE"), ("15", "NZ"), ("20", "")]
        {
            assert!(usual(rate, country), "{rate} in {country}");
        }
        for (rate, country) in [("99", "HU"), ("72", "HU"), ("25", "HU"), ("28", "DE"), ("99", "NZ"), ("28", "")] {
            assert!(!usual(rate, country), "{rate} in {country}");
        }
    }

    #[test]
    fn every_rate_is_a_number_and_none_is_above_the_highest() {
        for (code, rates) in RATES {
            assert!(Country::of(code).is_some());
            for rate in *rates {
                let rate: Decimal = rate.parse().expect("a number");
                assert!(rate > Decimal::ZERO && rate <= HIGHEST, "{code}");
            }
        }
    }
}
