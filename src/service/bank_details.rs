//! What later statements tell of entries that earlier ones booked: the transactions of a batch, the other side.
//!
//! For: the cases that read entries. Uses: bank records. Never: an amount that is added: the entry is booked once.
//!
//! Banks book a batch as one sum and tell its transactions in a notification, which comes before or after.

use std::collections::HashMap;

use super::Result;
use super::local::Local;
use crate::domain::bank::{BankEntry, BankMatch, BankStatement, EntryDetail};
use crate::domain::{CompanyId, RemoteId};
use crate::store::bank;

/// The details of entries, by account and entry.
#[derive(Debug, Default)]
pub(crate) struct Details(HashMap<(Box<str>, RemoteId), BankEntry>);

impl Details {
    /// The details in these statements.
    pub(crate) fn of<'s>(local: &Local, company: CompanyId, statements: impl Iterator<Item = &'s BankStatement>) -> Result<Self> {
        let mut all = Self::default();
        for statement in statements {
            for entry in bank::details(local.store.inner(), company, statement)? {
                let key = (statement.account.clone(), entry.id.clone());
                let known = all.0.get(&key).is_some_and(|known| known.told() >= entry.told());
                if !known {
                    all.0.insert(key, entry);
                }
            }
        }
        Ok(all)
    }

    /// Adds its details to an entry. A batch that was matched as one sum stays one until that is undone.
    pub(crate) fn lay_over(&self, account: &str, entry: &mut BankEntry, matches: &[BankMatch]) {
        if self.0.is_empty() {
            return;
        }
        let Some(more) = self.0.get(&(Box::from(account), entry.id.clone())) else { return };
        if entry.parts.is_empty() && !matches.iter().any(|one| one.part == 0) {
            entry.parts.clone_from(&more.parts);
            entry.charges = entry.charges.or(more.charges);
        }
        fill(&mut entry.whole, &more.whole);
    }
}

/// Adds what a detail lacks.
fn fill(whole: &mut EntryDetail, more: &EntryDetail) {
    let pairs = [
        (&mut whole.name, &more.name),
        (&mut whole.account, &more.account),
        (&mut whole.end_to_end, &more.end_to_end),
        (&mut whole.structured, &more.structured),
    ];
    for (known, told) in pairs {
        if known.is_empty() {
            known.clone_from(told);
        }
    }
    if whole.text.is_empty() {
        whole.text.clone_from(&more.text);
    } else if !whole.text.contains(&*more.text) {
        whole.text = format!("{}\n{}", whole.text, more.text).into();
    }
    if whole.ordered.is_none() {
        whole.ordered.clone_from(&more.ordered);
    }
}
