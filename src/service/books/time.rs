//! Changes of time entries, and lists of them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::mend::mend;
pub(in crate::service) use super::mine::Whose;
use super::mine::{changeable, entry, is_own, not_own};
use super::shelf::{Changes, Shelf, misused, refuse};
use super::sound;
use super::view::{NewEntry, TimeAsk, TimeChange, TimeChanged, TimeView};
use crate::domain::ledger::{Client, Person, Project, ProjectState};
use crate::domain::time::lint::{Lint, LintKind, lints};
use crate::domain::time::{EntryRow, EntryState, Span, TimeEntry, Typed, typed};
use crate::domain::{Message, RemoteId};
use crate::query::rows::RowQuery;
use crate::query::schema::Context;
use crate::query::time;
use crate::service::Result;
use crate::store::OwnForm;

/// Names of what entries refer to.
pub(super) struct NamesOf {
    /// That of the books, by which their days are counted.
    zone: TimeZone,
    people: BTreeMap<RemoteId, String>,
    projects: BTreeMap<RemoteId, (String, RemoteId)>,
    clients: BTreeMap<RemoteId, String>,
}

impl NamesOf {
    /// Reads them.
    pub(super) fn read(shelf: &Shelf<'_>) -> Result<Self> {
        fn all<T: OwnForm, V>(shelf: &Shelf<'_>, of: impl Fn(&T) -> V) -> Result<BTreeMap<RemoteId, V>> {
            Ok(shelf.table::<T>()?.iter().map(|(id, held)| (id.clone(), of(&held.value))).collect())
        }
        Ok(Self {
            zone: shelf.zone()?,
            people: all(shelf, |person: &Person| person.name.clone())?,
            projects: all(shelf, |project: &Project| (project.name.clone(), project.client.clone()))?,
            clients: all(shelf, |client: &Client| client.party.name.clone())?,
        })
    }

    /// An entry as lists show it.
    pub(super) fn row(&self, entry: &TimeEntry) -> EntryRow {
        let project = entry.project.as_ref().and_then(|project| self.projects.get(project));
        EntryRow {
            person: self.people.get(&entry.person).cloned().unwrap_or_default(),
            project: project.map(|(name, _)| name.clone()),
            client: project.and_then(|(_, client)| self.clients.get(client)).cloned(),
            date: entry.span.date_in(&self.zone),
            tags: entry.tags.join(" "),
            entry: entry.clone(),
        }
    }
}

/// The person of a caller; one is added where there is none yet.
pub(super) fn person_of(
    shelf: &Shelf<'_>,
    whose: &Whose,
    wanted: Option<&str>,
    changes: &mut Changes<'_, '_>,
) -> Result<RemoteId> {
    let user = &whose.actor.0;
    let own = shelf.values::<Person>()?.into_iter().find(|person| person.user == *user);
    if let Some(wanted) = wanted {
        let person = shelf.person(wanted)?;
        if whose.own_only && own.is_none_or(|own| own.id != person.id) {
            return Err(not_own());
        }
        return Ok(person.id);
    }
    if let Some(own) = own {
        return Ok(own.id);
    }
    let person = Person { id: shelf.id()?, name: user.clone(), user: user.clone(), email: None, archived: false, cost: None };
    let id = person.id.clone();
    changes.put(person)?;
    Ok(id)
}

/// Makes a change.
pub(in crate::service) fn record(shelf: &Shelf<'_>, change: TimeChange, whose: &Whose) -> Result<TimeChanged> {
    if let TimeChange::Add(new) | TimeChange::Edit(_, new) | TimeChange::EditAll(_, new) = &change {
        sound::entry(new)?;
    }
    let mut changes = shelf.begin(&whose.actor);
    let mut entries = Vec::new();
    match change {
        TimeChange::Add(new) => entries.push(add(shelf, &new, whose, &mut changes)?),
        TimeChange::Edit(id, new) => entries.push(change_one(shelf, &id, &new, whose)?),
        TimeChange::EditAll(ids, new) => {
            for id in &ids {
                entries.push(change_one(shelf, id, &new, whose)?);
            }
        }
        TimeChange::Split(id, at) => entries.extend(split(shelf, &id, &at, whose)?),
        TimeChange::Move(ids, project) => {
            let project = project.map(|project| open_project(shelf, &project)).transpose()?.map(|project| project.id);
            for id in &ids {
                let entry = changeable(shelf, id, whose)?;
                entries.push(TimeEntry { project: project.clone(), ..entry });
            }
        }
        TimeChange::Merge(ids) => {
            let (merged, gone) = merge(shelf, &ids, whose)?;
            entries.push(merged);
            for entry in gone {
                changes.retire(entry)?;
            }
        }
        TimeChange::Mend(id) => entries.extend(mend(shelf, &id, whose, &mut changes)?),
        TimeChange::CopyDay(from, to) => entries.extend(copy_day(shelf, (from, to), whose)?),
        TimeChange::Delete(ids) => {
            for id in &ids {
                changes.retire(changeable(shelf, id, whose)?)?;
            }
        }
    }
    for entry in &entries {
        changes.put(entry.clone())?;
    }
    changes.commit()?;
    changed(shelf, &entries)
}

