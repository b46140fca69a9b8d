//! Incidents and the queue of alerts in one small file: both change together or not at all.
//!
//! Backups leave it out: alerts that waited at the time of a backup were sent since.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{damaged, envelope};
use crate::domain::{Alert, AlertBook, AlertKind, Channel, CompanyId, Incident, Queued, RunId};
use crate::store::StoreError;
use crate::store::file;

/// The version that this program writes.
const VERSION: u32 = 1;
/// File of the alerts.
const FILE: &str = "alerts.json";

/// File of alerts. All calls block for the time of a small file.
#[derive(Debug, Clone)]
pub struct AlertFile {
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
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self { path: folder.join(FILE) }
    }

    /// Loads the book. A damaged file is set aside and reported; the next call finds none.
    pub fn load(&self) -> Result<AlertBook, StoreError> {
        let Some(content) = file::read(&self.path)? else { return Ok(AlertBook::default()) };
        let read = envelope::read::<Data>(&content, &self.path, VERSION);
        match read.and_then(|data| data.book().ok_or_else(|| damaged(&self.path))) {
            Err(error @ StoreError::Damaged { .. }) => {
                file::write(&self.path.with_extension("json.damaged"), &content)?;
                file::remove(&self.path)?;
                Err(error)
            }
            read => read,
        }
    }

    /// Saves the book, durably.
    pub fn save(&self, book: &AlertBook) -> Result<(), StoreError> {
        file::write(&self.path, &envelope::write(&Data::of(book), VERSION)?)
    }
}

impl Data {
    fn of(book: &AlertBook) -> Self {
        let incident = |incident: &Incident| StoredIncident {
            company: incident.company.0,
            kind: incident.kind.as_str().to_owned(),
            since: incident.since.to_string(),
            told: incident.told.map(|at| at.to_string()),
        };
        let queued = |queued: &Queued| StoredQueued {
            id: queued.id,
            channel: queued.channel.as_str().to_owned(),
            kind: queued.alert.kind.as_str().to_owned(),
            reminder: queued.alert.reminder,
            company: queued.alert.company.0,
            company_name: queued.alert.company_name.clone(),
            run: queued.alert.run.map(|run| run.0),
            since: queued.alert.since.to_string(),
            at: queued.alert.at.to_string(),
            reason: queued.alert.reason.clone(),
            tries: queued.tries,
            next: queued.next.to_string(),
            error: queued.error.clone(),
        };
        Self {
            last_id: book.last_id,
            incidents: book.incidents.iter().map(incident).collect(),
            queue: book.queue.iter().map(queued).collect(),
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_survives_and_a_damaged_file_is_set_aside() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = AlertFile::new(dir.path());
        assert_eq!(file.load().expect("none"), AlertBook::default());
        let (at, company) = (Timestamp::UNIX_EPOCH, CompanyId(3));
        let incident = Incident { company, kind: AlertKind::Stale, since: at, told: Some(at) };
        let alert = Alert {
            kind: AlertKind::Failed,
            reminder: true,
            test: false,
            company,
            company_name: "Egy \"Kft.\"\u{202e}\n".to_owned(),
            run: Some(RunId(7)),
            since: at,
            at,
            reason: Some("mert".to_owned()),
        };
        let queued = Queued { id: 9, channel: Channel::Email, alert, tries: 2, next: at, error: Some("down".to_owned()) };
        let book = AlertBook { incidents: vec![incident], last_id: 9, queue: vec![queued] };
        file.save(&book).expect("kept");
        assert_eq!(AlertFile::new(dir.path()).load().expect("read"), book);
        let path = dir.path().join(FILE);
        let mut bytes = std::fs::read(&path).expect("there");
        bytes[200] ^= 1;
        std::fs::write(&path, &bytes).expect("written");
        assert!(matches!(file.load(), Err(StoreError::Damaged { .. })));
        assert_eq!(file.load().expect("none"), AlertBook::default());
        assert_eq!(std::fs::read(dir.path().join("alerts.json.damaged")).expect("there"), bytes);
    }
}
