//! Calendars of own books: connected, synced both ways, and their events proposed as entries.
//!
//! For: the cases of calendars. Uses: the books, `calendar`, the vault, the copies of the store. Never: a change of an approved, billed
//! or closed entry; an event that this program did not write is never changed.

mod connect;
mod propose;
mod sync;
mod view;

pub(in crate::service) use connect::{add, check, list, remove, resolve, set_secret, test};
pub(in crate::service) use propose::{decide, propose};
pub(in crate::service) use sync::{sync, turn};
pub use view::{
    CalendarSynced, CalendarView, ConflictView, Decided, Decision, NewCalendar, Proposal, ProposalAsk, ProposalChange,
    ProposalView,
};

use secrecy::SecretString;

use super::shelf::{Shelf, misused};
use crate::domain::calendar::Calendar;
use crate::domain::{Message, RemoteId, SecretName};
use crate::query::fold;
use crate::service::Result;

/// The name under which entries of a calendar's events are known.
fn source(calendar: &RemoteId) -> String {
    format!("calendar:{calendar}")
}

/// The calendar that a text means: its identifier or its name.
fn find(shelf: &Shelf<'_>, wanted: &str) -> Result<Calendar> {
    let all = shelf.values::<Calendar>()?;
    let folded = fold(wanted.trim());
    let found = all.into_iter().find(|one| one.id.as_str() == wanted || fold(&one.name) == folded);
    found.ok_or_else(|| misused(Message::new("calendar-none-such").with("wanted", wanted)))
}

/// The password or the private address of a calendar. Blocks.
fn secret(shelf: &Shelf<'_>, calendar: &RemoteId) -> Result<Option<SecretString>> {
    let blob = shelf.local.registry.secret_blob(SecretName::Calendar(calendar.clone()))?;
    blob.map(|blob| Ok(shelf.local.vault()?.open(&blob)?)).transpose()
}
