//! Arguments of `token` and `alert`.

use clap::{Args, Subcommand, ValueEnum};

use super::{CompaniesArgs, JsonArgs};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum TokenCommand {
    Add(TokenAddArgs),
    List(JsonArgs),
    Revoke(TokenArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct TokenAddArgs {
    pub(in crate::cli) name: String,
    #[arg(long, default_value = "viewer")]
    pub(in crate::cli) role: RoleArg,
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[arg(long, value_name = "DAYS|DATE|never", default_value = "90d")]
    pub(in crate::cli) expires: String,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct TokenArgs {
    #[arg(value_name = "NAME|ID")]
    pub(in crate::cli) token: String,
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub(in crate::cli) enum AlertCommand {
    List(JsonArgs),
    Test(AlertTestArgs),
    SetSecret(AlertSecretArgs),
    RemoveSecret(AlertNameArgs),
}

#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct AlertTestArgs {
    pub(in crate::cli) channel: Option<ChannelArg>,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct AlertSecretArgs {
    #[arg(id = "secret", value_name = "SECRET")]
    pub(in crate::cli) name: SecretArg,
    #[arg(long)]
    pub(in crate::cli) stdin: bool,
}

#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct AlertNameArgs {
    #[arg(id = "secret", value_name = "SECRET")]
    pub(in crate::cli) name: SecretArg,
}

/// A delivery channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ChannelArg {
    Command,
    Webhook,
    Email,
}

/// A secret that a channel needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SecretArg {
    WebhookUrl,
    WebhookSecret,
    SmtpPassword,
    MailPassword,
}

/// `--role`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum RoleArg {
    Viewer,
    Member,
    Admin,
}
