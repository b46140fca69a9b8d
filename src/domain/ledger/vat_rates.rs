//! Rates of VAT by country, to name a rate that is none of its country's. Never: a refusal; laws change before programs do.

use rust_decimal::Decimal;

use super::Vat;
use crate::domain::numbers::Country;

/// Rates in percent by country: of the European Union, and of its neighbours. Regions with rates of their own are part of theirs.
const RATES: &[(&str, &[&str])] = &[
    ("AT", &["20", "19", "13", "10", "4.9"]),
    ("BE", &["21", "12", "6"]),
    ("BG", &["20", "9"]),
    ("CH", &["8.1", "3.8", "2.6"]),
    ("CY", &["19", "9", "5", "3"]),
    ("CZ", &["21", "12"]),
    ("DE", &["19", "7"]),
    ("DK", &["25"]),
    ("EE", &["24", "13", "9"]),
    ("ES", &["21", "10", "4"]),
    ("FI", &["25.5", "14", "13.5", "10"]),
    ("FR", &["20", "13", "10", "8.5", "5.5", "2.1"]),
    ("GB", &["20", "5"]),
    ("GR", &["24", "17", "13", "9", "6", "4"]),
    ("HR", &["25", "13", "5"]),
    ("HU", &["27", "18", "5"]),
    ("IE", &["23", "13.5", "9", "4.8"]),
    ("IT", &["22", "10", "5", "4"]),
    ("LT", &["21", "12", "9", "5"]),
    ("LU", &["17", "14", "8", "3"]),
    ("LV", &["21", "12", "5"]),
    ("MT", &["18", "12", "7", "5"]),
    ("NL", &["21", "9"]),
    ("NO", &["25", "15", "12"]),
    ("PL", &["23", "8", "7", "5", "4"]),
    ("PT", &["23", "22", "16", "13", "12", "9", "6", "5", "4"]),
    ("RO", &["21", "11", "9"]),
    ("SE", &["25", "12", "6"]),
    ("SI", &["22", "9.5", "5"]),
    ("SK", &["23", "19", "5"]),
];

/// Highest rate of these countries.
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
        for (rate, country) in [("99", "HU"), ("72", "HU"), ("25", "HU"), ("27", "DE"), ("99", "NZ"), ("28", "")] {
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
