//! What a company says of itself on its documents, beside what its invoices and its account tell.

use serde::{Deserialize, Serialize};

/// The sender of a company's documents. A field that is `None` is what the invoice or the account tells.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sender {
    /// Name.
    pub name: Option<String>,
    /// Tax number of its own country.
    pub tax_number: Option<String>,
    /// Tax number of the VAT group that it belongs to.
    pub group_tax_number: Option<String>,
    /// VAT number with the prefix of its country.
    pub vat_number: Option<String>,
    /// Number in the register of companies.
    pub registration: Option<String>,
    /// Country, two letters.
    pub country: Option<String>,
    /// Post code.
    pub post_code: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// Name of the contact.
    pub contact: Option<String>,
    /// Telephone number of the contact.
    pub phone: Option<String>,
    /// E-mail address of the contact.
    pub email: Option<String>,
    /// Electronic address, as `SCHEME:ID`.
    pub endpoint: Option<String>,
    /// Account, as IBAN.
    pub iban: Option<String>,
    /// Account in domestic form.
    pub account: Option<String>,
    /// Identifier of the bank.
    pub bic: Option<String>,
    /// Name of the bank.
    pub bank: Option<String>,
}

/// Number of fields.
const COUNT: usize = 17;

impl Sender {
    /// Names of the fields, as scripts write them, in the order of [`Self::fields`].
    pub const NAMES: [&'static str; COUNT] = [
        "name",
        "tax_number",
        "group_tax_number",
        "vat_number",
        "registration",
        "country",
        "post_code",
        "city",
        "street",
        "contact",
        "phone",
        "email",
        "endpoint",
        "iban",
        "account",
        "bic",
        "bank",
    ];

    /// The fields.
    #[must_use]
    pub fn fields(&self) -> [&Option<String>; COUNT] {
        [
            &self.name,
            &self.tax_number,
            &self.group_tax_number,
            &self.vat_number,
            &self.registration,
            &self.country,
            &self.post_code,
            &self.city,
            &self.street,
            &self.contact,
            &self.phone,
            &self.email,
            &self.endpoint,
            &self.iban,
            &self.account,
            &self.bic,
            &self.bank,
        ]
    }

    /// The fields, to be changed.
    pub fn fields_mut(&mut self) -> [&mut Option<String>; COUNT] {
        [
            &mut self.name,
            &mut self.tax_number,
            &mut self.group_tax_number,
            &mut self.vat_number,
            &mut self.registration,
            &mut self.country,
            &mut self.post_code,
            &mut self.city,
            &mut self.street,
            &mut self.contact,
            &mut self.phone,
            &mut self.email,
            &mut self.endpoint,
            &mut self.iban,
            &mut self.account,
            &mut self.bic,
            &mut self.bank,
        ]
    }

    /// Overwrites the fields that a change has; an empty text removes one.
    pub fn change(&mut self, change: Self) {
        let mut change = change;
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
        let mut sender = Sender { phone: Some("1".into()), city: Some("Győr".into()), ..Sender::default() };
        sender.change(Sender { phone: Some(String::new()), bank: Some(" OTP ".into()), ..Sender::default() });
        assert_eq!(sender, Sender { city: Some("Győr".into()), bank: Some("OTP".into()), ..Sender::default() });
        assert_eq!(Sender::NAMES.len(), sender.fields().len());
    }
}
