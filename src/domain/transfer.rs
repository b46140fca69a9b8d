//! Transfers: payments that go to the bank as a file.
//!
//! For: bank, store, service. Uses: money, days. Never: whether a payment may be made.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Actor, Currency, RemoteId, as_text};

/// A payment to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// Document that it pays, where it pays one.
    pub document: Option<RemoteId>,
    /// Name of the payee.
    pub name: Box<str>,
    /// Account of the payee, in the form of [`crate::bank::account::canonical`].
    pub account: Box<str>,
    /// The payee's bank, where it is known.
    pub bank: Box<str>,
    /// Amount.
    #[serde(with = "as_text")]
    pub amount: Decimal,
    /// Currency.
    pub currency: Currency,
    /// Text for the payee.
    pub text: Box<str>,
    /// Reference that the statement tells back.
    pub end_to_end: Box<str>,
    /// Account that pays it, where that is not the batch's.
    pub payer: Option<Box<str>>,
    /// Whether the bank is asked for an urgent payment.
    pub urgent: bool,
}

/// A batch of payments that was written to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferBatch {
    /// Identifier, also in the file.
    pub id: RemoteId,
    /// Account that pays, where a payment names no other one.
    pub account: Box<str>,
    /// Day of execution.
    #[serde(with = "as_text")]
    pub day: Date,
    /// When it was made.
    #[serde(with = "as_text")]
    pub made: Timestamp,
    /// The person that made it.
    pub author: Actor,
    /// Payments.
    pub transfers: Vec<Transfer>,
    /// The caller's key of the request that made it, where there was one.
    pub call: Option<Box<str>>,
}

impl TransferBatch {
    /// The account that pays one of its payments.
    #[must_use]
    pub fn payer<'b>(&'b self, transfer: &'b Transfer) -> &'b str {
        transfer.payer.as_deref().unwrap_or(&self.account)
    }

    /// The accounts that pay, each once, in the order of the payments.
    #[must_use]
    pub fn payers(&self) -> Vec<&str> {
        let mut payers: Vec<&str> = Vec::new();
        for payer in self.transfers.iter().map(|transfer| self.payer(transfer)) {
            if !payers.contains(&payer) {
                payers.push(payer);
            }
        }
        payers
    }
}
