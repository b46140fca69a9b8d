//! Connecting calendars, their state, and decisions about conflicts.

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::view::{CalendarView, ConflictView, NewCalendar};
use super::{find, secret};
use crate::calendar::dav::{About, Dav};
use crate::calendar::event::{self, Seen, read};
use crate::calendar::{CalendarError, Http, address};
use crate::domain::calendar::{Calendar, CalendarWay, EventFacts, EventLink, EventTime, Keep};
use crate::domain::ledger::{Person, Project};
use crate::domain::time::TimeEntry;
use crate::domain::{CompanyId, Message, RemoteId, SecretName};
use crate::service::Result;
use crate::service::books::shelf::{Changes, Shelf, misused, refuse};
use crate::service::books::time::{NamesOf, Whose, open_project, person_of};
use crate::service::local::Local;
use crate::service::task::blocking;
use crate::service::usecase::Context;
use crate::store::calendars;

/// How many days before it is connected a calendar counts.
const BEFORE: i64 = 30;

/// Fails as connecting it would, as far as that is known without its secret. Blocks.
pub(in crate::service) fn check(cx: &Context, company: CompanyId, new: &NewCalendar) -> Result<()> {
    if let Some(url) = &new.url {
        let dav = Dav::new(url, &new.user, new.secret.as_ref())?;
        cx.may_reach(dav.address(), dav.url())?;
    }
    let shelf = Shelf::open(&cx.local, company)?;
    // Nothing of these changes is committed.
    parts(cx, &shelf, new, &mut shelf.begin(&cx.caller.actor)).map(drop)
}

/// Name, person and project of a new calendar.
fn parts(
    cx: &Context,
    shelf: &Shelf<'_>,
    new: &NewCalendar,
    changes: &mut Changes<'_, '_>,
) -> Result<(String, RemoteId, Option<RemoteId>)> {
    let name = new.name.trim();
    if name.is_empty() || find(shelf, name).is_ok() {
        return Err(misused(Message::new("calendar-name-taken").with("name", name)));
    }
    let whose = Whose { actor: cx.caller.actor.clone(), own_only: false };
    let person = person_of(shelf, &whose, new.person.as_deref(), changes)?;
    let project = new.project.as_deref().map(|project| open_project(shelf, project)).transpose()?;
    Ok((name.to_owned(), person, project.map(|project| project.id)))
}

/// Connects a calendar: its secret is sealed before it is there.
pub(in crate::service) async fn add(cx: Context, company: CompanyId, new: NewCalendar) -> Result<CalendarView> {
    // What is wrong here is said before a server is asked.
    let (cx, new) = blocking(move || check(&cx, company, &new).map(|()| (cx, new))).await?;
    let way = if let Some(url) = &new.url {
        let dav = Dav::new(url, &new.user, new.secret.as_ref())?;
        cx.may_reach(dav.address(), dav.url())?;
        let writes = new.writes && if new.test { dav.look().await?.may_write != Some(false) } else { true };
        CalendarWay::Dav { url: dav.url().to_owned(), user: new.user.clone(), writes }
    } else {
        let private = new.secret.as_ref().ok_or_else(|| misused(Message::new("calendar-no-address")))?;
        let url = private_address(&cx, private)?;
        if new.test {
            feed(&Http::new("", None)?.fetch(&url).await?)?;
        }
        CalendarWay::Address { host: url.host_str().unwrap_or_default().to_owned() }
    };
    cx.blocking(move |cx| {
        let local = &cx.local;
        let _gate = local.shelves.change();
        let shelf = Shelf::open(local, company)?;
        let mut changes = shelf.begin(&cx.caller.actor);
        let (name, person, project) = parts(cx, &shelf, &new, &mut changes)?;
        let today = shelf.today()?;
        let from = new.from.unwrap_or_else(|| today.saturating_sub(jiff::Span::new().days(BEFORE)));
        let calendar = Calendar { id: shelf.id()?, name, way, person, project, from };
        cx.note()?;
        if let Some(secret) = &new.secret {
            let sealed = local.vault()?.seal(secret)?;
            local.registry.set_secret_blob(SecretName::Calendar(calendar.id.clone()), &sealed)?;
        }
        changes.put(calendar.clone())?;
        changes.commit()?;
        view(&shelf, calendar)
    })
    .await
}

/// A private address that the caller may have this host ask; only its host is ever told.
fn private_address(cx: &Context, secret: &SecretString) -> Result<Url> {
    let url = address(secret.expose_secret())?;
    cx.may_reach(&url, url.host_str().unwrap_or_default())?;
    Ok(url)
}

