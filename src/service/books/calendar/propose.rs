//! Events as proposed entries: nothing becomes an entry without a person.
//!
//! An entry of an event carries the calendar and the identifier of the event, so that it is proposed once, and what the event said, so
//! that a later change or cancellation is proposed, too.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::view::{Decided, Decision, Proposal, ProposalAsk, ProposalChange, ProposalView};
use super::{find, source};
use crate::calendar::event;
use crate::domain::calendar::{Calendar, EventDecision};
use crate::domain::ledger::Person;
use crate::domain::time::{Source, Span, TimeEntry};
use crate::domain::token::hex;
use crate::domain::{Message, RemoteId};
use crate::service::Result;
use crate::service::books::file_time::{FileEntry, FileTime};
use crate::service::books::import::import;
use crate::service::books::shelf::{Shelf, refuse};
use crate::service::books::time::Whose;
use crate::store::calendars;
use crate::timefile::{self, Found, When};

/// What a decision says of an event that is gone.
const GONE: &str = "gone";
/// Events of a calendar that are told when they are not understood.
const TOLD: usize = 100;
/// Characters of a key.
const KEY: usize = 12;

/// The proposals of calendars: those of the caller's own where it sees no others.
pub(in crate::service) fn propose(shelf: &Shelf<'_>, ask: &ProposalAsk, whose: &Whose) -> Result<ProposalView> {
    let mut view = ProposalView::default();
    for calendar in chosen(shelf, ask, whose)? {
        let of = of_calendar(shelf, &calendar, ask)?;
        view.proposals.extend(of.proposals);
        view.refused.extend(of.refused);
    }
    view.proposals.sort_by(|a, b| (a.date, a.span.clock(), &a.id).cmp(&(b.date, b.span.clock(), &b.id)));
    Ok(view)
}

fn chosen(shelf: &Shelf<'_>, ask: &ProposalAsk, whose: &Whose) -> Result<Vec<Calendar>> {
    let mut calendars = match &ask.calendar {
        Some(wanted) => vec![find(shelf, wanted)?],
        None => shelf.values::<Calendar>()?,
    };
    if whose.own_only {
        let people = shelf.values::<Person>()?;
        let own = people.into_iter().find(|person| person.user == whose.actor.0).map(|person| person.id);
        calendars.retain(|calendar| Some(&calendar.person) == own.as_ref());
    }
    Ok(calendars)
}