/// Entries after a change, with what is worth a look on their days.
pub(super) fn changed(shelf: &Shelf<'_>, entries: &[TimeEntry]) -> Result<TimeChanged> {
    let (Some(first), Some(last)) = (entries.iter().map(day_of).min(), entries.iter().map(day_of).max()) else {
        return Ok(TimeChanged { entries: Vec::new(), lints: Vec::new() });
    };
    let names = NamesOf::read(shelf)?;
    let days = first.yesterday().unwrap_or(first)..=last.tomorrow().unwrap_or(last);
    let near = shelf.entries_on(Some(*days.start()), Some(*days.end()))?;
    let near = near.iter().map(|held| &held.value).filter(|entry| days.contains(&day_of(entry)));
    let is_ours = |lint: &Lint| {
        entries
            .iter()
            .any(|entry| lint.entry == entry.id || lint.kind == LintKind::Overlap && lint.other.as_ref() == Some(&entry.id))
    };
    let lints = lints(near, &shelf.zone()?).into_iter().filter(|lint| lint.kind != LintKind::Gap && is_ours(lint)).collect();
    Ok(TimeChanged { entries: entries.iter().map(|entry| names.row(entry)).collect(), lints })
}

fn day_of(entry: &TimeEntry) -> Date {
    entry.span.date()
}

/// A project that takes time.
pub(super) fn open_project(shelf: &Shelf<'_>, wanted: &str) -> Result<Project> {
    let project = shelf.project(wanted)?;
    match project.state {
        ProjectState::Active => Ok(project),
        state => {
            let message = Message::new("books-project-closed").with("project", project.name).with("state", state.as_str());
            Err(refuse(message))
        }
    }
}

/// The zone of a name; the company's where none is given.
pub(super) fn zone_of(shelf: &Shelf<'_>, name: Option<&str>) -> Result<(TimeZone, String)> {
    let name = name.map_or_else(|| shelf.profile().map(|profile| profile.zone), |name| Ok(name.to_owned()))?;
    let zone = TimeZone::get(&name).map_err(|_| misused(Message::new("time-unknown-zone").with("zone", name.as_str())))?;
    let known = zone.iana_name().map_or(name, str::to_owned);
    Ok((zone, known))
}

/// An instant as clocks of a zone show it, in the form in which it is typed.
pub(super) fn local(at: Timestamp, zone: &str) -> String {
    let at = at.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC));
    at.strftime(if at.second() == 0 { "%Y-%m-%dT%H:%M%:z" } else { "%Y-%m-%dT%H:%M:%S%:z" }).to_string()
}

