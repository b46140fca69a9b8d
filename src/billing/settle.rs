//! What is left of a document, and how it shows: derived from receipts, never stored as truth.

use rust_decimal::Decimal;

use crate::domain::ledger::{Issued, IssuedKind, Receipt, ReceiptKind};
use crate::domain::{
    Allocation, CorrectionType, Direction, Invoice, Payment, PaymentState, PaymentStatus, PaymentType, RelatedDocument, RemoteId,
};

/// What is left of a document after receipts.
#[must_use]
pub fn open_amount<'r>(document: &Issued, receipts: impl Iterator<Item = &'r Receipt>) -> Decimal {
    receipts.fold(document.document.gross, |left, receipt| {
        let uses = match &receipt.kind {
            // What a credit note pays, it has no longer.
            ReceiptKind::Credit(note) if *note == document.id => {
                receipt.parts.iter().fold(Decimal::ZERO, |sum, part| sum.saturating_add(part.amount))
            }
            _ => Decimal::ZERO,
        };
        left.saturating_sub(receipt.settles(&document.id)).saturating_add(uses)
    })
}

/// What receipts settle of a document without money or credit: what was written off, rounded, or kept as a fee or a discount.
#[must_use]
pub fn beside<'r>(document: &RemoteId, receipts: impl Iterator<Item = &'r Receipt>) -> Decimal {
    let parts = receipts.flat_map(|receipt| receipt.parts.iter().map(move |part| (receipt, part)));
    parts.filter(|(_, part)| part.document == *document).fold(Decimal::ZERO, |sum, (receipt, part)| {
        let written_off = if receipt.kind == ReceiptKind::WriteOff { part.amount } else { Decimal::ZERO };
        sum.saturating_add(part.rounding).saturating_add(written_off)
    })
}

/// What a credit note takes back of what was settled beside of its original: that is no credit of the client: it was never paid.
/// `left` is what earlier notes left of it; negative where rounding had the client pay more than was open.
#[must_use]
pub fn taken_back<'r>(note: &Issued, left: Decimal, receipts: impl Iterator<Item = &'r Receipt> + Clone) -> Decimal {
    let used = |receipt: &'r Receipt| match &receipt.kind {
        ReceiptKind::Credit(by) if *by == note.id => note.kind.original().map_or(Decimal::ZERO, |of| receipt.settles(of)),
        _ => Decimal::ZERO,
    };
    let used = receipts.clone().map(used).fold(Decimal::ZERO, Decimal::saturating_add);
    // What the note has beyond what was open of its original.
    if note.document.gross.saturating_add(used) >= Decimal::ZERO {
        return Decimal::ZERO;
    }
    let credit = Decimal::ZERO.saturating_sub(open_amount(note, receipts)).max(Decimal::ZERO);
    left.min(credit)
}

/// What of a document was paid with money or with credit of other documents, and is not credit of the client again.
#[must_use]
pub fn really_paid<'r>(document: &Issued, notes: &[Issued], receipts: &(impl Iterator<Item = &'r Receipt> + Clone)) -> Decimal {
    let is_own = |note: &RemoteId| notes.iter().any(|own| own.id == *note);
    let parts = receipts.clone().filter(|receipt| match &receipt.kind {
        ReceiptKind::Payment | ReceiptKind::Refund => true,
        ReceiptKind::WriteOff => false,
        ReceiptKind::Credit(note) => !is_own(note),
    });
    let parts = parts.flat_map(|receipt| &receipt.parts).filter(|part| part.document == document.id);
    let paid = parts.fold(Decimal::ZERO, |sum, part| sum.saturating_add(part.amount));
    // A note on the document turned so much of it into credit: what it is worth less what it paid of the document and took back.
    notes.iter().filter(|note| note.kind.is_credit()).fold(paid, |paid, note| {
        let settled = receipts.clone().fold(
            beside(&note.id, receipts.clone().filter(|receipt| receipt.kind == ReceiptKind::WriteOff)),
            |sum, receipt| match &receipt.kind {
                ReceiptKind::Credit(by) if *by == note.id => sum.saturating_sub(receipt.settles(&document.id)),
                _ => sum,
            },
        );
        paid.saturating_add(note.document.gross).saturating_sub(settled)
    })
}

/// The document as lists show it, after receipts and with what cancelled it.
#[must_use]
pub fn settled(of: &Issued, receipts: &[&Receipt], cancelled_by: Option<&Issued>) -> Invoice {
    let mut document = of.document.clone();
    if let Some(by) = cancelled_by {
        document.cancelled = true;
        document.correction = Some(CorrectionType::Canceled);
        document.status = PaymentStatus::None;
        document.balance = Some(Decimal::ZERO);
        document.related.push(RelatedDocument { id: by.id.clone(), number: by.document.number.clone() });
        return document;
    }
    if matches!(of.kind, IssuedKind::Cancellation(_)) {
        return document;
    }
    let open = open_amount(of, receipts.iter().copied());
    document.balance = Some(open);
    let touches = |receipt: &&&Receipt| {
        receipt.parts.iter().any(|part| part.document == of.id)
            || matches!(&receipt.kind, ReceiptKind::Credit(note) if *note == of.id)
    };
    let last = receipts.iter().filter(touches).map(|receipt| receipt.date).max();
    document.status = if open.is_zero() {
        PaymentStatus::Paid
    } else if open == document.gross {
        PaymentStatus::Outstanding
    } else {
        PaymentStatus::PartiallyPaid
    };
    document.paid = last.filter(|_| open.is_zero());
    let with_method = receipts.iter().filter(touches).filter(|receipt| receipt.method.is_some());
    let method = with_method.max_by_key(|receipt| (receipt.date, &receipt.id)).and_then(|receipt| receipt.method.clone());
    document.method = method.or(document.method);
    document
}

/// A receipt as a payment of lists. A write-off and a credit move no money.
#[must_use]
pub fn to_payment(receipt: &Receipt, partner: &str, number: impl Fn(&RemoteId) -> String) -> Payment {
    let kind = match receipt.kind {
        ReceiptKind::Payment if receipt.unapplied() > Decimal::ZERO && receipt.parts.is_empty() => PaymentType::Prepayment,
        ReceiptKind::Payment => PaymentType::Payment,
        ReceiptKind::Refund => PaymentType::Refund,
        ReceiptKind::WriteOff | ReceiptKind::Credit(_) => PaymentType::Credit,
    };
    let part = |part: &crate::domain::ledger::ReceiptPart| Allocation {
        document: part.document.clone(),
        number: number(&part.document),
        amount: part.amount,
        date: None,
    };
    Payment {
        id: receipt.id.clone(),
        kind,
        direction: Direction::Issued,
        state: PaymentState::Active,
        date: Some(receipt.date),
        amount: receipt.amount,
        currency: receipt.currency.clone(),
        rate: None,
        method: receipt.method.clone(),
        reference: receipt.reference.as_deref().map(Into::into),
        partner_id: Some(receipt.client.clone()),
        partner_name: partner.to_owned(),
        unapplied: Some(receipt.unapplied()),
        note: receipt.note.as_deref().map(Into::into),
        allocations: receipt.parts.iter().map(part).collect(),
    }
}
