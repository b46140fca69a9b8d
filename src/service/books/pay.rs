//! Receipts by hand: money in and out, credit of the client, write-offs.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::back::{id_of, take_back};
use super::shelf::{Changes, Shelf, misused, refuse, summed, too_large};
use super::sound;
use super::view_bill::{Billed, IssuedView, Paid, PayAsk};
use crate::billing;
use crate::domain::ledger::{Issued, IssuedKind, Receipt, ReceiptKind, ReceiptPart};
use crate::domain::{Actor, Message, PaymentMethod, RemoteId, money};
use crate::service::Result;

/// Settles documents.
pub(in crate::service) fn pay(shelf: &Shelf<'_>, ask: &PayAsk, author: &Actor, note: &dyn Fn() -> Result<()>) -> Result<Billed> {
    if let Some(amount) = ask.amount.filter(|amount| *amount <= Decimal::ZERO) {
        return Err(misused(Message::new("books-bad-amount").with("amount", amount.to_string())));
    }
    [&ask.note, &ask.reference].into_iter().flatten().map(String::as_str).try_for_each(sound::text)?;
    let documents = documents(shelf, ask)?;
    if let Some((amount, first)) = ask.amount.zip(documents.first()) {
        let currency = &first.document.currency;
        sound::plain(amount, currency)?;
        let decimals = currency.paid_decimals();
        if amount.normalize().scale() > decimals {
            let message = Message::new("books-pay-decimals").with("amount", amount.to_string()).with("decimals", decimals);
            return Err(misused(message.with("currency", currency.as_str())));
        }
    }
    let date = ask.date.map_or_else(|| shelf.today(), Ok)?;
    shelf.must_be_near(date)?;
    let known = shelf.values::<Receipt>()?;
    let mut changes = shelf.begin(author);
    let mut made = match ask.by {
        Paid::Credit => by_credit(shelf, ask, &documents, &known)?,
        Paid::Money | Paid::WriteOff | Paid::Refund => by_hand(shelf, ask, &documents, &known)?,
    };
    note()?;
    let mut all: BTreeMap<RemoteId, Receipt> =
        known.into_iter().chain(made.iter().cloned()).map(|receipt| (receipt.id.clone(), receipt)).collect();
    let views = keep(shelf, &mut changes, (&documents, &mut made), (date, &mut all))?;
    changes.commit()?;
    Ok(Billed::Paid(made, views))
}

/// The documents, all of one client and one currency.
fn documents(shelf: &Shelf<'_>, ask: &PayAsk) -> Result<Vec<Issued>> {
    let mut documents: Vec<Issued> = Vec::new();
    for wanted in &ask.documents {
        let issued = shelf.issued(wanted)?;
        let about = |id| refuse(Message::new(id).with("number", issued.document.number.as_str()));
        if matches!(issued.kind, IssuedKind::Cancellation(_)) || shelf.cancellation_of(&issued)?.is_some() {
            return Err(about("books-pay-cancelled"));
        }
        if documents
            .first()
            .is_some_and(|first| (&first.client, &first.document.currency) != (&issued.client, &issued.document.currency))
        {
            return Err(about("books-pay-different"));
        }
        if !documents.iter().any(|known| known.id == issued.id) {
            documents.push(issued);
        }
    }
    if documents.is_empty() { Err(misused(Message::new("books-pay-none"))) } else { Ok(documents) }
}

/// Receipts of money or of a decision. Credit notes that are named beside invoices pay of them first.
fn by_hand(shelf: &Shelf<'_>, ask: &PayAsk, documents: &[Issued], known: &[Receipt]) -> Result<Vec<Receipt>> {
    let set_off = set_off(shelf, ask, documents, known)?;
    let known: Vec<Receipt> = known.iter().chain(&set_off).cloned().collect();
    let open = total_open(documents.iter(), &known)?;
    if open.is_zero() && !set_off.is_empty() && ask.amount.is_none() {
        return Ok(set_off);
    }
    let mut made = match ask.by {
        Paid::Refund => refunded(shelf, ask, documents, known)?,
        Paid::Money | Paid::WriteOff | Paid::Credit => vec![received(shelf, ask, documents, &known)?],
    };
    made.extend(set_off);
    Ok(made)
}

