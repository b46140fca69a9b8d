//! What readers tell of a file as they read it: statements, entries, refused lines.
//!
//! For: the readers and what takes their events. Uses: domain. Never: storing.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::bank::BankEntry;
use crate::domain::{Currency, ErrorKind, Message};
use crate::error::Describe;

/// Longest text of a field that is kept, in characters.
pub(super) const TEXT: usize = 4000;
/// Longest name, account or reference that is kept, in characters.
pub(super) const SHORT: usize = 200;

/// Something that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A statement begins.
    Begin(Box<Head>),
    /// The entries that follow are of this account: tables with several accounts.
    At(Box<str>, Currency),
    /// An entry of the statement. Its identifier is empty.
    Entry(Box<BankEntry>),
    /// Opening and closing balance of the account that was named last, where a table tells them.
    Balances(Decimal, Decimal),
    /// A statement ends.
    End(Tail),
    /// A line that means nothing for certain.
    Refused(Refused),
}

/// What stands before the entries of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// Account as it was written.
    pub account: String,
    /// Currency.
    pub currency: Option<Currency>,
    /// Number of the statement.
    pub number: String,
    /// Page; 0 where there is none.
    pub page: u32,
    /// Opening balance.
    pub opening: Option<Decimal>,
    /// First day.
    pub from: Option<Date>,
    /// Closing balance, where it stands first.
    pub closing: Option<Decimal>,
    /// Last day.
    pub until: Option<Date>,
    /// Whether its entries must add up to the difference of its balances.
    pub adds_up: bool,
    /// Name of the mapping of a table.
    pub layout: String,
}

/// What stands after the entries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tail {
    /// Closing balance.
    pub closing: Option<Decimal>,
    /// Last day.
    pub until: Option<Date>,
}

/// A line that was refused, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Line of the file or row of the table; 1 is the first.
    pub line: u64,
    /// Column, where one is meant; 0 for the whole line.
    pub column: u64,
    /// What is wrong.
    pub message: Message,
}

impl Refused {
    /// A line that was refused.
    #[must_use]
    pub const fn new(line: u64, message: Message) -> Self {
        Self { line, column: 0, message }
    }
}

