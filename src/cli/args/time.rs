//! Arguments of `time` and `timer`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use rust_decimal::Decimal;

use super::books::InArgs;
use crate::timefile::{DateOrder, Format, Target};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum TimeCommand {
    Add(TimeAddArgs),
    List(TimeListArgs),
    Edit(TimeEditArgs),
    Split(TimeSplitArgs),
    Move(TimeMoveArgs),
    Merge(EntriesArgs),
    Mend(TimeMendArgs),
    Copy(TimeCopyArgs),
    Delete(EntriesArgs),
    Import(TimeImportArgs),
    Export(TimeExportArgs),
    Map(super::recurring::TimeMapArgs),
    Lint(TimeListArgs),
    Approve(ApproveArgs),
    Unapprove(ChosenArgs),
    WriteOff(WriteOffArgs),
    Restore(ChosenArgs),
}

/// What an entry has.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct EntryFields {
    #[arg(id = "on_project", long = "project", value_name = "NAME|ID")]
    pub(in crate::cli) project: Option<String>,
    #[arg(id = "by_person", long = "person", value_name = "NAME|ID")]
    pub(in crate::cli) person: Option<String>,
    #[arg(long, value_name = "TIME")]
    pub(in crate::cli) start: Option<String>,
    #[arg(long, value_name = "TIME")]
    pub(in crate::cli) end: Option<String>,
    #[arg(id = "entry_date", long = "date", value_name = "DATE")]
    pub(in crate::cli) date: Option<String>,
    #[arg(id = "entry_zone", long = "zone", value_name = "ZONE")]
    pub(in crate::cli) zone: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) task: Option<String>,
    #[arg(id = "entry_note", long = "note", value_name = "TEXT")]
    pub(in crate::cli) note: Option<String>,
    #[arg(long, value_name = "TAG")]
    pub(in crate::cli) tag: Vec<String>,
    #[arg(id = "entry_billable", long = "billable", value_name = "true|false")]
    pub(in crate::cli) billable: Option<bool>,
    #[arg(id = "entry_rate", long = "rate", value_name = "AMOUNT", allow_negative_numbers = true)]
    pub(in crate::cli) rate: Option<Decimal>,
    #[arg(id = "entry_currency", long = "currency", value_name = "CODE", requires = "entry_rate")]
    pub(in crate::cli) currency: Option<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct TimeAddArgs {
    #[arg(value_name = "LENGTH|RANGE")]
    pub(in crate::cli) time: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) fields: EntryFields,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct TimeEditArgs {
    #[arg(id = "entry", value_name = "ENTRY")]
    pub(in crate::cli) entry: String,
    #[arg(value_name = "LENGTH|RANGE")]
    pub(in crate::cli) time: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) fields: EntryFields,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct TimeSplitArgs {
    #[arg(id = "entry", value_name = "ENTRY")]
    pub(in crate::cli) entry: String,
    #[arg(id = "split_at", value_name = "TIME|LENGTH")]
    pub(in crate::cli) place: String,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct TimeMendArgs {
    #[arg(id = "entry", value_name = "ENTRY")]
    pub(in crate::cli) entry: String,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct TimeMoveArgs {
    #[arg(id = "entries", value_name = "ENTRY", required = true)]
    pub(in crate::cli) entries: Vec<String>,
    #[arg(id = "to_project", long = "project", value_name = "NAME|ID|none")]
    pub(in crate::cli) project: String,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct TimeCopyArgs {
    #[arg(id = "from_day", value_name = "DATE")]
    pub(in crate::cli) from: String,
    #[arg(id = "to_day", value_name = "DATE")]
    pub(in crate::cli) to: String,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct EntriesArgs {
    #[arg(id = "entries", value_name = "ENTRY", required = true)]
    pub(in crate::cli) entries: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

/// Which entries.
#[derive(Debug, Args)]
pub(in crate::cli) struct PeriodArgs {
    #[arg(id = "time_query", value_name = "QUERY", allow_hyphen_values = false)]
    pub(in crate::cli) query: Vec<String>,
    #[arg(id = "first_day", long = "from", value_name = "DATE")]
    pub(in crate::cli) from: Option<String>,
    #[arg(id = "last_day", long = "until", value_name = "DATE")]
    pub(in crate::cli) until: Option<String>,
    #[arg(long, value_name = "DATE", num_args = 0..=1, default_missing_value = "today", conflicts_with_all = ["first_day", "last_day"])]
    pub(in crate::cli) week: Option<String>,
    #[arg(id = "by_entry", long = "entry", value_name = "ENTRY")]
    pub(in crate::cli) entries: Vec<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct TimeListArgs {
    #[command(flatten)]
    pub(in crate::cli) period: PeriodArgs,
    #[arg(id = "most", long = "limit", value_name = "N")]
    pub(in crate::cli) limit: Option<usize>,
    #[arg(id = "time_format", long = "format", value_name = "FORMAT", default_value = "table")]
    pub(in crate::cli) format: TimeFormat,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

/// `--format` of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum TimeFormat {
    Table,
    Json,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ChosenArgs {
    #[command(flatten)]
    pub(in crate::cli) period: PeriodArgs,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ApproveArgs {
    #[command(flatten)]
    pub(in crate::cli) chosen: ChosenArgs,
    #[arg(id = "overlaps", long = "overlaps")]
    pub(in crate::cli) force: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct WriteOffArgs {
    #[command(flatten)]
    pub(in crate::cli) chosen: ChosenArgs,
    #[arg(id = "off_reason", long = "reason", value_name = "TEXT")]
    pub(in crate::cli) reason: String,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum TimerCommand {
    Start(TimerStartArgs),
    Switch(TimerStartArgs),
    Stop(TimerStopArgs),
    Status(InArgs),
    Discard(InArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct TimerStartArgs {
    #[arg(id = "timer_project", long = "project", value_name = "NAME|ID")]
    pub(in crate::cli) project: Option<String>,
    #[arg(id = "timer_task", long = "task", value_name = "TEXT")]
    pub(in crate::cli) task: Option<String>,
    #[arg(id = "timer_note", long = "note", value_name = "TEXT")]
    pub(in crate::cli) note: Option<String>,
    #[arg(id = "timer_tag", long = "tag", value_name = "TAG")]
    pub(in crate::cli) tag: Vec<String>,
    #[arg(id = "since", long = "at", value_name = "TIME")]
    pub(in crate::cli) since: Option<String>,
    #[arg(id = "entry_zone", long = "zone", value_name = "ZONE")]
    pub(in crate::cli) zone: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct TimerStopArgs {
    #[arg(id = "until_time", long = "at", value_name = "TIME")]
    pub(in crate::cli) until: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

/// `--format` of time files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FileForm {
    Toggl,
    Clockify,
    Harvest,
    Kimai,
    Solidtime,
    Timewarrior,
    Timeclock,
    Timedot,
    Klog,
    Watson,
    Org,
    Ical,
    Csv,
}

impl From<FileForm> for Format {
    fn from(form: FileForm) -> Self {
        match form {
            FileForm::Toggl => Self::Toggl,
            FileForm::Clockify => Self::Clockify,
            FileForm::Harvest => Self::Harvest,
            FileForm::Kimai => Self::Kimai,
            FileForm::Solidtime => Self::Solidtime,
            FileForm::Timewarrior => Self::Timewarrior,
            FileForm::Timeclock => Self::Timeclock,
            FileForm::Timedot => Self::Timedot,
            FileForm::Klog => Self::Klog,
            FileForm::Watson => Self::Watson,
            FileForm::Org => Self::Org,
            FileForm::Ical => Self::Ical,
            FileForm::Csv => Self::Csv,
        }
    }
}

/// `--date-order`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Order {
    Dmy,
    Mdy,
    Ymd,
}

impl From<Order> for DateOrder {
    fn from(order: Order) -> Self {
        match order {
            Order::Dmy => Self::Dmy,
            Order::Mdy => Self::Mdy,
            Order::Ymd => Self::Ymd,
        }
    }
}

#[derive(Debug, Args)]
pub(in crate::cli) struct TimeImportArgs {
    #[arg(id = "time_file", value_name = "FILE|-")]
    pub(in crate::cli) file: PathBuf,
    #[arg(id = "file_form", long = "format", value_name = "FORMAT")]
    pub(in crate::cli) format: Option<FileForm>,
    #[arg(long, value_name = "ORDER")]
    pub(in crate::cli) date_order: Option<Order>,
    #[arg(id = "file_zone", long = "zone", value_name = "ZONE")]
    pub(in crate::cli) zone: Option<String>,
    #[arg(id = "all_project", long = "project", value_name = "NAME|ID")]
    pub(in crate::cli) project: Option<String>,
    #[arg(id = "all_person", long = "person", value_name = "NAME|ID")]
    pub(in crate::cli) person: Option<String>,
    #[arg(long, value_name = "FIELD=COLUMN")]
    pub(in crate::cli) column: Vec<String>,
    #[arg(long)]
    pub(in crate::cli) skip_refused: bool,
    #[arg(id = "take_changes", long = "update")]
    pub(in crate::cli) update: bool,
    #[arg(id = "look_only", long = "dry-run")]
    pub(in crate::cli) dry_run: bool,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

/// `--format` of exported time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FileTarget {
    Toggl,
    Timewarrior,
    Timeclock,
    Csv,
}

impl From<FileTarget> for Target {
    fn from(target: FileTarget) -> Self {
        match target {
            FileTarget::Toggl => Self::Toggl,
            FileTarget::Timewarrior => Self::Timewarrior,
            FileTarget::Timeclock => Self::Timeclock,
            FileTarget::Csv => Self::Csv,
        }
    }
}

#[derive(Debug, Args)]
pub(in crate::cli) struct TimeExportArgs {
    #[arg(id = "target_file", value_name = "FILE|-")]
    pub(in crate::cli) file: PathBuf,
    #[command(flatten)]
    pub(in crate::cli) period: PeriodArgs,
    #[arg(id = "target_form", long = "format", value_name = "FORMAT", default_value = "csv")]
    pub(in crate::cli) format: FileTarget,
    #[arg(long)]
    pub(in crate::cli) force: bool,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}
