//! Rules of `XRechnung` and Peppol beyond EN 16931.

use super::{Fault, Found};
use crate::document::form::Form;
use crate::document::model::{Document, Kind, Means};

/// Number of digits that a telephone number has at least (BR-DE-27).
const PHONE_DIGITS: usize = 3;

pub(super) fn check(document: &Document, form: Form, found: &mut Found) {
    match form {
        Form::XrechnungUbl | Form::XrechnungCii => xrechnung(document, found),
        Form::Peppol => peppol(document, found),
        _ => {}
    }
    if form.is_xrechnung() || form == Form::Peppol {
        found.missing(document.seller.endpoint.is_some(), "PEPPOL-EN16931-R020", "BT-34");
        found.missing(document.buyer.endpoint.is_some(), "PEPPOL-EN16931-R010", "BT-49");
    }
}

fn xrechnung(document: &Document, found: &mut Found) {
    found.text(document.buyer_reference.as_deref(), "BR-DE-15", "BT-10");
    let (seller, buyer) = (&document.seller, &document.buyer);
    found.text(seller.contact.name.as_deref(), "BR-DE-5", "BT-41");
    match seller.contact.phone.as_deref() {
        None => found.missing(false, "BR-DE-6", "BT-42"),
        Some(phone) => {
            let digits = phone.chars().filter(char::is_ascii_digit).count();
            found.value(digits >= PHONE_DIGITS, "BR-DE-27", "BT-42", phone);
        }
    }
    match seller.contact.email.as_deref() {
        None => found.missing(false, "BR-DE-7", "BT-43"),
        Some(email) => found.value(is_email(email), "BR-DE-28", "BT-43", email),
    }
    found.text(seller.address.city.as_deref(), "BR-DE-3", "BT-37");
    found.text(seller.address.post_code.as_deref(), "BR-DE-4", "BT-38");
    found.text(buyer.address.city.as_deref(), "BR-DE-8", "BT-52");
    found.text(buyer.address.post_code.as_deref(), "BR-DE-9", "BT-53");
    if document.payment.means == Means::Transfer && document.payment.iban.is_none() {
        found.missing(false, "BR-DE-19", "BT-84");
    }
}

/// As the rule has it: one `@` with two characters before it, and after it no dot at the beginning or the end.
fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    name.len() >= 2
        && !host.contains('@')
        && host.len() >= 2
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !text.chars().any(char::is_whitespace)
}

fn peppol(document: &Document, found: &mut Found) {
    let reference = document.buyer_reference.as_deref().or(document.order.as_deref());
    found.text(reference, "PEPPOL-EN16931-R003", "BT-10");
    if document.kind == Kind::Correction {
        found.missing(document.preceding.is_some(), "PEPPOL-EN16931-P0100", "BT-25");
    }
    for (index, line) in document.lines.iter().enumerate() {
        let apart = line.product().map(|product| (product - line.allowance - line.net).abs());
        let within = apart.is_some_and(|apart| apart <= rust_decimal::Decimal::new(2, 2));
        found.on_line(index + 1, within, "PEPPOL-EN16931-R120", "BT-131", || Fault::Value(line.net.to_string()));
    }
}
