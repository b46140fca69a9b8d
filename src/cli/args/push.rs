//! Arguments of `push`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{CompaniesArgs, JsonArgs};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum PushCommand {
    Plan(PushPlanArgs),
    Apply(PushApplyArgs),
    List(PushListArgs),
    Show(PushShowArgs),
    Retry(PushItemArgs),
    Discard(PushItemArgs),
    Links(PushListArgs),
    Unlink(PushUnlinkArgs),
    #[command(subcommand)]
    Map(PushMapCommand),
    Void(PushVoidArgs),
    Credit(PushVoidArgs),
    Mail(PushMailArgs),
    Reconcile(PushListArgs),
    Adopt(PushUnlinkArgs),
    Ignore(PushIgnoreArgs),
    Pause,
    Resume,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PushPlanArgs {
    #[arg(value_name = "QUERY")]
    pub(in crate::cli) query: Vec<String>,
    // The other commands of `push` call the company that is written to so.
    #[arg(long, alias = "company", value_name = "NAME|ID")]
    pub(in crate::cli) to: String,
    #[arg(long, value_name = "NAME|ID", required_unless_present_any = ["file", "matched"], conflicts_with_all = ["file", "matched"])]
    pub(in crate::cli) from: Option<String>,
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub(in crate::cli) file: Option<PathBuf>,
    // A file is documents alone.
    #[arg(long, conflicts_with = "file")]
    pub(in crate::cli) payments: bool,
    #[arg(long, conflicts_with_all = ["file", "query", "payments"])]
    pub(in crate::cli) matched: bool,
    #[arg(long, requires = "from", conflicts_with_all = ["query", "payments", "matched"])]
    pub(in crate::cli) payments_back: bool,
    #[command(flatten)]
    pub(in crate::cli) json: JsonArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PushApplyArgs {
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[arg(long)]
    pub(in crate::cli) yes: bool,
    #[arg(long, conflicts_with = "yes")]
    pub(in crate::cli) by_rule: bool,
    #[arg(long)]
    pub(in crate::cli) no_wait: bool,
    #[command(flatten)]
    pub(in crate::cli) json: JsonArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PushListArgs {
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[command(flatten)]
    pub(in crate::cli) json: JsonArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PushShowArgs {
    pub(in crate::cli) item: String,
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[command(flatten)]
    pub(in crate::cli) json: JsonArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PushItemArgs {
    #[arg(required = true)]
    pub(in crate::cli) item: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[command(flatten)]
    pub(in crate::cli) json: JsonArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PushUnlinkArgs {
    pub(in crate::cli) source: String,
    #[arg(long, value_name = "NAME|ID")]
    pub(in crate::cli) company: String,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum PushMapCommand {
    List(PushMapListArgs),
    Set(PushMapSetArgs),
    Unset(PushMapUnsetArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PushMapListArgs {
    #[arg(long, value_name = "NAME|ID")]
    pub(in crate::cli) company: String,
    #[command(flatten)]
    pub(in crate::cli) json: JsonArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PushMapSetArgs {
    pub(in crate::cli) mapping: String,
    pub(in crate::cli) id: String,
    #[arg(long, value_name = "NAME|ID")]
    pub(in crate::cli) company: String,
    #[command(flatten)]
    pub(in crate::cli) json: JsonArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PushMapUnsetArgs {
    pub(in crate::cli) mapping: String,
    #[arg(long, value_name = "NAME|ID")]
    pub(in crate::cli) company: String,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PushVoidArgs {
    #[arg(value_name = "NUMBER|ID")]
    pub(in crate::cli) invoice: String,
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[arg(long)]
    pub(in crate::cli) yes: bool,
    #[command(flatten)]
    pub(in crate::cli) json: JsonArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PushMailArgs {
    #[command(flatten)]
    pub(in crate::cli) document: PushVoidArgs,
    #[arg(long, value_name = "ADDRESS")]
    pub(in crate::cli) address: Vec<String>,
    #[arg(long)]
    pub(in crate::cli) again: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PushIgnoreArgs {
    #[command(flatten)]
    pub(in crate::cli) link: PushUnlinkArgs,
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) reason: String,
}
