//! Whether what a company says of itself can stand on a document.

use super::{codes, endpoint};
use crate::domain::{BuyerDetails, Sender, numbers};

/// Longest text.
pub(super) const MOST: usize = 200;

/// Name of the first field with a value that no document takes.
#[must_use]
pub fn wrong_field(sender: &Sender) -> Option<&'static str> {
    let long = Sender::NAMES.into_iter().zip(sender.fields()).find(|(_, value)| {
        value.as_deref().is_some_and(|text| text.chars().count() > MOST || text.chars().any(char::is_control))
    });
    if let Some((name, _)) = long {
        return Some(name);
    }
    let wrong = |value: &Option<String>, right: fn(&str) -> bool| value.as_deref().is_some_and(|text| !right(text));
    let checks: [(&'static str, bool); 5] = [
        ("country", wrong(&sender.country, |text| codes::is_country(&text.to_uppercase()))),
        ("vat_number", wrong(&sender.vat_number, is_vat_number)),
        ("endpoint", wrong(&sender.endpoint, |text| endpoint(text).is_some())),
        ("iban", wrong(&sender.iban, numbers::iban_is_valid)),
        (
            "email",
            wrong(&sender.email, |text| text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())),
        ),
    ];
    checks.into_iter().find(|(_, wrong)| *wrong).map(|(name, _)| name)
}

/// Name of the first field of what is kept of a buyer with a value that no document takes.
#[must_use]
pub fn wrong_buyer_field(buyer: &BuyerDetails) -> Option<&'static str> {
    let BuyerDetails { contact: _, tax_number, vat_number, country, post_code, city, street, email, endpoint, reference } =
        buyer.clone();
    // Numbers of a register are texts, as references are.
    let registration = reference;
    let same =
        Sender { tax_number, vat_number, country, post_code, city, street, email, endpoint, registration, ..Sender::default() };
    wrong_field(&same).map(|field| if field == "registration" { "reference" } else { field })
}

fn is_vat_number(text: &str) -> bool {
    let plain = numbers::canonical(text);
    plain.len() > 3 && plain.get(..2).is_some_and(|prefix| codes::is_country(prefix) || prefix == "EL")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_document_takes_is_named() {
        let of = |change: fn(&mut Sender)| {
            let mut sender = Sender::default();
            change(&mut sender);
            wrong_field(&sender)
        };
        assert_eq!(of(|sender| sender.country = Some("hu".into())), None);
        assert_eq!(of(|sender| sender.country = Some("Hungary".into())), Some("country"));
        assert_eq!(of(|sender| sender.vat_number = Some("12345678".into())), Some("vat_number"));
        assert_eq!(of(|sender| sender.endpoint = Some("12345678".into())), Some("endpoint"));
        assert_eq!(of(|sender| sender.iban = Some("HU42 1177 3016 1111 1018 0000 0000".into())), None);
        assert_eq!(of(|sender| sender.iban = Some("HU43 1177 3016 1111 1018 0000 0000".into())), Some("iban"));
        assert_eq!(of(|sender| sender.street = Some("x".repeat(300))), Some("street"));
    }
}
