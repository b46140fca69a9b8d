//! VAT of a line: a rate, or a reason for none, in the words of Hungarian invoices, NAV and EN 16931.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::as_text;

/// VAT of a line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Vat {
    /// The word that stands on the line: `27%`, `AAM`, `EUFAD37`…
    pub word: String,
    /// Percent.
    #[serde(with = "as_text")]
    pub percent: Decimal,
    /// Category of EN 16931.
    pub category: Category,
}

/// A category of EN 16931.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Category {
    /// S: a rate.
    Standard,
    /// Z: zero rated.
    Zero,
    /// E: exempt.
    Exempt,
    /// AE: the buyer pays the VAT.
    Reverse,
    /// K: supply of goods within the EU.
    Community,
    /// G: export.
    Export,
    /// O: outside the scope of VAT.
    Outside,
}

/// A word without a rate: other spellings, category, reason code of EN 16931.
struct Reason(&'static str, &'static [&'static str], Category, Option<&'static str>);

const REASONS: &[Reason] = &[
    Reason("AAM", &[], Category::Exempt, None),
    Reason("TAM", &["AM"], Category::Exempt, None),
    Reason("KBAET", &["EUK-T"], Category::Community, Some("VATEX-EU-IC")),
    Reason("KBAUK", &[], Category::Community, Some("VATEX-EU-IC")),
    Reason("EAM", &["EXPORT"], Category::Export, Some("VATEX-EU-G")),
    Reason("NAM", &[], Category::Exempt, None),
    Reason("EUFAD37", &["EU"], Category::Reverse, Some("VATEX-EU-AE")),
    Reason("EUFADE", &[], Category::Reverse, Some("VATEX-EU-AE")),
    Reason("FAD", &["F.AFA", "FORDITOTT"], Category::Reverse, Some("VATEX-EU-AE")),
    Reason("ATK", &["ÁTHK"], Category::Outside, Some("VATEX-EU-O")),
    Reason("EUE", &[], Category::Outside, Some("VATEX-EU-O")),
    Reason("HO", &["EUK", "THK"], Category::Outside, Some("VATEX-EU-O")),
];

impl Vat {
    /// Reads `27`, `27%`, `5.5`, `0`, `AAM`, `EU`, `EUFAD37`…; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let upper = text.trim().trim_end_matches('%').trim().to_uppercase();
        if let Some(Reason(word, _, category, _)) =
            REASONS.iter().find(|Reason(word, others, ..)| *word == upper || others.contains(&upper.as_str()))
        {
            return Some(Self { word: (*word).to_owned(), percent: Decimal::ZERO, category: *category });
        }
        let digits = upper.replace(',', ".");
        if !digits.starts_with(|c: char| c.is_ascii_digit()) || digits.chars().any(|c| !c.is_ascii_digit() && c != '.') {
            return None;
        }
        let percent = digits.parse::<Decimal>().ok()?.normalize();
        if percent > Decimal::ONE_HUNDRED || percent.scale() > 2 {
            return None;
        }
        let category = if percent.is_zero() { Category::Zero } else { Category::Standard };
        Some(Self { word: format!("{percent}%"), percent, category })
    }

    /// The words that are known beside rates.
    #[must_use]
    pub fn words() -> Vec<&'static str> {
        REASONS.iter().map(|Reason(word, ..)| *word).collect()
    }

    /// Reason code of EN 16931, where the category has one.
    #[must_use]
    pub fn reason(&self) -> Option<&'static str> {
        REASONS.iter().find(|Reason(word, ..)| *word == self.word)?.3
    }

    /// Code of NAV Online Számla; `None` for a rate.
    #[must_use]
    pub fn nav(&self) -> Option<&str> {
        REASONS.iter().any(|Reason(word, ..)| *word == self.word).then_some(self.word.as_str())
    }
}

impl fmt::Display for Vat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.word)
    }
}

impl Category {
    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Standard => "S",
            Self::Zero => "Z",
            Self::Exempt => "E",
            Self::Reverse => "AE",
            Self::Community => "K",
            Self::Export => "G",
            Self::Outside => "O",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_rates() {
        let read = |text: &str| Vat::parse(text).map(|vat| (vat.word.clone(), vat.category.code(), vat.reason()));
        assert_eq!(read("27"), Some(("27%".to_owned(), "S", None)));
        assert_eq!(read(" 5,5 % "), Some(("5.5%".to_owned(), "S", None)));
        assert_eq!(read("0"), Some(("0%".to_owned(), "Z", None)));
        assert_eq!(read("aam"), Some(("AAM".to_owned(), "E", None)));
        assert_eq!(read("EU"), Some(("EUFAD37".to_owned(), "AE", Some("VATEX-EU-AE"))));
        for wrong in ["", "x", "101", "1.234", "-5", "1e1"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
