//! Credit of clients that an entry of the bank pays back: what was paid beyond documents.
//!
//! For: the cases of matching. Uses: receipts, and what they leave open. Never: money that was due, which a credit note gives back.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::pay::{is_credit_of, may_give, open_amount};
use super::shelf::{Shelf, Table, refuse, summed};
use crate::bank::matching::Credit;
use crate::domain::bank::{BankMatch, MatchPart, PartKind};
use crate::domain::ledger::{Issued, IssuedKind, Receipt, ReceiptKind, ReceiptPart};
use crate::domain::{CompanyId, Currency, Message, PaymentMethod, RemoteId, money};
use crate::service::Result;
use crate::service::local::Local;

/// What clients have beyond their documents, each with a document that it can be paid back by.
pub(in crate::service) fn credits(local: &Local, company: CompanyId) -> Result<Vec<Credit>> {
    let shelf = Shelf::open(local, company)?;
    let receipts = shelf.table::<Receipt>()?;
    let mut sums: BTreeMap<(&RemoteId, &Currency), (Decimal, BTreeSet<&RemoteId>)> = BTreeMap::new();
    for receipt in receipts.values().filter(|held| !held.retired).map(|held| &held.value) {
        let left = receipt.unapplied();
        if receipt.kind != ReceiptKind::Payment || left <= Decimal::ZERO {
            continue;
        }
        let (sum, documents) = sums.entry((&receipt.client, &receipt.currency)).or_default();
        *sum = summed([*sum, left])?;
        documents.extend(receipt.parts.iter().map(|part| &part.document));
    }
    if sums.is_empty() {
        return Ok(Vec::new());
    }
    let issued = shelf.table::<Issued>()?;
    let cancelled = cancelled(&issued);
    let standing: Vec<&Issued> = issued.values().map(|held| &held.value).filter(|one| stands(one, &cancelled)).collect();
    let credit = |((client, currency), (amount, paid)): ((&RemoteId, &Currency), (Decimal, BTreeSet<&RemoteId>))| {
        let of = standing.iter().filter(|one| one.client == *client && one.document.currency == *currency);
        // A document that the credit came with says more than a later one.
        let best = of.max_by_key(|one| (paid.contains(&one.id), &one.id))?;
        Some(Credit { number: best.document.number.as_str().into(), amount, currency: currency.clone() })
    };
    Ok(sums.into_iter().filter_map(credit).collect())
}

/// What the client of a document has beyond its documents, in the currency of this one.
pub(in crate::service) fn credit_with(local: &Local, company: CompanyId, document: &RemoteId) -> Result<Decimal> {
    let shelf = Shelf::open(local, company)?;
    let issued = shelf.table::<Issued>()?;
    let Some(document) = issued.get(document).map(|held| &held.value).filter(|one| stands(one, &cancelled(&issued))) else {
        return Ok(Decimal::ZERO);
    };
    let receipts = shelf.values::<Receipt>()?;
    summed(receipts.iter().filter(|receipt| is_credit_of(receipt, document)).map(Receipt::unapplied))
}

/// The documents that others cancel.
fn cancelled(issued: &Table<Issued>) -> BTreeSet<&RemoteId> {
    let originals = issued.values().filter_map(|held| match &held.value.kind {
        IssuedKind::Cancellation(original) => Some(original),
        _ => None,
    });
    originals.collect()
}

/// Whether a document is an invoice that nothing cancels.
fn stands(document: &Issued, cancelled: &BTreeSet<&RemoteId>) -> bool {
    let is_invoice = !document.kind.is_credit() && !matches!(document.kind, IssuedKind::Cancellation(_));
    is_invoice && !cancelled.contains(&document.id)
}

/// Whether a part of a match is money that goes back from beyond the document of this number.
fn is_returned(part: &MatchPart) -> bool {
    part.document.is_none() && part.kind == PartKind::Over && !part.number.is_empty() && part.amount.is_sign_negative()
}

