//! Deliveries: documents, reminders and summaries on their way to customers and to the company itself, by mail.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::as_text;
use super::{Actor, CompanyId, RemoteId};

/// What a mail is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Matter {
    /// A document is sent to its buyer.
    Document,
    /// The buyer is reminded of an open document.
    Reminder {
        /// The step: days after the due date, negative before it.
        step: i32,
    },
    /// The figures of the week.
    Summary,
    /// The figures of a day or several, for Slack.
    Daily,
}

impl Matter {
    /// Its word in commands and JSON.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Document => "invoice",
            Self::Reminder { .. } => "reminder",
            Self::Summary => "summary",
            Self::Daily => "daily",
        }
    }

    /// The step of a reminder.
    #[must_use]
    pub const fn step(&self) -> Option<i32> {
        match self {
            Self::Reminder { step } => Some(*step),
            Self::Document | Self::Summary | Self::Daily => None,
        }
    }
}

/// What is delivered, and to which addresses. The mail is made of it when it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// What it is about.
    pub matter: Matter,
    /// The document; `None` of figures.
    pub document: Option<RemoteId>,
    /// Its number, or the week or the days of figures.
    pub number: String,
    /// Name of the buyer.
    pub partner: String,
    /// Addresses, or the channel.
    pub to: Vec<String>,
    /// Forms of the attachments, by their words.
    pub forms: Vec<String>,
    /// Text instead of the usual one.
    pub text: Option<String>,
    /// Language of mail and paper; `None` for that of the document.
    pub language: Option<String>,
    /// The buyer's reference, which some forms demand.
    pub buyer_reference: Option<String>,
    /// Whether it is sent even if the document was taken back by another one.
    pub again: bool,
}

/// A delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// A UUID of version 7, or a text that follows from what was asked; the mail's Message-ID is made of it.
    pub id: RemoteId,
    /// The company; 0 of a summary.
    pub company: CompanyId,
    /// What is delivered.
    pub parcel: Parcel,
    /// How far it is.
    pub state: DeliveryState,
    /// When it was queued.
    #[serde(with = "as_text")]
    pub queued: Timestamp,
    /// The person or rule that queued it.
    pub by: Actor,
    /// When the mail server took it.
    #[serde(with = "as_text")]
    pub sent: Option<Timestamp>,
    /// Earliest time of the next attempt.
    #[serde(with = "as_text")]
    pub due: Option<Timestamp>,
    /// Attempts begun.
    pub attempts: u32,
    /// Why the last attempt did not succeed; of a mail that was sent, the addresses that the server refused.
    pub error: Option<String>,
}

/// How far a delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DeliveryState {
    /// Waits for its time, or for a worker.
    Queued,
    /// On its way to the mail server.
    Sending,
    /// Taken by the mail server.
    Sent,
    /// Refused, or given up.
    Failed,
    /// Dropped by a person, or because the document was paid or taken back, or its reminders were turned off.
    Cancelled,
    /// May have been taken: the answer of the mail server was lost.
    Unknown,
}

impl DeliveryState {
    /// Every state.
    pub const ALL: [Self; 6] = [Self::Queued, Self::Sending, Self::Sent, Self::Failed, Self::Cancelled, Self::Unknown];

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Unknown => "unknown",
        }
    }

    /// The state of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

impl Delivery {
    /// Whether the mail may still be sent without a person.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.state, DeliveryState::Queued | DeliveryState::Sending) || self.is_doubted() && self.due.is_some()
    }

    /// Whether the mail server may have it.
    #[must_use]
    pub const fn is_doubted(&self) -> bool {
        matches!(self.state, DeliveryState::Unknown)
    }

    /// Whether the mail server refused one of the addresses of a mail that it took for others. A copy of ours is none of them.
    #[must_use]
    pub fn lacks_receiver(&self) -> bool {
        let refused = self.error.as_deref().filter(|_| self.state == DeliveryState::Sent).unwrap_or_default();
        let address = |to: &str| to.rsplit_once('<').map_or(to, |(_, address)| address).trim_end_matches('>').trim().to_owned();
        refused.split("; ").any(|one| self.parcel.to.iter().any(|to| one.starts_with(&format!("{}: ", address(to)))))
    }

    /// Whether a command need not wait for it any longer: it is over, or its first attempt is.
    #[must_use]
    pub const fn is_tried(&self) -> bool {
        match self.state {
            DeliveryState::Queued => self.attempts > 0,
            DeliveryState::Sending => false,
            _ => true,
        }
    }
}

/// Reminders of one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminded {
    /// The document.
    pub document: RemoteId,
    /// Steps for which a reminder was queued, and older ones that it stands for.
    pub steps: Vec<i32>,
}

/// A document or a partner that gets no reminders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hushed {
    /// The document or the partner.
    pub target: HushTarget,
    /// Its number or name, for people.
    pub title: String,
}

/// What gets no reminders.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum HushTarget {
    /// A document.
    Document(RemoteId),
    /// A partner, by the identifier that documents have of it.
    Partner(RemoteId),
}

impl HushTarget {
    /// Identifier among targets.
    #[must_use]
    pub fn id(&self) -> RemoteId {
        match self {
            Self::Document(id) => RemoteId::new(format!("document:{id}")),
            Self::Partner(id) => RemoteId::new(format!("partner:{id}")),
        }
    }
}

/// When something that is done by schedule was done last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastDone {
    /// What.
    pub what: String,
    /// When.
    #[serde(with = "as_text")]
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_known_by_their_words() {
        assert!(DeliveryState::ALL.into_iter().all(|state| DeliveryState::parse(state.as_str()) == Some(state)));
        assert_eq!(DeliveryState::parse("lost"), None);
    }
}