/// What is left of a document.
pub(super) fn open_amount<'r>(document: &Issued, receipts: impl IntoIterator<Item = &'r Receipt>) -> Result<Decimal> {
    billing::open_amount(document, receipts.into_iter()).ok_or_else(too_large)
}

/// What is left of documents together.
fn total_open<'d>(documents: impl Iterator<Item = &'d Issued>, known: &[Receipt]) -> Result<Decimal> {
    summed(documents.map(|document| open_amount(document, known)).collect::<Result<Vec<_>>>()?)
}

/// The documents of which something is to be paid, with what that is.
fn to_pay(documents: &[Issued], known: &[Receipt]) -> Result<Vec<(RemoteId, Decimal)>> {
    let open = |document: &Issued| Ok((document.id.clone(), open_amount(document, known)?));
    let all = documents.iter().map(open).collect::<Result<Vec<_>>>()?;
    Ok(all.into_iter().filter(|(_, open)| *open > Decimal::ZERO).collect())
}

/// What named credit notes pay of named invoices.
fn set_off(shelf: &Shelf<'_>, ask: &PayAsk, documents: &[Issued], known: &[Receipt]) -> Result<Vec<Receipt>> {
    let mut invoices = to_pay(documents, known)?;
    let mut made = Vec::new();
    for note in documents.iter().filter(|document| document.kind.is_credit()) {
        let mut credit = money::turned(open_amount(note, known)?);
        let mut parts = Vec::new();
        for (document, open) in &mut invoices {
            let amount = credit.min(*open);
            if amount > Decimal::ZERO {
                (credit, *open) = (credit - amount, *open - amount);
                parts.push(ReceiptPart { document: document.clone(), amount, rounding: Decimal::ZERO });
            }
        }
        if !parts.is_empty() {
            made.push(of_note(shelf, ask, note, parts)?);
        }
    }
    Ok(made)
}

/// The receipt of a credit note that pays.
fn of_note(shelf: &Shelf<'_>, ask: &PayAsk, note: &Issued, parts: Vec<ReceiptPart>) -> Result<Receipt> {
    Ok(Receipt {
        id: shelf.id()?,
        kind: ReceiptKind::Credit(note.id.clone()),
        client: note.client.clone(),
        date: ask.date.map_or_else(|| shelf.today(), Ok)?,
        amount: summed(parts.iter().map(|part| part.amount))?,
        currency: note.document.currency.clone(),
        method: None,
        reference: Some(note.document.number.clone()),
        note: ask.note.clone(),
        parts,
    })
}

/// A receipt of money, or of a decision.
fn received(shelf: &Shelf<'_>, ask: &PayAsk, documents: &[Issued], known: &[Receipt]) -> Result<Receipt> {
    let first = documents.first().ok_or_else(|| misused(Message::new("books-pay-none")))?;
    let total = total_open(documents.iter(), known)?;
    let is_cash = ask.method == Some(PaymentMethod::Cash) && first.document.currency.as_str() == "HUF" && ask.by == Paid::Money;
    if is_cash && ask.amount.is_none() && total > Decimal::ZERO && billing::cash(total).is_zero() {
        return Err(refuse(Message::new("books-cash-nothing").with("open", total.to_string())));
    }
    let wanted = wanted(ask, documents, if is_cash { billing::cash(total) } else { total })?;
    let mut left = wanted;
    let mut parts = Vec::new();
    for document in documents {
        let part = left.min(open_amount(document, known)?);
        if part > Decimal::ZERO {
            left = left.checked_sub(part).ok_or_else(too_large)?;
            parts.push(ReceiptPart { document: document.id.clone(), amount: part, rounding: Decimal::ZERO });
        }
    }
    if ask.by == Paid::WriteOff && !left.is_zero() {
        return Err(refuse(Message::new("books-write-off-more").with("open", total.to_string())));
    }
    if is_cash && wanted == billing::cash(total) {
        // Cash of five forints settles the whole; the difference is rounding and no credit.
        if let Some(last) = parts.last_mut() {
            let difference = total.checked_sub(wanted).ok_or_else(too_large)?;
            if difference.is_sign_negative() {
                last.amount = summed([last.amount, left])?;
            }
            last.rounding = difference;
        }
    }
    let kind = if ask.by == Paid::WriteOff { ReceiptKind::WriteOff } else { ReceiptKind::Payment };
    receipt(shelf, ask, first, (kind, wanted, parts))
}

