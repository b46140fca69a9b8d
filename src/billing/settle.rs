//! What is left of a document, and how it shows: derived from receipts, never stored as truth.

use rust_decimal::Decimal;

use crate::domain::ledger::{Issued, IssuedKind, Receipt, ReceiptKind};
use crate::domain::{
    Allocation, CorrectionType, Direction, Invoice, Payment, PaymentState, PaymentStatus, PaymentType, RelatedDocument, RemoteId,
    money,
};

/// What is left of a document after receipts; `None` where that is larger than an amount can be.
#[must_use]
pub fn open_amount<'r>(document: &Issued, mut receipts: impl Iterator<Item = &'r Receipt>) -> Option<Decimal> {
    receipts.try_fold(document.document.gross, |left, receipt| {
        let left = left.checked_sub(receipt.settles(&document.id)?)?;
        match &receipt.kind {
            // What a credit note pays, it has no longer.
            ReceiptKind::Credit(note) if *note == document.id => {
                left.checked_add(money::sum(receipt.parts.iter().map(|part| part.amount))?)
            }
            _ => Some(left),
        }
    })
}

/// What receipts settle of a document without money or credit: what was written off, rounded, or kept as a fee or a discount. `None` where
/// that is larger than an amount can be.
#[must_use]
pub fn beside<'r>(document: &RemoteId, receipts: impl Iterator<Item = &'r Receipt>) -> Option<Decimal> {
    let parts = receipts.flat_map(|receipt| receipt.parts.iter().map(move |part| (receipt, part)));
    let of_document = parts.filter(|(_, part)| part.document == *document);
    money::sum(of_document.flat_map(|(receipt, part)| {
        let written_off = if receipt.kind == ReceiptKind::WriteOff { part.amount } else { Decimal::ZERO };
        [part.rounding, written_off]
    }))
}

/// What a receipt pays of the original of a credit note by it.
fn paid_by<'r>(note: &Issued, mut receipts: impl Iterator<Item = &'r Receipt>) -> Option<Decimal> {
    let original = note.kind.original();
    receipts.try_fold(Decimal::ZERO, |sum, receipt| match (&receipt.kind, original) {
        (ReceiptKind::Credit(by), Some(original)) if *by == note.id => sum.checked_add(receipt.settles(original)?),
        _ => Some(sum),
    })
}

/// What a credit note takes back of what was settled beside of its original: that is no credit of the client: it was never paid.
/// `left` is what earlier notes left of it; negative where rounding had the client pay more than was open. `None` where an amount is larger
/// than one can be.
#[must_use]
pub fn taken_back<'r>(note: &Issued, left: Decimal, receipts: impl Iterator<Item = &'r Receipt> + Clone) -> Option<Decimal> {
    // What the note has beyond what was open of its original.
    if note.document.gross.checked_add(paid_by(note, receipts.clone())?)? >= Decimal::ZERO {
        return Some(Decimal::ZERO);
    }
    let credit = money::turned(open_amount(note, receipts)?).max(Decimal::ZERO);
    Some(left.min(credit))
}

/// What of a document was paid with money or with credit of other documents, and is not credit of the client again. `None` where that is
/// larger than an amount can be.
#[must_use]
pub fn really_paid<'r>(
    document: &Issued,
    notes: &[Issued],
    receipts: &(impl Iterator<Item = &'r Receipt> + Clone),
) -> Option<Decimal> {
    let is_own = |note: &RemoteId| notes.iter().any(|own| own.id == *note);
    let parts = receipts.clone().filter(|receipt| match &receipt.kind {
        ReceiptKind::Payment | ReceiptKind::Refund => true,
        ReceiptKind::WriteOff => false,
        ReceiptKind::Credit(note) => !is_own(note),
    });
    let parts = parts.flat_map(|receipt| &receipt.parts).filter(|part| part.document == document.id);
    let paid = money::sum(parts.map(|part| part.amount))?;
    // A note on the document turned so much of it into credit: what it is worth less what it paid of the document and took back.
    notes.iter().filter(|note| note.kind.is_credit()).try_fold(paid, |paid, note| {
        let taken = beside(&note.id, receipts.clone().filter(|receipt| receipt.kind == ReceiptKind::WriteOff))?;
        let settled = taken.checked_sub(paid_by(note, receipts.clone())?)?;
        paid.checked_add(note.document.gross)?.checked_sub(settled)
    })
}

/// The document as lists show it, after receipts and with what cancelled it. `None` where what is left of it is larger than an amount can
/// be.
#[must_use]
pub fn settled(of: &Issued, receipts: &[&Receipt], cancelled_by: Option<&Issued>) -> Option<Invoice> {
    let mut document = of.document.clone();
    if let Some(by) = cancelled_by {
        document.cancelled = true;
        document.correction = Some(CorrectionType::Canceled);
        document.status = PaymentStatus::None;
        document.balance = Some(Decimal::ZERO);
        document.related.push(RelatedDocument { id: by.id.clone(), number: by.document.number.clone() });
        return Some(document);
    }
    if matches!(of.kind, IssuedKind::Cancellation(_)) {
        return Some(document);
    }
    let open = open_amount(of, receipts.iter().copied())?;
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
    Some(document)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Currency;
    use crate::domain::ledger::ReceiptPart;

    fn receipt(id: &str, amount: Decimal) -> Receipt {
        Receipt {
            id: RemoteId::new(id),
            kind: if amount.is_sign_negative() { ReceiptKind::Refund } else { ReceiptKind::Payment },
            client: RemoteId::new("acme"),
            date: jiff::civil::date(2026, 11, 1),
            amount,
            currency: Currency::new("HUF"),
            method: None,
            reference: None,
            note: None,
            parts: vec![ReceiptPart { document: RemoteId::new("a"), amount, rounding: Decimal::ZERO }],
        }
    }

    #[test]
    fn what_no_amount_can_hold_is_none_and_never_another_amount() {
        let huge = Decimal::MAX - Decimal::ONE;
        let (of, both) = (RemoteId::new("a"), [receipt("1", huge), receipt("2", huge)]);
        assert_eq!(both[0].settles(&of), Some(huge));
        let write_off = |receipt: &Receipt| Receipt { kind: ReceiptKind::WriteOff, ..receipt.clone() };
        let off = both.each_ref().map(write_off);
        assert_eq!(beside(&of, off.iter().take(1)), Some(huge));
        assert_eq!(beside(&of, off.iter()), None);
        let twice = Receipt { parts: both.iter().flat_map(|receipt| receipt.parts.clone()).collect(), ..receipt("3", huge) };
        assert_eq!(twice.settles(&of), None);
    }
}
