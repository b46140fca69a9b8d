//! Arguments of `archive`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{CompaniesArgs, JsonArgs};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ArchiveCommand {
    Run(ArchiveRunArgs),
    List(ArchiveArgs),
    Verify(ArchiveArgs),
    Get(ArchiveGetArgs),
    SetKey(ArchiveKeyArgs),
    RemoveKey,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ArchiveRunArgs {
    #[arg(id = "archive_again", long = "again")]
    pub(in crate::cli) again: bool,
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[command(flatten)]
    pub(in crate::cli) json: JsonArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ArchiveArgs {
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[command(flatten)]
    pub(in crate::cli) json: JsonArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ArchiveGetArgs {
    #[arg(value_name = "NUMBER")]
    pub(in crate::cli) number: String,
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    #[arg(id = "archive_form", long = "form", value_name = "FORM", default_value = "pdf")]
    pub(in crate::cli) form: String,
    #[arg(long)]
    pub(in crate::cli) force: bool,
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ArchiveKeyArgs {
    #[arg(long)]
    pub(in crate::cli) stdin: bool,
}