/// The span that is typed.
fn span(shelf: &Shelf<'_>, new: &NewEntry, known: Option<&Span>) -> Result<Span> {
    let (zone, name) = zone_of(shelf, new.zone.as_deref().or(known.map(Span::zone_name)))?;
    let today = shelf.now().to_zoned(zone.clone()).date();
    let date = match (new.date, known) {
        // An entry that is moved as it is keeps its clock. Its day is one of the books, as lists show it; its own clock may show the day
        // beside it. A day that is typed with a time is the day of that time.
        (Some(date), Some(known)) if new.start.is_none() && new.end.is_none() && new.time.is_none() => {
            date.saturating_add(known.date_in(&shelf.zone()?).until(known.date()).unwrap_or_default())
        }
        (date, known) => date.or(known.map(Span::date)).unwrap_or(today),
    };
    let moment = |text: &str, date| typed::moment(text, date, &zone).map_err(misused);
    let start = new.start.as_deref().map(|text| moment(text, date)).transpose()?;
    // An end without a day is of the day on which the entry starts.
    let ends = start.filter(|_| new.date.is_none()).map_or(date, |start| start.to_zoned(zone.clone()).date());
    let end = new.end.as_deref().map(|text| moment(text, ends)).transpose()?;
    let time = new.time.as_deref().map(|text| Typed::parse(text).map_err(misused)).transpose()?;
    let shift = |at: Timestamp, seconds: i64| at.checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap_or(at);
    let clock = |start: Timestamp, end: Timestamp| {
        if end < start {
            let message = Message::new("books-end-before-start").with("start", local(start, &name));
            return Err(misused(message.with("end", local(end, &name))));
        }
        Ok(Span::Clock { start, end, zone: name.clone() })
    };
    let known_clock = known.and_then(Span::clock);
    match (start, end, time) {
        (Some(start), Some(end), None) => clock(start, end),
        (Some(start), None, Some(Typed::Seconds(seconds))) => clock(start, shift(start, seconds)),
        (None, Some(end), Some(Typed::Seconds(seconds))) => clock(shift(end, -seconds), end),
        (None, None, Some(Typed::Range(from, until))) => {
            let (start, end) = typed::range(date, from, until, &zone).map_err(misused)?;
            clock(start, end)
        }
        (None, None, Some(Typed::Seconds(seconds))) => match known_clock {
            // Of an entry with clock times the end moves.
            Some((start, _)) if new.date.is_none() => clock(start, shift(start, seconds)),
            _ => Ok(Span::Day { date, seconds, zone: name.clone() }),
        },
        (Some(start), None, None) if known_clock.is_some() => clock(start, known_clock.map_or(start, |(_, end)| end)),
        (None, Some(end), None) if known_clock.is_some() => clock(known_clock.map_or(end, |(start, _)| start), end),
        (None, None, None) => match known {
            Some(Span::Day { seconds, .. }) => Ok(Span::Day { date, seconds: *seconds, zone: name.clone() }),
            Some(Span::Clock { start, end, .. }) => {
                let moved = |at: &Timestamp| {
                    let local = at.to_zoned(zone.clone()).datetime();
                    let days = date.duration_since(known.map_or(date, Span::date)).as_hours() / 24;
                    let local = local.checked_add(jiff::Span::new().days(days)).unwrap_or(local);
                    if days == 0 { Ok(*at) } else { typed::instant(local, &zone).map_err(misused) }
                };
                clock(moved(start)?, moved(end)?)
            }
            None => Err(misused(Message::new("books-no-time"))),
        },
        _ => Err(misused(Message::new("books-time-contradicts"))),
    }
}

fn add(shelf: &Shelf<'_>, new: &NewEntry, whose: &Whose, changes: &mut Changes<'_, '_>) -> Result<TimeEntry> {
    let project = new.project.as_deref().map(|project| open_project(shelf, project)).transpose()?;
    let person = person_of(shelf, whose, new.person.as_deref(), changes)?;
    if new.price.is_some() && whose.own_only {
        return Err(not_own());
    }
    let entry = TimeEntry {
        id: shelf.id()?,
        person,
        task: new.task.clone().unwrap_or_default(),
        note: new.note.clone().unwrap_or_default(),
        tags: new.tags.clone().unwrap_or_default(),
        span: span(shelf, new, None)?,
        billable: new.billable.or(project.as_ref().map(|project| project.billable)).unwrap_or(true),
        price: sound::priced(shelf.priced(new.price.clone(), project.as_ref().map(|project| &project.client))?)?,
        project: project.map(|project| project.id),
        approval: None,
        claims: Vec::new(),
        source: None,
    };
    shelf.must_be_near(entry.span.date_in(&shelf.zone()?))?;
    Ok(entry)
}

fn change_one(shelf: &Shelf<'_>, id: &str, new: &NewEntry, whose: &Whose) -> Result<TimeEntry> {
    let entry = changeable(shelf, id, whose)?;
    if (new.person.is_some() || new.price.is_some()) && whose.own_only {
        return Err(not_own());
    }
    let project = match new.project.as_deref() {
        Some("") => None,
        Some(project) => Some(open_project(shelf, project)?.id),
        None => entry.project.clone(),
    };
    let person = new.person.as_deref().map(|person| shelf.person(person)).transpose()?.map_or(entry.person, |person| person.id);
    let client =
        project.as_ref().map(|project| shelf.value::<Project>(project)).transpose()?.flatten().map(|project| project.client);
    let span = span(shelf, new, Some(&entry.span))?;
    shelf.must_be_near(span.date_in(&shelf.zone()?))?;
    Ok(TimeEntry {
        id: entry.id,
        person,
        project,
        task: new.task.clone().unwrap_or(entry.task),
        note: new.note.clone().unwrap_or(entry.note),
        tags: new.tags.clone().unwrap_or(entry.tags),
        span,
        billable: new.billable.unwrap_or(entry.billable),
        price: sound::priced(shelf.priced(new.price.clone(), client.as_ref())?)?.or(entry.price),
        approval: None,
        claims: Vec::new(),
        source: entry.source,
    })
}

