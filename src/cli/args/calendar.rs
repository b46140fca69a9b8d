//! Arguments of `calendar`.

use clap::{Args, Subcommand, ValueEnum};

use super::books::InArgs;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum CalendarCommand {
    Add(CalendarAddArgs),
    List(InArgs),
    Show(CalendarArgs),
    Test(CalendarArgs),
    Sync(CalendarSyncArgs),
    Propose(ProposeArgs),
    Accept(CalendarAcceptArgs),
    Dismiss(CalendarDismissArgs),
    Resolve(ResolveArgs),
    SetSecret(CalendarSecretArgs),
    Remove(CalendarRemoveArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CalendarAddArgs {
    pub(in crate::cli) name: String,
    #[arg(long, conflicts_with = "ical")]
    pub(in crate::cli) url: Option<String>,
    #[arg(long, conflicts_with = "ical")]
    pub(in crate::cli) user: Option<String>,
    #[arg(long)]
    pub(in crate::cli) ical: bool,
    #[arg(long, alias = "stdin")]
    pub(in crate::cli) secret_stdin: bool,
    #[arg(long, value_name = "NAME|ID")]
    pub(in crate::cli) person: Option<String>,
    #[arg(long, value_name = "NAME|ID")]
    pub(in crate::cli) project: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) from: Option<String>,
    #[arg(id = "no_write", long = "no-write")]
    pub(in crate::cli) no_write: bool,
    #[arg(long)]
    pub(in crate::cli) no_test: bool,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CalendarArgs {
    #[arg(value_name = "NAME|ID")]
    pub(in crate::cli) calendar: String,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CalendarSyncArgs {
    #[arg(value_name = "NAME|ID")]
    pub(in crate::cli) calendars: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ProposeArgs {
    #[arg(value_name = "NAME|ID")]
    pub(in crate::cli) calendar: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) from: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) until: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CalendarAcceptArgs {
    #[arg(value_name = "PROPOSAL", required = true)]
    pub(in crate::cli) proposals: Vec<String>,
    #[arg(long, value_name = "NAME|ID")]
    pub(in crate::cli) project: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CalendarDismissArgs {
    #[arg(value_name = "PROPOSAL", required = true)]
    pub(in crate::cli) proposals: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ResolveArgs {
    #[arg(value_name = "NAME|ID")]
    pub(in crate::cli) calendar: String,
    #[arg(value_name = "ENTRY")]
    pub(in crate::cli) entry: String,
    #[arg(long, value_name = "SIDE")]
    pub(in crate::cli) keep: KeepArg,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CalendarSecretArgs {
    #[arg(value_name = "NAME|ID")]
    pub(in crate::cli) calendar: String,
    #[arg(long)]
    pub(in crate::cli) stdin: bool,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CalendarRemoveArgs {
    #[arg(value_name = "NAME|ID")]
    pub(in crate::cli) calendar: String,
    #[arg(long)]
    pub(in crate::cli) yes: bool,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

/// The side of a conflict that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum KeepArg {
    Books,
    Calendar,
}
