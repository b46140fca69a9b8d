//! Arguments of transfers.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::BankScopeArgs;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum TransfersCommand {
    Make(TransfersMakeArgs),
    List(BankScopeArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct TransfersMakeArgs {
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    #[arg(value_name = "INVOICE")]
    pub(in crate::cli) invoices: Vec<String>,
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) payments: Option<PathBuf>,
    #[arg(long, value_name = "NAME|ID")]
    pub(in crate::cli) company: Option<String>,
    #[arg(long, value_name = "NUMBER")]
    pub(in crate::cli) account: Vec<String>,
    #[arg(long)]
    pub(in crate::cli) urgent: bool,
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) day: Option<Date>,
    #[arg(id = "pain_version", long = "version", value_name = "VERSION", default_value = "09", value_parser = PossibleValuesParser::new(["03", "09"]))]
    pub(in crate::cli) version: String,
    #[arg(long)]
    pub(in crate::cli) force: bool,
    #[arg(long)]
    pub(in crate::cli) yes: bool,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}
