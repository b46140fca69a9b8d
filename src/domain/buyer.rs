//! What is kept of a contact for documents, beside what its service tells.

use serde::{Deserialize, Serialize};

use super::RemoteId;

/// A contact as documents name it. A field that is `None` is what the invoice or the contact tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuyerDetails {
    /// The contact.
    pub contact: RemoteId,
    /// Tax number of its own country.
    pub tax_number: Option<String>,
    /// VAT number with the prefix of its country.
    pub vat_number: Option<String>,
    /// Country, two letters.
    pub country: Option<String>,
    /// Post code.
    pub post_code: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Electronic address, as `SCHEME:ID`.
    pub endpoint: Option<String>,
    /// Reference that it wants on invoices, such as a Leitweg-ID.
    pub reference: Option<String>,
}

/// Number of fields.
const COUNT: usize = 9;

impl BuyerDetails {
    /// Names of the fields, as scripts write them, in the order of [`Self::fields`].
    pub const NAMES: [&'static str; COUNT] =
        ["tax_number", "vat_number", "country", "post_code", "city", "street", "email", "endpoint", "reference"];

    /// Those of a contact of which nothing is kept.
    #[must_use]
    pub const fn none(contact: RemoteId) -> Self {
        Self {
            contact,
            tax_number: None,
            vat_number: None,
            country: None,
            post_code: None,
            city: None,
            street: None,
            email: None,
            endpoint: None,
            reference: None,
        }
    }

    /// The fields.
    #[must_use]
    pub fn fields(&self) -> [&Option<String>; COUNT] {
        [
            &self.tax_number,
            &self.vat_number,
            &self.country,
            &self.post_code,
            &self.city,
            &self.street,
            &self.email,
            &self.endpoint,
            &self.reference,
        ]
    }

    /// The fields, to be changed.
    pub fn fields_mut(&mut self) -> [&mut Option<String>; COUNT] {
        [
            &mut self.tax_number,
            &mut self.vat_number,
            &mut self.country,
            &mut self.post_code,
            &mut self.city,
            &mut self.street,
            &mut self.email,
            &mut self.endpoint,
            &mut self.reference,
        ]
    }

    /// Overwrites the fields that a change has; an empty text removes one.
    pub fn change(&mut self, mut change: Self) {
        for (field, new) in self.fields_mut().into_iter().zip(change.fields_mut()) {
            if let Some(text) = new.take() {
                *field = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_keeps_what_it_does_not_name_and_removes_what_is_empty() {
        let none = BuyerDetails::none(RemoteId::new("7"));
        let mut buyer = BuyerDetails { email: Some("a@example.com".into()), city: Some("Győr".into()), ..none.clone() };
        buyer.change(BuyerDetails { email: Some(String::new()), country: Some(" IE ".into()), ..none.clone() });
        assert_eq!(buyer, BuyerDetails { city: Some("Győr".into()), country: Some("IE".into()), ..none });
    }
}
