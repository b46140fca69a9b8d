//! Receipts of bank entries: what is matched with documents of own books is money that came in, as if it were recorded by hand.
//!
//! For: the cases of matching. Uses: receipts, `billing` for what is open. Never: a settlement beside the receipts, which would be
//! a second word on what is open.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::back::{notes, take_back};
use super::credit::{restored, returned};
use super::pay::open_amount;
use super::shelf::{Shelf, Table, summed};
use crate::bank::matching::Misfit;
use crate::billing;
use crate::domain::bank::{BankMatch, PartKind};
use crate::domain::ledger::{Issued, Receipt, ReceiptKind, ReceiptPart};
use crate::domain::{Actor, CompanyId, Currency, PaymentMethod, PaymentState, RemoteId};
use crate::service::Result;
use crate::service::local::Local;

/// A match that is written.
#[derive(Debug, Clone)]
pub(in crate::service) struct Settling {
    /// The match.
    pub(in crate::service) one: BankMatch,
    /// Version of its record.
    pub(in crate::service) version: u64,
    /// Day of its entry.
    pub(in crate::service) day: Option<Date>,
    /// Currency of its account.
    pub(in crate::service) currency: Currency,
}

/// The receipt of a match; of one over documents of several clients each has its own.
fn receipt_id(of: &RemoteId, number: usize) -> RemoteId {
    RemoteId::new(if number == 0 { format!("bank-{of}") } else { format!("bank-{of}.{number}") })
}

/// The day until which the books of a company are closed, and today; `None` for a company without own books, or if no day is closed.
pub(in crate::service) fn closed(local: &Local, company: CompanyId) -> Result<Option<(Date, Date)>> {
    if !local.by_id(company)?.has_own_books() {
        return Ok(None);
    }
    let shelf = Shelf::open(local, company)?;
    shelf.profile()?.closed_until.map(|closed| Ok((closed, shelf.today()?))).transpose()
}

/// Refuses matches that change a closed day: that of the entry, or of a receipt that an earlier match of it made.
pub(in crate::service) fn must_be_open(shelf: &Shelf<'_>, matches: &[Settling]) -> Result<()> {
    if shelf.profile()?.closed_until.is_none() {
        return Ok(());
    }
    for Settling { one, day, .. } in matches {
        for number in 0.. {
            let Some(old) = shelf.value::<Receipt>(&receipt_id(&one.id, number))? else { break };
            shelf.must_be_open(old.date)?;
        }
        let is_known = !one.undone || day.is_some();
        if is_known && !one.parts.is_empty() {
            shelf.must_be_open(day.map_or_else(|| shelf.today(), Ok)?)?;
        }
    }
    Ok(())
}

/// Writes matches, and receipts in place of the ones that they made before; an undone one leaves none.
pub(in crate::service) fn settle(shelf: &Shelf<'_>, matches: &[Settling], author: &Actor) -> Result<()> {
    must_be_open(shelf, matches)?;
    let issued = shelf.table::<Issued>()?;
    let mut receipts: BTreeMap<RemoteId, Receipt> =
        shelf.values::<Receipt>()?.into_iter().map(|receipt| (receipt.id.clone(), receipt)).collect();
    let mut changes = shelf.begin(author);
    let mut touched: BTreeSet<RemoteId> = BTreeSet::new();
    let mut written: BTreeSet<RemoteId> = BTreeSet::new();
    let mut gone: BTreeMap<RemoteId, Receipt> = BTreeMap::new();
    for Settling { one, version, day, currency } in matches {
        changes.batch().put_match(shelf.company.id, one, *version)?;
        for number in 0.. {
            let Some(old) = receipts.remove(&receipt_id(&one.id, number)) else { break };
            touched.extend(old.parts.iter().map(|part| part.document.clone()));
            written.extend(restored(shelf, &old, &issued, &mut receipts)?);
            gone.insert(old.id.clone(), old);
        }
        if one.undone {
            continue;
        }
        let made = received(shelf, (one, *day, currency), &issued, &receipts)?;
        let back = returned(shelf, (one, *day), &receipt_id(&one.id, made.len()), &issued, &receipts)?;
        for receipt in made.into_iter().chain(back) {
            touched.extend(receipt.parts.iter().map(|part| part.document.clone()));
            gone.remove(&receipt.id);
            written.insert(receipt.id.clone());
            receipts.insert(receipt.id.clone(), receipt);
        }
    }
    let number = |id: &RemoteId| issued.get(id).map_or_else(String::new, |held| held.value.document.number.clone());
    let partner = |receipt: &Receipt| {
        let first = receipt.parts.first().and_then(|part| issued.get(&part.document));
        // What was paid beyond in another currency has no document.
        let first = first.or_else(|| issued.values().find(|held| held.value.client == receipt.client));
        first.map_or_else(String::new, |held| held.value.document.buyer.name.clone())
    };
    for receipt in gone.into_values() {
        let payment = billing::to_payment(&receipt, &partner(&receipt), number);
        changes.document(shelf.payment(crate::domain::Payment { state: PaymentState::Deleted, ..payment })?);
        changes.retire(receipt)?;
    }
    for receipt in written.iter().filter_map(|id| receipts.get(id)) {
        changes.document(shelf.payment(billing::to_payment(receipt, &partner(receipt), number))?);
        changes.put(receipt.clone())?;
    }
    // What was settled without money may have changed: credit notes take back no more and no less.
    for (original, notes) in notes(&issued) {
        if let Some(held) = issued.get(original).filter(|held| touched.contains(&held.value.id)) {
            let changed = take_back(shelf, &mut changes, (&held.value, &notes), shelf.today()?, &mut receipts)?;
            touched.extend(changed.into_iter().map(|note| note.id.clone()));
        }
    }
    let all: Vec<&Receipt> = receipts.values().collect();
    for document in touched.iter().filter_map(|id| issued.get(id)) {
        let cancelled = shelf.cancellation_of(&document.value)?;
        changes.document(shelf.settled(&document.value, &all, cancelled.as_ref())?);
        changes.hold(&document.value)?;
    }
    changes.commit()
}

