//! Whether nothing is lost between time and money, per client and month: approved time is billed, written off or unbilled; what was
//! invoiced is paid, credited, written off or open.
//!
//! For: the check of the books. Uses: each figure from where it is kept for itself: parts of entries from drafts, free time from its
//! index, what is open from the lists. Never: a mend.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::shelf::{Shelf, Table, refuse};
use crate::domain::ledger::{Client, Draft, DraftLine, Issued, IssuedKind, Project, Receipt, ReceiptKind};
use crate::domain::time::TimeEntry;
use crate::domain::{Currency, Message, RemoteId};
use crate::service::Result;

/// A client and the first day of a month.
type TimeKey = (Option<RemoteId>, Date);
/// A client, a currency and the first day of a month.
type MoneyKey<'i> = (&'i RemoteId, &'i Currency, Option<Date>);

/// Seconds of a client in a month.
#[derive(Debug, Default)]
struct Seconds {
    approved: i64,
    billed: i64,
    written_off: i64,
    unbilled: i64,
}

/// Money of a client in a month.
#[derive(Debug, Default)]
struct Sums {
    invoiced: Decimal,
    paid: Decimal,
    credited: Decimal,
    written_off: Decimal,
    open: Decimal,
}

/// The drafts that have their time: open ones, and those of documents that nothing took back.
pub(super) fn standing<'d>(drafts: &'d Table<Draft>, issued: &Table<Issued>) -> impl Iterator<Item = &'d Draft> {
    use crate::domain::ledger::DraftState;

    let corrected: BTreeSet<RemoteId> = issued.values().filter_map(|held| held.value.kind.replaces().cloned()).collect();
    drafts.values().map(|held| &held.value).filter(move |draft| match &draft.state {
        DraftState::Open => true,
        DraftState::Issued(document) => !corrected.contains(document),
        DraftState::Discarded => false,
    })
}

/// Clients and months of which the approved time is not what was billed, written off and is unbilled.
pub(super) fn time(
    shelf: &Shelf<'_>,
    entries: &Table<TimeEntry>,
    drafts: &Table<Draft>,
    issued: &Table<Issued>,
) -> Result<Vec<Message>> {
    let (projects, zone) = (shelf.table::<Project>()?, shelf.zone()?);
    let key = |entry: &TimeEntry| -> TimeKey {
        let project = entry.project.as_ref().and_then(|id| projects.get(id));
        (project.map(|held| held.value.client.clone()), entry.span.date_in(&zone).first_of_month())
    };
    let mut sums: BTreeMap<TimeKey, Seconds> = BTreeMap::new();
    for entry in entries.values().filter(|held| !held.retired && held.value.approval.is_some()).map(|held| &held.value) {
        let sum = sums.entry(key(entry)).or_default();
        sum.approved += entry.seconds();
        sum.written_off += entry.written_off();
        // What is not meant for an invoice is in no list of free time.
        sum.unbilled += if entry.billable && entry.project.is_some() { 0 } else { entry.free() };
    }
    for held in shelf.entries_free(projects.keys())? {
        sums.entry(key(&held.value)).or_default().unbilled += held.value.free();
    }
    for part in standing(drafts, issued).flat_map(|draft| draft.lines.iter().flat_map(DraftLine::parts)) {
        // A part of an entry that is not there is told by itself.
        let Some(held) = entries.get(&part.entry) else { continue };
        sums.entry(key(&held.value)).or_default().billed += part.until - part.from;
    }
    let clients = shelf.table::<Client>()?;
    let mut found = Vec::new();
    for ((client, month), sum) in sums {
        if sum.approved == sum.billed + sum.written_off + sum.unbilled {
            continue;
        }
        let name = client.as_ref().and_then(|id| clients.get(id)).map_or("–", |held| held.value.party.name.as_str());
        let message = Message::new("books-check-time").with("client", name).with("month", month.strftime("%Y-%m").to_string());
        let message = message.with("approved", sum.approved).with("billed", sum.billed);
        found.push(message.with("off", sum.written_off).with("unbilled", sum.unbilled));
    }
    Ok(found)
}

