//! Arguments of the commands that write and read files.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::FindArgs;
use crate::export::{Dialect, Format};
use crate::locale::Lang;

#[derive(Debug, Args)]
pub(in crate::cli) struct ExportArgs {
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    #[arg(long, value_name = "FORM", conflicts_with_all = ["format", "records", "csv", "delimiter", "decimal", "bom"])]
    pub(in crate::cli) documents: Option<String>,
    #[arg(long)]
    pub(in crate::cli) format: Option<FileFormatArg>,
    #[arg(long, value_enum, default_value = "invoices")]
    pub(in crate::cli) records: RecordsArg,
    #[arg(long)]
    pub(in crate::cli) force: bool,
    #[command(flatten)]
    pub(in crate::cli) csv: CsvArgs,
    #[command(flatten)]
    pub(in crate::cli) find: FindArgs,
}

/// A kind of record with a file of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum RecordsArg {
    Invoices,
    Payments,
    Contacts,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct BackupArgs {
    #[arg(required_unless_present = "to")]
    pub(in crate::cli) file: Option<PathBuf>,
    #[arg(long, value_name = "PLACE", conflicts_with = "file")]
    pub(in crate::cli) to: Option<BackupTarget>,
    #[arg(long)]
    pub(in crate::cli) force: bool,
}

/// Where a backup goes that is no file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum BackupTarget {
    S3,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RestoreArgs {
    pub(in crate::cli) file: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) identity: Option<PathBuf>,
    #[arg(long, alias = "force")]
    pub(in crate::cli) yes: bool,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum StoreCommand {
    Copy(StoreCopyArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct StoreCopyArgs {
    #[arg(id = "copy_to", long = "to", value_name = "URL|DIR", required_unless_present = "to_stdin")]
    pub(in crate::cli) to: Option<String>,
    #[arg(long, conflicts_with = "copy_to")]
    pub(in crate::cli) to_stdin: bool,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ManArgs {
    #[arg(value_name = "DIR")]
    pub(in crate::cli) dir: PathBuf,
    #[arg(long)]
    pub(in crate::cli) force: bool,
}

/// Options of CSV.
#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct CsvArgs {
    #[arg(long)]
    csv: Option<CsvArg>,
    #[arg(long, value_name = "CHARACTER")]
    delimiter: Option<DelimiterArg>,
    #[arg(long)]
    decimal: Option<DecimalArg>,
    #[arg(long)]
    bom: bool,
}

/// `--format` of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FileFormatArg {
    Csv,
    Xlsx,
    Json,
    Ndjson,
}

/// `--csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CsvArg {
    Plain,
    Excel,
    Hu,
}

/// `--delimiter`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DelimiterArg {
    #[value(name = ",", alias = "comma")]
    Comma,
    #[value(name = ";", alias = "semicolon")]
    Semicolon,
    #[value(name = "tab", alias = "\t")]
    Tab,
}

/// `--decimal`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DecimalArg {
    #[value(alias = ".")]
    Point,
    #[value(alias = ",")]
    Comma,
}

impl CsvArgs {
    /// The dialect: what is given, else that of a language chosen for faktura itself, else the plain one.
    pub(in crate::cli) fn dialect(self, chosen: Option<Lang>) -> Dialect {
        let mut dialect = match self.csv {
            Some(CsvArg::Plain) => Dialect::PLAIN,
            Some(CsvArg::Excel) => Dialect::EXCEL,
            Some(CsvArg::Hu) => Dialect::HUNGARIAN,
            None => chosen.map_or(Dialect::PLAIN, Dialect::of),
        };
        match self.delimiter {
            Some(DelimiterArg::Comma) => dialect.delimiter = b',',
            Some(DelimiterArg::Semicolon) => dialect.delimiter = b';',
            Some(DelimiterArg::Tab) => dialect.delimiter = b'\t',
            None => {}
        }
        match self.decimal {
            Some(DecimalArg::Point) => dialect.decimal_comma = false,
            Some(DecimalArg::Comma) => dialect.decimal_comma = true,
            None => {}
        }
        dialect.byte_order_mark |= self.bom;
        dialect
    }
}

impl From<FileFormatArg> for Format {
    fn from(arg: FileFormatArg) -> Self {
        match arg {
            FileFormatArg::Csv => Self::Csv,
            FileFormatArg::Xlsx => Self::Xlsx,
            FileFormatArg::Json => Self::Json,
            FileFormatArg::Ndjson => Self::Ndjson,
        }
    }
}
