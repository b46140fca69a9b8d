//! What the data schema of NAV Online Számla 3.0 demands, and the rules that no schema can hold.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Fault, Found};
use crate::document::model::{Document, Kind, Party};
use crate::document::nav::{postal_code, tax_number};

/// Longest number of an invoice.
const NUMBER: usize = 50;
/// Largest amount: 18 digits, two of them decimals.
const DIGITS: u32 = 16;

pub(super) fn check(document: &Document, found: &mut Found) {
    found.text(Some(&document.number), "NAV-NUMBER", "BT-1");
    found.value(document.number.chars().count() <= NUMBER, "NAV-NUMBER", "BT-1", &document.number);
    let first = Date::new(2010, 1, 1).unwrap_or(Date::MIN);
    for (date, term) in [(document.issued, "BT-2"), (document.delivered.or(document.issued), "BT-72"), (document.due, "BT-9")] {
        match date {
            Some(date) => found.value(date >= first, "NAV-DATE", term, &date.to_string()),
            None => found.missing(term == "BT-9", "NAV-DATE", term),
        }
    }
    let number = document.seller.tax_number.as_deref();
    match number {
        None => found.missing(false, "NAV-SUPPLIER", "BT-32"),
        Some(number) => found.value(tax_number(number).is_some(), "NAV-SUPPLIER", "BT-32", number),
    }
    found.text(Some(&document.seller.name), "NAV-SUPPLIER", "BT-27");
    address(&document.seller, ["BT-40", "BT-38", "BT-37", "BT-35"], found);
    if !document.buyer.private {
        found.text(Some(&document.buyer.name), "NAV-CUSTOMER", "BT-44");
        address(&document.buyer, ["BT-55", "BT-53", "BT-52", "BT-50"], found);
    }
    if document.currency.as_str() != "HUF" {
        let rate = document.conversion.as_ref().filter(|conversion| conversion.currency.as_str() == "HUF");
        found.missing(rate.is_some_and(|conversion| conversion.rate > Decimal::ZERO), "NAV-RATE", "RATE");
    }
    found.missing(!document.lines.is_empty(), "NAV-LINES", "BG-25");
    for (index, line) in document.lines.iter().enumerate() {
        found.on_line(index + 1, line.vat.is_some(), "NAV-VAT", "BT-151", || {
            if line.vat_word.is_empty() { Fault::Missing } else { Fault::Value(line.vat_word.clone()) }
        });
    }
    // What gives money back refers to what it corrects.
    if matches!(document.kind, Kind::Credit | Kind::Correction) {
        found.missing(document.preceding.is_some(), "NAV-REFERENCE", "BT-25");
    }
    let limit = Decimal::from(10_u64.pow(DIGITS));
    let largest = document.totals.gross.abs().max(document.totals.net.abs());
    let local = document.conversion.as_ref().map_or(Some(largest), |conversion| largest.checked_mul(conversion.rate));
    found.value(local.is_some_and(|local| local < limit), "NAV-AMOUNT", "BT-112", &document.totals.gross.to_string());
}

fn address(party: &Party, [country, post_code, city, street]: [&'static str; 4], found: &mut Found) {
    let address = &party.address;
    found.text(address.country.as_deref(), "NAV-ADDRESS", country);
    match address.post_code.as_deref() {
        // Where a country has no post codes, the schema's `0000` stands.
        None if address.country.as_deref() != Some("HU") => {}
        None => found.missing(false, "NAV-ADDRESS", post_code),
        Some(code) => found.value(postal_code(code).is_some(), "NAV-ADDRESS", post_code, code),
    }
    found.text(address.city.as_deref(), "NAV-ADDRESS", city);
    found.text(address.street.as_deref(), "NAV-ADDRESS", street);
}
