//! Errors of the command line itself, and the outcomes of commands.

use std::io;
use std::path::PathBuf;

use crate::domain::Message;
use crate::error::{Describe, Error, ErrorKind};

/// Outcome of a command that did its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Success.
    Done,
    /// News for scripts in the exit code; the text is printed already.
    As(ErrorKind),
    /// An exit code of another program's convention.
    Code(u8),
}

/// Why a command stopped.
#[derive(Debug)]
pub(super) enum Failure {
    /// An error for people.
    Error(Error),
    /// Writing to standard output failed; a closed pipe is no failure at all.
    Output(io::Error),
    /// The error was printed already.
    Told(ErrorKind),
    /// Ctrl-C or SIGTERM.
    Interrupted,
}

/// Result of a command.
pub(super) type Result<T = Exit> = std::result::Result<T, Failure>;

/// Mistakes in what was typed, and what is missing to do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CliError {
    /// No key, and no terminal to ask for it.
    KeyMissing,
    /// No address of a consent, and no terminal to ask for it.
    AddressMissing,
    /// No login of this number.
    NoSuchLogin { wanted: String },
    /// The input for a key is not text, or far too long.
    KeyUnreadable,
    /// The answer to a question about removal was no, or not the name.
    NotConfirmed { name: String },
    /// A removal without a terminal and without `--yes`.
    NeedsYes { name: String },
    /// A removal that keeps all data cannot be confirmed without a terminal.
    RemovalNeedsYes { name: String },
    /// A company is to be removed unasked, but only a part of its name was given.
    NotInFull { name: String },
    /// No invoice of this number or identifier.
    InvoiceNotFound { wanted: String },
    /// Several invoices of this number.
    InvoiceAmbiguous { wanted: String, count: usize },
    /// Records of several companies have this identifier.
    RecordAmbiguous { wanted: String, count: usize },
    /// No run of this number.
    RunNotFound { wanted: u64 },
    /// An option of the bare command given to another.
    BareOnly { option: &'static str },
    /// Help for something that there is not.
    NoSuchCommand { command: String },
    /// The screen takes one company at most.
    OneCompany,
    /// Something of one company was asked for, and there are several.
    WhichCompany { count: usize },
    /// No list has these columns.
    Columns { columns: String },
    /// A date that this report cannot be grouped by.
    ReportBy,
    /// A period of a report that has none.
    ReportPeriod,
    /// The screen needs a terminal.
    NoTerminal,
    /// A time that a scheduler of the system has no words for.
    NotSaid { time: String, target: &'static str },
    /// A path that a scheduler of the system has no way to write.
    PathNotSaid { path: String, target: &'static str },
    /// A time that differs from the machine's by more in summer than in winter.
    OtherZone { time: String, zone: String, machine: String, target: &'static str },
    /// A schedule without a time.
    NoTimes,
    /// The system gives too few threads.
    Threads { detail: String },
    /// The system lets this process open too few files.
    Files { detail: String },
    /// No secret, and no terminal to ask for it.
    SecretMissing {
        /// The option that reads it from standard input.
        option: &'static str,
    },
    /// A time until when a token is good that is none.
    Expiry { given: String },
    /// A restore over data without a terminal and without `--yes`.
    RestoreNeedsYes,
    /// The answer to the question about a restore was no.
    NotRestored,
    /// Lost records of own books to be given up, without a terminal and without `--yes`.
    GiveUpNeedsYes,
    /// The answer to the question about lost records was no.
    NotGivenUp,
    /// A file exists and may not be replaced.
    Exists { path: PathBuf },
    /// Standard output is a terminal, and what goes there is not text.
    BinaryToTerminal,
    /// A file on standard output needs its format.
    FormatMissing,
    /// A file could not be read or written.
    File { path: PathBuf, detail: String },
    /// The system refused something that every process needs.
    System { detail: String },
}

impl CliError {
    /// A failure of a file.
    pub(super) fn file(path: impl Into<PathBuf>, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::AlreadyExists => Self::Exists { path: path.into() },
            _ => Self::File { path: path.into(), detail: error.to_string() },
        }
    }

    /// A runtime that did not start: it needs threads, and files for what wakes them.
    pub(super) fn runtime(error: &io::Error) -> Self {
        let detail = error.to_string();
        if crate::process::is_out_of_files(error) { Self::Files { detail } } else { Self::Threads { detail } }
    }

    /// A failure of the system.
    pub(super) fn system(error: &io::Error) -> Self {
        Self::System { detail: error.to_string() }
    }
}

impl Describe for CliError {
    fn message(&self) -> Message {
        match self {
            Self::KeyMissing => Message::new("cli-error-key-missing"),
            Self::AddressMissing => Message::new("cli-error-address-missing"),
            Self::NoSuchLogin { wanted } => Message::new("service-no-such-login").with("wanted", wanted.as_str()),
            Self::KeyUnreadable => Message::new("cli-error-key-unreadable"),
            Self::NotConfirmed { name } => Message::new("cli-error-not-confirmed").with("name", name.as_str()),
            Self::NeedsYes { name } => Message::new("cli-error-needs-yes").with("name", name.as_str()),
            Self::RemovalNeedsYes { name } => Message::new("cli-error-removal-needs-yes").with("name", name.as_str()),
            Self::NotInFull { name } => Message::new("cli-error-not-in-full").with("name", name.as_str()),
            Self::InvoiceNotFound { wanted } => Message::new("cli-error-invoice-not-found").with("wanted", wanted.as_str()),
            Self::InvoiceAmbiguous { wanted, count } => {
                Message::new("cli-error-invoice-ambiguous").with("wanted", wanted.as_str()).with("count", *count)
            }
            Self::RecordAmbiguous { wanted, count } => {
                Message::new("cli-error-record-ambiguous").with("wanted", wanted.as_str()).with("count", *count)
            }
            Self::RunNotFound { wanted } => Message::new("cli-error-run-not-found").with("wanted", wanted.to_string()),
            Self::BareOnly { option } => Message::new("cli-error-bare-only").with("option", *option),
            Self::NoSuchCommand { command } => Message::new("help-mistake-command").with("command", command.as_str()),
            Self::OneCompany => Message::new("cli-error-one-company"),
            Self::WhichCompany { count } => Message::new("cli-error-which-company").with("count", *count),
            Self::Columns { columns } => Message::new("cli-error-columns").with("columns", columns.as_str()),
            Self::ReportBy => Message::new("cli-report-by"),
            Self::ReportPeriod => Message::new("cli-report-period"),
            Self::NoTerminal => Message::new("cli-error-no-terminal"),
            Self::NotSaid { time, target } => {
                Message::new("cli-error-not-said").with("time", time.as_str()).with("target", *target)
            }
            Self::PathNotSaid { path, target } => {
                Message::new("cli-error-path-not-said").with("path", path.as_str()).with("target", *target)
            }
            Self::OtherZone { time, zone, machine, target } => Message::new("cli-error-zone")
                .with("time", time.as_str())
                .with("zone", zone.as_str())
                .with("machine", machine.as_str())
                .with("target", *target),
            Self::NoTimes => Message::new("cli-error-no-times"),
            Self::Threads { detail } => Message::new("cli-error-threads").with("detail", detail.as_str()),
            Self::Files { detail } => Message::new("cli-error-files").with("detail", detail.as_str()),
            Self::SecretMissing { .. } => Message::new("cli-error-secret-missing"),
            Self::Expiry { given } => Message::new("cli-error-expiry").with("given", given.as_str()),
            Self::RestoreNeedsYes => Message::new("cli-error-restore-needs-yes"),
            Self::NotRestored => Message::new("cli-error-not-restored"),
            Self::GiveUpNeedsYes => Message::new("cli-error-give-up-needs-yes"),
            Self::NotGivenUp => Message::new("cli-error-not-given-up"),
            Self::Exists { path } => Message::new("export-exists").with("path", path.display().to_string()),
            Self::BinaryToTerminal => Message::new("cli-error-binary"),
            Self::FormatMissing => Message::new("help-mistake-missing").with("what", "option").with("arg", "--format <FORMAT>"),
            Self::File { path, detail } => {
                Message::new("cli-error-file").with("path", path.display().to_string()).with("detail", detail.as_str())
            }
            Self::System { detail } => Message::new("cli-error-system").with("detail", detail.as_str()),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(match self {
            Self::AddressMissing => Message::new("cli-error-address-missing-hint"),
            Self::NoSuchLogin { .. } => Message::new("service-login-list-hint"),
            Self::KeyMissing => Message::new("cli-error-key-missing-hint"),
            Self::NeedsYes { name } | Self::RemovalNeedsYes { name } => {
                Message::new("cli-error-needs-yes-hint").with("name", name.as_str())
            }
            Self::NotInFull { .. } => Message::new("cli-error-not-in-full-hint"),
            Self::InvoiceNotFound { .. } => Message::new("cli-error-invoice-not-found-hint"),
            Self::RecordAmbiguous { .. } => Message::new("cli-error-record-ambiguous-hint"),
            Self::InvoiceAmbiguous { .. } => Message::new("cli-error-invoice-ambiguous-hint"),
            Self::RunNotFound { .. } => Message::new("cli-error-run-not-found-hint"),
            Self::BareOnly { option } => Message::new("cli-error-bare-only-hint").with("option", *option),
            Self::NoSuchCommand { .. } => Message::new("help-mistake-hint").with("command", "faktura"),
            Self::WhichCompany { .. } => Message::new("cli-error-which-company-hint"),
            Self::NoTerminal => Message::new("cli-error-no-terminal-hint"),
            Self::SecretMissing { option } => Message::new("cli-error-secret-missing-hint").with("option", *option),
            Self::Expiry { .. } => Message::new("cli-error-expiry-hint"),
            Self::NotSaid { .. } => Message::new("cli-error-not-said-hint"),
            Self::PathNotSaid { .. } => Message::new("cli-error-path-not-said-hint"),
            Self::OtherZone { .. } => Message::new("cli-error-zone-hint"),
            Self::Threads { .. } => Message::new("cli-error-threads-hint"),
            Self::Files { .. } => Message::new("cli-error-files-hint"),
            Self::RestoreNeedsYes => Message::new("cli-error-restore-needs-yes-hint"),
            Self::GiveUpNeedsYes => Message::new("cli-error-give-up-needs-yes-hint"),
            Self::Exists { .. } => Message::new("export-exists-hint"),
            Self::BinaryToTerminal => Message::new("cli-error-binary-hint"),
            Self::FormatMissing => Message::new("export-ending-hint"),
            _ => return None,
        })
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::KeyMissing | Self::KeyUnreadable | Self::AddressMissing | Self::SecretMissing { .. } | Self::NoTimes => {
                ErrorKind::Config
            }
            Self::InvoiceNotFound { .. } | Self::RunNotFound { .. } | Self::File { .. } => ErrorKind::Failed,
            Self::NoSuchLogin { .. }
            | Self::NeedsYes { .. }
            | Self::RemovalNeedsYes { .. }
            | Self::NotInFull { .. }
            | Self::NotConfirmed { .. }
            | Self::InvoiceAmbiguous { .. }
            | Self::RecordAmbiguous { .. }
            | Self::BareOnly { .. }
            | Self::NoSuchCommand { .. }
            | Self::OneCompany
            | Self::WhichCompany { .. }
            | Self::Columns { .. }
            | Self::NotSaid { .. }
            | Self::PathNotSaid { .. }
            | Self::OtherZone { .. }
            | Self::Expiry { .. }
            | Self::RestoreNeedsYes
            | Self::NotRestored
            | Self::GiveUpNeedsYes
            | Self::NotGivenUp
            | Self::Exists { .. }
            | Self::BinaryToTerminal
            | Self::FormatMissing
            | Self::ReportBy
            | Self::ReportPeriod
            | Self::NoTerminal => ErrorKind::Usage,
            Self::Files { .. } | Self::Threads { .. } | Self::System { .. } => ErrorKind::Unexpected,
        }
    }
}

crate::localized_error!(CliError);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<crate::service::bank::BankRefusal> for Failure {
    fn from(error: crate::service::bank::BankRefusal) -> Self {
        Self::Error(error.into())
    }
}

impl From<CliError> for Failure {
    fn from(error: CliError) -> Self {
        Self::Error(error.into())
    }
}
