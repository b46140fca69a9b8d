//! Receipts: money that came in or went back, write-offs, and credit notes that pay.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::as_text;
use crate::domain::{Currency, PaymentMethod, RemoteId, money};

/// Something that settles documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// A UUID of version 7.
    pub id: RemoteId,
    /// What it is.
    pub kind: ReceiptKind,
    /// The client.
    pub client: RemoteId,
    /// Day.
    #[serde(with = "as_text")]
    pub date: Date,
    /// Amount; negative for a refund.
    #[serde(with = "as_text")]
    pub amount: Decimal,
    /// Currency.
    pub currency: Currency,
    /// Payment method; `None` where no money moved.
    pub method: Option<PaymentMethod>,
    /// Reference of the transfer.
    pub reference: Option<String>,
    /// Note, such as the reason of a write-off.
    pub note: Option<String>,
    /// What it settles. What is left over is credit of the client.
    pub parts: Vec<ReceiptPart>,
}

/// What a receipt is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReceiptKind {
    /// Money came in.
    Payment,
    /// Money went back.
    Refund,
    /// What is open was given up.
    WriteOff,
    /// This credit note pays.
    Credit(RemoteId),
}

/// A document that a receipt settles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptPart {
    /// The document.
    pub document: RemoteId,
    /// Amount of the receipt that goes to it.
    #[serde(with = "as_text")]
    pub amount: Decimal,
    /// What cash rounding settles beside; negative where more was paid than was open.
    #[serde(with = "as_text")]
    pub rounding: Decimal,
}

impl ReceiptKind {
    /// The word of the JSON.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Refund => "refund",
            Self::WriteOff => "write_off",
            Self::Credit(_) => "credit",
        }
    }
}

impl Receipt {
    /// Part of the amount that settles no document yet.
    #[must_use]
    pub fn unapplied(&self) -> Decimal {
        self.parts.iter().fold(self.amount, |left, part| left.saturating_sub(part.amount))
    }

    /// What it settles of a document; `None` where that is larger than an amount can be.
    #[must_use]
    pub fn settles(&self, document: &RemoteId) -> Option<Decimal> {
        let of = self.parts.iter().filter(|part| part.document == *document);
        money::sum(of.flat_map(|part| [part.amount, part.rounding]))
    }
}