/// Why a file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants say what their fields are")]
pub enum BankError {
    /// No reader knows it.
    Unknown,
    /// It cannot be read from the disk.
    File { detail: String },
    /// It changed while it was read.
    Changed,
    /// It is not what it seems to be.
    Malformed { format: String, line: u64, detail: String },
    /// Something in it is too large or too deep.
    TooLarge { line: u64 },
    /// It declares entities or a document type.
    Declares { line: u64 },
    /// No column mapping is known for this table.
    NoMapping { columns: String },
    /// A list of payments without the titles that it needs.
    NoPayments { columns: String },
    /// A mapping has a mistake.
    Mapping {
        detail: String,
        /// Its line, where the mistake is in one.
        line: Option<u64>,
    },
    /// A mapping lacks settings.
    MappingLacks { keys: String },
    /// A setting of a mapping that is none of the known ones, with its line.
    MappingValue { key: &'static str, value: String, known: String, line: Option<u64> },
    /// A column of a mapping without titles that is no number, with its line.
    MappingNumber { key: &'static str, column: String, line: Option<u64> },
    /// A title of a mapping that the table does not have.
    NoTitle { name: String, key: &'static str, column: String, line: u64, seen: String },
    /// A column of a mapping that the table does not have.
    NoColumn { name: String, key: &'static str, column: String, line: u64, count: usize },
    /// The column of days has none.
    NoDay { name: String, column: String, line: u64, seen: String },
    /// No mapping of this name.
    NoPreset { wanted: String, known: String },
    /// There is no statement in it.
    Empty,
    /// An archive that is no workbook.
    Packed,
    /// A workbook of an older form.
    OldWorkbook,
    /// The account is not in the file and was not given.
    NoAccount,
    /// The currency of the account is not in the file, was not given, and no earlier statement told it.
    NoCurrency { account: String },
    /// An account that is none.
    BadAccount { account: String },
}

impl Describe for BankError {
    fn message(&self) -> Message {
        match self {
            Self::Unknown => Message::new("bank-unknown"),
            Self::File { detail } => Message::new("bank-file").with("detail", detail.as_str()),
            Self::Changed => Message::new("bank-file-changed"),
            Self::Malformed { format, line, detail } => Message::new("bank-malformed")
                .with("format", format.as_str())
                .with("line", line.to_string())
                .with("detail", detail.as_str()),
            Self::TooLarge { line } => Message::new("bank-too-large").with("line", line.to_string()),
            Self::Declares { line } => Message::new("bank-declares").with("line", line.to_string()),
            Self::NoMapping { columns } => Message::new("bank-no-mapping").with("columns", columns.as_str()),
            Self::NoPayments { columns } => Message::new("bank-no-payments").with("columns", columns.as_str()),
            Self::Mapping { detail, line: None } => Message::new("bank-mapping").with("detail", detail.as_str()),
            Self::Mapping { detail, line: Some(line) } => {
                Message::new("bank-mapping-line").with("line", *line).with("detail", detail.as_str())
            }
            Self::MappingLacks { .. } | Self::MappingValue { .. } | Self::MappingNumber { .. } => self.mapping(),
            Self::NoTitle { .. } | Self::NoColumn { .. } | Self::NoDay { .. } => self.misfit(),
            Self::NoPreset { wanted, known } => {
                Message::new("bank-no-preset").with("wanted", wanted.as_str()).with("known", known.as_str())
            }
            Self::Empty => Message::new("bank-empty"),
            Self::Packed => Message::new("bank-packed"),
            Self::OldWorkbook => Message::new("bank-old-workbook"),
            Self::NoAccount => Message::new("bank-no-account"),
            Self::NoCurrency { account } => Message::new("bank-no-currency").with("account", account.as_str()),
            Self::BadAccount { account } => Message::new("bank-bad-account").with("account", account.as_str()),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(match self {
            Self::Unknown => Message::new("bank-unknown-hint"),
            Self::NoMapping { .. } => Message::new("bank-no-mapping-hint"),
            Self::Mapping { .. }
            | Self::MappingLacks { .. }
            | Self::MappingValue { .. }
            | Self::MappingNumber { .. }
            | Self::NoTitle { .. }
            | Self::NoColumn { .. }
            | Self::NoDay { .. } => Message::new("bank-mapping-hint"),
            Self::Packed => Message::new("bank-packed-hint"),
            Self::OldWorkbook => Message::new("bank-old-workbook-hint"),
            Self::NoAccount => Message::new("bank-no-account-hint"),
            Self::NoCurrency { .. } => Message::new("bank-no-currency-hint"),
            Self::Declares { .. } | Self::TooLarge { .. } | Self::Malformed { .. } => Message::new("bank-malformed-hint"),
            _ => return None,
        })
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::NoPreset { .. }
            | Self::Mapping { .. }
            | Self::MappingLacks { .. }
            | Self::MappingValue { .. }
            | Self::MappingNumber { .. }
            | Self::BadAccount { .. }
            | Self::NoAccount
            | Self::NoCurrency { .. } => ErrorKind::Usage,
            _ => ErrorKind::Failed,
        }
    }
}

crate::localized_error!(BankError);

impl BankError {
    /// What is wrong in a mapping file.
    fn mapping(&self) -> Message {
        let line = |line: &Option<u64>| line.map_or_else(|| "–".to_owned(), |line| line.to_string());
        match self {
            Self::MappingValue { key, value, known, line: at } => Message::new("bank-mapping-value")
                .with("line", line(at))
                .with("key", *key)
                .with("value", value.as_str())
                .with("known", known.as_str()),
            Self::MappingNumber { key, column, line: at } => {
                Message::new("bank-mapping-number").with("line", line(at)).with("key", *key).with("column", column.as_str())
            }
            Self::MappingLacks { keys } => Message::new("bank-mapping-lacks").with("keys", keys.as_str()),
            _ => Message::new("bank-unknown"),
        }
    }

    /// Why a mapping is not that of the file.
    fn misfit(&self) -> Message {
        match self {
            Self::NoTitle { name, key, column, line, seen } => Message::new("bank-mapping-no-title")
                .with("name", name.as_str())
                .with("key", *key)
                .with("column", column.as_str())
                .with("line", line.to_string())
                .with("seen", seen.as_str()),
            Self::NoColumn { name, key, column, line, count } => Message::new("bank-mapping-no-column")
                .with("name", name.as_str())
                .with("key", *key)
                .with("column", column.as_str())
                .with("line", line.to_string())
                .with("count", *count),
            Self::NoDay { name, column, line, seen } => Message::new("bank-mapping-no-day")
                .with("name", name.as_str())
                .with("column", column.as_str())
                .with("line", line.to_string())
                .with("seen", seen.as_str()),
            _ => Message::new("bank-unknown"),
        }
    }

    /// The error of a stream at a line.
    pub(super) fn stream(error: &std::io::Error, line: u64) -> Self {
        if error.kind() == std::io::ErrorKind::InvalidData {
            Self::TooLarge { line }
        } else {
            Self::File { detail: error.to_string() }
        }
    }
}

/// Takes events.
pub type Take<'t> = &'t mut dyn FnMut(Event) -> Result<(), BankError>;

/// Whether a reference is none, or a word that says so.
pub(super) fn is_absent(reference: &str) -> bool {
    matches!(reference.trim(), "" | "NONREF" | "NOTPROVIDED" | "NOTAVAILABLE")
}

/// A text without blanks at its ends, cut to a number of characters.
pub(super) fn cut(text: &str, most: usize) -> Box<str> {
    let text = text.trim();
    // No text has more characters than bytes.
    if text.len() <= most {
        return text.into();
    }
    match text.char_indices().nth(most) {
        Some((at, _)) => text.get(..at).unwrap_or_default().into(),
        None => text.into(),
    }
}