/// Splits an entry at a time of it, or after an amount.
fn split(shelf: &Shelf<'_>, id: &str, at: &str, whose: &Whose) -> Result<Vec<TimeEntry>> {
    let entry = changeable(shelf, id, whose)?;
    let outside = || misused(Message::new("books-split-outside").with("at", at).with("entry", entry.id.to_string()));
    let second = || -> Result<RemoteId> { shelf.id() };
    let (one, other) = match &entry.span {
        Span::Clock { start, end, zone } => {
            let local = entry.span.zone();
            // An amount with a unit counts from the start; anything else is a time of the day.
            let by_amount =
                at.contains(|c: char| c.is_alphabetic() && c != 'T' && c != 'Z').then(|| Typed::parse(at).ok()).flatten();
            let mut cut = match by_amount {
                Some(Typed::Seconds(seconds)) => {
                    start.checked_add(jiff::SignedDuration::from_secs(seconds)).map_err(|_| outside())?
                }
                _ => typed::moment(at, entry.span.date(), &local).map_err(misused)?,
            };
            if cut <= *start {
                // Past midnight.
                let next = entry.span.date().tomorrow().unwrap_or(entry.span.date());
                cut = typed::moment(at, next, &local).unwrap_or(cut);
            }
            if cut <= *start || cut >= *end {
                return Err(outside());
            }
            let span = |start, end| Span::Clock { start, end, zone: zone.clone() };
            (span(*start, cut), span(cut, *end))
        }
        Span::Day { date, seconds, zone } => {
            let Ok(Typed::Seconds(first)) = Typed::parse(at) else { return Err(outside()) };
            if first >= *seconds {
                return Err(outside());
            }
            let span = |seconds| Span::Day { date: *date, seconds, zone: zone.clone() };
            (span(first), span(seconds - first))
        }
    };
    Ok(vec![TimeEntry { span: one, ..entry.clone() }, TimeEntry { id: second()?, span: other, source: None, ..entry }])
}

/// Joins entries: clock times from the first start to the last end where nothing lies between, amounts of one day by their sum.
fn merge(shelf: &Shelf<'_>, ids: &[String], whose: &Whose) -> Result<(TimeEntry, Vec<TimeEntry>)> {
    let mut all = ids.iter().map(|id| changeable(shelf, id, whose)).collect::<Result<Vec<_>>>()?;
    all.sort_by_key(|entry| (entry.span.clock(), entry.span.date()));
    all.dedup_by(|a, b| a.id == b.id);
    let mut rest = all.into_iter();
    let (Some(mut merged), true) = (rest.next(), ids.len() > 1) else {
        return Err(misused(Message::new("books-merge-two")));
    };
    let mut gone = Vec::new();
    for next in rest {
        let apart = || refuse(Message::new("books-merge-apart").with("entry", next.id.to_string()));
        if (&next.person, &next.project, next.billable) != (&merged.person, &merged.project, merged.billable) {
            return Err(apart());
        }
        // What they cost, and what they are billed as, is that of both or of neither.
        let is_other_task = !next.task.is_empty() && !merged.task.is_empty() && next.task != merged.task;
        if is_other_task || next.price != merged.price {
            return Err(refuse(Message::new("books-merge-differs").with("entry", next.id.to_string())));
        }
        merged.span = match (&merged.span, &next.span) {
            (Span::Clock { start, end, zone }, Span::Clock { start: from, end: until, .. }) if from == end => {
                Span::Clock { start: *start, end: *until, zone: zone.clone() }
            }
            (Span::Day { date, seconds, zone }, Span::Day { date: on, seconds: more, .. }) if date == on => {
                Span::Day { date: *date, seconds: seconds.saturating_add(*more), zone: zone.clone() }
            }
            _ => return Err(apart()),
        };
        if !next.note.is_empty() && !merged.note.contains(&next.note) {
            let both = [merged.note.as_str(), next.note.as_str()].join(" ");
            both.trim().clone_into(&mut merged.note);
        }
        if merged.task.is_empty() {
            merged.task.clone_from(&next.task);
        }
        let tags: Vec<String> = next.tags.iter().filter(|tag| !merged.tags.contains(tag)).cloned().collect();
        merged.tags.extend(tags);
        gone.push(next);
    }
    Ok((merged, gone))
}

