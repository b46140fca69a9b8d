//! Arguments of `hook`.

use clap::{Args, Subcommand, ValueEnum};

use super::JsonArgs;

#[derive(Debug, Clone, Copy, Subcommand)]
pub(in crate::cli) enum HookCommand {
    List(JsonArgs),
    SetSecret(HookSecretArgs),
    RemoveSecret(HookServiceArgs),
}

#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct HookSecretArgs {
    pub(in crate::cli) service: HookServiceArg,
    #[arg(long)]
    pub(in crate::cli) stdin: bool,
}

#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct HookServiceArgs {
    pub(in crate::cli) service: HookServiceArg,
}

/// A service that sends webhooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum HookServiceArg {
    #[value(name = "quickbooks")]
    QuickBooks,
    Xero,
    Slack,
}
