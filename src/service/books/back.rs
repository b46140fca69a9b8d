//! What credit notes take back of what was settled without money: write-offs, rounding, fees and discounts are no credit of the client.
//!
//! For: credit notes, receipts by hand and of the bank. Uses: `billing` for the amounts. Never: money.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::shelf::{Changes, Shelf, Table, too_large};
use crate::billing;
use crate::domain::ledger::{Issued, Receipt, ReceiptKind, ReceiptPart};
use crate::domain::{PaymentState, RemoteId, money};
use crate::service::Result;

/// The receipt by which a credit note takes back what was settled without money.
pub(super) fn id_of(note: &RemoteId) -> RemoteId {
    RemoteId::new(format!("back-{note}"))
}

/// Brings the receipts of the credit notes on a document in line with its other receipts, and writes the changed ones. `notes` are in
/// the order of issue. Returns the notes of which the balance changes.
pub(super) fn take_back<'n>(
    shelf: &Shelf<'_>,
    changes: &mut Changes<'_, '_>,
    (original, notes): (&Issued, &'n [Issued]),
    date: Date,
    receipts: &mut BTreeMap<RemoteId, Receipt>,
) -> Result<Vec<&'n Issued>> {
    let mut left = billing::beside(&original.id, receipts.values()).ok_or_else(too_large)?;
    let mut changed = Vec::new();
    for note in notes {
        let id = id_of(&note.id);
        let known = receipts.remove(&id);
        let taken = billing::taken_back(note, left, receipts.values()).ok_or_else(too_large)?;
        left = left.checked_sub(taken).ok_or_else(too_large)?;
        let amount = money::turned(taken);
        let before = known.as_ref().map_or(Decimal::ZERO, |known| known.amount);
        let receipt = Receipt {
            id: id.clone(),
            kind: ReceiptKind::WriteOff,
            client: note.client.clone(),
            date: known.as_ref().map_or(date, |known| known.date),
            amount,
            currency: note.document.currency.clone(),
            method: None,
            reference: Some(note.document.number.clone()),
            note: None,
            parts: vec![ReceiptPart { document: note.id.clone(), amount, rounding: Decimal::ZERO }],
        };
        if amount != before {
            let payment = billing::to_payment(&receipt, &original.document.buyer.name, |_| note.document.number.clone());
            if amount.is_zero() {
                changes.document(shelf.payment(crate::domain::Payment { state: PaymentState::Deleted, ..payment })?);
                changes.retire(receipt.clone())?;
            } else {
                changes.document(shelf.payment(payment)?);
                changes.put(receipt.clone())?;
            }
            changed.push(note);
        }
        if !amount.is_zero() {
            receipts.insert(id, receipt);
        }
    }
    Ok(changed)
}

/// Credit notes by the document that they are on, in the order of issue.
pub(super) fn notes(issued: &Table<Issued>) -> BTreeMap<&RemoteId, Vec<Issued>> {
    let mut found: BTreeMap<&RemoteId, Vec<Issued>> = BTreeMap::new();
    // Identifiers grow with time, and the table is in their order.
    for note in issued.values().map(|held| &held.value).filter(|note| note.kind.is_credit()) {
        if let Some(original) = note.kind.original() {
            found.entry(original).or_default().push(note.clone());
        }
    }
    found
}

impl Shelf<'_> {
    /// Credit notes on a document, in the order of issue.
    pub(super) fn notes_on(&self, document: &RemoteId) -> Result<Vec<Issued>> {
        let table = self.table::<Issued>()?;
        let is_on = |issued: &&Issued| issued.kind.is_credit() && issued.kind.original() == Some(document);
        Ok(table.values().map(|held| &held.value).filter(is_on).cloned().collect())
    }
}
