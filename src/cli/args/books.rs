//! Arguments of `books`, `client`, `project`, `person` and `rate`.

use clap::{Args, Subcommand};
use rust_decimal::Decimal;

/// The company with own books; the only one where it is left out.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct InArgs {
    #[arg(id = "books", long = "company", value_name = "NAME|ID")]
    pub(in crate::cli) company: Option<String>,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum BooksCommand {
    Add(BooksAddArgs),
    Edit(BooksEditArgs),
    Show(InArgs),
    Check(InArgs),
    SkipLost(InArgs),
}

/// Name, numbers and address on documents.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct PartyArgs {
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) legal_name: Option<String>,
    #[arg(long, value_name = "NUMBER")]
    pub(in crate::cli) tax_number: Option<String>,
    #[arg(long, value_name = "NUMBER")]
    pub(in crate::cli) eu_tax_number: Option<String>,
    #[arg(long, value_name = "NUMBER")]
    pub(in crate::cli) group_tax_number: Option<String>,
    #[arg(long, value_name = "CODE")]
    pub(in crate::cli) country: Option<String>,
    #[arg(long, value_name = "CODE")]
    pub(in crate::cli) post_code: Option<String>,
    #[arg(long, value_name = "TOWN")]
    pub(in crate::cli) city: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) street: Option<String>,
    #[arg(long, value_name = "ADDRESS")]
    pub(in crate::cli) email: Vec<String>,
    #[arg(long, value_name = "NUMBER")]
    pub(in crate::cli) phone: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) bank: Option<String>,
    #[arg(long, value_name = "NUMBER")]
    pub(in crate::cli) account_number: Option<String>,
    #[arg(long)]
    pub(in crate::cli) iban: Option<String>,
    #[arg(long, value_name = "BIC")]
    pub(in crate::cli) swift: Option<String>,
    #[arg(id = "books_currency", long = "currency", value_name = "CODE")]
    pub(in crate::cli) currency: Option<String>,
    #[arg(long, value_name = "DAYS")]
    pub(in crate::cli) terms: Option<u16>,
    #[arg(long, value_name = "RATE|REASON")]
    pub(in crate::cli) vat: Option<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct BooksAddArgs {
    pub(in crate::cli) name: String,
    #[command(flatten)]
    pub(in crate::cli) party: PartyArgs,
    #[arg(long)]
    pub(in crate::cli) zone: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) prefix: Option<String>,
    #[arg(long)]
    pub(in crate::cli) force: bool,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct BooksEditArgs {
    #[command(flatten)]
    pub(in crate::cli) party: PartyArgs,
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) prefix: Option<String>,
    #[arg(long, value_name = "DATE|none")]
    pub(in crate::cli) closed_until: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ClientCommand {
    Add(ClientArgs),
    List(InArgs),
    Show(NameArgs),
    Edit(ClientEditArgs),
    Archive(NameArgs),
    Delete(NameArgs),
}

