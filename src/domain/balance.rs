//! Balance of a document: its gross total less its payments.

use rust_decimal::Decimal;

use super::{HistoryEntry, Invoice, InvoiceRow, PaymentStatus, StoredInvoice, counting};

/// Whether money is still expected for a document, and part of it may have been paid.
#[must_use]
pub fn is_open(invoice: &Invoice) -> bool {
    let correction = invoice.correction.as_ref();
    invoice.kind.is_claim()
        && invoice.status.is_unpaid()
        && !counting::cancelled(invoice.cancelled, correction)
        && !counting::cancels(&invoice.kind, correction)
}

/// Whether only its payments tell what is left to pay of a document that is new or changed; `before` is what is stored of it.
///
/// A document that was paid in part once may be called overdue or outstanding later, and still have its payments.
#[must_use]
pub fn is_asked_for(before: Option<&StoredInvoice>, now: &Invoice) -> bool {
    let was = |before: &StoredInvoice| before.entity.status == PaymentStatus::PartiallyPaid || before.entity.balance.is_some();
    is_open(now) && (now.status == PaymentStatus::PartiallyPaid || before.is_some_and(was)) || completes(before, now)
}

/// Whether a document was paid in part and is paid now: its last payments are not known yet.
#[must_use]
pub fn completes(before: Option<&StoredInvoice>, now: &Invoice) -> bool {
    now.status == PaymentStatus::Paid && before.is_some_and(|before| is_open(&before.entity) && before.entity.balance.is_some())
}

/// Whether a document is paid in part and its balance is not known.
#[must_use]
pub fn is_missing(stored: &StoredInvoice) -> bool {
    stored.entity.balance.is_none() && stored.entity.status == PaymentStatus::PartiallyPaid && is_open(&stored.entity)
}

/// Like [`is_missing`], for a row.
#[must_use]
pub fn is_missing_in(row: &InvoiceRow) -> bool {
    row.balance.is_none() && row.status == PaymentStatus::PartiallyPaid && row.outstanding()
}

/// Balance in the document's currency; `None` if the payments contradict the document, so that no wrong amount is shown.
///
/// Payments beyond the total leave zero; refunds are negative payments. A payment with a rate may be in another currency:
/// if such payments exceed the total of a partly paid document, the balance is unknown.
#[must_use]
pub fn left(invoice: &Invoice, payments: &[HistoryEntry]) -> Option<Decimal> {
    let partly = invoice.status == PaymentStatus::PartiallyPaid;
    if partly && payments.is_empty() {
        return None;
    }
    let paid = payments.iter().try_fold(Decimal::ZERO, |sum, payment| sum.checked_add(payment.amount))?;
    let left = invoice.gross.checked_sub(paid)?;
    let too_much = if invoice.gross.is_sign_negative() { left > Decimal::ZERO } else { left < Decimal::ZERO };
    let converted = |payment: &HistoryEntry| payment.rate.is_some_and(|rate| !rate.is_zero() && rate != Decimal::ONE);
    match too_much {
        true if partly && payments.iter().any(converted) => None,
        true => Some(Decimal::ZERO),
        false => Some(left.normalize()),
    }
}
