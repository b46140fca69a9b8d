//! What was paid beyond documents and did not go back yet.
//!
//! For: the matcher, and entries that a person says give money back. Uses: matches, own books. Never: a write.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Result;
use super::books::summed;
use super::local::Local;
use crate::bank::matching::Credit;
use crate::domain::bank::{BankMatch, PartKind};
use crate::domain::{CompanyId, Currency};
use crate::store::bank;

/// What may go back, of a company. In own books all that a client has beyond its documents; else what matches say.
pub(crate) fn credits(local: &Local, company: CompanyId) -> Result<Vec<Credit>> {
    if local.by_id(company)?.has_own_books() {
        return super::books::credits(local, company);
    }
    let matches = bank::matches(local.store.inner(), company)?.into_iter().map(|one| one.value).filter(|one| !one.undone);
    let accounts = bank::accounts(local.store.inner(), company)?.into_iter().map(|one| (one.value.account, one.value.currency));
    let accounts: BTreeMap<Box<str>, Currency> = accounts.collect();
    let mut sums: BTreeMap<(Box<str>, &Currency), Decimal> = BTreeMap::new();
    for one in matches {
        // What is beyond is in the currency of the account that brought it, whichever the document is in.
        let Some(currency) = accounts.get(&one.account) else { continue };
        for (number, amount) in beyond(&one) {
            let sum = sums.entry((number.into(), currency)).or_default();
            *sum = summed([*sum, amount])?;
        }
    }
    let left = sums.into_iter().filter(|(_, amount)| !amount.is_zero());
    Ok(left.map(|((number, currency), amount)| Credit { number, amount, currency: currency.clone() }).collect())
}

/// The parts of a match that are beyond documents: the number of the document that came with them, or of which they give back, and the
/// amount.
fn beyond(one: &BankMatch) -> impl Iterator<Item = (&str, Decimal)> {
    let first = one.parts.iter().find(|part| part.document.is_some()).map_or("", |part| &*part.number);
    let over = one.parts.iter().filter(|part| part.document.is_none() && part.kind == PartKind::Over);
    over.map(move |part| (if part.number.is_empty() { first } else { &*part.number }, part.amount))
}
