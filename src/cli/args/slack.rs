//! Arguments of `slack`.

use clap::{Args, Subcommand, ValueEnum};

use super::JsonArgs;
use super::books::InArgs;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum SlackCommand {
    Add(SlackAddArgs),
    List(InArgs),
    Remove(SlackRemoveArgs),
    Summary(SlackSummaryArgs),
    Test,
    SetSecret(SlackSecretArgs),
    RemoveSecret(SlackNameArgs),
}

#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct SlackSummaryArgs {
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    #[command(flatten)]
    pub(in crate::cli) json: JsonArgs,
}

#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct SlackSecretArgs {
    #[arg(id = "slack_secret", value_name = "SECRET")]
    pub(in crate::cli) name: SlackSecretArg,
    #[arg(long)]
    pub(in crate::cli) stdin: bool,
}

#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct SlackNameArgs {
    #[arg(id = "slack_secret", value_name = "SECRET")]
    pub(in crate::cli) name: SlackSecretArg,
}

/// A secret of Slack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SlackSecretArg {
    Webhook,
    Token,
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
