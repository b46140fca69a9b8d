//! What a person adds to the documents of a company, as data.
//!
//! For: [`super::Purpose`], [`super::Order`]. Never: the shared state; the fields and what follows are in `details`.

use crate::domain::{CompanyId, RemoteId};

/// What a form of details is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Detail {
    /// What is kept of a contact.
    Buyer { company: CompanyId, contact: RemoteId },
    /// What a company says of itself.
    Sender(CompanyId),
    /// What words of VAT mean at a company.
    Vat(CompanyId),
}

/// How far an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// What is kept is read into the form.
    Read,
    /// What was changed is kept.
    Keep,
}
