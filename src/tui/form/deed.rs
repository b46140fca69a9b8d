//! What is done with an invoice, as data.
//!
//! For: [`super::Purpose`]. Never: the shared state; the fields and what follows are in `invoice`.

use crate::service::Action;

/// What is done with an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    /// A payment is recorded.
    Pay,
    /// It is sent by mail.
    Send,
    /// Its reminders are turned off.
    Hush,
    /// Its reminders are turned on again.
    Unhush,
    /// It is written as a document: an e-invoice or a printed one.
    Write,
    /// What is kept of its buyer for documents is changed.
    Buyer,
    /// What its words of VAT mean in documents is said.
    Words,
    /// It is credited, as a whole or in part.
    Credit,
    /// It is voided.
    Void,
}

impl Deed {
    /// Every deed with its words, in the order of the menu.
    pub(super) const ALL: [(Self, &'static str); 9] = [
        (Self::Pay, "invoice-pay"),
        (Self::Send, "invoice-send"),
        (Self::Hush, "invoice-hush"),
        (Self::Unhush, "invoice-unhush"),
        (Self::Write, "invoice-write"),
        (Self::Buyer, "invoice-buyer"),
        (Self::Words, "invoice-vat"),
        (Self::Credit, "invoice-credit"),
        (Self::Void, "invoice-void"),
    ];

    /// The permission that it needs.
    pub(super) const fn needs(self) -> Action {
        match self {
            Self::Send | Self::Hush | Self::Unhush => Action::Deliver,
            Self::Write => Action::Read,
            Self::Buyer | Self::Words => Action::Companies,
            Self::Pay | Self::Credit | Self::Void => Action::Books,
        }
    }
}
