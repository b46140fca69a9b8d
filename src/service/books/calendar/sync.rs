//! A sync of one calendar: read what changed there, make both sides alike, write what changed here.
//!
//! State decides, not history: a sync that broke off at any instant is done again, and comes to the same end.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use secrecy::SecretString;

use super::connect::{as_event, conflicts, facts, feed, fetch, load};
use super::propose::of_calendar;
use super::view::{CalendarSynced, ProposalAsk};
use super::{find, source};
use crate::calendar::CalendarError;
use crate::calendar::dav::{Dav, Read, bounded};
use crate::calendar::event::{self, Draft};
use crate::calendar::plan::{Ours, Step, Theirs, plan};
use crate::domain::calendar::{Calendar, CalendarWay, EventConflict, EventLink};
use crate::domain::{Actor, CompanyId, RemoteId};
use crate::error::Error;
use crate::service::Result;
use crate::service::books::shelf::Shelf;
use crate::service::books::time::NamesOf;
use crate::service::local::Local;
use crate::service::task::blocking;
use crate::store::calendars::{self, Object, Objects};
use crate::sync::{Event, Integrated};

/// Rounds, where events change at the server between reading and writing.
const ROUNDS: usize = 3;
/// On a sync as a whole.
const PATIENCE: Duration = Duration::from_mins(10);
/// Requests at a time.
const AT_ONCE: usize = 4;
/// Written events of which the links are kept together.
const KEPT: usize = 50;

/// Something to write at the server.
struct Write {
    link: EventLink,
    /// The text of the event; `None` to delete it.
    text: Option<String>,
    over: Option<String>,
}

/// Waits for the turn of a calendar: its identifier, and the turn, which lasts as long as what is returned.
pub(in crate::service) async fn turn(
    local: &Arc<Local>,
    company: CompanyId,
    wanted: &str,
) -> Result<(RemoteId, tokio::sync::OwnedMutexGuard<()>)> {
    let id = load(local, company, wanted.to_owned()).await?.0.id;
    let turn = local.calendars.take(&id).await;
    Ok((id, turn))
}

/// Syncs a calendar. A failure of the server is in the answer and kept; the next sync goes on.
pub(in crate::service) async fn sync(
    local: &Arc<Local>,
    company: CompanyId,
    wanted: &str,
    actor: &Actor,
) -> Result<CalendarSynced> {
    let (id, _one) = turn(local, company, wanted).await?;
    let events = local.events.clone();
    // As it is now that it is its turn.
    let (calendar, secret) = load(local, company, id.to_string()).await?;
    let mut done = CalendarSynced { calendar: calendar.name.clone(), ..CalendarSynced::default() };
    // What broke off at any instant is done again by the next sync.
    let ended = tokio::time::timeout(PATIENCE, rounds(local, (company, &calendar), (secret.as_ref(), actor), &mut done)).await;
    let ended = ended.unwrap_or_else(|_| Err(CalendarError::TooLong { most: PATIENCE.as_secs() / 60 }.into()));
    done.error = ended.err().map(|error| error.message);
    let (local, id, error) = (local.clone(), calendar.id.clone(), done.error.clone());
    let name = calendar.name.clone();
    let (conflicts, proposals) = blocking(move || {
        let place = local.place();
        let mut objects = calendars::load(&place, &id)?;
        if let Some(why) = &error {
            objects.fail(why);
        } else {
            (objects.error, objects.synced) = (Vec::new(), Some(local.options.clock.now()));
        }
        calendars::save(&place, &id, &objects)?;
        let shelf = Shelf::open(&local, company)?;
        let ask = ProposalAsk { calendar: Some(name), ..ProposalAsk::default() };
        let proposals = of_calendar(&shelf, &find(&shelf, id.as_str())?, &ask)?.proposals.len();
        Ok((conflicts(&shelf, &id)?, proposals))
    })
    .await?;
    (done.conflicts, done.proposals) = (conflicts, proposals);
    let written = done.created + done.updated + done.deleted + done.edited + done.removed;
    let (kind, failed) = ("calendar".to_owned(), done.error.is_some());
    let _ = events.send(Event::Integrated(Integrated { company, kind, name: done.calendar.clone(), written, failed }));
    tracing::info!(
        calendar = done.calendar,
        created = done.created,
        updated = done.updated,
        deleted = done.deleted,
        edited = done.edited,
        removed = done.removed,
        conflicts,
        failed = done.error.is_some(),
        "a calendar was synced"
    );
    Ok(done)
}

