//! The timer of a person: it becomes an entry when it stops.

use jiff::{SignedDuration, Timestamp, ToSpan};

use super::shelf::{Shelf, misused, refuse};
use super::sound;
use super::time::{Whose, changed, local, open_project, person_of, zone_of};
use super::view::{NewEntry, TimerAsk, TimerView};
use crate::domain::ledger::{Person, Project};
use crate::domain::time::{Span, TimeEntry, Timer, typed};
use crate::domain::{Message, RemoteId};
use crate::error::Error;
use crate::service::Result;

/// A timer that runs longer was probably forgotten.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(12);
/// Working time that is proposed for it.
const PROPOSED: i64 = 8;

/// Does something with the caller's timer.
pub(in crate::service) fn run_timer(shelf: &Shelf<'_>, ask: TimerAsk, whose: &Whose) -> Result<TimerView> {
    let running = running(shelf, whose)?;
    let none = || refuse(Message::new("books-no-timer"));
    match ask {
        TimerAsk::Status => view(shelf, running, None),
        TimerAsk::Start(new) => {
            if let Some(timer) = running {
                let since = local(timer.start, &timer.zone);
                let hint = Message::new("books-timer-runs-hint");
                return Err(refuse(Message::new("books-timer-runs").with("since", since)).hint(hint));
            }
            let mut changes = shelf.begin(&whose.actor);
            let timer = begin(shelf, &new, whose, &mut changes, shelf.now())?;
            changes.put(timer.clone())?;
            changes.commit()?;
            view(shelf, Some(timer), None)
        }
        TimerAsk::Switch(new) => {
            let mut changes = shelf.begin(&whose.actor);
            let timer = begin(shelf, &new, whose, &mut changes, shelf.now())?;
            // The one ends where the other begins: no minute counts twice.
            let stop = |old: Timer| match timer.start {
                start if start < old.start && new.start.is_some() => Err(outside(&old, start)),
                start => entry(shelf, &old, start),
            };
            let stopped = running.map(stop).transpose()?;
            if let Some(entry) = &stopped {
                changes.put(entry.clone())?;
            }
            changes.put(timer.clone())?;
            changes.commit()?;
            view(shelf, Some(timer), stopped)
        }
        TimerAsk::Stop(at) => {
            let timer = running.ok_or_else(none)?;
            let end = match at {
                Some(at) => {
                    let (zone, _) = zone_of(shelf, Some(&timer.zone))?;
                    typed::moment(&at, shelf.now().to_zoned(zone.clone()).date(), &zone).map_err(misused)?
                }
                None => shelf.now(),
            };
            if end < timer.start || end > shelf.now() {
                return Err(outside(&timer, end));
            }
            let entry = entry(shelf, &timer, end)?;
            let mut changes = shelf.begin(&whose.actor);
            changes.retire(timer)?;
            changes.put(entry.clone())?;
            changes.commit()?;
            view(shelf, None, Some(entry))
        }
        TimerAsk::Discard => {
            let mut changes = shelf.begin(&whose.actor);
            changes.retire(running.ok_or_else(none)?)?;
            changes.commit()?;
            view(shelf, None, None)
        }
    }
}

/// A timer cannot end before it began, nor in the future.
fn outside(timer: &Timer, end: Timestamp) -> Error {
    misused(Message::new("books-timer-end").with("start", local(timer.start, &timer.zone)).with("end", local(end, &timer.zone)))
}

fn running(shelf: &Shelf<'_>, whose: &Whose) -> Result<Option<Timer>> {
    let person = shelf.values::<Person>()?.into_iter().find(|person| person.user == whose.actor.0);
    person.map_or(Ok(None), |person| shelf.value::<Timer>(&person.id))
}

fn begin(
    shelf: &Shelf<'_>,
    new: &NewEntry,
    whose: &Whose,
    changes: &mut super::shelf::Changes<'_, '_>,
    now: Timestamp,
) -> Result<Timer> {
    sound::entry(new)?;
    let project = new.project.as_deref().map(|project| open_project(shelf, project)).transpose()?;
    let (zone, name) = zone_of(shelf, new.zone.as_deref())?;
    let today = now.to_zoned(zone.clone()).date();
    let start = new.start.as_deref().map(|start| typed::moment(start, today, &zone).map_err(misused)).transpose()?;
    // A second is the smallest time that is kept.
    let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
    if start.is_some_and(|start| start > now) {
        return Err(misused(Message::new("books-timer-future")));
    }
    Ok(Timer {
        person: person_of(shelf, whose, None, changes)?,
        start: start.unwrap_or(now),
        zone: name,
        project: project.map(|project| project.id),
        task: new.task.clone().unwrap_or_default(),
        note: new.note.clone().unwrap_or_default(),
        tags: new.tags.clone().unwrap_or_default(),
    })
}

/// The entry that a timer becomes.
fn entry(shelf: &Shelf<'_>, timer: &Timer, end: Timestamp) -> Result<TimeEntry> {
    let end = Timestamp::from_second(end.as_second()).unwrap_or(end).max(timer.start);
    let project = timer.project.as_ref().map(|id: &RemoteId| shelf.value::<Project>(id)).transpose()?.flatten();
    let span = Span::Clock { start: timer.start, end, zone: timer.zone.clone() };
    shelf.time_must_be_open(&span)?;
    Ok(TimeEntry {
        id: shelf.id()?,
        person: timer.person.clone(),
        billable: project.as_ref().is_none_or(|project| project.billable),
        project: timer.project.clone(),
        task: timer.task.clone(),
        note: timer.note.clone(),
        tags: timer.tags.clone(),
        span,
        price: None,
        approval: None,
        claims: Vec::new(),
        source: None,
    })
}

#[expect(clippy::needless_pass_by_value, reason = "callers have done with it")]
fn view(shelf: &Shelf<'_>, running: Option<Timer>, stopped: Option<TimeEntry>) -> Result<TimerView> {
    let project = running.as_ref().and_then(|timer| timer.project.as_ref());
    let project = project.map(|id| shelf.value::<Project>(id)).transpose()?.flatten().map(|project| project.name);
    let length = running.as_ref().map_or(SignedDuration::ZERO, |timer| shelf.now().duration_since(timer.start));
    let proposed =
        running.as_ref().filter(|_| length > FORGOTTEN).and_then(|timer| timer.start.checked_add(PROPOSED.hours()).ok());
    let changed = changed(shelf, stopped.as_slice())?;
    Ok(TimerView {
        running,
        project,
        seconds: length.as_secs(),
        proposed_end: proposed,
        entry: changed.entries.into_iter().next(),
        lints: changed.lints,
    })
}
