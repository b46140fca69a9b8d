//! Arguments of `recurring` and `time map`.

use clap::{Args, Subcommand};

use super::books::InArgs;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum RecurringCommand {
    Add(RecurringAddArgs),
    Edit(RecurringEditArgs),
    List(InArgs),
    Pause(RecurringArgs),
    Resume(RecurringArgs),
    Delete(RecurringArgs),
    Run(RecurringRunArgs),
}

/// What each invoice has.
#[derive(Debug, Args)]
pub(in crate::cli) struct RecurringFields {
    #[arg(id = "recurring_client", long = "client", value_name = "NAME|ID")]
    pub(in crate::cli) client: Option<String>,
    #[arg(id = "recurring_project", long = "project", value_name = "NAME|ID")]
    pub(in crate::cli) project: Option<String>,
    #[arg(long, value_name = "MONTHS")]
    pub(in crate::cli) every: Option<u16>,
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) next: Option<String>,
    #[arg(id = "recurring_until", long = "until", value_name = "DATE")]
    pub(in crate::cli) until: Option<String>,
    #[arg(id = "recurring_time", long = "time", value_name = "true|false")]
    pub(in crate::cli) time: Option<bool>,
    #[arg(long, value_name = "KIND")]
    pub(in crate::cli) group: Option<String>,
    #[arg(long, value_name = "LEVEL")]
    pub(in crate::cli) round: Option<String>,
    #[arg(long, value_name = "TEXT=QUANTITYxPRICE")]
    pub(in crate::cli) line: Vec<String>,
    #[arg(id = "recurring_vat", long = "vat", value_name = "RATE|REASON")]
    pub(in crate::cli) vat: Option<String>,
    #[arg(id = "recurring_note", long = "note", value_name = "TEXT")]
    pub(in crate::cli) note: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RecurringAddArgs {
    #[arg(id = "recurring_title", value_name = "TITLE")]
    pub(in crate::cli) title: String,
    #[command(flatten)]
    pub(in crate::cli) fields: RecurringFields,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RecurringEditArgs {
    #[arg(id = "recurring", value_name = "TITLE|ID")]
    pub(in crate::cli) wanted: String,
    #[arg(long, value_name = "TITLE")]
    pub(in crate::cli) rename: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) fields: RecurringFields,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RecurringArgs {
    #[arg(id = "recurring", value_name = "TITLE|ID")]
    pub(in crate::cli) wanted: String,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RecurringRunArgs {
    #[arg(id = "run_until", long = "until", value_name = "DATE")]
    pub(in crate::cli) until: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct TimeMapArgs {
    #[arg(id = "mapped_name", value_name = "NAME")]
    pub(in crate::cli) name: Option<String>,
    #[arg(id = "mapped_project", long = "project", value_name = "NAME|ID|none", requires = "mapped_name")]
    pub(in crate::cli) project: Option<String>,
    #[arg(id = "mapped_tag", long = "tag", requires = "mapped_name")]
    pub(in crate::cli) tag: bool,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}
