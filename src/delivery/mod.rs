//! Mail to customers and messages to Slack: settings, words, messages, and the way to the server.
//!
//! For: the service, which has the queue and decides when. Uses: domain, locale; lettre, reqwest for Slack, and a program for tokens.
//! Never: the store, the vault (secrets come in), the clock, the making of documents.
//!
//! [`words`] fills the texts, [`compose`](Composed) makes the bytes of a message from its identifier and content alone, so that a mail that
//! is sent again is the same mail; [`Line`] is a connection over which mails go one by one, and says of each what became of it; [`policy`]
//! makes that an end of the attempt. [`due_step`] says which reminder of a document is due, and [`charges`] what it asks for.

#[cfg(feature = "mail")]
mod compose;
mod error;
#[cfg(not(feature = "mail"))]
mod no_mail;
pub mod policy;
mod remind;
mod settings;
mod slack;
#[cfg(feature = "mail")]
mod smtp;
#[cfg(feature = "mail")]
mod stream;
mod token;
pub mod words;

#[cfg(feature = "mail")]
pub use compose::{Composed, compose, is_address};
pub use error::MailError;
#[cfg(not(feature = "mail"))]
pub use no_mail::{Composed, Line, compose, is_address};
pub use remind::{ReminderSettings, charges, days_between, due_step};
pub use settings::{MailAuth, MailSecurity, MailSettings, MailTexts};
pub use slack::{API as SLACK_API, SlackSettings, SlackTarget, is_secret_refused, is_webhook, post};
#[cfg(feature = "mail")]
pub use smtp::Line;
#[cfg(feature = "mail")]
pub(crate) use stream::connect;
pub use token::access_token;

use jiff::Timestamp;

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Local part of its Message-ID.
    pub id: String,
    /// Its date: that of its queueing, however often it is sent.
    pub date: Timestamp,
    /// Name of the sender, shown before the address.
    pub from_name: String,
    /// Address for answers instead of the usual one.
    pub reply_to: Option<String>,
    /// Addresses.
    pub to: Vec<String>,
    /// Subject.
    pub subject: String,
    /// Text.
    pub text: String,
    /// Attachments.
    pub files: Vec<Attachment>,
    /// Whether a rule sends it, and not a person: automatic answers to it are not wanted.
    pub automatic: bool,
}

/// An attachment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Name.
    pub name: String,
    /// Media type.
    pub media_type: &'static str,
    /// Content.
    pub bytes: Vec<u8>,
}

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// The server took it.
    Taken {
        /// Addresses that the server refused, each with the reason: the others have it.
        refused: Vec<String>,
    },
    /// The server refused it for good.
    Refused(String),
    /// Surely not taken; it may be later.
    Later(String),
    /// All of it was sent, and the answer was lost: the server may have it.
    Lost(String),
}

/// Longest detail of a server's answer that is kept.
const SHOWN: usize = 300;

/// An error and its causes in one line, without what could command a terminal.
fn told(error: &dyn std::error::Error) -> String {
    let mut detail = crate::domain::text::clean(&error.to_string()).into_owned();
    let mut source = error.source();
    while let Some(inner) = source {
        let text = crate::domain::text::clean(&inner.to_string()).into_owned();
        // Some errors repeat their cause in their own words.
        if !detail.contains(&text) {
            detail = format!("{detail}: {text}");
        }
        source = inner.source();
    }
    detail.chars().take(SHOWN).collect()
}
