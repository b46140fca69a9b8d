//! Settings of alerts: kinds, times, recipients.

use std::time::Duration;

use crate::delivery::SlackTarget;
use crate::domain::{AlertKind, Channel};

/// Settings of alerts: kinds, times, recipients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Kinds to send.
    pub on: Vec<AlertKind>,
    /// No success for so long is stale.
    pub stale_after: Duration,
    /// Reminder interval of a problem that lasts; zero for none.
    pub remind: Duration,
    /// A program to run.
    pub command: Option<Command>,
    /// An address to post to.
    pub webhook: Option<Webhook>,
    /// E-mail, if configured.
    pub email: Option<Email>,
}

/// A program to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The program.
    pub program: String,
    /// Its arguments.
    pub args: Vec<String>,
    /// Timeout.
    pub timeout: Duration,
}

/// An address to post to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Webhook {
    /// Address.
    Url(String),
    /// Address sealed beside the store.
    Sealed,
    /// As messages to Slack go.
    Slack(SlackTarget),
}

/// Recipients and the mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    /// Recipients.
    pub to: Vec<String>,
    /// Sender.
    pub from: String,
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Connection security.
    pub security: Security,
    /// Name at the server; empty where it asks for none.
    pub user: String,
}

/// Connection security of a mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS after a greeting in clear; without it nothing is sent.
    StartTls,
    /// TLS from the beginning.
    Tls,
    /// None: for a server on this machine only.
    None,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            on: AlertKind::ALL.to_vec(),
            stale_after: Duration::from_hours(26),
            remind: Duration::from_hours(24),
            command: None,
            webhook: None,
            email: None,
        }
    }
}

impl Settings {
    /// The channels that are set.
    #[must_use]
    pub fn channels(&self) -> Vec<Channel> {
        let set = [
            (Channel::Command, self.command.is_some()),
            (Channel::Webhook, self.webhook.is_some()),
            (Channel::Email, self.email.is_some()),
        ];
        set.into_iter().filter(|(_, set)| *set).map(|(channel, _)| channel).collect()
    }

    /// Whether anything is ever told.
    #[must_use]
    pub fn is_on(&self) -> bool {
        !self.on.is_empty() && !self.channels().is_empty()
    }
}
