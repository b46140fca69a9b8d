//! Compares a fetched record with the stored one: new, changed, or the same.
//!
//! For: honest counts and the history of every field. Uses: domain. Never: I/O, async, a clock.

use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::domain::{Change, CompanyId, Entity, FieldChange, Invoice, Record, RunId, Stored, StoredInvoice};
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
pub fn compare<E: Entity>(stored: Option<Stored<E>>, fetched: E, stamp: Stamp) -> Outcome {
    let Some(stored) = stored else { return Outcome::Created(Box::new(create(fetched, stamp))) };
    let mut changes = stored.entity.diff(&fetched);
    if let Some(vanished) = stored.vanished {
        changes.push(Change { field: "vanished".to_owned(), old: Some(vanished.to_string()), new: None });
    }
    if changes.is_empty() {
        return Outcome::Unchanged;
    }
    // A balance that the provider does not tell must be fetched again.
    let stored = Stored { entity: fetched, vanished: None, ..stored };
    Outcome::Updated(Box::new(touch(stored, changes, stamp)))
}

/// Flags a record that a complete scan no longer found. It is kept. `None` when it is flagged already.
#[must_use]
pub fn vanish<E: Entity>(stored: Stored<E>, stamp: Stamp) -> Option<Upsert> {
    if stored.vanished.is_some() {
        return None;
    }
    let change = Change { field: "vanished".to_owned(), old: None, new: Some(stamp.at.to_string()) };
    Some(touch(Stored { vanished: Some(stamp.at), ..stored }, vec![change], stamp))
}

/// Like [`vanish`], for a record of any kind.
#[must_use]
pub fn vanish_record(record: Record, stamp: Stamp) -> Option<Upsert> {
    match record {
        Record::Document(stored) => vanish(stored, stamp),
        Record::Payment(stored) => vanish(stored, stamp),
        Record::Contact(stored) => vanish(stored, stamp),
    }
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

fn create<E: Entity>(entity: E, stamp: Stamp) -> Upsert {
    let title = Some(entity.title().to_owned()).filter(|title| !title.is_empty());
    let stored = Stored {
        company: stamp.company,
        entity,
        first_seen: stamp.at,
        first_run: stamp.run,
        changed: stamp.at,
        changed_run: stamp.run,
        vanished: None,
    };
    let change = Change { field: "first_seen".to_owned(), old: None, new: title };
    touch(stored, vec![change], stamp)
}

fn touch<E: Entity>(stored: Stored<E>, changes: Vec<Change>, stamp: Stamp) -> Upsert {
    let key = stored.key();
    let changes =
        changes.into_iter().map(|change| FieldChange { key: key.clone(), at: stamp.at, run: stamp.run, change }).collect();
    Upsert { record: Stored { changed: stamp.at, changed_run: stamp.run, ..stored }.into(), changes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::tests::sample;

    fn stamp(run: u64, second: i64) -> Stamp {
        Stamp { company: CompanyId(1), run: RunId(run), at: Timestamp::from_second(second).expect("a time") }
    }

    fn document(upsert: &Upsert) -> StoredInvoice {
        upsert.record.document().expect("a document").clone()
    }

    fn created() -> StoredInvoice {
        match compare::<Invoice>(None, sample("7", 1), stamp(1, 10)) {
            Outcome::Created(upsert) => document(&upsert),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_new_invoice_says_when_it_was_first_seen() {
        let Outcome::Created(upsert) = compare::<Invoice>(None, sample("7", 1), stamp(3, 10)) else { panic!("not created") };
        assert_eq!(document(&upsert).first_run, RunId(3));
        assert_eq!(document(&upsert).changed, document(&upsert).first_seen);
        assert_eq!(upsert.changes.len(), 1);
        assert_eq!(upsert.changes[0].key, document(&upsert).key());
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
    fn a_balance_that_the_provider_leaves_out_stays_and_one_that_it_tells_is_compared() {
        let mut stored = created();
        stored.entity.balance = Some(Decimal::TEN);
        assert_eq!(compare(Some(stored.clone()), sample("7", 1), stamp(2, 20)), Outcome::Unchanged);
        let told = Invoice { balance: Some(Decimal::new(1000, 2)), ..sample("7", 1) };
        assert_eq!(compare(Some(stored.clone()), told, stamp(2, 20)), Outcome::Unchanged);
        let told = Invoice { balance: Some(Decimal::ONE), ..sample("7", 1) };
        let Outcome::Updated(upsert) = compare(Some(stored), told, stamp(2, 20)) else { panic!("not updated") };
        let change = &upsert.changes[0].change;
        let texts = (change.field.as_str(), change.old.as_deref(), change.new.as_deref());
        assert_eq!(texts, ("balance", Some("10"), Some("1")));
    }

    #[test]
    fn a_changed_field_is_history_and_first_seen_stays() {
        let mut fetched = sample("7", 1);
        fetched.gross += Decimal::ONE;
        let Outcome::Updated(upsert) = compare(Some(created()), fetched.clone(), stamp(2, 20)) else { panic!("not updated") };
        assert_eq!(document(&upsert).entity, fetched);
        assert_eq!((document(&upsert).first_run, document(&upsert).changed_run), (RunId(1), RunId(2)));
        assert_eq!(document(&upsert).first_seen.as_second(), 10);
        assert_eq!(document(&upsert).changed.as_second(), 20);
        assert_eq!(upsert.changes.iter().map(|c| c.change.field.as_str()).collect::<Vec<_>>(), ["gross"]);
    }

    #[test]
    fn what_vanished_is_kept_flagged_and_cleared_when_it_is_back() {
        let gone = vanish(created(), stamp(2, 20)).expect("flagged");
        assert_eq!(document(&gone).vanished.map(Timestamp::as_second), Some(20));
        assert_eq!(gone.changes[0].change.field, "vanished");
        assert_eq!(gone.changes[0].change.old, None);
        assert_eq!(vanish(document(&gone).clone(), stamp(3, 30)), None);

        let Outcome::Updated(back) = compare(Some(document(&gone)), sample("7", 1), stamp(3, 30)) else { panic!("not updated") };
        assert_eq!(document(&back).vanished, None);
        assert_eq!(back.changes.len(), 1);
        assert_eq!((back.changes[0].change.field.as_str(), &back.changes[0].change.new), ("vanished", &None));
    }
}