async fn rounds(
    local: &Arc<Local>,
    (company, calendar): (CompanyId, &Calendar),
    (secret, actor): (Option<&SecretString>, &Actor),
    done: &mut CalendarSynced,
) -> Result<()> {
    let CalendarWay::Dav { url, user, writes } = &calendar.way else {
        let text = fetch(secret).await?;
        feed(&text)?;
        let (local, id) = (local.clone(), calendar.id.clone());
        return blocking(move || {
            let before = calendars::load(&local.place(), &id)?;
            let object = Object { href: String::new(), etag: String::new(), text };
            Ok(calendars::save(&local.place(), &id, &Objects { objects: vec![object], ..before })?)
        })
        .await;
    };
    let dav = Dav::new(url, user, secret)?;
    for _ in 0..ROUNDS {
        let objects = changed(local, &dav, calendar).await?;
        let (local_, calendar_, actor_) = (local.clone(), calendar.clone(), actor.clone());
        let texts: BTreeMap<String, String> =
            objects.objects.iter().map(|object| (object.href.clone(), object.text.clone())).collect();
        let collection = dav.collection().to_owned();
        let writes = *writes;
        let (steps, edited, removed) = blocking(move || {
            let _gate = local_.shelves.change();
            let shelf = Shelf::open(&local_, company)?;
            apply(&shelf, &calendar_, (&objects, &actor_), writes, &texts, &collection)
        })
        .await?;
        done.edited += edited;
        done.removed += removed;
        if !write(local, (company, calendar, actor), &dav, steps, done).await? {
            return Ok(());
        }
    }
    Ok(())
}

/// The objects of a calendar as they are now; the copy is kept.
async fn changed(local: &Arc<Local>, dav: &Dav, calendar: &Calendar) -> Result<Objects> {
    let (place, id) = (local.place(), calendar.id.clone());
    let mut objects = blocking(move || Ok(calendars::load(&place, &id)?)).await?;
    let known = objects.objects.iter().map(|object| (object.href.clone(), object.etag.clone())).collect();
    let delta = dav.changes(&objects.token, &known).await?;
    let read = dav.read(&delta.changed).await?;
    // What was listed and is not there any more is gone.
    let old: BTreeSet<&String> = delta.changed.iter().chain(&delta.gone).collect();
    objects.objects.retain(|object| !old.contains(&object.href));
    objects.objects.extend(read.into_iter().map(object));
    bounded(objects.objects.len(), objects.objects.iter().map(|object| object.text.len()).sum::<usize>())?;
    objects.objects.sort_by(|a, b| a.href.cmp(&b.href));
    objects.token = delta.token;
    let (place, id, kept) = (local.place(), calendar.id.clone(), objects.clone());
    blocking(move || Ok(calendars::save(&place, &id, &kept)?)).await?;
    Ok(objects)
}

fn object(read: Read) -> Object {
    Object { href: read.href, etag: read.etag, text: read.text }
}

