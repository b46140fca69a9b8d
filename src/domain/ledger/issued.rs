//! Issued documents: what was numbered and frozen.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Vat;
use crate::domain::as_text;
use crate::domain::{Currency, Invoice, RemoteId};

/// An issued document. Nothing of it changes: payments and corrections are records of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// A UUID of version 7; the document's identifier.
    pub id: RemoteId,
    /// What it is.
    pub kind: IssuedKind,
    /// The client.
    pub client: RemoteId,
    /// The draft that it was made from.
    pub draft: Option<RemoteId>,
    /// Series of its number.
    pub series: String,
    /// Its number within the series, from 1.
    pub sequence: u64,
    /// The document as it was issued.
    pub document: Invoice,
    /// VAT by rate and reason.
    pub tax: Vec<TaxGroup>,
    /// Exchange rate to the currency in which the VAT is due.
    pub fx: Option<Fx>,
    /// For each line of a credit note on some of a document, the place of the line of that document that it credits, or gives back of, and
    /// whether it is an amount of it and no quantity. Empty for other documents, and for notes of a program that did not keep it.
    pub of_lines: Vec<(u64, bool)>,
}

/// What an issued document is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum IssuedKind {
    /// An invoice.
    Invoice,
    /// A credit note on this document.
    Credit(RemoteId),
    /// A cancellation of this document.
    Cancellation(RemoteId),
    /// A credit note on some of this document.
    Partial(RemoteId),
}

/// VAT of one rate or reason, computed once on the sum of its lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxGroup {
    /// Rate or reason.
    pub vat: Vat,
    /// Taxable amount.
    #[serde(with = "as_text")]
    pub net: Decimal,
    /// VAT.
    #[serde(with = "as_text")]
    pub tax: Decimal,
    /// VAT in the currency in which it is due, where the document has another one.
    #[serde(with = "as_text")]
    pub tax_local: Option<Decimal>,
}

/// An exchange rate with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fx {
    /// The currency that a unit of the document's currency is told in.
    pub currency: Currency,
    /// Rate.
    #[serde(with = "as_text")]
    pub rate: Decimal,
    /// Source, in words.
    pub source: String,
    /// Day of the rate.
    #[serde(with = "as_text")]
    pub date: Date,
}

/// Counter of a series of numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// Its name, such as `INV-2026`: the beginning of its numbers.
    pub name: String,
    /// The last number that was given.
    pub last: u64,
    /// First and last numbers of ranges of which the documents were lost when the store went back in time, and a person said so.
    pub skipped: Vec<(u64, u64)>,
    /// Documents of the series that are lost though others have their numbers, and a person said so.
    pub replaced: Vec<RemoteId>,
}

impl IssuedKind {
    /// The document that it corrects.
    #[must_use]
    pub const fn original(&self) -> Option<&RemoteId> {
        match self {
            Self::Invoice => None,
            Self::Credit(original) | Self::Cancellation(original) | Self::Partial(original) => Some(original),
        }
    }
}

impl IssuedKind {
    /// The document that it takes back as a whole: the time of that one is free again.
    #[must_use]
    pub const fn replaces(&self) -> Option<&RemoteId> {
        match self {
            Self::Credit(original) | Self::Cancellation(original) => Some(original),
            Self::Invoice | Self::Partial(_) => None,
        }
    }

    /// Whether it is a credit note.
    #[must_use]
    pub const fn is_credit(&self) -> bool {
        matches!(self, Self::Credit(_) | Self::Partial(_))
    }
}

impl Series {
    /// A series of which no number was given.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), last: 0, skipped: Vec::new(), replaced: Vec::new() }
    }

    /// Whether a number was left out because its document was lost.
    #[must_use]
    pub fn is_skipped(&self, number: u64) -> bool {
        self.skipped.iter().any(|(first, last)| (*first..=*last).contains(&number))
    }

    /// The number after the last one, as it is printed.
    #[must_use]
    pub fn number(&self, sequence: u64) -> String {
        format!("{}-{sequence:05}", self.name)
    }
}
