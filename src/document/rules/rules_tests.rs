//! Broken documents, and the rule that names each.

use super::check;
use crate::document::Form;
use crate::document::model::{Document, Exemption, Given, GivenRate, Vat};
use crate::document::samples::{at, golden, line, party};
use crate::domain::Address;
use crate::locale::Lang;

fn rules(document: &Document, form: Form) -> Vec<String> {
    check(document, form).into_iter().map(|breach| breach.rule.into_owned()).collect()
}

fn standard() -> Given {
    golden().into_iter().find(|(name, _)| *name == "hu-standard").expect("a case").1
}

fn broken(change: impl FnOnce(&mut Given)) -> Document {
    let mut given = standard();
    change(&mut given);
    given.document().expect("small")
}

#[test]
fn what_is_missing_is_named_by_rule_and_field() {
    let document = broken(|given| {
        given.buyer.address = Address::default();
        given.buyer_reference = None;
        given.due = None;
        given.seller.contact.phone = None;
        given.buyer.endpoint = None;
        given.payment.iban = None;
    });
    assert_eq!(rules(&document, Form::Ubl), ["BR-10", "BR-CO-25", "BR-61"]);
    let german = rules(&document, Form::XrechnungCii);
    for rule in ["BR-DE-15", "BR-DE-6", "BR-DE-8", "BR-DE-9", "BR-DE-19", "PEPPOL-EN16931-R010"] {
        assert!(german.iter().any(|found| found == rule), "{rule}: {german:?}");
    }
    let nav = rules(&document, Form::Nav);
    assert!(nav.iter().all(|rule| rule == "NAV-ADDRESS"), "{nav:?}");
    assert!(rules(&document, Form::Pdf).is_empty(), "a printed invoice has no rules");
}

#[test]
fn arithmetic_is_checked_to_the_cent() {
    let change = |change: fn(&mut Document)| {
        let mut document = standard().document().expect("small");
        change(&mut document);
        rules(&document, Form::Cii)
    };
    let cent = rust_decimal::Decimal::new(1, 2);
    assert_eq!(change(|document| document.totals.payable += rust_decimal::Decimal::new(1, 2)), ["BR-CO-16"]);
    assert_eq!(change(|document| document.lines[0].net += rust_decimal::Decimal::new(1, 2)), ["BR-CO-10", "BR-S-08"]);
    let tax = change(|document| document.taxes[0].tax += rust_decimal::Decimal::ONE);
    assert_eq!(tax, ["BR-CO-14", "BR-CO-17"]);
    assert!(cent < rust_decimal::Decimal::ONE);
}

#[test]
fn categories_have_their_own_demands() {
    let with = |reason, change: fn(&mut Given)| {
        let mut given = standard();
        given.lines = vec![line("x", "1", "db", "10", Vat::without(reason))];
        change(&mut given);
        rules(&given.document().expect("small"), Form::Ubl)
    };
    assert_eq!(with(Exemption::Kbaet, |given| (given.buyer.vat_id, given.delivered) = (None, None)), ["BR-IC-02", "BR-IC-11"]);
    assert_eq!(with(Exemption::Eam, |given| given.seller.vat_id = None), ["BR-G-02"]);
    let beside = with(Exemption::Atk, |given| given.lines.push(line("y", "1", "db", "10", at("27"))));
    assert_eq!(beside, ["BR-O-11"]);
}

#[test]
fn codes_outside_the_lists_are_refused() {
    assert_eq!(rules(&broken(|given| given.currency = crate::domain::Currency::new("XYZ")), Form::Ubl), ["BR-CL-04"]);
    let moon = broken(|given| given.buyer = party("Luna", "ZZ", "1", "Crater", "1"));
    assert_eq!(rules(&moon, Form::Ubl), ["BR-CL-14"]);
    let dinars = broken(|given| given.currency = crate::domain::Currency::new("KWD"));
    assert_eq!(rules(&dinars, Form::Ubl), ["BR-DEC-12"]);
    let into_dinars = broken(|given| {
        let (currency, rate) = (crate::domain::Currency::new("KWD"), rust_decimal::Decimal::new(12_345, 7));
        given.rate = Some(GivenRate { currency, rate, source: None, date: None, vat: None });
    });
    assert_eq!(rules(&into_dinars, Form::Ubl), ["BR-DEC-15"], "VAT in the seller's own currency");
    let unknown = broken(|given| given.lines[0].vat = None);
    assert!(rules(&unknown, Form::Nav).contains(&"NAV-VAT".to_owned()));
}

#[test]
fn every_field_has_a_name_in_both_languages() {
    let mut given = standard();
    given.number = String::new();
    given.issued = None;
    given.seller = party("", "", "", "", "");
    given.buyer = party("", "", "", "", "");
    given.lines[0].vat = None;
    given.lines[0].name = String::new();
    given.due = None;
    let document = given.document().expect("small");
    for form in Form::ALL {
        for breach in check(&document, form) {
            for lang in [Lang::En, Lang::Hu] {
                let locale = lang.locale();
                assert!(locale.has(&breach.name().id), "{}", breach.name().id);
                assert!(locale.has(&breach.message().id), "{}", breach.message().id);
            }
        }
    }
    let source = include_str!("core.rs").to_owned()
        + include_str!("nav.rs")
        + include_str!("profile.rs")
        + include_str!("sums.rs")
        + include_str!("vat.rs");
    for term in source.split('"').filter(|part| part.starts_with("BT-") || part.starts_with("BG-")) {
        let id = format!("document-term-{}", term.to_ascii_lowercase());
        assert!(Lang::En.locale().has(&id) && Lang::Hu.locale().has(&id), "{id}");
    }
}
