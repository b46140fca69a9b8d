//! Arguments of `send` and `deliveries`.

use clap::{Args, Subcommand};

use super::{CompaniesArgs, JsonArgs, LangArg};

#[derive(Debug, Args)]
pub(in crate::cli) struct SendArgs {
    #[arg(value_name = "NUMBER|QUERY", required = true)]
    pub(in crate::cli) invoices: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[arg(long, value_name = "ADDRESS")]
    pub(in crate::cli) to: Vec<String>,
    #[arg(long, value_name = "FORM", value_delimiter = ',')]
    pub(in crate::cli) attach: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) text: Option<String>,
    #[arg(long, ignore_case = true)]
    pub(in crate::cli) language: Option<LangArg>,
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) buyer_reference: Option<String>,
    #[arg(long)]
    pub(in crate::cli) again: bool,
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    #[arg(long)]
    pub(in crate::cli) yes: bool,
    #[arg(long)]
    pub(in crate::cli) no_wait: bool,
    #[command(flatten)]
    pub(in crate::cli) json: JsonArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RemindArgs {
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    #[arg(long)]
    pub(in crate::cli) no_wait: bool,
    #[command(flatten)]
    pub(in crate::cli) json: JsonArgs,
    #[command(subcommand)]
    pub(in crate::cli) set: Option<RemindCommand>,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum RemindCommand {
    Off(HushArgs),
    On(HushArgs),
    List(HushedArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct HushArgs {
    #[arg(value_name = "NUMBER|ID", required_unless_present = "partner")]
    pub(in crate::cli) invoice: Vec<String>,
    #[arg(long, value_name = "NAME", conflicts_with = "invoice")]
    pub(in crate::cli) partner: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct HushedArgs {
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[command(flatten)]
    pub(in crate::cli) json: JsonArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct SummaryArgs {
    #[arg(long, value_name = "ADDRESS")]
    pub(in crate::cli) to: Vec<String>,
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    #[command(flatten)]
    pub(in crate::cli) json: JsonArgs,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum DeliveriesCommand {
    Summary(SummaryArgs),
    List(DeliveriesListArgs),
    Retry(DeliveryArgs),
    Cancel(DeliveryArgs),
    SetPassword(MailPasswordArgs),
    RemovePassword,
    Test(MailTestArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct DeliveriesListArgs {
    #[arg(value_name = "DELIVERY|NUMBER")]
    pub(in crate::cli) wanted: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[arg(long, value_name = "STATE", value_delimiter = ',', value_parser = clap::builder::PossibleValuesParser::new(crate::domain::DeliveryState::ALL.map(crate::domain::DeliveryState::as_str)))]
    pub(in crate::cli) state: Vec<String>,
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(in crate::cli) limit: usize,
    #[command(flatten)]
    pub(in crate::cli) json: JsonArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct DeliveryArgs {
    #[arg(value_name = "DELIVERY|NUMBER", required = true)]
    pub(in crate::cli) delivery: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[command(flatten)]
    pub(in crate::cli) json: JsonArgs,
}

#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct MailPasswordArgs {
    #[arg(long)]
    pub(in crate::cli) stdin: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct MailTestArgs {
    #[arg(value_name = "ADDRESS")]
    pub(in crate::cli) to: String,
}