/// What a client has beside its name.
#[derive(Debug, Args)]
pub(in crate::cli) struct ClientFields {
    #[command(flatten)]
    pub(in crate::cli) party: PartyArgs,
    #[arg(long, value_name = "true|false")]
    pub(in crate::cli) private: Option<bool>,
    #[arg(long, value_name = "en|hu")]
    pub(in crate::cli) language: Option<String>,
    #[arg(id = "client_reference", long = "buyer-reference", value_name = "TEXT")]
    pub(in crate::cli) buyer_reference: Option<String>,
    #[arg(long, value_name = "SCHEME:ID")]
    pub(in crate::cli) endpoint: Option<String>,
    #[arg(long, value_name = "COMPANY:CONTACT")]
    pub(in crate::cli) contact: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ClientArgs {
    pub(in crate::cli) name: String,
    #[command(flatten)]
    pub(in crate::cli) fields: ClientFields,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ClientEditArgs {
    #[arg(id = "subject", value_name = "NAME|ID")]
    pub(in crate::cli) subject: String,
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) rename: Option<String>,
    #[arg(long)]
    pub(in crate::cli) restore: bool,
    #[command(flatten)]
    pub(in crate::cli) fields: ClientFields,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct NameArgs {
    #[arg(id = "subject", value_name = "NAME|ID")]
    pub(in crate::cli) subject: String,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ProjectCommand {
    Add(ProjectArgs),
    List(InArgs),
    Show(NameArgs),
    Edit(ProjectEditArgs),
    Archive(NameArgs),
    Delete(NameArgs),
}

/// What a project has beside its name and client.
#[derive(Debug, Args)]
pub(in crate::cli) struct ProjectFields {
    #[arg(long, value_name = "HOURS", conflicts_with = "budget", allow_negative_numbers = true)]
    pub(in crate::cli) budget_hours: Option<Decimal>,
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    pub(in crate::cli) budget: Option<Decimal>,
    #[arg(long, value_name = "true|false")]
    pub(in crate::cli) billable: Option<bool>,
    #[command(flatten)]
    pub(in crate::cli) steps: StepArgs,
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) note: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

/// Steps of billed time.
#[derive(Debug, Args)]
pub(in crate::cli) struct StepArgs {
    #[arg(long, value_name = "LENGTH")]
    pub(in crate::cli) step: Option<String>,
    #[arg(long, requires = "step")]
    pub(in crate::cli) nearest: bool,
    #[arg(long, value_name = "LENGTH", requires = "step")]
    pub(in crate::cli) least: Option<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ProjectArgs {
    pub(in crate::cli) name: String,
    #[arg(long, value_name = "NAME|ID")]
    pub(in crate::cli) client: String,
    #[command(flatten)]
    pub(in crate::cli) fields: ProjectFields,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ProjectEditArgs {
    #[arg(id = "subject", value_name = "NAME|ID")]
    pub(in crate::cli) subject: String,
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) rename: Option<String>,
    #[arg(long, value_name = "STATE")]
    pub(in crate::cli) state: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) fields: ProjectFields,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum PersonCommand {
    Add(PersonArgs),
    List(InArgs),
    Edit(PersonEditArgs),
    Delete(NameArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PersonArgs {
    pub(in crate::cli) name: String,
    #[arg(long, value_name = "USER")]
    pub(in crate::cli) user: Option<String>,
    #[arg(id = "person_email", long = "email", value_name = "ADDRESS")]
    pub(in crate::cli) email: Option<String>,
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    pub(in crate::cli) cost: Option<Decimal>,
    #[arg(long, value_name = "CODE", requires = "cost")]
    pub(in crate::cli) cost_currency: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PersonEditArgs {
    #[arg(id = "subject", value_name = "NAME|ID")]
    pub(in crate::cli) subject: String,
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) rename: Option<String>,
    #[arg(long, value_name = "USER")]
    pub(in crate::cli) user: Option<String>,
    #[arg(id = "person_email", long = "email", value_name = "ADDRESS")]
    pub(in crate::cli) email: Option<String>,
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    pub(in crate::cli) cost: Option<Decimal>,
    #[arg(long, value_name = "CODE", requires = "cost")]
    pub(in crate::cli) cost_currency: Option<String>,
    #[arg(long, value_name = "true|false")]
    pub(in crate::cli) archived: Option<bool>,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "parsed once")]
pub(in crate::cli) enum RateCommand {
    Set(RateSetArgs),
    List(RateListArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RateSetArgs {
    #[arg(id = "of_project", long = "project", value_name = "NAME|ID")]
    pub(in crate::cli) project: Option<String>,
    #[arg(id = "of_client", long = "client", value_name = "NAME|ID")]
    pub(in crate::cli) client: Option<String>,
    #[arg(id = "of_person", long = "person", value_name = "NAME|ID")]
    pub(in crate::cli) person: Option<String>,
    #[arg(id = "rate_amount", long = "amount", value_name = "AMOUNT", allow_negative_numbers = true)]
    pub(in crate::cli) amount: Decimal,
    #[arg(id = "books_currency", long = "currency", value_name = "CODE")]
    pub(in crate::cli) currency: Option<String>,
    #[arg(long, value_name = "UNIT", default_value = "hour")]
    pub(in crate::cli) per: String,
    #[arg(long, value_name = "LENGTH", default_value = "8h")]
    pub(in crate::cli) day: String,
    #[arg(long, value_name = "HOURS", allow_negative_numbers = true)]
    pub(in crate::cli) included: Option<Decimal>,
    #[arg(long, value_name = "AMOUNT", requires = "included", allow_negative_numbers = true)]
    pub(in crate::cli) overage: Option<Decimal>,
    #[arg(id = "valid_from", long = "from", value_name = "DATE")]
    pub(in crate::cli) from: Option<String>,
    #[arg(id = "valid_until", long = "until", value_name = "DATE")]
    pub(in crate::cli) until: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) steps: StepArgs,
    #[arg(long, value_name = "DAYS:FROM-UNTIL:PERCENT")]
    pub(in crate::cli) surcharge: Vec<String>,
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    pub(in crate::cli) cap: Option<Decimal>,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RateListArgs {
    #[arg(id = "of_project", long = "project", value_name = "NAME|ID")]
    pub(in crate::cli) project: Option<String>,
    #[arg(id = "of_person", long = "person", value_name = "NAME|ID")]
    pub(in crate::cli) person: Option<String>,
    #[arg(id = "on_date", long = "date", value_name = "DATE")]
    pub(in crate::cli) date: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}
