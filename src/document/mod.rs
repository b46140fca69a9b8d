//! Invoices that leave the house: e-invoices, data for the tax authority, paper.
//!
//! For: the service, which makes a document of a stored invoice or of own books. Uses: domain, locale. Never: the store, the network, a
//! clock: identical input gives identical bytes.
//!
//! A source fills [`model::Given`]; its document is checked against the rules of the form, and written:
//! `source` (stored invoices) → `model` → `rules` → `ubl`, `cii`, `nav`, `pdf`.

mod cii;
mod codes;
mod error;
mod form;
pub mod model;
mod nav;
#[cfg(feature = "documents")]
mod pdf;
mod preview;
pub mod rules;
#[cfg(test)]
mod samples;
mod sender;
pub mod source;
mod ubl;
mod units;
mod written;
mod xml;

pub use error::DocumentError;
pub use form::Form;
#[cfg(feature = "documents")]
pub use pdf::{Paper, print};
pub use preview::{Preview, PreviewLine, PreviewTax};
pub use rules::{Breach, check};
pub use sender::{wrong_buyer_field, wrong_field};

use model::{Document, Endpoint};

/// An electronic address of a text `SCHEME:ID`; `None` if its scheme is in no list.
#[must_use]
pub fn endpoint(text: &str) -> Option<Endpoint> {
    source::endpoint(text).filter(|endpoint| codes::is_scheme(&endpoint.scheme))
}

/// Whether a code is that of a country.
#[must_use]
pub fn is_country(code: &str) -> bool {
    codes::is_country(code)
}

/// The document in a form of XML.
#[must_use]
pub fn xml(document: &Document, form: Form) -> Vec<u8> {
    match form {
        Form::Ubl | Form::XrechnungUbl | Form::Peppol => ubl::write(document, form),
        Form::Cii | Form::XrechnungCii | Form::FacturX | Form::Pdf => cii::write(document, form),
        Form::Nav => nav::write(document),
    }
}
