//! The time that a caller records and sees, and the entries that may be changed.
//!
//! For: changes of time. Uses: the tables of a shelf. Never: a change.

use super::shelf::{Shelf, refuse};
use crate::domain::ledger::Person;
use crate::domain::time::TimeEntry;
use crate::domain::{Actor, Message, RemoteId};
use crate::error::{Error, ErrorKind};
use crate::service::Result;
use crate::store::Held;

/// The time that a caller records and sees.
#[derive(Debug, Clone)]
pub(in crate::service) struct Whose {
    /// The caller.
    pub(in crate::service) actor: Actor,
    /// Whether only its own.
    pub(in crate::service) own_only: bool,
}

/// An error of something that is another person's.
pub(super) fn not_own() -> Error {
    Error::new(ErrorKind::NotAllowed, Message::new("books-not-own-time"))
}

/// The entry of an identifier, or of its end.
pub(super) fn entry(shelf: &Shelf<'_>, wanted: &str, whose: &Whose) -> Result<TimeEntry> {
    let by_key = shelf.entry(&RemoteId::new(wanted.trim()))?;
    let found = match by_key {
        None if super::find::is_tail(wanted.trim()) => {
            shelf.entries()?.values().find(|held| super::find::is_id(&held.value.id, wanted.trim())).cloned()
        }
        found => found,
    };
    let found = found.filter(|held: &Held<TimeEntry>| !held.retired).map(|held| held.value);
    let found = found.ok_or_else(|| refuse(Message::new("books-no-entry").with("wanted", wanted)));
    let entry = found?;
    if whose.own_only && !is_own(shelf, &entry, whose)? {
        // What is not theirs is not there.
        return Err(refuse(Message::new("books-no-entry").with("wanted", wanted)));
    }
    Ok(entry)
}

/// Whether an entry is the caller's own.
pub(super) fn is_own(shelf: &Shelf<'_>, entry: &TimeEntry, whose: &Whose) -> Result<bool> {
    Ok(shelf.value::<Person>(&entry.person)?.is_some_and(|person| person.user == whose.actor.0))
}

/// An entry that may be changed: it is neither approved nor billed.
pub(super) fn changeable(shelf: &Shelf<'_>, wanted: &str, whose: &Whose) -> Result<TimeEntry> {
    let entry = entry(shelf, wanted, whose)?;
    let locked = |id| {
        let message = Message::new(id).with("entry", entry.id.to_string()).with("date", entry.span.date().to_string());
        Err(refuse(message).hint(Message::new("books-locked-hint")))
    };
    if !entry.claims.is_empty() {
        return locked("books-entry-billed");
    }
    if entry.approval.is_some() {
        return locked("books-entry-approved");
    }
    shelf.must_be_open(entry.span.date())?;
    Ok(entry)
}
