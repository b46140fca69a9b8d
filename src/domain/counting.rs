//! The rule of sums: which documents count, and with which amount.
//!
//! For: every total, report, light, metric and alert; nothing else decides what counts. Uses: domain alone.
//!
//! Two questions, two answers:
//!
//! - *Turnover* (totals of lists; months, companies, partners, statuses, VAT): every issued document counts with its sign in its own
//!   period. A cancelled original stays in the month in which it was issued, what cancels it reduces the month of its own, as the VAT
//!   return has it; over all rows the pair comes to zero, whatever their payment status. Drafts, proformas, offers, orders, waybills,
//!   certificates and dossiers are no turnover, and what the provider no longer has is none. A document that was voided at its service
//!   with nothing that cancels it was never turnover either, nor is what cancels a document that is none, such as a proforma.
//! - *Open amounts* (outstanding, overdue, aging, cash, lights, alerts, metrics): what is left of unpaid claims. Neither a cancelled
//!   document nor what cancels it is a claim: neither is paid. What is open with a negative amount is credit: it is told apart and
//!   reduces nothing that is overdue.
//!
//! Every sum is of one currency and one direction. Lights, alerts and metrics mean what is issued.
//!
//! Services say "cancelled" as a flag, as a word, or only by the document that cancels: any of them counts. That a document of the
//! account cancels another one is known to the index alone, which sees all of them ([`super::InvoiceRow::has_cancellation`]).

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{CorrectionType, Currency, Direction, DocumentType, Invoice, InvoiceRow, PaymentStatus};

/// Whether a document was cancelled, by its flag or its correction.
#[must_use]
pub const fn cancelled(flag: bool, correction: Option<&CorrectionType>) -> bool {
    flag || matches!(correction, Some(CorrectionType::Canceled))
}

/// Whether a document cancels another one, by its type or its correction.
#[must_use]
pub const fn cancels(kind: &DocumentType, correction: Option<&CorrectionType>) -> bool {
    matches!(kind, DocumentType::Cancellation | DocumentType::ReceiptCancellation)
        || matches!(correction, Some(CorrectionType::Cancellation | CorrectionType::ReceiptCancellation))
}

impl Invoice {
    /// As [`InvoiceRow::lacks_paid_day`].
    pub(crate) fn lacks_paid_day(&self) -> bool {
        self.paid.is_none() && self.status == PaymentStatus::Paid && !self.cancelled
    }
}

impl InvoiceRow {
    /// Whether it was issued and is still at the provider: what may count at all.
    #[must_use]
    pub const fn stands(&self) -> bool {
        self.kind.is_claim() && !self.vanished
    }

    /// Whether it was cancelled and cancels nothing itself.
    #[must_use]
    pub const fn is_struck(&self) -> bool {
        cancelled(self.cancelled, self.correction.as_ref()) && !self.cancels()
    }

    /// Key of the total that it is part of.
    #[must_use]
    pub fn total_key(&self) -> (Currency, Direction) {
        (self.currency.clone(), self.direction)
    }

    /// Whether it cancels another document.
    #[must_use]
    pub const fn cancels(&self) -> bool {
        cancels(&self.kind, self.correction.as_ref())
    }

    /// Whether it was paid on a day that its service does not tell: then the payments that are linked with it tell the day.
    #[must_use]
    pub(crate) fn lacks_paid_day(&self) -> bool {
        self.paid.is_none() && self.status == PaymentStatus::Paid && !self.cancelled
    }

    /// Whether it counts in turnover.
    #[must_use]
    pub const fn counts(&self) -> bool {
        self.stands() && if self.cancels() { !self.has_cancellation } else { !self.is_struck() || self.has_cancellation }
    }

    /// Whether money is still expected for it, or owed back: an unpaid claim that neither was cancelled nor cancels.
    #[must_use]
    pub fn outstanding(&self) -> bool {
        self.is_open_alone() && !self.has_cancellation
    }

    /// Like [`Self::outstanding`], even if another document cancels it.
    pub(crate) fn is_open_alone(&self) -> bool {
        self.status.is_unpaid()
            && self.stands()
            && !self.is_struck()
            && !self.cancels()
            && !self.balance.unwrap_or(self.gross).is_zero()
    }

    /// Open amount: the balance if payments are known, else the gross of an unpaid document; zero if nothing is open,
    /// negative for credit.
    #[must_use]
    pub fn open_amount(&self) -> Decimal {
        if self.outstanding() { self.balance.unwrap_or(self.gross) } else { Decimal::ZERO }
    }

    /// Whether it is outstanding and its due date is before `today`. Credit is never overdue.
    #[must_use]
    pub fn overdue(&self, today: Date) -> bool {
        self.due.is_some_and(|due| due < today) && self.outstanding() && !self.is_credit()
    }

    /// Whether what is open of it is owed to the buyer.
    #[must_use]
    pub fn is_credit(&self) -> bool {
        self.open_amount() < Decimal::ZERO
    }

    /// Days since the due date, where it is overdue.
    #[must_use]
    pub fn days_overdue(&self, today: Date) -> Option<i32> {
        let due = self.due.filter(|_| self.overdue(today))?;
        Some((today - due).get_days())
    }
}
