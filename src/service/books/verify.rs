//! Whether the books add up: every approved second is billed once, written off, or unbilled; every cent that was invoiced is paid, credited,
//! written off, or open; numbers have no gaps; lists show what was issued.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::behind::Behind;
use super::conserve;
use super::shelf::{Shelf, Table, too_large};
use super::view::Unsound;
use crate::billing;
use crate::domain::ledger::{Client, Draft, Issued, IssuedKind, Receipt, ReceiptKind, Series};
use crate::domain::time::{ClaimBy, TimeEntry};
use crate::domain::{Actor, Contact, Invoice, Message, Payment, Record, RemoteId};
use crate::service::Result;
use crate::store::StoreExt;

/// Documents that are read at a time.
const SOME: usize = 500;

/// Parts of entries, by entry.
type Parts<'p> = BTreeMap<&'p RemoteId, Vec<(i64, i64)>>;

/// What does not add up.
pub(in crate::service) fn verify(shelf: &Shelf<'_>) -> Result<Vec<Unsound>> {
    let mut found = Vec::new();
    let (entries, drafts, issued) = (shelf.entries()?, shelf.table::<Draft>()?, shelf.table::<Issued>()?);
    found.extend(seconds(&entries, &drafts, &issued));
    found.extend(conserve::time(shelf, &entries, &drafts, &issued)?);
    drop(entries);
    found.extend(conserve::sums(&drafts, &issued));
    found.extend(numbers(shelf)?);
    let receipts = shelf.values::<Receipt>()?;
    let mut open = BTreeMap::new();
    found.extend(documents(shelf, &receipts, &mut open)?);
    let title = |record: &Record| Message::new("books-check-absent").with("what", record.title().to_owned());
    found.extend(absent(shelf)?.iter().map(title));
    found.extend(conserve::money(shelf, &issued, &receipts, &open)?);
    let tell = |what| Unsound { company: shelf.company.name.clone(), what };
    Ok(found.into_iter().map(tell).collect())
}

/// What drafts have and what entries say that drafts have is the same, and never twice.
fn seconds(entries: &Table<TimeEntry>, drafts: &Table<Draft>, issued: &Table<Issued>) -> Vec<Message> {
    let mut found = Vec::new();
    // The time of a draft is free once the draft is given up or its document is corrected.
    let standing: BTreeSet<&RemoteId> = conserve::standing(drafts, issued).map(|draft| &draft.id).collect();
    for held in drafts.values() {
        let draft = &held.value;
        let mut billed: Parts<'_> = BTreeMap::new();
        for part in draft.lines.iter().flat_map(crate::domain::ledger::DraftLine::parts) {
            billed.entry(&part.entry).or_default().push((part.from, part.until));
        }
        for (id, parts) in billed {
            let total: i64 = parts.iter().map(|(from, until)| until - from).sum();
            let claims = entries.get(id).map_or(&[][..], |held| held.value.claims.as_slice());
            let is_its = |by: &ClaimBy| matches!(by, ClaimBy::Draft(of) if *of == draft.id);
            let claimed: i64 = claims.iter().filter(|claim| is_its(&claim.by)).map(|claim| claim.until - claim.from).sum();
            if claimed != if standing.contains(&draft.id) { total } else { 0 } {
                let message = Message::new("books-check-seconds").with("entry", id.to_string());
                found.push(message.with("draft", draft.id.to_string()).with("billed", total).with("claimed", claimed));
            }
        }
    }
    for held in entries.values().filter(|held| !held.retired) {
        let entry = &held.value;
        if !entry.is_sound() || !entry.claims.is_empty() && entry.approval.is_none() {
            found.push(Message::new("books-check-twice").with("entry", entry.id.to_string()));
        }
    }
    found
}

/// Every number of a series was given once, up to the last one, except those of lost documents that a person left out.
fn numbers(shelf: &Shelf<'_>) -> Result<Vec<Message>> {
    let mut given: BTreeMap<String, BTreeMap<u64, u32>> = BTreeMap::new();
    for held in shelf.table::<Issued>()?.values() {
        *given.entry(held.value.series.clone()).or_default().entry(held.value.sequence).or_default() += 1;
    }
    let mut found: Vec<Message> = shelf.behind()?.iter().map(Behind::found).collect();
    for series in shelf.values::<Series>()? {
        let numbers = given.remove(&series.name).unwrap_or_default();
        for number in 1..=series.last {
            match numbers.get(&number) {
                Some(1) => {}
                None if series.is_skipped(number) => {}
                count => {
                    let message = Message::new("books-check-number").with("number", series.number(number));
                    found.push(message.with("count", count.copied().unwrap_or_default()));
                }
            }
        }
    }
    Ok(found)
}

