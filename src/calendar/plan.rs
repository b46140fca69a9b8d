//! What a sync does to both sides: entries and their events against what both had after the last one.
//!
//! Pure: the same entries, links and events give the same steps, so that a sync that broke off is simply done again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::event::Seen;
use crate::domain::RemoteId;
use crate::domain::calendar::{EventConflict, EventFacts, EventLink, EventTime};

/// Fewer deletions at once are never suspicious.
const FEW: usize = 5;

/// An entry that belongs into the calendar, or did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ours {
    /// Time and title; `None` where the entry was deleted or belongs elsewhere now.
    pub facts: Option<EventFacts>,
    /// Whether it may not be changed: approved, billed, on a closed day.
    pub locked: bool,
}

/// An event that has a link, or was written for an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theirs {
    /// Its path.
    pub href: String,
    /// Its version.
    pub etag: String,
    /// What it says.
    pub seen: Seen,
}

/// A step of a sync.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Writes an event: a new one, or over this version.
    Put {
        /// The entry.
        entry: RemoteId,
        /// Path of the event; `None` for a new one.
        over: Option<(String, String)>,
        /// Time and title.
        facts: EventFacts,
    },
    /// Deletes an event.
    Remove {
        /// Its link.
        link: EventLink,
        /// Its version.
        etag: String,
    },
    /// Changes an entry as its event was changed; the link is the one afterwards.
    Edit(EventLink),
    /// Deletes an entry as its event was deleted.
    Delete(EventLink),
    /// Writes a link: both sides agree, or a person must decide.
    Link(EventLink),
    /// Drops a link.
    Forget(EventLink),
}

/// The steps of a sync. `by_entry` are events that were written for an entry and have no link.
#[must_use]
pub fn plan(
    ours: &BTreeMap<RemoteId, Ours>,
    links: &[EventLink],
    theirs: &BTreeMap<String, Theirs>,
    (calendar, by_entry): (&RemoteId, &BTreeMap<RemoteId, Theirs>),
) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut deletions = Vec::new();
    for link in links {
        let entry = ours.get(&link.entry).cloned().unwrap_or(Ours { facts: None, locked: false });
        match of_link(link, &entry, theirs.get(&link.href)) {
            Some(Step::Delete(link)) if !theirs.contains_key(&link.href) => deletions.push(link),
            step => steps.extend(step),
        }
    }
    // A server that answers with too little, or a calendar that was emptied by mistake, must not empty the books.
    let many = deletions.len() > FEW && deletions.len() * 2 > links.len();
    for link in deletions {
        if many {
            steps.extend(conflict(&link, EventConflict::ManyDeleted));
        } else {
            steps.push(Step::Delete(link));
        }
    }
    let linked: BTreeSet<&RemoteId> = links.iter().map(|link| &link.entry).collect();
    for (entry, side) in ours.iter().filter(|(entry, _)| !linked.contains(entry)) {
        let Some(facts) = &side.facts else { continue };
        let new = |event: &Theirs, base: &EventFacts, conflict| EventLink {
            calendar: calendar.clone(),
            entry: entry.clone(),
            href: event.href.clone(),
            etag: event.etag.clone(),
            base: base.clone(),
            conflict,
        };
        steps.push(match by_entry.get(entry) {
            None => Step::Put { entry: entry.clone(), over: None, facts: facts.clone() },
            // A sync broke off after it had written the event.
            Some(event) if event.seen == Seen::One(facts.clone()) => Step::Link(new(event, facts, None)),
            Some(event) => Step::Link(new(event, &unknown(), Some(EventConflict::BothChanged))),
        });
    }
    steps
}

/// What both sides had, where that is not known.
fn unknown() -> EventFacts {
    EventFacts { when: EventTime::Clock { start: Timestamp::MIN, end: Timestamp::MIN }, title: String::new() }
}

fn of_link(link: &EventLink, ours: &Ours, theirs: Option<&Theirs>) -> Option<Step> {
    let unchanged = ours.facts.as_ref() == Some(&link.base);
    match (&ours.facts, theirs.map(|event| (event, &event.seen))) {
        (None, None | Some((_, Seen::Cancelled))) => Some(Step::Forget(link.clone())),
        (None, Some((event, Seen::One(facts)))) if *facts == link.base => {
            Some(Step::Remove { link: link.clone(), etag: event.etag.clone() })
        }
        (None, Some(_)) => conflict(link, EventConflict::DeletedHere),
        (Some(_), None | Some((_, Seen::Cancelled))) if unchanged && !ours.locked => match link.conflict {
            // A person decides once for all of them.
            Some(EventConflict::ManyDeleted) => None,
            _ => Some(Step::Delete(link.clone())),
        },
        (Some(_), None | Some((_, Seen::Cancelled))) => conflict(link, EventConflict::DeletedThere),
        (Some(_), Some((_, Seen::Other))) => conflict(link, EventConflict::NotOneEvent),
        (Some(facts), Some((event, Seen::One(there)))) => {
            let agreed = EventLink { etag: event.etag.clone(), base: there.clone(), conflict: None, ..link.clone() };
            if facts == there {
                return (agreed != *link).then_some(Step::Link(agreed));
            }
            if *there == link.base {
                let over = Some((event.href.clone(), event.etag.clone()));
                return Some(Step::Put { entry: link.entry.clone(), over, facts: facts.clone() });
            }
            if !unchanged {
                return conflict(link, EventConflict::BothChanged);
            }
            if ours.locked { conflict(link, EventConflict::Locked) } else { Some(Step::Edit(agreed)) }
        }
    }
}

