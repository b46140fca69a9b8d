//! The command line as clap reads it. The texts come from the locale files: see [`crate::cli::help`].
//!
//! For: names, shapes and conflicts of arguments. Uses: clap, words of the domain. Never: texts, side effects.

mod access;
mod files;

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::domain::RunStatus;
use crate::locale::Lang;
use crate::query::ReportKind;
use crate::tui::PageId;
pub(in crate::cli) use access::{
    AlertCommand, AlertSecretArgs, AlertTestArgs, ChannelArg, RoleArg, SecretArg, TokenAddArgs, TokenCommand,
};
pub(in crate::cli) use files::{BackupArgs, CsvArgs, ExportArgs, ManArgs, RestoreArgs};

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
    #[arg(long, global = true)]
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

/// Options of the bare command.
#[derive(Debug, Args)]
pub(in crate::cli) struct Start {
    #[arg(long)]
    pub(in crate::cli) headless: bool,
    #[arg(long)]
    pub(in crate::cli) demo: bool,
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[arg(long = "where", value_name = "QUERY", allow_hyphen_values = true, conflicts_with = "headless")]
    pub(in crate::cli) query: Option<String>,
    #[arg(long, conflicts_with = "headless")]
    pub(in crate::cli) tab: Option<PageId>,
    #[arg(long, value_name = "FIELD", allow_hyphen_values = true, conflicts_with = "headless")]
    pub(in crate::cli) sort: Option<String>,
    #[arg(long, value_name = "COLUMN", conflicts_with = "headless")]
    pub(in crate::cli) columns: Option<String>,
    #[arg(long, value_name = "NUMBER|ID", conflicts_with = "headless")]
    pub(in crate::cli) invoice: Option<String>,
    #[arg(long, conflicts_with = "headless")]
    pub(in crate::cli) read_only: bool,
    #[arg(long, conflicts_with = "headless")]
    pub(in crate::cli) low_bandwidth: bool,
    #[arg(long, conflicts_with_all = ["headless", "tab", "columns"])]
    pub(in crate::cli) plain: bool,
    #[arg(long, requires = "headless")]
    pub(in crate::cli) full: bool,
    #[arg(long, requires = "headless")]
    pub(in crate::cli) verbose: bool,
    #[arg(long, requires = "headless")]
    pub(in crate::cli) json: bool,
    /// Draws the screens of the demo into files: how the README gets its pictures.
    #[arg(long, hide = true, requires = "demo", conflicts_with = "headless", value_name = "DIR")]
    pub(in crate::cli) screenshots: Option<PathBuf>,
}

/// Every command.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Command {
    Sync(SyncArgs),
    #[command(subcommand)]
    Company(CompanyCommand),
    Invoices(InvoicesArgs),
    Invoice(InvoiceArgs),
    Logs(LogsArgs),
    Status(StatusArgs),
    Export(ExportArgs),
    Report(ReportArgs),
    Audit(AuditArgs),
    Check(CheckArgs),
    Doctor(DoctorArgs),
    Backup(BackupArgs),
    Restore(RestoreArgs),
    Compact,
    #[command(subcommand)]
    Key(KeyCommand),
    #[command(subcommand)]
    Token(TokenCommand),
    #[command(subcommand)]
    Alert(AlertCommand),
    Serve(ServeArgs),
    #[command(subcommand)]
    Schedule(ScheduleCommand),
    Sandbox(SandboxArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
    Help(HelpArgs),
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
pub(in crate::cli) struct InvoiceArgs {
    #[arg(value_name = "NUMBER|ID")]
    pub(in crate::cli) invoice: String,
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[arg(long)]
    pub(in crate::cli) json: bool,
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) pdf: Option<PathBuf>,
    #[arg(long, requires = "pdf")]
    pub(in crate::cli) force: bool,
    #[arg(long)]
    pub(in crate::cli) history: bool,
    #[arg(long)]
    pub(in crate::cli) live: bool,
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
    #[arg(long, conflicts_with = "json")]
    pub(in crate::cli) nagios: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ReportArgs {
    #[arg(value_parser = PossibleValuesParser::new(ReportKind::ALL.map(ReportKind::as_str)))]
    pub(in crate::cli) kind: String,
    #[arg(value_name = "QUERY")]
    pub(in crate::cli) query: Vec<String>,
    #[arg(long, value_name = "DATE", value_parser = PossibleValuesParser::new(["issued", "fulfilled"]))]
    pub(in crate::cli) by: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) companies: CompaniesArgs,
    #[arg(long, value_name = "N")]
    pub(in crate::cli) limit: Option<usize>,
    #[command(flatten)]
    pub(in crate::cli) output: OutputArgs,
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
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(in crate::cli) port: u16,
    #[arg(long, value_name = "N")]
    pub(in crate::cli) invoices: Option<usize>,
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(in crate::cli) seed: u64,
    #[arg(long, value_name = "SPEC")]
    pub(in crate::cli) fault: Vec<String>,
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

/// `--lang`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum LangArg {
    En,
    Hu,
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

/// `--tab`: the words of the table of pages.
impl ValueEnum for PageId {
    fn value_variants<'a>() -> &'a [Self] {
        Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.as_str()))
    }
}

impl From<LangArg> for Lang {
    fn from(arg: LangArg) -> Self {
        match arg {
            LangArg::En => Self::En,
            LangArg::Hu => Self::Hu,
        }
    }
}

impl Start {
    /// The first option given that only the bare command takes; with a command it would silently do nothing.
    pub(in crate::cli) fn given(&self) -> Option<&'static str> {
        let options = [
            (self.headless, "--headless"),
            (self.demo, "--demo"),
            (!self.companies.company.is_empty(), "--company"),
            (self.query.is_some(), "--where"),
            (self.tab.is_some(), "--tab"),
            (self.sort.is_some(), "--sort"),
            (self.columns.is_some(), "--columns"),
            (self.invoice.is_some(), "--invoice"),
            (self.read_only, "--read-only"),
            (self.low_bandwidth, "--low-bandwidth"),
            (self.plain, "--plain"),
        ];
        options.into_iter().find(|(given, _)| *given).map(|(_, name)| name)
    }

    /// Its options as those of `sync`.
    pub(in crate::cli) fn sync(&self) -> SyncArgs {
        SyncArgs { companies: self.companies.clone(), full: self.full, verbose: self.verbose, json: self.json }
    }
}
