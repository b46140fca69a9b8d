//! Arguments of `slack`.

use clap::{Args, Subcommand};

use super::books::InArgs;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum SlackCommand {
    Add(SlackAddArgs),
    List(InArgs),
    Remove(SlackRemoveArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct SlackAddArgs {
    #[arg(id = "slack_user", value_name = "USER")]
    pub(in crate::cli) user: String,
    #[arg(long, value_name = "NAME|ID")]
    pub(in crate::cli) person: String,
    #[arg(long, value_name = "NAME|ID")]
    pub(in crate::cli) project: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct SlackRemoveArgs {
    #[arg(id = "slack_user", value_name = "USER")]
    pub(in crate::cli) user: String,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}
