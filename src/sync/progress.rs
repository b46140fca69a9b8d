//! Events and progress of a sync.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::as_text;
use crate::domain::{CompanyId, Counts, Delivery, RecordKey, RunId, SyncMode, SyncRun};

/// An event of a run. Slow subscribers may miss events; the final state is always in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// A run began.
    Started(Progress),
    /// A run went on.
    Progress(Progress),
    /// A commit is durable; these invoices are new or changed.
    Committed {
        /// The run.
        run: RunId,
        /// Written invoices.
        keys: Vec<RecordKey>,
    },
    /// A run ended, however it did.
    Ended(Box<SyncRun>),
    /// An integration did something: a calendar was synced, documents were archived, time came from Slack.
    Integrated(Integrated),
    /// An attempt to deliver a mail ended.
    Delivery(Box<Delivery>),
    /// A call changed something: of this company, or of several or the store as a whole. Readers look again.
    Changed(Option<CompanyId>),
    /// Something may have happened that was not told: look again.
    Missed,
}

/// What an integration did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Integrated {
    /// The company.
    pub company: CompanyId,
    /// `calendar`, `archive` or `slack`.
    pub kind: String,
    /// Name of the calendar, user at Slack; empty for the archive.
    pub name: String,
    /// How many events, entries or documents were written.
    pub written: u64,
    /// Whether it failed.
    pub failed: bool,
}

/// Progress of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The run.
    pub run: RunId,
    /// Its company.
    pub company: CompanyId,
    /// The company's name.
    pub name: String,
    /// Its mode.
    pub mode: SyncMode,
    /// Counts so far.
    pub counts: Counts,
    /// Pages committed.
    pub pages: u32,
    /// Pages that there are, where that can be told.
    pub pages_total: Option<u32>,
    /// Invoices that there are, where that can be told.
    pub invoices_total: Option<u64>,
    /// Time since it began.
    pub elapsed: Duration,
    /// Requests left in the window, and its size.
    pub quota: Option<(u32, u32)>,
    /// Waits for the service (a retry or the quota) until then.
    #[serde(with = "as_text")]
    pub waiting_until: Option<Timestamp>,
}

impl Progress {
    /// Invoices per second so far.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a speed for people")]
    pub fn rate(&self) -> f64 {
        self.counts.documents.processed as f64 / self.elapsed.as_secs_f64().max(0.001)
    }

    /// Time left at this speed, where it can be told.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "an estimate for people")]
    pub fn time_left(&self) -> Option<Duration> {
        let left = self.invoices_total?.checked_sub(self.counts.documents.processed)?;
        let rate = self.rate();
        (rate > 0.0).then(|| Duration::try_from_secs_f64(left as f64 / rate).ok()).flatten()
    }
}
