//! The file in which earlier versions kept incidents and undelivered alerts. It is read once, and taken over into the store.
//!
//! For: [`super::super::alerts`]. Uses: [`file`](mod@super::super::file), the envelope. Never: writing one.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{damaged, envelope};
use crate::domain::{Alert, AlertBook, AlertKind, Channel, CompanyId, Incident, Queued, RunId};
use crate::store::StoreError;
use crate::store::file;

/// The version of the file.
const VERSION: u32 = 1;
/// File of the alerts.
const FILE: &str = "alerts.json";

/// File of alerts. All calls block for the time of a small file.
#[derive(Debug, Clone)]
pub(in crate::store) struct AlertFile {
    path: PathBuf,
}

#[derive(Serialize, Deserialize)]
struct Data {
    last_id: u64,
    incidents: Vec<StoredIncident>,
    queue: Vec<StoredQueued>,
}

#[derive(Serialize, Deserialize)]
struct StoredIncident {
    company: u32,
    kind: String,
    since: String,
    told: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct StoredQueued {
    id: u64,
    channel: String,
    kind: String,
    reminder: bool,
    company: u32,
    company_name: String,
    run: Option<u64>,
    since: String,
    at: String,
    reason: Option<String>,
    tries: u32,
    next: String,
    error: Option<String>,
}

impl AlertFile {
    /// The alerts of the store in this folder.
    pub(in crate::store) fn new(folder: &Path) -> Self {
        Self { path: folder.join(FILE) }
    }

    /// Loads the book; `None` without a file. A damaged file is set aside and reported; the next call finds none.
    pub(in crate::store) fn load(&self) -> Result<Option<AlertBook>, StoreError> {
        let Some(content) = file::read(&self.path)? else { return Ok(None) };
        let read = envelope::read::<Data>(&content, &self.path, VERSION);
        match read.and_then(|data| data.book().ok_or_else(|| damaged(&self.path))) {
            Err(error @ StoreError::Damaged { .. }) => {
                file::write(&self.path.with_extension("json.damaged"), &content)?;
                file::remove(&self.path)?;
                Err(error)
            }
            read => read.map(Some),
        }
    }

    /// Removes the file, durably.
    pub(in crate::store) fn remove(&self) -> Result<(), StoreError> {
        file::remove(&self.path)
    }
}

impl Data {
    /// Decodes the stored form; `None` for an unknown value.
    fn book(self) -> Option<AlertBook> {
        Some(AlertBook {
            last_id: self.last_id,
            incidents: self.incidents.into_iter().map(StoredIncident::incident).collect::<Option<_>>()?,
            queue: self.queue.into_iter().map(StoredQueued::queued).collect::<Option<_>>()?,
        })
    }
}

impl StoredIncident {
    fn incident(self) -> Option<Incident> {
        Some(Incident {
            company: CompanyId(self.company),
            kind: AlertKind::parse(&self.kind)?,
            since: self.since.parse().ok()?,
            told: self.told.map(|at| at.parse::<Timestamp>()).transpose().ok()?,
        })
    }
}

impl StoredQueued {
    fn queued(self) -> Option<Queued> {
        let alert = Alert {
            kind: AlertKind::parse(&self.kind)?,
            reminder: self.reminder,
            test: false,
            company: CompanyId(self.company),
            company_name: self.company_name,
            run: self.run.map(RunId),
            since: self.since.parse().ok()?,
            at: self.at.parse().ok()?,
            reason: self.reason,
        };
        Some(Queued {
            id: self.id,
            channel: Channel::parse(&self.channel)?,
            alert,
            tries: self.tries,
            next: self.next.parse().ok()?,
            error: self.error,
        })
    }
}
