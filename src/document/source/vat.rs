//! VAT words of the providers → categories, rates, reasons.

use rust_decimal::Decimal;

use crate::document::model::{Exemption, Margin, Vat};
use crate::domain::{Invoice, LineItem, ledger};

/// Reasons by the codes of the Hungarian tax authority, as Billingo writes them.
const CODES: &[(&str, Exemption)] = &[
    ("AAM", Exemption::Aam),
    ("TAM", Exemption::Tam),
    ("KBAET", Exemption::Kbaet),
    ("KBAUK", Exemption::Kbauk),
    ("EAM", Exemption::Eam),
    ("NAM", Exemption::Nam),
    ("NAM_1", Exemption::Nam),
    ("NAM_2", Exemption::Nam),
    ("ATK", Exemption::Atk),
    ("EUFAD37", Exemption::Eufad37),
    ("EUFADE", Exemption::Eufade),
    ("EUE", Exemption::Eue),
    ("HO", Exemption::Ho),
    ("FAD", Exemption::Fad),
    ("F.AFA", Exemption::Fad),
    ("TRAVEL_AGENCY", Exemption::Margin(Margin::Travel)),
    ("SECOND_HAND", Exemption::Margin(Margin::SecondHand)),
    ("ARTWORK", Exemption::Margin(Margin::Art)),
    ("ANTIQUES", Exemption::Margin(Margin::Antiques)),
];

/// Tax types of Xero without a rate of their own, and names that codes of `QuickBooks` have from their birth.
const NAMED: &[(&str, Option<Exemption>)] = &[
    ("ZERORATEDOUTPUT", None),
    ("ZERORATED", None),
    ("EXEMPTOUTPUT", Some(Exemption::Unknown)),
    ("ECZROUTPUT", Some(Exemption::Kbaet)),
    ("ECZROUTPUTSERVICES", Some(Exemption::Eufad37)),
    ("EXEMPTEXPORT", Some(Exemption::Eam)),
    ("DRCHARGESUPPLY20", Some(Exemption::Reverse)),
    ("DRCHARGESUPPLY5", Some(Exemption::Reverse)),
    ("REVERSECHARGES", Some(Exemption::Reverse)),
    ("EXEMPT", Some(Exemption::Unknown)),
    ("OUT OF SCOPE", Some(Exemption::Atk)),
    ("ZERO RATED", None),
    ("ZERO-RATED", None),
];

/// What words of VAT mean at a company, as a person said: services let companies name rates and codes as they like.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VatWords(Vec<(String, Vat)>);

impl VatWords {
    /// Of words and what each means; a meaning that is none is left out.
    #[must_use]
    pub fn new<'a>(words: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let known = |(word, means): (&str, &str)| Some((word.trim().to_lowercase(), meaning(means)?.1));
        Self(words.into_iter().filter_map(known).collect())
    }

    /// What a word means.
    pub(super) fn of(&self, word: &str) -> Option<Vat> {
        let word = word.trim().to_lowercase();
        self.0.iter().find(|(known, _)| *known == word).map(|(_, vat)| *vat)
    }
}

/// What a person says that a word means, as it is written from then on: a rate (`20%`), a category of EN 16931 without VAT (`Z`, `E`, `AE`, `K`,
/// `G`, `O`), or a reason of own books (`AAM`, `EUFAD37`…); `None` for anything else.
#[must_use]
pub fn meaning(text: &str) -> Option<(String, Vat)> {
    let upper = text.trim().to_uppercase();
    let vat = match upper.as_str() {
        "Z" => Vat::at(Decimal::ZERO),
        "E" => Vat::without(Exemption::Unknown),
        "AE" => Vat::without(Exemption::Reverse),
        "K" => Vat::without(Exemption::Kbaet),
        "G" => Vat::without(Exemption::Eam),
        "O" => Vat::without(Exemption::Atk),
        _ => {
            let told = ledger::Vat::parse(&upper)?;
            let vat = of_books(&told);
            return Some((told.word, vat));
        }
    };
    Some((upper, vat))
}

/// True if a text can be a word of VAT: not one that is made of several rates, such as `27%27%` where one was typed behind another.
#[must_use]
pub fn is_word(text: &str) -> bool {
    let of_a_rate = |c: char| c.is_ascii_digit() || matches!(c, '%' | '.' | ',') || c.is_whitespace();
    text.matches('%').count() < 2 || !text.chars().all(of_a_rate)
}

/// The reason that a code names.
pub(super) fn exemption(code: &str) -> Option<Exemption> {
    let code = code.trim().to_uppercase();
    CODES.iter().find(|(known, _)| *known == code).map(|(_, reason)| *reason)
}

/// VAT of a word alone: a rate in percent, or a code. Billingo's `EU` and `EUK` say too little: their reason stands in the entitlement.
pub(super) fn of_word(word: &str) -> Option<Vat> {
    if let Some(reason) = exemption(word) {
        return Some(Vat::without(reason));
    }
    let plain = word.trim().to_uppercase();
    if let Some((_, reason)) = NAMED.iter().find(|(known, _)| *known == plain) {
        return Some(reason.map_or_else(|| Vat::at(Decimal::ZERO), Vat::without));
    }
    percent(word).map(Vat::at)
}

