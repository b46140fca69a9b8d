//! What scripts see and send of what completes documents: details of buyers, and meanings of words of VAT.

use serde::{Deserialize, Serialize};

use crate::domain::{BuyerDetails, RemoteId};
use crate::service::VatMeaning;

/// What is kept of a contact for documents.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "api", schema(as = Buyer))]
#[serde(default, deny_unknown_fields)]
pub struct BuyerJson {
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

macro_rules! same_fields {
    ($($field:ident)+) => {
        impl From<&BuyerDetails> for BuyerJson {
            fn from(buyer: &BuyerDetails) -> Self {
                Self { $($field: buyer.$field.clone()),+ }
            }
        }

        impl From<BuyerJson> for BuyerDetails {
            /// The contact stands in the path.
            fn from(json: BuyerJson) -> Self {
                Self { $($field: json.$field,)+ ..Self::none(RemoteId::new("")) }
            }
        }
    };
}

same_fields! { tax_number vat_number country post_code city street email endpoint reference }

/// What words of VAT on the invoices of a company mean in documents.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "api", schema(as = VatWords))]
pub struct VatWordsJson {
    /// The words.
    pub words: Vec<VatWordJson>,
}

/// What a word of VAT means.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "api", schema(as = VatWord))]
pub struct VatWordJson {
    /// The word, as `vat` of the lines has it.
    pub word: String,
    /// A rate in percent, a category of EN 16931 or a reason.
    pub means: String,
}

impl VatWordsJson {
    /// What scripts see of the words.
    #[must_use]
    pub fn new(words: &[VatMeaning]) -> Self {
        let one = |known: &VatMeaning| VatWordJson { word: known.word.clone(), means: known.means.clone() };
        Self { words: words.iter().map(one).collect() }
    }
}
