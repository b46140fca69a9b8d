//! The command line as clap reads it. The texts come from the locale files: see [`super::help`].
//!
//! For: names, shapes and conflicts of arguments. Uses: clap, words of the domain. Never: texts, side effects.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::domain::RunStatus;
use crate::locale::Lang;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "faktura", version, disable_help_flag = true, disable_version_flag = true, disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) globals: Globals,
    #[command(flatten)]
    pub(super) start: Start,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

/// What every command takes, before and after its name.
#[derive(Debug, Args)]
pub(super) struct Globals {
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) home: Option<PathBuf>,
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    #[arg(long, global = true)]
    pub(super) lang: Option<LangArg>,
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: ColorArg,
    #[arg(short = 'v', action = ArgAction::Count, global = true)]
    pub(super) verbosity: u8,
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    #[arg(short, long, action = ArgAction::Help, global = true)]
    help: Option<bool>,
}

/// What the bare command takes.
#[derive(Debug, Args)]
pub(super) struct Start {
    #[arg(long)]
    pub(super) headless: bool,
    #[arg(long)]
    pub(super) demo: bool,
    #[arg(long, value_name = "NAME|ID")]
    pub(super) company: Vec<String>,
    #[arg(long = "where", value_name = "QUERY", allow_hyphen_values = true, conflicts_with = "headless")]
    pub(super) query: Option<String>,
    #[arg(long, conflicts_with = "headless")]
    pub(super) tab: Option<TabArg>,
    #[arg(long, requires = "headless")]
    pub(super) full: bool,
    #[arg(long, requires = "headless")]
    pub(super) verbose: bool,
    #[arg(long, requires = "headless")]
    pub(super) json: bool,
    /// Draws the screens of the demo into files: how the README gets its pictures.
    #[arg(long, hide = true, requires = "demo", conflicts_with = "headless", value_name = "DIR")]
    pub(super) screenshots: Option<PathBuf>,
}

/// Every command.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Sync(SyncArgs),
    #[command(subcommand)]
    Company(CompanyCommand),
    Invoices(InvoicesArgs),
    Invoice(InvoiceArgs),
    Logs(LogsArgs),
    Status(JsonArgs),
    Export(ExportArgs),
    Audit(AuditArgs),
    Check(CheckArgs),
    Backup(FileArgs),
    Restore(FileArgs),
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

