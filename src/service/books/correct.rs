//! Credit notes and cancellations: documents of their own that refer to their original.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::back::take_back;
use super::bill::release;
use super::issue::{Numbers, series};
use super::partial;
use super::pay::open_amount;
use super::shelf::{Changes, Shelf, misused, refuse, too_large};
use super::sound;
use super::view_bill::{Billed, Correction, IssuedView};
use crate::billing;
use crate::domain::ledger::{Draft, Issued, IssuedKind, Receipt, ReceiptKind, ReceiptPart, TaxGroup};
use crate::domain::{Actor, Message, RemoteId, money};
use crate::service::Result;

/// Credits or cancels a document.
pub(in crate::service) fn correct(
    shelf: &Shelf<'_>,
    ask: &Correction,
    author: &Actor,
    note: &dyn Fn() -> Result<()>,
) -> Result<Billed> {
    ask.reason.as_deref().map_or(Ok(()), sound::text)?;
    let original = shelf.issued(&ask.document)?;
    check(shelf, &original, ask)?;
    let issued = original.document.issued;
    let today = shelf.today()?;
    let date = ask.date.unwrap_or_else(|| issued.map_or(today, |issued| issued.max(today)));
    shelf.must_be_near(date)?;
    if let Some(issued) = issued.filter(|issued| date < *issued) {
        let message = Message::new("books-correct-before").with("number", original.document.number.as_str());
        return Err(misused(message.with("issued", issued.to_string()).with("date", date.to_string())));
    }
    let profile = shelf.profile()?;
    let id = original.id.clone();
    let kind = match (ask.void, ask.parts.is_empty()) {
        (true, _) => IssuedKind::Cancellation(id),
        (false, true) => IssuedKind::Credit(id),
        (false, false) => IssuedKind::Partial(id),
    };
    let mut numbers = Numbers::default();
    let series = series(&profile, (&kind, false), date);
    let (sequence, number) = numbers.next(shelf, &series)?;
    let identity = (shelf.id()?, number);
    let mut tax: Vec<TaxGroup> = original.tax.iter().map(turned).collect();
    let mut of_lines = Vec::new();
    let mut document = match kind {
        IssuedKind::Cancellation(_) => billing::cancellation(&original, identity, date),
        IssuedKind::Credit(_) | IssuedKind::Invoice => billing::credit_note(&original, identity, date),
        IssuedKind::Partial(_) => {
            let (lines, places, totals) = partial::lines(shelf, &original, &ask.parts)?;
            let document = billing::partial_note(&original, identity, date, (&lines, &totals)).map_err(refuse)?;
            tax = totals.groups;
            of_lines = places.into_iter().map(|(at, is_amount)| (u64::try_from(at).unwrap_or(u64::MAX), is_amount)).collect();
            document
        }
    };
    document.comment = ask.reason.as_deref().map(Into::into);
    let is_whole = kind.replaces().is_some();
    let correcting = Issued {
        id: document.id.clone(),
        kind,
        client: original.client.clone(),
        draft: None,
        series,
        sequence,
        document,
        tax,
        fx: original.fx.clone(),
        of_lines,
    };
    note()?;
    let mut changes = shelf.begin(author);
    let receipts = if ask.void { kept(shelf)? } else { settle(shelf, &mut changes, &original, &correcting)? };
    let all: Vec<&Receipt> = receipts.values().collect();
    let cancelled_by = ask.void.then_some(&correcting);
    changes.document(shelf.settled(&original, &all, cancelled_by)?);
    changes.hold(&original)?;
    changes.document(shelf.settled(&correcting, &all, None)?);
    let balance = billing::settled(&correcting, &all, None).ok_or_else(too_large)?.balance.unwrap_or_default();
    numbers.keep(&mut changes)?;
    changes.put(correcting.clone())?;
    // The document comes first: where its time needs further batches, it counts as free from here on.
    if is_whole && let Some(draft) = original.draft.as_ref().map(|draft| shelf.value::<Draft>(draft)).transpose()?.flatten() {
        release(shelf, &mut changes, &draft, ask.write_off.as_deref())?;
    }
    changes.commit()?;
    shelf.remember([&correcting]);
    let view = IssuedView { issued: correcting, balance, original: Some(original.document.number), closed: profile.closed_until };
    Ok(Billed::Issued(vec![view], Vec::new()))
}

