//! Time of files: what is asked of an import, and what became of it.
//!
//! For: imports of time. Uses: domain. Never: the books.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::time::Span;
use crate::domain::{Message, RemoteId};

/// An entry of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Line of the file, from 1.
    pub line: u64,
    /// Its identifier in the source.
    pub id: String,
    /// The identifier that an older version gave it; empty where it is the same.
    pub older: String,
    /// When, and how long.
    pub span: Span,
    /// Name or address of the person; empty where the file names none.
    pub person: String,
    /// Client; empty where the file names none.
    pub client: String,
    /// Project; empty where the file names none.
    pub project: String,
    /// Task.
    pub task: String,
    /// Note.
    pub note: String,
    /// Tags.
    pub tags: Vec<String>,
    /// Whether it is billable, where the file says.
    pub billable: Option<bool>,
    /// The text that it was read from.
    pub raw: String,
}

/// Entries of a file to import.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FileTime {
    /// Name of the form, such as `toggl`.
    pub source: String,
    /// Entries; a part of the file where it is large.
    pub entries: Vec<FileEntry>,
    /// The project of all entries; by the names in the file where none is given.
    pub project: Option<String>,
    /// The person of all entries; by the names in the file where none is given.
    pub person: Option<String>,
    /// Whether the whole file names one person at most.
    pub single: bool,
    /// Looks only: what would be refused.
    pub look: bool,
    /// Takes over what was changed in the file since it was imported.
    pub update: bool,
}

/// What became of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeImported {
    /// Entries that are new.
    pub imported: u64,
    /// Their seconds.
    pub seconds: i64,
    /// Entries that were imported before.
    pub duplicates: u64,
    /// Duplicates that were deleted here since.
    #[serde(default)]
    pub deleted: u64,
    /// New entries that another person has under the same identifier: the file names no person.
    #[serde(default)]
    pub beside_others: u64,
    /// Entries that were changed in the file since they were imported, and are as before here.
    pub changed: Vec<ChangedLine>,
    /// Entries of which the change was taken over.
    pub updated: u64,
    /// Entries that cannot be taken, by line.
    pub refused: Vec<(u64, Message)>,
    /// Their identifiers: a line may have several entries, as that of a series of events.
    pub left_out: BTreeSet<String>,
    /// Projects of the file that none of the books has: their entries are unassigned.
    pub unmapped: BTreeSet<String>,
    /// Tags of entries that are unassigned and name no project themselves.
    pub unmapped_tags: BTreeSet<String>,
    /// People that were added.
    pub people: BTreeSet<String>,
}

/// An entry that says something else than it said when it was imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedLine {
    /// Line of the file, from 1.
    pub line: u64,
    /// The entry here.
    pub entry: RemoteId,
    /// What it is here.
    pub was: String,
    /// What it is in the file.
    pub now: String,
}

impl TimeImported {
    /// Notes why an entry is not taken.
    pub(super) fn refuse(&mut self, entry: FileEntry, message: Message) {
        self.refused.push((entry.line, message));
        self.left_out.insert(entry.id);
    }
}
