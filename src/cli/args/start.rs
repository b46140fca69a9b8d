//! Options of the bare command.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{CompaniesArgs, SyncArgs};
use crate::tui::PageId;

/// Options of the bare command.
#[derive(Debug, Args)]
pub(in crate::cli) struct Start {
    #[arg(long)]
    pub(in crate::cli) headless: bool,
    #[arg(long)]
    pub(in crate::cli) demo: bool,
    #[arg(long, requires = "demo", value_name = "SERVICE")]
    pub(in crate::cli) provider: Option<DemoArg>,
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
    #[arg(long, requires = "headless", requires = "company")]
    pub(in crate::cli) accept_deletions: bool,
    #[arg(long, requires = "headless")]
    pub(in crate::cli) verbose: bool,
    #[arg(long, requires = "headless")]
    pub(in crate::cli) json: bool,
    /// Draws the screens of the demo into files: how the README gets its pictures.
    #[arg(long, hide = true, requires = "demo", conflicts_with = "headless", value_name = "DIR")]
    pub(in crate::cli) screenshots: Option<PathBuf>,
}

/// Which services a demo pretends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum DemoArg {
    All,
    Billingo,
    #[value(name = "quickbooks")]
    QuickBooks,
    Xero,
}

impl Start {
    /// The first option given that only the bare command takes; with a command it would silently do nothing.
    pub(in crate::cli) fn given(&self) -> Option<&'static str> {
        let options = [
            (self.headless, "--headless"),
            (self.demo, "--demo"),
            (self.provider.is_some(), "--provider"),
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
        SyncArgs {
            companies: self.companies.clone(),
            full: self.full,
            accept_deletions: self.accept_deletions,
            verbose: self.verbose,
            json: self.json,
        }
    }
}
