//! Entries that take earlier ones back.
//!
//! For: the service. Uses: entries. Never: a guess: of two that may be meant, none is.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::super::account::canonical;
use crate::domain::bank::{BankEntry, EntryDetail};

/// For each entry that takes another back: its place, and the place of the one that is taken back. Entries are of one account, oldest first.
///
/// The other one has the same amount with the other sign, is not later, and has the same reference, or the same parties and text.
#[must_use]
pub fn reversals(entries: &[&BankEntry]) -> Vec<(usize, usize)> {
    let mut by_amount: HashMap<Decimal, Vec<usize>> = HashMap::new();
    for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| !entry.reversal) {
        by_amount.entry(entry.whole.amount.normalize()).or_default().push(at);
    }
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.reversal) {
        let Some(list) = by_amount.get_mut(&(-entry.whole.amount).normalize()) else { continue };
        let day = entry.booked.or(entry.valued);
        let is = |other: &usize| {
            entries.get(*other).is_some_and(|other| {
                let before = other.booked.or(other.valued).zip(day).is_none_or(|(other, day)| other <= day);
                before && same(entry, other)
            })
        };
        let mut meant = list.iter().copied().filter(|other| is(other));
        if let (Some(only), None) = (meant.next(), meant.next()) {
            list.retain(|other| *other != only);
            found.push((at, only));
        }
    }
    found
}

fn same(reversal: &BankEntry, other: &BankEntry) -> bool {
    let both = |a: &str, b: &str| !a.is_empty() && a == b;
    let (one, two) = (&reversal.whole, &other.whole);
    if both(&reversal.reference, &other.reference) || both(&one.end_to_end, &two.end_to_end) {
        return true;
    }
    let bare = |detail: &EntryDetail| detail.text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let told = !one.text.is_empty() || !one.account.is_empty();
    told && canonical(&one.account) == canonical(&two.account) && one.name == two.name && bare(one) == bare(two)
}