/// The amount that is asked for, else the one that is open.
fn wanted(ask: &PayAsk, documents: &[Issued], open: Decimal) -> Result<Decimal> {
    let wanted = ask.amount.unwrap_or(open);
    if wanted <= Decimal::ZERO {
        let numbers: Vec<&str> = documents.iter().map(|document| document.document.number.as_str()).collect();
        return Err(refuse(Message::new("books-nothing-open").with("number", numbers.join(", "))));
    }
    Ok(wanted)
}

fn receipt(
    shelf: &Shelf<'_>,
    ask: &PayAsk,
    of: &Issued,
    (kind, amount, parts): (ReceiptKind, Decimal, Vec<ReceiptPart>),
) -> Result<Receipt> {
    let moved = kind != ReceiptKind::WriteOff;
    Ok(Receipt {
        id: shelf.id()?,
        kind,
        client: of.client.clone(),
        date: ask.date.map_or_else(|| shelf.today(), Ok)?,
        amount,
        currency: of.document.currency.clone(),
        method: moved.then(|| ask.method.clone().unwrap_or(PaymentMethod::WireTransfer)),
        reference: ask.reference.clone(),
        note: ask.note.clone(),
        parts,
    })
}

/// Money back: credit notes first, then credit that receipts have left, then what was paid of the documents, which are open again. Never
/// more than there is.
fn refunded(shelf: &Shelf<'_>, ask: &PayAsk, documents: &[Issued], mut known: Vec<Receipt>) -> Result<Vec<Receipt>> {
    let first = documents.first().ok_or_else(|| misused(Message::new("books-pay-none")))?;
    let credit = |document: &&Issued| document.kind.is_credit();
    let open = total_open(documents.iter().filter(credit), &known)?;
    let wanted = wanted(ask, documents, money::turned(open))?;
    let mut left = wanted;
    let mut parts: Vec<ReceiptPart> = Vec::new();
    let mut take = |document: &Issued, most: Decimal, left: &mut Decimal| {
        let part = (*left).min(most);
        if part > Decimal::ZERO {
            *left -= part;
            parts.push(ReceiptPart { document: document.id.clone(), amount: -part, rounding: Decimal::ZERO });
        }
        part.max(Decimal::ZERO)
    };
    for document in documents.iter().filter(credit) {
        take(document, money::turned(open_amount(document, &known)?), &mut left);
    }
    let mut made = Vec::new();
    for document in documents.iter().filter(|document| !document.kind.is_credit()) {
        let paid = billing::really_paid(document, &shelf.notes_on(&document.id)?, &known.iter()).ok_or_else(too_large)?;
        // What was paid beyond what was due goes to the document and back: the document stays as it is.
        for place in 0..known.len() {
            let Some(older) = known.get_mut(place).filter(|older| is_credit_of(older, first)) else { continue };
            let amount = take(document, older.unapplied(), &mut left);
            if !amount.is_zero() {
                may_give(shelf, older)?;
                older.parts.push(ReceiptPart { document: document.id.clone(), amount, rounding: Decimal::ZERO });
                made.retain(|made: &Receipt| made.id != older.id);
                made.push(older.clone());
            }
        }
        take(document, paid, &mut left);
    }
    if !left.is_zero() {
        let most = wanted.checked_sub(left).ok_or_else(too_large)?;
        return Err(refuse(Message::new("books-refund-more").with("most", most.to_string())));
    }
    made.insert(0, receipt(shelf, ask, first, (ReceiptKind::Refund, -wanted, parts))?);
    Ok(made)
}

/// Whether a receipt has money of the client of a document left, in its currency.
pub(super) fn is_credit_of(receipt: &Receipt, document: &Issued) -> bool {
    receipt.kind == ReceiptKind::Payment
        && receipt.unapplied() > Decimal::ZERO
        && (&receipt.client, &receipt.currency) == (&document.client, &document.document.currency)
}

