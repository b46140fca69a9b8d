//! Settings of mail: the server, the sender, the texts.

use std::time::Duration;

use super::policy::Pauses;

/// Settings of mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailSettings {
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Connection security.
    pub security: MailSecurity,
    /// Name at the server; empty where it asks for none.
    pub user: String,
    /// What proves the name.
    pub auth: MailAuth,
    /// Sender.
    pub from: String,
    /// Address for answers; that of the company's sender where it has one.
    pub reply_to: Option<String>,
    /// Addresses that get a copy of each mail without being named in it.
    pub bcc: Vec<String>,
    /// Words of the forms that are attached where nothing else is asked.
    pub attach: Vec<String>,
    /// Texts of mails with documents.
    pub texts: MailTexts,
    /// Connections at a time.
    pub connections: usize,
    /// Timeout of each answer of the server.
    pub timeout: Duration,
    /// Pause before the second attempt; it doubles with each.
    pub retry: Duration,
    /// Time after which a mail that is not taken is given up.
    pub give_up: Duration,
    /// Addresses that get the figures of the week.
    pub summary_to: Vec<String>,
    /// When they get them, as cron expressions.
    pub summary_times: Vec<String>,
}

impl MailSettings {
    /// How long a mail is tried.
    #[must_use]
    pub const fn pauses(&self) -> Pauses {
        Pauses { retry: self.retry, give_up: self.give_up }
    }
}

/// Connection security of a mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailSecurity {
    /// TLS after a greeting in clear; without it nothing is sent.
    StartTls,
    /// TLS from the beginning.
    Tls,
    /// None: for a server on this machine only.
    None,
}

/// What proves the name at the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailAuth {
    /// The sealed password.
    Password,
    /// An access token (XOAUTH2), which a program prints.
    Token {
        /// The program and its arguments.
        command: Vec<String>,
    },
}

/// Subject and text in each language instead of the usual ones. `{number}`, `{company}`, `{partner}`, `{total}`, `{balance}`, `{issued}`,
/// `{due}` and `{days}` stand for facts of the document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailTexts {
    /// Subject in English.
    pub subject_en: Option<String>,
    /// Text in English.
    pub text_en: Option<String>,
    /// Subject in Hungarian.
    pub subject_hu: Option<String>,
    /// Text in Hungarian.
    pub text_hu: Option<String>,
}
