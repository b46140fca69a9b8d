//! Arguments of `faktura company buyer` and `faktura company vat`.

use clap::Args;

use super::CompanyArgs;
use crate::domain::{BuyerDetails, RemoteId};

#[derive(Debug, Args)]
pub(in crate::cli) struct BuyerArgs {
    #[command(flatten)]
    pub(in crate::cli) company: CompanyArgs,
    #[arg(value_name = "CONTACT")]
    pub(in crate::cli) contact: String,
    #[command(flatten)]
    pub(in crate::cli) fields: BuyerFields,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct BuyerFields {
    #[arg(long, value_name = "NUMBER")]
    tax_number: Option<String>,
    #[arg(long, value_name = "NUMBER")]
    vat_number: Option<String>,
    #[arg(long, value_name = "CC")]
    country: Option<String>,
    #[arg(long, value_name = "TEXT")]
    post_code: Option<String>,
    #[arg(long, value_name = "TEXT")]
    city: Option<String>,
    #[arg(long, value_name = "TEXT")]
    street: Option<String>,
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    #[arg(long, value_name = "SCHEME:ID")]
    endpoint: Option<String>,
    #[arg(long, value_name = "TEXT")]
    reference: Option<String>,
}

impl BuyerFields {
    /// The change of a contact that is asked for; `None` if none is.
    pub(in crate::cli) fn change(self, contact: RemoteId) -> Option<BuyerDetails> {
        let none = BuyerDetails::none(contact);
        let change = BuyerDetails {
            contact: none.contact.clone(),
            tax_number: self.tax_number,
            vat_number: self.vat_number,
            country: self.country,
            post_code: self.post_code,
            city: self.city,
            street: self.street,
            email: self.email,
            endpoint: self.endpoint,
            reference: self.reference,
        };
        (change != none).then_some(change)
    }
}

#[derive(Debug, Args)]
pub(in crate::cli) struct VatArgs {
    #[command(flatten)]
    pub(in crate::cli) company: CompanyArgs,
    #[arg(value_name = "WORD", requires = "means")]
    pub(in crate::cli) word: Option<String>,
    #[arg(value_name = "MEANS")]
    pub(in crate::cli) means: Option<String>,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}