/// What a match pays, by client: at most what is open now; the rest is credit of the client.
fn received(
    shelf: &Shelf<'_>,
    (one, day, account): (&BankMatch, Option<Date>, &Currency),
    issued: &Table<Issued>,
    receipts: &BTreeMap<RemoteId, Receipt>,
) -> Result<Vec<Receipt>> {
    // Money, and what is settled without money: charges, differences of rates, rounding, discounts.
    let mut paid: BTreeMap<&RemoteId, (Decimal, Decimal)> = BTreeMap::new();
    for part in &one.parts {
        let Some(document) = part.document.as_ref().filter(|document| issued.contains_key(*document)) else { continue };
        let sums = paid.entry(document).or_default();
        let sum = if part.kind == PartKind::Principal { &mut sums.0 } else { &mut sums.1 };
        *sum = summed([*sum, part.amount])?;
    }
    let mut made: BTreeMap<(RemoteId, Currency), Receipt> = BTreeMap::new();
    for (document, (money, beside)) in paid {
        let Some(held) = issued.get(document) else { continue };
        let open = open_amount(&held.value, receipts.values())?;
        let (applied, rounding) =
            if fits(summed([money, beside])?, open) { (money, beside) } else { (bounded(money, open), Decimal::ZERO) };
        let key = (held.value.client.clone(), held.value.document.currency.clone());
        let (number, date) = (made.len(), day.map_or_else(|| shelf.today(), Ok)?);
        let receipt = made.entry(key).or_insert_with_key(|(client, currency)| Receipt {
            id: receipt_id(&one.id, number),
            kind: ReceiptKind::Payment,
            client: client.clone(),
            date,
            amount: Decimal::ZERO,
            currency: currency.clone(),
            method: Some(PaymentMethod::WireTransfer),
            reference: None,
            note: None,
            parts: Vec::new(),
        });
        receipt.amount = summed([receipt.amount, money])?;
        if !applied.is_zero() || !rounding.is_zero() {
            receipt.parts.push(ReceiptPart { document: document.clone(), amount: applied, rounding });
        }
    }
    // What was paid beyond is credit in the account's currency.
    let over = summed(one.parts.iter().filter(|part| part.kind == PartKind::Over).map(|part| part.amount))?;
    let mut made: Vec<Receipt> = made.into_values().collect();
    match made.as_mut_slice() {
        [only] if only.currency == *account => only.amount = summed([only.amount, over])?,
        [only] if !over.is_zero() => {
            let (amount, currency) = (over, account.clone());
            let credit = Receipt { id: receipt_id(&one.id, 1), amount, currency, parts: Vec::new(), ..only.clone() };
            made.push(credit);
        }
        // No receipt would have it: the client is not known.
        [_, _, ..] if !over.is_zero() => {
            return Err(Misfit::SeveralPartners { over, currency: account.clone() }.into());
        }
        _ => {}
    }
    for receipt in &mut made {
        receipt.kind = if receipt.amount.is_sign_negative() { ReceiptKind::Refund } else { ReceiptKind::Payment };
    }
    Ok(made)
}

fn fits(amount: Decimal, open: Decimal) -> bool {
    amount.is_sign_negative() == open.is_sign_negative() && amount.abs() <= open.abs()
}

fn bounded(amount: Decimal, open: Decimal) -> Decimal {
    match amount.is_sign_negative() == open.is_sign_negative() {
        true if amount.abs() <= open.abs() => amount,
        true => open,
        false => Decimal::ZERO,
    }
}