/// VAT with the opposite sign.
fn turned(group: &TaxGroup) -> TaxGroup {
    TaxGroup {
        vat: group.vat.clone(),
        net: money::turned(group.net),
        tax: money::turned(group.tax),
        tax_local: group.tax_local.map(money::turned),
    }
}

/// Refuses what was corrected already, and what is paid where it would be cancelled.
fn check(shelf: &Shelf<'_>, original: &Issued, ask: &Correction) -> Result<()> {
    let about = |id| Message::new(id).with("number", original.document.number.as_str());
    if original.kind != IssuedKind::Invoice {
        return Err(refuse(about("books-not-an-invoice")));
    }
    if ask.void && !ask.parts.is_empty() {
        return Err(misused(about("books-void-parts")));
    }
    let table = shelf.table::<Issued>()?;
    let is_partial = !ask.void && !ask.parts.is_empty();
    let counts = |kind: &IssuedKind| !is_partial || kind.replaces().is_some();
    let corrects = |kind: &IssuedKind| kind.original() == Some(&original.id) && counts(kind);
    if shelf.is_deducted(&original.id)? {
        return Err(refuse(about("books-advance-deducted")));
    }
    if let Some(known) = table.values().find(|held| corrects(&held.value.kind)) {
        return Err(refuse(about("books-corrected").with("by", known.value.document.number.as_str())));
    }
    let receipts = shelf.values::<Receipt>()?;
    if ask.void && receipts.iter().any(|receipt| receipt.parts.iter().any(|part| part.document == original.id)) {
        return Err(refuse(about("books-void-paid")).hint(Message::new("books-void-paid-hint")));
    }
    Ok(())
}

/// The receipts of the company, by identifier.
fn kept(shelf: &Shelf<'_>) -> Result<BTreeMap<RemoteId, Receipt>> {
    Ok(shelf.values::<Receipt>()?.into_iter().map(|receipt| (receipt.id.clone(), receipt)).collect())
}

/// Has a credit note pay what is open of its original, and take back what was settled of it without money. Returns the receipts after it.
fn settle(
    shelf: &Shelf<'_>,
    changes: &mut Changes<'_, '_>,
    original: &Issued,
    note: &Issued,
) -> Result<BTreeMap<RemoteId, Receipt>> {
    let mut receipts = kept(shelf)?;
    if let Some(pays) = pays(shelf, original, note, &receipts)? {
        let number = |id: &RemoteId| if *id == original.id { original.document.number.clone() } else { String::new() };
        changes.document(shelf.payment(billing::to_payment(&pays, &original.document.buyer.name, number))?);
        changes.put(pays.clone())?;
        receipts.insert(pays.id.clone(), pays);
    }
    let mut notes = shelf.notes_on(&original.id)?;
    notes.push(note.clone());
    let date = note.document.issued.map_or_else(|| shelf.today(), Ok)?;
    let changed = take_back(shelf, changes, (original, &notes), date, &mut receipts)?;
    let all: Vec<&Receipt> = receipts.values().collect();
    for earlier in changed.into_iter().filter(|changed| changed.id != note.id) {
        changes.document(shelf.settled(earlier, &all, None)?);
        changes.hold(earlier)?;
    }
    Ok(receipts)
}

/// What the credit note pays of its original: as much as is open.
fn pays(shelf: &Shelf<'_>, original: &Issued, note: &Issued, receipts: &BTreeMap<RemoteId, Receipt>) -> Result<Option<Receipt>> {
    let open = open_amount(original, receipts.values())?;
    let amount = open.min(-note.document.gross);
    if amount <= Decimal::ZERO {
        return Ok(None);
    }
    Ok(Some(Receipt {
        id: shelf.id()?,
        kind: ReceiptKind::Credit(note.id.clone()),
        client: original.client.clone(),
        date: note.document.issued.map_or_else(|| shelf.today(), Ok)?,
        amount,
        currency: note.document.currency.clone(),
        method: None,
        reference: Some(note.document.number.clone()),
        note: None,
        parts: vec![ReceiptPart { document: original.id.clone(), amount, rounding: Decimal::ZERO }],
    }))
}
