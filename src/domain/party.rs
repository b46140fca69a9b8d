//! Seller and buyer as they stand on a document.

use serde::{Deserialize, Serialize};

/// A seller or a buyer. What the provider left out or sent as null or empty is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Party {
    /// The provider's identifier of the partner; sellers have none.
    pub id: Option<Box<str>>,
    /// Name.
    pub name: String,
    /// Tax number as written on the document, such as `32560682-2-43`.
    pub tax_number: Option<Box<str>>,
    /// EU VAT number of a seller.
    pub eu_tax_number: Option<Box<str>>,
    /// Address.
    pub address: Address,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Telephone number.
    pub phone: Option<Box<str>>,
    /// Name of the bank account.
    pub bank: Option<Box<str>>,
    /// Domestic account number. Billingo writes `--` for none; that is `None` here.
    pub account_number: Option<Box<str>>,
    /// International account number.
    pub iban: Option<Box<str>>,
    /// Bank identifier.
    pub swift: Option<Box<str>>,
    /// Kind of taxpayer in the provider's words, such as `HAS_TAX_NUMBER`, `FOREIGN`.
    pub tax_type: Option<Box<str>>,
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Address {
    /// ISO 3166 code, such as `HU`.
    pub country: Option<Box<str>>,
    /// Post code.
    pub post_code: Option<Box<str>>,
    /// Town.
    pub city: Option<Box<str>>,
    /// Street and number.
    pub street: Option<Box<str>>,
}

/// The kind of taxpayer of a private person.
const PRIVATE: &str = "NO_TAX_NUMBER";

impl Party {
    /// The number that it is known by: its tax number, else its EU VAT number.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        [&self.tax_number, &self.eu_tax_number].into_iter().flatten().map(AsRef::as_ref).find(|number: &&str| !number.is_empty())
    }

    /// Whether it is said to be a private person.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.tax_type.as_deref() == Some(PRIVATE)
    }

    /// Says whether it is a private person.
    pub fn set_private(&mut self, private: bool) {
        if self.is_private() != private {
            self.tax_type = private.then(|| PRIVATE.into());
        }
    }
}

impl Address {
    /// The address in one line, without the parts that are missing.
    #[must_use]
    pub fn line(&self) -> String {
        let parts = [&self.country, &self.post_code, &self.city, &self.street];
        parts.iter().filter_map(|part| part.as_deref()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_party_is_known_by_a_number_that_it_has() {
        let with = |own: Option<&str>, eu: Option<&str>| Party {
            tax_number: own.map(Into::into),
            eu_tax_number: eu.map(Into::into),
            ..Party::default()
        };
        assert_eq!(with(Some("13114505-2-41"), Some("HU13114505")).number(), Some("13114505-2-41"));
        assert_eq!(with(Some(""), Some("DE136695976")).number(), Some("DE136695976"), "an empty one is none");
        assert_eq!((with(None, Some("DE136695976")).number(), with(None, Some("")).number()), (Some("DE136695976"), None));
    }
}
