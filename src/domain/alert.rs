//! Alerts: incidents of companies and the queue of messages about them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::as_text;
use super::{CompanyId, RunId};

/// Kind of an alert; in rising order of severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AlertKind {
    /// It is over.
    Recovered,
    /// Invoices of own books are overdue.
    Overdue,
    /// The tax authority refused reports of invoices.
    NavRefused,
    /// Mails with documents were refused or given up.
    Undelivered,
    /// The last sync refused some invoices.
    Partial,
    /// The login must be renewed by a person within weeks.
    LoginEnds,
    /// The service asked us to wait.
    Deferred,
    /// The last successful sync is too long ago.
    Stale,
    /// The last sync failed.
    Failed,
    /// Own books have lost documents, or numbers of them.
    Lost,
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
    /// Signing key of webhooks.
    WebhookSecret,
    /// The password of the mail server.
    SmtpPassword,
    /// The password of the mail server that documents are sent through.
    MailPassword,
    /// The address of an incoming webhook of Slack.
    SlackWebhook,
    /// The token of a bot at Slack.
    SlackToken,
}

/// Something to tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Kind.
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
    /// Start of the problem.
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
    /// Kind of the current problem.
    pub kind: AlertKind,
    /// Start of the problem.
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
    /// Alert.
    pub alert: Alert,
    /// Number of attempts.
    pub tries: u32,
    /// Earliest time of the next attempt.
    #[serde(with = "as_text")]
    pub next: Timestamp,
    /// Why it did not go the last time.
    pub error: Option<String>,
}

/// All that must survive: what is wrong, and what waits to be told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AlertBook {
    /// Current incidents, at most one per company.
    pub incidents: Vec<Incident>,
    /// The last number that was given.
    pub last_id: u64,
    /// Undelivered alerts, oldest first.
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

            /// Parses a word.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == word)
            }
        }
    };
}

words!(AlertKind: Failed "failed", Partial "partial", Deferred "deferred", Stale "stale", LoginEnds "login_ends", NavRefused "nav_refused", Undelivered "undelivered", Overdue "overdue", Lost "lost", Recovered "recovered");
words!(Channel: Command "command", Webhook "webhook", Email "email");
words!(AlertSecret: WebhookUrl "webhook-url", WebhookSecret "webhook-secret", SmtpPassword "smtp-password",
    MailPassword "mail-password", SlackWebhook "slack-webhook", SlackToken "slack-token");