/// A text that is iCalendar.
pub(super) fn feed(text: &str) -> std::result::Result<(), CalendarError> {
    let begins = text.trim_start_matches('\u{feff}').trim_start().get(..15);
    if begins.is_some_and(|begins| begins.eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
        Ok(())
    } else {
        Err(CalendarError::NotICalendar)
    }
}

/// The calendars of a company.
pub(in crate::service) fn list(shelf: &Shelf<'_>) -> Result<Vec<CalendarView>> {
    let mut all = shelf.values::<Calendar>()?;
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all.into_iter().map(|calendar| view(shelf, calendar)).collect()
}

/// Time and title of an entry, as its event has them.
pub(super) fn facts(entry: &TimeEntry, names: &NamesOf) -> EventFacts {
    let row = names.row(entry);
    let texts = [&*entry.note, &*entry.task, row.project.as_deref().unwrap_or_default()];
    let title = texts.into_iter().map(event::title).find(|text| !text.is_empty()).unwrap_or_default();
    EventFacts { when: EventTime::of(&entry.span), title }
}

fn view(shelf: &Shelf<'_>, calendar: Calendar) -> Result<CalendarView> {
    let objects = calendars::load(&shelf.local.place(), &calendar.id)?;
    let (entries, names) = (shelf.entries()?, NamesOf::read(shelf)?);
    let links = shelf.values::<EventLink>()?.into_iter().filter(|link| link.calendar == calendar.id);
    let (mut linked, mut conflicts) = (0, Vec::new());
    for link in links {
        linked += 1;
        let Some(conflict) = link.conflict else { continue };
        let entry = entries.get(&link.entry);
        let zone = match entry {
            Some(held) => held.value.span.zone_name().to_owned(),
            None => shelf.zone()?.iana_name().unwrap_or("UTC").to_owned(),
        };
        let ours = entry.filter(|held| !held.retired).map(|held| facts(&held.value, &names));
        let theirs = objects.objects.iter().find(|object| object.href == link.href).map(|object| read(&object.text));
        let theirs = theirs.and_then(|seen| if let Seen::One(facts) = seen { Some(facts) } else { None });
        conflicts.push(ConflictView { entry: link.entry, zone, conflict, ours, theirs });
    }
    let person = shelf.value::<Person>(&calendar.person)?.map(|person| person.name).unwrap_or_default();
    let project = calendar.project.as_ref().map(|id| shelf.value::<Project>(id)).transpose()?.flatten();
    Ok(CalendarView {
        company: shelf.company.id,
        company_name: shelf.company.name.clone(),
        person,
        project: project.map(|project| project.name),
        has_secret: shelf.local.registry.secret_set(SecretName::Calendar(calendar.id.clone()))?.is_some(),
        synced: objects.synced,
        error: objects.failure(),
        linked,
        events: objects.objects.len(),
        conflicts,
        calendar,
    })
}

/// Asks a calendar whether it can be reached.
pub(in crate::service) async fn test(local: &Arc<Local>, company: CompanyId, wanted: String) -> Result<Option<About>> {
    let (calendar, secret) = load(local, company, wanted).await?;
    match &calendar.way {
        CalendarWay::Dav { url, user, .. } => Ok(Some(Dav::new(url, user, secret.as_ref())?.look().await?)),
        CalendarWay::Address { .. } => {
            feed(&fetch(secret.as_ref()).await?)?;
            Ok(None)
        }
    }
}

/// The text at a private address.
pub(super) async fn fetch(secret: Option<&SecretString>) -> Result<String> {
    let private = secret.ok_or_else(|| misused(Message::new("calendar-no-address")))?;
    Ok(Http::new("", None)?.fetch(&address(private.expose_secret())?).await?)
}

/// A calendar with its secret.
pub(super) async fn load(local: &Arc<Local>, company: CompanyId, wanted: String) -> Result<(Calendar, Option<SecretString>)> {
    let local = local.clone();
    blocking(move || {
        let shelf = Shelf::open(&local, company)?;
        let calendar = find(&shelf, &wanted)?;
        let secret = secret(&shelf, &calendar.id)?;
        Ok((calendar, secret))
    })
    .await
}

