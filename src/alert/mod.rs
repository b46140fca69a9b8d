//! Alerts: which failures are announced, and the channels.
//!
//! For: the service, which judges after each run and keeps the queue. Uses: domain, locale; reqwest, lettre and hmac for the
//! channels. Never: the store, the vault (secrets come in), the clock.
//!
//! [`incident`] decides, and is pure; [`message`] has the words; `command`, `webhook` and `mail` deliver.

mod command;
mod error;
pub mod incident;
#[cfg_attr(not(feature = "mail"), path = "no_mail.rs")]
mod mail;
pub mod message;
mod settings;
mod webhook;

pub use error::AlertError;
pub use mail::is_address;
pub use settings::{Command, Email, Security, Settings, Webhook};

pub(crate) use webhook::is_usable;

use secrecy::SecretString;

use crate::domain::{Alert, Channel};
use crate::locale::Locale;

/// Secrets of the channels, which the configuration does not have.
#[derive(Debug, Clone, Default)]
pub struct Secrets {
    /// The webhook's address, where it is a secret itself.
    pub webhook_url: Option<SecretString>,
    /// Signing key of webhooks.
    pub webhook_secret: Option<SecretString>,
    /// The address or the token of Slack.
    pub slack: Option<SecretString>,
    /// The password of the mail server.
    pub smtp_password: Option<SecretString>,
}

/// An alert to be sent: its number, the machine that it is about, the language of its words.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'a> {
    /// Deliveries of the same alert have the same number.
    pub id: u64,
    /// Alert.
    pub alert: &'a Alert,
    /// Name of this machine.
    pub machine: &'a str,
    /// Language of the words.
    pub locale: &'a Locale,
}

/// Sends an alert through a channel, and returns when it has arrived as far as can be told.
///
/// # Errors
/// When it has not, or that cannot be told: sending it again may then make two of it.
pub async fn send(settings: &Settings, secrets: &Secrets, channel: Channel, letter: Letter<'_>) -> Result<(), AlertError> {
    let not_set = AlertError::NotSet { channel };
    match channel {
        Channel::Command => command::run(settings.command.as_ref().ok_or(not_set)?, letter).await,
        Channel::Webhook => webhook::post(settings.webhook.as_ref().ok_or(not_set)?, secrets, letter).await,
        Channel::Email => mail::send(settings.email.as_ref().ok_or(not_set)?, secrets, letter).await,
    }
}
