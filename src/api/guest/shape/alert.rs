//! Alerts.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_with::{DisplayFromStr, serde_as};

use super::stands_for;
use super::sync::{IdShape, RunIdShape};
use crate::domain::{Alert, AlertKind, AlertSecret, Channel, CompanyId, Incident, Queued, RunId};
use crate::service::{AlertsView, SecretView};

type At = DisplayFromStr;

#[derive(Serialize, Deserialize)]
#[serde(remote = "AlertKind")]
enum AlertKindShape {
    Recovered,
    NavRefused,
    Partial,
    Deferred,
    Stale,
    Failed,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Channel")]
pub(super) enum ChannelShape {
    Command,
    Webhook,
    Email,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "AlertSecret")]
pub(super) enum AlertSecretShape {
    WebhookUrl,
    WebhookSecret,
    SmtpPassword,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Alert")]
struct AlertShape {
    #[serde_as(as = "AlertKindShape")]
    kind: AlertKind,
    reminder: bool,
    test: bool,
    #[serde_as(as = "IdShape")]
    company: CompanyId,
    company_name: String,
    #[serde_as(as = "Option<RunIdShape>")]
    run: Option<RunId>,
    #[serde_as(as = "At")]
    since: Timestamp,
    #[serde_as(as = "At")]
    at: Timestamp,
    reason: Option<String>,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Incident")]
struct IncidentShape {
    #[serde_as(as = "IdShape")]
    company: CompanyId,
    #[serde_as(as = "AlertKindShape")]
    kind: AlertKind,
    #[serde_as(as = "At")]
    since: Timestamp,
    #[serde_as(as = "Option<At>")]
    told: Option<Timestamp>,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Queued")]
struct QueuedShape {
    id: u64,
    #[serde_as(as = "ChannelShape")]
    channel: Channel,
    #[serde_as(as = "AlertShape")]
    alert: Alert,
    tries: u32,
    #[serde_as(as = "At")]
    next: Timestamp,
    error: Option<String>,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "SecretView")]
struct SecretViewShape {
    #[serde_as(as = "AlertSecretShape")]
    secret: AlertSecret,
    #[serde_as(as = "At")]
    set: Timestamp,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "AlertsView")]
pub(super) struct AlertsShape {
    #[serde_as(as = "Vec<ChannelShape>")]
    channels: Vec<Channel>,
    #[serde_as(as = "Vec<SecretViewShape>")]
    secrets: Vec<SecretView>,
    #[serde_as(as = "Vec<IncidentShape>")]
    incidents: Vec<Incident>,
    #[serde_as(as = "Vec<QueuedShape>")]
    queue: Vec<Queued>,
}

stands_for! {
    AlertKindShape: AlertKind, ChannelShape: Channel, AlertSecretShape: AlertSecret, AlertShape: Alert,
    IncidentShape: Incident, QueuedShape: Queued, SecretViewShape: SecretView, AlertsShape: AlertsView,
}