/// Seals a new password or private address.
pub(in crate::service) fn set_secret(cx: &Context, company: CompanyId, wanted: &str, secret: &SecretString) -> Result<()> {
    let shelf = Shelf::open(&cx.local, company)?;
    let calendar = find(&shelf, wanted)?;
    if matches!(calendar.way, CalendarWay::Address { .. }) {
        private_address(cx, secret)?;
    }
    cx.note()?;
    Ok(cx.local.registry.set_secret_blob(SecretName::Calendar(calendar.id), &cx.local.vault()?.seal(secret)?)?)
}

/// Disconnects a calendar: entries stay, and so do the events there.
pub(in crate::service) fn remove(cx: &Context, company: CompanyId, wanted: &str) -> Result<()> {
    let _gate = cx.local.shelves.change();
    let shelf = Shelf::open(&cx.local, company)?;
    let calendar = find(&shelf, wanted)?;
    cx.note()?;
    let mut changes = shelf.begin(&cx.caller.actor);
    for link in shelf.values::<EventLink>()?.into_iter().filter(|link| link.calendar == calendar.id) {
        changes.retire(link)?;
        changes.spill()?;
    }
    changes.retire(calendar.clone())?;
    changes.commit()?;
    calendars::remove(&cx.local.place(), &calendar.id)?;
    Ok(cx.local.registry.remove_secret_blob(SecretName::Calendar(calendar.id))?)
}

/// Decides a conflict: one side counts, and the next sync makes the other one like it.
pub(in crate::service) fn resolve(cx: &Context, company: CompanyId, wanted: &str, (entry, keep): (&str, Keep)) -> Result<()> {
    let _gate = cx.local.shelves.change();
    let shelf = Shelf::open(&cx.local, company)?;
    let calendar = find(&shelf, wanted)?;
    let links = shelf.values::<EventLink>()?;
    let wanted = entry.trim();
    let link = links.into_iter().find(|link| {
        link.calendar == calendar.id && link.conflict.is_some() && crate::service::books::find::is_id(&link.entry, wanted)
    });
    let link = link.ok_or_else(|| refuse(Message::new("calendar-no-conflict").with("wanted", wanted)))?;
    let objects = calendars::load(&cx.local.place(), &calendar.id)?;
    let theirs = objects.objects.iter().find(|object| object.href == link.href).map(|object| read(&object.text));
    let (entries, names) = (shelf.entries()?, NamesOf::read(&shelf)?);
    let held = entries.get(&link.entry);
    let ours = held.filter(|held| !held.retired).map(|held| facts(&held.value, &names));
    let is_locked = held.is_some_and(|held| held.value.approval.is_some() || !held.value.claims.is_empty());
    if keep == Keep::Calendar && ours.is_some() && is_locked {
        return Err(refuse(Message::new("calendar-locked").with("entry", wanted)).hint(Message::new("books-locked-hint")));
    }
    cx.note()?;
    let mut changes = shelf.begin(&cx.caller.actor);
    let agreed = |base: EventFacts| EventLink { base, conflict: None, ..link.clone() };
    match (keep, ours, theirs) {
        (Keep::Books, _, Some(Seen::One(theirs))) => changes.put(agreed(theirs))?,
        (Keep::Calendar, Some(ours), Some(Seen::One(_) | Seen::Cancelled) | None) => changes.put(agreed(ours))?,
        // The entry comes back as the event says.
        (Keep::Calendar, None, Some(Seen::One(theirs))) => {
            if let Some(held) = held {
                changes.put(as_event(&held.value, &link.base, &theirs))?;
                changes.put(agreed(theirs))?;
            }
        }
        // A new event is written, or nothing is left on either side.
        (Keep::Books, Some(_), None) | (_, None, _) => changes.retire(link)?,
        (_, Some(_), Some(Seen::Other | Seen::Cancelled)) => {
            return Err(refuse(Message::new("calendar-change-it-there").with("entry", wanted)));
        }
    }
    changes.commit()
}

/// An entry as its event says.
pub(super) fn as_event(entry: &TimeEntry, base: &EventFacts, event: &EventFacts) -> TimeEntry {
    // A title that was not changed is the name of the project or the task, and no note.
    let note = if event.title == base.title { entry.note.clone() } else { event.title.clone() };
    let span = if event.when == base.when { entry.span.clone() } else { event.when.span(&entry.span) };
    TimeEntry { note, span, ..entry.clone() }
}

/// The conflicts of a calendar.
pub(super) fn conflicts(shelf: &Shelf<'_>, calendar: &RemoteId) -> Result<usize> {
    let links = shelf.values::<EventLink>()?;
    let is_one = |link: &&EventLink| link.calendar == *calendar && link.conflict.is_some();
    Ok(links.iter().filter(is_one).count())
}
