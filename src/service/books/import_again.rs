//! Entries of files that were imported before: the same, another one under its identifier, or the same one that was changed meanwhile.
//!
//! For: imports of time. Uses: entries by source. Never: a change that was not asked for.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::file_time::{ChangedLine, FileEntry, FileTime};
use super::shelf::Shelf;
use crate::domain::ledger::Project;
use crate::domain::time::{Source, Span, TimeEntry};
use crate::domain::{Message, OwnKind, RemoteId};
use crate::service::Result;
use crate::store::TermRange;

/// Forms with identifiers that another file, or another server, may give to other time.
const NUMBERED: &[&str] = &["csv", "kimai"];

/// The form that exports of these books have, with the identifiers of their entries.
const OWN: &str = "csv";

/// The form of which one table has the first signs alone of the identifiers that its other files have, and how many.
const SHORTENED: (&str, usize) = ("watson", 7);

/// Seconds by which a time may be off that was read in another zone.
const ZONES: i64 = 26 * 3600;

/// What is known of a file.
pub(super) struct Known {
    /// Entries by their identifiers in the file; `None` for one that was deleted.
    pub(super) entries: BTreeMap<String, Option<TimeEntry>>,
    /// Identifiers under which another person has time.
    pub(super) of_others: BTreeSet<String>,
}

/// The identifier that an entry is kept under beside that of another person.
pub(super) fn beside(id: &str, person: &RemoteId) -> String {
    format!("{id}/{person}")
}

/// What is known of a file. Where it names no person, what it tells is of the person that it is imported for: two people may work the same
/// hours, and sit in the same meeting. `None` is a person that has no time yet.
pub(super) fn known(shelf: &Shelf<'_>, file: &FileTime, person: Option<&RemoteId>) -> Result<Known> {
    let mut hits = by_source(shelf, &file.source, file.entries.iter().map(|entry| (entry.id.as_str(), entry.id.as_str())))?;
    let read_otherwise: BTreeMap<&str, &FileEntry> = file.entries.iter().map(|entry| (entry.id.as_str(), entry)).collect();
    let read_otherwise = read_otherwise.into_iter().filter(|(id, entry)| !entry.older.is_empty() && !hits.contains_key(*id));
    let read_otherwise: BTreeMap<&str, &FileEntry> = read_otherwise.collect();
    let older = by_source(shelf, &file.source, read_otherwise.values().map(|entry| (entry.id.as_str(), entry.older.as_str())))?;
    let nameless: BTreeSet<&str> =
        file.entries.iter().filter(|entry| entry.person.is_empty()).map(|entry| entry.id.as_str()).collect();
    let found = || hits.iter().chain(&older).filter(|(id, _)| nameless.contains(id.as_str()));
    let people = shelf.people_of(found().map(|(_, of)| of))?;
    let is_other = |of: &RemoteId| people.get(of).is_some_and(|known| Some(known) != person);
    let mut of_others = BTreeSet::new();
    for (id, of) in found().filter(|(_, of)| is_other(of)) {
        // What was this person's when it was imported, and is another one's since, is known.
        if !person.map_or(Ok(false), |person| shelf.was_of(of, person))? {
            of_others.insert(id.clone());
        }
    }
    hits.retain(|id, _| !of_others.contains(id));
    let older: BTreeMap<String, RemoteId> = older.into_iter().filter(|(id, _)| !of_others.contains(id)).collect();
    if let Some(person) = person {
        let beside: Vec<(&String, String)> = of_others.iter().map(|id| (id, beside(id, person))).collect();
        hits.extend(by_source(shelf, &file.source, beside.iter().map(|(id, beside)| (id.as_str(), beside.as_str())))?);
    }
    let of: BTreeSet<RemoteId> = hits.values().chain(older.values()).cloned().collect();
    let mut held: BTreeMap<RemoteId, TimeEntry> =
        shelf.entries_of(&of)?.into_iter().map(|held| (held.value.id.clone(), held.value)).collect();
    // What was read otherwise begins with the same text.
    let begins = |id: &str, of: &RemoteId| {
        let raw = |of| held.get(of).and_then(|held: &TimeEntry| held.source.as_ref()).map(|source| source.raw.as_str());
        raw(of).zip(read_otherwise.get(id)).is_none_or(|(raw, entry)| entry.raw.starts_with(raw))
    };
    hits.extend(older.into_iter().filter(|(id, of)| begins(id, of)));
    if file.source == OWN {
        let others = file.entries.iter().filter(|entry| !hits.contains_key(&entry.id) && is_own_form(&entry.id));
        let own = shelf.entries_named(&others.map(|entry| RemoteId::new(entry.id.as_str())).collect::<Vec<_>>())?;
        held.extend(shelf.entries_of(&own)?.into_iter().map(|held| (held.value.id.clone(), held.value)));
        hits.extend(own.into_iter().map(|id| (id.as_str().to_owned(), id)));
    }
    let mut known: BTreeMap<String, Option<TimeEntry>> = hits.into_iter().map(|(id, of)| (id, held.remove(&of))).collect();
    if file.source == SHORTENED.0 {
        let others: Vec<&FileEntry> = file.entries.iter().filter(|entry| !known.contains_key(&entry.id)).collect();
        let found = shortened(shelf, &file.source, &others, person)?;
        known.extend(found.into_iter().map(|(id, entry)| (id, Some(entry))));
    }
    Ok(Known { entries: known, of_others })
}

