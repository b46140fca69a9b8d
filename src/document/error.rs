//! Why no document is made of an invoice.

use super::form::Form;
use super::sender::MOST;
use crate::domain::{Message, ledger};
use crate::error::{Describe, ErrorKind};

/// Why no document is made of an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentError {
    /// It was received: its e-invoice is its issuer's.
    Received {
        /// Number.
        number: String,
    },
    /// It is no invoice.
    NoInvoice {
        /// Number.
        number: String,
    },
    /// An amount is larger than any form holds.
    TooLarge {
        /// Number.
        number: String,
    },
    /// Unknown form.
    Form {
        /// Text as given.
        given: String,
    },
    /// Electronic address without a scheme, or with an unknown one.
    Endpoint {
        /// Text as given.
        given: String,
    },
    /// A field of the sender that no document takes.
    Sender {
        /// Name of the field.
        field: &'static str,
        /// Text as given.
        value: String,
    },
    /// What a word of VAT is said to mean is no rate, category or reason.
    VatMeaning {
        /// Text as given.
        given: String,
    },
    /// A word of VAT that is made of several rates.
    VatWord {
        /// Text as given.
        given: String,
    },
    /// This build writes no PDF.
    NotBuilt,
}

impl Describe for DocumentError {
    fn message(&self) -> Message {
        match self {
            Self::Received { number } => Message::new("document-error-received").with("number", number.as_str()),
            Self::NoInvoice { number } => Message::new("document-error-no-invoice").with("number", number.as_str()),
            Self::TooLarge { number } => Message::new("document-error-too-large").with("number", number.as_str()),
            Self::Form { given } => Message::new("document-error-form").with("given", given.as_str()),
            Self::Endpoint { given } => Message::new("document-error-endpoint").with("given", given.as_str()),
            Self::Sender { field, value } => {
                Message::new("document-error-sender").with("field", *field).with("value", value.as_str())
            }
            Self::VatMeaning { given } => Message::new("document-error-vat-meaning").with("given", given.as_str()),
            Self::VatWord { given } => Message::new("document-error-vat-word").with("given", given.as_str()),
            Self::NotBuilt => Message::new("document-error-not-built"),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(match self {
            Self::Received { .. } | Self::NoInvoice { .. } => Message::new("document-error-pdf-hint"),
            Self::Form { .. } => {
                let forms = Form::ALL.map(Form::as_str).join(", ");
                Message::new("document-error-form-hint").with("forms", forms)
            }
            Self::Endpoint { .. } => Message::new("document-error-endpoint-hint"),
            Self::Sender { field, .. } => {
                Message::new("document-error-sender-hint").with("field", *field).with("most", MOST as u64)
            }
            Self::VatMeaning { .. } => {
                Message::new("document-error-vat-meaning-hint").with("reasons", ledger::Vat::words().join(", "))
            }
            Self::VatWord { .. } => Message::new("document-error-vat-word-hint"),
            Self::TooLarge { .. } | Self::NotBuilt => return None,
        })
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::Form { .. } | Self::Endpoint { .. } | Self::Sender { .. } | Self::VatMeaning { .. } | Self::VatWord { .. } => {
                ErrorKind::Usage
            }
            Self::Received { .. } | Self::NoInvoice { .. } | Self::TooLarge { .. } | Self::NotBuilt => ErrorKind::Failed,
        }
    }
}

crate::localized_error!(DocumentError);
