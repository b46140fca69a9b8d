//! Arguments of the commands that show an invoice, and that list and show payments and contacts.

use std::path::PathBuf;

use clap::Args;

use super::{CompaniesArgs, FindArgs, OutputArgs};

#[derive(Debug, Args)]
pub(in crate::cli) struct ListArgs {
    #[command(flatten)]
    pub(in crate::cli) find: FindArgs,
    #[arg(long, value_name = "N")]
    pub(in crate::cli) limit: Option<usize>,
    #[arg(long, value_delimiter = ',', value_name = "COLUMN")]
    pub(in crate::cli) columns: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RecordArgs {
    #[arg(value_name = "ID")]
    pub(in crate::cli) id: String,
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[arg(long)]
    pub(in crate::cli) json: bool,
    #[arg(long)]
    pub(in crate::cli) history: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct InvoiceArgs {
    #[arg(long = "preview", id = "figures", value_name = "FORM", num_args = 0..=1, require_equals = true, default_missing_value = "ubl", conflicts_with_all = ["pdf", "einvoice", "history", "live"])]
    pub(in crate::cli) preview: Option<String>,
    #[arg(value_name = "NUMBER|ID")]
    pub(in crate::cli) invoice: String,
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[arg(long)]
    pub(in crate::cli) json: bool,
    #[arg(long, value_name = "FILE", group = "saved")]
    pub(in crate::cli) pdf: Option<PathBuf>,
    #[arg(long, num_args = 2, value_names = ["FORM", "FILE"], group = "saved")]
    pub(in crate::cli) einvoice: Vec<String>,
    #[arg(long, value_name = "TEXT", requires = "einvoice")]
    pub(in crate::cli) buyer_reference: Option<String>,
    #[arg(long, value_name = "SCHEME:ID", requires = "einvoice")]
    pub(in crate::cli) buyer_endpoint: Option<String>,
    #[arg(long, value_name = "DATE", requires = "einvoice")]
    pub(in crate::cli) delivered: Option<String>,
    #[arg(long, requires = "saved")]
    pub(in crate::cli) force: bool,
    #[arg(long)]
    pub(in crate::cli) history: bool,
    #[arg(long)]
    pub(in crate::cli) live: bool,
}
