//! Arguments of statements, matches and transfers.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};

use super::CompaniesArgs;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum BankCommand {
    Import(BankImportArgs),
    List(BankListArgs),
    Statements(BankScopeArgs),
    Show(BankShowArgs),
    Accounts(BankScopeArgs),
    Same(BankDoubtArgs),
    Another(BankDoubtArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct BankImportArgs {
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    #[arg(long, value_name = "NAME|ID")]
    pub(in crate::cli) company: Option<String>,
    #[arg(long, value_name = "NAME", conflicts_with = "mapping_file")]
    pub(in crate::cli) preset: Option<String>,
    #[arg(id = "mapping_file", long = "mapping", value_name = "FILE")]
    pub(in crate::cli) mapping: Option<PathBuf>,
    #[arg(long, value_name = "NUMBER")]
    pub(in crate::cli) account: Option<String>,
    #[arg(long, value_name = "CODE")]
    pub(in crate::cli) currency: Option<String>,
    #[arg(long, conflicts_with = "skip_refused")]
    pub(in crate::cli) preview: bool,
    #[arg(long)]
    pub(in crate::cli) skip_refused: bool,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct BankListArgs {
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[arg(long, value_name = "NUMBER")]
    pub(in crate::cli) account: Option<String>,
    #[arg(long)]
    pub(in crate::cli) unmatched: bool,
    #[arg(long, conflicts_with = "unmatched")]
    pub(in crate::cli) doubtful: bool,
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(in crate::cli) limit: usize,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct BankDoubtArgs {
    #[arg(value_name = "ENTRY", required_unless_present = "all")]
    pub(in crate::cli) entries: Vec<String>,
    #[arg(long, conflicts_with = "entries")]
    pub(in crate::cli) all: bool,
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct BankScopeArgs {
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct BankShowArgs {
    #[arg(value_name = "ENTRY|STATEMENT")]
    pub(in crate::cli) wanted: String,
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) raw: Option<PathBuf>,
    #[arg(long, requires = "raw")]
    pub(in crate::cli) force: bool,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum MatchCommand {
    Propose(MatchProposeArgs),
    Auto(BankScopeArgs),
    Accept(MatchAcceptArgs),
    Undo(MatchUndoArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct MatchProposeArgs {
    #[arg(value_name = "ENTRY")]
    pub(in crate::cli) entry: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct MatchAcceptArgs {
    #[arg(value_name = "ENTRY")]
    pub(in crate::cli) entry: String,
    #[arg(value_name = "INVOICE[=AMOUNT]")]
    pub(in crate::cli) invoices: Vec<String>,
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(in crate::cli) part: u32,
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(["fee", "fx", "rounding", "discount", "overpayment"]))]
    pub(in crate::cli) difference: Option<String>,
    #[arg(long, value_name = "RATE", requires = "invoices")]
    pub(in crate::cli) rate: Option<String>,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct MatchUndoArgs {
    #[arg(value_name = "ENTRY")]
    pub(in crate::cli) entry: String,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}
