//! Rules of EN 16931 on what must be there, and its code lists.

use super::{Fault, Found};
use crate::document::form::Form;
use crate::document::model::{Document, Means, Party};
use crate::document::{codes, units, written};

pub(super) fn check(document: &Document, form: Form, found: &mut Found) {
    found.text(Some(&document.number), "BR-02", "BT-1");
    found.missing(document.issued.is_some(), "BR-03", "BT-2");
    let currency = document.currency.as_str();
    found.value(codes::is_currency(currency), "BR-CL-04", "BT-5", currency);
    found.text(Some(&document.seller.name), "BR-06", "BT-27");
    found.text(Some(&document.buyer.name), "BR-07", "BT-44");
    address(&document.seller, "BR-08", "BR-09", "BT-40", found);
    address(&document.buyer, "BR-10", "BR-11", "BT-55", found);
    let seller = &document.seller;
    // An invoice outside the scope of VAT may not name the VAT number: another one identifies the seller.
    let known = [&seller.id, &seller.legal_id, &seller.tax_id].into_iter().any(Option::is_some);
    let known = known || written::vat_id(document, seller).is_some();
    found.missing(known, "BR-CO-26", if written::out_of_scope(document) { "BT-30" } else { "BT-31" });
    for (party, term) in [(&document.seller, "BT-31"), (&document.buyer, "BT-48")] {
        if let Some(vat) = party.vat_id.as_deref() {
            let prefix = vat.get(..2).unwrap_or_default();
            found.value(codes::is_country(prefix) || prefix == "EL", "BR-CO-09", term, vat);
        }
    }
    for (party, term) in [(&document.seller, "BT-34"), (&document.buyer, "BT-49")] {
        if let Some(endpoint) = &party.endpoint {
            found.value(codes::is_scheme(&endpoint.scheme), "BR-CL-25", term, &endpoint.scheme);
        }
    }
    found.missing(!document.lines.is_empty(), "BR-16", "BG-25");
    for (index, line) in document.lines.iter().enumerate() {
        let number = index + 1;
        found.on_line(number, !line.name.trim().is_empty(), "BR-25", "BT-153", || Fault::Missing);
        found.on_line(number, !line.price.is_sign_negative(), "BR-27", "BT-146", || Fault::Value(line.price.to_string()));
        found.on_line(number, line.vat.is_some(), "BR-CO-04", "BT-151", || missing_or(&line.vat_word));
        let code = units::unit(&line.unit).code;
        found.on_line(number, units::codes().any(|known| known == code), "BR-CL-23", "BT-130", || Fault::Value(code.to_owned()));
    }
    if document.totals.payable > rust_decimal::Decimal::ZERO {
        found.missing(document.due.is_some() || document.payment.terms.is_some(), "BR-CO-25", "BT-9");
    }
    if document.payment.means == Means::Transfer {
        found.missing(written::account(document).is_some(), "BR-61", "BT-84");
    }
    if document.preceding.is_none() && matches!(written::type_code(document, form), "384" | "383") {
        found.missing(false, "BR-55", "BT-25");
    }
}

fn missing_or(word: &str) -> Fault {
    if word.is_empty() { Fault::Missing } else { Fault::Value(word.to_owned()) }
}

fn address(party: &Party, rule: &'static str, country_rule: &'static str, term: &'static str, found: &mut Found) {
    match party.address.country.as_deref() {
        None | Some("") => {
            // An address of which nothing is known is one fault, not two.
            let rule = if party.address == crate::domain::Address::default() { rule } else { country_rule };
            found.missing(false, rule, term);
        }
        Some(country) => found.value(codes::is_country(country), "BR-CL-14", term, country),
    }
}