/// The proposals of a calendar, from the copy of its last sync.
pub(super) fn of_calendar(shelf: &Shelf<'_>, calendar: &Calendar, ask: &ProposalAsk) -> Result<ProposalView> {
    let (zone, zone_name) = (shelf.zone()?, shelf.profile()?.zone);
    let today = shelf.today()?;
    let (from, until) = (ask.from.map_or(calendar.from, |from| from.max(calendar.from)), ask.until.unwrap_or(today));
    let options = event::options(zone.clone(), &zone_name, (from, until.tomorrow().unwrap_or(until)));
    let mut view = ProposalView::default();
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    let (mut refused, mut computed) = (Vec::new(), 0_usize);
    for object in calendars::load(&shelf.local.place(), &calendar.id)?.objects {
        if event::uid(&object.text).as_deref().and_then(event::entry_of).is_some() {
            continue;
        }
        // Each object has a bound of its own; all of them together have the same.
        if computed >= timefile::COMPUTED {
            refused.push(Message::new("time-file-too-many-occurrences").with("max", timefile::COMPUTED));
            break;
        }
        match timefile::read(object.text.as_bytes(), &options) {
            Ok(reading) => {
                computed += reading.computed;
                refused.extend(reading.refused.into_iter().map(|refused| refused.message));
                found.extend(reading.found.into_iter().map(|one| (one.id.clone(), one)));
            }
            Err(error) => refused.push(error.0),
        }
    }
    let unsure = !refused.is_empty();
    view.refused = told(refused).into_iter().map(|why| (calendar.name.clone(), why)).collect();
    let now = shelf.now();
    let decided: BTreeMap<RemoteId, String> =
        shelf.values::<EventDecision>()?.into_iter().map(|decision| (decision.id, decision.raw)).collect();
    let (source, entries) = (source(&calendar.id), shelf.entries()?);
    let closed = shelf.profile()?.closed_until;
    // Entries of events; one that was deleted here is not proposed again.
    let mut known: BTreeMap<&str, Option<&TimeEntry>> = BTreeMap::new();
    for held in entries.values() {
        if let Some(of) = held.value.source.as_ref().filter(|of| of.name == source) {
            known.insert(of.id.as_str(), (!held.retired).then_some(&held.value));
        }
    }
    let is_locked = |entry: &TimeEntry| {
        entry.approval.is_some() || !entry.claims.is_empty() || closed.is_some_and(|closed| entry.span.date_in(&zone) <= closed)
    };
    let there: BTreeSet<&str> = found.keys().map(String::as_str).collect();
    let gone = known.iter().filter_map(|(id, entry)| Some((*id, (*entry)?))).filter(|(id, entry)| {
        let day = entry.span.date_in(&zone);
        !unsure && !there.contains(id) && (from..=until).contains(&day) && !is_locked(entry)
    });
    let mut proposals: Vec<Proposal> = gone
        .map(|(id, entry)| Proposal {
            id: key(&calendar.id, id),
            calendar: calendar.id.clone(),
            calendar_name: calendar.name.clone(),
            change: ProposalChange::Cancelled(entry.id.clone()),
            source: id.to_owned(),
            span: entry.span.clone(),
            date: entry.span.date_in(&zone),
            title: entry.note.clone(),
            tags: entry.tags.clone(),
            raw: GONE.to_owned(),
        })
        .collect();
    for (id, one) in &found {
        let When::Clock { start, end } = one.when else { continue };
        let span = Span::Clock { start, end, zone: one.zone.clone() };
        let raw = format!("{start}/{end} {}", one.note);
        let change = match known.get(id.as_str()) {
            None => ProposalChange::New,
            Some(Some(entry)) if entry.source.as_ref().is_some_and(|of| of.raw != raw) && !is_locked(entry) => {
                ProposalChange::Changed(entry.id.clone())
            }
            Some(_) => continue,
        };
        // What has not ended yet is no time that was worked.
        let day = span.date_in(&zone);
        if end > now || !(from..=until).contains(&day) || closed.is_some_and(|closed| day <= closed) {
            continue;
        }
        proposals.push(Proposal {
            id: key(&calendar.id, id),
            calendar: calendar.id.clone(),
            calendar_name: calendar.name.clone(),
            change,
            source: id.clone(),
            span,
            date: day,
            title: one.note.clone(),
            tags: one.tags.clone(),
            raw,
        });
    }
    proposals.retain(|proposal| decided.get(&proposal.id) != Some(&proposal.raw));
    view.proposals = proposals;
    Ok(view)
}

/// What is said of events that are not understood: the first of them, and how many more there are.
fn told(mut refused: Vec<Message>) -> Vec<Message> {
    let more = refused.len().saturating_sub(TOLD);
    refused.truncate(TOLD);
    refused.extend((more > 0).then(|| Message::new("calendar-more-refused").with("count", more)));
    refused
}

/// The key of a proposal follows from the event.
fn key(calendar: &RemoteId, source: &str) -> RemoteId {
    let digest: [u8; 32] = Sha256::digest(format!("{calendar}\n{source}")).into();
    RemoteId::new(hex(&digest).chars().take(KEY).collect::<String>())
}

