//! Given amounts are kept, others computed, each rate rounded once.

use super::*;
use crate::document::model::{Exemption, Means};
use crate::document::samples::{at, given, line, party, seller};

fn dec(text: &str) -> Decimal {
    text.parse().expect("a number")
}

fn buyer() -> Party {
    party("Vevő Kft.", "HU", "1011", "Budapest", "Fő u. 1.")
}

#[test]
fn vat_is_computed_once_per_rate() {
    let lines = (0..3).map(|index| line(&format!("Line {index}"), "1", "db", "99.99", at("25"))).collect();
    let document = given("1", "EUR", buyer(), lines).document().unwrap();
    assert_eq!(document.taxes[0].tax, dec("74.99"), "not 75.00, the sum of taxes by line");
    assert_eq!(
        (document.totals.net, document.totals.gross, document.totals.payable),
        (dec("299.97"), dec("374.96"), dec("374.96"))
    );
}

#[test]
fn forints_are_whole_and_a_line_keeps_the_difference() {
    let net =
        |net: &str, quantity: &str| GivenLine { net: Some(dec(net)), ..line("Support", quantity, "óra", "34.34", at("27")) };
    let document = given("1", "HUF", buyer(), vec![net("14", "0.42"), net("14.42", "0.42")]).document().unwrap();
    assert_eq!((document.lines[0].allowance, document.lines[1].allowance), (dec("0.42"), Decimal::ZERO));
    assert_eq!(document.taxes[0].tax, dec("8"), "28.42 at 27 % is 7.67: forints are whole");
}

#[test]
fn a_told_total_is_reached_by_rounding_or_not_at_all() {
    let mut cash = given("1", "HUF", buyer(), vec![line("Kávé", "3", "db", "1111", at("27"))]);
    cash.payment.means = Means::Cash;
    cash.gross = Some(dec("4235"));
    let document = cash.clone().document().unwrap();
    assert_eq!((document.totals.gross, document.totals.rounding, document.totals.payable), (dec("4233"), dec("2"), dec("4235")));
    cash.gross = Some(dec("4333"));
    let document = cash.document().unwrap();
    assert_eq!(document.totals.rounding, Decimal::ZERO);
    let breaches = crate::document::check(&document, crate::document::Form::Ubl);
    assert!(breaches.iter().any(|breach| breach.rule == "FAKTURA-TOTAL"), "{breaches:#?}");
}

#[test]
fn a_printed_total_is_the_told_one_and_the_difference_is_a_line() {
    let mut given = given("1", "HUF", buyer(), vec![line("Kávé", "3", "db", "1111", at("27"))]);
    given.gross = Some(dec("4333"));
    let document = given.clone().document().unwrap();
    let printed = document.printed();
    assert_eq!((printed.totals.gross, printed.difference, printed.totals.payable), (dec("4233"), dec("100"), dec("4333")));
    // A source that tells no rate but the VAT: it leads to the total.
    given.lines[0].vat = None;
    (given.gross, given.tax) = (Some(dec("3633")), Some(dec("300")));
    let printed = given.clone().document().unwrap().printed();
    assert_eq!((printed.totals.net, printed.totals.tax, printed.difference), (dec("3333"), dec("300"), Decimal::ZERO));
    assert_eq!((printed.totals.gross, printed.totals.payable), (dec("3633"), dec("3633")));
    // Nothing apart, nothing shown.
    given.gross = None;
    let document = given.document().unwrap();
    assert_eq!((document.printed().totals, document.printed().difference), (document.totals.clone(), Decimal::ZERO));
}

#[test]
fn a_third_decimal_is_kept() {
    let mut dinars = given("1", "KWD", buyer(), vec![line("A", "3", "db", "1.2345", at("5"))]);
    dinars.gross = Some(dec("3.889"));
    let document = dinars.document().unwrap();
    assert_eq!((document.lines[0].net, document.lines[0].allowance), (dec("3.704"), Decimal::ZERO));
    assert_eq!((document.taxes[0].tax, document.totals.rounding), (dec("0.185"), Decimal::ZERO));
    assert_eq!((document.totals.payable, document.printed().totals.payable), (dec("3.889"), dec("3.889")));
}

#[test]
fn a_credit_note_is_positive_and_remembers_its_sign() {
    let mut credit = given("1", "EUR", buyer(), vec![line("Back", "-2", "db", "10", at("27"))]);
    credit.kind = Kind::Credit;
    credit.gross = Some(dec("-25.4"));
    let document = credit.document().unwrap();
    assert_eq!((document.totals.gross, document.sign), (dec("25.40"), Decimal::NEGATIVE_ONE));
    assert_eq!((document.lines[0].quantity, document.lines[0].price), (dec("2"), dec("10")));
}

#[test]
fn a_negative_price_becomes_a_negative_quantity() {
    let document = given("1", "EUR", buyer(), vec![line("Discount", "1", "", "-5", at("27"))]).document().unwrap();
    assert_eq!((document.lines[0].quantity, document.lines[0].price, document.lines[0].net), (dec("-1"), dec("5"), dec("-5")));
}

#[test]
fn amounts_that_no_invoice_has_are_refused() {
    let huge = "10000000000000000";
    assert_eq!(given("1", "EUR", buyer(), vec![line("x", huge, "db", huge, at("27"))]).document(), None);
}

#[test]
fn exemptions_of_one_category_are_one_group() {
    let none = |reason| line("x", "1", "db", "10", Vat::without(reason));
    let document = given("1", "HUF", buyer(), vec![none(Exemption::Aam), none(Exemption::Tam)]).document().unwrap();
    assert_eq!((document.taxes.len(), document.taxes[0].base), (1, dec("20")));
    assert_eq!(document.seller, seller());
}
