//! Errors of the store, in words for people.

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::domain::{CompanyId, Message};
use crate::error::{Describe, ErrorKind};
use crate::process;

/// Why the store could not do what was asked. Whatever it says, the store is as it was before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// Another process has it open.
    InUse {
        /// The store's folder.
        path: PathBuf,
        /// The process that holds it, where it can be told.
        pid: Option<u32>,
    },
    /// The process that has it open was stopped: it neither answers nor ends.
    Stopped {
        /// The store's folder.
        path: PathBuf,
        /// The process.
        pid: u32,
    },
    /// The file system has no working locks, so two processes could not be kept apart.
    NoLocks {
        /// The store's folder.
        path: PathBuf,
    },
    /// Written by a newer version.
    Newer {
        /// The version that wrote it.
        written_by: String,
    },
    /// No space is left.
    DiskFull {
        /// The store's folder.
        path: PathBuf,
    },
    /// Less space is left than is needed.
    NoRoom {
        /// The folder.
        path: PathBuf,
        /// Bytes that are free.
        free: u64,
        /// Bytes that are needed.
        needed: u64,
    },
    /// The folder cannot be written to.
    ReadOnly {
        /// The folder.
        path: PathBuf,
    },
    /// The file system is mounted read-only.
    ReadOnlyDisk {
        /// The folder.
        path: PathBuf,
    },
    /// A pipe, a device or a folder lies where a file of the store belongs, or a file where a folder belongs.
    Misplaced {
        /// Where it lies.
        path: PathBuf,
    },
    /// This process may open no more files.
    OpenFiles {
        /// The file.
        path: PathBuf,
        /// Detail from the system.
        detail: String,
    },
    /// Another failure of a file.
    File {
        /// The file.
        path: PathBuf,
        /// Detail from the system.
        detail: String,
    },
    /// A record or a file is damaged.
    Damaged {
        /// File, or tree and key.
        place: String,
    },
    /// The database itself cannot be read any more: it is set aside when it is opened next.
    Corrupt {
        /// File, or tree and key.
        place: String,
    },
    /// A record is too large to keep.
    TooLarge {
        /// Name of the value.
        what: String,
    },
    /// A backup cannot be read: not one of ours, damaged, or sealed to another identity.
    Backup {
        /// Why.
        detail: String,
    },
    /// The place for a copy has something in it.
    Filled {
        /// Folder, or host and database.
        place: String,
    },
    /// What was copied is not what the source has.
    Differs {
        /// The part that differs.
        place: String,
    },
    /// A commit that breaks a rule of the store: a mistake of the program, never of a person.
    Invalid {
        /// Which rule.
        rule: &'static str,
    },
    /// An own record or an item of the outbox was changed meanwhile.
    Stale {
        /// Its identifier.
        what: String,
    },
    /// A queue of the outbox has no room.
    QueueFull {
        /// Limit of its items.
        limit: usize,
    },
    /// Another process syncs the company.
    Leased {
        /// That process.
        holder: String,
        /// Until when, unless it goes on.
        until: Timestamp,
    },
    /// Another process took over the sync of the company.
    LeaseLost {
        /// The company.
        company: CompanyId,
    },
    /// The address of a database cannot be read.
    Address {
        /// Why, without the address: it may hold a password.
        detail: String,
    },
    /// A database does not answer, or the connection to it was lost.
    Unreachable {
        /// Host and database.
        place: String,
        /// Detail from the system or from the database.
        detail: String,
    },
    /// A database takes no more connections.
    Crowded {
        /// Host and database.
        place: String,
        /// Detail from the database.
        detail: String,
    },
    /// A database refuses the user, or the user lacks a right.
    Denied {
        /// Host and database.
        place: String,
        /// Detail from the database.
        detail: String,
    },
    /// A schema has a table of ours by name that is another one.
    ForeignTable {
        /// Host and database.
        place: String,
        /// The schema.
        schema: String,
        /// The table.
        table: String,
    },
    /// A table or a column of ours is not there any more.
    TableMissing {
        /// Host and database.
        place: String,
        /// Detail from the database.
        detail: String,
    },
    /// The disk of a database has no space left.
    ServerFull {
        /// Host and database.
        place: String,
    },
    /// A database takes no writes: a replica.
    ServerReadOnly {
        /// Host and database.
        place: String,
    },
    /// The database itself failed.
    Database {
        /// Detail from the operating system.
        detail: String,
    },
}

