//! The command line as clap reads it. The texts come from the locale files: see [`crate::cli::help`].
//!
//! For: names, shapes and conflicts of arguments. Uses: clap, words of the domain. Never: texts, side effects.

mod access;
pub(in crate::cli) mod archive;
mod bank;
pub(in crate::cli) mod bill;
pub(in crate::cli) mod books;
pub(in crate::cli) mod calendar;
mod command;
mod completing;
mod config;
mod delivery;
mod files;
mod hook;
mod login;
mod push;
mod records;
pub(in crate::cli) mod recurring;
mod sender;
pub(in crate::cli) mod slack;
mod start;
pub(in crate::cli) mod time;
mod transfers;
mod words;

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::domain::RunStatus;
use crate::query::ReportKind;
pub(in crate::cli) use access::{
    AlertCommand, AlertSecretArgs, AlertTestArgs, ChannelArg, RoleArg, SecretArg, TokenAddArgs, TokenCommand,
};
pub(in crate::cli) use bank::{
    BankCommand, BankDoubtArgs, BankImportArgs, BankListArgs, BankScopeArgs, BankShowArgs, MatchAcceptArgs, MatchCommand,
    MatchProposeArgs, MatchUndoArgs,
};
pub(in crate::cli) use command::{Command, parse};
pub(in crate::cli) use completing::{BuyerArgs, BuyerFields, VatArgs};
pub(in crate::cli) use config::{ConfigCheckArgs, ConfigCommand, ConfigSetArgs, ConfigShowArgs, ConfigUnsetArgs};
pub(in crate::cli) use delivery::{
    DeliveriesCommand, DeliveriesListArgs, DeliveryArgs, HushArgs, HushedArgs, MailPasswordArgs, RemindArgs, RemindCommand,
    SendArgs,
};
pub(in crate::cli) use files::{BackupArgs, CsvArgs, ExportArgs, ManArgs, RecordsArg, RestoreArgs, StoreCommand, StoreCopyArgs};
pub(in crate::cli) use hook::{HookCommand, HookSecretArgs, HookServiceArg};
pub(in crate::cli) use login::{ConsentArgs, LoginAddArgs, LoginCommand, LoginFinishArgs, LoginRemoveArgs, TenantArgs};
pub(in crate::cli) use push::{
    PushApplyArgs, PushCommand, PushItemArgs, PushListArgs, PushMapCommand, PushPlanArgs, PushShowArgs, PushVoidArgs,
};
pub(in crate::cli) use records::{InvoiceArgs, ListArgs, RecordArgs};
pub(in crate::cli) use sender::SenderArgs;
pub(in crate::cli) use start::{DemoArg, Start};
pub(in crate::cli) use transfers::{TransfersCommand, TransfersMakeArgs};
pub(in crate::cli) use words::LangArg;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "faktura", version, disable_help_flag = true, disable_version_flag = true, disable_help_subcommand = true)]
pub(in crate::cli) struct Cli {
    #[command(flatten)]
    pub(in crate::cli) globals: Globals,
    #[command(flatten)]
    pub(in crate::cli) start: Start,
    #[command(subcommand)]
    pub(in crate::cli) command: Option<Command>,
    #[command(flatten)]
    version: VersionArg,
}

/// The option that shows the version.
#[derive(Debug, Args)]
struct VersionArg {
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

/// Options of every command, before and after its name.
#[derive(Debug, Args)]
pub(in crate::cli) struct Globals {
    #[arg(long, global = true, value_name = "DIR")]
    pub(in crate::cli) home: Option<PathBuf>,
    #[arg(long, global = true, value_name = "FILE")]
    pub(in crate::cli) config: Option<PathBuf>,
    #[arg(long, global = true, ignore_case = true)]
    pub(in crate::cli) lang: Option<LangArg>,
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(in crate::cli) color: ColorArg,
    #[arg(short = 'v', action = ArgAction::Count, global = true)]
    pub(in crate::cli) verbosity: u8,
    #[arg(short, long, global = true)]
    pub(in crate::cli) quiet: bool,
    #[arg(short, long, action = ArgAction::Help, global = true)]
    help: Option<bool>,
}

/// The companies that a command is about; all without it.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct CompaniesArgs {
    #[arg(long, value_name = "NAME|ID")]
    pub(in crate::cli) company: Vec<String>,
}

