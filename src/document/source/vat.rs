//! VAT words of the providers → categories, rates, reasons.

use rust_decimal::Decimal;

use crate::document::model::{Exemption, Margin, Vat};
use crate::domain::{Invoice, LineItem};

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

/// Tax types of Xero without a rate of their own.
const XERO: &[(&str, Option<Exemption>)] = &[
    ("ZERORATEDOUTPUT", None),
    ("ZERORATED", None),
    ("EXEMPTOUTPUT", Some(Exemption::Unknown)),
    ("ECZROUTPUT", Some(Exemption::Kbaet)),
    ("ECZROUTPUTSERVICES", Some(Exemption::Eufad37)),
    ("EXEMPTEXPORT", Some(Exemption::Eam)),
    ("DRCHARGESUPPLY20", Some(Exemption::Reverse)),
    ("DRCHARGESUPPLY5", Some(Exemption::Reverse)),
    ("REVERSECHARGES", Some(Exemption::Reverse)),
];

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
    if let Some((_, reason)) = XERO.iter().find(|(known, _)| *known == plain) {
        return Some(reason.map_or_else(|| Vat::at(Decimal::ZERO), Vat::without));
    }
    percent(word).map(Vat::at)
}

/// The only percentage in a text, such as `27%`, `5,5 %`, `20.0% S`.
fn percent(text: &str) -> Option<Decimal> {
    let (before, after) = text.split_once('%')?;
    if after.contains('%') {
        return None;
    }
    let digits = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let number = before.trim_end();
    let start = number.char_indices().rev().take_while(|(_, c)| digits(*c)).last()?.0;
    let rate: Decimal = number.get(start..)?.replace(',', ".").parse().ok()?;
    (rate >= Decimal::ZERO && rate <= Decimal::ONE_HUNDRED).then_some(rate)
}

/// The rates that the sums of a document tell.
pub(super) fn told_rates(invoice: &Invoice) -> Vec<Vat> {
    invoice.vat_lines.iter().filter_map(|line| of_word(&line.name)).collect()
}

/// VAT of a line: by its reason, its word, or the only rate of the document, where the line carries tax.
pub(super) fn of_item(item: &LineItem, rates: &[Vat]) -> Option<Vat> {
    let reason = item.entitlement.as_deref().and_then(exemption);
    if let Some(vat) = reason.map(Vat::without).or_else(|| of_word(&item.vat)) {
        return Some(vat);
    }
    // QuickBooks names lines by a code of its own; with one rate on the document there is no doubt which it is.
    let code = item.vat.trim();
    let [only] = rates else { return None };
    (!code.is_empty() && !code.eq_ignore_ascii_case("NON")).then_some(*only)
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
        for unknown in ["EU", "EUK", "", "TAX", "2", "10% or 20%", "%"] {
            assert_eq!(of(unknown), None, "{unknown}");
        }
    }
}