/// Makes entries of proposals, or dismisses them.
pub(in crate::service) fn decide(shelf: &Shelf<'_>, decision: &Decision, whose: &Whose) -> Result<Decided> {
    let all = propose(shelf, &ProposalAsk::default(), whose)?.proposals;
    let mut wanted: BTreeMap<RemoteId, &Proposal> = BTreeMap::new();
    for id in &decision.ids {
        let id = id.trim();
        let mut fit = all.iter().filter(|proposal| !id.is_empty() && proposal.id.as_str().starts_with(id));
        match (fit.next(), fit.next()) {
            (Some(one), None) => drop(wanted.insert(one.id.clone(), one)),
            (None, _) => return Err(refuse(Message::new("calendar-no-proposal").with("wanted", id))),
            (Some(_), Some(_)) => return Err(refuse(Message::new("calendar-several-proposals").with("wanted", id))),
        }
    }
    let mut done = Decided::default();
    if !decision.accept {
        let mut changes = shelf.begin(&whose.actor);
        for proposal in wanted.values() {
            changes.put(EventDecision {
                id: proposal.id.clone(),
                calendar: proposal.calendar.clone(),
                raw: proposal.raw.clone(),
            })?;
            done.dismissed += 1;
            changes.spill()?;
        }
        changes.commit()?;
        return Ok(done);
    }
    take_new(shelf, (decision, whose), &wanted, &mut done)?;
    let entries = shelf.entries()?;
    let mut changes = shelf.begin(&whose.actor);
    for proposal in wanted.values() {
        let Some(held) = proposal.change.entry().and_then(|entry| entries.get(entry)) else { continue };
        let entry = held.value.clone();
        if matches!(proposal.change, ProposalChange::Cancelled(_)) {
            changes.retire(entry)?;
            done.deleted += 1;
        } else {
            let before = entry.source.as_ref().map(|of| of.raw.clone()).unwrap_or_default();
            // A note that a person wrote here stays.
            let had_title = before.split_once(' ').map_or("", |(_, title)| title) == entry.note;
            let note = if had_title { proposal.title.clone() } else { entry.note.clone() };
            let of = Source { name: source(&proposal.calendar), id: proposal.source.clone(), raw: proposal.raw.clone() };
            changes.put(TimeEntry { span: proposal.span.clone(), note, source: Some(of), ..entry })?;
            done.changed += 1;
        }
        changes.spill()?;
    }
    changes.commit()?;
    Ok(done)
}

/// Makes entries of events that have none, by the way of imports: an event that is known is left alone.
fn take_new(
    shelf: &Shelf<'_>,
    (decision, whose): (&Decision, &Whose),
    wanted: &BTreeMap<RemoteId, &Proposal>,
    done: &mut Decided,
) -> Result<()> {
    for calendar in shelf.values::<Calendar>()? {
        let of = wanted.values().filter(|proposal| proposal.calendar == calendar.id && proposal.change == ProposalChange::New);
        let entries: Vec<FileEntry> = of
            .map(|proposal| FileEntry {
                line: 1,
                id: proposal.source.clone(),
                older: String::new(),
                span: proposal.span.clone(),
                person: String::new(),
                client: String::new(),
                project: String::new(),
                task: String::new(),
                note: proposal.title.clone(),
                tags: proposal.tags.clone(),
                billable: None,
                raw: proposal.raw.clone(),
            })
            .collect();
        if entries.is_empty() {
            continue;
        }
        let project = decision.project.clone().or_else(|| calendar.project.as_ref().map(ToString::to_string));
        let file = FileTime {
            source: source(&calendar.id),
            entries,
            project,
            person: Some(calendar.person.to_string()),
            single: true,
            look: false,
            update: false,
        };
        let imported = import(shelf, file, whose)?;
        if let Some((_, why)) = imported.refused.into_iter().next() {
            return Err(refuse(why));
        }
        done.created += imported.imported;
        done.seconds = done.seconds.saturating_add(imported.seconds);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn not_every_event_that_is_not_understood_is_told() {
        let refused = |count: usize| vec![Message::new("time-file-no-date"); count];
        assert_eq!(told(refused(TOLD)), refused(TOLD));
        let cut = told(refused(TOLD + 7));
        assert_eq!((cut.len(), cut.last()), (TOLD + 1, Some(&Message::new("calendar-more-refused").with("count", 7_usize))));
    }
}