/// The sides of a calendar: entries that belong into it, and those with a link.
fn ours(shelf: &Shelf<'_>, calendar: &Calendar, links: &[EventLink]) -> Result<BTreeMap<RemoteId, Ours>> {
    let (entries, names) = (shelf.entries()?, NamesOf::read(shelf)?);
    let (closed, zone) = (shelf.profile()?.closed_until, shelf.zone()?);
    let source = source(&calendar.id);
    let linked: BTreeSet<&RemoteId> = links.iter().map(|link| &link.entry).collect();
    let mut ours = BTreeMap::new();
    for held in entries.values() {
        let entry = &held.value;
        let date = entry.span.date_in(&zone);
        let is_event = entry.source.as_ref().is_some_and(|of| of.name == source);
        let here = !held.retired && entry.person == calendar.person && !is_event;
        let belongs = here && (date >= calendar.from || linked.contains(&entry.id));
        if belongs || linked.contains(&entry.id) {
            let locked = entry.approval.is_some() || !entry.claims.is_empty() || closed.is_some_and(|closed| date <= closed);
            ours.insert(entry.id.clone(), Ours { facts: belongs.then(|| facts(entry, &names)), locked });
        }
    }
    Ok(ours)
}

/// Carries out what concerns our side, and tells what is to be written at the server.
fn apply(
    shelf: &Shelf<'_>,
    calendar: &Calendar,
    (objects, actor): (&Objects, &Actor),
    writes: bool,
    texts: &BTreeMap<String, String>,
    collection: &str,
) -> Result<(Vec<Write>, u64, u64)> {
    let links: Vec<EventLink> = shelf.values::<EventLink>()?.into_iter().filter(|link| link.calendar == calendar.id).collect();
    let mut ours = ours(shelf, calendar, &links)?;
    if !writes {
        // Without permission to write nothing is sent, and nothing of the books follows events that were ours.
        ours.clear();
    }
    let linked: BTreeSet<&str> = links.iter().map(|link| link.href.as_str()).collect();
    let (mut theirs, mut by_entry) = (BTreeMap::new(), BTreeMap::new());
    for object in &objects.objects {
        let of = || Theirs { href: object.href.clone(), etag: object.etag.clone(), seen: event::read(&object.text) };
        if linked.contains(object.href.as_str()) {
            theirs.insert(object.href.clone(), of());
        } else if let Some(entry) = event::uid(&object.text).as_deref().and_then(event::entry_of) {
            by_entry.insert(entry, of());
        }
    }
    let steps = if writes { plan(&ours, &links, &theirs, (&calendar.id, &by_entry)) } else { Vec::new() };
    let names = NamesOf::read(shelf)?;
    let entries = shelf.entries()?;
    let (closed, zone) = (shelf.profile()?.closed_until, shelf.zone()?);
    let (mut out, mut edited, mut removed) = (Vec::new(), 0, 0);
    let mut changes = shelf.begin(actor);
    for step in steps {
        match step {
            Step::Edit(link) => {
                let Some(held) = entries.get(&link.entry) else { continue };
                let before = links.iter().find(|known| known.entry == link.entry).map_or(&link.base, |known| &known.base);
                let entry = as_event(&held.value, before, &link.base);
                if closed.is_some_and(|closed| entry.span.date_in(&zone) <= closed) {
                    let known = links.iter().find(|known| known.entry == link.entry).cloned().unwrap_or(link);
                    if known.conflict != Some(EventConflict::Locked) {
                        changes.put(EventLink { conflict: Some(EventConflict::Locked), ..known })?;
                    }
                    continue;
                }
                changes.put(entry)?;
                changes.put(link)?;
                edited += 1;
            }
            Step::Delete(link) => {
                if let Some(held) = entries.get(&link.entry) {
                    changes.retire(held.value.clone())?;
                }
                changes.retire(link)?;
                removed += 1;
            }
            Step::Link(link) => changes.put(link)?,
            Step::Forget(link) => changes.retire(link)?,
            Step::Remove { link, etag } => out.push(Write { link, text: None, over: Some(etag) }),
            Step::Put { entry, over, facts } => {
                let Some(held) = entries.get(&entry) else { continue };
                let row = names.row(&held.value);
                let detail: Vec<&str> = [row.client.as_deref(), row.project.as_deref(), Some(held.value.task.as_str())]
                    .into_iter()
                    .flatten()
                    .filter(|text| !text.is_empty())
                    .collect();
                let detail = detail.join(" · ");
                let draft = Draft { entry: &entry, facts: &facts, detail: &detail, tags: &held.value.tags, at: shelf.now() };
                out.push(put(calendar, (&draft, over), texts, collection));
            }
        }
        changes.spill()?;
    }
    changes.commit()?;
    Ok((out, edited, removed))
}

