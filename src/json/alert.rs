//! Alerts: what is set, what is wrong, what waits. What is sent has a shape of its own ([`crate::alert::message`]).

use serde::Serialize;

use super::value::{Instant, Shown};
use crate::domain::{Incident, Queued};
use crate::error::Error;
use crate::locale::Locale;
use crate::service::{AlertsView, SecretView};

/// `faktura alert list --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AlertsJson {
    /// Channels that are in the configuration.
    pub channels: Vec<&'static str>,
    /// Secrets that are set; nothing of them is shown.
    pub secrets: Vec<SecretJson>,
    /// What is wrong now.
    pub incidents: Vec<IncidentJson>,
    /// What waits to be told.
    pub waiting: Vec<QueuedJson>,
}

/// A secret that is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are the promise")]
pub struct SecretJson {
    pub name: &'static str,
    pub set: Instant,
}

/// What is wrong with a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are the promise; Incident explains them")]
pub struct IncidentJson {
    pub company_id: u32,
    pub kind: &'static str,
    pub since: Instant,
    pub told: Option<Instant>,
}

/// An alert on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are the promise; Queued explains them")]
pub struct QueuedJson {
    pub id: u64,
    pub channel: &'static str,
    pub kind: &'static str,
    pub company_id: u32,
    pub company: String,
    pub tries: u32,
    pub next: Instant,
    pub error: Option<String>,
}

/// How a test went through one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TriedJson {
    /// The channel.
    pub channel: &'static str,
    /// Why it did not go; null where it did.
    pub error: Option<String>,
}

impl AlertsJson {
    /// What scripts see of alerts.
    #[must_use]
    pub fn new(view: &AlertsView) -> Self {
        Self {
            channels: view.channels.iter().map(|channel| channel.as_str()).collect(),
            secrets: view.secrets.iter().map(SecretJson::from).collect(),
            incidents: view.incidents.iter().map(IncidentJson::from).collect(),
            waiting: view.queue.iter().map(QueuedJson::from).collect(),
        }
    }
}

impl TriedJson {
    /// What scripts see of a test; texts in the language given.
    #[must_use]
    pub fn new(channel: crate::domain::Channel, error: Option<&Error>, locale: &Locale) -> Self {
        Self { channel: channel.as_str(), error: error.map(|error| locale.text(&error.message)) }
    }
}

impl From<&SecretView> for SecretJson {
    fn from(view: &SecretView) -> Self {
        Self { name: view.secret.as_str(), set: Shown(view.set) }
    }
}

impl From<&Incident> for IncidentJson {
    fn from(incident: &Incident) -> Self {
        Self {
            company_id: incident.company.0,
            kind: incident.kind.as_str(),
            since: Shown(incident.since),
            told: incident.told.map(Shown),
        }
    }
}

impl From<&Queued> for QueuedJson {
    fn from(queued: &Queued) -> Self {
        Self {
            id: queued.id,
            channel: queued.channel.as_str(),
            kind: queued.alert.kind.as_str(),
            company_id: queued.alert.company.0,
            company: queued.alert.company_name.clone(),
            tries: queued.tries,
            next: Shown(queued.next),
            error: queued.error.clone(),
        }
    }
}