/// Whether an identifier may be that of an entry here.
fn is_own_form(id: &str) -> bool {
    id.len() == 36 && id.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

/// Entries of identifiers in a source, by the word beside each.
fn by_source<'i>(
    shelf: &Shelf<'_>,
    source: &str,
    ids: impl Iterator<Item = (&'i str, &'i str)>,
) -> Result<BTreeMap<String, RemoteId>> {
    let ids: BTreeMap<&str, &str> = ids.collect();
    let ranges: Vec<TermRange> = ids.values().map(|id| TermRange::of_source(source, id)).collect();
    let found = shelf.found(OwnKind::Entry, &ranges)?;
    Ok(ids.keys().zip(&found).filter_map(|(word, hits)| Some(((*word).to_owned(), hits.first()?.id.clone()))).collect())
}

/// Entries that are known by the shorter or the longer form of their identifiers, of the same length and about the same time.
fn shortened(
    shelf: &Shelf<'_>,
    source: &str,
    others: &[&FileEntry],
    person: Option<&RemoteId>,
) -> Result<BTreeMap<String, TimeEntry>> {
    let (_, signs) = SHORTENED;
    let mut known = Vec::new();
    let long = others.iter().filter_map(|entry| Some((entry.id.as_str(), entry.id.get(..signs)?)));
    let hits = by_source(shelf, source, long.filter(|(id, short)| id.len() > short.len()))?;
    known.extend(shelf.entries_of(&hits.into_values().collect())?);
    let days = others.iter().filter(|entry| entry.id.len() == signs).map(|entry| entry.span.date());
    if let Some((first, last)) = days.clone().min().zip(days.max()) {
        let around = (first.yesterday().unwrap_or(first), last.tomorrow().unwrap_or(last));
        known.extend(shelf.entries_on(Some(around.0), Some(around.1))?);
    }
    let is_it = |held: &TimeEntry, entry: &FileEntry| {
        let of = held.source.as_ref().filter(|of| of.name == source).map_or("", |of| of.id.as_str());
        let alike =
            !of.is_empty() && (of.starts_with(&entry.id) || entry.id.starts_with(of)) && of.len().min(entry.id.len()) == signs;
        let near = held
            .span
            .clock()
            .zip(entry.span.clock())
            .is_some_and(|((held, _), (entry, _))| entry.duration_since(held).as_secs().abs() <= ZONES);
        let ours = !entry.person.is_empty() || Some(&held.person) == person;
        ours && alike && near && held.span.seconds() == entry.span.seconds()
    };
    let found = others.iter().filter_map(|entry| {
        let held = known.iter().find(|held| is_it(&held.value, entry))?;
        Some((entry.id.clone(), held.value.clone()))
    });
    Ok(found.collect())
}

/// What an entry of a file is to the one that is known under its identifier.
pub(super) enum Again<'h> {
    /// It says the same, or is deleted here.
    Same,
    /// It is another entry.
    Other(Message),
    /// It says something else than when it was imported.
    Changed(&'h TimeEntry, Change),
}