fn copy_day(shelf: &Shelf<'_>, (from, to): (Date, Date), whose: &Whose) -> Result<Vec<TimeEntry>> {
    if from == to {
        return Err(misused(Message::new("books-copy-same-day").with("date", from.to_string())));
    }
    shelf.must_be_near(to)?;
    let mut copies = Vec::new();
    for held in &shelf.entries_begun(from, from)? {
        if !is_own(shelf, &held.value, whose)? {
            continue;
        }
        let moved = NewEntry { date: Some(to), ..NewEntry::default() };
        let span = span(shelf, &moved, Some(&held.value.span))?;
        let copy = TimeEntry { id: shelf.id()?, span, approval: None, claims: Vec::new(), source: None, ..held.value.clone() };
        copies.push(copy);
    }
    if copies.is_empty() {
        return Err(refuse(Message::new("books-no-entries-on").with("date", from.to_string())));
    }
    Ok(copies)
}

/// Entries that are asked for, by their start.
pub(super) fn chosen(shelf: &Shelf<'_>, ask: &TimeAsk, whose: &Whose) -> Result<Vec<EntryRow>> {
    if ask.from.zip(ask.until).is_some_and(|(from, until)| until < from) {
        return Err(misused(Message::new("books-period-empty")));
    }
    let zone = shelf.zone()?;
    chosen_by(shelf, &wider(ask), whose, &|entry| {
        let date = entry.span.date_in(&zone);
        ask.from.is_none_or(|from| date >= from) && ask.until.is_none_or(|until| date <= until)
    })
}

/// The same with a day more at each end: entries are kept by the days of their own zones, and those of the books may lie beside them.
pub(super) fn wider(ask: &TimeAsk) -> TimeAsk {
    TimeAsk {
        from: ask.from.map(|from| from.saturating_sub(1.day())),
        until: ask.until.map(|until| until.saturating_add(1.day())),
        ..ask.clone()
    }
}

/// Entries that touch days of their own zones, and that a test wants.
pub(super) fn chosen_by(
    shelf: &Shelf<'_>,
    ask: &TimeAsk,
    whose: &Whose,
    is_wanted: &dyn Fn(&TimeEntry) -> bool,
) -> Result<Vec<EntryRow>> {
    let names = NamesOf::read(shelf)?;
    let query = RowQuery::<time::Field>::parse(&ask.query)?;
    let context = Context { company: &shelf.company.name, provider: &shelf.company.provider, today: shelf.today()? };
    let zone = shelf.zone()?;
    let own = shelf.values::<Person>()?.into_iter().find(|person| person.user == whose.actor.0).map(|person| person.id);
    let mut ids = BTreeSet::new();
    for id in &ask.ids {
        ids.insert(entry(shelf, id, whose)?.id);
    }
    let found = match ask.state {
        _ if !ids.is_empty() => shelf.entries_of(&ids)?,
        Some(EntryState::Pending) => shelf.entries_pending(ask.from, ask.until)?,
        _ => shelf.entries_on(ask.from, ask.until)?,
    };
    let mut rows = Vec::new();
    for held in &found {
        let entry = &held.value;
        let wanted = is_wanted(entry)
            && ask.state.is_none_or(|state| entry.state() == state)
            && (!whose.own_only || own.as_ref() == Some(&entry.person));
        if wanted {
            let row = names.row(entry);
            if query.matches(&row, &context, &zone) {
                rows.push(row);
            }
        }
    }
    rows.sort_by(|a, b| (a.date, a.entry.span.clock(), &a.entry.id).cmp(&(b.date, b.entry.span.clock(), &b.entry.id)));
    Ok(rows)
}

/// Entries with their sums.
pub(in crate::service) fn find_time(shelf: &Shelf<'_>, ask: &TimeAsk, whose: &Whose) -> Result<TimeView> {
    let mut entries = chosen(shelf, ask, whose)?;
    let mut days: BTreeMap<String, i64> = BTreeMap::new();
    for row in &entries {
        *days.entry(row.date.to_string()).or_default() += row.entry.seconds();
    }
    let (total, seconds) = (entries.len(), days.values().sum::<i64>());
    let lints = lints(entries.iter().map(|row| &row.entry), &shelf.zone()?);
    if let Some(limit) = ask.limit {
        // The newest are what a person looks for.
        entries.drain(..entries.len().saturating_sub(limit));
    }
    Ok(TimeView { total, seconds, days: days.into_iter().collect(), entries, lints })
}