#[derive(Debug, Args)]
pub(super) struct SyncArgs {
    #[arg(long, value_name = "NAME|ID")]
    pub(super) company: Vec<String>,
    #[arg(long)]
    pub(super) full: bool,
    #[arg(long)]
    pub(super) verbose: bool,
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum CompanyCommand {
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
pub(super) struct CompanyAddArgs {
    pub(super) name: String,
    #[arg(long, value_name = "SERVICE")]
    pub(super) provider: String,
    #[arg(long, value_name = "URL")]
    pub(super) base_url: Option<String>,
    #[command(flatten)]
    pub(super) key: KeyArgs,
}

#[derive(Debug, Args)]
pub(super) struct KeyArgs {
    #[arg(long)]
    pub(super) api_key_stdin: bool,
    #[arg(long)]
    pub(super) no_test: bool,
}

#[derive(Debug, Args)]
pub(super) struct SetKeyArgs {
    #[arg(value_name = "NAME|ID")]
    pub(super) company: String,
    #[command(flatten)]
    pub(super) key: KeyArgs,
}

#[derive(Debug, Args)]
pub(super) struct CompanyArgs {
    #[arg(value_name = "NAME|ID")]
    pub(super) company: String,
}

#[derive(Debug, Args)]
pub(super) struct CompanyShowArgs {
    #[arg(value_name = "NAME|ID")]
    pub(super) company: String,
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct RenameArgs {
    #[arg(value_name = "NAME|ID")]
    pub(super) company: String,
    #[arg(value_name = "NEW NAME")]
    pub(super) name: String,
}

#[derive(Debug, Args)]
pub(super) struct RemoveArgs {
    #[arg(value_name = "NAME|ID")]
    pub(super) company: String,
    #[arg(long)]
    pub(super) yes: bool,
}

#[derive(Debug, Args)]
pub(super) struct InvoicesArgs {
    #[arg(value_name = "QUERY")]
    pub(super) query: Vec<String>,
    #[arg(long, value_name = "NAME|ID")]
    pub(super) company: Vec<String>,
    #[arg(long, value_name = "FIELD", allow_hyphen_values = true)]
    pub(super) sort: Option<String>,
    #[arg(long, value_name = "N")]
    pub(super) limit: Option<usize>,
    #[arg(long, value_delimiter = ',', value_name = "COLUMN")]
    pub(super) columns: Vec<String>,
    #[arg(long, default_value = "table")]
    pub(super) format: FormatArg,
}

#[derive(Debug, Args)]
pub(super) struct InvoiceArgs {
    #[arg(value_name = "NUMBER|ID")]
    pub(super) invoice: String,
    #[arg(long, value_name = "NAME|ID")]
    pub(super) company: Vec<String>,
    #[arg(long)]
    pub(super) json: bool,
    #[arg(long, value_name = "FILE")]
    pub(super) pdf: Option<PathBuf>,
    #[arg(long)]
    pub(super) history: bool,
    #[arg(long)]
    pub(super) live: bool,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = false)]
pub(super) struct LogsArgs {
    #[arg(long, value_name = "NAME|ID")]
    pub(super) company: Vec<String>,
    #[arg(long, value_delimiter = ',', value_parser = PossibleValuesParser::new(RunStatus::ALL.map(RunStatus::as_str)))]
    pub(super) status: Vec<String>,
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(super) limit: usize,
    #[arg(long)]
    pub(super) json: bool,
    #[command(subcommand)]
    pub(super) show: Option<LogsCommand>,
}

#[derive(Debug, Subcommand)]
pub(super) enum LogsCommand {
    Show(LogsShowArgs),
}

#[derive(Debug, Args)]
pub(super) struct LogsShowArgs {
    pub(super) run: u64,
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Clone, Copy, Args)]
pub(super) struct JsonArgs {
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    pub(super) file: PathBuf,
    #[arg(value_name = "QUERY")]
    pub(super) query: Vec<String>,
    #[arg(long, value_name = "NAME|ID")]
    pub(super) company: Vec<String>,
    #[arg(long, value_name = "FIELD", allow_hyphen_values = true)]
    pub(super) sort: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[arg(long)]
    pub(super) repair: bool,
}

#[derive(Debug, Args)]
pub(super) struct FileArgs {
    pub(super) file: PathBuf,
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub(super) enum KeyCommand {
    Init,
    Show,
    Rotate,
}

#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(super) limit: usize,
    #[arg(long)]
    pub(super) json: bool,
    #[command(subcommand)]
    pub(super) verify: Option<AuditCommand>,
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub(super) enum AuditCommand {
    Verify,
}

#[derive(Debug, Subcommand)]
pub(super) enum TokenCommand {
    Add(TokenAddArgs),
    List(JsonArgs),
    Revoke(TokenArgs),
}

#[derive(Debug, Args)]
pub(super) struct TokenAddArgs {
    pub(super) name: String,
    #[arg(long, default_value = "viewer")]
    pub(super) role: RoleArg,
    #[arg(long, value_name = "NAME|ID")]
    pub(super) company: Vec<String>,
    #[arg(long, value_name = "DAYS|DATE|never", default_value = "90d")]
    pub(super) expires: String,
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct TokenArgs {
    #[arg(value_name = "NAME|ID")]
    pub(super) token: String,
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub(super) enum AlertCommand {
    List(JsonArgs),
    Test(AlertTestArgs),
    SetSecret(AlertSecretArgs),
    RemoveSecret(AlertNameArgs),
}

#[derive(Debug, Clone, Copy, Args)]
pub(super) struct AlertTestArgs {
    pub(super) channel: Option<ChannelArg>,
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Clone, Copy, Args)]
pub(super) struct AlertSecretArgs {
    #[arg(id = "secret")]
    pub(super) name: SecretArg,
    #[arg(long)]
    pub(super) stdin: bool,
}

#[derive(Debug, Clone, Copy, Args)]
pub(super) struct AlertNameArgs {
    #[arg(id = "secret")]
    pub(super) name: SecretArg,
}

/// A way to tell somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ChannelArg {
    Command,
    Webhook,
    Email,
}

/// A secret that a channel needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SecretArg {
    WebhookUrl,
    WebhookSecret,
    SmtpPassword,
}

/// `--role`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RoleArg {
    Viewer,
    Admin,
}

#[derive(Debug, Clone, Copy, Args)]
pub(super) struct ServeArgs {
    #[arg(long, value_name = "ADDR")]
    pub(super) listen: Option<std::net::SocketAddr>,
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub(super) enum ScheduleCommand {
    Print(PrintArgs),
}

#[derive(Debug, Clone, Copy, Args)]
pub(super) struct PrintArgs {
    pub(super) target: Target,
}

/// What runs programs at their times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Target {
    Crontab,
    Systemd,
    Launchd,
    Windows,
}

#[derive(Debug, Args)]
pub(super) struct SandboxArgs {
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) port: u16,
    #[arg(long, value_name = "N")]
    pub(super) invoices: Option<usize>,
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    #[arg(long, value_name = "SPEC")]
    pub(super) fault: Vec<String>,
    #[arg(long)]
    pub(super) quirks: bool,
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pub(super) latency: u64,
    #[arg(long, value_name = "N")]
    pub(super) rate_limit: Option<u32>,
    #[arg(long)]
    pub(super) gzip: bool,
    #[arg(long, value_name = "DATE")]
    pub(super) today: Option<jiff::civil::Date>,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    #[arg(value_name = "SHELL")]
    pub(super) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    #[arg(value_name = "DIR")]
    pub(super) dir: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct HelpArgs {
    #[arg(value_name = "COMMAND")]
    pub(super) command: Vec<String>,
}

/// `--lang`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LangArg {
    En,
    Hu,
}

/// `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorArg {
    Auto,
    Always,
    Never,
}

/// `--format` of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
    Table,
    Json,
    Ndjson,
    Csv,
}

/// `--tab`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TabArg {
    Companies,
    Invoices,
    Detail,
    Logs,
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
    pub(super) fn given(&self) -> Option<&'static str> {
        let options = [
            (self.headless, "--headless"),
            (self.demo, "--demo"),
            (!self.company.is_empty(), "--company"),
            (self.query.is_some(), "--where"),
            (self.tab.is_some(), "--tab"),
        ];
        options.into_iter().find(|(given, _)| *given).map(|(_, name)| name)
    }

    /// Its options as those of `sync`.
    pub(super) fn sync(&self) -> SyncArgs {
        SyncArgs { company: self.company.clone(), full: self.full, verbose: self.verbose, json: self.json }
    }
}
