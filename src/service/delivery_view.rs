//! What use cases of delivery take and give.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::as_text;
use crate::domain::{CompanyId, Currency, Delivery, DeliveryState, Message, RecordKey, RemoteId};

/// What is to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SendAsk {
    /// Addresses instead of those of the buyer.
    pub to: Vec<String>,
    /// Forms that are attached instead of the usual ones, by their words. A document that breaks a rule of one is refused.
    pub forms: Vec<String>,
    /// Text instead of the usual one.
    pub text: Option<String>,
    /// Language instead of that of the document.
    pub language: Option<String>,
    /// The buyer's reference, which some forms demand.
    pub buyer_reference: Option<String>,
    /// Whether what was sent already is sent once more, and what was cancelled all the same.
    pub again: bool,
    /// A key of the caller's: a call that is repeated with it queues nothing more.
    pub key: Option<String>,
}

/// Where mails about an invoice go, and whether reminders of it do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mails {
    /// The buyer's addresses.
    pub to: Vec<String>,
    /// Whether its reminders are turned off.
    pub hushed: bool,
    /// Whether its buyer gets no reminders at all.
    pub partner_hushed: bool,
}

/// A mail that would be sent, or was queued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared {
    /// The delivery.
    pub delivery: Delivery,
    /// Subject; empty where the mail was not made.
    pub subject: String,
    /// Text; empty where the mail was not made.
    pub text: String,
    /// Names of the attachments with their sizes.
    pub files: Vec<(String, u64)>,
    /// Forms that are left out, and why.
    pub left_out: Vec<Message>,
    /// What is left to pay, of a reminder.
    pub balance: Option<Open>,
}

/// An open amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    /// Amount.
    #[serde(with = "as_text")]
    pub amount: Decimal,
    /// Its currency.
    pub currency: Currency,
}

/// A document that is not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// The document.
    pub key: RecordKey,
    /// Its number.
    pub number: String,
    /// Why.
    pub why: Message,
    /// What to do about it, where something can be done.
    pub hint: Option<Message>,
    /// Whether nothing is wrong: it was sent already.
    pub is_done: bool,
}

/// What became of a call that sends.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SendAnswer {
    /// What is queued, or would be.
    pub prepared: Vec<Prepared>,
    /// What is not.
    pub skipped: Vec<Skipped>,
    /// Whether nothing was queued because only a preview was asked.
    pub dry_run: bool,
    /// Companies that the rules of reminders name and that are not there.
    pub unknown: Vec<String>,
    /// Whether the rules of reminders name none of the companies that were asked for.
    pub off: bool,
}

/// Deliveries that are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DeliveryFilter {
    /// Companies; all that the caller sees where empty.
    pub companies: Vec<CompanyId>,
    /// States; all where empty.
    pub states: Vec<DeliveryState>,
    /// Only these: identifiers, or numbers of documents; all where empty.
    pub wanted: Vec<String>,
    /// Only those of this document.
    pub document: Option<RemoteId>,
    /// Limit, the newest first.
    pub limit: Option<usize>,
}

impl DeliveryFilter {
    /// Whether a delivery is asked for.
    #[must_use]
    pub fn takes(&self, delivery: &Delivery) -> bool {
        let is =
            |wanted: &String| wanted.as_str() == delivery.id.as_str() || wanted.eq_ignore_ascii_case(&delivery.parcel.number);
        (self.states.is_empty() || self.states.contains(&delivery.state))
            && (self.wanted.is_empty() || self.wanted.iter().any(is))
            && self.document.as_ref().is_none_or(|document| delivery.parcel.document.as_ref() == Some(document))
    }
}