/// The receipt of money that a match pays back, and the receipts that it comes from: what was beyond goes to the document and back, so
/// that the document stays as it is.
pub(super) fn returned(
    shelf: &Shelf<'_>,
    (one, day): (&BankMatch, Option<Date>),
    id: &RemoteId,
    issued: &Table<Issued>,
    receipts: &BTreeMap<RemoteId, Receipt>,
) -> Result<Vec<Receipt>> {
    let Some(part) = one.parts.iter().find(|part| is_returned(part)) else { return Ok(Vec::new()) };
    let refused = |most: Decimal| refuse(Message::new("books-refund-more").with("most", most.to_string()));
    let of = |document: &&Issued| *document.document.number == *part.number && !document.kind.is_credit();
    let Some(document) = issued.values().map(|held| &held.value).find(of) else { return Err(refused(Decimal::ZERO)) };
    let wanted = money::turned(part.amount);
    let mut left = wanted;
    let mut parts = Vec::new();
    let mut made = Vec::new();
    let mut older: Vec<&Receipt> = receipts.values().filter(|receipt| is_credit_of(receipt, document)).collect();
    older.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
    for receipt in older {
        let amount = left.min(receipt.unapplied());
        if amount <= Decimal::ZERO {
            continue;
        }
        may_give(shelf, receipt)?;
        left = left.saturating_sub(amount);
        let mut given = receipt.clone();
        given.parts.push(ReceiptPart { document: document.id.clone(), amount, rounding: Decimal::ZERO });
        made.push(given);
        parts.push(ReceiptPart { document: document.id.clone(), amount: money::turned(amount), rounding: Decimal::ZERO });
    }
    if !left.is_zero() {
        return Err(refused(wanted.saturating_sub(left)));
    }
    made.push(Receipt {
        id: id.clone(),
        kind: ReceiptKind::Refund,
        client: document.client.clone(),
        date: day.map_or_else(|| shelf.today(), Ok)?,
        amount: money::turned(wanted),
        currency: document.document.currency.clone(),
        method: Some(PaymentMethod::WireTransfer),
        reference: None,
        note: None,
        parts,
    });
    Ok(made)
}

/// Makes credit again of what a receipt had paid back that is there no longer; returns the receipts that have it.
pub(super) fn restored(
    shelf: &Shelf<'_>,
    gone: &Receipt,
    issued: &Table<Issued>,
    receipts: &mut BTreeMap<RemoteId, Receipt>,
) -> Result<BTreeSet<RemoteId>> {
    let mut changed = BTreeSet::new();
    if gone.kind != ReceiptKind::Refund {
        return Ok(changed);
    }
    let documents: BTreeSet<&RemoteId> = gone.parts.iter().map(|part| &part.document).collect();
    for document in documents.into_iter().filter_map(|id| issued.get(id)).map(|held| &held.value) {
        if document.kind.is_credit() {
            continue;
        }
        let mut beyond = money::turned(open_amount(document, receipts.values())?);
        // What the refund took stands behind what the receipt had paid of the document before.
        for least in [2, 1] {
            for receipt in receipts.values_mut().rev().filter(|receipt| receipt.kind == ReceiptKind::Payment) {
                let is_of = |part: &ReceiptPart| part.document == document.id;
                if beyond <= Decimal::ZERO || receipt.parts.iter().filter(|part| is_of(part)).count() < least {
                    continue;
                }
                may_give(shelf, receipt)?;
                let Some(part) = receipt.parts.iter_mut().rev().find(|part| is_of(part)) else { continue };
                let amount = beyond.min(part.amount);
                part.amount = part.amount.saturating_sub(amount);
                beyond = beyond.saturating_sub(amount);
                receipt.parts.retain(|part| !part.amount.is_zero() || !part.rounding.is_zero());
                changed.insert(receipt.id.clone());
            }
        }
    }
    Ok(changed)
}
