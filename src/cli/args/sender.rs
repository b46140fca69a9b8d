//! Arguments of `faktura company sender`.

use clap::Args;

use super::CompanyArgs;
use crate::domain::Sender;

#[derive(Debug, Args)]
pub(in crate::cli) struct SenderArgs {
    #[command(flatten)]
    pub(in crate::cli) company: CompanyArgs,
    #[command(flatten)]
    pub(in crate::cli) fields: SenderFields,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct SenderFields {
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    #[arg(long, value_name = "NUMBER")]
    tax_number: Option<String>,
    #[arg(long, value_name = "NUMBER")]
    group_tax_number: Option<String>,
    #[arg(long, value_name = "NUMBER")]
    vat_number: Option<String>,
    #[arg(long, value_name = "NUMBER")]
    registration: Option<String>,
    #[arg(long, value_name = "CC")]
    country: Option<String>,
    #[arg(long, value_name = "TEXT")]
    post_code: Option<String>,
    #[arg(long, value_name = "TEXT")]
    city: Option<String>,
    #[arg(long, value_name = "TEXT")]
    street: Option<String>,
    #[arg(long, value_name = "NAME")]
    contact: Option<String>,
    #[arg(long, value_name = "NUMBER")]
    phone: Option<String>,
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    #[arg(long, value_name = "SCHEME:ID")]
    endpoint: Option<String>,
    #[arg(long, value_name = "IBAN")]
    iban: Option<String>,
    #[arg(long, value_name = "NUMBER")]
    account: Option<String>,
    #[arg(long, value_name = "BIC")]
    bic: Option<String>,
    #[arg(long, value_name = "NAME")]
    bank: Option<String>,
}

impl SenderFields {
    /// The change that is asked for; `None` if none is.
    pub(in crate::cli) fn change(self) -> Option<Sender> {
        let change = Sender {
            name: self.name,
            tax_number: self.tax_number,
            group_tax_number: self.group_tax_number,
            vat_number: self.vat_number,
            registration: self.registration,
            country: self.country,
            post_code: self.post_code,
            city: self.city,
            street: self.street,
            contact: self.contact,
            phone: self.phone,
            email: self.email,
            endpoint: self.endpoint,
            iban: self.iban,
            account: self.account,
            bic: self.bic,
            bank: self.bank,
        };
        (change != Sender::default()).then_some(change)
    }
}
