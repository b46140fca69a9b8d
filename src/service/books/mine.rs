//! The time that a caller records and sees, and the entries that may be changed.
//!
//! For: changes of time. Uses: the tables of a shelf. Never: a change.

use std::collections::{BTreeMap, BTreeSet};

use super::shelf::{Shelf, refuse};
use crate::domain::ledger::{Person, Project};
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

/// The caller's own seconds on projects: recorded, and approved and not billed.
pub(in crate::service) fn own_seconds(shelf: &Shelf<'_>, whose: &Whose) -> Result<BTreeMap<RemoteId, (i64, i64)>> {
    let mut seconds: BTreeMap<RemoteId, (i64, i64)> = BTreeMap::new();
    let people = shelf.values::<Person>()?;
    let own: BTreeSet<RemoteId> =
        people.into_iter().filter(|person| person.user == whose.actor.0).map(|person| person.id).collect();
    let projects: Vec<RemoteId> = shelf.values::<Project>()?.into_iter().map(|project| project.id).collect();
    for (project, recorded) in projects.iter().zip(shelf.seconds_of(&projects, &own)?) {
        seconds.entry(project.clone()).or_default().0 = recorded;
    }
    for held in shelf.entries_free(projects.iter())?.into_iter().filter(|held| own.contains(&held.value.person)) {
        if let Some(project) = &held.value.project {
            seconds.entry(project.clone()).or_default().1 += held.value.free();
        }
    }
    Ok(seconds)
}

/// An entry that may be changed: it is neither approved nor billed.
pub(super) fn changeable(shelf: &Shelf<'_>, wanted: &str, whose: &Whose) -> Result<TimeEntry> {
    let entry = entry(shelf, wanted, whose)?;
    let date = entry.span.date_in(&shelf.zone()?);
    let locked = |id| {
        let message = Message::new(id).with("entry", entry.id.to_string()).with("date", date.to_string());
        Err(refuse(message).hint(Message::new("books-locked-hint")))
    };
    if !entry.claims.is_empty() {
        return locked("books-entry-billed");
    }
    if entry.approval.is_some() {
        return locked("books-entry-approved");
    }
    shelf.time_must_be_open(&entry.span)?;
    Ok(entry)
}