/// Clients, currencies and months of which the invoices are not what was paid, credited, written off and is open, and receipts of what is not
/// theirs. `open` is what lists show as open of each document.
pub(super) fn money(
    shelf: &Shelf<'_>,
    issued: &Table<Issued>,
    receipts: &[Receipt],
    open: &BTreeMap<RemoteId, Decimal>,
) -> Result<Vec<Message>> {
    let cancelled: BTreeSet<&RemoteId> = issued
        .values()
        .filter_map(|held| match &held.value.kind {
            IssuedKind::Cancellation(original) => Some(original),
            _ => None,
        })
        .collect();
    // A cancelled document and what cancels it are nothing together.
    let counts = |one: &Issued| !cancelled.contains(&one.id) && !matches!(one.kind, IssuedKind::Cancellation(_));
    let key = |one: &Issued| -> Option<Date> { one.document.issued.map(Date::first_of_month) };
    let mut sums: BTreeMap<MoneyKey<'_>, Sums> = BTreeMap::new();
    for one in issued.values().map(|held| &held.value).filter(|one| counts(one)) {
        let sum = sums.entry((&one.client, &one.document.currency, key(one))).or_default();
        sum.invoiced = add(sum.invoiced, one.document.gross)?;
        sum.open = add(sum.open, open.get(&one.id).copied().unwrap_or_default())?;
    }
    let mut found = Vec::new();
    for receipt in receipts {
        let of = |id: &RemoteId| {
            let one = issued.get(id).map(|held| &held.value).filter(|one| counts(one))?;
            let fits = one.client == receipt.client && one.document.currency == receipt.currency;
            fits.then_some((&one.client, &one.document.currency, key(one)))
        };
        let note = match &receipt.kind {
            ReceiptKind::Credit(note) => Some(note),
            _ => None,
        };
        let mut stray = note.is_some_and(|note| of(note).is_none());
        for part in &receipt.parts {
            let Some(key) = of(&part.document) else {
                stray = true;
                continue;
            };
            let settles = add(part.amount, part.rounding)?;
            let sum = sums.entry(key).or_default();
            let side = match &receipt.kind {
                ReceiptKind::Payment | ReceiptKind::Refund => &mut sum.paid,
                ReceiptKind::WriteOff => &mut sum.written_off,
                ReceiptKind::Credit(_) => &mut sum.credited,
            };
            *side = add(*side, settles)?;
            // What a credit note pays, it has no longer.
            if let Some(key) = note.and_then(of) {
                let sum = sums.entry(key).or_default();
                sum.credited = add(sum.credited, -part.amount)?;
            }
        }
        if stray {
            found.push(Message::new("books-check-receipt").with("receipt", receipt.id.to_string()));
        }
    }
    let clients = shelf.table::<Client>()?;
    for ((client, currency, month), sum) in sums {
        let told = add(add(add(sum.paid, sum.credited)?, sum.written_off)?, sum.open)?;
        if sum.invoiced == told {
            continue;
        }
        let name = clients.get(client).map_or_else(|| client.to_string(), |held| held.value.party.name.clone());
        let month = month.map_or_else(|| "–".to_owned(), |month| month.strftime("%Y-%m").to_string());
        let text = |amount: Decimal| amount.normalize().to_string();
        let message = Message::new("books-check-money").with("client", name).with("month", month);
        let message = message.with("currency", currency.as_str()).with("invoiced", text(sum.invoiced));
        let message = message.with("paid", text(sum.paid)).with("credited", text(sum.credited));
        found.push(message.with("off", text(sum.written_off)).with("open", text(sum.open)));
    }
    Ok(found)
}

/// Documents of which the lines, VAT and total do not add up, or that are not what their draft was.
pub(super) fn sums(drafts: &Table<Draft>, issued: &Table<Issued>) -> Vec<Message> {
    let mut found = Vec::new();
    for one in issued.values().map(|held| &held.value) {
        let net = whole(one.tax.iter().map(|group| group.net));
        let tax = whole(one.tax.iter().map(|group| group.tax));
        let gross = net.zip(tax).and_then(|(net, tax)| net.checked_add(tax));
        let items = whole(one.document.items.iter().filter_map(|item| item.net));
        let draft = one.draft.as_ref().and_then(|id| drafts.get(id));
        let drafted = draft.map(|held| whole(held.value.lines.iter().map(|line| line.net)));
        if gross != Some(one.document.gross) || items != net || drafted.is_some_and(|drafted| drafted != net) {
            found.push(Message::new("books-check-sums").with("number", one.document.number.as_str()));
        }
    }
    found
}

fn add(a: Decimal, b: Decimal) -> Result<Decimal> {
    a.checked_add(b).ok_or_else(|| refuse(Message::new("billing-sum-too-large")))
}

fn whole(mut amounts: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    amounts.try_fold(Decimal::ZERO, Decimal::checked_add)
}
