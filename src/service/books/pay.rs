//! Receipts by hand: money in and out, credit of the client, write-offs.

use rust_decimal::Decimal;

use super::shelf::{Changes, Shelf, misused, refuse, summed, too_large};
use super::view_bill::{Billed, IssuedView, Paid, PayAsk};
use crate::billing;
use crate::domain::ledger::{Issued, IssuedKind, Receipt, ReceiptKind, ReceiptPart};
use crate::domain::{Actor, Message, PaymentMethod, RemoteId};
use crate::service::Result;

/// Settles documents.
pub(in crate::service) fn pay(shelf: &Shelf<'_>, ask: &PayAsk, author: &Actor, note: &dyn Fn() -> Result<()>) -> Result<Billed> {
    if let Some(amount) = ask.amount.filter(|amount| *amount <= Decimal::ZERO) {
        return Err(misused(Message::new("books-bad-amount").with("amount", amount.to_string())));
    }
    let documents = documents(shelf, ask)?;
    let date = ask.date.map_or_else(|| shelf.today(), Ok)?;
    shelf.must_be_near(date)?;
    let known = shelf.values::<Receipt>()?;
    let mut changes = shelf.begin(author);
    let made = match ask.by {
        Paid::Credit => by_credit(shelf, ask, &documents, &known)?,
        Paid::Money | Paid::WriteOff | Paid::Refund => vec![received(shelf, ask, &documents, &known)?],
    };
    note()?;
    let unchanged = known.iter().filter(|receipt| !made.iter().any(|made| made.id == receipt.id));
    let all: Vec<&Receipt> = unchanged.chain(&made).collect();
    let views = keep(shelf, &mut changes, (&documents, &made), &all)?;
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

/// A receipt of money, or of a decision.
fn received(shelf: &Shelf<'_>, ask: &PayAsk, documents: &[Issued], known: &[Receipt]) -> Result<Receipt> {
    let first = documents.first().ok_or_else(|| misused(Message::new("books-pay-none")))?;
    let currency = first.document.currency.clone();
    let open = |document: &Issued| billing::open_amount(document, known.iter());
    let total = summed(documents.iter().map(open))?;
    let is_cash = ask.method == Some(PaymentMethod::Cash) && currency.as_str() == "HUF" && ask.by == Paid::Money;
    let wanted = ask.amount.unwrap_or(if is_cash { billing::cash(total) } else { total });
    let wanted = if ask.by == Paid::Refund && ask.amount.is_none() { wanted.abs() } else { wanted };
    if wanted <= Decimal::ZERO {
        let numbers: Vec<&str> = documents.iter().map(|document| document.document.number.as_str()).collect();
        return Err(refuse(Message::new("books-nothing-open").with("number", numbers.join(", "))));
    }
    if wanted.normalize().scale() > Shelf::scale(&currency).max(2) {
        return Err(misused(Message::new("books-bad-amount").with("amount", wanted.to_string())));
    }
    let kind = match ask.by {
        Paid::WriteOff => ReceiptKind::WriteOff,
        Paid::Refund => ReceiptKind::Refund,
        Paid::Money | Paid::Credit => ReceiptKind::Payment,
    };
    let amount = if ask.by == Paid::Refund { -wanted } else { wanted };
    let mut left = amount;
    let mut parts = Vec::new();
    for document in documents {
        let open = open(document);
        // Money in pays what is open; money back pays a credit that is left, or opens the document again.
        let part = match ask.by {
            Paid::Refund if document.document.gross.is_sign_negative() => left.max(open),
            Paid::Refund => left,
            Paid::Money | Paid::WriteOff | Paid::Credit => left.min(open),
        };
        if part.is_zero() || part.is_sign_negative() != amount.is_sign_negative() {
            continue;
        }
        left = left.checked_sub(part).ok_or_else(too_large)?;
        parts.push(ReceiptPart { document: document.id.clone(), amount: part, rounding: Decimal::ZERO });
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
                left = Decimal::ZERO;
            }
            last.rounding = difference;
        }
    }
    let _ = left;
    Ok(Receipt {
        id: shelf.id()?,
        kind,
        client: first.client.clone(),
        date: ask.date.map_or_else(|| shelf.today(), Ok)?,
        amount,
        currency,
        method: if ask.by == Paid::WriteOff { None } else { Some(ask.method.clone().unwrap_or(PaymentMethod::WireTransfer)) },
        reference: ask.reference.clone(),
        note: ask.note.clone(),
        parts,
    })
}

/// Earlier receipts of the client with what is left of them put on the documents, the oldest first; then credit notes.
fn by_credit(shelf: &Shelf<'_>, ask: &PayAsk, documents: &[Issued], known: &[Receipt]) -> Result<Vec<Receipt>> {
    let first = documents.first().ok_or_else(|| misused(Message::new("books-pay-none")))?;
    let mut open: Vec<(RemoteId, Decimal)> = documents
        .iter()
        .map(|document| (document.id.clone(), billing::open_amount(document, known.iter())))
        .filter(|(_, open)| *open > Decimal::ZERO)
        .collect();
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
    let mut older: Vec<&Receipt> = known
        .iter()
        .filter(|receipt| receipt.kind == ReceiptKind::Payment && receipt.unapplied() > Decimal::ZERO)
        .filter(|receipt| receipt.client == first.client && receipt.currency == first.document.currency)
        .collect();
    older.sort_by_key(|receipt| (receipt.date, receipt.id.clone()));
    for receipt in older {
        let parts = take(receipt.unapplied());
        if !parts.is_empty() {
            let parts = receipt.parts.iter().cloned().chain(parts).collect();
            made.push(Receipt { parts, ..receipt.clone() });
        }
    }
    let notes = shelf.table::<Issued>()?;
    for note in notes.values().map(|held| &held.value).filter(|note| note.kind.is_credit()) {
        if (&note.client, &note.document.currency) != (&first.client, &first.document.currency) {
            continue;
        }
        let parts = take(-billing::open_amount(note, known.iter()));
        if !parts.is_empty() {
            made.push(Receipt {
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
            });
        }
    }
    if made.is_empty() {
        return Err(refuse(Message::new("books-no-credit").with("client", first.document.buyer.name.as_str())));
    }
    Ok(made)
}

/// Writes receipts and the documents as they are after them.
fn keep(
    shelf: &Shelf<'_>,
    changes: &mut Changes<'_, '_>,
    (documents, made): (&[Issued], &[Receipt]),
    all: &[&Receipt],
) -> Result<Vec<IssuedView>> {
    let issued = shelf.table::<Issued>()?;
    let number = |id: &RemoteId| issued.get(id).map_or_else(String::new, |held| held.value.document.number.clone());
    let mut touched: Vec<Issued> = documents.to_vec();
    for receipt in made {
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
    for document in touched {
        changes.document(shelf.settled(&document, all, None)?);
        changes.hold(&document)?;
        let balance = billing::open_amount(&document, all.iter().copied());
        let original = document.kind.original().map(number);
        views.push(IssuedView { balance, original, issued: document });
    }
    Ok(views)
}