fn put(
    calendar: &Calendar,
    (draft, over): (&Draft<'_>, Option<(String, String)>),
    texts: &BTreeMap<String, String>,
    collection: &str,
) -> Write {
    let (href, over) = over.map_or_else(|| (format!("{collection}{}.ics", draft.entry), None), |(href, etag)| (href, Some(etag)));
    let text = over.as_ref().and_then(|_| event::rewrite(texts.get(&href)?, draft).ok());
    let link = EventLink {
        calendar: calendar.id.clone(),
        entry: draft.entry.clone(),
        href,
        etag: String::new(),
        base: draft.facts.clone(),
        conflict: None,
    };
    Write { link, text: Some(text.unwrap_or_else(|| event::write(draft))), over }
}

/// Writes events and keeps their links. Returns whether some had changed meanwhile and are to be looked at again.
async fn write(
    local: &Arc<Local>,
    (company, calendar, actor): (CompanyId, &Calendar, &Actor),
    dav: &Dav,
    steps: Vec<Write>,
    done: &mut CalendarSynced,
) -> Result<bool> {
    let (mut again, mut failed) = (false, None::<Error>);
    let mut sent = futures::stream::iter(steps)
        .map(|step| async move {
            let answer = match (&step.text, &step.over) {
                (Some(text), over) => dav.put(&step.link.href, text, over.as_deref()).await.map(Some),
                (None, over) => dav.delete(&step.link.href, over.as_deref().unwrap_or_default()).await.map(|()| None),
            };
            (step, answer)
        })
        .buffer_unordered(AT_ONCE)
        .chunks(KEPT);
    while let Some(ends) = sent.next().await {
        let mut kept: Vec<(EventLink, Option<Read>)> = Vec::new();
        for (step, answer) in ends {
            match answer {
                Ok(Some(read)) => {
                    if step.over.is_some() {
                        done.updated += 1;
                    } else {
                        done.created += 1;
                    }
                    kept.push((EventLink { etag: read.etag.clone(), ..step.link }, Some(read)));
                }
                Ok(None) => {
                    done.deleted += 1;
                    kept.push((step.link, None));
                }
                Err(CalendarError::Changed) => again = true,
                Err(error) => failed = Some(error.into()),
            }
        }
        keep(local, (company, calendar, actor), kept).await?;
        if failed.is_some() {
            break;
        }
    }
    match failed {
        Some(error) => Err(error),
        None => Ok(again),
    }
}

/// Keeps the links of events that were written, and the events in the copy.
async fn keep(
    local: &Arc<Local>,
    (company, calendar, actor): (CompanyId, &Calendar, &Actor),
    kept: Vec<(EventLink, Option<Read>)>,
) -> Result<()> {
    if kept.is_empty() {
        return Ok(());
    }
    let (local, id, actor) = (local.clone(), calendar.id.clone(), actor.clone());
    blocking(move || {
        let _gate = local.shelves.change();
        let shelf = Shelf::open(&local, company)?;
        let mut changes = shelf.begin(&actor);
        let mut objects = calendars::load(&local.place(), &id)?;
        for (link, read) in kept {
            objects.objects.retain(|object| object.href != link.href);
            match read {
                Some(read) => {
                    objects.objects.push(object(read));
                    changes.put(link)?;
                }
                None => changes.retire(link)?,
            }
        }
        changes.commit()?;
        objects.objects.sort_by(|a, b| a.href.cmp(&b.href));
        Ok(calendars::save(&local.place(), &id, &objects)?)
    })
    .await
}