impl StoreError {
    /// The error of a file, in the words of the store.
    #[must_use]
    pub fn of_file(path: &Path, error: &io::Error) -> Self {
        let folder = || path.parent().unwrap_or(path).to_owned();
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path: folder() },
            io::ErrorKind::PermissionDenied => Self::ReadOnly { path: folder() },
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnlyDisk { path: folder() },
            io::ErrorKind::IsADirectory | io::ErrorKind::NotADirectory => Self::Misplaced { path: path.to_owned() },
            _ if process::is_out_of_files(error) => Self::OpenFiles { path: path.to_owned(), detail: error.to_string() },
            _ if process::is_no_file(error) => Self::Misplaced { path: path.to_owned() },
            _ => Self::File { path: path.to_owned(), detail: error.to_string() },
        }
    }
}

impl Describe for StoreError {
    fn message(&self) -> Message {
        let path = |path: &PathBuf| path.display().to_string();
        match self {
            Self::InUse { path: p, pid } => match pid {
                Some(pid) => Message::new("store-in-use-by").with("path", path(p)).with("pid", pid.to_string()),
                None => Message::new("store-in-use").with("path", path(p)),
            },
            Self::Stopped { path: p, pid } => Message::new("store-stopped").with("path", path(p)).with("pid", pid.to_string()),
            Self::NoLocks { path: p } => Message::new("store-no-locks").with("path", path(p)),
            Self::Newer { written_by } => Message::new("store-newer").with("version", written_by.as_str()),
            Self::DiskFull { path: p } => Message::new("store-disk-full").with("path", path(p)),
            Self::NoRoom { path: p, free, needed } => {
                // In tenths of a megabyte; what is needed is rounded up, what is free down.
                let shown = |tenths: u64| format!("{}.{}", tenths / 10, tenths % 10);
                let (free, needed) = (shown(free / 100_000), shown(needed.div_ceil(100_000)));
                Message::new("store-no-room").with("path", path(p)).with("free", free).with("needed", needed)
            }
            Self::ReadOnly { path: p } => Message::new("store-read-only").with("path", path(p)),
            Self::ReadOnlyDisk { path: p } => Message::new("store-read-only-disk").with("path", path(p)),
            Self::Misplaced { path: p } => Message::new("store-misplaced").with("path", path(p)),
            Self::OpenFiles { path: p, detail } | Self::File { path: p, detail } => {
                Message::new("store-file").with("path", path(p)).with("detail", detail.as_str())
            }
            Self::Damaged { place } => Message::new("store-damaged").with("place", place.as_str()),
            Self::Corrupt { place } => Message::new("store-corrupt").with("place", place.as_str()),
            Self::TooLarge { what } => Message::new("store-too-large").with("what", what.as_str()),
            Self::Backup { detail } => Message::new("store-backup").with("detail", detail.as_str()),
            Self::Filled { place } => Message::new("store-filled").with("place", place.as_str()),
            Self::Differs { place } => Message::new("store-differs").with("place", place.as_str()),
            Self::Invalid { rule } => Message::new("store-invalid").with("rule", *rule),
            Self::Stale { what } => Message::new("store-stale").with("what", what.as_str()),
            Self::QueueFull { limit } => Message::new("store-queue-full").with("limit", limit.to_string()),
            Self::Leased { holder, until } => {
                let until = until.strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
                Message::new("store-leased").with("holder", holder.as_str()).with("until", until)
            }
            Self::LeaseLost { company } => Message::new("store-lease-lost").with("company", company.to_string()),
            Self::Address { detail } => Message::new("store-address").with("detail", detail.as_str()),
            Self::Unreachable { place, detail } => {
                Message::new("store-unreachable").with("place", place.as_str()).with("detail", detail.as_str())
            }
            Self::Crowded { place, detail } => {
                Message::new("store-crowded").with("place", place.as_str()).with("detail", detail.as_str())
            }
            Self::Denied { place, detail } => {
                Message::new("store-denied").with("place", place.as_str()).with("detail", detail.as_str())
            }
            Self::ForeignTable { place, schema, table } => {
                let message = Message::new("store-foreign-table").with("place", place.as_str());
                message.with("schema", schema.as_str()).with("table", table.as_str())
            }
            Self::TableMissing { place, detail } => {
                Message::new("store-table-missing").with("place", place.as_str()).with("detail", detail.as_str())
            }
            Self::ServerFull { place } => Message::new("store-server-full").with("place", place.as_str()),
            Self::ServerReadOnly { place } => Message::new("store-server-read-only").with("place", place.as_str()),
            Self::Database { detail } => Message::new("store-database").with("detail", detail.as_str()),
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self::InUse { .. } => Some(Message::new("store-in-use-hint")),
            Self::Stopped { pid, .. } => Some(Message::new("store-stopped-hint").with("pid", pid.to_string())),
            Self::Newer { .. } => Some(Message::new("store-newer-hint")),
            Self::DiskFull { .. } | Self::NoRoom { .. } => Some(Message::new("store-disk-full-hint")),
            Self::ReadOnly { .. } => Some(Message::new("store-read-only-hint")),
            Self::ReadOnlyDisk { .. } => Some(Message::new("store-read-only-disk-hint")),
            Self::Misplaced { .. } => Some(Message::new("store-misplaced-hint")),
            Self::OpenFiles { .. } => Some(Message::new("cli-error-files-hint")),
            Self::Damaged { .. } => Some(Message::new("store-damaged-hint")),
            Self::Corrupt { .. } => Some(Message::new("store-corrupt-hint")),
            Self::Filled { .. } => Some(Message::new("store-filled-hint")),
            Self::Differs { .. } => Some(Message::new("store-differs-hint")),
            Self::Stale { .. } => Some(Message::new("store-stale-hint")),
            Self::QueueFull { .. } => Some(Message::new("store-queue-full-hint")),
            Self::Address { .. } => Some(Message::new("store-address-hint")),
            Self::Unreachable { detail, .. } if detail.contains("certificate") => Some(Message::new("store-certificate-hint")),
            Self::Unreachable { .. } => Some(Message::new("store-unreachable-hint")),
            Self::Crowded { .. } => Some(Message::new("store-crowded-hint")),
            Self::Denied { .. } => Some(Message::new("store-denied-hint")),
            Self::ForeignTable { .. } => Some(Message::new("store-foreign-table-hint")),
            Self::TableMissing { .. } => Some(Message::new("store-table-missing-hint")),
            Self::ServerFull { .. } => Some(Message::new("store-server-full-hint")),
            Self::ServerReadOnly { .. } => Some(Message::new("store-server-read-only-hint")),
            Self::Leased { .. } | Self::LeaseLost { .. } => Some(Message::new("store-leased-hint")),
            _ => None,
        }
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::InUse { .. } | Self::Stopped { .. } | Self::NoLocks { .. } => ErrorKind::InUse,
            Self::Newer { .. }
            | Self::ReadOnly { .. }
            | Self::ReadOnlyDisk { .. }
            | Self::Address { .. }
            | Self::Denied { .. }
            | Self::ForeignTable { .. }
            | Self::TableMissing { .. }
            | Self::ServerReadOnly { .. } => ErrorKind::Config,
            Self::DiskFull { .. }
            | Self::NoRoom { .. }
            | Self::Unreachable { .. }
            | Self::Crowded { .. }
            | Self::ServerFull { .. }
            | Self::Stale { .. }
            | Self::QueueFull { .. }
            | Self::Leased { .. }
            | Self::LeaseLost { .. }
            | Self::Backup { .. }
            | Self::Filled { .. }
            | Self::Differs { .. }
            | Self::Misplaced { .. }
            | Self::Damaged { .. }
            | Self::Corrupt { .. } => ErrorKind::Failed,
            _ => ErrorKind::Unexpected,
        }
    }
}

crate::localized_error!(StoreError);