/// Tells a person, once.
fn conflict(link: &EventLink, conflict: EventConflict) -> Option<Step> {
    (link.conflict != Some(conflict)).then(|| Step::Link(EventLink { conflict: Some(conflict), ..link.clone() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(title: &str) -> EventFacts {
        EventFacts { when: EventTime::Day { date: jiff::civil::date(2026, 1, 1) }, title: title.to_owned() }
    }

    fn link(number: usize) -> EventLink {
        EventLink {
            calendar: RemoteId::new("c"),
            entry: RemoteId::new(format!("e{number}")),
            href: format!("/{number}.ics"),
            etag: "1".to_owned(),
            base: facts("base"),
            conflict: None,
        }
    }

    /// The steps of one entry with a link.
    fn one(ours: Option<&str>, locked: bool, theirs: Option<Seen>) -> Vec<Step> {
        let side = Ours { facts: ours.map(facts), locked };
        let event = theirs.map(|seen| ("/0.ics".to_owned(), Theirs { href: "/0.ics".to_owned(), etag: "2".to_owned(), seen }));
        let ours = BTreeMap::from([(RemoteId::new("e0"), side)]);
        plan(&ours, &[link(0)], &event.into_iter().collect(), (&RemoteId::new("c"), &BTreeMap::new()))
    }

    fn conflicted(steps: &[Step], conflict: EventConflict) -> bool {
        matches!(steps, [Step::Link(link)] if link.conflict == Some(conflict) && link.base == facts("base") && link.etag == "1")
    }

    #[test]
    fn each_side_takes_what_the_other_changed_alone_and_a_person_decides_the_rest() {
        let seen = |title: &str| Some(Seen::One(facts(title)));
        let agreed = |title: &str| EventLink { etag: "2".to_owned(), base: facts(title), ..link(0) };
        assert_eq!(one(Some("base"), false, seen("new")), [Step::Edit(agreed("new"))]);
        assert_eq!(one(Some("new"), true, seen("new")), [Step::Link(agreed("new"))]);
        let over = Some(("/0.ics".to_owned(), "2".to_owned()));
        assert_eq!(one(Some("new"), true, seen("base")), [Step::Put { entry: RemoteId::new("e0"), over, facts: facts("new") }]);
        assert_eq!(one(None, false, seen("base")), [Step::Remove { link: link(0), etag: "2".to_owned() }]);
        assert_eq!(one(Some("base"), false, None), [Step::Delete(link(0))]);
        assert_eq!(one(Some("base"), false, Some(Seen::Cancelled)), [Step::Delete(link(0))]);
        assert_eq!(one(None, false, None), [Step::Forget(link(0))]);
        assert!(conflicted(&one(Some("ours"), false, seen("theirs")), EventConflict::BothChanged));
        assert!(conflicted(&one(Some("base"), true, seen("theirs")), EventConflict::Locked));
        assert!(conflicted(&one(Some("base"), true, None), EventConflict::DeletedThere));
        assert!(conflicted(&one(Some("ours"), false, None), EventConflict::DeletedThere));
        assert!(conflicted(&one(None, false, seen("theirs")), EventConflict::DeletedHere));
        assert!(conflicted(&one(Some("base"), false, Some(Seen::Other)), EventConflict::NotOneEvent));
    }

    #[test]
    fn an_emptied_calendar_does_not_empty_the_books() {
        let all = |count: usize, gone: usize| {
            let links: Vec<EventLink> = (0..count).map(link).collect();
            let side = Ours { facts: Some(facts("base")), locked: false };
            let ours = links.iter().map(|link| (link.entry.clone(), side.clone())).collect();
            let event = |link: &EventLink| Theirs { href: link.href.clone(), etag: "1".into(), seen: Seen::One(facts("base")) };
            let theirs = links.iter().skip(gone).map(|link| (link.href.clone(), event(link))).collect();
            let steps = plan(&ours, &links, &theirs, (&RemoteId::new("c"), &BTreeMap::new()));
            let deleted = steps.iter().filter(|step| matches!(step, Step::Delete(_))).count();
            (deleted, steps.len() - deleted)
        };
        assert_eq!(all(20, 20), (0, 20));
        assert_eq!(all(20, 11), (0, 11));
        assert_eq!(all(20, 10), (10, 0));
        assert_eq!(all(3, 3), (3, 0));
    }

    #[test]
    fn a_new_entry_is_written_once_and_an_event_of_a_broken_sync_is_adopted() {
        let ours = BTreeMap::from([(RemoteId::new("e"), Ours { facts: Some(facts("new")), locked: false })]);
        let event = |title: &str| Theirs { href: "/x.ics".to_owned(), etag: "7".to_owned(), seen: Seen::One(facts(title)) };
        let steps = |known: &BTreeMap<RemoteId, Theirs>| plan(&ours, &[], &BTreeMap::new(), (&RemoteId::new("c"), known));
        assert!(matches!(&steps(&BTreeMap::new())[..], [Step::Put { over: None, .. }]));
        let known = |title| BTreeMap::from([(RemoteId::new("e"), event(title))]);
        assert!(matches!(&steps(&known("new"))[..], [Step::Link(link)] if link.conflict.is_none() && link.etag == "7"));
        assert!(matches!(&steps(&known("old"))[..], [Step::Link(link)] if link.conflict == Some(EventConflict::BothChanged)));
    }
}