/// VAT of own books.
pub(super) fn of_books(told: &ledger::Vat) -> Vat {
    if let Some(reason) = exemption(&told.word) {
        return Vat::without(reason);
    }
    match told.category {
        ledger::Category::Standard | ledger::Category::Zero => Vat::at(told.percent),
        ledger::Category::Exempt => Vat::without(Exemption::Unknown),
        ledger::Category::Reverse => Vat::without(Exemption::Reverse),
        ledger::Category::Community => Vat::without(Exemption::Kbaet),
        ledger::Category::Export => Vat::without(Exemption::Eam),
        ledger::Category::Outside => Vat::without(Exemption::Atk),
    }
}

/// The only percentage in a text, such as `27%`, `5,5 %`, `20.0% S`. Nothing is charged for many reasons: a zero with another word than
/// “zero” beside it (`0.0% ECG`) says too little.
fn percent(text: &str) -> Option<Decimal> {
    let (before, after) = text.split_once('%')?;
    if after.contains('%') {
        return None;
    }
    let digits = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let number = before.trim_end();
    let start = number.char_indices().rev().take_while(|(_, c)| digits(*c)).last()?.0;
    let rate: Decimal = number.get(start..)?.replace(',', ".").parse().ok()?;
    let beside = [number.get(..start).unwrap_or_default(), after].concat().trim().to_lowercase();
    let is_told = !rate.is_zero() || beside.is_empty() || beside == "z" || beside.starts_with("zero");
    (is_told && rate >= Decimal::ZERO && rate <= Decimal::ONE_HUNDRED).then_some(rate)
}

/// The rates that the sums of a document tell.
pub(super) fn told_rates(invoice: &Invoice, words: &VatWords) -> Vec<Vat> {
    invoice.vat_lines.iter().filter_map(|line| words.of(&line.name).or_else(|| of_word(&line.name))).collect()
}

/// VAT of a line: by its reason, what a person said of its word, the word itself, or the only rate of the document, where the line carries tax.
pub(super) fn of_item(item: &LineItem, rates: &[Vat], words: &VatWords) -> Option<Vat> {
    let reason = item.entitlement.as_deref().and_then(exemption);
    if let Some(vat) = reason.map(Vat::without).or_else(|| words.of(&item.vat)).or_else(|| of_word(&item.vat)) {
        return Some(vat);
    }
    // QuickBooks names lines by a code of its own; with one rate on the document there is no doubt which it is, but for a rate of nothing,
    // which has many reasons.
    let code = item.vat.trim();
    let [only] = rates else { return None };
    (!only.rate.is_zero() && !code.is_empty() && !code.eq_ignore_ascii_case("NON")).then_some(*only)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::model::Category;

    #[test]
    fn words_of_the_providers_become_categories() {
        let of = |word: &str| of_word(word).map(|vat| (vat.category, vat.rate.to_string()));
        assert_eq!(of("27%"), Some((Category::Standard, "27".into())));
        assert_eq!(of("5,5 %"), Some((Category::Standard, "5.5".into())));
        assert_eq!(of("20.0% S"), Some((Category::Standard, "20".into())));
        assert_eq!(of("0%"), Some((Category::Zero, "0".into())));
        assert_eq!(of("AAM"), Some((Category::Exempt, "0".into())));
        assert_eq!(of("ECZROUTPUT"), Some((Category::IntraCommunity, "0".into())));
        assert_eq!(of("Exempt"), Some((Category::Exempt, "0".into())));
        assert_eq!(of("0.0% Z"), Some((Category::Zero, "0".into())));
        assert_eq!(of("Zero rated 0%"), Some((Category::Zero, "0".into())));
        // Why nothing is charged is not told.
        for unknown in ["EU", "EUK", "", "TAX", "2", "10% or 20%", "%", "0.0% ECG", "0% RC", "EC Services 0%"] {
            assert_eq!(of(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn what_a_person_says_of_a_word_goes_before_what_it_says() {
        let words = VatWords::new([("NON", "e"), ("6% + 2.25%", "8.25"), ("0% RC", "AE"), ("", "O"), ("TAX001", "nothing")]);
        let item = |vat: &str| LineItem { vat: vat.to_owned(), ..LineItem::default() };
        let of = |word: &str| of_item(&item(word), &[], &words).map(|vat| (vat.category, vat.rate.to_string()));
        assert_eq!(of("non"), Some((Category::Exempt, "0".into())));
        assert_eq!(of("6% + 2.25%"), Some((Category::Standard, "8.25".into())));
        assert_eq!(of("0% RC"), Some((Category::ReverseCharge, "0".into())));
        assert_eq!(of(" "), Some((Category::OutOfScope, "0".into())));
        assert_eq!(of("TAX001"), None);
        let coded = |rate: u32| of_item(&item("5"), &[Vat::at(Decimal::from(rate))], &words).map(|vat| vat.rate.to_string());
        assert_eq!((coded(23), coded(0)), (Some("23".into()), None), "why nothing is charged is not told");
        // What the line itself says is surer than what its word mostly means.
        let entitled = LineItem { entitlement: Some("AAM".into()), ..item("NON") };
        assert_eq!(of_item(&entitled, &[], &words).and_then(|vat| vat.exemption), Some(Exemption::Aam));
        let means = |text: &str| meaning(text).map(|(word, _)| word);
        assert_eq!(
            (means("20"), means("kbaet"), means("k"), means("27%")),
            (Some("20%".into()), Some("KBAET".into()), Some("K".into()), Some("27%".into()))
        );
        assert_eq!((means("S"), means("101"), means("")), (None, None, None));
    }
}
