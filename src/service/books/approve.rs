//! Approval of time, and the decision not to bill it.

use super::shelf::{Shelf, refuse};
use super::time::{Whose, chosen};
use super::view::{Approve, Settle, TimeAsk, TimeView};
use crate::domain::time::lint::{LintKind, lints};
use crate::domain::time::{Approval, Claim, ClaimBy, EntryState, TimeEntry};
use crate::domain::{Message, RemoteId};
use crate::service::Result;

/// Entries that a message names at most.
const NAMED: usize = 3;

/// Approves entries, takes approvals back, or decides not to bill what is left of them.
pub(in crate::service) fn approve(
    shelf: &Shelf<'_>,
    ask: &Approve,
    whose: &Whose,
    note: &dyn Fn() -> Result<()>,
) -> Result<TimeView> {
    // What is approved is pending: of a million entries only those are read.
    let state = (ask.action == Settle::Approve).then_some(EntryState::Pending);
    let rows = chosen(shelf, &TimeAsk { state, ..ask.of.clone() }, whose)?;
    let mut entries: Vec<TimeEntry> = rows.into_iter().map(|row| row.entry).collect();
    entries.retain(|entry| match &ask.action {
        Settle::Approve => entry.state() == EntryState::Pending,
        Settle::Unapprove => entry.approval.is_some() && entry.claims.is_empty(),
        Settle::WriteOff(_) => entry.approval.is_some() && entry.free() > 0,
        Settle::Restore => entry.written_off() > 0,
    });
    for entry in &entries {
        shelf.time_must_be_open(&entry.span)?;
    }
    if ask.action == Settle::Approve && !ask.force {
        refuse_overlaps(shelf, &entries)?;
    }
    note()?;
    let mut changes = shelf.begin(&whose.actor);
    let now = shelf.now();
    for entry in &mut entries {
        match &ask.action {
            Settle::Approve => entry.approval = Some(Approval { at: now, by: whose.actor.clone() }),
            Settle::Unapprove => entry.approval = None,
            Settle::WriteOff(reason) => {
                let parts = entry.free_parts().into_iter();
                let claims: Vec<Claim> =
                    parts.map(|(from, until)| Claim { from, until, by: ClaimBy::WrittenOff(reason.clone()) }).collect();
                entry.claims.extend(claims);
            }
            Settle::Restore => entry.claims.retain(|claim| matches!(claim.by, ClaimBy::Draft(_))),
        }
        changes.put(entry.clone())?;
        // Each entry stands for itself.
        changes.spill()?;
    }
    changes.commit()?;
    let names = super::time::NamesOf::read(shelf)?;
    let seconds = entries.iter().map(TimeEntry::seconds).sum::<i64>();
    let rows = entries.iter().map(|entry| names.row(entry)).collect();
    Ok(TimeView { total: entries.len(), seconds, days: Vec::new(), entries: rows, lints: lints(&entries, &shelf.zone()?) })
}

/// Refuses entries that overlap others of the same person.
fn refuse_overlaps(shelf: &Shelf<'_>, entries: &[TimeEntry]) -> Result<()> {
    let (Some(first), Some(last)) =
        (entries.iter().map(|entry| entry.span.date()).min(), entries.iter().map(|entry| entry.span.date()).max())
    else {
        return Ok(());
    };
    let days = first.yesterday().unwrap_or(first)..=last.tomorrow().unwrap_or(last);
    let near = shelf.entries_on(Some(*days.start()), Some(*days.end()))?;
    let near = near.iter().map(|held| &held.value).filter(|entry| days.contains(&entry.span.date()));
    let ours: std::collections::BTreeSet<&RemoteId> = entries.iter().map(|entry| &entry.id).collect();
    let overlaps: Vec<_> = lints(near, &shelf.zone()?)
        .into_iter()
        .filter(|lint| lint.kind == LintKind::Overlap)
        .filter(|lint| ours.contains(&lint.entry) || lint.other.as_ref().is_some_and(|other| ours.contains(other)))
        .collect();
    if overlaps.is_empty() {
        return Ok(());
    }
    let named: Vec<String> = overlaps
        .iter()
        .take(NAMED)
        .map(|lint| format!("{}: {} – {}", lint.date, lint.entry, lint.other.as_ref().map_or("", RemoteId::as_str)))
        .collect();
    let message = Message::new("books-overlap").with("count", overlaps.len()).with("entries", named.join("; "));
    Err(refuse(message).hint(Message::new("books-overlap-hint")))
}
