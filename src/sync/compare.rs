//! Compares a fetched invoice with the stored one: new, changed, or the same.
//!
//! For: honest counts and the history of every field. Uses: domain. Never: I/O, async, a clock.

use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::domain::{Change, CompanyId, FieldChange, Invoice, RunId, StoredInvoice, diff};
use crate::store::Upsert;

/// The circumstances of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Company.
    pub company: CompanyId,
    /// The run that looks.
    pub run: RunId,
    /// Now.
    pub at: Timestamp,
}

/// Result of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Not stored yet.
    Created(Box<Upsert>),
    /// At least one field differs, or it had vanished.
    Updated(Box<Upsert>),
    /// Unchanged: no write.
    Unchanged,
}

/// Compares what the provider gave with what is stored.
#[must_use]
pub fn compare(stored: Option<StoredInvoice>, fetched: Invoice, stamp: Stamp) -> Outcome {
    let Some(stored) = stored else { return Outcome::Created(Box::new(create(fetched, stamp))) };
    let mut fetched = fetched;
    let told = fetched.balance.is_some();
    if !told {
        fetched.balance = stored.entity.balance;
    }
    let mut changes = diff(&stored.entity, &fetched);
    if let Some(vanished) = stored.vanished {
        changes.push(Change { field: "vanished".to_owned(), old: Some(vanished.to_string()), new: None });
    }
    if changes.is_empty() {
        return Outcome::Unchanged;
    }
    if !told {
        // The balance of a changed document must be fetched again.
        fetched.balance = None;
    }
    let stored = StoredInvoice { entity: fetched, vanished: None, ..stored };
    Outcome::Updated(Box::new(touch(stored, changes, stamp)))
}

/// Flags an invoice that a complete scan no longer found. It is kept. `None` when it is flagged already.
#[must_use]
pub fn vanish(stored: StoredInvoice, stamp: Stamp) -> Option<Upsert> {
    if stored.vanished.is_some() {
        return None;
    }
    let change = Change { field: "vanished".to_owned(), old: None, new: Some(stamp.at.to_string()) };
    Some(touch(StoredInvoice { vanished: Some(stamp.at), ..stored }, vec![change], stamp))
}

/// Sets the balance of an invoice; `None` if it is unchanged.
#[must_use]
pub fn settle(stored: StoredInvoice, balance: Option<Decimal>, stamp: Stamp) -> Option<Upsert> {
    if stored.entity.balance == balance {
        return None;
    }
    let text = |balance: Option<Decimal>| balance.map(|balance| balance.normalize().to_string());
    let change = Change { field: "balance".to_owned(), old: text(stored.entity.balance), new: text(balance) };
    let invoice = Invoice { balance, ..stored.entity };
    Some(touch(StoredInvoice { entity: invoice, ..stored }, vec![change], stamp))
}

fn create(invoice: Invoice, stamp: Stamp) -> Upsert {
    let number = Some(invoice.number.clone()).filter(|number| !number.is_empty());
    let stored = StoredInvoice {
        company: stamp.company,
        entity: invoice,
        first_seen: stamp.at,
        first_run: stamp.run,
        changed: stamp.at,
        changed_run: stamp.run,
        vanished: None,
    };
    let change = Change { field: "first_seen".to_owned(), old: None, new: number };
    touch(stored, vec![change], stamp)
}

fn touch(stored: StoredInvoice, changes: Vec<Change>, stamp: Stamp) -> Upsert {
    let key = stored.key();
    let changes =
        changes.into_iter().map(|change| FieldChange { key: key.clone(), at: stamp.at, run: stamp.run, change }).collect();
    Upsert { stored: StoredInvoice { changed: stamp.at, changed_run: stamp.run, ..stored }, changes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::tests::sample;

    fn stamp(run: u64, second: i64) -> Stamp {
        Stamp { company: CompanyId(1), run: RunId(run), at: Timestamp::from_second(second).expect("a time") }
    }

    fn created() -> StoredInvoice {
        match compare(None, sample("7", 1), stamp(1, 10)) {
            Outcome::Created(upsert) => upsert.stored,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_new_invoice_says_when_it_was_first_seen() {
        let Outcome::Created(upsert) = compare(None, sample("7", 1), stamp(3, 10)) else { panic!("not created") };
        assert_eq!(upsert.stored.first_run, RunId(3));
        assert_eq!(upsert.stored.changed, upsert.stored.first_seen);
        assert_eq!(upsert.changes.len(), 1);
        assert_eq!(upsert.changes[0].key, upsert.stored.key());
        let change = &upsert.changes[0].change;
        assert_eq!((change.field.as_str(), &change.old, change.new.as_deref()), ("first_seen", &None, Some("INV-7")));
    }

    #[test]
    fn the_same_invoice_costs_nothing_even_where_decimals_are_written_differently() {
        assert_eq!(compare(Some(created()), sample("7", 1), stamp(2, 20)), Outcome::Unchanged);
        let mut longer = sample("7", 1);
        longer.gross.rescale(longer.gross.scale() + 2);
        assert_eq!(compare(Some(created()), longer, stamp(2, 20)), Outcome::Unchanged);
    }

    #[test]
    fn a_changed_field_is_history_and_first_seen_stays() {
        let mut fetched = sample("7", 1);
        fetched.gross += Decimal::ONE;
        let Outcome::Updated(upsert) = compare(Some(created()), fetched.clone(), stamp(2, 20)) else { panic!("not updated") };
        assert_eq!(upsert.stored.entity, fetched);
        assert_eq!((upsert.stored.first_run, upsert.stored.changed_run), (RunId(1), RunId(2)));
        assert_eq!(upsert.stored.first_seen.as_second(), 10);
        assert_eq!(upsert.stored.changed.as_second(), 20);
        assert_eq!(upsert.changes.iter().map(|c| c.change.field.as_str()).collect::<Vec<_>>(), ["gross"]);
    }

    #[test]
    fn what_vanished_is_kept_flagged_and_cleared_when_it_is_back() {
        let gone = vanish(created(), stamp(2, 20)).expect("flagged");
        assert_eq!(gone.stored.vanished.map(Timestamp::as_second), Some(20));
        assert_eq!(gone.changes[0].change.field, "vanished");
        assert_eq!(gone.changes[0].change.old, None);
        assert_eq!(vanish(gone.stored.clone(), stamp(3, 30)), None);

        let Outcome::Updated(back) = compare(Some(gone.stored), sample("7", 1), stamp(3, 30)) else { panic!("not updated") };
        assert_eq!(back.stored.vanished, None);
        assert_eq!(back.changes.len(), 1);
        assert_eq!((back.changes[0].change.field.as_str(), &back.changes[0].change.new), ("vanished", &None));
    }
}
