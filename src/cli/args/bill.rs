//! Arguments of `draft`, `issue`, `credit`, `void` and `pay`.

use clap::{Args, Subcommand, ValueEnum};
use rust_decimal::Decimal;

use super::books::InArgs;

/// A number of percent, with or without its sign.
fn percent(given: &str) -> Result<Decimal, rust_decimal::Error> {
    let given = given.trim();
    given.strip_suffix('%').unwrap_or(given).trim_end().parse()
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum DraftCommand {
    Make(DraftMakeArgs),
    List(DraftListArgs),
    Show(DraftArgs),
    Explain(DraftArgs),
    Edit(DraftEditArgs),
    Discard(DraftArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct DraftMakeArgs {
    #[arg(id = "draft_client", long = "client", value_name = "NAME|ID")]
    pub(in crate::cli) client: String,
    #[arg(id = "draft_project", long = "project", value_name = "NAME|ID")]
    pub(in crate::cli) project: Option<String>,
    #[arg(id = "first_day", long = "from", value_name = "DATE")]
    pub(in crate::cli) from: Option<String>,
    #[arg(id = "last_day", long = "until", value_name = "DATE")]
    pub(in crate::cli) until: Option<String>,
    #[arg(long, value_name = "KIND", default_value = "project")]
    pub(in crate::cli) group: String,
    #[arg(long, value_name = "LEVEL", default_value = "line")]
    pub(in crate::cli) round: String,
    #[arg(id = "draft_vat", long = "vat", value_name = "RATE|REASON")]
    pub(in crate::cli) vat: Option<String>,
    #[arg(long, value_name = "PERCENT", allow_negative_numbers = true, value_parser = percent)]
    pub(in crate::cli) discount: Option<Decimal>,
    #[arg(long, value_name = "TEXT=AMOUNT")]
    pub(in crate::cli) expense: Vec<String>,
    #[arg(long, value_name = "TEXT=QUANTITYxPRICE")]
    pub(in crate::cli) line: Vec<String>,
    #[arg(id = "exchange_rate", long = "rate", value_name = "RATE", requires_all = ["rate_source", "rate_date"], allow_negative_numbers = true)]
    pub(in crate::cli) rate: Option<Decimal>,
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) rate_source: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) rate_date: Option<String>,
    #[arg(id = "printed_note", long = "note", value_name = "TEXT")]
    pub(in crate::cli) note: Option<String>,
    #[arg(long)]
    pub(in crate::cli) advance: bool,
    #[arg(long, value_name = "NUMBER", conflicts_with = "advance")]
    pub(in crate::cli) deduct: Vec<String>,
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    pub(in crate::cli) as_if: Option<Decimal>,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct DraftListArgs {
    #[arg(long)]
    pub(in crate::cli) all: bool,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct DraftArgs {
    #[arg(id = "draft", value_name = "DRAFT")]
    pub(in crate::cli) draft: String,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct DraftEditArgs {
    #[arg(id = "draft", value_name = "DRAFT")]
    pub(in crate::cli) draft: String,
    #[arg(long, value_name = "TEXT=AMOUNT")]
    pub(in crate::cli) expense: Vec<String>,
    #[arg(long, value_name = "TEXT=QUANTITYxPRICE")]
    pub(in crate::cli) line: Vec<String>,
    #[arg(long, value_name = "LINE=TEXT")]
    pub(in crate::cli) text: Vec<String>,
    #[arg(id = "line_vat", long = "vat", value_name = "LINE=RATE|REASON")]
    pub(in crate::cli) vat: Vec<String>,
    #[arg(long, value_name = "LINE=QUANTITY")]
    pub(in crate::cli) quantity: Vec<String>,
    #[arg(long, value_name = "LINE=PRICE")]
    pub(in crate::cli) price: Vec<String>,
    #[arg(long, value_name = "LINE")]
    pub(in crate::cli) remove: Vec<usize>,
    #[arg(long, value_name = "PERCENT", allow_negative_numbers = true, value_parser = percent)]
    pub(in crate::cli) discount: Option<Decimal>,
    #[arg(id = "exchange_rate", long = "rate", value_name = "RATE", requires_all = ["rate_source", "rate_date"], allow_negative_numbers = true)]
    pub(in crate::cli) rate: Option<Decimal>,
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) rate_source: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) rate_date: Option<String>,
    #[arg(id = "printed_note", long = "note", value_name = "TEXT")]
    pub(in crate::cli) note: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct IssueArgs {
    #[arg(id = "drafts", value_name = "DRAFT", required = true)]
    pub(in crate::cli) drafts: Vec<String>,
    #[arg(id = "issue_date", long = "date", value_name = "DATE")]
    pub(in crate::cli) date: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) fulfilled: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) due: Option<String>,
    #[arg(long)]
    pub(in crate::cli) each: bool,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CorrectArgs {
    #[arg(id = "document", value_name = "NUMBER|ID")]
    pub(in crate::cli) document: String,
    #[arg(id = "issue_date", long = "date", value_name = "DATE")]
    pub(in crate::cli) date: Option<String>,
    #[arg(id = "printed_reason", long = "reason", value_name = "TEXT")]
    pub(in crate::cli) reason: Option<String>,
    #[arg(id = "credited_line", long = "line", value_name = "LINE=PART", conflicts_with = "write_off_time")]
    pub(in crate::cli) line: Vec<String>,
    #[arg(long, value_name = "REASON")]
    pub(in crate::cli) write_off_time: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PayArgs {
    #[arg(id = "documents", value_name = "NUMBER|ID", required = true)]
    pub(in crate::cli) documents: Vec<String>,
    #[arg(id = "paid_amount", long = "amount", value_name = "AMOUNT", allow_negative_numbers = true)]
    pub(in crate::cli) amount: Option<Decimal>,
    #[arg(id = "paid_date", long = "date", value_name = "DATE")]
    pub(in crate::cli) date: Option<String>,
    #[arg(long, value_name = "METHOD")]
    pub(in crate::cli) method: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) reference: Option<String>,
    #[arg(id = "paid_note", long = "note", value_name = "TEXT")]
    pub(in crate::cli) note: Option<String>,
    #[arg(long, value_name = "KIND", default_value = "money")]
    pub(in crate::cli) by: PaidArg,
    #[command(flatten)]
    pub(in crate::cli) at: InArgs,
}

/// `--by`: what settles a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum PaidArg {
    Money,
    Credit,
    WriteOff,
    Refund,
}
