//! Alerts: incidents of companies and the queue of messages about them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::as_text;
use super::{CompanyId, RunId};

/// What is wrong, or right again; the later the worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AlertKind {
    /// In sync again.
    Recovered,
    /// The tax authority refused reports of invoices.
    NavRefused,
    /// The last sync refused some invoices.
    Partial,
    /// The service asked us to wait.
    Deferred,
    /// There was no successful sync for long.
    Stale,
    /// The last sync failed.
    Failed,
}

/// A delivery channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Channel {
    /// A program of the user's.
    Command,
    /// An HTTP address.
    Webhook,
    /// E-mail.
    Email,
}

/// A secret that a channel needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AlertSecret {
    /// The webhook's address, where knowing it is enough to post.
    WebhookUrl,
    /// What webhooks are signed with.
    WebhookSecret,
    /// The password of the mail server.
    SmtpPassword,
}

/// Something to tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// What it is.
    pub kind: AlertKind,
    /// Whether it was told before and is still so.
    pub reminder: bool,
    /// True for a test alert.
    pub test: bool,
    /// The company; 0 in a test.
    pub company: CompanyId,
    /// Its name.
    pub company_name: String,
    /// The run that it is about, where there is one.
    pub run: Option<RunId>,
    /// Since when it is so.
    #[serde(with = "as_text")]
    pub since: Timestamp,
    /// When it was noticed.
    #[serde(with = "as_text")]
    pub at: Timestamp,
    /// Why, in words, where there are any.
    pub reason: Option<String>,
}

/// Something that is wrong with a company, from when it was noticed until it is right again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// The company.
    pub company: CompanyId,
    /// What is wrong now.
    pub kind: AlertKind,
    /// Since when something is.
    #[serde(with = "as_text")]
    pub since: Timestamp,
    /// When it was last told; `None` where it is not worth telling.
    #[serde(with = "as_text")]
    pub told: Option<Timestamp>,
}

/// An alert on its way through one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queued {
    /// Its number in this store: deliveries of the same one have the same.
    pub id: u64,
    /// Through which channel.
    pub channel: Channel,
    /// What.
    pub alert: Alert,
    /// How often it was tried.
    pub tries: u32,
    /// Not before then.
    #[serde(with = "as_text")]
    pub next: Timestamp,
    /// Why it did not go the last time.
    pub error: Option<String>,
}

/// All that must survive: what is wrong, and what waits to be told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AlertBook {
    /// What is wrong, one a company at most.
    pub incidents: Vec<Incident>,
    /// The last number that was given.
    pub last_id: u64,
    /// What waits, in the order in which it came.
    pub queue: Vec<Queued>,
}

/// Implements the words of an enumeration.
macro_rules! words {
    ($type:ident: $($variant:ident $word:literal),+ $(,)?) => {
        impl $type {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word of the configuration, the command line and JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }

            /// What a word means.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == word)
            }
        }
    };
}

words!(AlertKind: Failed "failed", Partial "partial", Deferred "deferred", Stale "stale", NavRefused "nav_refused", Recovered "recovered");
words!(Channel: Command "command", Webhook "webhook", Email "email");
words!(AlertSecret: WebhookUrl "webhook-url", WebhookSecret "webhook-secret", SmtpPassword "smtp-password");
