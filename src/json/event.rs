//! Events of the service.

use serde::Serialize;

use super::delivery::DeliveryJson;
use super::sync::RunJson;
use crate::locale::Locale;
use crate::query::Names;
use crate::sync::{Event, Progress};

/// The data of an event; which one it is, its name says.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum EventJson {
    /// `started` and `progress`.
    Progress {
        /// The word of the event.
        #[serde(skip)]
        name: &'static str,
        /// How far it is.
        #[serde(flatten)]
        progress: ProgressJson,
    },
    /// `committed`: these invoices are new or changed, durably.
    Committed(CommittedJson),
    /// `ended`: as the sync log has it.
    Ended(Box<RunJson>),
    /// `integrated`: an integration did something.
    Integrated(IntegratedJson),
    /// `delivery`: an attempt to deliver a mail ended.
    Delivery(Box<DeliveryJson>),
    /// `changed`: a call changed something.
    Changed(ChangedEventJson),
    /// `missed`: nothing, but look again.
    Missed {},
}

/// How far a sync is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Progress))]
#[expect(missing_docs, reason = "the names are the promise; Progress explains them")]
pub struct ProgressJson {
    pub run_id: u64,
    pub company_id: u32,
    pub company: String,
    pub mode: &'static str,
    pub invoices_processed: u64,
    /// Where it can be told.
    pub invoices_total: Option<u64>,
    pub pages: u32,
    /// Where it can be told.
    pub pages_total: Option<u32>,
    pub elapsed_seconds: f64,
}

/// What was committed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Committed))]
pub struct CommittedJson {
    /// The run.
    pub run_id: u64,
    /// The company; null where nothing was new or changed.
    pub company_id: Option<u32>,
    /// The accounting service's identifiers.
    pub invoice_ids: Vec<String>,
}

/// What an integration did.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Integrated))]
pub struct IntegratedJson {
    /// The company.
    pub company_id: u32,
    /// `calendar`, `archive` or `slack`.
    pub kind: String,
    /// Name of the calendar, user at Slack; empty for the archive.
    pub name: String,
    /// How many events, entries or documents were written.
    pub written: u64,
    /// Whether it failed.
    pub failed: bool,
}

/// Where a call changed something.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = ChangedEvent))]
pub struct ChangedEventJson {
    /// The company; null for several, or the store as a whole.
    pub company_id: Option<u32>,
}

impl EventJson {
    /// What scripts see of an event, with the names of companies that its client sees; texts in the language given.
    #[must_use]
    pub fn new(event: &Event, names: &Names, locale: &Locale) -> Self {
        match event {
            Event::Started(progress) => Self::Progress { name: "started", progress: progress.into() },
            Event::Progress(progress) => Self::Progress { name: "progress", progress: progress.into() },
            Event::Committed { run, keys } => Self::Committed(CommittedJson {
                run_id: run.0,
                company_id: keys.first().map(|key| key.company.0),
                invoice_ids: keys.iter().map(|key| key.id.to_string()).collect(),
            }),
            Event::Ended(run) => Self::Ended(Box::new(RunJson::logged(run, None, locale))),
            Event::Integrated(done) => Self::Integrated(IntegratedJson {
                company_id: done.company.0,
                kind: done.kind.clone(),
                name: done.name.clone(),
                written: done.written,
                failed: done.failed,
            }),
            Event::Delivery(delivery) => Self::Delivery(Box::new(DeliveryJson::new(delivery, Some(names), locale))),
            Event::Changed(company) => Self::Changed(ChangedEventJson { company_id: company.map(|company| company.0) }),
            Event::Missed => Self::Missed {},
        }
    }

    /// The name of the event.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Progress { name, .. } => name,
            Self::Committed(_) => "committed",
            Self::Ended(_) => "ended",
            Self::Integrated(_) => "integrated",
            Self::Delivery(_) => "delivery",
            Self::Changed(_) => "changed",
            Self::Missed {} => "missed",
        }
    }
}

impl From<&Progress> for ProgressJson {
    fn from(progress: &Progress) -> Self {
        Self {
            run_id: progress.run.0,
            company_id: progress.company.0,
            company: progress.name.clone(),
            mode: progress.mode.as_str(),
            invoices_processed: progress.counts.documents.processed,
            invoices_total: progress.invoices_total,
            pages: progress.pages,
            pages_total: progress.pages_total,
            elapsed_seconds: progress.elapsed.as_secs_f64(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CompanyId, RecordKey, RemoteId, RunId};
    use crate::locale::english;

    #[test]
    fn events_have_the_names_that_scripts_know() {
        let keys = vec![RecordKey::document(CompanyId(2), RemoteId::new("7"))];
        let json = EventJson::new(&Event::Committed { run: RunId(3), keys }, &Names::new(), english());
        assert_eq!(json.name(), "committed");
        assert_eq!(serde_json::to_string(&json).unwrap(), r#"{"run_id":3,"company_id":2,"invoice_ids":["7"]}"#);
        let json = EventJson::new(&Event::Missed, &Names::new(), english());
        assert_eq!((json.name(), serde_json::to_string(&json).unwrap().as_str()), ("missed", "{}"));
    }
}