/// Lists show each document with what is left of it. Gathers what they show as open.
fn documents(shelf: &Shelf<'_>, receipts: &[Receipt], open: &mut BTreeMap<RemoteId, Decimal>) -> Result<Vec<Message>> {
    let mut found = Vec::new();
    compare(shelf, receipts, &mut |issued, wanted, here| {
        if let Some(balance) = here.as_ref().and_then(|here| here.balance) {
            open.insert(issued.id.clone(), balance);
        }
        if here.is_none_or(|here| here != wanted) {
            found.push(Message::new("books-check-document").with("number", wanted.number));
        }
    })?;
    Ok(found)
}

/// Compares each document as lists should show it with how they do.
fn compare(shelf: &Shelf<'_>, receipts: &[Receipt], see: &mut dyn FnMut(&Issued, Invoice, Option<Invoice>)) -> Result<()> {
    let issued = shelf.values::<Issued>()?;
    let mut cancelled: BTreeMap<&RemoteId, &Issued> = BTreeMap::new();
    for one in &issued {
        if let IssuedKind::Cancellation(original) = &one.kind {
            cancelled.insert(original, one);
        }
    }
    let mut of_document: BTreeMap<&RemoteId, Vec<&Receipt>> = BTreeMap::new();
    for receipt in receipts {
        let mut touched: BTreeSet<&RemoteId> = receipt.parts.iter().map(|part| &part.document).collect();
        if let ReceiptKind::Credit(note) = &receipt.kind {
            touched.insert(note);
        }
        for document in touched {
            of_document.entry(document).or_default().push(receipt);
        }
    }
    for some in issued.chunks(SOME) {
        let ids: Vec<RemoteId> = some.iter().map(|issued| issued.id.clone()).collect();
        let here = shelf.local.store.invoices(shelf.company.id, &ids)?;
        for (issued, here) in some.iter().zip(here) {
            let all = of_document.get(&issued.id).map_or(&[][..], Vec::as_slice);
            let wanted = billing::settled(issued, all, cancelled.get(&issued.id).copied()).ok_or_else(too_large)?;
            see(issued, wanted, here.map(|here| here.entity));
        }
    }
    Ok(())
}

/// Writes what lists show of documents anew where it is something else than was issued and paid; returns how many there were.
pub(in crate::service) fn relist(shelf: &Shelf<'_>, author: &Actor, note: &dyn Fn() -> Result<()>) -> Result<u64> {
    let mut wrong = Vec::new();
    compare(shelf, &shelf.values::<Receipt>()?, &mut |issued, wanted, here| {
        if here.is_none_or(|here| here != wanted) {
            wrong.push((issued.clone(), wanted));
        }
    })?;
    if !wrong.is_empty() {
        note()?;
    }
    for some in wrong.chunks(SOME) {
        let mut changes = shelf.begin(author);
        for (issued, wanted) in some {
            changes.document(shelf.document(wanted.clone())?);
            changes.hold(issued)?;
        }
        changes.commit()?;
    }
    let absent = absent(shelf)?;
    if wrong.is_empty() && !absent.is_empty() {
        note()?;
    }
    for some in absent.chunks(SOME) {
        let mut changes = shelf.begin(author);
        some.iter().for_each(|record| changes.document(record.clone()));
        changes.commit()?;
    }
    Ok((wrong.len() + absent.len()) as u64)
}

/// Payments and contacts that own records tell of and no list has.
fn absent(shelf: &Shelf<'_>) -> Result<Vec<Record>> {
    let (issued, store) = (shelf.table::<Issued>()?, &shelf.local.store);
    let of = |id: &RemoteId| issued.get(id).map(|held| &held.value.document);
    let mut absent = Vec::new();
    for some in shelf.values::<Receipt>()?.chunks(SOME) {
        let ids: Vec<RemoteId> = some.iter().map(|receipt| receipt.id.clone()).collect();
        for (receipt, here) in some.iter().zip(store.get::<Payment>(shelf.company.id, &ids)?) {
            if here.is_none() {
                let partner = receipt.parts.first().and_then(|part| of(&part.document));
                let partner = partner.map_or_else(String::new, |document| document.buyer.name.clone());
                let number = |id: &RemoteId| of(id).map_or_else(String::new, |document| document.number.clone());
                absent.push(shelf.payment(billing::to_payment(receipt, &partner, number))?);
            }
        }
    }
    for some in shelf.values::<Client>()?.chunks(SOME) {
        let ids: Vec<RemoteId> = some.iter().map(|client| client.id.clone()).collect();
        for (client, here) in some.iter().zip(store.get::<Contact>(shelf.company.id, &ids)?) {
            if here.is_none() {
                absent.push(shelf.contact(client)?);
            }
        }
    }
    Ok(absent)
}
