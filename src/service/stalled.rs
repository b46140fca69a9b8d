//! Items of the outbox that wait for long: a person must act first, or the service asked for a pause.
//!
//! For: use cases that show and approve writes. Uses: the outbox of the store. Never: a change of an item.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use crate::domain::outgoing::waits_for;
use crate::domain::{ItemKey, OutboxState, Queue, RemoteId};
use crate::store::pushes::{self, PushEntry};
use crate::store::{Store, StoreError};

/// A longer pause is for a person to know: what fails for the moment is tried again sooner, and commands wait for it.
pub(super) const LONG: SignedDuration = SignedDuration::from_mins(2);
/// A payment waits for its document, and that for its customer.
const DEPTH: u32 = 2;

/// Whether the last attempt of an item failed and is not repeated for long.
pub(super) fn is_put_off(entry: &PushEntry, now: Timestamp) -> bool {
    let item = &entry.item;
    let is_open = matches!(item.state, OutboxState::Queued | OutboxState::Unknown { .. }) && item.error.is_some();
    is_open && item.due.is_some_and(|due| due.duration_since(now) > LONG)
}

/// Tells which items wait for long.
pub(super) struct Stalls<'a> {
    store: &'a dyn Store,
    now: Timestamp,
    known: HashMap<RemoteId, bool>,
}

impl<'a> Stalls<'a> {
    pub(super) fn new(store: &'a dyn Store, now: Timestamp) -> Self {
        Self { store, now, known: HashMap::new() }
    }

    /// Whether an item waits for long, itself or for another one that does.
    pub(super) fn is_stalled(&mut self, entry: &PushEntry) -> Result<bool, StoreError> {
        self.look(entry, DEPTH)
    }

    fn look(&mut self, entry: &PushEntry, depth: u32) -> Result<bool, StoreError> {
        if is_put_off(entry, self.now) {
            return Ok(true);
        }
        if depth == 0 || entry.item.state != OutboxState::Queued {
            return Ok(false);
        }
        for other in waits_for(&entry.outgoing.order) {
            if self.other(entry, other, depth - 1)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the item that another one waits for waits for long.
    fn other(&mut self, entry: &PushEntry, other: RemoteId, depth: u32) -> Result<bool, StoreError> {
        if let Some(known) = self.known.get(&other) {
            return Ok(*known);
        }
        let key = ItemKey { company: entry.item.key.company, queue: Queue::Push, id: other.clone() };
        let found = pushes::entry_of(self.store, &key)?;
        let stalled = found.map_or(Ok(false), |found| self.look(&found, depth))?;
        self.known.insert(other, stalled);
        Ok(stalled)
    }
}
