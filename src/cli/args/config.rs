//! Arguments of `config`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ConfigCommand {
    Show(ConfigShowArgs),
    Check(ConfigCheckArgs),
    Set(ConfigSetArgs),
    Unset(ConfigUnsetArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ConfigShowArgs {
    #[arg(id = "setting_filter", value_name = "NAME")]
    pub(in crate::cli) names: Vec<String>,
    #[arg(long)]
    pub(in crate::cli) changed: bool,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ConfigCheckArgs {
    #[arg(id = "config_file", value_name = "FILE")]
    pub(in crate::cli) file: Option<PathBuf>,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ConfigSetArgs {
    #[arg(id = "setting", value_name = "NAME")]
    pub(in crate::cli) key: String,
    #[arg(
        id = "setting_value",
        value_name = "VALUE",
        allow_negative_numbers = true,
        required_unless_present = "value_stdin",
        conflicts_with = "value_stdin"
    )]
    pub(in crate::cli) values: Vec<String>,
    #[arg(long)]
    pub(in crate::cli) value_stdin: bool,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ConfigUnsetArgs {
    #[arg(id = "setting", value_name = "NAME")]
    pub(in crate::cli) key: String,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}
