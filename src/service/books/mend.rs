//! Mends what is worth a look about an entry: one change for one finding, asked for by a person.
//!
//! For: `record`. Uses: the lints of the entry's days. Never: a guess; what has no single mend is refused with what to do instead.

use jiff::Timestamp;
use jiff::civil::Date;

use super::mine::{Whose, changeable, entry};
use super::shelf::{Changes, Shelf, refuse};
use crate::domain::time::lint::{Lint, LintKind, lints};
use crate::domain::time::{Span, TimeEntry};
use crate::domain::{Message, RemoteId};
use crate::service::Result;

/// What can be mended, the most urgent first.
const MENDED: [LintKind; 4] = [LintKind::Overlap, LintKind::Empty, LintKind::Midnight, LintKind::Gap];

/// Mends the most urgent finding about an entry; returns the entries to write.
///
/// Of an overlap the entry that began earlier gives way, around the other one if it ends later; an empty entry is deleted; one
/// over midnight is split there; before a gap the earlier entry is made longer.
pub(super) fn mend(shelf: &Shelf<'_>, wanted: &str, whose: &Whose, changes: &mut Changes<'_, '_>) -> Result<Vec<TimeEntry>> {
    let this = entry(shelf, wanted, whose)?;
    let Some(lint) = worst(shelf, &this)? else {
        let message = Message::new("books-nothing-to-mend").with("entry", this.id.to_string());
        return Err(refuse(message).hint(Message::new("books-nothing-to-mend-hint")));
    };
    match (lint.kind, &lint.other) {
        (LintKind::Overlap, Some(older)) => overlap(shelf, (older, &lint.entry), whose),
        (LintKind::Gap, Some(before)) => gap(shelf, (before, &lint.entry), whose),
        (LintKind::Midnight, _) => midnights(shelf, changeable(shelf, this.id.as_str(), whose)?),
        _ => {
            changes.retire(changeable(shelf, this.id.as_str(), whose)?)?;
            Ok(Vec::new())
        }
    }
}

/// The most urgent finding about an entry that can be mended.
fn worst(shelf: &Shelf<'_>, this: &TimeEntry) -> Result<Option<Lint>> {
    let date = this.span.date();
    let days = date.yesterday().unwrap_or(date)..=date.tomorrow().unwrap_or(date);
    let found = shelf.entries_on(Some(*days.start()), Some(*days.end()))?;
    let near = found.iter().filter(|held| held.value.person == this.person);
    let near = near.filter(|held| days.contains(&held.value.span.date())).map(|held| &held.value);
    let found = lints(near, &shelf.zone()?);
    let about = |lint: &&Lint| lint.entry == this.id || lint.kind == LintKind::Overlap && lint.other.as_ref() == Some(&this.id);
    let of = |kind: &LintKind| found.iter().filter(about).find(|lint| lint.kind == *kind).cloned();
    Ok(MENDED.iter().find_map(of))
}

/// The same entry from an instant to another one.
fn cut(entry: &TimeEntry, start: Timestamp, end: Timestamp) -> TimeEntry {
    let zone = entry.span.zone_name().to_owned();
    TimeEntry { span: Span::Clock { start, end, zone }, ..entry.clone() }
}

/// The older one ends where the newer one begins, and goes on after it if it lasted longer. Where the older one is locked, the newer
/// one begins where it ends.
fn overlap(shelf: &Shelf<'_>, (older, newer): (&RemoteId, &RemoteId), whose: &Whose) -> Result<Vec<TimeEntry>> {
    let (one, other) = (entry(shelf, older.as_str(), whose)?, entry(shelf, newer.as_str(), whose)?);
    let (Some((start, end)), Some((from, until))) = (one.span.clock(), other.span.clock()) else { return Ok(Vec::new()) };
    let later = || -> Result<Vec<TimeEntry>> {
        if until <= end {
            let message = Message::new("books-mend-same").with("entry", other.id.to_string()).with("other", one.id.to_string());
            return Err(refuse(message).hint(Message::new("books-mend-same-hint")));
        }
        Ok(vec![cut(&changeable(shelf, newer.as_str(), whose)?, end, until)])
    };
    if start == from {
        return later();
    }
    let older = match changeable(shelf, older.as_str(), whose) {
        Ok(older) => older,
        Err(_) if until > end => return later(),
        Err(error) => return Err(error),
    };
    let mut entries = vec![cut(&older, start, from)];
    if end > until {
        entries.push(TimeEntry { id: shelf.id()?, source: None, ..cut(&older, until, end) });
    }
    Ok(entries)
}

/// The entry before a gap ends where the gap ends.
fn gap(shelf: &Shelf<'_>, (before, after): (&RemoteId, &RemoteId), whose: &Whose) -> Result<Vec<TimeEntry>> {
    let before = changeable(shelf, before.as_str(), whose)?;
    let after = entry(shelf, after.as_str(), whose)?;
    let (Some((start, _)), Some((end, _))) = (before.span.clock(), after.span.clock()) else { return Ok(Vec::new()) };
    Ok(vec![cut(&before, start, end)])
}

/// An entry a day, as the days of the books are.
#[expect(clippy::needless_pass_by_value, reason = "callers have done with it")]
fn midnights(shelf: &Shelf<'_>, entry: TimeEntry) -> Result<Vec<TimeEntry>> {
    let Some((start, end)) = entry.span.clock() else { return Ok(Vec::new()) };
    let zone = shelf.zone()?;
    let midnight = |after: Date| Some(after.tomorrow().ok()?.to_zoned(zone.clone()).ok()?.timestamp());
    let (mut parts, mut from, mut date) = (Vec::new(), start, entry.span.date_in(&zone));
    while from < end {
        let until = midnight(date).unwrap_or(end).min(end);
        let part = cut(&entry, from, until);
        parts.push(if parts.is_empty() { part } else { TimeEntry { id: shelf.id()?, source: None, ..part } });
        (from, date) = (until, date.tomorrow().unwrap_or(date));
    }
    parts.iter().try_for_each(|part| shelf.time_must_be_open(&part.span))?;
    Ok(parts)
}
