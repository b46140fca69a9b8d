//! What scripts see and send of the sender of a company's documents.

use serde::{Deserialize, Serialize};

use crate::domain::Sender;

/// What a company says of itself on its documents.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "api", schema(as = Sender))]
#[serde(default, deny_unknown_fields)]
pub struct SenderJson {
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

macro_rules! same_fields {
    ($($field:ident)+) => {
        impl From<&Sender> for SenderJson {
            fn from(sender: &Sender) -> Self {
                Self { $($field: sender.$field.clone()),+ }
            }
        }

        impl From<SenderJson> for Sender {
            fn from(json: SenderJson) -> Self {
                Self { $($field: json.$field),+ }
            }
        }
    };
}

same_fields! {
    name tax_number group_tax_number vat_number registration country post_code city street contact phone email endpoint iban account bic
    bank
}
