//! A time entry as lists show it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{EntryState, TimeEntry};
use crate::domain::as_text;

/// A time entry with the names of what it refers to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRow {
    /// The entry.
    pub entry: TimeEntry,
    /// Name of the person.
    pub person: String,
    /// Name of the project.
    pub project: Option<String>,
    /// Name of the client.
    pub client: Option<String>,
    /// Its day as the books count days, whatever zone it has.
    #[serde(with = "as_text")]
    pub date: Date,
    /// Its tags with blanks between.
    pub tags: String,
}

impl EntryRow {
    /// How far it is.
    #[must_use]
    pub fn state(&self) -> EntryState {
        self.entry.state()
    }
}
