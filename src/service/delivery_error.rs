//! Why a use case of delivery was refused, or a document is not sent.

use crate::domain::Message;
use crate::error::{Describe, ErrorKind};

/// Why a use case of delivery was refused, or a document is not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DeliveryError {
    /// There is no such delivery.
    NoSuchDelivery {
        /// As given.
        delivery: String,
    },
    /// The delivery is being sent, or is over.
    NotNow {
        /// The delivery.
        delivery: String,
    },
    /// An address is none.
    BadAddress {
        /// As given.
        given: String,
    },
    /// A language is none that we have.
    BadLanguage {
        /// As given.
        given: String,
    },
    /// Too many documents at once.
    TooMany {
        /// Limit.
        most: usize,
    },
    /// The document was received, or is none that leaves the house.
    NotIssued {
        /// Its number.
        number: String,
    },
    /// The document is gone at its service.
    Vanished {
        /// Its number.
        number: String,
    },
    /// The document was cancelled.
    Cancelled {
        /// Its number.
        number: String,
        /// Number of the document that cancels it, where it is known.
        by: Option<String>,
    },
    /// Credit notes took back the whole of the document.
    Credited {
        /// Its number.
        number: String,
        /// Numbers of the credit notes.
        by: String,
    },
    /// The document is gone.
    Gone {
        /// Its number.
        number: String,
    },
    /// No address is known of its buyer.
    NoAddress {
        /// Its number.
        number: String,
        /// Name of the buyer.
        partner: String,
    },
    /// No address is configured for the figures of the week.
    NoSummaryAddress,
    /// Nothing is posted to Slack by the configuration.
    NoSlack,
    /// The secret of Slack is not saved.
    NoSlackSecret,
    /// Slack did not take a message.
    NotPosted {
        /// What it said.
        detail: String,
    },
    /// Slack does not know the token or the webhook.
    SlackSecretRefused {
        /// What it said.
        detail: String,
    },
    /// It waits, or may have been taken.
    OnItsWay {
        /// Its number.
        number: String,
    },
    /// It was sent.
    SentAlready {
        /// Its number.
        number: String,
        /// The addresses.
        to: String,
    },
    /// A rule of a form is broken.
    Lacks {
        /// Its number.
        number: String,
        /// The form.
        form: &'static str,
        /// The fields.
        fields: String,
    },
    /// A form that was asked for cannot be made.
    Unmade {
        /// Why, with the number of the document.
        why: Message,
    },
}

impl Describe for DeliveryError {
    fn message(&self) -> Message {
        let numbered = |id, number: &str| Message::new(id).with("number", number);
        match self {
            Self::NoSuchDelivery { delivery } => Message::new("delivery-no-such").with("delivery", delivery.as_str()),
            Self::NotNow { delivery } => Message::new("delivery-not-now").with("delivery", delivery.as_str()),
            Self::BadAddress { given } => Message::new("delivery-bad-address").with("given", given.as_str()),
            Self::BadLanguage { given } => Message::new("delivery-bad-language").with("given", given.as_str()),
            Self::TooMany { most } => Message::new("delivery-too-many").with("most", *most),
            Self::NotIssued { number } => numbered("delivery-not-issued", number),
            Self::Vanished { number } => numbered("delivery-vanished", number),
            Self::Cancelled { number, by: Some(by) } => numbered("delivery-cancelled-by", number).with("by", by.as_str()),
            Self::Cancelled { number, by: None } => numbered("delivery-cancelled", number),
            Self::Credited { number, by } => numbered("delivery-credited", number).with("by", by.as_str()),
            Self::Gone { number } => numbered("delivery-gone", number),
            Self::NoAddress { number, partner } => numbered("delivery-no-address", number).with("partner", partner.as_str()),
            Self::NoSummaryAddress => Message::new("delivery-summary-no-address"),
            Self::NoSlack => Message::new("slack-not-set"),
            Self::NoSlackSecret => Message::new("slack-no-secret"),
            Self::SlackSecretRefused { detail } | Self::NotPosted { detail } => {
                Message::new("slack-not-posted").with("detail", detail.as_str())
            }
            Self::OnItsWay { number } => numbered("delivery-on-its-way", number),
            Self::SentAlready { number, to } => numbered("delivery-sent-already", number).with("to", to.as_str()),
            Self::Lacks { number, form, fields } => {
                numbered("delivery-lacks", number).with("form", *form).with("fields", fields.as_str())
            }
            Self::Unmade { why } => why.clone(),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(Message::new(match self {
            Self::NoSuchDelivery { .. } | Self::NotNow { .. } => "delivery-no-such-hint",
            Self::NoAddress { .. } => "delivery-no-address-hint",
            Self::NoSummaryAddress => "delivery-summary-no-address-hint",
            Self::NoSlack => "slack-not-set-hint",
            Self::NoSlackSecret => "slack-no-secret-hint",
            Self::SlackSecretRefused { .. } => "slack-secret-refused-hint",
            Self::OnItsWay { .. } => "delivery-on-its-way-hint",
            Self::Cancelled { .. } | Self::Credited { .. } => "delivery-cancelled-hint",
            Self::Lacks { .. } | Self::Unmade { .. } => "delivery-lacks-hint",
            Self::SentAlready { .. }
            | Self::BadAddress { .. }
            | Self::BadLanguage { .. }
            | Self::TooMany { .. }
            | Self::NotIssued { .. }
            | Self::Vanished { .. }
            | Self::NotPosted { .. }
            | Self::Gone { .. } => return None,
        }))
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::NoSuchDelivery { .. } | Self::BadAddress { .. } | Self::BadLanguage { .. } | Self::TooMany { .. } => {
                ErrorKind::Usage
            }
            Self::NoSummaryAddress | Self::NoSlack | Self::NoSlackSecret => ErrorKind::Config,
            Self::SlackSecretRefused { .. } => ErrorKind::Credentials,
            _ => ErrorKind::Failed,
        }
    }
}