/// What an entry is here and in the file.
pub(super) struct Change {
    line: u64,
    was: String,
    now: String,
}

/// Compares an entry with the known one. The text that it was read from tells whether the file was changed, so that what was changed here
/// alone is none.
///
/// Where identifiers are given by hand, two files may both begin at 1, and the second one would count as imported before: its entries are
/// others where the day is another one, too.
pub(super) fn compare<'h>(source: &str, held: Option<&'h TimeEntry>, entry: &FileEntry, project: Option<&Project>) -> Again<'h> {
    // An export of these books names its own entries: what it says of them is compared itself.
    let is_own = |held: &TimeEntry| held.id.as_str() == entry.id;
    let differs = |held: &TimeEntry| held.source.as_ref().is_some_and(|source| source.raw != entry.raw);
    let Some(held) = held.filter(|held| is_own(held) || differs(held)) else { return Again::Same };
    let (known, date) = (held.span.date(), entry.span.date());
    if NUMBERED.contains(&source) && known != date && !is_own(held) {
        let message = Message::new("books-import-other").with("id", entry.id.as_str());
        return Again::Other(message.with("known", known.to_string()).with("date", date.to_string()));
    }
    let is_same = same_time(&held.span, &entry.span)
        && (&held.task, &held.note, &held.tags) == (&entry.task, &entry.note, &entry.tags)
        && entry.billable.is_none_or(|billable| billable == held.billable)
        && project.is_none_or(|project| Some(&project.id) == held.project.as_ref());
    if is_same {
        return Again::Same;
    }
    let (was, now) = (shown(&held.span, &held.note), shown(&entry.span, &entry.note));
    Again::Changed(held, Change { line: entry.line, was, now })
}

/// Whether two spans are the same time; the zone changes only how it is shown.
fn same_time(one: &Span, other: &Span) -> bool {
    match (one.clock(), other.clock()) {
        (None, None) => (one.date(), one.seconds()) == (other.date(), other.seconds()),
        (one, other) => one == other,
    }
}

fn shown(span: &Span, note: &str) -> String {
    let zone = span.zone();
    let time = match span.clock() {
        Some((start, end)) => {
            let (start, end) = (start.to_zoned(zone.clone()), end.to_zoned(zone));
            format!("{}–{}", start.strftime("%Y-%m-%d %H:%M"), end.strftime("%H:%M"))
        }
        None => format!("{} {}:{:02}", span.date(), span.seconds() / 3600, span.seconds() / 60 % 60),
    };
    if note.is_empty() { time } else { format!("{time} {note}") }
}

/// A change that was not taken over.
pub(super) fn told(held: &TimeEntry, change: Change) -> ChangedLine {
    ChangedLine { line: change.line, entry: held.id.clone(), was: change.was, now: change.now }
}

/// Why a change cannot be taken over.
pub(super) fn locked(change: &Change) -> Message {
    Message::new("books-import-locked").with("was", change.was.as_str()).with("now", change.now.as_str())
}

/// Whether an entry may still be changed to what the file says.
pub(super) fn is_open(held: &TimeEntry, entry: &FileEntry, (closed, zone): (Option<Date>, &TimeZone)) -> bool {
    let is_open = |span: &Span| closed.is_none_or(|closed| span.date_in(zone) > closed);
    held.approval.is_none() && held.claims.is_empty() && is_open(&held.span) && is_open(&entry.span)
}

/// The entry with what the file says now.
pub(super) fn updated(held: &TimeEntry, entry: FileEntry, project: Option<&Project>) -> TimeEntry {
    // Of an entry of these books the text of its source is that of another file.
    let raw = Some(entry.raw).filter(|_| held.id.as_str() != entry.id);
    let source = held.source.clone().map(|of| Source { raw: raw.unwrap_or_else(|| of.raw.clone()), ..of });
    TimeEntry {
        span: entry.span,
        task: entry.task,
        note: entry.note,
        tags: entry.tags,
        billable: entry.billable.unwrap_or(held.billable),
        project: project.map_or_else(|| held.project.clone(), |project| Some(project.id.clone())),
        source,
        ..held.clone()
    }
}