/// Refuses to take credit of a receipt of a closed day: the receipt would change.
pub(super) fn may_give(shelf: &Shelf<'_>, receipt: &Receipt) -> Result<()> {
    shelf.must_be_open(receipt.date).map_err(|error| error.hint(Message::new("books-closed-credit-hint")))
}

/// Earlier receipts of the client with what is left of them put on the documents, the oldest first; then credit notes.
fn by_credit(shelf: &Shelf<'_>, ask: &PayAsk, documents: &[Issued], known: &[Receipt]) -> Result<Vec<Receipt>> {
    let first = documents.first().ok_or_else(|| misused(Message::new("books-pay-none")))?;
    let mut open = to_pay(documents, known)?;
    let mut most = ask.amount.map_or_else(|| summed(open.iter().map(|(_, open)| *open)), Ok)?;
    let mut made = Vec::new();
    let mut take = |credit: Decimal| {
        let mut parts = Vec::new();
        let mut credit = credit;
        for (document, open) in &mut open {
            let amount = credit.min(*open).min(most);
            if amount > Decimal::ZERO {
                (credit, *open, most) = (credit - amount, *open - amount, most - amount);
                parts.push(ReceiptPart { document: document.clone(), amount, rounding: Decimal::ZERO });
            }
        }
        parts
    };
    let mut older: Vec<&Receipt> = known.iter().filter(|receipt| is_credit_of(receipt, first)).collect();
    // What can change gives first.
    let closed = shelf.profile()?.closed_until;
    older.sort_by_key(|receipt| (closed.is_some_and(|closed| receipt.date <= closed), receipt.date, receipt.id.clone()));
    for receipt in older {
        let parts = take(receipt.unapplied());
        if !parts.is_empty() {
            may_give(shelf, receipt)?;
            let parts = receipt.parts.iter().cloned().chain(parts).collect();
            made.push(Receipt { parts, ..receipt.clone() });
        }
    }
    let notes = shelf.table::<Issued>()?;
    for note in notes.values().map(|held| &held.value).filter(|note| note.kind.is_credit()) {
        if (&note.client, &note.document.currency) != (&first.client, &first.document.currency) {
            continue;
        }
        let parts = take(money::turned(open_amount(note, known)?));
        if !parts.is_empty() {
            made.push(of_note(shelf, ask, note, parts)?);
        }
    }
    if made.is_empty() {
        return Err(refuse(Message::new("books-no-credit").with("client", first.document.buyer.name.as_str())));
    }
    Ok(made)
}

/// Writes receipts, what they have credit notes take back, and the documents as they are after them.
fn keep(
    shelf: &Shelf<'_>,
    changes: &mut Changes<'_, '_>,
    (documents, made): (&[Issued], &mut Vec<Receipt>),
    (date, all): (Date, &mut BTreeMap<RemoteId, Receipt>),
) -> Result<Vec<IssuedView>> {
    let issued = shelf.table::<Issued>()?;
    let number = |id: &RemoteId| issued.get(id).map_or_else(String::new, |held| held.value.document.number.clone());
    let mut touched: Vec<Issued> = documents.to_vec();
    for receipt in &*made {
        let partner = documents.first().map_or("", |document| document.document.buyer.name.as_str());
        changes.document(shelf.payment(billing::to_payment(receipt, partner, number))?);
        changes.put(receipt.clone())?;
        if let ReceiptKind::Credit(note) = &receipt.kind
            && let Some(held) = issued.get(note)
            && !touched.iter().any(|known| known.id == *note)
        {
            touched.push(held.value.clone());
        }
    }
    let mut views = Vec::with_capacity(touched.len());
    for document in documents {
        let notes = shelf.notes_on(&document.id)?;
        for note in take_back(shelf, changes, (document, &notes), date, all)? {
            made.extend(all.get(&id_of(&note.id)).cloned());
            if !touched.iter().any(|known| known.id == note.id) {
                touched.push(note.clone());
            }
        }
    }
    let all: Vec<&Receipt> = all.values().collect();
    for document in touched {
        changes.document(shelf.settled(&document, &all, None)?);
        changes.hold(&document)?;
        let balance = billing::open_amount(&document, all.iter().copied()).ok_or_else(too_large)?;
        let original = document.kind.original().map(number);
        views.push(IssuedView { balance, original, closed: None, issued: document });
    }
    Ok(views)
}