/// The invoices that a command is about, and their order.
#[derive(Debug, Args)]
pub(in crate::cli) struct FindArgs {
    #[arg(value_name = "QUERY")]
    pub(in crate::cli) query: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[arg(long, value_name = "FIELD", allow_hyphen_values = true)]
    pub(in crate::cli) sort: Option<String>,
}

/// How a table is written.
#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct OutputArgs {
    #[arg(long, default_value = "table")]
    pub(in crate::cli) format: FormatArg,
    #[command(flatten)]
    pub(in crate::cli) csv: CsvArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct SyncArgs {
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[arg(long)]
    pub(in crate::cli) full: bool,
    #[arg(long, requires = "company")]
    pub(in crate::cli) accept_deletions: bool,
    #[arg(long)]
    pub(in crate::cli) verbose: bool,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum CompanyCommand {
    Add(CompanyAddArgs),
    List(JsonArgs),
    Show(CompanyShowArgs),
    Rename(RenameArgs),
    Enable(CompanyArgs),
    Disable(CompanyArgs),
    Remove(RemoveArgs),
    SetKey(SetKeyArgs),
    Test(CompanyArgs),
    Sender(Box<SenderArgs>),
    Buyer(Box<BuyerArgs>),
    Vat(VatArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CompanyAddArgs {
    pub(in crate::cli) name: String,
    #[arg(long, value_name = "SERVICE", default_value = "billingo", hide_default_value = true)]
    pub(in crate::cli) provider: String,
    #[arg(long, value_name = "URL")]
    pub(in crate::cli) base_url: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) key: KeyArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct KeyArgs {
    #[arg(long)]
    pub(in crate::cli) api_key_stdin: bool,
    #[arg(long)]
    pub(in crate::cli) no_test: bool,
    #[arg(long)]
    pub(in crate::cli) force: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct SetKeyArgs {
    #[command(flatten)]
    pub(in crate::cli) company: CompanyArgs,
    #[command(flatten)]
    pub(in crate::cli) key: KeyArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CompanyArgs {
    #[arg(value_name = "NAME|ID")]
    pub(in crate::cli) company: String,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CompanyShowArgs {
    #[command(flatten)]
    pub(in crate::cli) company: CompanyArgs,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RenameArgs {
    #[command(flatten)]
    pub(in crate::cli) company: CompanyArgs,
    #[arg(value_name = "NEW NAME")]
    pub(in crate::cli) name: String,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RemoveArgs {
    #[command(flatten)]
    pub(in crate::cli) company: CompanyArgs,
    #[arg(long)]
    pub(in crate::cli) yes: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct InvoicesArgs {
    #[command(flatten)]
    pub(in crate::cli) find: FindArgs,
    #[arg(long, value_name = "N")]
    pub(in crate::cli) limit: Option<usize>,
    #[arg(long, value_delimiter = ',', value_name = "COLUMN")]
    pub(in crate::cli) columns: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) output: OutputArgs,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = false)]
pub(in crate::cli) struct LogsArgs {
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[arg(long, value_delimiter = ',', value_parser = PossibleValuesParser::new(RunStatus::ALL.map(RunStatus::as_str)))]
    pub(in crate::cli) status: Vec<String>,
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(in crate::cli) limit: usize,
    #[arg(long)]
    pub(in crate::cli) json: bool,
    #[command(subcommand)]
    pub(in crate::cli) show: Option<LogsCommand>,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum LogsCommand {
    Show(LogsShowArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct LogsShowArgs {
    pub(in crate::cli) run: u64,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct JsonArgs {
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct StatusArgs {
    #[arg(long)]
    pub(in crate::cli) json: bool,
    #[arg(long, conflicts_with_all = ["json", "watch"])]
    pub(in crate::cli) nagios: bool,
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, default_missing_value = "5", value_parser = clap::value_parser!(u16).range(1..=3600))]
    pub(in crate::cli) watch: Option<u16>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ReportArgs {
    #[arg(value_parser = PossibleValuesParser::new(report_kinds()))]
    pub(in crate::cli) kind: String,
    #[arg(value_name = "QUERY")]
    pub(in crate::cli) query: Vec<String>,
    #[arg(long, value_name = "GROUP", value_parser = PossibleValuesParser::new(["issued", "fulfilled", "paid", "client", "project", "person", "tag", "week", "month"]))]
    pub(in crate::cli) by: Option<String>,
    #[arg(id = "report_from", long = "from", value_name = "DATE")]
    pub(in crate::cli) from: Option<String>,
    #[arg(id = "report_until", long = "until", value_name = "DATE")]
    pub(in crate::cli) until: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[arg(long, value_name = "N")]
    pub(in crate::cli) limit: Option<usize>,
    #[command(flatten)]
    pub(in crate::cli) output: OutputArgs,
}

/// The reports of documents and of own books.
fn report_kinds() -> Vec<&'static str> {
    let books = crate::service::books::BookReportKind::ALL.iter().map(|kind| kind.as_str());
    ReportKind::ALL.map(ReportKind::as_str).into_iter().chain(["syncs", "reconcile"]).chain(books).collect()
}

#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct DoctorArgs {
    #[arg(long)]
    pub(in crate::cli) json: bool,
    #[arg(long)]
    pub(in crate::cli) online: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CheckArgs {
    #[arg(long)]
    pub(in crate::cli) repair: bool,
    #[arg(long, value_name = "COMPANY", requires = "repair")]
    pub(in crate::cli) give_up: Vec<String>,
    #[arg(long, requires = "give_up")]
    pub(in crate::cli) yes: bool,
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub(in crate::cli) enum KeyCommand {
    Init,
    Show,
    Rotate,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct AuditArgs {
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(in crate::cli) limit: usize,
    #[arg(long)]
    pub(in crate::cli) json: bool,
    #[command(subcommand)]
    pub(in crate::cli) verify: Option<AuditCommand>,
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub(in crate::cli) enum AuditCommand {
    Verify,
}

#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct ServeArgs {
    #[arg(long, value_name = "ADDR")]
    pub(in crate::cli) listen: Option<std::net::SocketAddr>,
}

#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct WorkerArgs {
    #[arg(long)]
    pub(in crate::cli) until_idle: bool,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=16))]
    pub(in crate::cli) companies: Option<u8>,
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub(in crate::cli) enum ScheduleCommand {
    Print(PrintArgs),
}

#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct PrintArgs {
    pub(in crate::cli) target: Target,
}

/// Schedulers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Target {
    Crontab,
    Systemd,
    Launchd,
    Windows,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct SandboxArgs {
    #[arg(long, value_name = "SERVICE", default_value = "billingo", value_parser = PossibleValuesParser::new(["billingo", "quickbooks", "xero"]))]
    pub(in crate::cli) provider: String,
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(in crate::cli) port: u16,
    #[arg(long, value_name = "N")]
    pub(in crate::cli) invoices: Option<usize>,
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(in crate::cli) seed: u64,
    #[arg(long, value_name = "SPEC")]
    pub(in crate::cli) fault: Vec<String>,
    #[arg(long, value_name = "NAME=VALUE")]
    pub(in crate::cli) set: Vec<String>,
    #[arg(long)]
    pub(in crate::cli) quirks: bool,
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pub(in crate::cli) latency: u64,
    #[arg(long, value_name = "N")]
    pub(in crate::cli) rate_limit: Option<u32>,
    #[arg(long)]
    pub(in crate::cli) gzip: bool,
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) today: Option<jiff::civil::Date>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CompletionsArgs {
    #[arg(value_name = "SHELL")]
    pub(in crate::cli) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct HelpArgs {
    #[arg(value_name = "COMMAND")]
    pub(in crate::cli) command: Vec<String>,
}

/// `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ColorArg {
    Auto,
    Always,
    Never,
}

/// `--format` of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FormatArg {
    Table,
    Json,
    Ndjson,
    Csv,
}
